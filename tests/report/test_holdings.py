from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.holdings import NOON, holding
from tests.report.reports import altered, matching
from tweetarchive.report.holdings import Lifetime, crossed, scope, section_of, survival

BORN = datetime(2015, 1, 1, tzinfo=UTC)
MONTH = timedelta(days=365.25 / 12)
AGES = st.integers(0, 120)


def life(*, seen: float | None = None, gone: float | None = None) -> Lifetime:
    return Lifetime(
        created_at=BORN,
        seen=None if seen is None else BORN + seen * MONTH,
        gone=None if gone is None else BORN + gone * MONTH,
    )


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://www.news.example/world/2019/10/storm", "news.example/world"),
        ("https://news.example/2019/10/14/world/storm.html", "news.example/world"),
        ("https://news.example/storm", "news.example"),
        ("https://news.example/%D0%BC%D0%B8%D1%80/storm", "news.example/мир"),
        ("file:///storm.html", ""),
        (None, ""),
        ("https://[broken/world/storm", ""),
    ],
)
def test_the_section_is_the_first_part_of_the_address_that_is_a_name(url: str | None, section: str) -> None:
    assert section_of(url) == section


def test_embeds_are_counted_by_two_of_their_sides() -> None:
    held = [holding(), holding(altered()), holding(matching(), url="https://other.example/a/b")]
    table = crossed(held, lambda one: one.section, lambda one: one.verdict.value)
    assert table == {"news.example/world": {"match": 1, "mismatch": 1}, "other.example/a": {"match": 1}}


def test_the_month_is_that_of_publication_and_else_that_of_the_copy() -> None:
    assert holding(published=datetime(2018, 3, 1, tzinfo=UTC)).month == "2018-03"
    assert holding(published=None).month == f"{NOON:%Y-%m}"
    assert holding(published=None, captured_at=None).month == ""


def test_the_scope_tells_one_from_many() -> None:
    assert scope([holding()]) == "1 embed of 1 tweet in 1 article"
    assert scope([]) == "0 embeds of 0 tweets in 0 articles"


def test_tweets_that_were_all_seen_are_all_left() -> None:
    lives = survival([life(seen=3), life(seen=12)])
    assert (lives.tweets, lives.gone) == (2, 0)
    assert lives.shares == pytest.approx([1.0] * len(lives.shares))


def test_a_tweet_goes_between_the_last_look_that_saw_it_and_the_first_that_did_not() -> None:
    shares = survival([life(seen=2, gone=5), life(seen=24)]).shares
    assert shares[1] == pytest.approx(1.0)
    assert shares[5] == pytest.approx(0.5, abs=0.01)
    assert shares[-1] == pytest.approx(0.5, abs=0.01)


def test_what_nobody_ever_saw_or_missed_says_nothing() -> None:
    assert survival([life()]).tweets == 0


def test_what_was_seen_every_month_is_counted_as_it_was() -> None:
    shares = survival([life(seen=1, gone=1), life(seen=2, gone=2), life(seen=3, gone=3), life(seen=30)]).shares
    assert [round(share, 2) for share in shares[:5]] == [1.0, 0.75, 0.5, 0.25, 0.25]


@settings(deadline=None)
@given(st.lists(st.tuples(AGES, st.none() | AGES), max_size=30))
def test_shares_never_rise_and_stay_between_nothing_and_all(ages: list[tuple[int, int | None]]) -> None:
    lives = survival([life(seen=seen, gone=None if more is None else seen + more) for seen, more in ages])
    assert all(0 <= later <= earlier + 1e-9 <= 1 + 2e-9 for earlier, later in zip((1.0, *lives.shares), lives.shares))  # noqa: B905  # pairs
