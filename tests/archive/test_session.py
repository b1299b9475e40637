from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.network import Network
from tweetarchive.archive.pace import InterruptedWaitError, Pace
from tweetarchive.archive.session import PATIENCE, PoliteSession, Unanswered, retry_after
from tweetarchive.archive.wire import Ask
from tweetarchive.model.capture import Purpose, Request, Truncation
from tweetarchive.model.errors import Failure, RateLimited, Unreachable

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://news.example/a"
Answer = Callable[[Ask], WireExchange]


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


def answer(status: int, *headers: str, truncated: Truncation | None = None) -> Answer:
    head = "".join([f"HTTP/1.1 {status} Such\r\n", *(f"{header}\r\n" for header in headers), "\r\n"]).encode()
    return lambda ask: WireExchange(ask.request, NOON, b"", head, BytesIO(), 0, truncated, (), ask.attempt)


def failure(kind: Failure) -> Answer:
    def fail(ask: Ask) -> WireExchange:
        raise Unreachable(f"{ask.request.url}: {kind}", request=ask.request, failure=kind)

    return fail


def session(
    clock: Clock,
    *answers: Answer,
    network: Network | None = None,
    times: list[float] | None = None,
    chance: float = 0.5,
) -> PoliteSession:
    """A session whose asks are answered in this order; `times` gets when each was asked."""
    left = list(answers)

    def transport(ask: Ask) -> WireExchange:
        if times is not None:
            times.append(clock.now)
        return left.pop(0)(ask)

    return PoliteSession(
        network or Network(),
        transport,
        clock=lambda: clock.now,
        now=lambda: NOON + timedelta(seconds=clock.now - 1000),
        wait=clock.wait,
        chance=lambda: chance,
    )


def ask(url: str = URL) -> Ask:
    return Ask(Request(url, Purpose.TWEET))


def statuses(session: PoliteSession, url: str = URL) -> list[object]:
    return [
        one.error.failure if isinstance(one, Unanswered) else one.truncated or int(one.head.split()[1])
        for one in session.attempts(ask(url))
    ]


@pytest.mark.parametrize("status", [200, 301, 401, 403, 404, 410, 451, 501])
def test_an_answer_that_stands_is_asked_for_once(status: int) -> None:
    assert statuses(session(Clock(), answer(status))) == [status]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_fault_that_may_pass_is_asked_again(status: int) -> None:
    assert statuses(session(Clock(), answer(status), answer(200))) == [status, 200]


def test_attempts_are_numbered_and_end_with_the_last_answer() -> None:
    attempts = list(session(Clock(), *[answer(503)] * 4, network=Network(retries=3)).attempts(ask()))
    assert [one.attempt for one in attempts] == [1, 2, 3, 4]


def test_no_retries_is_one_attempt() -> None:
    assert statuses(session(Clock(), answer(503), network=Network(retries=0))) == [503]


@pytest.mark.parametrize(
    "kind", [Failure.CONNECTION_REFUSED, Failure.CONNECTION_LOST, Failure.TIMEOUT, Failure.NAME_NOT_FOUND]
)
def test_a_lost_connection_is_tried_again(kind: Failure) -> None:
    assert statuses(session(Clock(), failure(kind), answer(200))) == [kind, 200]


@pytest.mark.parametrize("kind", [Failure.TLS, Failure.NOT_HTTP, Failure.BAD_URL, Failure.PRIVATE_ADDRESS])
def test_what_stays_wrong_is_not(kind: Failure) -> None:
    assert statuses(session(Clock(), failure(kind))) == [kind]


def test_a_body_that_broke_off_is_tried_again_one_that_is_too_large_or_drips_is_not() -> None:
    cut, large, slow = (
        answer(200, truncated=why) for why in (Truncation.DISCONNECT, Truncation.LENGTH, Truncation.TIME)
    )
    assert statuses(session(Clock(), cut, answer(200))) == [Truncation.DISCONNECT, 200]
    assert statuses(session(Clock(), large)) == [Truncation.LENGTH]
    assert statuses(session(Clock(), slow)) == [Truncation.TIME]


def test_waits_double_from_attempt_to_attempt() -> None:
    times: list[float] = []
    statuses(session(Clock(), *[answer(500)] * 4, network=Network(delay=0), times=times))
    assert [later - before for before, later in pairwise(times)] == [0.5, 1.0, 2.0]


def test_retry_after_is_obeyed_in_seconds_and_as_a_date() -> None:
    for header in ("Retry-After: 7", "Retry-After: Sun, 22 Nov 2026 12:00:07 GMT"):
        times: list[float] = []
        statuses(session(Clock(), answer(429, header), answer(200), times=times))
        assert times == [1000, 1007]


