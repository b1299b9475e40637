"""A circuit breaker for each host: one that fails again and again is left alone, and tried once in a while."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)

FAILURES = 5  # in a row, each after all its attempts: some twenty requests that came to nothing
REST = 300.0  # seconds until one question is let through; doubled each time that one fails too
LONGEST_REST = 3600.0  # seconds


@dataclass(slots=True)
class _Host:
    failures: int = 0
    """In a row."""
    rest: float = REST
    shut_until: float | None = None
    """Monotonic seconds; None while it is asked as ever."""
    left_out: int = 0
    """Questions that were not asked."""


class Breaker:
    """Threads share it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Args: clock: monotonic seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def lets_through(self, host: str) -> bool:
        """Whether this host is asked now. After its rest, one question is let through and the others go on waiting."""
        with self._lock:
            one = self._hosts.get(host)
            if one is None or one.shut_until is None:
                return True
            now = self._clock()
            if now >= one.shut_until:
                one.shut_until = now + one.rest
                return True
            one.left_out += 1
            return False

    def count(self, host: str, *, failed: bool) -> None:
        """Tell how a question ended."""
        with self._lock:
            if not failed:
                if (one := self._hosts.pop(host, None)) is not None:
                    self._tell(host, one)
                return
            one = self._hosts.setdefault(host, _Host())
            one.failures += 1
            if one.failures < FAILURES:
                return
            if one.shut_until is None:
                logger.warning("%s; it is left alone for %d minutes", told(host), one.rest // 60)
            elif one.failures > FAILURES:
                one.rest = min(one.rest * 2, LONGEST_REST)
            one.shut_until = self._clock() + one.rest

    def close(self) -> None:
        """At the end of a run: tell what was left out."""
        with self._lock:
            for host, one in self._hosts.items():
                self._tell(host, one)

    def _tell(self, host: str, one: _Host) -> None:
        if one.left_out:
            logger.warning("%s; requests not made there: %d, each among the problems", told(host), one.left_out)


def told(host: str) -> str:
    """The same words in every run: they are kept with each question that was left out."""
    return f"{host} failed {FAILURES} times in a row"
