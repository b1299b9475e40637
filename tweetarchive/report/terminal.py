"""A report as text for a terminal: calm, complete at 40 columns, readable without colour and read aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tweetarchive.model.article import Article, Embed
from tweetarchive.model.evidence import ResolvedBy
from tweetarchive.model.report import ArticleReport, JudgedClaim, JudgedEmbed
from tweetarchive.model.tweet import Availability, SourceName
from tweetarchive.model.verdict import (
    DateOutcome,
    Findings,
    HandleOutcome,
    MediaOutcome,
    NameOutcome,
    StatusIdOutcome,
    TextOutcome,
    Verdict,
    Weight,
)
from tweetarchive.report.difference import LEGEND, Passage, Side, marked
from tweetarchive.report.foreign import foreign
from tweetarchive.report.layout import instant, joined, named, rows_of, size_of, verdict_sign
from tweetarchive.report.tally import Tally, number

_AVAILABILITY = {
    Availability.LIVE: "still on X",
    Availability.SUSPENDED: "gone from X: the account is suspended",
    Availability.ACCOUNT_GONE: "gone from X: the account no longer exists",
    Availability.PROTECTED: "not public: the account is protected",
    Availability.RULE_VIOLATION: "removed: X says it broke its rules",
    Availability.DELETED: "gone from X: deleted",
    Availability.WITHHELD: "withheld by X in some places",
    Availability.AGE_RESTRICTED: "shown by X to adults only",
    Availability.NOT_FOUND: "not found at X, which does not say why",
    Availability.UNKNOWN: "not known whether it is still on X",
}
_FOUND_BY: dict[ResolvedBy | None, str] = {
    ResolvedBy.PIC_LINK: " (found by its pic link)",
    ResolvedBy.WEB_ARCHIVE: " (found in a web archive)",
}
_SOURCES = {
    SourceName.SYNDICATION: "X's syndication",
    SourceName.OEMBED: "X's oEmbed",
    SourceName.API_V2: "X's API",
    SourceName.WEB_ARCHIVE: "a web archive",
    SourceName.RECORDED: "what was handed in",
}
_PLAIN = {
    TextOutcome.IDENTICAL,
    HandleOutcome.MATCH,
    HandleOutcome.NOT_STATED,
    NameOutcome.MATCH,
    NameOutcome.NOT_STATED,
    DateOutcome.SAME_UTC_DAY,
    DateOutcome.NOT_STATED,
    StatusIdOutcome.MATCH,
    MediaOutcome.MATCH,
    MediaOutcome.NONE,
}
"""Outcomes that need no word of explanation."""
_SHOWN_ONCE = {TextOutcome.IDENTICAL, TextOutcome.SAME_NORMALISED}
"""The tweet's words are not shown beside the quote: they are the same."""


def render(report: ArticleReport) -> RenderableType:
    """One article: what it is, a block per embed, quotations in the text, problems, and one line of counts."""
    parts: list[RenderableType] = [_head(report), Text()]
    for one in report.embeds:
        parts += [_embed_block(one, _file(report)), Text()]
    if report.claims:
        parts += [Text("Quoted in the running text", style="bold"), *map(_claim_block, report.claims), Text()]
    if report.problems:
        parts += [Text("Problems", style="bold"), *_problems(report), Text()]
    if _has_marks(report):
        parts.append(Text(LEGEND, style="dim"))
    parts.append(Text.assemble(verdict_sign(report.verdict), f"  {Tally.of(report).sentence()}"))
    return Group(*parts)


def render_line(report: ArticleReport) -> RenderableType:
    """One article in one line, for those who asked for quiet."""
    address = report.url or report.source
    return Text.assemble(verdict_sign(report.verdict), "  ", foreign(address), f"  {Tally.of(report).sentence()}")


def render_summary(tally: Tally) -> RenderableType:
    """The closing line of a run over several articles."""
    return Text(f"In all: {tally.sentence()}", style="bold")


