from __future__ import annotations

import logging

import pytest

from tests.archive.test_session import Clock, answer, session, statuses
from tweetarchive.archive.budget import EVERYBODY, Budget
from tweetarchive.archive.network import Network

API = "https://api.x.com/2/tweets"


def test_a_host_is_asked_no_more_often_than_its_budget_and_the_others_are() -> None:
    budget = Budget({"api.x.com": 2})
    assert [budget.spend(f"{API}/{number}", begins=False) for number in (1, 2)] == [None, None]
    assert budget.spend(f"{API}/3", begins=False) == "the budget of 2 requests to api.x.com is used up"
    assert budget.spend("https://news.example/", begins=True) is None
    assert not budget.is_spent


def test_a_request_for_many_tweets_costs_as_many_and_is_made_whole_or_not_at_all() -> None:
    budget = Budget({"api.x.com": 3})
    assert budget.spend(f"{API}?ids=1,2", begins=False) is None
    assert budget.spend(f"{API}?ids=3,4", begins=False) is not None
    assert budget.spend(f"{API}?ids=3", begins=False) is None


def test_nothing_is_begun_beyond_the_budget_and_what_is_under_way_is_finished() -> None:
    budget = Budget({EVERYBODY: 1})
    assert budget.spend("https://news.example/a", begins=True) is None
    assert budget.is_spent
    assert budget.spend("https://cdn.example/a.jpg", begins=False) is None
    assert budget.spend("https://news.example/b", begins=True) == "the budget of 1 requests is used up"


def test_every_attempt_costs_and_what_was_left_out_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    network = Network(retries=3, delay=0, limits=(), budgets=(("news.example", 2),))
    asked = session(Clock(), answer(503), answer(503), network=network)
    assert statuses(asked) == [503, 503, "budget"]
    assert statuses(asked) == ["budget"]
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        asked.close()
    told = "the budget of 2 requests to news.example is used up; requests not made: 2, each among the problems"
    assert caplog.messages == [told]
