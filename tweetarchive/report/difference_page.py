"""Quoted and archived words side by side, for a browser: what parts them is marked by more than colour.

Without script, in either direction of writing, in light and dark, and read aloud as it is seen. `difference_html` is
the piece for other pages (put `difference_style()` into their style), `report_page` the page of whole articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from tweetarchive.model.capture import RecordRef
from tweetarchive.model.report import ArticleReport, JudgedClaim, JudgedEmbed
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import Change, ChangeOp, Finding, TextOutcome, Verdict, Weight
from tweetarchive.report.difference import Side
from tweetarchive.report.foreign import is_right_to_left, neutral
from tweetarchive.report.html_page import language, link, page, text
from tweetarchive.report.judged import SAME_WORDS, STATES, address_of, notes
from tweetarchive.report.layout import SIGNS, instant
from tweetarchive.report.tally import Tally, in_words

ALIKE = 600  # unchanged characters in a row from which on their middle is folded away: two tweets
CONTEXT = 160  # of them shown on either side
LONGEST_WORD = 40
_LABELS = {Side.QUOTED: ("del", "only in the article"), Side.ARCHIVED: ("ins", "only in the tweet")}
_HEADINGS = {Side.QUOTED: "The article says", Side.ARCHIVED: "The tweet says"}
_WEIGHTS = {Weight.MEANING: "changes the meaning", Weight.MINOR: "small", Weight.FORM: "typography"}
_LISTED = 40  # changes told one by one below the texts; all are marked in them


def report_page(reports: Sequence[ArticleReport], *, made_by: str) -> str:
    """One page of every article: each quote beside the tweet, what parts them, and where both are kept.

    Args: made_by: the command, for the footer.
    """
    title = "Quotes beside their tweets"
    head = f"<h1>{title}</h1>"
    if len(reports) > 1:
        tally = sum((Tally.of(one) for one in reports), Tally())
        contents = "".join(map(_entry, reports, range(len(reports))))
        head += f"<p class=aside>{text(tally.sentence())}</p><nav aria-label=Articles><ol>{contents}</ol></nav>"
    body = "\n".join(_article(one, f"a{place}") for place, one in enumerate(reports))
    foot = (
        f"<footer>Made by <code>{text(made_by)}</code>. <del>Struck</del> words stand only in the article, "
        "<ins>underlined</ins> ones only in the tweet; <i class=gap>␣</i> shows where words are missing. "
        "Bold changes alter the meaning, dotted ones are small.</footer>"
    )
    own = files("tweetarchive.report").joinpath("difference_page.css").read_text(encoding="utf-8")
    return page(title, f"<main>\n<header>{head}</header>\n{body}\n{foot}\n</main>", own + difference_style())


def difference_style() -> str:
    """The style of what `difference_html` gives; its colours follow light and dark."""
    return files("tweetarchive.report").joinpath("difference.css").read_text(encoding="utf-8")


def difference_html(judged: JudgedEmbed | JudgedClaim) -> str:
    """The quote and, where it is not the same, the tweet beside it, with every change listed below.

    A fragment without headings of the page's own outline: two labelled groups and a list.
    """
    finding, declared = _finding(judged), None
    if isinstance(judged, JudgedEmbed):
        quoted, tweet, declared = judged.embed.text, judged.evidence.tweet, judged.embed.language
    else:
        quoted, tweet = judged.claim.text, judged.tweet
    archived = finding.archived if finding and finding.archived is not None else tweet.text if tweet else None
    return texts_html(
        quoted,
        archived,
        finding.outcome if finding else None,
        finding.changes if finding else (),
        languages=(declared, tweet.language if tweet else None),
    )


def texts_html(
    quoted: str | None,
    archived: str | None,
    outcome: TextOutcome | None,
    changes: Sequence[Change],
    *,
    languages: tuple[str | None, str | None] = (None, None),
) -> str:
    """`difference_html` of what a stored report states. "" where neither text is known.

    Args: languages: as declared, of the quote and of the tweet.
    """
    if quoted is None and archived is None:
        return ""
    if outcome is TextOutcome.DIFFERENT:
        changes = ()
    same = outcome in SAME_WORDS and quoted is not None
    sides = [_side(Side.QUOTED, quoted, changes, languages[0])]
    if not same:
        sides.append(_side(Side.ARCHIVED, archived, changes, languages[1]))
    single = " single" if same else ""
    return f'<div class="difference{single}">{"".join(sides)}</div>{_changes(changes)}'


def _side(side: Side, words: str | None, changes: Iterable[Change], declared: str | None) -> str:
    heading = f'<p class="whose">{_HEADINGS[side]}</p>'
    if words is None:
        nothing = "none of the tweet’s words" if side is Side.QUOTED else "not known: no copy of it is held"
        return f'<div class="side">{heading}<p class="nothing">{nothing}</p></div>'
    direction = "rtl" if is_right_to_left(words) else "ltr"
    shown = "".join(_marked(words, changes, side))
    return (
        f'<div class="side" role="group" aria-label="{_HEADINGS[side]}">{heading}'
        f'<blockquote dir="{direction}"{language(declared)}>{shown}</blockquote></div>'
    )


def _marked(words: str, changes: Iterable[Change], side: Side) -> Iterator[str]:
    tag, label = _LABELS[side]
    missing = ChangeOp.DELETE if side is Side.QUOTED else ChangeOp.INSERT
    at = 0
    for change in sorted((one for one in changes if one.weight is not Weight.FORM), key=side.span):
        start, end = side.span(change)
        start = max(start, at)
        yield _unchanged(words[at:start], head=bool(at), tail=True)
        at = max(at, end)
        kind = "meaning" if change.weight is Weight.MEANING else "minor"
        if start < end:
            shown = text(neutral(words[start:end], reveal=True))
            yield f'<{tag} class="{kind}">{_unseen(f"[{label}: ")}{shown}{_unseen("]")}</{tag}>'
        elif change.op is missing:
            yield f'<i class="gap {kind}"><span aria-hidden="true">␣</span>{_unseen("[words are missing here]")}</i>'
    yield _unchanged(words[at:], head=bool(at), tail=False)


def _unseen(words: str) -> str:
    """Read aloud and not shown; in a direction of its own."""
    return f'<bdi class="unseen" lang="en" dir="ltr">{words}</bdi>'


def _unchanged(stretch: str, *, head: bool, tail: bool) -> str:
    """A stretch that both have; a long one with its middle folded away, for the reader to open."""
    if len(stretch) <= ALIKE + CONTEXT * (head + tail):
        return text(stretch)
    first = _word_end(stretch, CONTEXT if head else ALIKE)
    cut = _word_end(stretch, len(stretch) - CONTEXT) if tail else len(stretch)
    folded = f'<bdi dir="ltr" lang="en">… {cut - first:,} characters alike …</bdi>'
    middle = f'<details class="alike"><summary>{folded}</summary>{text(stretch[first:cut])}</details>'
    return f"{text(stretch[:first])}{middle}{text(stretch[cut:])}"


def _word_end(stretch: str, at: int) -> int:
    """The next blank from a place on, if there is one near."""
    blank = stretch.find(" ", at, at + LONGEST_WORD)
    return at if blank < 0 else blank


def _changes(changes: Sequence[Change]) -> str:
    told = [one for one in changes if one.weight is not Weight.FORM]
    if not told:
        return ""
    listed = "".join(f"<li>{_told(one)}</li>" for one in told[:_LISTED])
    if len(told) > _LISTED:
        listed += f"<li>and {len(told) - _LISTED} more, marked above</li>"
    return f'<ul class="changes">{listed}</ul>'


def _told(change: Change) -> str:
    """One change in a sentence, its weight and what it is of; look-alike letters by their code points."""
    quoted, archived = (
        f'<bdi class="word">{text(neutral(words, reveal=True))}</bdi>' for words in (change.quoted, change.archived)
    )
    match change.op:
        case ChangeOp.INSERT:
            what = f"{quoted} was put in"
        case ChangeOp.DELETE:
            what = f"{archived} was left out"
        case ChangeOp.REPLACE:
            what = f"{quoted} stands where the tweet says {archived}"
    foreign = dict.fromkeys(sign for sign in change.quoted if sign > "\x7f" and sign not in change.archived)
    codes = ", ".join(f"{text(sign)} is U+{ord(sign):04X}" for sign in foreign) if _looks_alike(change) else ""
    reason = f": {text(change.reason.replace('_', ' '))}" if change.reason else ""
    weight = f'<span class="weight {change.weight.value}">{_WEIGHTS[change.weight]}{reason}</span>'
    return f"{what} {weight}{f' <span class=aside>({codes})</span>' if codes else ''}"


def _looks_alike(change: Change) -> bool:
    return change.reason in ("homoglyph", "handle") and change.archived.isascii()


def _entry(report: ArticleReport, place: int) -> str:
    name = text(report.title or report.url or report.source)
    return f'<li>{verdict_html(report.verdict)} <a href="#a{place}"><bdi>{name}</bdi></a></li>'


def verdict_html(verdict: Verdict) -> str:
    """Its sign and its words."""
    sign, _ = SIGNS[verdict]
    return f'<span class="verdict {verdict.value}"><span aria-hidden="true">{sign}</span> {in_words(verdict)}</span>'


def _article(report: ArticleReport, name: str) -> str:
    title = text(report.title or report.url or report.source)
    facts = [link(report.url, text(report.url))] if report.url else []
    facts += [f"captured {instant(report.captured_at)}"] if report.captured_at else []
    head = (
        f'<h2 dir="auto"{language(report.language)}>{title}</h2>'
        f"<p>{verdict_html(report.verdict)} {text(Tally.of(report).sentence())}</p>"
        f"<p class=aside>{' · '.join(f'<bdi>{one}</bdi>' for one in facts)}</p>"
    )
    alike = Counter(one.why for one in report.problems)
    problems = "".join(
        f'<p class="problem" dir="auto">{text(why)}{f" ({count} times)" if count > 1 else ""}</p>'
        for why, count in alike.items()
    )
    embeds = "\n".join(_embed(one, report.record, f"{name}e{one.embed.index}") for one in report.embeds)
    claims = "\n".join(_claim(one, f"{name}c{place}") for place, one in enumerate(report.claims))
    if claims:
        claims = f"<h3>Quoted in the running text</h3>\n{claims}"
    return f'<section id="{name}">{head}{problems}\n{embeds}\n{claims}</section>'


def _embed(one: JudgedEmbed, article: RecordRef | None, name: str) -> str:
    tweet, evidence = one.evidence.tweet, one.evidence
    at = address_of(one)
    rows = [("address", f"<bdi>{link(at, text(at))}</bdi>")] if at else []
    rows.append(("state", text(STATES[evidence.availability])))
    rows += [(label, text(note)) for label, note in notes(one.findings, fold=tweet is None)]
    flags = one.findings.text.flags if one.findings.text else ()
    rows += [("look at", text(flag.replace("_", " "))) for flag in flags]
    rows += _kept(article, tweet)
    return _block(name, f"{one.embed.index + 1}", one.verdict, _byline(one), difference_html(one), rows)


def _claim(one: JudgedClaim, name: str) -> str:
    by = " ".join(part for part in (one.claim.speaker, f"@{one.claim.handle}" if one.claim.handle else None) if part)
    rows = [("words", text(one.finding.note))] if one.finding.outcome is not TextOutcome.IDENTICAL else []
    rows += [("look at", text(flag.replace("_", " "))) for flag in one.finding.flags]
    tied = f"embed {one.embed + 1}" if one.embed is not None else "quote"
    return _block(name, tied, one.verdict, text(by), difference_html(one), rows)


def _block(
    name: str, number: str, verdict: Verdict, byline: str, difference: str, rows: Sequence[tuple[str, str]]
) -> str:
    listed = "".join(f"<div><dt>{label}</dt><dd>{told}</dd></div>" for label, told in rows)
    return (
        f'<article id="{name}" class="judged {verdict.value}" aria-labelledby="{name}h">'
        f'<h3 id="{name}h">{number} {verdict_html(verdict)} <bdi>{byline}</bdi></h3>{difference}'
        f"<dl>{listed}</dl></article>"
    )


def _byline(one: JudgedEmbed) -> str:
    tweet = one.evidence.tweet
    name, handle = (tweet.author_name, tweet.handle) if tweet else (one.embed.author_name, one.embed.handle)
    parts = [f"<bdi>{text(name)}</bdi>"] if name else []
    parts += [f"<bdi>@{text(handle)}</bdi>"] if handle else []
    if tweet and tweet.created_at:
        parts.append(f"<time>{instant(tweet.created_at)}</time>")
    return " ".join(parts)


def _kept(article: RecordRef | None, tweet: Tweet | None) -> Iterator[tuple[str, str]]:
    """Where the two texts are on disk: any WARC tool opens the file at the offset."""
    for label, record in (("article record", article), ("tweet record", tweet.record if tweet else None)):
        if record:
            yield label, f"<bdi>{text(record.file)}</bdi> at {record.offset}, <code>{text(record.id)}</code>"
    if tweet and tweet.memento:
        yield "copy", f"<bdi>{link(tweet.memento, text(tweet.memento))}</bdi>"


def _finding(judged: JudgedEmbed | JudgedClaim) -> Finding[TextOutcome] | None:
    return judged.findings.text if isinstance(judged, JudgedEmbed) else judged.finding