def render_find(article: Article, *, source: str) -> RenderableType:
    """What an article embeds, as the page shows it; nothing was asked, nothing is judged.

    Args: source: as the user typed it.
    """
    parts: list[RenderableType] = [*_title(article.title, article.url or source), Text()]
    for embed in article.embeds:
        head = Text.assemble((f"{embed.index + 1}  ", "bold"), embed.form.value, joined(("", *_shown_by(embed))))
        rows: list[tuple[str, RenderableType]] = []
        if address := embed.permalink or embed.status_id:
            rows.append(("at", foreign(address, "underline")))
        rows += [("image", foreign(link)) for link in embed.pic_links]
        rows.append(("article", _words(embed.text) if embed.text is not None else Text("shows no words", "dim")))
        parts += [head, rows_of(rows), Text()]
    if article.claims:
        parts.append(Text("Quoted in the running text", style="bold"))
        for claim in article.claims:
            by = named(claim.speaker, claim.handle)
            parts.append(rows_of([*([("by", by)] if by else []), ("article", _words(claim.text))]))
        parts.append(Text())
    parts += [Text.assemble("! ", foreign(note), style="yellow") for note in article.notes]
    forms = Counter(embed.form.value for embed in article.embeds)
    counted = ", ".join(f"{count} {form}" for form, count in forms.most_common())
    parts.append(Text(f"{number(len(article.embeds), 'embed')}: {counted}" if counted else "no embeds"))
    return Group(*parts)


def _head(report: ArticleReport) -> RenderableType:
    lines = _title(report.title, report.url or report.source)
    if report.captured_at:
        lines.append(Text(f"captured {instant(report.captured_at)}", style="dim"))
    if report.record:
        lines.append(Text.assemble(("kept in ", "dim"), foreign(report.record.file, "dim")))
    return Group(*lines)


def _title(title: str | None, address: str) -> list[Text]:
    lines = [foreign(title, "bold")] if title else []
    return [*lines, foreign(address, "underline")]


def _embed_block(one: JudgedEmbed, article_file: str | None) -> RenderableType:
    tweet, evidence = one.evidence.tweet, one.evidence
    head = Text.assemble((f"{one.embed.index + 1}  ", "bold"), verdict_sign(one.verdict))
    who = named(tweet.author_name, tweet.handle) if tweet else None
    when = Text(instant(tweet.created_at)) if tweet and tweet.created_at else None
    byline = [part for part in (who, when) if part] if tweet else list(_shown_by(one.embed))
    rows: list[tuple[str, RenderableType]] = [("by", joined(byline))] if byline else []
    if address := tweet.url if tweet else one.embed.permalink or evidence.status_id:
        found = _FOUND_BY.get(evidence.resolved_by, "")
        rows.append(("at", Text.assemble(foreign(address, "underline"), (found, "dim"))))
    rows.append(("state", Text(_AVAILABILITY[evidence.availability])))
    for words in dict.fromkeys(absence.words for absence in evidence.absences if absence.words):
        rows.append(("", Text.assemble("“", foreign(words, "italic"), "”")))
    rows += _passages(one)
    rows += [(label, Text.assemble(foreign(note))) for label, note in _notes(one.findings)]
    rows += _kept(one, article_file)
    return Group(head, rows_of(rows))


def _passages(one: JudgedEmbed) -> Iterator[tuple[str, RenderableType]]:
    """The quote and, where they are not the same words, the tweet's below it."""
    text, tweet = one.findings.text, one.evidence.tweet
    quoted = text.quoted if text and text.quoted is not None else one.embed.text
    archived = text.archived if text and text.archived is not None else tweet.text if tweet else None
    changes = text.changes if text and text.outcome is not TextOutcome.DIFFERENT else ()
    if quoted is not None:
        yield "article", Passage(marked(quoted, changes, Side.QUOTED))
    same = text is not None and text.outcome in _SHOWN_ONCE and quoted is not None
    if archived is not None and not same:
        yield "tweet", Passage(marked(archived, changes, Side.ARCHIVED))


