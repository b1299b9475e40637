"""One pace per host, shared by all threads of a run."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from tweetarchive.archive.cool_down import LONGEST, CoolDowns
from tweetarchive.archive.guard import host_of

logger = logging.getLogger(__name__)

NOTABLE = 1.0  # seconds between two questions; a shorter distance is over before a next run has begun


class CoolingDownError(Exception):
    """The host asked for more time than a run waits."""

    def __init__(self, left: float) -> None:
        super().__init__(left)
        self.left = left
        """Seconds."""


class InterruptedWaitError(Exception):
    """The run is to stop."""


class Pace:
    """Hands out turns. Nobody sleeps while holding the lock: a thread takes its turn's time, then waits for it."""

    def __init__(
        self,
        paces: Sequence[tuple[str, float]],
        delay: float,
        *,
        patience: float,
        clock: Callable[[], float],
        wait: Callable[[float], bool],
        cool_downs: CoolDowns | None = None,
    ) -> None:
        """Make a pace.

        Args:
            paces:    requests a second to what starts with `host/path`; the first that fits counts.
            delay:    seconds between two requests to one host; the least for those of `paces` too.
            patience: seconds a thread waits for a host that is cooling down.
            clock:    monotonic seconds.
            wait:     waits so many seconds; True where the run was interrupted meanwhile.
            cool_downs: those of earlier runs, and where this run's are kept.
        """
        self._intervals = tuple((prefix, max(delay, 1 / per_second)) for prefix, per_second in paces)
        self._delay = delay
        self._patience = patience
        self._clock = clock
        self._wait = wait
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._slower: dict[str, float] = {}
        self._cool_downs = cool_downs
        left = cool_downs.left() if cool_downs else {}
        self._cool = {host: clock() + seconds for host, seconds in left.items()}

    def take_turn(self, url: str, interval: float | None = None) -> None:
        """Wait until this URL may be asked.

        Args: interval: seconds to the next request to this host, where it is less than usual.
        Raises: CoolingDownError where that takes longer than `patience`; InterruptedWaitError.
        """
        host, lane, usual = self._lane(url)
        interval = min(usual, interval) if interval is not None and lane == host else usual
        with self._lock:
            interval = max(interval, self._slower.get(host, 0.0))
            turn = max(self._clock(), self._next.get(lane, 0.0))
            self._next[lane] = turn + interval
        while True:
            with self._lock:
                now = self._clock()
                cool = self._cool.get(host, 0.0)
                if turn < cool <= now + self._patience:  # a new turn behind it: all who wait must not come at once
                    turn = max(cool, self._next.get(lane, 0.0))
                    self._next[lane] = turn + interval
            if cool - now > self._patience:
                raise CoolingDownError(cool - now)
            left = turn - now
            if left >= NOTABLE:
                logger.info("waiting %.1f s before %s is asked again", left, host)
            if self._wait(max(left, 0.0)):
                raise InterruptedWaitError
            if left <= 0:
                return

    def slow_down(self, url: str, interval: float) -> None:
        """Let so many seconds pass between two questions to this URL's host, if that is more than usual."""
        host, lane, usual = self._lane(url)
        with self._lock:
            if interval > max(usual, self._slower.get(host, 0.0)):
                self._slower[host] = interval
                self._next[lane] = max(self._next.get(lane, 0.0), self._clock() + interval)

    def cool_down(self, url: str, seconds: float) -> None:
        """Let nobody ask this URL's host for so long: those who wait for their turn wait on."""
        host, _, _ = self._lane(url)
        until = self._clock() + min(seconds, LONGEST)
        with self._lock:
            if until <= self._cool.get(host, 0.0):
                return
            self._cool[host] = until
            for lane in self._next:
                if lane.partition("/")[0] == host:
                    self._next[lane] = until
            if self._cool_downs is not None:
                self._cool_downs.keep(host, seconds)

    def close(self) -> None:
        """At the end of a run: have the next one keep its distance from the last questions of this."""
        for lane, interval in self._intervals:
            left = self._next.get(lane, 0.0) - self._clock()
            if self._cool_downs is not None and interval >= NOTABLE and left > 0:
                self._cool_downs.keep(lane.partition("/")[0], left)

    def _lane(self, url: str) -> tuple[str, str, float]:
        host = host_of(url)
        place = host + (urlsplit(url).path or "/") if host else ""
        for prefix, interval in self._intervals:
            if place.startswith(prefix):
                return host, prefix, interval
        return host, host, self._delay
