"""The morning report as a message: what it keeps where there is little room, and what it lets nobody do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.console import Console

from tweetarchive.model.fate import Fate, Quoted, Sees, TweetNews
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.morning import Failed, Mismatch, Morning, Place, headline
from tweetarchive.report.morning_message import LONGEST, message, title_of
from tweetarchive.report.morning_page import morning_page
from tweetarchive.report.morning_text import render_morning
from tweetarchive.report.unmarked import clickable, unmarked

AT = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)


def news(number: int, *fates: Fate, misquoted: bool = False) -> TweetNews:
    quote = Quoted(
        url=f"https://news.example/{number}",
        title=f"Ferry {number}",
        place=0,
        file="a.warc.gz",
        text="No ferry before 7.",
        sees=Sees.TEXT_ONLY,
        verdict=Verdict.MISMATCH if misquoted else Verdict.MATCH,
        verdict_before=Verdict.MATCH,
        now="No ferry before 9." if misquoted else None,
    )
    return TweetNews(
        status_id=StatusId(str(1764984201016246272 + number)),
        handle="mira_quays",
        text=f"Ferry number {number} leaves.",
        at=AT,
        fates=fates,
        before=Availability.LIVE,
        state=Availability.DELETED if Fate.GONE in fates else Availability.LIVE,
        last_live=AT,
        words=None,
        misses=1,
        handle_before=None,
        text_before=None,
        quotes=(quote,),
    )


def report(*tweets: TweetNews, mismatches: int = 0, failures: int = 0, archives: str | None = None) -> Morning:
    place = Place(url="https://news.example/m", title="Quoted", file="a.warc.gz", embed=0, status_id="20")
    one = Mismatch(
        place=place, quoted="No ferry.", archived="A ferry.", outcome=None, changes=(), notes=(), is_new=True
    )
    failed = Failed(what="article", url="https://news.example/f", why="answers 503")
    return Morning(
        archives=archives,
        since=None,
        until=AT,
        visits={},
        embeds={},
        captures=0,
        asked={},
        mismatches=(one,) * mismatches,
        tweets=tweets,
        failures=(failed,) * failures,
    )


def shown(morning: Morning) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(render_morning(morning))
    return capture.get()


MANY = report(
    *(news(number, Fate.NOT_SEEN) for number in range(30)),
    *(news(number, Fate.EDITED, misquoted=number == 49) for number in range(40, 50)),
    *(news(number, Fate.GONE) for number in range(60, 63)),
    mismatches=40,
    failures=40,
)


def test_where_there_is_little_room_something_of_every_kind_is_told_and_the_rest_counted() -> None:
    said = message(MANY, page="https://intern.example/m")
    assert len(said) <= LONGEST
    for heading in ("Mismatches", "Tweets", "Failures"):
        assert f"\n{heading}\n- " in said
    assert said.count("- gone: ") == 3
    assert "tweetarchive card" in said
    assert said.endswith("All of it: https://intern.example/m")
    told = said.count("\n- “Quoted”")
    assert f"- and {40 - told} more\n" in said


def test_the_gravest_news_come_first_everywhere_and_what_is_left_out_is_counted_by_kind() -> None:
    said, terminal, page = message(MANY), shown(MANY), morning_page(MANY)
    for text, order in (
        (terminal, ("✘ gone", "✘ edited, misquoted", "≈ edited", "? not seen")),
        (page, ("</span> gone", "</span> edited, misquoted", "</span> edited<", "</span> not seen")),
    ):
        places = [text.index(one) for one in order]
        assert places == sorted(places)
    assert said.index("- gone: ") < said.index("- edited, misquoted: ")
    assert "and 23 more (23 not seen): --json and --html have all" in terminal
    assert "30 not seen" in said.split("- and ")[2]


def test_a_service_that_takes_little_gets_little() -> None:
    assert len(message(MANY, longest=600)) <= 600
    assert "Mismatches" in message(MANY, longest=600)


def test_a_gone_tweet_is_told_with_all_that_is_needed() -> None:
    said = message(report(news(1, Fate.GONE), archives="/srv/my tweets"))
    for needed in (
        "gone: https://x.com/mira_quays/status/1764984201016246273",
        "“Ferry number 1 leaves.”",
        "in “Ferry 1” https://news.example/1: readers see its words, without its pictures",
        "tweetarchive card 1764984201016246273 --archives '/srv/my tweets'",
    ):
        assert needed in said


def test_the_title_names_an_archive_that_is_not_the_usual_one() -> None:
    assert title_of(report(failures=1)) == "tweetarchive: 1 failure"
    assert title_of(report(failures=1, archives="/srv/harbour")) == "tweetarchive (harbour): 1 failure"
    assert headline(report(failures=1, archives="/srv/harbour")) == "1 failure"


@pytest.mark.parametrize(
    ("written", "harmful"),
    [
        ("ping @everyone", "@everyone"),
        ("ping <!channel>", "<!channel>"),
        ("ping <@U123> <users/all>", "<users"),
        ("[win](https://evil.example)", "]("),
        ("![x](https://evil.example/i.png)", "]("),
        ("[a]: https://evil.example", "]:"),
        ("so *now* and **now**", "*"),
        ("so _now_ and __now__", "_now"),
        ("~~gone~~ `code`", "~"),
        ("<b>bold</b>", "<b>"),
        ("\x1b[31mred\nnext", "\n"),
    ],
)
def test_words_of_others_lose_their_power(written: str, harmful: str) -> None:
    safe = unmarked(written, 200)
    assert harmful not in safe


def test_words_of_others_stay_as_they_are_read() -> None:
    assert unmarked("mira_quays, 3 < 5 & 7 [sic] 50 %", 200) == "mira_quays, 3 < 5 & 7 [sic] 50 %"
    assert unmarked("a" * 30, 10) == f"{'a' * 9}…"
    assert unmarked("\u0645\u064a\u0646\u0627\u0621", 9) == "\u2068\u0645\u064a\u0646\u0627\u0621\u2069"


def test_an_address_stays_one_that_is_clicked_and_calls_nobody() -> None:
    assert clickable("https://news.example/2024/a_b?x=1&y=2#z") == "https://news.example/2024/a_b?x=1&y=2#z"
    assert clickable("https://news.example/@here/*a*(1)") == "https://news.example/%40here/%2Aa%2A%281%29"
    assert clickable("javascript:alert(1) @here") == "javascript:alert(1) @\u200bhere"


def test_lines_of_a_tweet_stay_lines_and_each_is_isolated_once() -> None:
    arabic = "\u0645\u064a\u0646\u0627\u0621\n\u063a\u062f\u0627"
    morning = report(replace(news(1, Fate.GONE), text=arabic))
    terminal, page = shown(morning), morning_page(morning)
    assert terminal.count("\u2067") == terminal.count("\u2069") == 2
    assert f"<blockquote dir=auto>{arabic}</blockquote>" in page
    assert ".judged > blockquote, .words { white-space: pre-line; }" in page