def _notes(findings: Findings) -> Iterator[tuple[str, str]]:
    """Every check that is not a plain match, those of one note together."""
    checks = {
        "words": findings.text,
        "handle": findings.handle,
        "name": findings.author_name,
        "date": findings.date,
        "number": findings.status_id,
        "media": findings.media,
    }
    said: dict[str, list[str]] = {}
    for label, finding in checks.items():
        if finding is not None and finding.outcome not in _PLAIN:
            said.setdefault(finding.note, []).append(label)
    for note, labels in said.items():
        others = f" (likewise: {', '.join(labels[1:])})" if labels[1:] else ""
        yield labels[0], note + others


def _kept(one: JudgedEmbed, article_file: str | None) -> Iterator[tuple[str, RenderableType]]:
    tweet = one.evidence.tweet
    if tweet is None:
        yield "kept", Text("no copy of the tweet", style="magenta")
        return
    parts: list[str | Text] = [f"words from {_SOURCES[tweet.source]}"]
    if tweet.third_party:
        parts[0] = Text.assemble("words from a third party, ", foreign(tweet.third_party))
    if not tweet.complete:
        parts.append("cut short")
    kinds = Counter(media.kind.value.replace("_", " ") for media in one.media if media.record)
    parts += [number(count, kind) for kind, count in kinds.items()]
    if size := sum(media.size or 0 for media in one.media if media.record):
        parts[-1] = f"{parts[-1]} ({size_of(size)})"
    if lost := sum(media.record is None for media in one.media):
        parts.append(Text(f"{number(lost, 'media file')} not kept", style="magenta"))
    if tweet.record and tweet.record.file != article_file:
        parts.append(foreign(tweet.record.file))
    yield "kept", joined(parts, ", ")
    if tweet.memento:
        yield "", foreign(tweet.memento)


def _claim_block(one: JudgedClaim) -> RenderableType:
    head = Text.assemble("   ", verdict_sign(one.verdict))
    if one.embed is not None:
        head.append(f", of embed {one.embed + 1}")
    rows: list[tuple[str, RenderableType]] = []
    if by := named(one.claim.speaker, one.claim.handle):
        rows.append(("by", by))
    changes = one.finding.changes if one.verdict in (Verdict.MISMATCH, Verdict.MATCH_WITH_DIFFERENCES) else ()
    rows.append(("article", Passage(marked(one.claim.text, changes, Side.QUOTED))))
    if one.tweet and one.verdict is Verdict.MISMATCH:
        archived = one.finding.archived if one.finding.archived is not None else one.tweet.text
        rows.append(("tweet", Passage(marked(archived, changes, Side.ARCHIVED))))
    if one.finding.outcome not in _PLAIN:
        rows.append(("words", foreign(one.finding.note)))
    return Group(head, rows_of(rows))


def _problems(report: ArticleReport) -> Iterator[RenderableType]:
    for problem in report.problems:
        line = Text.assemble(("! ", "bold yellow"), f"{problem.what}: ", foreign(problem.why))
        if problem.url and problem.url not in problem.why:
            line.append_text(Text.assemble(" (", foreign(problem.url), ")"))
        if problem.partial:
            line.append("; made up for by another answer", style="dim")
        yield Padding(line, (0, 0, 0, 3))


def _has_marks(report: ArticleReport) -> bool:
    findings = [one.findings.text for one in report.embeds] + [one.finding for one in report.claims]
    return any(
        change.weight is not Weight.FORM
        for finding in findings
        if finding and finding.outcome is not TextOutcome.DIFFERENT
        for change in finding.changes
    )


def _shown_by(embed: Embed) -> Iterator[Text]:
    """Who and when, as the page shows it."""
    if who := named(embed.author_name, embed.handle):
        yield who
    if embed.date:
        yield foreign(embed.date.text)


def _words(text: str) -> Passage:
    return Passage(marked(text, (), Side.QUOTED))


def _file(report: ArticleReport) -> str | None:
    return report.record.file if report.record else None
