from __future__ import annotations

import re

import pytest

from tweetarchive.report.lifetimes import Survival
from tweetarchive.report.plots import FEWEST, falling, percent, stacked

COLUMNS = {"live": "good", "deleted": "bad", "gone": "open"}
TABLE = {"2019": {"live": 30, "deleted": 10}, "2020": {"live": 1500}}


def lives(least: tuple[float, ...], most: tuple[float, ...], *, gone: int = FEWEST, tweets: int = 40) -> Survival:
    return Survival(tweets, gone, least, most, tuple(range(tweets, tweets - len(most) - 1, -1)))


def figures(drawn: str) -> list[list[str]]:
    """Row by row: the count in all, then each count and its share."""
    rows = re.findall(r'<tr role="row">(<th role="rowheader".*?)</tr>', drawn)
    return [
        re.findall(r'class="total">([\d,]+)<', row)
        + [" ".join(one) for one in re.findall(r"</span> ([\d,]+) <small>(.*?)</small>", row)]
        for row in rows
    ]


def test_every_bar_is_whole_and_the_count_and_the_shares_stand_beside_it() -> None:
    drawn = stacked("t", "n", "year", TABLE, COLUMNS)
    assert re.findall(r'width="([\d.]+)" height="10"', drawn)[-3:] == ["75.00", "25.00", "100.00"]
    assert figures(drawn)[1:] == [["40", "30 75 %", "10 25 %"], ["1,500", "1,500 100 %", "0 0 %"]]


def test_the_first_row_is_all_of_them_unless_there_is_but_one() -> None:
    assert figures(stacked("t", "n", "year", TABLE, COLUMNS))[0] == ["1,540", "1,530 99 %", "10 1 %"]
    assert len(figures(stacked("t", "n", "year", {"2019": {"live": 1}}, COLUMNS))) == 1


def test_what_has_no_row_of_its_own_is_a_row_together() -> None:
    drawn = stacked("t", "n", "section", {"a": {"live": 5}}, COLUMNS, others=("12 others", {"deleted": 20}))
    assert "12 others</th>" in drawn
    assert figures(drawn) == [["25", "5 20 %", "20 80 %"], ["5", "5 100 %", "0 0 %"], ["20", "0 0 %", "20 100 %"]]


def test_columns_that_nobody_is_in_are_left_out() -> None:
    assert "deleted" not in stacked("t", "n", "year", {"2019": {"live": 1}}, COLUMNS)


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, "0 %"), (0, 9, "0 %"), (9, 9, "100 %"), (1, 3, "33 %"), (1, 900, "<1 %"), (899, 900, ">99 %")],
)
def test_a_share_is_never_told_as_nothing_or_all_where_it_is_neither(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == told


def test_names_cannot_be_mark_up() -> None:
    assert "<b>" not in stacked("t", "n", "section", {"<b>": {"live": 1}}, COLUMNS)


def test_nothing_to_show_is_said() -> None:
    assert "Nothing to show yet" in stacked("t", "n", "year", {}, COLUMNS)
    assert "Nothing to show yet" in falling("t", "n", Survival(0, 0, (), (), ()))


def test_a_curve_falls_at_the_end_of_a_month_and_is_a_band_where_nothing_decides() -> None:
    drawn = falling("t", "n", lives((1.0, 0.5, 0.5), (1.0, 1.0, 0.5)))
    (band,) = re.findall(r'class="band" points="([^"]+)"', drawn)
    upper, lower = re.findall(r'class="line" points="([^"]+)"', drawn)
    assert band.split() == upper.split() + lower.split()[::-1]
    heights = [[float(corner.split(",")[1]) for corner in line.split()] for line in (upper, lower)]
    assert heights[0] == sorted(heights[0])
    assert [above < below for above, below in zip(*heights, strict=True)] == [False] * 4 + [True] * 2 + [False]


def test_the_curve_has_a_table_of_what_it_shows() -> None:
    drawn = falling("t", "n", lives((1.0, *(0.5,) * 11), (1.0, *(0.8,) * 10, 0.5)))
    assert re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', drawn) == [
        ("1 month", "100 %", "39"),
        ("6 months", "50 to 80 %", "34"),
        ("1 year", "50 %", "28"),
    ]


def test_too_few_ends_are_told_and_not_drawn() -> None:
    drawn = falling("t", "n", lives((1.0, 0.9), (1.0, 1.0), gone=FEWEST - 1))
    assert "Too few to draw: 4 of 40 were found gone." in drawn
    assert "<svg" not in drawn
    assert "1 month" in drawn
