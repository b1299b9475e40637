"""The view: the article as it was fetched, with cards in place of its embeds and a verdict by each (pure).

All scripts are left out, not X's alone. In replay they are dead at best: where an answer they ask for was not recorded,
many blank the page that was served readable; and none may change words or pictures in a copy that shows evidence.
What they would have done for a reader, to show pictures that load late and to lift a veil, is done here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from selectolax.lexbor import LexborHTMLParser

from tweetarchive import __version__
from tweetarchive.model.report import ArticleReport, JudgedEmbed
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.card import Card, height, state, title
from tweetarchive.report.card_words import outward
from tweetarchive.report.foreign import one_line
from tweetarchive.report.html_page import text
from tweetarchive.report.judged import notes
from tweetarchive.report.layout import SIGNS
from tweetarchive.report.quiet_page import quieten
from tweetarchive.report.tally import Tally, in_words

VIEW_ADDRESS = "https://tweetarchive.invalid/view/"
"""Begins a view's address, the article's follows."""

_POLICY = "script-src 'none'; object-src 'none'; form-action 'none'"
_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
"""No scripts. The origin stays, since ReplayWeb.page answers frames through the worker of their origin only."""
_CONTRADICTED = (Verdict.MISMATCH, Verdict.MATCH_WITH_DIFFERENCES)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands for one embed."""

    judged: JudgedEmbed
    card: Card | None
    """None where nobody was asked about it: it names no number."""
    address: str | None
    """The card's."""

    @property
    def held(self) -> bool:
        return self.card is not None and self.card.tweet is not None


def mark(token: str, name: int | str) -> str:
    """The word that stands for an embed while the page is made.

    Args: token: letters and digits that occur nowhere in the article.
    """
    return f"{token}.{name}."


def render_view(
    marked: str,
    places: Mapping[int, Place],
    report: ArticleReport,
    *,
    token: str,
    base: str | None,
    holds: Callable[[str], bool],
) -> str:
    """The whole page, in UTF-8. Embeds that have no mark are listed at the end of the article.

    Args:
        marked: the article's mark-up with the marks of its embeds as words; "" where it has none.
        places: by index, what stands for each embed.
        base: the address the article was fetched from.
        holds: whether an address was kept: of a picture's sizes only one was.
    """
    left = [place for index, place in places.items() if mark(token, index) not in marked]
    tree = LexborHTMLParser(marked.encode("utf-8", "ignore") or b"<p></p>")
    base = quieten(tree, base, holds, re.compile(re.escape(mark(token, "@")).replace("@", r"\d+")))
    _insert(tree, "head", mark(token, "head"))
    _insert(tree, "body", mark(token, "banner"))
    if left:
        _last_of_article(tree, mark(token, "end"))
    made = {str(index): _place(place) for index, place in places.items()}
    made |= {"head": _head(base), "banner": _banner(report), "end": _list(left)}
    page = re.sub(re.escape(mark(token, "@")).replace("@", r"(\w+)"), lambda found: made[found[1]], tree.html or "")
    return page if page.lower().startswith("<!doctype") else f"<!doctype html>\n{page}"


def _insert(tree: LexborHTMLParser, name: str, mark: str) -> None:
    """A mark before everything in head or body."""
    element = tree.head if name == "head" else tree.body
    if element is None:
        return
    if element.first_child is not None:
        element.first_child.insert_before(mark)
    else:
        element.insert_child(mark)


def _last_of_article(tree: LexborHTMLParser, mark: str) -> None:
    for name in ("article", "main", "body"):
        found = tree.css(name)
        if len(found) == 1:
            found[0].insert_child(mark)
            return


def _head(base: str | None) -> str:
    style = files("tweetarchive.report").joinpath("view.css").read_text(encoding="utf-8")
    address = f'<base href="{text(base)}">' if base else ""
    return (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="referrer" content="no-referrer">{address}<style>{style}</style>'
    )


def _banner(report: ArticleReport) -> str:
    fetched = f" at {report.captured_at:%Y-%m-%d %H:%M:%S} UTC" if report.captured_at else ""
    shown = text(one_line(report.url or report.source))
    link = outward(report.url, shown).replace(' target="_blank"', "")
    record = f", record <code>{text(report.record.id)}</code>" if report.record else ""
    return (
        '<aside class="tweetarchive-banner" aria-label="About this copy" dir="ltr" lang="en">'
        f"<b>Copy made by tweetarchive {__version__}</b>, not the page as it was served: its scripts are left out, and "
        f"cards of the archived tweets stand in place of its embeds. The article as fetched{fetched}: "
        f"<bdi>{link}</bdi>{record}. <b>{text(in_words(report.verdict))}</b> ({Tally.of(report).sentence()}).</aside>"
    )


def _list(places: Sequence[Place]) -> str:
    listed = "".join(map(_place, places))
    return (
        '<section class="tweetarchive-left" dir="ltr" lang="en"><h2>Tweets of this article without a place in its '
        f"mark-up</h2>{listed}</section>"
    )


def _place(place: Place) -> str:
    judged, card = place.judged, place.card
    said = [text(one_line(note)) for _, note in notes(judged.findings, fold=not place.held)]
    if place.held and judged.verdict in _CONTRADICTED and judged.embed.text:
        said.append(f'The article shows: <q dir="auto">{text(one_line(judged.embed.text))}</q>')
    frame = ""
    if place.held and card is not None:
        frame = (
            f'<iframe class="tweetarchive-card-frame" src="{text(place.address or "")}" sandbox="{_SANDBOX}" '
            f'title="Archived tweet: {text(one_line(title(card)))}" style="height: {height(card)}px"></iframe>'
        )
    elif card is not None:
        said.append(f'{text(state(card)[0])} <a href="{text(place.address or "")}">What is known of it</a>')
    sign = f'<b class="tweetarchive-{judged.verdict.value}">{SIGNS[judged.verdict][0]} {in_words(judged.verdict)}</b>'
    note = " · ".join((sign, f"embed {judged.embed.index + 1}", *said))
    return (
        f'<span class="tweetarchive-place" id="tweetarchive-embed-{judged.embed.index}">{frame}'
        f'<span class="tweetarchive-verdict" dir="ltr" lang="en">{note}</span></span>'
    )
