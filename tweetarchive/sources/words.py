"""A tweet's words as a reader sees them, from the escaped text and its entities.

Rules (reference/sources.md §1, counted on real payloads): the text is HTML-escaped once; entities count code points
of the escaped text; syndication's `display_text_range` counts UTF-16 units of it, all other interfaces' code points.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter

from tweetarchive.model.tweet import Link, LinkKind

ENTITY_LIMIT = 500  # a long note has some dozens; more is an attack on our time

_ESCAPES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "#39": "'", "#039": "'", "apos": "'"}
_ESCAPE = re.compile(r"&(amp|lt|gt|quot|#0?39|apos);")
_BARE = re.compile(r"[<>]|&(?!(?:amp|lt|gt|quot|#0?39|apos);)")
_SHORT_LINK = re.compile(r"https?://t\.co/[A-Za-z0-9]+", re.A)


class Unit(Enum):
    """What a source counts its `display_text_range` in."""

    CODE_POINT = "code point"
    UTF_16 = "UTF-16 unit"


@dataclass(frozen=True, slots=True)
class Entity:
    """A link as the source lists it beside the text."""

    url: str | None
    """As it stands in the text."""
    display: str | None
    expanded: str | None
    kind: LinkKind
    start: object = None
    end: object = None
    """Where the source says it stands: code points of the escaped text; not believed unless the text agrees."""
    own: bool = True
    """False for a media link that stands for another tweet's picture."""


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    links: tuple[Link, ...]
    shown: tuple[int, int] | None


def unescape(escaped: str) -> str:
    """X's HTML escapes decoded, once."""
    return _ESCAPE.sub(lambda match: _ESCAPES[match[1]], escaped)


def escape(plain: str) -> str:
    """As X escapes."""
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_escaped(text: str) -> bool:
    """Whether every `&`, `<` and `>` of it is part of an escape, as in all X serves but some notes."""
    return _BARE.search(text) is None


def read_words(
    escaped: str, entities: Sequence[Entity], *, shown: object = None, unit: Unit = Unit.CODE_POINT
) -> Words:
    """The reader's text with its links in place.

    Args:
        escaped: the source's text.
        entities: its links, in any order; one whose address is not in the text is left out.
        shown: the source's `display_text_range`, `[a, b]`; left out of account where it is anything else.
        unit: what the range counts.
    """
    placed = _place(escaped, entities[:ENTITY_LIMIT])
    parts: list[str] = []
    links: list[Link] = []
    own: list[bool] = []
    stops: list[tuple[int, int, int, int]] = []  # escaped start, escaped end, reader's start, reader's end
    at = length = 0
    for start, end, entity in placed:
        plain = unescape(escaped[at:start])
        written = unescape(escaped[start:end])
        display = entity.display or written
        parts += (plain, display)
        begin = length + len(plain)
        length = begin + len(display)
        links.append(Link(begin, length, entity.kind, entity.url or written, display, entity.expanded))
        own.append(entity.own)
        stops.append((start, end, begin, length))
        at = end
    parts.append(unescape(escaped[at:]))
    whole = "".join(parts)

    def position(index: int) -> int:
        """Where a code point of the escaped text stands in the reader's."""
        index = next((one.end() for one in _ESCAPE.finditer(escaped) if one.start() < index < one.end()), index)
        before, after = 0, 0
        for start, end, _, finish in stops:
            if index <= start:
                break
            if index < end:
                return finish
            before, after = end, finish
        return after + len(unescape(escaped[before:index]))

    span = _range(escaped, shown, unit)
    if span is None:
        return Words(whole, tuple(links), None)
    first, last = position(span[0]), position(span[1])
    for link, mine in zip(reversed(links), reversed(own), strict=True):
        # Newer payloads count the own media link into the range; no reader sees it.
        if link.kind is LinkKind.MEDIA and mine and first <= link.start < last and not whole[link.end : last].strip():
            last = first + len(whole[first : link.start].rstrip())
    return Words(whole, tuple(links), None if (first, last) == (0, len(whole)) else (first, last))


def _place(escaped: str, entities: Sequence[Entity]) -> list[tuple[int, int, Entity]]:
    """Entities where they really stand, and short links that no entity names; ordered, without overlap."""
    placed: list[tuple[int, int, Entity]] = []  # ordered, without overlap: only its neighbours can be in the way

    def put(start: int, end: int, entity: Entity) -> bool:
        """Place an entity where nothing else stands; whether it could be."""
        place = bisect(placed, start, key=itemgetter(0))
        if (place and placed[place - 1][1] > start) or (place < len(placed) and placed[place][0] < end):
            return False
        placed.insert(place, (start, end, entity))
        return True

    astray = []
    for entity in entities:
        start, end = entity.start, entity.end
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(escaped):
            written = escaped[start:end]
            named = written in (entity.url, escape(entity.url)) if entity.url else _SHORT_LINK.fullmatch(written)
            if named and put(start, end, entity):
                continue
        astray.append(entity)
    for entity in astray:
        # Wrong indices are real (a lost blank, UTF-16 counted, a cut retweet): the address itself is looked for.
        for found in _occurrences(escaped, entity.url) if entity.url else ():
            if put(found, found + len(entity.url or ""), entity):
                break
    for match in _SHORT_LINK.finditer(escaped):
        # A link cut short by X itself ("https://t.co/7a2…") leads nowhere: it stays plain text.
        if escaped[match.end() : match.end() + 1] != "…":
            put(*match.span(), Entity(match[0], None, None, LinkKind.LINK))
    return placed


def _occurrences(escaped: str, url: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(url) + r"(?![A-Za-z0-9])", escaped)][:ENTITY_LIMIT]


def _range(escaped: str, shown: object, unit: Unit) -> tuple[int, int] | None:
    if not isinstance(shown, (list, tuple)) or len(shown) != 2:
        return None
    # X's own export writes the numbers as strings.
    first, last = (int(one) if isinstance(one, str) and one.isdecimal() and len(one) < 6 else one for one in shown)
    if not isinstance(first, int) or not isinstance(last, int) or not 0 <= first <= last:
        return None
    if unit is Unit.UTF_16:
        first, last = _code_points(escaped, first), _code_points(escaped, last)
    return (first, min(last, len(escaped))) if first <= len(escaped) else None


def _code_points(text: str, units: int) -> int:
    """How many code points the first `units` UTF-16 units hold."""
    held = text[:units].encode("utf-16-le", "surrogatepass")  # no code point has less than one unit
    return len(held[: 2 * units].decode("utf-16-le", "surrogatepass"))
