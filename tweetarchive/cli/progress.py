"""How far a run is: a bar on a terminal, a line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich import progress as bars

from tweetarchive.cli.options import Common
from tweetarchive.cli.output import complain, console_on

SECONDS_BETWEEN_LINES = 10.0  # often enough for someone who watches a log, rarely enough for a log that is kept


class Progress:
    """Counts articles. `advance` may be called from any thread."""

    def __init__(self, total: int, common: Common) -> None:
        self._total, self._done = total, 0
        self._said_at = time.monotonic()
        self._lock = threading.Lock()
        self._quiet = common.quiet
        self._bar: bars.Progress | None = None
        if sys.stderr.isatty() and not common.quiet:
            columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn())
            self._bar = bars.Progress(
                *columns,
                bars.TimeElapsedColumn(),
                console=console_on(sys.stderr, common),
                transient=True,
                redirect_stdout=False,
            )
            self._task = self._bar.add_task("articles", total=total)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self) -> None:
        """One more article is done."""
        with self._lock:
            self._done += 1
            if self._bar:
                self._bar.advance(self._task)
            elif not self._quiet and time.monotonic() - self._said_at >= SECONDS_BETWEEN_LINES:
                self._said_at = time.monotonic()
                complain(f"{self._done} of {self._total} articles")

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """The bar taken away while something else is written to the terminal."""
        if self._bar is None:
            yield
            return
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()
