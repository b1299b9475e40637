"""The morning report for a browser: one file, nothing from the network, no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from tweetarchive.model.fate import Fate, Quoted, TweetNews
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.difference_page import difference_style, texts_html, verdict_html
from tweetarchive.report.html_page import link, page, text
from tweetarchive.report.morning import (
    CHANGED,
    ChangedEmbed,
    Failed,
    GoneArticle,
    Mismatch,
    Morning,
    Place,
    Unresolved,
    counted,
    headline,
    held_in,
    period,
    reason_of,
    run_line,
)
from tweetarchive.report.tweet_news import (
    LOST,
    SEES,
    address_of,
    card_command,
    is_mismatch,
    signs_of,
    state_of,
    weight,
)

_KINDS = {
    Fate.GONE: "mismatch",
    Fate.PROTECTED: "mismatch",
    Fate.BACK: "match",
    Fate.NOT_SEEN: "uncheckable",
}


def morning_page(morning: Morning) -> str:
    title = "What is new among the archived tweets"
    facts = "".join(f"<li>{text(line)}</li>" for line in (*map(run_line, morning.runs), *counted(morning)))
    head = f"<h1>{title}</h1><p><strong>{text(headline(morning))}</strong></p><p class=aside>{period(morning)}</p>"
    sections = (
        ("mismatches", "Mismatches", [_mismatch(one) for one in morning.mismatches]),
        ("tweets", "Tweets", [_tweet(one, morning.archives) for one in sorted(morning.tweets, key=weight)]),
        ("changed", "Changed embeds", [_changed(one) for one in morning.changed]),
        ("gone", "Articles gone", [_gone(one) for one in morning.gone]),
        ("unresolved", "Unresolved embeds", [_unresolved(one) for one in morning.unresolved]),
        ("removed", "Removed at a request", [_removed(one) for one in morning.removed]),
        ("failures", "Failures", _failures(morning.failures)),
    )
    held = [one for one in sections if one[2]]
    contents = "".join(
        f'<li><a href="#{name}">{heading}</a> ({_size(name, morning)})</li>' for name, heading, _ in held
    )
    if len(held) > 1:
        head += f"<nav aria-label=Sections><ol>{contents}</ol></nav>"
    body = "\n".join(
        f'<section id="{name}"><h2>{heading}</h2>{"".join(found)}</section>' for name, heading, found in held
    )
    foot = "<footer>Made by <code>tweetarchive morning</code>, from what the archive holds.</footer>"
    own = files("tweetarchive.report").joinpath("difference_page.css").read_text(encoding="utf-8")
    whole = f"<main>\n<header>{head}<ul class=aside>{facts}</ul></header>\n{body}\n{foot}\n</main>"
    return page(title, whole, own + difference_style())


def _size(name: str, morning: Morning) -> int:
    return len(getattr(morning, name))


def _block(kind: str, heading: str, inner: str, rows: Iterable[tuple[str, str]], after: str = "") -> str:
    listed = "".join(f"<div><dt>{label}</dt><dd>{told}</dd></div>" for label, told in rows)
    return f'<article class="judged {kind}"><h3>{heading}</h3>{inner}<dl>{listed}</dl>{after}</article>'


def _article_rows(place: Place) -> Iterator[tuple[str, str]]:
    shown = text(place.title or place.url or place.file)
    yield "article", f"<bdi>{link(place.url, shown)}</bdi>"
    yield "capture", f"<bdi><code>{text(place.file)}</code></bdi>"


def _named(place: Place) -> str:
    which = "quotation in the text" if place.embed is None else f"embed {place.embed + 1}"
    at = f"https://x.com/i/status/{place.status_id}" if place.status_id else None
    return f"{which}, {link(at, f'tweet {place.status_id}')}" if at else which


def _mismatch(one: Mismatch) -> str:
    heading = f"{verdict_html(Verdict.MISMATCH)} {_named(one.place)}{'' if one.is_new else ' (as before)'}"
    rows = [(text(label), text(note)) for label, note in one.notes]
    inner = texts_html(one.quoted, one.archived, one.outcome, one.changes)
    return _block("mismatch", heading, inner, [*rows, *_article_rows(one.place)])


def _tweet(news: TweetNews, archives: str | None) -> str:
    signs = ", ".join(f"<span aria-hidden=true>{sign}</span> {words}" for sign, words, _ in signs_of(news))
    kind = next((_KINDS[one] for one in news.fates if one in _KINDS), "match_with_differences")
    kind = "mismatch" if is_mismatch(news) else kind
    at = address_of(news)
    rows = [("address", f"<bdi>{link(at, text(at))}</bdi>"), ("state", text(state_of(news)))]
    if news.words and news.state is not Availability.LIVE:
        rows.append(("X says", f"<q dir=auto>{text(news.words)}</q>"))
    if Fate.RENAMED in news.fates:
        rows.append(
            ("author", f"<bdi>@{text(news.handle_before or '?')}</bdi> is now <bdi>@{text(news.handle or '?')}</bdi>")
        )
    if LOST.intersection(news.fates):
        rows.append(("stand-in", f"<code>{text(card_command(news, archives))}</code>"))
    if Fate.EDITED in news.fates and news.text_before:
        rows.append(("before", f"<span class=words dir=auto>{text(news.text_before)}</span>"))
    words = f"<blockquote dir=auto>{text(news.text)}</blockquote>" if news.text else ""
    quotes = "".join(_quote(news, one) for one in news.quotes)
    return _block(kind, f'<span class="verdict {kind}">{signs}</span>', words, rows, quotes)


def _quote(news: TweetNews, quote: Quoted) -> str:
    where = f"<p>In <bdi>{link(quote.url, text(quote.title or quote.url or quote.file))}</bdi>"
    if LOST.intersection(news.fates):
        where += f": its readers see {SEES[quote.sees]}"
    if quote.now is None:
        return f"{where}.</p>"
    beside = texts_html(quote.text, quote.now, None, quote.changes)
    note = f"<p class=aside>{text(quote.note)}</p>" if quote.note else ""
    return f"{where}; beside all versions: {verdict_html(quote.verdict)}</p>{beside}{note}"


def _changed(one: ChangedEmbed) -> str:
    rows = [
        (label, f"<span class=words dir=auto>{text(words)}</span>")
        for label, words in (("was", one.text_before), ("is", one.text))
        if words
    ]
    if one.status_id_before and one.status_id_before != one.place.status_id:
        rows.insert(0, ("before", f"tweet {text(one.status_id_before)}"))
    heading = f"{_named(one.place)} {CHANGED[one.change]}"
    return _block("match_with_differences", heading, "", [*rows, *_article_rows(one.place)])


def _gone(one: GoneArticle) -> str:
    heading = '<span class="verdict mismatch"><span aria-hidden=true>✘</span> gone</span>'
    return _block("mismatch", heading, "", [("state", text(held_in(one))), *_article_rows(one.place)])


def _unresolved(one: Unresolved) -> str:
    return _without_tweet(one, "uncheckable", verdict_html(Verdict.UNCHECKABLE))


def _removed(one: Unresolved) -> str:
    return _without_tweet(one, "", "–")


def _without_tweet(one: Unresolved, kind: str, sign: str) -> str:
    inner = f"<blockquote dir=auto>{text(one.text)}</blockquote>" if one.text else ""
    heading = f"{sign} {_named(one.place)} ({text(one.form)})"
    return _block(kind, heading, inner, [("why", text(one.why)), *_article_rows(one.place)])


def _failures(failures: Sequence[Failed]) -> list[str]:
    if not failures:
        return []
    rows = (
        f"<li>{text(one.what)}: <bdi>{link(one.url, text(one.url or ''))}</bdi> {text(reason_of(one))}</li>"
        for one in failures
    )
    return [f"<ul>{''.join(rows)}</ul>"]
