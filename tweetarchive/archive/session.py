"""A polite session: paced by host, tried again where a fault may pass, stopped at once when the run is."""

from __future__ import annotations

import logging
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from tweetarchive.archive.breaker import Breaker, told
from tweetarchive.archive.budget import Budget
from tweetarchive.archive.cool_down import LONGEST, CoolDowns
from tweetarchive.archive.guard import host_of
from tweetarchive.archive.message import Head, WireExchange, parse_head
from tweetarchive.archive.network import ASSET_COURTESY, COURTESY
from tweetarchive.archive.network import Network as Network  # the door of this file for those above
from tweetarchive.archive.pace import CoolingDownError, InterruptedWaitError, Pace
from tweetarchive.archive.wire import WORDS, Ask, Transport
from tweetarchive.model.capture import Purpose, Request, Truncation
from tweetarchive.model.errors import Failure, FetchError, RateLimited, Unreachable

logger = logging.getLogger(__name__)

BACKOFF = 1.0  # seconds at most before a second attempt, doubled for each further one; the wait is anything below,
# by chance ("full jitter": M. Brooker, Exponential Backoff And Jitter, AWS 2015), so that threads do not come together
SHUT_OUT = 60.0  # seconds without a question after a 429 that names no time, from who blocks those who go on; doubled
PATIENCE = 60.0  # seconds; a host that asks for more (Retry-After) is left alone for the rest of the run
PASSING_STATUSES = frozenset({429, 500, 502, 503, 504})
PASSING_FAILURES = frozenset(
    {Failure.NAME_NOT_FOUND, Failure.CONNECTION_REFUSED, Failure.CONNECTION_LOST, Failure.TIMEOUT, Failure.PROXY}
)
ABOUT_US = frozenset({401, 402, 429})  # with 5xx: statuses by which a host refuses whoever asks, whatever is asked
NO_FAULT_OF_THE_HOST = frozenset(
    {Failure.PRIVATE_ADDRESS, Failure.BAD_URL, Failure.RATE_LIMITED, Failure.INTERRUPTED, Failure.TOO_LARGE}
)
_EPOCH = re.compile(r"\d{1,12}", re.A)


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
        archives: Path | None = None,
    ) -> None:
        """Make a session.

        Args:
            stop:   once set, every wait ends at once and nothing more is asked.
            clock:  monotonic seconds.
            now:    aware UTC; Retry-After may be a date.
            wait:   waits so many seconds; True where `stop` was set meanwhile.
            chance: 0 to 1, spreads the attempts of many threads.
            archives: where hosts that want to be left alone are noted for the next run; None: nowhere.
        """
        stop = stop or threading.Event()
        self._retries = network.retries
        self._transport = transport
        self._now = now
        self._wait = wait or stop.wait
        self._chance = chance
        delay = COURTESY if network.delay is None else network.delay
        self._asset_delay = ASSET_COURTESY if network.delay is None else None
        kept = CoolDowns(archives, now) if archives else None
        self._pace = Pace(network.paces, delay, patience=PATIENCE, clock=clock, wait=self._wait, cool_downs=kept)
        self._blocking = frozenset(prefix.partition("/")[0] for prefix, _ in network.limits)
        self._breaker = Breaker(clock)
        self._budget = Budget(dict(network.budgets))
        self._told: set[str] = set()

    def attempts(self, ask: Ask) -> Iterator[WireExchange | Unanswered]:
        """Ask until an answer stands or no further attempt makes sense: every attempt, as soon as it is done.

        Raises: Unreachable with `interrupted` where the run is to stop: that says nothing of the host.
        """
        host = host_of(ask.request.url)
        breakable = ask.request.purpose is not Purpose.SOURCE  # what the user named is asked for in any case
        if breakable and not self._breaker.lets_through(host):
            yield Unanswered(_left_alone(ask.request, host), self._now(), 1)
            return
        quick = self._asset_delay if ask.request.purpose is Purpose.PAGE_ASSET else None
        for attempt in range(1, self._retries + 2):
            at = self._now()
            begins = ask.request.purpose is Purpose.SOURCE
            if used_up := self._budget.spend(ask.request.url, begins=begins):
                yield Unanswered(_over_budget(ask.request, used_up), at, attempt)
                return
            try:
                self._pace.take_turn(ask.request.url, quick)
                at = self._now()
                logger.debug("asking %s", ask.request.url, extra={"asked": ask.request.url})
                outcome: WireExchange | Unanswered = self._transport(replace(ask, attempt=attempt))
            except CoolingDownError as error:
                self._tell_left_alone(host, error.left)
                yield Unanswered(_rate_limited(ask.request, error.left), at, attempt)
                return
            except InterruptedWaitError:
                raise _interrupted(ask.request) from None
            except FetchError as error:
                outcome = Unanswered(error, at, attempt)
            logger.debug("%s: %s, %.2f s", ask.request.url, _outcome(outcome), (self._now() - at).total_seconds())
            pause = self._pause(outcome, attempt)
            last = pause is None or attempt > self._retries
            if last and breakable:
                self._breaker.count(host, failed=_failed(outcome))
            yield outcome
            if pause is None or last:
                return
            if self._wait(pause):
                raise _interrupted(ask.request)

    def slow_down(self, url: str, interval: float) -> None:
        """Ask this URL's host no more often than once in so many seconds: it wishes that (robots.txt)."""
        self._pace.slow_down(url, interval)

    @property
    def is_spent(self) -> bool:
        """Whether the budget leaves nothing to be begun."""
        return self._budget.is_spent

    def close(self) -> None:
        """At the end of a run: tell which hosts were left alone, and note whom the next run asks a little later."""
        self._pace.close()
        self._breaker.close()
        self._budget.close()

    def _tell_left_alone(self, host: str, left: float) -> None:
        """Say so once: every question that is not asked stands among the problems."""
        if host not in self._told:
            self._told.add(host)
            logger.warning("%s is not asked for another %d min: it wants to be left alone", host, -(-left // 60))

    def _pause(self, outcome: WireExchange | Unanswered, attempt: int) -> float | None:
        """Seconds before the next attempt; None where there is to be none."""
        backoff = min(BACKOFF * 2.0 ** (attempt - 1), PATIENCE) * self._chance()
        if isinstance(outcome, Unanswered):
            if outcome.error.failure not in PASSING_FAILURES:
                return None
            refuses = outcome.error.failure is Failure.CONNECTION_REFUSED
            url, passing, asked_for = outcome.error.request.url, True, None
        else:
            head = parse_head(outcome.head)
            url, refuses = outcome.request.url, head is not None and head.status == 429
            passing = head is not None and head.status in PASSING_STATUSES
            asked_for = _asked_for(head, self._now()) if head is not None else None
            if outcome.truncated is not None:
                passing = outcome.truncated is Truncation.DISCONNECT
        if asked_for is None and refuses and host_of(url) in self._blocking:
            asked_for = SHUT_OUT * 2.0 ** (attempt - 1)
        if asked_for is not None:
            logger.info("%s wants to be left alone for %.0f s", host_of(url), asked_for)
            self._pace.cool_down(url, asked_for)
        if not passing or (asked_for or 0.0) > PATIENCE:
            return None
        return backoff  # where a host wants to be left alone, the pace makes every thread wait, this one too


def _asked_for(head: Head, now: datetime) -> float | None:
    """Seconds a host wants no question for; None where it does not say.

    `Retry-After` of a fault that may pass; else, of any answer, X's rate limit: `x-rate-limit-remaining: 0` and
    `x-rate-limit-reset`, seconds since 1970 (reference/sources.md §3).
    """
    if head.status in PASSING_STATUSES:
        named = retry_after(head.header("Retry-After"), now)
        if named is not None:
            return named
    reset = head.header("x-rate-limit-reset") or ""
    if (head.status == 429 or head.header("x-rate-limit-remaining") == "0") and _EPOCH.fullmatch(reset):
        left = int(reset) - now.timestamp()
        return left if 0 < left <= LONGEST else None
    return None


def _failed(outcome: WireExchange | Unanswered) -> bool:
    """Whether a host gave nothing that can be used, for a reason that is its own and not the question's."""
    if isinstance(outcome, Unanswered):
        return outcome.error.failure not in NO_FAULT_OF_THE_HOST
    if outcome.truncated is not None:
        return outcome.truncated is not Truncation.LENGTH
    head = parse_head(outcome.head)
    return head is None or head.status in ABOUT_US or head.status >= 500


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


def _left_alone(request: Request, host: str) -> Unreachable:
    message = f"{request.url}: {told(host)}; {WORDS[Failure.LEFT_ALONE]}"
    return Unreachable(message, request=request, failure=Failure.LEFT_ALONE)


def _over_budget(request: Request, used_up: str) -> Unreachable:
    message = f"{request.url}: {used_up}; {WORDS[Failure.LEFT_ALONE]}"
    return Unreachable(message, request=request, failure=Failure.BUDGET)


def _rate_limited(request: Request, left: float) -> RateLimited:
    return RateLimited(f"{request.url}: {WORDS[Failure.RATE_LIMITED]}", request=request, retry_after=left)


def _interrupted(request: Request) -> Unreachable:
    return Unreachable(f"{request.url}: {WORDS[Failure.INTERRUPTED]}", request=request, failure=Failure.INTERRUPTED)
