"""How far a run is: a bar on a terminal, a line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Self

from rich import progress as bars

from tweetarchive.cli.options import Common
from tweetarchive.cli.output import complain, console_on
from tweetarchive.report.foreign import neutral

SECONDS_BETWEEN_LINES = 10.0  # often enough for someone who watches a log, rarely enough for a log that is kept
_BAR_CELLS = 20  # beside it stand the count, the time and the host, on 80 columns


class Progress:
    """Counts articles and tells who is being asked. A context manager.

    `advance` may be called from any thread; the requests are heard of by what is logged of them.
    """

    def __init__(
        self, total: int, common: Common, *, clock: Callable[[], float] = time.monotonic, what: str = "articles"
    ) -> None:
        self._total, self._done = total, 0
        self._what = what
        self._clock = clock
        self._begun_at = self._said_at = clock()
        self._lock = threading.Lock()
        self._quiet = common.quiet
        self._listener = _Listener(self._asking)
        self._bar: bars.Progress | None = None
        if sys.stderr.isatty() and not common.quiet:
            columns = (
                bars.TextColumn("{task.description}"),
                bars.BarColumn(_BAR_CELLS),
                bars.MofNCompleteColumn(),
                bars.TextColumn("{task.fields[pace]}"),
                bars.TextColumn("{task.fields[host]}", style="dim", markup=False),
            )
            self._bar = bars.Progress(
                *columns,
                console=console_on(sys.stderr, common),
                transient=True,
                redirect_stdout=False,
            )
            self._task = self._bar.add_task(what, total=total, host="", pace="")

    def __enter__(self) -> Self:
        logging.getLogger("tweetarchive").addHandler(self._listener)
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        logging.getLogger("tweetarchive").removeHandler(self._listener)
        if self._bar:
            self._bar.stop()

    def expect(self, total: int) -> None:
        """So many there are, now that it is known."""
        with self._lock:
            if not self._total:
                self._begun_at = self._clock()
            self._total = total
            if self._bar:
                self._bar.update(self._task, total=total)

    def advance(self) -> None:
        """One more article is done."""
        with self._lock:
            self._done += 1
            if self._bar:
                self._bar.update(self._task, advance=1, pace=self._pace().removeprefix(", "))
            else:
                self._say("")

    def _asking(self, host: str) -> None:
        with self._lock:
            if self._bar:
                self._bar.update(self._task, host=neutral(host))
            else:
                self._say(f", asking {host}")

    def _say(self, more: str) -> None:
        """A line, unless there was one a moment ago."""
        if not self._quiet and self._clock() - self._said_at >= SECONDS_BETWEEN_LINES:
            self._said_at = self._clock()
            complain(f"{self._done} of {self._total} {self._what}{self._pace()}{more}")

    def _pace(self) -> str:
        """How fast, and how long still, at the rate so far."""
        took = self._clock() - self._begun_at
        if not self._done or took <= 0:
            return ""
        rate, left = self._done / took, timedelta(seconds=round((self._total - self._done) * took / self._done))
        return f", {rate:.1f} a second, {left} left" if rate >= 1 else f", {rate * 60:.1f} a minute, {left} left"

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


class _Listener(logging.Handler):
    """Hands on the host of every request that is logged (`archive.session` names its address as `asked`)."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.DEBUG)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        asked = getattr(record, "asked", None)
        if isinstance(asked, str):
            self._tell(asked.partition("://")[2].partition("/")[0].rpartition("@")[2])
