from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.test_session import NOON, Clock, answer, ask, statuses
from tweetarchive.archive.cool_down import FILE, CoolDowns
from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.network import Network
from tweetarchive.archive.session import PoliteSession, Unanswered
from tweetarchive.archive.wire import Ask

CDX = "https://web.archive.org/cdx/search/cdx?url=x.com"


def at(moment: datetime, folder: Path) -> CoolDowns:
    return CoolDowns(folder, lambda: moment)


def test_the_next_run_leaves_a_host_alone_until_its_time_is_over(tmp_path: Path) -> None:
    def run(minutes: int, *headers: str) -> list[object]:
        """One run: what came of one question about a copy, asked so many minutes after noon."""
        clock = Clock()
        session = PoliteSession(
            Network(retries=0),
            answer(429, *headers) if headers else answer(200),
            clock=lambda: clock.now,
            now=lambda: NOON + timedelta(minutes=minutes, seconds=clock.now - 1000),
            wait=clock.wait,
            archives=tmp_path,
        )
        return statuses(session, CDX)

    assert run(0, "Retry-After: 1800") == [429]
    assert run(5) == ["rate_limited"]
    assert run(28) == ["rate_limited"]
    assert run(30) == [200]


def test_a_429_that_names_no_time_is_obeyed_where_going_on_means_being_shut_out(tmp_path: Path) -> None:
    clock, times = Clock(), list[float]()

    def transport(one: Ask) -> WireExchange:
        times.append(clock.now)
        return answer(429)(one)

    session = PoliteSession(
        Network(retries=3),
        transport,
        clock=lambda: clock.now,
        now=lambda: NOON + timedelta(seconds=clock.now - 1000),
        wait=clock.wait,
        chance=lambda: 0.0,
        archives=tmp_path,
    )
    assert statuses(session, CDX) == [429, 429]  # after a minute once more, and then no more in this run
    assert times == [1000, 1060]
    (left_alone,) = session.attempts(ask("https://web.archive.org/web/2020id_/https://x.com/"))
    assert isinstance(left_alone, Unanswered)
    assert json.loads((tmp_path / FILE).read_text()) == {"web.archive.org": "2026-11-22T12:03:00.000+00:00"}


def test_two_runs_keep_one_pace_where_who_is_faster_is_blocked(tmp_path: Path) -> None:
    clock, times = Clock(), list[float]()

    def run() -> None:
        def transport(one: Ask) -> WireExchange:
            times.append(clock.now)
            return answer(200)(one)

        session = PoliteSession(
            Network(),
            transport,
            clock=lambda: clock.now,
            now=lambda: NOON + timedelta(seconds=clock.now),
            wait=clock.wait,
            archives=tmp_path,
        )
        for url in (CDX, "https://cdn.syndication.twimg.com/tweet-result?id=20"):
            statuses(session, url)
        session.close()

    run()
    run()
    assert times == [1000, 1000, 1002.5, 1002.5]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[1]",
        b'{"a": 1}',
        b'{"a": "soon"}',
        b'{"a": {}}',
        b"{" * 99999,
        b'{"a": "0001-01-01T00:00+23:00"}',
    ],
)
def test_a_file_that_cannot_be_read_stops_nothing_and_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    held = at(NOON, tmp_path)
    assert held.left() == {}
    held.keep("x.com", 60)
    assert at(NOON, tmp_path).left() == {"x.com": 60}


@given(st.timedeltas(timedelta(days=-9), timedelta(days=9)), st.floats(0, allow_nan=False))
def test_whatever_the_clock_did_nobody_waits_longer_than_a_day(jump: timedelta, seconds: float) -> None:
    with TemporaryDirectory() as folder:
        at(NOON, Path(folder)).keep("x.com", seconds)
        assert all(0 < left <= 86400 for left in at(NOON + jump, Path(folder)).left().values())


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    held = CoolDowns(tmp_path / "missing", lambda: datetime(2026, 11, 22, tzinfo=UTC))
    held.keep("x.com", 60)
    assert held.left() == {"x.com": 60}
