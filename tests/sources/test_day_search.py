from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.exchanges import says, web
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import SNOWFLAKE_EPOCH, StatusId
from tweetarchive.sources.day_search import (
    STEP,
    Candidate,
    Memento,
    candidates_in,
    day_searches,
    numbers_of,
    read_candidate,
)
from tweetarchive.sources.syndication import Syndication

DAY = date(2019, 10, 13)
NUMBER = "1183347177645227129"  # 2019-10-13T11:42:07Z


def snowflake(at: datetime) -> int:
    return (at - SNOWFLAKE_EPOCH) // timedelta(milliseconds=1) << 22


def copy(number: str, kind: str = "text/html", handle: str = "mustefabali") -> Memento:
    page = f"https://twitter.com/{handle}/status/{number}"
    return Memento(timestamp="20191014000000", original=page, url=page, raw_url=page, content_type=kind, status=200)


@given(st.dates(date(2010, 11, 15), date(2060, 1, 1)), st.integers(-12 * 60, 14 * 60), st.integers(0, 86399))
def test_every_moment_of_a_day_in_every_zone_is_searched_and_few_searches_do(
    day: date, offset: int, second: int
) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second) - timedelta(minutes=offset)
    number = snowflake(moment)
    searched = [parse_qs(urlsplit(url).query)["url"][0].rpartition("/")[2] for url in day_searches("a", day)]
    assert any(str(number).startswith(prefix) for prefix in searched)
    assert len(searched) <= 4
    low, high = numbers_of(day) or (0, 0)
    assert low <= number < high
    assert high - low < STEP


def test_both_hosts_are_searched_the_old_one_first() -> None:
    asked = [parse_qs(urlsplit(url).query)["url"][0] for url in day_searches("mustefabali", DAY)]
    assert asked == [f"{host}/mustefabali/status/{n}" for host in ("twitter.com", "x.com") for n in (1182, 1183)]


@pytest.mark.parametrize("day", [date(2009, 6, 1), date(2010, 11, 4), date(1, 1, 1), date(9999, 12, 31)])
def test_numbers_without_a_clock_are_not_searched(day: date) -> None:
    assert day_searches("mustefabali", day) == ()


def test_candidates_are_those_of_the_day_its_utc_day_and_json_first() -> None:
    evening = str(snowflake(datetime(2019, 10, 12, 20, tzinfo=UTC)))
    other_day, longer = str(snowflake(datetime(2019, 10, 16, tzinfo=UTC))), f"{NUMBER[:-1]}"
    later = str(int(NUMBER) + 1)
    found = [copy(evening, "application/json"), copy(NUMBER), copy(later, "application/json"), copy(other_day)]
    found += [copy(longer), copy(NUMBER, "warc/revisit")]
    assert [one.link.status_id for one in candidates_in(found, DAY)] == [later, NUMBER, evening]
    assert len(candidates_in(found, DAY)[1].mementos) == 2


def test_a_candidate_is_shown_by_x_or_else_by_a_copy_or_by_nobody() -> None:
    candidate = Candidate(link=Permalink(StatusId(NUMBER), "mustefabali"), mementos=(copy(NUMBER, "application/json"),))
    status = {"id_str": NUMBER, "text": "Kept", "user": {"screen_name": "mustefabali"}}
    held = Memento(
        timestamp="20191014000000",
        original="https://twitter.com/a/status/1",
        url="https://web.archive.org/web/20191014000000/https://twitter.com/a/status/1",
        raw_url="https://web.archive.org/web/20191014000000id_/https://twitter.com/a/status/1",
    )
    kept = Candidate(link=candidate.link, mementos=(held,))
    gone = web({"https://cdn.syndication": says("", 404), "https://web.archive.org": status})
    found = read_candidate(kept, gone, (Syndication(),))
    assert found is not None
    assert (found.text, found.source) == ("Kept", "web_archive")
    assert read_candidate(kept, web({}), (Syndication(),)) is None
    live = web({"https://cdn.syndication": {**status, "__typename": "Tweet", "text": "Live"}})
    found = read_candidate(kept, live, (Syndication(),))
    assert found is not None
    assert (found.text, found.source) == ("Live", "syndication")
