"""What is printed, and where: reports to stdout, everything else to stderr.

A closed pipe is no error: what is still said is dropped, and the work goes on.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tweetarchive.cli.exits import Exit, exit_code, exit_of
from tweetarchive.cli.options import Common
from tweetarchive.model.evidence import Problem
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.tally import Tally

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from tweetarchive.cli.progress import Progress


def complain(message: str) -> None:
    """Say on stderr what went wrong and what to do next; terminal escapes of foreign text are made harmless."""
    from tweetarchive.report.foreign import neutral

    with suppress(BrokenPipeError):
        # As text: while a progress bar is shown, it stands in for stderr and writes above itself.
        sys.stderr.write(f"tweetarchive: {neutral(message)}\n")
        sys.stderr.flush()


def naming(source: str, error: Exception) -> str:
    """The error's message, which names the input it is about: what reads bytes does not know where they are from."""
    return str(error) if source in str(error) else f"{source}: {error}"


def failure(source: str, error: Exception | str, *, what: str = "article", url: str | None = None) -> ArticleReport:
    """The report of a source of which nothing could be read: it still gives its line."""
    problem = Problem(what, url, error if isinstance(error, str) else naming(source, error))
    return ArticleReport(
        source=source,
        url=url,
        title=None,
        language=None,
        captured_at=None,
        record=None,
        verdict=Verdict.UNCHECKABLE,
        problems=(problem,),
    )


class Output:
    """The results of one run, shown as they come, and the status they add up to."""

    def __init__(self, common: Common, *, html: Path | None = None, made_by: str = "tweetarchive") -> None:
        """`html`: where the reports are also written as a page, `made_by` the command it names."""
        self._common = common
        self._exits: set[Exit] = set()
        self._tally = Tally()
        self._console: Console | None = None
        self._html, self._made_by = html, made_by
        self._on_page: list[ArticleReport] = []
        self.progress: Progress | None = None
        """Out of the way while something is printed on the same terminal."""

    def report(self, report: ArticleReport, **more: object) -> None:
        """Show one article. `more`: what stands in its JSON beside the report."""
        from tweetarchive.report.terminal import render, render_line

        self._exits.add(exit_of(report))
        self._count(report)
        if self._common.json:
            self.document(report.to_dict() | more)
        elif self._common.quiet:
            self.show(render_line(report), one_line=True)
        else:
            self.show(*([""] if self._tally.articles > 1 else []), render(report))

    def lost(self, report: ArticleReport, code: Exit) -> None:
        """An input of which nothing could be read: its JSON, or one line that says why."""
        from tweetarchive.report.terminal import render_line

        self._exits.add(code)
        self._count(report)
        if self._common.json:
            self.document(report.to_dict())
            complain(report.problems[0].why)
        else:
            self.show(render_line(report), one_line=True)

    def _count(self, report: ArticleReport) -> None:
        self._tally += Tally.of(report)
        if self._html is not None:
            self._on_page.append(report)

    def document(self, document: Mapping[str, Any]) -> None:
        """One compact UTF-8 JSON document on a line. Lone surrogates stand as JSON escapes, being no UTF-8."""
        line = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        _write_out(line.encode("utf-8", "backslashreplace") + b"\n")

    def show(self, *parts: RenderableType, one_line: bool = False) -> None:
        """Text for people on stdout, in the colours and the encoding that it takes.

        Args: one_line: leave the wrapping of long lines to the terminal.
        """
        console = self._console = self._console or console_on(sys.stdout, self._common)
        with console.capture() as capture:
            for part in parts:
                console.print(part, soft_wrap=one_line, crop=False)  # an address may be longer than a line
        text = capture.get()
        if not console.is_terminal:  # Rich fills lines with blanks, which nobody wants in a file
            text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
        with self.progress.hidden() if self.progress and sys.stdout.isatty() else nullcontext():
            _write_out(text.encode(sys.stdout.encoding, "replace"))

    def print_lines(self, lines: Iterable[str]) -> None:
        """What other programs take as it is: a card, the names of files written."""
        for line in lines:
            _write_out(line.encode("utf-8", "surrogateescape") + b"\n")

    def fail(self, message: str, code: Exit) -> None:
        """Say what went wrong beside the reports, and let the status tell."""
        complain(message)
        self._exits.add(code)

    def ended(self, code: Exit) -> None:
        """Let the status tell of something that is shown already."""
        self._exits.add(code)

    @property
    def status(self) -> Exit:
        """What the exit status would be now."""
        return exit_code((), *self._exits)

    def note(self, message: str) -> None:
        if not self._common.quiet:
            complain(message)

    def finish(self) -> Exit:
        """The closing line of several articles, and the exit status of the run."""
        from tweetarchive.report.terminal import render_summary

        if self._tally.articles > 1 and not self._common.json and not self._common.quiet:
            self.show("", render_summary(self._tally))
        if self._html is not None:
            from tweetarchive.report.difference_page import report_page

            self.page(self._html, report_page(self._on_page, made_by=self._made_by))
        return self.status

    def page(self, path: Path, page: str) -> bool:
        """Write a page for people. Returns: whether it could be written; the status tells, too."""
        try:
            path.write_text(page, encoding="utf-8")
        except OSError as error:
            self.fail(f"{path}: cannot be written: {error.strerror}", Exit.INCOMPLETE)
            return False
        return True


def console_on(stream: Any, common: Common) -> Console:
    from rich.console import Console

    plain = common.no_color or bool(os.environ.get("NO_COLOR"))
    return Console(file=stream, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False)


def _write_out(content: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # From here on everything goes nowhere, the interpreter's own flush at exit included.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
