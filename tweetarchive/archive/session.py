"""A polite session: paced by host, tried again where a fault may pass, stopped at once when the run is."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tweetarchive.archive.message import WireExchange, parse_head
from tweetarchive.archive.network import COURTESY
from tweetarchive.archive.network import Network as Network  # the door of this file for those above
from tweetarchive.archive.pace import CoolingDownError, InterruptedWaitError, Pace
from tweetarchive.archive.wire import WORDS, Ask, Transport
from tweetarchive.model.capture import Request, Truncation
from tweetarchive.model.errors import Failure, FetchError, RateLimited, Unreachable

logger = logging.getLogger(__name__)

BACKOFF = 0.5  # seconds before a second attempt; doubled for each further one, times 0.5 to 1.5 by chance
PATIENCE = 60.0  # seconds; a host that asks for more (Retry-After) is left alone for the rest of the run
PASSING_STATUSES = frozenset({429, 500, 502, 503, 504})
PASSING_FAILURES = frozenset(
    {Failure.NAME_NOT_FOUND, Failure.CONNECTION_REFUSED, Failure.CONNECTION_LOST, Failure.TIMEOUT, Failure.PROXY}
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An attempt to which no answer came."""

    error: FetchError
    at: datetime
    """When it began: aware UTC, microseconds."""
    attempt: int


class PoliteSession:
    """Asks over a transport. One for a whole run: its pace is every thread's."""

    def __init__(
        self,
        network: Network,
        transport: Transport,
        *,
        stop: threading.Event | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Callable[[float], bool] | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Make a session.

        Args:
            stop:   once set, every wait ends at once and nothing more is asked.
            clock:  monotonic seconds.
            now:    aware UTC; Retry-After may be a date.
            wait:   waits so many seconds; True where `stop` was set meanwhile.
            chance: 0 to 1, spreads the attempts of many threads.
        """
        stop = stop or threading.Event()
        self._retries = network.retries
        self._transport = transport
        self._now = now
        self._wait = wait or stop.wait
        self._chance = chance
        delay = COURTESY if network.delay is None else network.delay
        self._pace = Pace(network.paces, delay, patience=PATIENCE, clock=clock, wait=self._wait)

    def attempts(self, ask: Ask) -> Iterator[WireExchange | Unanswered]:
        """Ask until an answer stands or no further attempt makes sense: every attempt, as soon as it is done.

        Raises: Unreachable with `interrupted` where the run is to stop: that says nothing of the host.
        """
        for attempt in range(1, self._retries + 2):
            at = self._now()
            try:
                self._pace.take_turn(ask.request.url)
                at = self._now()
                logger.debug("asking %s", ask.request.url, extra={"asked": ask.request.url})
                outcome: WireExchange | Unanswered = self._transport(replace(ask, attempt=attempt))
            except CoolingDownError as error:
                yield Unanswered(_rate_limited(ask.request, error.left), at, attempt)
                return
            except InterruptedWaitError:
                raise _interrupted(ask.request) from None
            except FetchError as error:
                outcome = Unanswered(error, at, attempt)
            logger.debug("%s: %s, %.2f s", ask.request.url, _outcome(outcome), (self._now() - at).total_seconds())
            pause = self._pause(outcome, attempt)
            yield outcome
            if pause is None or attempt > self._retries:
                return
            if self._wait(pause):
                raise _interrupted(ask.request)

    def _pause(self, outcome: WireExchange | Unanswered, attempt: int) -> float | None:
        """Seconds before the next attempt; None where there is to be none."""
        backoff = BACKOFF * 2.0 ** (attempt - 1) * (0.5 + self._chance())
        if isinstance(outcome, Unanswered):
            return backoff if outcome.error.failure in PASSING_FAILURES else None
        if outcome.truncated is not None:
            return backoff if outcome.truncated is Truncation.DISCONNECT else None
        head = parse_head(outcome.head)
        if head is None or head.status not in PASSING_STATUSES:
            return None
        asked_for = retry_after(head.header("Retry-After"), self._now())
        if asked_for is None:
            return backoff
        self._pace.cool_down(outcome.request.url, asked_for)
        return None if asked_for > PATIENCE else backoff  # the pace makes every thread wait, this one too


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds a host asks for (RFC 9110 §10.2.3: a number or a date); None where it says nothing we can read."""
    if value is None:
        return None
    if value.strip().isdecimal() and value.isascii():
        return float(value.strip())
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds(), 0.0)


def _outcome(outcome: WireExchange | Unanswered) -> str:
    """For the log: `status 200, 1234 bytes`, or why there was no answer."""
    if isinstance(outcome, Unanswered):
        return outcome.error.failure.value.replace("_", " ")
    head = parse_head(outcome.head)
    cut = f", cut ({outcome.truncated})" if outcome.truncated else ""
    return f"status {head.status if head else 'unreadable'}, {outcome.body_size} bytes{cut}"


def _rate_limited(request: Request, left: float) -> RateLimited:
    return RateLimited(f"{request.url}: {WORDS[Failure.RATE_LIMITED]}", request=request, retry_after=left)


def _interrupted(request: Request) -> Unreachable:
    return Unreachable(f"{request.url}: {WORDS[Failure.INTERRUPTED]}", request=request, failure=Failure.INTERRUPTED)
