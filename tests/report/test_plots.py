from __future__ import annotations

import re

from tweetarchive.report.plots import falling, stacked


def test_a_bar_is_as_long_as_its_share_of_the_longest_and_the_figures_stand_beside_it() -> None:
    drawn = stacked("t", "n", "year", {"2019": {"live": 30, "deleted": 10}, "2020": {"live": 20}}, ("live", "deleted"))
    assert re.findall(r'width="([\d.]+)" height="10"', drawn) == ["75.00", "25.00", "50.00"]
    assert re.findall(r"<td>(\d*)</td>", drawn.partition("<tbody>")[2]) == ["30", "10", "20", ""]


def test_columns_that_nobody_is_in_are_left_out() -> None:
    assert "deleted" not in stacked("t", "n", "year", {"2019": {"live": 1}}, ("live", "deleted"))


def test_names_cannot_be_mark_up() -> None:
    assert "<b>" not in stacked("t", "n", "section", {"<b>": {"live": 1}}, ("live",))


def test_nothing_to_show_is_said() -> None:
    assert "Nothing to show yet" in stacked("t", "n", "year", {}, ("live",))
    assert "Nothing to show yet" in falling("t", "n", ())


def test_a_line_falls_as_its_shares_do() -> None:
    (points,) = re.findall(r'points="([^"]+)"', falling("t", "n", (1.0, 0.5, 0.25)))
    heights = [float(corner.split(",")[1]) for corner in points.split()]
    assert heights[0] == heights[1] < heights[2] < heights[3]
    assert "25%" in falling("t", "n", (1.0, 0.25))
