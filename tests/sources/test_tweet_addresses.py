from __future__ import annotations

import pytest

from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import StatusId
from tweetarchive.sources.tweet_addresses import shared_urls, tweet_urls


def places(number: str, handle: str | None = "quay") -> list[str]:
    urls = tweet_urls(Permalink(StatusId(number), handle))
    return [url.removeprefix("https://").replace(number, "N") for url in urls]


NOW = ["twitter.com/quay/status/N", "x.com/quay/status/N", "twitter.com/i/web/status/N"]


@pytest.mark.parametrize(
    ("number", "more"),
    [
        ("1785946199946166272", []),  # 2024
        ("1123837019550646272", ["mobile.twitter.com/quay/status/N"]),  # 2019
        (
            "20",  # 2006
            ["mobile.twitter.com/quay/status/N", "twitter.com/quay/statuses/N", "twitter.com/statuses/N"],
        ),
    ],
)
def test_addresses_that_x_had_given_up_before_the_tweet_are_not_asked(number: str, more: list[str]) -> None:
    assert sorted(places(number)) == sorted(NOW + more)
    assert places(number)[0] == "twitter.com/quay/status/N"


def test_without_a_handle_only_addresses_without_one_are_asked() -> None:
    assert places("1785946199946166272", None) == ["twitter.com/i/web/status/N"]


def test_an_address_is_passed_on_under_the_name_that_x_had_then() -> None:
    assert shared_urls(Permalink(StatusId("1123837019550646272"), "quay"))[1] == (
        "https://twitter.com/quay/status/1123837019550646272?s=20"
    )
    assert shared_urls(Permalink(StatusId("1985946199946166272"), "quay"))[1].startswith("https://x.com/quay/status/")
    assert shared_urls(Permalink(StatusId("1123837019550646272"), None)) == ()
