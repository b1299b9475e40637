from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.model.address import article_key, site_of


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/2024/Ferry?id=7&b=1",
        "https://www.example.org/2024/Ferry?id=7&b=1",
        "HTTPS://EXAMPLE.org:443/2024/Ferry?id=7&b=1",
        "http://example.org:80/2024/Ferry/?id=7&b=1",
        "https://example.org/2024/Ferry?b=1&id=7",
        "https://example.org/2024/Ferry?id=7&b=1#comments",
        "https://example.org/2024/%46erry?id=7&b=1",
        "https://example.org/2024/x/../Ferry?id=7&b=1",
        "https://example.org/2024/Ferry?utm_source=a&id=7&UTM_Medium=b&b=1&fbclid=x&gclid=y",
        "https://example.org/2024/Ferry?id=7&b=1&outputType=amp",
        "https://example-org.cdn.ampproject.org/c/s/example.org/2024/Ferry?id=7&b=1",
        " https://example.org./2024/Ferry?id=7&b=1&&\n",
    ],
)
def test_addresses_of_one_article_are_merged(other: str) -> None:
    assert article_key(other) == article_key("https://example.org/2024/Ferry?id=7&b=1")


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/2024/ferry",
        "https://example.org/2024/Ferry?p=1",
        "https://example.org/2024/Ferry?ref=1",
        "https://example.org/2024/Ferry/2",
        "https://example.org/2024/Ferry.html",
        "https://example.org/2024%2FFerry",
        "https://example.org:8080/2024/Ferry",
        "https://blog.example.org/2024/Ferry",
        "https://example.com/2024/Ferry",
        "https://example.org/2024/Ferry#!/2",
        "https://example.org/2024//Ferry",
    ],
)
def test_what_may_be_another_article_is_told_apart(other: str) -> None:
    assert article_key(other) != article_key("https://example.org/2024/Ferry")


def test_letters_of_any_script_have_one_spelling() -> None:
    assert article_key("https://münchen.example/fähre") == article_key("http://xn--mnchen-3ya.example/f%c3%a4hre")


@pytest.mark.parametrize("url", ["urn:x", "-", "a.html", "http://[", "https://host:99999999/", "mailto:a@b.example"])
def test_what_is_no_address_is_its_own_key(url: str) -> None:
    assert article_key(url) == url


def test_a_site_is_known_whatever_stands_before_its_name() -> None:
    assert {site_of(f"https://{front}example.org/a") for front in ("", "www.", "m.", "amp.", "www2.")} == {
        "example.org"
    }
    assert site_of("https://m.com/") == "m.com"
    assert site_of("https://blog.example.org/") == "blog.example.org"


@given(st.text(alphabet="abAB/?&=%#.:é2F-_~ ", max_size=40))
def test_the_key_of_a_key_is_itself(rest: str) -> None:
    key = article_key(f"https://example.org/{rest}")
    assert article_key(f"https://{key}") == key
