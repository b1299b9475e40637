from __future__ import annotations

import logging

import pytest

from tests.archive.test_session import URL, Answer, Clock, answer, failure, session, statuses
from tweetarchive.archive.breaker import FAILURES, LONGEST_REST, REST, Breaker
from tweetarchive.archive.network import Network
from tweetarchive.archive.wire import Ask
from tweetarchive.model.capture import Purpose, Request
from tweetarchive.model.errors import Failure

HOST = "web.archive.org"
SHUT = ["left_alone"]
ONCE = Network(retries=0, delay=0, limits=())


def shut(clock: Clock, breaker: Breaker) -> None:
    for _ in range(FAILURES):
        assert breaker.lets_through(HOST)
        breaker.count(HOST, failed=True)


@pytest.mark.parametrize(
    "bad",
    [answer(429), answer(503), answer(401), answer(402), failure(Failure.CONNECTION_REFUSED), failure(Failure.TLS)],
)
def test_a_host_that_fails_again_and_again_is_left_alone_and_the_others_are_not(bad: Answer) -> None:
    asked = session(Clock(), *[bad] * FAILURES, answer(200), network=ONCE)
    for _ in range(FAILURES):
        assert statuses(asked) != SHUT
    assert statuses(asked) == SHUT
    assert statuses(asked, "https://elsewhere.example/") == [200]


@pytest.mark.parametrize("fine", [200, 301, 403, 404, 410])
def test_an_answer_in_between_sets_the_count_back(fine: int) -> None:
    answers = [*[answer(500)] * (FAILURES - 1), answer(fine), *[answer(500)] * FAILURES]
    asked = session(Clock(), *answers, network=ONCE)
    assert SHUT not in [statuses(asked) for _ in answers]
    assert statuses(asked) == SHUT


def test_attempts_of_one_question_count_once() -> None:
    asked = session(Clock(), *[answer(500)] * 8, answer(200), network=Network(retries=7, delay=0))
    statuses(asked)
    assert statuses(asked) == [200]


def test_what_the_user_named_is_asked_for_in_any_case() -> None:
    asked = session(Clock(), *[answer(500)] * (FAILURES + 3), network=ONCE)
    for _ in range(FAILURES + 3):
        assert len(list(asked.attempts(Ask(Request(URL, Purpose.SOURCE))))) == 1


def test_after_its_rest_one_question_is_let_through_and_the_rest_grows_while_it_fails() -> None:
    clock = Clock()
    breaker = Breaker(lambda: clock.now)
    shut(clock, breaker)
    rest = REST
    for _ in range(9):
        assert not breaker.lets_through(HOST)
        clock.now += rest
        assert breaker.lets_through(HOST)
        assert not breaker.lets_through(HOST)  # who comes meanwhile goes on waiting
        breaker.count(HOST, failed=True)
        rest = min(rest * 2, LONGEST_REST)


def test_a_host_that_is_well_again_is_asked_as_ever(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    clock = Clock()
    breaker = Breaker(lambda: clock.now)
    shut(clock, breaker)
    assert not breaker.lets_through(HOST)
    clock.now += REST
    assert breaker.lets_through(HOST)
    breaker.count(HOST, failed=False)
    assert breaker.lets_through(HOST)
    assert breaker.lets_through(HOST)
    assert caplog.messages == [
        "web.archive.org failed 5 times in a row; it is left alone for 5 minutes",
        "web.archive.org failed 5 times in a row; requests not made there: 1, each among the problems",
    ]
    breaker.close()
    assert len(caplog.messages) == 2
