from __future__ import annotations

import pytest

from tests.sources.conditions import CONDITIONS, PAGE, Condition, look, page
from tweetarchive.model.tweet import Availability


def test_the_page_of_conditions_says_what_the_tool_says() -> None:
    """Where this fails: `python -m tests.sources.conditions`, and read what has changed."""
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(written)


@pytest.mark.parametrize("condition", CONDITIONS, ids=[one.name for one in CONDITIONS])
def test_a_reason_is_only_given_where_an_answer_of_today_says_it(condition: Condition) -> None:
    found = look(condition)
    said = {one.availability for one in found.absences if one.memento is None}
    if found.availability not in (Availability.LIVE, Availability.UNKNOWN):
        assert found.availability in said
    if condition.name.startswith("live"):
        assert found.availability is Availability.LIVE


def test_every_state_is_met() -> None:
    assert {look(one).availability for one in CONDITIONS} == set(Availability)
