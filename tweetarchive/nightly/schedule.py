"""Who is asked next: hosts in a heap by the time they may be asked again, a queue for each.

A thread takes the host whose turn is first. Nobody sleeps holding a host, a lock or a connection: a thread waits here,
and only while no host at all may be asked, so that one slow host never holds up the others.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

FAILURES_IN_A_ROW = 5  # of one host, after which it is left alone for the night: it is down, and said so once

Job = TypeVar("Job")


@dataclass(slots=True)
class _Host(Generic[Job]):
    jobs: deque[Job] = field(default_factory=deque)
    interval: float = 0.0
    """Seconds between two requests."""
    next_at: float = 0.0
    working: int = 0
    failures: int = 0
    known: bool = False
    """Whether a job is done: before that it is asked one thing at a time, since it may want to be asked slowly."""
    queued: bool = False
    """Whether it stands in the heap."""


class Schedule(Generic[Job]):
    """Threads may share it."""

    def __init__(self, interval: float, *, per_host: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Args: interval: seconds between two requests to one host, unless `slow_down` says more."""
        self._interval = interval
        self._per_host = per_host
        self._clock = clock
        self._hosts: dict[str, _Host[Job]] = {}
        self._heap: list[tuple[float, str]] = []
        self._changed = threading.Condition()
        self._is_complete = False
        self._stopped = False

    def add(self, host: str, job: Job) -> None:
        with self._changed:
            found = self._hosts.get(host)
            if found is None:
                found = self._hosts[host] = _Host(interval=self._interval)
            found.jobs.append(job)
            self._queue(host, found)

    def complete(self) -> None:
        """Say that no more jobs will be added."""
        with self._changed:
            self._is_complete = True
            self._changed.notify_all()

    def take(self) -> tuple[str, Job] | None:
        """The next job and its host, as soon as one may be done; None when there is none left, or it was stopped.

        While jobs may still be added (until `complete`), it waits for them.
        """
        with self._changed:
            while not self._stopped:
                if self._heap:
                    next_at, host = self._heap[0]
                    later = self._hosts[host].next_at
                    if later > next_at:  # it was slowed down meanwhile
                        heapq.heapreplace(self._heap, (later, host))
                        continue
                    wait = next_at - self._clock()
                    if wait <= 0:
                        heapq.heappop(self._heap)
                        return host, self._start(host)
                    self._changed.wait(wait)
                elif not self._is_complete or any(one.working for one in self._hosts.values()):
                    self._changed.wait()
                else:
                    break
            return None

    def done(self, host: str, *, failed: bool) -> tuple[Job, ...]:
        """Say that a job is done. Returns: the jobs that are given up with the host, as it failed too often."""
        with self._changed:
            found = self._hosts[host]
            found.working -= 1
            found.known = True
            found.failures = found.failures + 1 if failed else 0
            given_up: tuple[Job, ...] = ()
            if found.failures >= FAILURES_IN_A_ROW:
                given_up = self._drop(found)
            self._queue(host, found)
            self._changed.notify_all()
            return given_up

    def give_up(self, host: str) -> tuple[Job, ...]:
        """Leave a host alone for the night. Returns: its jobs."""
        with self._changed:
            return self._drop(self._hosts[host])

    def slow_down(self, host: str, interval: float) -> None:
        """Let so many seconds pass between two requests to a host, from now on, if that is more than before."""
        with self._changed:
            found = self._hosts.get(host)
            if found is not None and interval > found.interval:
                found.next_at = max(found.next_at, self._clock() + interval)
                found.interval = interval

    def stop(self) -> None:
        """Give out no more jobs."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    @property
    def left(self) -> int:
        """Jobs not yet given out."""
        with self._changed:
            return sum(len(one.jobs) for one in self._hosts.values())

    def _start(self, host: str) -> Job:
        found = self._hosts[host]
        found.queued = False
        found.working += 1
        found.next_at = max(self._clock(), found.next_at) + found.interval
        job = found.jobs.popleft()
        self._queue(host, found)
        return job

    def _queue(self, host: str, found: _Host[Job]) -> None:
        if found.jobs and not found.queued and found.working < (self._per_host if found.known else 1):
            found.queued = True
            heapq.heappush(self._heap, (found.next_at, host))
            self._changed.notify()

    def _drop(self, found: _Host[Job]) -> tuple[Job, ...]:
        jobs = tuple(found.jobs)
        found.jobs.clear()
        if found.queued:
            self._heap = [one for one in self._heap if self._hosts[one[1]] is not found]
            heapq.heapify(self._heap)
            found.queued = False
        return jobs
