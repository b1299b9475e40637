from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tweetarchive.report.lifetimes import Lifetime, survival

BORN = datetime(2015, 1, 1, tzinfo=UTC)
MONTH = timedelta(days=365.25 / 12)
AGES = st.integers(0, 120)


def life(*, seen: float | None = None, gone: float | None = None) -> Lifetime:
    return Lifetime(
        created_at=BORN,
        seen=None if seen is None else BORN + seen * MONTH,
        gone=None if gone is None else BORN + gone * MONTH,
    )


def test_tweets_that_were_all_seen_are_all_left() -> None:
    lives = survival([life(seen=3), life(seen=12)])
    assert (lives.tweets, lives.gone) == (2, 0)
    assert lives.at_least == lives.at_most == pytest.approx([1.0] * 13)


def test_between_the_last_look_that_saw_it_and_the_first_that_did_not_nothing_tells_when_it_went() -> None:
    lives = survival([life(seen=2, gone=5), life(seen=24)])
    assert (lives.at_least[1], lives.at_most[1]) == pytest.approx((1.0, 1.0))
    assert [(lives.at_least[month], lives.at_most[month]) for month in (2, 3, 4)] == [pytest.approx((0.5, 1.0))] * 3
    assert (lives.at_least[5], lives.at_most[5]) == pytest.approx((0.5, 0.5))
    assert lives.at_most[-1] == pytest.approx(0.5)


def test_where_intervals_overlap_they_go_where_all_of_them_do() -> None:
    lives = survival([life(seen=1, gone=6), life(seen=4, gone=9), life(seen=30)])
    assert lives.at_least[3] == pytest.approx(1.0)
    assert (lives.at_least[4], lives.at_most[4]) == pytest.approx((1 / 3, 1.0))
    assert lives.at_most[6] == pytest.approx(1 / 3)


def test_a_tweet_is_under_observation_to_the_last_age_at_which_anything_is_known_of_it() -> None:
    lives = survival([life(seen=2, gone=5), life(seen=1)])
    assert lives.watched == (2, 2, 1, 1, 1, 1)


def test_what_nobody_ever_saw_or_missed_says_nothing() -> None:
    assert survival([life()]).tweets == 0
    assert survival([]).watched == ()


def test_what_was_seen_every_month_is_counted_as_it_was() -> None:
    lives = survival([life(seen=1, gone=1), life(seen=2, gone=2), life(seen=3, gone=3), life(seen=30)])
    assert [round(share, 2) for share in lives.at_most[:5]] == [1.0, 0.75, 0.5, 0.25, 0.25]
    assert lives.at_least == pytest.approx(lives.at_most)


@settings(deadline=None)
@given(st.lists(st.tuples(AGES, st.none() | AGES), max_size=30))
def test_shares_never_rise_and_the_least_is_never_above_the_most(ages: list[tuple[int, int | None]]) -> None:
    lives = survival([life(seen=seen, gone=None if more is None else seen + more) for seen, more in ages])
    for shares in (lives.at_least, lives.at_most):
        assert all(0 <= later <= earlier + 1e-9 for earlier, later in pairwise((1.0, *shares)))
    assert all(least <= most + 1e-9 for least, most in zip(lives.at_least, lives.at_most, strict=True))
    assert len(lives.at_most) + bool(not ages) >= len(lives.watched)
