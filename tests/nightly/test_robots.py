from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from tweetarchive.model.capture import Body, Exchange, Fetch, Request
from tweetarchive.model.errors import Failure, Unreachable
from tweetarchive.nightly.robots import PARSED_AT_MOST, Robots

AT = datetime(2026, 11, 22, tzinfo=UTC)
SITE = "https://news.example"
AGENT = "tweetarchive/0.1 (+mailto:desk@news.example)"


def serving(answers: Mapping[str, tuple[int, str]]) -> tuple[Fetch, list[str]]:
    """A fetch; a status of 3xx redirects to its text, one that is not there cannot be reached."""
    asked: list[str] = []

    def fetch(request: Request) -> Exchange:
        asked.append(request.url)
        if request.url not in answers:
            raise Unreachable(f"{request.url}: no such host", request=request, failure=Failure.NAME_NOT_FOUND)
        status, text = answers[request.url]
        headers = (("Location", text),) if 300 <= status < 400 else ()
        return Exchange(request, AT, status, headers, Body(len(text), "", lambda: text.encode()))

    return fetch, asked


def rules(status: int, text: str, agent: str = AGENT) -> Robots:
    return Robots(serving({f"{SITE}/robots.txt": (status, text)})[0], agent)


def allows(robots: Robots, path: str) -> bool:
    return robots.of(f"{SITE}{path}").forbids(f"{SITE}{path}") is None


def test_what_is_disallowed_is_not_asked_for() -> None:
    robots = rules(200, "User-agent: *\nDisallow: /private/\nAllow: /private/open$\n")
    assert allows(robots, "/a")
    assert not allows(robots, "/private/a")
    assert allows(robots, "/private/open")


def test_rules_for_us_by_name_count_before_those_for_all() -> None:
    text = "User-agent: *\nDisallow:\n\nUser-agent: TweetArchive\nDisallow: /\nCrawl-delay: 7\n"
    assert not allows(rules(200, text), "/a")
    assert rules(200, text).of(SITE).crawl_delay == 7
    assert allows(rules(200, text, "somebody/1.0"), "/a")


@pytest.mark.parametrize(
    ("named", "ours"),
    [
        ("tweetarchive/0.2.0", True),
        ("TWEETARCHIVE", True),
        ("tweet", False),
        ("tweetarchive-x", False),
        ("arch", False),
    ],
)
def test_a_group_is_ours_where_it_names_the_whole_product(named: str, ours: bool) -> None:
    assert allows(rules(200, f"User-agent: {named} # us?\r\nDisallow: /\r\n"), "/a") is not ours


def test_relative_sitemaps_are_read_from_where_the_file_was_found() -> None:
    answers = {
        f"{SITE}/robots.txt": (301, "https://www.news.example/robots.txt"),
        "https://www.news.example/robots.txt": (200, "Sitemap: /map.xml\nSitemap: https://cdn.example/a.xml"),
    }
    robots = Robots(serving(answers)[0], AGENT)
    assert robots.of(SITE).sitemaps == ("https://www.news.example/map.xml", "https://cdn.example/a.xml")


def test_a_request_rate_is_a_delay() -> None:
    assert rules(200, "User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 2").of(SITE).crawl_delay == 5
    assert rules(200, "").of(SITE).crawl_delay == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_none_at_all_allows_everything(status: int) -> None:
    assert allows(rules(status, "User-agent: *\nDisallow: /"), "/a")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_say_is_left_alone(status: int) -> None:
    robots = rules(status, "")
    assert not allows(robots, "/a")
    assert robots.of(SITE).unreachable
    ignoring = Robots(serving({f"{SITE}/robots.txt": (status, "")})[0], AGENT, ignored=True)
    assert allows(ignoring, "/a")


def test_a_site_that_cannot_be_reached_is_left_alone() -> None:
    robots = Robots(serving({})[0], AGENT)
    assert "no such host" in str(robots.of(SITE).unreachable)


def test_ignored_rules_still_name_sitemaps_and_allow_all() -> None:
    text = "User-agent: *\nDisallow: /\nSitemap: https://news.example/s.xml\nSitemap: /t.xml\n"
    robots = Robots(serving({f"{SITE}/robots.txt": (200, text)})[0], AGENT, ignored=True)
    assert robots.of(SITE).sitemaps == ("https://news.example/s.xml", "https://news.example/t.xml")
    assert allows(robots, "/a")


def test_redirects_are_followed_also_to_another_host() -> None:
    answers = {
        f"{SITE}/robots.txt": (301, "https://www.news.example/robots.txt"),
        "https://www.news.example/robots.txt": (200, "User-agent: *\nDisallow: /x"),
    }
    robots = Robots(serving(answers)[0], AGENT)
    assert not allows(robots, "/x")
    assert allows(Robots(serving({f"{SITE}/robots.txt": (302, f"{SITE}/robots.txt")})[0], AGENT), "/x")


def test_it_is_asked_for_once_for_each_scheme_host_and_port() -> None:
    answers = {f"{origin}/robots.txt": (404, "") for origin in (SITE, "http://news.example", f"{SITE}:8443")}
    fetch, asked = serving(answers)
    robots = Robots(fetch, AGENT)
    for origin in (SITE, SITE, "http://news.example", f"{SITE}:8443", SITE):
        robots.of(f"{origin}/a")
    assert asked == [f"{SITE}/robots.txt", "http://news.example/robots.txt", f"{SITE}:8443/robots.txt"]


@pytest.mark.parametrize("text", ["<html><body>Not found</body></html>", "\x00\xff", "Disallow: /", "\ufeff"])
def test_what_is_no_robots_file_forbids_nothing(text: str) -> None:
    assert allows(rules(200, text), "/a")


def test_a_byte_order_mark_and_a_file_without_end_are_borne() -> None:
    text = "\ufeffUser-agent: *\nDisallow: /x\n" + "#" * (2 * PARSED_AT_MOST)
    assert not allows(rules(200, text), "/x")
