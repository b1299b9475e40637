from __future__ import annotations

from typing import Any

import pytest

from tests.sources.exchanges import says, web
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import Failure, NotRecorded, Unreachable
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import StatusId
from tweetarchive.sources.short_link import resolve_pic, resolve_short_link

SHORT = "https://t.co/sT2Cf4PWtI"
TWEET = "https://twitter.com/harbour_watch/status/1785946199946166272/photo/1"
FOUND = Permalink(StatusId("1785946199946166272"), "harbour_watch")
BROWSER_PAGE = (
    f'<noscript><META http-equiv="refresh" content="0;URL={TWEET}"></noscript><title>{TWEET}</title>'
    '<script>window.opener = null; location.replace("https:\\/\\/twitter.com\\/x")</script>'
)
SCRIPT_ONLY = f'<script>location.replace("{TWEET.replace("/", chr(92) + "/")}")</script>'
WARNING = "https://twitter.com/safety/unsafe_link_warning?unsafe_link=https%3A%2F%2Fnews.example%2Fa%3Fb%3D1"


@pytest.mark.parametrize(
    "page",
    [
        says(status=301, location=TWEET),
        says(BROWSER_PAGE, content_type="text/html"),
        says(SCRIPT_ONLY, content_type="text/html"),
        says(f"<head><meta http-equiv='Refresh' content='0; url={TWEET}'>", content_type="text/html"),
    ],
    ids=["for programs", "for browsers", "script alone", "lower case"],
)
@pytest.mark.parametrize("link", ["sT2Cf4PWtI", "pic.twitter.com/sT2Cf4PWtI", "https://pic.x.com/sT2Cf4PWtI", SHORT])
def test_a_pic_link_leads_to_the_tweet_in_every_form_of_answer(link: str, page: dict[str, Any]) -> None:
    assert resolve_pic(link, web({SHORT: page})) == FOUND


@pytest.mark.parametrize(
    "page",
    [
        says(status=404),
        says(status=301, location="https://news.example/status/1"),
        says("<html></html>"),
        says("", 500),
    ],
)
def test_what_leads_to_no_tweet_is_none(page: dict[str, Any]) -> None:
    assert resolve_pic("sT2Cf4PWtI", web({SHORT: page})) is None


@pytest.mark.parametrize("link", ["", "a/b", "sT2Cf4PWtI?x", "é"])
def test_what_is_no_code_is_not_asked(link: str) -> None:
    asked: list[str] = []
    assert resolve_pic(link, web({}, asked)) is None
    assert asked == []


def test_the_warning_page_is_passed_in_both_forms() -> None:
    page = f'<a href="{WARNING.replace("&", "&amp;")}">Continue</a>'
    for answer in (says(status=302, location=WARNING), says(page, content_type="text/html")):
        assert resolve_short_link(SHORT, web({SHORT: answer})) == "https://news.example/a?b=1"


def test_a_chain_of_short_links_ends() -> None:
    assert resolve_short_link(SHORT, web({"https://t.co/": says(status=301, location=SHORT)})) is None
    known = {
        SHORT: says(status=301, location="https://t.co/next"),
        "https://t.co/next": says(status=301, location=TWEET),
    }
    assert resolve_short_link(SHORT, web(known)) == TWEET


def test_no_answer_is_no_answer() -> None:
    def fails(request: Request) -> Exception:
        return Unreachable("reset", request=request, failure=Failure.CONNECTION_LOST)

    with pytest.raises(Unreachable):
        resolve_pic(SHORT, web({SHORT: fails}))
    with pytest.raises(NotRecorded):
        resolve_pic(SHORT, web({}))
