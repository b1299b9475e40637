"""What `find` found, for people who would rather look: the article's text with the finds marked in their places."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Protocol

from tweetarchive.model.article import Article, Claim, Embed, ShownDate, Span
from tweetarchive.model.evidence import Problem
from tweetarchive.report.html_page import language, link, page, text
from tweetarchive.report.tally import number

_FORMS = {
    "blockquote": "a blockquote",
    "amp-twitter": "an AMP element",
    "iframe": "a frame",
    "static-card": "the newsroom’s own card",
    "widget": "an element for a script to fill",
    "page-state": "the page’s data",
    "flattened": "plain text",
    "link": "a bare link",
}
_SHORT = 40  # characters: menu entries, bylines; set closer together than what is read
_EXCERPT = 90  # characters of a find in the list on top: a line on a wide screen


class Prose(Protocol):
    """A paragraph of the article, as `tweetarchive.embeds.reading` makes them."""

    @property
    def text(self) -> str: ...
    @property
    def links(self) -> tuple[Span, ...]: ...
    @property
    def after(self) -> int:
        """How many embeds stand before it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One article, as it was found in one source."""

    source: str
    """As typed."""
    article: Article
    prose: Sequence[Prose] = ()
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A claim's words in its paragraph."""

    start: int
    end: int
    claim: int


def render_finds_page(sections: Sequence[Section]) -> str:
    """One page for all sources, finds numbered as in the terminal report, their place in the JSON beside them.

    Self-contained: no script, nothing loaded. What others wrote is escaped, set apart by direction (`dir="auto"`), and
    no link tells where it was clicked.
    """
    several = len(sections) > 1
    title = "Tweets in " + (
        f"{len(sections)} articles" if several else sections[0].article.title or sections[0].source if sections else ""
    )
    contents = f"<nav><ol>{''.join(map(_entry, sections, range(len(sections))))}</ol></nav>" if several else ""
    head = f"<h1>{text(title)}</h1>\n{contents}" if several else ""
    articles = "\n".join(
        _section(section, f"a{place}", "h2" if several else "h1") for place, section in enumerate(sections)
    )
    foot = "<footer>Made by <code>tweetarchive find</code>. Nothing was asked of X, and nothing is judged.</footer>"
    style = files("tweetarchive.report").joinpath("finds_page.css").read_text(encoding="utf-8")
    return page(title, f"<main>\n{head}\n{articles}\n{foot}\n</main>", style)


def _entry(section: Section, place: int) -> str:
    name = text(section.article.title or section.source)
    return f'<li><a href="#a{place}"><bdi>{name}</bdi></a> <span class="aside">{_counts(section)}</span></li>'


def _counts(section: Section) -> str:
    if not section.prose and not section.article.embeds and section.problems:
        return "could not be read"
    forms = Counter(embed.form.value for embed in section.article.embeds)
    listed = ", ".join(f"{count} {form}" for form, count in forms.most_common())
    embeds = f"{number(len(section.article.embeds), 'embed')} ({listed})" if listed else "no embeds"
    claims = number(len(section.article.claims), "claim") if section.article.claims else "no claims"
    return f"{embeds}, {claims}"


def _section(section: Section, name: str, heading: str) -> str:
    article = section.article
    places = _places(section)
    title = text(article.title or section.source)
    head = f'<{heading} dir="auto"{language(article.language)}>{title}</{heading}>'
    shown = [text(section.source)] if article.title and section.source != article.url else []
    shown += [link(article.url, text(article.url))] if article.url else []
    source = "<br>".join(f"<bdi>{one}</bdi>" for one in shown)
    problems = "".join(
        f'<p class="problem" dir="auto">{text(one)}</p>'
        for one in (*(f"{problem.what}: {problem.why}" for problem in section.problems), *article.notes)
    )
    finds = [_listed_embed(embed, name) for embed in article.embeds]
    finds += [_listed_claim(claim, at, name, placed=at in places) for at, claim in enumerate(article.claims)]
    listed = f'<ol class="finds">{"".join(finds)}</ol>' if finds else ""
    return (
        f'<section id="{name}"><header>{head}<p class="source">{source}</p><p>{_counts(section)}</p>{problems}'
        f"{listed}</header>\n{_text(section, places, name)}</section>"
    )


