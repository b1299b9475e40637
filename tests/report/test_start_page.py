from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tweetarchive.model.report import StoredPage, StoredReport
from tweetarchive.report.start_page import start_page

ARTICLE = "https://news.example/ferry?a=1&b=2"
VIEW = f"https://tweetarchive.invalid/view/{ARTICLE}"
CARD = "https://tweetarchive.invalid/tweet/1183347177645227129"
REPORT: dict[str, Any] = {
    "article": {
        "source": ARTICLE,
        "url": ARTICLE,
        "title": "The <b>ferry</b> & the quay",
        "captured_at": "2026-11-22T14:31:05.123456Z",
    },
    "embeds": [
        {
            "embed": {"text": "It is back", "author_name": "Mira", "handle": "mira_quays"},
            "status_id": "1183347177645227129",
            "availability": "deleted",
            "tweet": {
                "status_id": "1183347177645227129",
                "text": "عاد \u202eالقارب",
                "author_name": "Mira Quays",
                "handle": "mira_quays",
            },
            "verdict": "mismatch",
        }
    ],
    "verdict": "mismatch",
    "problems": [{"what": "media"}],
}
PAGES = {ARTICLE: "20261122143105", VIEW: "20261122143107", CARD: "20261122143106"}


def shown(report: dict[str, Any] = REPORT, pages: dict[str, str] = PAGES, total: int = 1) -> str:
    return start_page([StoredReport(report, pages)], (), total=total, root="tweets/")


def test_article_view_and_cards_are_linked_each_at_its_own_moment() -> None:
    page = shown()
    for moment, address in (("20261122143105", ARTICLE), ("20261122143107", VIEW), ("20261122143106", CARD)):
        assert f'href="tweets/{moment}/{address.replace("&", "&amp;")}"' in page
    assert "captured 2026-11-22 14:31 UTC · 1 problem" in page
    assert "gone from X: deleted" in page


def test_what_is_not_held_is_not_linked() -> None:
    page = shown(pages={})
    assert "tweets/2026" not in page
    assert "عاد" in page


def test_foreign_words_are_words_and_no_script_runs() -> None:
    page = shown()
    assert "The &lt;b&gt;ferry&lt;/b&gt; &amp; the quay" in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert "<script" not in page


@pytest.mark.parametrize("broken", ["article", "embeds", "verdict", "problems"])
@pytest.mark.parametrize("value", [None, 7, "x", {"url": 1}, [None]])
def test_a_report_of_another_shape_is_passed_over(broken: str, value: object) -> None:
    page = start_page(
        [StoredReport({**deepcopy(REPORT), broken: value}, PAGES), StoredReport(REPORT, PAGES)],
        (),
        total=2,
        root="tweets/",
    )
    assert page.count('<article class="judged mismatch"') in (1, 2)


def test_only_the_newest_are_listed_and_the_number_of_all_is_told() -> None:
    assert "12,345 captures of articles; the newest 1 are listed" in shown(total=12_345)


def test_pages_of_other_peoples_archives_are_listed_by_their_addresses() -> None:
    page = start_page((), [StoredPage("https://news.example/<a>", "20261122143105")], total=0, root="tweets/")
    assert 'href="tweets/20261122143105/https://news.example/&lt;a&gt;"' in page
    assert "1 page; no reports of tweetarchive" in page


def test_an_empty_archive_says_so() -> None:
    assert "Nothing that can be opened yet" in start_page((), (), total=0, root="tweets/")
