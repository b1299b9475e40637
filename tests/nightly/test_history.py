from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tweetarchive.archive.ledger_rows import Observation
from tweetarchive.model.fate import Fate
from tweetarchive.model.tweet import Availability
from tweetarchive.nightly.history import next_due, steps

DAY = timedelta(days=1)
FIRST = datetime(2026, 11, 1, 3, tzinfo=UTC)


def seen(*states: str) -> list[Observation]:
    return [
        Observation(status_id="7", at=FIRST + number * DAY, file="a.warc.gz", availability=state)
        for number, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("states", "fates"),
    [
        (("live", "deleted"), (Fate.GONE,)),
        (("deleted",), ()),
        (("live", "not_found"), (Fate.NOT_SEEN,)),
        (("live", "unknown"), ()),
        (("live", "not_found", "live"), ()),
        (("deleted", "not_found"), ()),
        (("deleted", "not_found", "live"), (Fate.BACK,)),
        (("protected", "live"), (Fate.BACK,)),
        (("live", "not_found", "deleted"), (Fate.GONE,)),
        (("deleted", "protected"), (Fate.PROTECTED,)),
        (("not_found", "live"), ()),
    ],
)
def test_only_statements_change_a_state(states: tuple[str, ...], fates: tuple[Fate, ...]) -> None:
    assert steps(seen(*states))[-1].changes == fates


def test_misses_are_counted_and_failures_are_neither_for_nor_against() -> None:
    last = steps(seen("live", "not_found", "unknown", "not_found"))[-1]
    assert (last.state, last.misses, last.silent) == (Availability.LIVE, 2, 3)


@pytest.mark.parametrize(
    ("asked", "due"), [(0, 1), (1, 3), (2.5, 3), (3, 7), (7, 30), (29, 30), (30, 120), (120, 210)], ids=str
)
def test_the_schedule_is_dense_at_first_and_then_rare(asked: float, due: float) -> None:
    assert next_due(FIRST, FIRST + asked * DAY) == FIRST + due * DAY


@pytest.mark.parametrize(("silent", "due"), [(1, 41), (3, 41), (4, 130)])
def test_what_was_not_seen_is_asked_for_again_the_next_day_three_times(silent: int, due: int) -> None:
    assert next_due(FIRST, FIRST + 40 * DAY, silent=silent) == FIRST + due * DAY