def _places(section: Section) -> dict[int, tuple[int, _Mark]]:
    """Of each claim that is found in the text: its paragraph, and where in it."""
    places: dict[int, tuple[int, _Mark]] = {}
    paragraph = upto = 0
    for at, claim in enumerate(section.article.claims):
        for number_, prose in enumerate(section.prose[paragraph:], paragraph):
            sentence = prose.text.find(claim.sentence)
            start = prose.text.find(claim.text, max(sentence, upto if number_ == paragraph else 0))
            if 0 <= sentence <= start:
                paragraph, upto = number_, start + len(claim.text)
                places[at] = number_, _Mark(start, upto, at)
                break
    return places


def _text(section: Section, places: dict[int, tuple[int, _Mark]], name: str) -> str:
    article = section.article
    marks: dict[int, list[_Mark]] = {}
    for paragraph, mark in places.values():
        marks.setdefault(paragraph, []).append(mark)
    parts: list[str] = []
    shown = 0
    for at, prose in enumerate(section.prose):
        parts += (_embed(embed, name) for embed in article.embeds[shown : prose.after])
        shown = max(shown, prose.after)
        here = marks.get(at, [])
        short = ' class="short"' if len(prose.text) < _SHORT and not here else ""
        parts.append(f'<p dir="auto"{short}>{_marked(prose.text, prose.links, here, name)}</p>')
        if here:
            notes = "".join(_claim(article.claims[mark.claim], mark.claim, name) for mark in here)
            parts.append(f'<ul class="claims">{notes}</ul>')
    if not section.prose and article.embeds:
        parts.append('<p class="aside">Of this kind of document only the finds are shown, not its text.</p>')
    parts += (_embed(embed, name) for embed in article.embeds[shown:])
    if left := [_claim(claim, at, name, words=True) for at, claim in enumerate(article.claims) if at not in places]:
        parts.append(f'<ul class="claims">{"".join(left)}</ul>')
    content = "\n".join(parts)
    return f"<article{language(article.language)}>\n{content}\n</article>" if parts else ""


def _marked(words: str, links: Sequence[Span], marks: Sequence[_Mark], name: str) -> str:
    """Text with its links and the claims' words in it, which may overlap: cut wherever one begins or ends."""
    cuts = {0, len(words)}
    for start, end in (*((span.start, span.end) for span in links), *((mark.start, mark.end) for mark in marks)):
        cuts |= {start, end}
    parts: list[str] = []
    links_ahead, marks_ahead = deque(links), deque(marks)
    for start, end in pairwise(sorted(cuts)):
        while links_ahead and links_ahead[0].end <= start:
            links_ahead.popleft()
        while marks_ahead and marks_ahead[0].end <= start:
            marks_ahead.popleft()
        piece = text(words[start:end]).replace("\n", "<br>")
        if links_ahead and links_ahead[0].start <= start:
            piece = link(links_ahead[0].target, piece)
        if marks_ahead and marks_ahead[0].start <= start:
            mark = marks_ahead[0]
            place = f' id="{name}-claim-{mark.claim}"' if start == mark.start else ""
            number_ = f' <span class="number">Q{mark.claim + 1}</span>' if end == mark.end else ""
            piece = f"<mark{place}>{piece}{number_}</mark>"
        parts.append(piece)
    return "".join(parts)


