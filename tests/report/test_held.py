from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.report.holdings import NOON, article, bare, holding, quotation
from tests.report.reports import STATUS, WORDS, claim, judged, matching
from tweetarchive.model.tweet import StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.held import Kind, section_of


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://www.news.example/world/2019/10/storm", "news.example/world"),
        ("https://news.example/2019/10/14/world/storm.html", "news.example/world"),
        ("https://news.example/storm", "news.example"),
        ("https://news.example/storm/", "news.example"),
        ("https://news.example/2019/10/storm/", "news.example"),
        ("https://news.example/World/storm//", "news.example/world"),
        ("https://news.example/%D0%9C%D0%B8%D1%80/storm", "news.example/мир"),
        ("file:///storm.html", ""),
        (None, ""),
        ("https://[broken/world/storm", ""),
    ],
)
def test_the_section_is_the_first_part_of_the_address_that_is_a_name(url: str | None, section: str) -> None:
    assert section_of(url) == section


def test_the_month_is_that_of_publication_and_else_that_of_the_copy() -> None:
    assert article(published=datetime(2018, 3, 1, tzinfo=UTC)).month == "2018-03"
    assert article(published=None).month == f"{NOON:%Y-%m}"
    assert article(published=None, captured_at=None).month == ""


def test_a_tweet_that_no_source_dates_is_dated_by_its_number() -> None:
    made = StatusId(STATUS).created_at
    assert made is not None
    undated = holding(judged(Verdict.UNCHECKABLE, tweet=None))
    assert undated.created_at == made.replace(microsecond=0)
    assert undated.year == "2019"


def test_where_no_number_is_known_the_year_is_the_one_that_the_article_shows() -> None:
    nameless = judged(Verdict.UNCHECKABLE, tweet=None, status_id=None)
    assert (holding(nameless).created_at, holding(nameless).year) == (None, "2019")


def test_a_quotation_is_judged_beside_the_tweet_of_the_embed_it_is_tied_to() -> None:
    one = quotation(tied=holding())
    assert (one.kind, one.verdict, one.number) == (Kind.CLAIM, Verdict.MISMATCH, str(STATUS))
    assert (one.quoted, one.archived, one.handle) == ("closes on Monday", WORDS, "harbour")


def test_a_quotation_of_an_earlier_version_has_its_outcome_alone() -> None:
    one = quotation(claim(), tied=None)
    stated = {name: value for name, value in one.claim.items() if name not in ("check", "status_id")}
    earlier = type(one)(article=one.article, claim=stated, tied=None)
    assert earlier.checks["text"]["outcome"] == "identical"
    assert (earlier.number, earlier.name) == (None, "Harbour Office")


def test_a_problem_is_told_at_the_embed_whose_address_it_names_and_at_the_article_that_has_none() -> None:
    of_the_tweet = {"what": "media", "url": "https://pbs.twimg.com/media/A.jpg", "why": "not found"}
    of_the_number = {"what": "source", "url": f"https://x.com/i/status/{STATUS}", "why": "no answer"}
    of_the_page = {
        "what": "asset",
        "url": "https://news.example/style.css",
        "why": "https://news.example/style.css: 404",
    }
    nowhere = {"what": "link", "url": None, "why": "no number is shown"}
    problems = (of_the_tweet, of_the_number, of_the_page, nowhere)
    assert list(holding(problems=problems).problems) == [f"https://x.com/i/status/{STATUS}: no answer"]
    nameless = judged(Verdict.UNCHECKABLE, tweet=None, status_id=None)
    assert list(holding(nameless, problems=problems).problems) == ["no number is shown"]
    assert len(list(bare(problems=problems).problems)) == 4
    assert list(bare(problems=(of_the_page,)).problems) == ["https://news.example/style.css: 404"]


def test_an_article_without_either_is_what_its_article_is() -> None:
    one = bare()
    assert (one.kind, one.verdict, one.quoted, one.archived, one.year) == (
        Kind.ARTICLE,
        Verdict.NO_EMBEDS,
        None,
        None,
        "",
    )
    assert holding(matching()).kind is Kind.EMBED
