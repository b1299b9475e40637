from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.model.tweet import LARGEST_ID, LAST_SEQUENTIAL_ID, SNOWFLAKE_EPOCH, SourceName, StatusId, Tweet


@pytest.mark.parametrize("number", ["1", "20", "29700859247", "1183347177645227129", str(LARGEST_ID)])
def test_a_number_of_1_to_19_digits_is_a_status_id(number: str) -> None:
    assert StatusId(number) == number
    assert str(StatusId(number)) == number


@pytest.mark.parametrize(
    "number", ["", "0", "01", "-1", "+1", " 1", "1 ", "1e5", "1.0", "١٢٣", "１２", "²", "1" * 20, str(LARGEST_ID + 1)]
)
def test_anything_else_is_none(number: str) -> None:
    with pytest.raises(ValueError, match="not a tweet's number"):
        StatusId(number)


def test_an_id_holds_its_time_to_the_millisecond() -> None:
    moment = StatusId("1183347177645227129").created_at
    assert moment == datetime(2019, 10, 13, 11, 42, 7, 335000, tzinfo=UTC)


def test_sequential_ids_hold_no_time() -> None:
    assert StatusId("20").created_at is None
    assert StatusId(str(LAST_SEQUENTIAL_ID)).created_at is None
    assert StatusId(str(LAST_SEQUENTIAL_ID + 1)).created_at is not None


@given(st.integers(8_000, 2**41 - 1), st.integers(0, 2**22 - 1))
def test_every_snowflake_tells_its_millisecond(milliseconds: int, rest: int) -> None:
    assert StatusId(str(milliseconds << 22 | rest)).created_at == SNOWFLAKE_EPOCH + timedelta(milliseconds=milliseconds)


def test_the_address_shown_names_the_author_where_one_is_known() -> None:
    tweet = Tweet(status_id=StatusId("20"), handle="jack", text="x", source=SourceName.OEMBED)
    assert tweet.url == "https://x.com/jack/status/20"
    assert Tweet(status_id=StatusId("20"), handle=None, text="x", source=SourceName.OEMBED).url == (
        "https://x.com/i/status/20"
    )
