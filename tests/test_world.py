"""The loopback internet itself: what it serves is what the real hosts were seen to serve."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import LeftTheLoopback
from tests.world import (
    BadCertificate,
    BadGzip,
    Cut,
    Delay,
    Drip,
    EarlyHints,
    NotHttp,
    Photo,
    RateLimited,
    RedirectLoop,
    Refuse,
    Reset,
    ServerError,
    Stall,
    Tweet,
    Video,
    World,
    WrongType,
    snowflake,
)

NOON = datetime(2024, 3, 5, 12, 0, 0, tzinfo=UTC)
ID = snowflake(NOON)
RESULT = "https://cdn.syndication.twimg.com/tweet-result"
PAGE = "https://news.example/ferry"


def get(url: str, **options: Any) -> requests.Response:
    return requests.get(url, timeout=5, allow_redirects=False, **options)


def result(number: str = ID) -> requests.Response:
    return get(RESULT, params={"id": number, "token": "x"})


def oembed(number: str = ID) -> requests.Response:
    return get("https://publish.x.com/oembed", params={"url": f"https://twitter.com/i/status/{number}"})


def test_a_tweet_is_the_same_on_every_host(world: World) -> None:
    tweet = world.tweet(
        ID, handle="mira_quays", name="Mira", text="Back & running: https://ferry.example/t #quay", photos=1
    )

    stated = result().json()
    assert stated["created_at"] == "2024-03-05T12:00:00.000Z"
    assert "Back &amp; running" in stated["text"]
    assert [one["media_url_https"] for one in stated["mediaDetails"]] == [tweet.photo_url(0)]
    shown = oembed().json()
    assert shown["author_name"] == "Mira"
    assert f"pic.twitter.com/{tweet.media_code}</a></p>&mdash; Mira (@mira_quays)" in shown["html"]
    assert "March 5, 2024</a></blockquote>" in shown["html"]
    assert get(f"https://t.co/{tweet.media_code}").headers["Location"] == f"{tweet.permalink}/photo/1"
    assert get(tweet.avatar_url).content.startswith(b"\xff\xd8")


def test_entities_count_code_points_and_the_display_range_utf16_units(world: World) -> None:
    tweet = world.tweet(ID, text="🚢 <b> & @mira_quays https://ferry.example/timetable", photos=1)

    stated = result().json()
    for group in stated["entities"].values():
        for entity in group:
            start, end = entity["indices"]
            assert stated["text"][start:end] in (entity.get("url"), f"@{entity.get('screen_name')}")
    end = stated["display_text_range"][1]
    cut = stated["text"].encode("utf-16-le")[: 2 * end].decode("utf-16-le")
    assert stated["text"] == f"{cut} https://t.co/{tweet.media_code}"


def test_a_reply_shows_no_leading_mention(world: World) -> None:
    first = world.tweet(snowflake(NOON, 1), handle="noor", text="When?")
    world.tweet(ID, text="@noor Tomorrow.", reply_to=first)

    assert result().json()["display_text_range"] == [6, 15]
    assert result().json()["parent"]["id_str"] == first.id
    assert ">Tomorrow.</p>" in oembed().json()["html"]


def test_a_long_note_is_served_cut(world: World) -> None:
    world.tweet(ID, text="word " * 80, note=True)

    assert len(result().json()["text"]) == 275
    assert "note_tweet" in result().json()
    assert "…</p>" in oembed().json()["html"]


@pytest.mark.parametrize("state", ["deleted", "suspended", "protected", "age_restricted"])
def test_a_tweet_x_does_not_show_is_a_tombstone_with_a_sentence(world: World, state: str) -> None:
    world.tweet(ID, text="Soon gone.")
    getattr(world, state)(ID)

    assert result().json()["tombstone"]["text"]["text"]
    assert oembed().status_code in (403, 404)


def test_a_mute_answer_says_nothing(world: World) -> None:
    world.mute(ID)

    assert result().json() == {"__typename": "TweetTombstone", "tombstone": {}}


def test_syndication_refuses_what_the_real_one_refuses(world: World) -> None:
    world.tweet(ID, text="Hello.")

    assert get(RESULT, params={"id": ID}).json() == {}
    assert get(RESULT, params={"id": ID, "token": "x"}, headers={"User-Agent": ""}).status_code == 400
    assert result("9" * 20).json() == {"error": "Bad request."}
    assert result("21").status_code == 404


def test_a_browser_gets_a_page_from_a_short_link(world: World) -> None:
    link = world.short_link("AbC", PAGE)

    assert get(link, headers={"User-Agent": "curl/8"}).headers["Location"] == PAGE
    assert f'content="0;URL={PAGE}"' in get(link, headers={"User-Agent": "Mozilla/5.0"}).text


def test_a_photo_has_sizes_and_one_format(world: World) -> None:
    png = Photo(extension="png", sizes=("large", "medium"))
    tweet = world.tweet(ID, text="Look", photos=(Photo(), png))
    bare, other = tweet.photo_url(0), tweet.photo_url(1)

    original = get(bare, params={"format": "jpg", "name": "orig"}).content
    assert len(original) > len(get(bare).content)
    assert get(bare.removesuffix(".jpg"), params={"format": "jpg", "name": "orig"}).content == original
    assert get(f"{bare}:orig").content == original
    assert get(bare, params={"format": "png", "name": "orig"}).status_code == 404
    assert get(other, params={"format": "png", "name": "orig"}).status_code == 404
    assert get(other, params={"format": "png", "name": "large"}).headers["Content-Type"] == "image/png"


def test_a_video_is_whole_or_a_range(world: World) -> None:
    tweet = world.tweet(ID, text="Look", video=Video())
    stated = result().json()["mediaDetails"][0]["video_info"]["variants"]
    url = tweet.video_url(2_176_000)

    assert [one.get("bitrate") for one in stated] == [None, 256_000, 832_000, 2_176_000]
    whole = get(url)
    piece = get(url, headers={"Range": "bytes=10-19"})
    assert (whole.status_code, piece.status_code) == (200, 206)
    assert piece.content == whole.content[10:20]


def test_a_video_may_be_a_stream_alone(world: World) -> None:
    tweet = world.tweet(ID, text="Look", video=Video(bitrates=()))
    host = "https://video.twimg.com"

    [playlist] = result().json()["mediaDetails"][0]["video_info"]["variants"]
    assert playlist == {"content_type": "application/x-mpegURL", "url": tweet.playlist_url}
    best = get(playlist["url"]).text.splitlines()[-1]
    pieces = [line for line in get(host + best).text.splitlines() if not line.startswith("#")]
    assert len(pieces) == 2
    assert all(get(host + piece).status_code == 200 for piece in pieces)


def test_the_web_archive_lists_its_copies_and_serves_them_raw(world: World) -> None:
    tweet = Tweet(id=ID, text="Kept.")
    address = f"https://twitter.com/mira_quays/status/{ID}"
    raw = world.memento(address, "20240306070809", json.dumps({"id_str": ID}), "application/json")
    query = {"url": f"twitter.com/{tweet.handle}/status/{ID}", "matchType": "prefix", "output": "json"}

    rows = get("https://web.archive.org/cdx/search/cdx", params={**query, "fl": "timestamp,original"}).json()
    assert rows == [["timestamp", "original"], ["20240306070809", address]]
    assert get("https://web.archive.org/cdx/search/cdx", params={**query, "url": "x.com/a"}).json() == []
    assert get(raw).json() == {"id_str": ID}
    assert get(raw.replace("20240306070809", "2023")).headers["Location"] == raw


def test_words_are_gzipped_for_those_who_take_it(world: World) -> None:
    world.article(PAGE, "<p>word</p>" * 200)

    assert get(PAGE).headers["Content-Encoding"] == "gzip"
    assert get(PAGE).text == "<p>word</p>" * 200
    assert "Content-Encoding" not in get(PAGE, headers={"Accept-Encoding": "identity"}).headers


def test_a_host_nobody_spoke_of_does_not_exist(world: World) -> None:
    with pytest.raises(requests.exceptions.ProxyError):
        get("https://nowhere.example/")
    assert get("http://nowhere.example/").status_code == 502


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Refuse(), requests.exceptions.ProxyError),
        (BadCertificate(), requests.exceptions.SSLError),
        (BadCertificate("other_name"), requests.exceptions.SSLError),
        (BadCertificate("expired"), requests.exceptions.SSLError),
        (Reset(), requests.exceptions.ConnectionError),
        (Reset(after=150), requests.exceptions.ChunkedEncodingError),
        (Cut(20), requests.exceptions.ChunkedEncodingError),
        (NotHttp(), requests.exceptions.ConnectionError),
        (BadGzip(), requests.exceptions.ContentDecodingError),
    ],
    ids=str,
)
def test_a_fault_is_what_a_client_meets(world: World, fault: Any, error: type[Exception]) -> None:
    world.article(PAGE, "<p>word</p>" * 200)
    world.fault(PAGE, fault)

    with pytest.raises(error):
        get(PAGE, headers={"Accept-Encoding": "identity"})


@pytest.mark.parametrize("fault", [Stall(), Stall(5), Drip(0.2), Delay(30)], ids=str)
def test_a_slow_host_outlasts_a_short_patience(world: World, fault: Any) -> None:
    world.article(PAGE, "<p>word</p>")
    world.fault(PAGE, fault)

    with pytest.raises((requests.exceptions.Timeout, requests.exceptions.ConnectionError)):
        requests.get(PAGE, timeout=0.1)


def test_faults_that_are_answers(world: World) -> None:
    world.article(PAGE, "<p>word</p>")
    for fault in (RateLimited(7), ServerError(500), RedirectLoop(), WrongType("image/png")):
        world.fault(PAGE, fault, times=1)

    limited, failed, loop, mistyped = (get(PAGE) for _ in range(4))
    assert (limited.status_code, limited.headers["Retry-After"], limited.text) == (429, "7", "Rate limit exceeded\n")
    assert failed.status_code == 500
    assert loop.headers["Location"] == PAGE
    assert mistyped.headers["Content-Type"] == "image/png"


def test_requests_are_told_in_order_with_their_headers(world: World) -> None:
    world.article(PAGE, "<p>word</p>")
    get(PAGE, headers={"User-Agent": "one"})
    get(PAGE + "/no", headers={"User-Agent": "two"})
    world.arrived(PAGE)

    assert [(one.url, one.header("User-Agent")) for one in world.requests] == [(PAGE, "one"), (PAGE + "/no", "two")]
    assert world.requests[0].at <= world.requests[1].at
    assert len(world.asked(PAGE)) == 1


def spoken(world: World, request: bytes, last: bytes) -> bytes:
    """What one connection in the clear answers, up to the first `last`."""
    with socket.create_connection(("127.0.0.1", int(world.environment["HTTP_PROXY"].rpartition(":")[2]))) as line:
        line.settimeout(5)
        line.sendall(request)
        seen = b""
        while last not in seen:
            seen += line.recv(4096)
    return seen


def test_early_hints_come_before_the_answer(world: World) -> None:
    world.article("http://news.example/", "<p>word</p>")
    world.fault("http://news.example/", EarlyHints())

    seen = spoken(world, b"GET http://news.example/ HTTP/1.1\r\n\r\n", b"<p>word</p>")
    assert seen.startswith(b"HTTP/1.1 103 Early Hints\r\n")
    assert b"\r\n\r\nHTTP/1.1 200 OK\r\n" in seen


def test_a_connection_is_kept_for_the_next_request(world: World) -> None:
    world.article("http://news.example/1", "<p>one</p>")
    world.article("http://news.example/2", "<p>two</p>")

    both = b"".join(b"GET http://news.example/%d HTTP/1.1\r\n\r\n" % number for number in (1, 2))
    assert b"<p>one</p>HTTP/1.1 200 OK" in spoken(world, both, b"<p>two</p>")


def test_it_runs_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.world", "--articles", "4", "--hosts", "2", "--embeds", "0.5"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    ) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        environment = told["environment"]
        proxies = {"https": environment["HTTPS_PROXY"], "http": environment["HTTP_PROXY"]}
        pages = [get(url, proxies=proxies, verify=environment["SSL_CERT_FILE"]).text for url in told["articles"]]
        seen = get("http://world.test/requests", proxies=proxies).json()
        process.communicate()
    assert [page.count("twitter-tweet") for page in pages] == [0, 1, 0, 1]
    assert seen == told["articles"]
    assert process.returncode == 0


def test_no_test_leaves_the_loopback() -> None:
    with pytest.raises(LeftTheLoopback):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    with pytest.raises(LeftTheLoopback):
        requests.get("http://nowhere.example/", timeout=0.1)


def test_nothing_of_the_machine_reaches_a_test() -> None:
    assert not [name for name in os.environ if name.lower().endswith("_proxy") or name.startswith("TWEETARCHIVE_")]