def test_a_host_that_asks_for_too_much_gets_no_further_attempt_and_is_left_alone() -> None:
    times: list[float] = []
    asked = session(Clock(), answer(429, "Retry-After: 3600"), answer(200), times=times)
    assert statuses(asked) == [429]
    (left_alone,) = asked.attempts(ask("https://news.example/b"))
    assert isinstance(left_alone, Unanswered)
    assert isinstance(left_alone.error, RateLimited)
    assert left_alone.error.retry_after == 3600
    assert statuses(asked, "https://elsewhere.example/") == [200]
    assert len(times) == 2


def test_that_a_host_is_left_alone_is_told_once_and_every_long_wait_with_v(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    asked = session(Clock(), answer(429, "Retry-After: 3590"), answer(200), answer(200))
    for place in range(3):
        statuses(asked, f"https://news.example/{place}")
    for place in range(2):
        statuses(asked, f"https://web.archive.org/cdx/{place}")
    told = [(one.levelname, one.getMessage()) for one in caplog.records]
    assert told == [
        ("INFO", "news.example wants to be left alone for 3590 s"),
        ("WARNING", "news.example is not asked for another 60 min: it wants to be left alone"),
        ("INFO", "waiting 2.5 s before web.archive.org is asked again"),
    ]


def test_retry_after_makes_the_other_threads_wait_too() -> None:
    times: list[float] = []
    asked = session(Clock(), answer(503, "Retry-After: 30"), answer(200), network=Network(retries=0), times=times)
    assert statuses(asked) == [503]
    assert statuses(asked, "https://news.example/b") == [200]
    assert times == [1000, 1030]


@given(st.text() | st.from_regex(r"-?[0-9]{1,400}"))
def test_whatever_a_host_writes_into_retry_after_is_no_error(value: str) -> None:
    seconds = retry_after(value, NOON)
    assert seconds is None or seconds >= 0


def test_a_date_gone_by_is_no_wait() -> None:
    assert retry_after("Sun, 22 Nov 2026 11:00:00 GMT", NOON) == 0


@pytest.mark.parametrize(
    ("url", "interval"),
    [
        ("https://cdn.syndication.twimg.com/tweet-result?id=1", 0.5),
        ("https://web.archive.org/cdx/search/cdx?url=x.com", 2.5),
        ("https://web.archive.org/web/2020id_/https://x.com/", 1.0),
        ("https://news.example/a", 0.2),
    ],
)
def test_hosts_are_asked_no_faster_than_they_like(url: str, interval: float) -> None:
    times: list[float] = []
    asked = session(Clock(), *[answer(200)] * 3, times=times)
    for _ in range(3):
        statuses(asked, url)
    assert times == pytest.approx([1000, 1000 + interval, 1000 + 2 * interval])


def test_a_delay_is_the_users_word_but_not_where_a_host_blocks_who_is_faster() -> None:
    times: list[float] = []
    asked = session(Clock(), *[answer(200)] * 4, network=Network(delay=0), times=times)
    for url in ["https://cdn.syndication.twimg.com/tweet-result", "https://web.archive.org/cdx/search/cdx"] * 2:
        statuses(asked, url)
    assert times == [1000, 1000, 1000, 1002.5]


def test_a_host_that_asks_for_no_wait_is_not_hammered() -> None:
    times: list[float] = []
    statuses(session(Clock(), *[answer(429, "Retry-After: 0")] * 3, network=Network(delay=0, retries=2), times=times))
    assert times == [1000, 1000.5, 1001.5]


def test_one_host_does_not_wait_for_another() -> None:
    times: list[float] = []
    asked = session(Clock(), *[answer(200)] * 3, network=Network(delay=9), times=times)
    for host in ("a", "b", "c"):
        statuses(asked, f"https://{host}.example/")
    assert times == [1000] * 3


@pytest.mark.parametrize(("delay", "spacing"), [(None, 0.05), (1.0, 1.0)])
def test_what_a_page_shows_is_asked_for_more_quickly_unless_the_user_names_a_pace(
    delay: float | None, spacing: float
) -> None:
    times: list[float] = []
    asked = session(Clock(), *[answer(200)] * 3, network=Network(delay=delay), times=times)
    for _ in range(3):
        list(asked.attempts(Ask(Request(URL, Purpose.PAGE_ASSET))))
    assert [round(later - earlier, 3) for earlier, later in pairwise(times)] == [spacing] * 2


def test_threads_take_turns_and_wait_beside_each_other() -> None:
    """All eight wait at once, each for its own turn: nobody sleeps while the others are kept from taking theirs."""
    waits: list[float] = []
    all_waiting = threading.Barrier(8)

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        all_waiting.wait(timeout=10)
        return True

    pace = Pace((), 1.0, patience=PATIENCE, clock=lambda: 0.0, wait=wait)
    with ThreadPoolExecutor(8) as threads:
        turns = [threads.submit(pace.take_turn, URL) for _ in range(8)]
    assert all(isinstance(turn.exception(), InterruptedWaitError) for turn in turns)
    assert sorted(waits) == [0, 1, 2, 3, 4, 5, 6, 7]


def test_after_a_cool_down_those_who_waited_come_one_after_the_other() -> None:
    waits: list[float] = []
    local = threading.local()
    all_waiting = threading.Barrier(4, action=lambda: pace.cool_down(URL, 30))

    def wait(seconds: float) -> bool:
        if not hasattr(local, "waited"):
            local.waited = True
            all_waiting.wait(timeout=10)
            return False
        waits.append(seconds)
        return True

    pace = Pace((), 1.0, patience=PATIENCE, clock=lambda: 0.0, wait=wait)
    with ThreadPoolExecutor(4) as threads:
        turns = [threads.submit(pace.take_turn, URL) for _ in range(4)]
    assert [turn.exception() for turn in turns].count(None) == 1  # whose turn it was before
    assert sorted(waits) == [30, 31, 32]


def test_an_interrupted_run_waits_no_more_and_asks_no_more() -> None:
    stop = threading.Event()
    asked: list[Ask] = []

    def transport(ask: Ask) -> WireExchange:
        asked.append(ask)
        stop.set()
        return answer(503)(ask)

    attempts = PoliteSession(Network(), transport, stop=stop).attempts(ask())
    next(attempts)
    with pytest.raises(Unreachable) as caught:
        next(attempts)
    assert caught.value.failure is Failure.INTERRUPTED
    assert len(asked) == 1


def test_a_wait_that_is_interrupted_is_no_turn() -> None:
    pace = Pace((), 1.0, patience=PATIENCE, clock=lambda: 0.0, wait=lambda _: True)
    with pytest.raises(InterruptedWaitError):
        pace.take_turn(URL)


@pytest.mark.parametrize(("chance", "waited"), [(0.0, [0, 0, 0]), (0.25, [0.25, 0.5, 1]), (1.0, [1, 2, 4])])
def test_waits_are_spread_from_nothing_to_the_whole(chance: float, waited: list[float]) -> None:
    """Full jitter: threads that failed together do not come back together."""
    times: list[float] = []
    asked = session(Clock(), *[answer(500)] * 4, network=Network(delay=0), times=times, chance=chance)
    statuses(asked)
    assert [later - before for before, later in pairwise(times)] == waited


@pytest.mark.parametrize(
    ("status", "headers", "next_after"),
    [
        (200, ("x-rate-limit-remaining: 0", "x-rate-limit-reset: {:.0f}"), 40),
        (429, ("x-rate-limit-reset: {:.0f}",), 40),
        (429, ("Retry-After: 20", "x-rate-limit-reset: {:.0f}"), 20),
        (200, ("x-rate-limit-remaining: 3", "x-rate-limit-reset: {:.0f}"), 0),
        (200, ("x-rate-limit-remaining: 0", "x-rate-limit-reset: 99999999999"), 0),
        (200, ("x-rate-limit-remaining: 0", "x-rate-limit-reset: soon"), 0),
        (200, ("x-rate-limit-remaining: 0",), 0),
    ],
)
def test_xs_rate_limit_is_obeyed(status: int, headers: tuple[str, ...], next_after: float) -> None:
    times: list[float] = []
    stated = [line.format(NOON.timestamp() + 40) for line in headers]
    asked = session(Clock(), answer(status, *stated), answer(200), network=Network(retries=0, delay=0), times=times)
    statuses(asked)
    assert statuses(asked) == [200]
    assert times == [1000, 1000 + next_after]


def test_a_limit_that_lasts_longer_than_a_run_waits_is_no_wait() -> None:
    stated = f"x-rate-limit-reset: {NOON.timestamp() + 900:.0f}"
    asked = session(Clock(), answer(429, stated))
    assert statuses(asked) == [429]
    assert statuses(asked) == [Failure.RATE_LIMITED]


def test_a_host_that_wishes_it_is_asked_more_slowly_whatever_for() -> None:
    clock = Clock()
    times: list[float] = []
    network = Network(delay=1, limits=(), retries=0)
    asked = session(clock, *[answer(200)] * 4, network=network, times=times)
    list(asked.attempts(ask("https://news.example/robots.txt")))
    asked.slow_down("https://news.example/a", 7)
    asked.slow_down("https://news.example/a", 2)
    for url in ("https://news.example/a", "https://news.example/b", "https://other.example/"):
        list(asked.attempts(ask(url)))
    assert [round(after - before) for before, after in pairwise(times)] == [7, 7, 0]
