from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.exchanges import says, web, written
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import RateLimited, SourceFormatError
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Availability, StatusId, Tweet
from tweetarchive.sources.lookup import gather
from tweetarchive.sources.memento import fetch_memento
from tweetarchive.sources.web_archive import WebArchive, find_mementos, parse_index, search_url

SEARCH = "https://web.archive.org/cdx/search/cdx?url=twitter.com%2Fharbour_watch%2F"
ANY_SEARCH = "https://web.archive.org/cdx/"
COPY = "https://web.archive.org/web/"
NUMBER = StatusId("1123837019550646272")
LINK = Permalink(NUMBER, "harbour_watch")
PAGE = f"https://twitter.com/harbour_watch/status/{NUMBER}"
LEGACY = written("pages/legacy-desktop-turkish-interface-ancestor-quote-and-reply.html")
SHELL = says(written("pages/shell-that-javascript-would-fill.html"), content_type="text/html")
NAMES = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def index(*rows: tuple[str, str, str, str, str, str]) -> str:
    return json.dumps([NAMES, *rows])


def row(day: str, kind: str = "text/html", status: str = "200", *, url: str = PAGE, size: int = 9000) -> Any:
    return (f"201905{day}000000", url, kind, status, f"DIGEST{day}{kind}", str(size))


def test_the_index_is_asked_for_everything_below_a_tweet_and_for_an_article_alone() -> None:
    assert "matchType=prefix" in search_url(PAGE)
    assert "url=twitter.com%2Fharbour_watch%2Fstatus%2F" in search_url(PAGE)
    assert "matchType" not in search_url("https://news.example/a?b=1")
    assert "url=https%3A%2F%2Fnews.example%2Fa%3Fb%3D1" in search_url("https://news.example/a?b=1")


def test_copies_come_oldest_first_and_longer_numbers_are_dropped() -> None:
    rows = index(row("03"), row("01", url=f"{PAGE}?s=20"), row("02", url=f"{PAGE}9"))
    found = find_mementos(PAGE, web({SEARCH: rows}))
    assert [one.timestamp for one in found] == ["20190501000000", "20190503000000"]
    assert found[1].url == f"{COPY}20190503000000/{PAGE}"
    assert found[1].raw_url == f"{COPY}20190503000000id_/{PAGE}"
    assert (found[1].status, found[1].at.isoformat()) == (200, "2019-05-03T00:00:00+00:00")


@pytest.mark.parametrize("body", [b"", b"[]", b"[]\n", b'[["timestamp","original"]]'])
def test_no_copies_are_no_copies(body: bytes) -> None:
    assert parse_index(body) == ()


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[1]", b'[["a"],["b"]]', b'"x"'])
def test_another_answer_of_the_index_is_refused(body: bytes) -> None:
    with pytest.raises(SourceFormatError):
        parse_index(body)


def test_senseless_rows_are_left_out() -> None:
    rows = [NAMES, ["2019"], ["20199901000000", PAGE], [None, None], ["20190501000000", PAGE, None, "-", 7, "x"]]
    (found,) = parse_index(json.dumps(rows).encode())
    assert (found.status, found.length, found.content_type) == (None, 0, "")


def test_the_raw_bytes_are_asked_and_the_copy_really_served_is_named() -> None:
    (memento,) = find_mementos(PAGE, web({SEARCH: index(row("01"))}))
    moved = says(status=302, location=f"{COPY}20190502000000id_/{PAGE}")
    copy = fetch_memento(memento, web({f"{COPY}20190501": moved, f"{COPY}20190502": LEGACY}))
    assert copy.memento == f"{COPY}20190502000000/{PAGE}"


def test_a_tweet_is_read_from_its_largest_page_and_knows_its_copy() -> None:
    rows = index(row("01", status="404"), row("02", "text/plain", "302"), row("03", size=39_000), row("04", size=400))
    found = WebArchive().ask(LINK, web({SEARCH: rows, f"{COPY}20190503": LEGACY})).statements[0]
    assert isinstance(found, Tweet)
    assert found.status_id == NUMBER
    assert found.source == "web_archive"
    assert found.memento == f"{COPY}20190503000000/{PAGE}"
    assert found.record is not None


def test_a_json_copy_is_preferred() -> None:
    rows = index(row("03", size=99_000), row("04", "application/json", size=500))
    status = {"id_str": NUMBER, "text": "From JSON", "user": {"screen_name": "harbour_watch"}}
    found = WebArchive().ask(LINK, web({SEARCH: rows, f"{COPY}20190504": status, f"{COPY}20190503": LEGACY}))
    assert isinstance(found.statements[0], Tweet)
    assert found.statements[0].text == "From JSON"


def test_a_shell_says_nothing_and_the_next_copy_is_read() -> None:
    rows = index(row("03", size=39_000), row("04", size=400))
    found = WebArchive().ask(LINK, web({SEARCH: rows, f"{COPY}20190503": SHELL, f"{COPY}20190504": LEGACY}))
    assert found.statements[0].status_id == NUMBER
    assert found.problems == ()


def test_only_unreadable_copies_state_nothing() -> None:
    found = WebArchive().ask(LINK, web({SEARCH: index(row("03")), COPY: SHELL, ANY_SEARCH: "[]"}))
    assert (found.statements, found.problems) == ((), ())


def test_an_archive_that_shuts_us_out_is_not_asked_again() -> None:
    asked: list[str] = []

    def shut(request: Request) -> Exception:
        return RateLimited("429", request=request, retry_after=60)

    answer = WebArchive().ask(LINK, web({ANY_SEARCH: shut}, asked))
    assert len(asked) == 1
    assert [one.why for one in answer.problems] == ["web_archive: no answer (rate limited)"]
    assert len(WebArchive().ask(LINK, web({ANY_SEARCH: says("", 429)}, asked)).problems) == 1
    assert len(asked) == 2


def test_a_copy_never_makes_a_tweet_live() -> None:
    found = WebArchive().ask(LINK, web({SEARCH: index(row("03")), f"{COPY}20190503": LEGACY}))
    assert gather(NUMBER, found.statements, resolved_by=None).availability is Availability.UNKNOWN
