from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.report.holdings import holding, quotation
from tests.report.reports import judged, matching
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.holdings_plots import overview
from tweetarchive.report.states import GROUPS


def links(drawn: str) -> list[str]:
    return re.findall(r'<a href="#([^"]+)">', drawn)


def test_the_overall_line_tells_counts_and_shares() -> None:
    held = [*[holding()] * 5, holding(now=Availability.DELETED), holding(now=Availability.WITHHELD)]
    assert "5 of 7 still on X, 71 %; 1 deleted, 14 %; 1 restricted, 14 %." in overview(held, [])


@pytest.mark.parametrize("state", list(Availability))
def test_every_state_has_a_column(state: Availability) -> None:
    assert f"{GROUPS[state].value}</th>" in overview([holding(now=state)], [])


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.NO_EMBEDS])
def test_every_verdict_has_a_column(verdict: Verdict) -> None:
    assert f"{verdict.value.replace('_', ' ')}</th>" in overview([holding(replace(matching(), verdict=verdict))], [])


def test_a_row_is_a_link_that_sets_the_filters_to_it_also_where_nobody_knows() -> None:
    nameless = judged(Verdict.UNCHECKABLE, text=None, tweet=None, status_id=None)
    undated = holding(replace(nameless, embed=replace(nameless.embed, date=None)), url=None, captured_at=None)
    assert links(overview([undated], [])) == [
        "kind=embed&amp;year=-",
        "kind=embed&amp;month=-",
        "kind=embed&amp;section=-",
    ]


def test_the_newest_month_comes_first() -> None:
    held = [holding(published=datetime(2019, month, 1, tzinfo=UTC)) for month in (3, 11, 7)]
    months = [one for one in links(overview(held, [])) if "month" in one]
    assert months == [f"kind=embed&amp;month=2019-{month}" for month in ("11", "07", "03")]


def test_sections_beyond_a_screenful_are_one_row() -> None:
    held = [holding(url=f"https://news.example/part{at}/storm") for at in range(34)]
    drawn = overview(held, [])
    assert len([one for one in links(drawn) if "section" in one]) == 30
    assert "4 others" in drawn


def test_quotations_in_the_running_text_are_not_counted_as_embeds() -> None:
    assert "1 of 1 still on X" in overview([holding(), quotation(tied=holding())], [])
