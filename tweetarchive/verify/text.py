"""A text as it is compared, with the way back to the characters that really stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Event(NamedTuple):
    """One place where a normalisation class folded something."""

    name: str
    start: int
    end: int
    """Code points of the raw text."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text after some folding."""

    raw: str
    text: str
    origin: Sequence[int]
    """For every code point of `text`, and for its end, the place in `raw`; never falls."""
    events: tuple[Event, ...] = ()

    def at(self, start: int, end: int) -> tuple[int, int]:
        """The raw code points behind a piece of `text`."""
        return self.origin[start], self.origin[end]

    def behind(self, start: int, end: int) -> str:
        """The raw characters behind a piece of `text`."""
        return self.raw[self.origin[start] : self.origin[end]]

    @property
    def flat(self) -> str:
        """`text` with line breaks as spaces: what decides equality."""
        return self.text.replace("\n", " ")

    def edited(self, edits: Sequence[tuple[int, int, str]], name: str | None = None) -> Folded:
        """Replace pieces of `text`, given in order and apart; with a class name each is an event."""
        if not edits:
            return self
        text, old = self.text, self.origin
        pieces: list[str] = []
        last = 0
        for start, end, new in edits:
            pieces += (text[last:start], new)
            last = end
        pieces.append(text[last:])
        origin = old
        if any(end - start != len(new) for start, end, new in edits):
            origin = []
            last = 0
            for start, end, new in edits:
                origin += old[last : start + 1] if new else old[last:start]
                # a replacement's characters share the raw piece out evenly: its ends stay its ends
                if len(new) > 1:
                    origin += [old[start + (end - start) * at // len(new)] for at in range(1, len(new))]
                last = end
            origin += old[last:]
        events = self.events
        if name is not None:
            # up to the last character's own end: what was dropped behind it is an event of its own
            events += tuple(
                [Event(name, old[start], old[end - 1] + 1 if end > start else old[end]) for start, end, _ in edits]
            )
        return Folded(self.raw, "".join(pieces), origin, events)

    def piece(self, start: int, end: int) -> Folded:
        """A stretch of `text` with the whole raw text behind it."""
        return Folded(self.raw, self.text[start:end], self.origin[start : end + 1], self.events)


def _common(one: str, other: str) -> int:
    """How many code points two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


_ENDS = (". ", "。")


def without_common_ends(one: Folded, other: Folded) -> tuple[Folded, Folded]:
    """Two texts without the whole sentences that both begin and end with: what parts them is in the rest.

    The rest alone cannot tell an omission inside from the edge of an excerpt.
    """
    a, b = one.flat, other.flat
    common = _common(a, b)
    head = max((at + len(end) for end in _ENDS if (at := a.rfind(end, 0, common)) >= 0), default=0)
    rest = min(len(a), len(b)) - head
    ends = len(a) - min(_common(a[::-1], b[::-1]), rest)
    tail = max((len(a) - at - 1 for end in _ENDS if (at := a.find(end, ends)) >= 0), default=0)
    if not head and not tail:
        return one, other
    return one.piece(head, len(a) - tail), other.piece(head, len(b) - tail)


def untouched(raw: str) -> Folded:
    return Folded(raw, raw, range(len(raw) + 1))


_SPACE = " \t\n\v\f\r\u2028\u2029"
_RUN = re.compile(f"[{_SPACE}]{{2,}}|[{_SPACE[1:]}]")
_UNTIDY = ("  ", "\n\n", " \n", "\n ", *_SPACE[1:].replace("\n", ""))


def lay_out(folded: Folded) -> Folded:
    """Runs of layout white space become one space, or one newline where a line ends in them; none at the edges.

    NBSP and its kin are no layout: they are the class `space`.
    """
    text = folded.text
    first = len(text) - len(text.lstrip(_SPACE))
    last = max(first, len(text.rstrip(_SPACE)))
    if first == 0 and last == len(text) and not any(sign in text for sign in _UNTIDY):
        return folded
    edits = [
        (*match.span(), "\n" if match[0].strip(" \t") else " ")
        for match in _RUN.finditer(text, first, last)
        if match[0] != "\n"
    ]
    if last < len(text):
        edits.append((last, len(text), ""))
    return folded.edited([(0, first, ""), *edits] if first else edits)
