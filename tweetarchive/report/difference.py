"""Quoted and archived words with the places marked where they part: by signs first, by colour besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from rich.text import Text

from tweetarchive.model.verdict import Change, Weight
from tweetarchive.report.flow import wrapped
from tweetarchive.report.foreign import is_right_to_left, isolate, neutral

CONTEXT = 160  # unchanged characters kept on each side of a change: two lines of a terminal
LONGEST_UNMARKED = 1200  # characters of a passage without changes: four tweets; a note may have 25,000


class Side(Enum):
    """Which of two texts: its marks, as `wdiff` and `git diff --word-diff` made them known, and its colour."""

    QUOTED = ("[-", "-]", "red")
    ARCHIVED = ("{+", "+}", "green")

    def span(self, change: Change) -> tuple[int, int]:
        return change.quoted_at if self is Side.QUOTED else change.archived_at


LEGEND = "[-so-] only in the article, {+so+} only in the tweet"


def marked(text: str, changes: Iterable[Change], side: Side) -> Text:
    """The text with its changed places marked and long unchanged stretches cut, told by `[…]`.

    Changes of weight FORM are explained by the note and not marked.
    """
    opening, closing, colour = side.value
    spans = sorted((*side.span(change), change.weight) for change in changes if change.weight is not Weight.FORM)
    result, at = Text(), 0
    for start, end, weight in spans:
        start = max(start, at)
        if start >= end:
            continue
        result.append(_shortened(neutral(text[at:start]), head=bool(at), tail=True))
        style = f"bold underline {colour}" if weight is Weight.MEANING else colour
        result.append(f"{opening}{neutral(text[start:end], reveal=True)}{closing}", style=style)
        at = end
    if at:
        return result.append(_shortened(neutral(text[at:]), head=True, tail=False))
    whole = neutral(text)
    if len(whole) > LONGEST_UNMARKED:
        whole = f"{whole[:LONGEST_UNMARKED]} [… {len(whole) - LONGEST_UNMARKED} characters more]"
    return Text(whole)


def _shortened(stretch: str, *, head: bool, tail: bool) -> str:
    """An unchanged stretch: `head` and `tail` say whether a change stands before and behind it."""
    keep_first, keep_last = CONTEXT * head, CONTEXT * tail
    if len(stretch) <= keep_first + keep_last + CONTEXT:
        return stretch
    first, last = stretch[:keep_first], stretch[len(stretch) - keep_last :]
    return " ".join(part for part in (first, "[…]", last) if part)


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody else's words, wrapped to the width at hand, each line isolated in the direction of the whole."""

    words: Text

    def lines(self, width: int) -> Iterator[Text]:
        right_to_left = is_right_to_left(self.words.plain)
        for line in wrapped(self.words, width):
            yield isolate(line, right_to_left)
