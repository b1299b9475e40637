"""Text laid into lines of the terminal's width, with nothing cut that somebody may want to copy.

Rich's own tables cut a cell at its edge or break a word there. An address that is broken can neither be clicked nor
copied, so it stands on one line whole, even where it is longer than the terminal is wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import Style
from rich.text import Text

from tweetarchive.report.foreign import foreign

INDENT = 3  # cells before a label: below the first word of the heading, behind its number
LABELS = 9  # cells: the longest label (`article`) and two blanks
_WORD = re.compile(r"\s*\S+\s*")
_WHOLE = re.compile(r"\W{0,3}https?://\S+\s*|\S+\.warc(?:\.gz)?\S{0,3}\s*")
_SAFE_LINK = re.compile(r"https?://[!-~]+")  # in a terminal's own sequence, no control character may stand


class Lines(Protocol):
    """What can be laid into lines."""

    def lines(self, width: int) -> Iterable[Text]: ...


def wrapped(text: Text, width: int) -> Iterator[Text]:
    """The lines of a text: broken at blanks, within words only where one is too long and no address or file name."""
    for paragraph in text.split("\n", allow_blank=True):
        for line in paragraph.divide(_breaks(paragraph.plain, max(width, 1))):
            line.rstrip()
            yield line


def _breaks(paragraph: str, width: int) -> Iterator[int]:
    """Where each line but the first begins."""
    used = 0
    for word in _WORD.finditer(paragraph):
        needed = cell_len(word[0].rstrip())
        if used + needed <= width:
            used += cell_len(word[0])
            continue
        at = word.start()
        if at:
            yield at
        pieces = [word[0]] if needed <= width or _WHOLE.fullmatch(word[0]) else chop_cells(word[0], width)
        for piece in pieces[:-1]:
            at += len(piece)
            yield at
        used = cell_len(pieces[-1])


@dataclass(frozen=True, slots=True)
class Flow:
    """A paragraph."""

    text: Text
    indent: int = 0

    def lines(self, width: int) -> Iterator[Text]:
        return wrapped(self.text, width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines(options.max_width - self.indent):
            yield _as_it_is(Text.assemble(" " * self.indent, line))


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels beside what they name, indented below the number of an embed."""

    rows: tuple[tuple[str, Lines], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for label, content in self.rows:
            for line in content.lines(options.max_width - INDENT - LABELS):
                yield _as_it_is(Text.assemble(" " * INDENT, (label.ljust(LABELS), "dim"), line))
                label = ""


def address(url: str) -> Text:
    """An address, to be clicked where the terminal can (OSC 8; Rich leaves that out wherever it leaves out colour)."""
    shown = foreign(url, "underline")
    if _SAFE_LINK.fullmatch(url):
        shown.stylize(Style(link=url))
    return shown


def _as_it_is(line: Text) -> Text:
    line.no_wrap, line.overflow = True, "ignore"
    return line
