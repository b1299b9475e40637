from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tweetarchive.archive.ledger_rows import ArticleRow
from tweetarchive.nightly.listed import Listed
from tweetarchive.nightly.plan import Left, Planned, Reason, Selection, interval, plan

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
URL = "https://news.example/a"


def row(**more: Any) -> ArticleRow:
    seen = NOW - timedelta(days=1)
    return ArticleRow(**{"id": 1, "key": "news.example/a", "url": URL, "first_seen": seen, "last_visit": seen} | more)


def decide(listed: Listed, known: ArticleRow | None, *, going_on: datetime | None = None, **selection: Any) -> Any:
    [one] = plan([listed], lambda _: known, Selection(**selection), NOW, going_on_since=going_on)
    return one.decision


def test_what_a_failed_source_left_incomplete_is_done_again_on_another_night() -> None:
    def decided(known: ArticleRow, listed: Listed = Listed(URL, None, days(200))) -> Any:  # noqa: B008
        [one] = plan([listed], lambda _: known, Selection(), NOW, incomplete={1})
        return one.decision

    assert decided(row()) is Reason.INCOMPLETE
    assert decided(row(id=2)) is Left.UNCHANGED
    assert decided(row(last_visit=NOW - timedelta(hours=2))) is Left.UNCHANGED
    assert decided(row(lastmod="2025-01-01"), Listed(URL, "2025-01-02")) is Reason.CHANGED


def days(number: float) -> datetime:
    return NOW - timedelta(days=number)


@pytest.mark.parametrize(
    ("listed", "known", "decision"),
    [
        (Listed(URL), None, Reason.NEW),
        (Listed(URL), row(last_visit=None), Reason.NEW),
        (Listed(URL), row(), Reason.DUE),
        (Listed(URL), row(last_visit=NOW - timedelta(hours=2)), Left.UNCHANGED),
        (Listed(URL, "2026-11-21"), row(lastmod="2026-11-20"), Reason.CHANGED),
        (Listed(URL, "2026-11-21"), row(last_visit=NOW, lastmod="2026-11-20"), Reason.CHANGED),
        (Listed(URL, "2025-01-01"), row(lastmod="2025-01-01"), Left.UNCHANGED),
        (Listed(URL, "2025-01-01T00:00:00Z"), row(lastmod="2025-01-01"), Left.UNCHANGED),
        (Listed(URL, "2025-01-01"), row(lastmod="2025-01-01", last_visit=days(100)), Reason.DUE),
        (Listed(URL, "nonsense"), row(lastmod="nonsense", last_visit=NOW), Left.UNCHANGED),
        (Listed(URL, "rubbish"), row(lastmod="nonsense", last_visit=NOW), Reason.CHANGED),
        (Listed(URL), row(failures=1), Reason.FAILED),
        (Listed(URL), row(failures=1, last_visit=None), Reason.FAILED),
        (Listed(URL, None, days(200)), row(failures=9), Left.UNCHANGED),
        (Listed(URL), row(last_visit=NOW + timedelta(days=3000)), Reason.CLOCK),
    ],
)
def test_what_is_visited_and_why(listed: Listed, known: ArticleRow | None, decision: Reason | Left) -> None:
    assert decide(listed, known) == decision


def test_all_means_all_but_what_the_interrupted_run_did() -> None:
    assert decide(Listed(URL), row(last_visit=NOW), everything=True) == Reason.ALL
    started = NOW - timedelta(hours=1)
    assert decide(Listed(URL), row(last_visit=NOW), everything=True, going_on=started) == Left.DONE
    assert decide(Listed(URL), row(last_visit=days(2)), everything=True, going_on=started) == Reason.ALL


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        ({"include": re.compile("/b$")}, Left.EXCLUDED),
        ({"exclude": re.compile("/a$")}, Left.EXCLUDED),
        ({"include": re.compile("/a$"), "exclude": re.compile("/b$")}, Reason.NEW),
        ({"since": days(1)}, Left.OUT_OF_TIME),
        ({"since": days(3)}, Reason.NEW),
        ({"until": days(2)}, Left.OUT_OF_TIME),
        ({"until": days(1)}, Reason.NEW),
    ],
)
def test_the_user_may_select(selection: dict[str, Any], left: Reason | Left) -> None:
    assert decide(Listed(URL, None, days(2)), None, **selection) == left


def test_an_article_of_which_no_time_is_known_is_never_left_for_it() -> None:
    assert decide(Listed(URL), None, since=NOW, until=days(1)) == Reason.NEW


def test_one_article_is_visited_once_however_often_it_is_listed() -> None:
    twice = [Listed(URL), Listed("http://www.news.example/a/?utm_source=x")]
    assert [one.decision for one in plan(twice, lambda _: None, Selection(), NOW)] == [Reason.NEW, Left.REPEATED]


def test_entries_of_one_article_are_read_together() -> None:
    offered = [Listed(URL), Listed(f"{URL}#x", "2026-11-21", days(3), "A ferry"), Listed(URL, "2026-11-20")]
    known = row(lastmod="2026-11-20", last_visit=NOW)
    for entries in (offered, offered[::-1]):
        first, *others = plan(entries, lambda _: known, Selection(), NOW)
        assert first.decision is Reason.CHANGED
        assert (first.listed.lastmod, first.listed.published, first.listed.title) == ("2026-11-21", days(3), "A ferry")
        assert [one.decision for one in others] == [Left.REPEATED, Left.REPEATED]


def test_what_may_not_be_visited_is_passed_over_under_a_limit() -> None:
    offered = [Listed(f"https://news.example/{number}", None, days(number)) for number in range(4)]

    def heed(planned: Planned) -> Planned:
        return replace(planned, decision=Left.DISALLOWED) if planned.listed.url.endswith("/0") else planned

    planned = plan(offered, lambda _: None, Selection(limit=1), NOW, heed=heed)
    assert [(one.key[-1], one.decision) for one in planned] == [
        ("1", Reason.NEW),
        ("0", Left.DISALLOWED),
        ("2", Left.BEYOND_LIMIT),
        ("3", Left.BEYOND_LIMIT),
    ]


def test_what_another_site_listed_before_is_not_visited_again() -> None:
    seen: set[str] = set()
    assert [one.decision for one in plan([Listed(URL)], lambda _: None, Selection(), NOW, seen=seen)] == [Reason.NEW]
    [again] = plan([Listed(URL)], lambda _: None, Selection(), NOW, seen=seen)
    assert again.decision is Left.REPEATED


def test_the_newest_comes_first_and_the_failed_last() -> None:
    known = {"https://news.example/failed": row(failures=1)}
    offered = [
        Listed("https://news.example/failed", None, NOW),
        Listed("https://news.example/undated"),
        Listed("https://news.example/old", "2020-01-01"),
        Listed("https://news.example/new", None, days(1)),
    ]
    planned = plan(offered, known.get, Selection(limit=3), NOW)
    assert [one.listed.url.rpartition("/")[2] for one in planned] == ["new", "old", "undated", "failed"]
    assert planned[-1] == Planned(offered[0], "news.example/failed", Left.BEYOND_LIMIT, known[offered[0].url])


def test_old_articles_are_looked_at_seldom_and_not_all_at_once() -> None:
    assert interval("a", days(1), NOW) < timedelta(days=1)
    spread = {interval(str(key), days(900), NOW) for key in range(100)}
    assert len(spread) > 50
    assert timedelta(days=45) <= min(spread)
    assert max(spread) <= timedelta(days=75)
    assert interval("a", days(30), NOW) < timedelta(days=9)