def _embed(embed: Embed, name: str) -> str:
    number_ = f'<span class="number">{embed.index + 1}</span> Embed, in {_FORMS[embed.form.value]}'
    who = [f"<bdi><b>{text(embed.author_name)}</b></bdi>"] if embed.author_name else []
    who += [f"<bdi>@{text(embed.handle)}</bdi>"] if embed.handle and embed.handle_shown else []
    by = f'<p class="by">{" ".join(who)}</p>' if who else ""
    if embed.text is None:
        words = '<p class="aside">The page shows none of the tweet’s words.</p>'
    else:
        words = (
            f'<p class="words" dir="auto"{language(embed.language)}>{_marked(embed.text, embed.spans, (), name)}</p>'
        )
    facts = "".join(f"<dt>{label}</dt><dd>{fact}</dd>" for label, fact in _facts(embed))
    return (
        f'<figure class="embed" id="{name}-embed-{embed.index}"><figcaption>{number_}'
        f"<code>embeds[{embed.index}]</code></figcaption>{by}{words}<dl>{facts}</dl></figure>"
    )


def _facts(embed: Embed) -> Iterator[tuple[str, str]]:
    if embed.date:
        yield "date", _date(embed.date)
    if embed.handle and not embed.handle_shown:
        yield "handle", f"<bdi>@{text(embed.handle)}</bdi>, of the address only"
    yield "number", text(embed.status_id) if embed.status_id else "not named by the page"
    if embed.permalink:
        yield "address", f"<bdi>{link(embed.permalink, text(embed.permalink))}</bdi>"
    if embed.language:
        yield "language", f"<bdi>{text(embed.language)}</bdi>, as declared"


def _date(shown: ShownDate) -> str:
    readings = " or ".join(day.isoformat() for day in shown.readings)
    readings = readings or " or ".join(f"--{month:02}-{day:02}, no year shown" for month, day in shown.yearless)
    if readings == shown.text:
        return readings
    return f"<bdi>{text(shown.text)}</bdi> ({readings or 'no day that is known'})"


def _claim(claim: Claim, at: int, name: str, *, words: bool = False) -> str:
    """Whose words they are said to be, below them; with the words, where their place in the text is not known."""
    who = [f"<bdi>{text(claim.speaker)}</bdi>"] if claim.speaker else []
    who += [f"<bdi>@{text(claim.handle)}</bdi>"] if claim.handle else []
    by = f"Said to be tweeted by {' '.join(who)}" if who else "Said to be from a tweet"
    if claim.embed is not None:
        tie = f'of <a href="#{name}-embed-{claim.embed}">embed {claim.embed + 1}</a>'
    elif claim.status_id:
        tie = f"linked to tweet {link(f'https://x.com/i/status/{claim.status_id}', text(claim.status_id))}"
    else:
        tie = "whose tweet is not on this page"
    shown = f'<q dir="auto">{text(claim.text)}</q><br>' if words else ""
    return (
        f'<li id="{name}-claim-{at}-note"><span class="number">Q{at + 1}</span><span>{shown}{by}, {tie}</span>'
        f"<code>claims[{at}]</code></li>"
    )


def _listed_embed(embed: Embed, name: str) -> str:
    who = embed.author_name or (f"@{embed.handle}" if embed.handle else None)
    parts = [f"<bdi>{text(who)}</bdi>"] if who else []
    parts += [f"<bdi>{text(embed.date.text)}</bdi>"] if embed.date else []
    parts.append(f"<bdi>{text(_short(embed.text))}</bdi>" if embed.text else embed.form.value)
    inner = f'<span class="number">{embed.index + 1}</span> {" · ".join(parts)}'
    return f'<li><a href="#{name}-embed-{embed.index}">{inner}</a></li>'


def _listed_claim(claim: Claim, at: int, name: str, *, placed: bool) -> str:
    by = f"<bdi>{text(claim.speaker)}</bdi> · " if claim.speaker else ""
    inner = f'<span class="number">Q{at + 1}</span> {by}<bdi>“{text(_short(claim.text))}”</bdi>'
    return f'<li class="quoted"><a href="#{name}-claim-{at}{"" if placed else "-note"}">{inner}</a></li>'


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _EXCERPT else line[:_EXCERPT].rstrip() + "…"
