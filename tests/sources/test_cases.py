"""Every real answer beside the project, read to the words a reader saw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tweetarchive.model.errors import InputError
from tweetarchive.model.tweet import Absence, Availability, Tweet
from tweetarchive.sources.payload import read_payload
from tweetarchive.sources.shapes import clock, instant

CASES = Path(__file__).parents[2] / "../shared/cases/payloads"

pytestmark = pytest.mark.cases

SAID = {
    "error/oembed_403_not_authorized.json": [Availability.UNKNOWN],
    "error/oembed_400__railsgirlssoc_status_702136612822634496.txt": [Availability.UNKNOWN],
    "error/syndication_bad_id_400.json": [Availability.UNKNOWN],
    "error/v1_codes.json": [
        Availability.NOT_FOUND,
        Availability.NOT_FOUND,
        Availability.SUSPENDED,
        Availability.PROTECTED,
    ],
    "error/v2_not_authorized_200.json": [Availability.UNKNOWN, Availability.NOT_FOUND],
    "tombstone/graphql_tweetdetail_tombstone_suspended.json": [Availability.SUSPENDED],
    "tombstone/syndication_age_restricted.json": [Availability.AGE_RESTRICTED],
    "tombstone/syndication_deleted_full.json": [Availability.DELETED],
    "tombstone/syndication_empty_tombstone.json": [Availability.UNKNOWN],
    "tombstone/syndication_suspended.json": [Availability.SUSPENDED],
    "tombstone/tombstone_text_no_longer_exists.json": [Availability.ACCOUNT_GONE],
    "tombstone/tombstone_text_violated.json": [Availability.RULE_VIOLATION],
}


def cases() -> Iterator[dict[str, Any]]:
    if CASES.exists():
        for line in (CASES / "index.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def shown_videos(tweet: Tweet) -> list[list[str]]:
    return [
        [variant.url for variant in media.variants if variant.content_type == "video/mp4"]
        for media in tweet.media or ()
    ]


@pytest.mark.parametrize(
    "case", [one for one in cases() if one["text_as_reader_sees_it"] is not None], ids=lambda one: one["file"]
)
def test_a_payload_is_read_to_the_words_a_reader_saw(case: dict[str, Any]) -> None:
    tweet = read_payload((CASES / case["file"]).read_bytes())[0]
    assert isinstance(tweet, Tweet)
    assert tweet.text == case["text_as_reader_sees_it"]
    assert tweet.status_id == case["tweet_id"]
    assert tweet.handle == case["author_handle"]
    # The oEmbed labels hold the id's own milliseconds; an answer without a time takes it from the id as well.
    assert tweet.created_at == (instant(case["created_at"]) or clock(tweet.status_id))
    for link in tweet.links:
        assert tweet.text[link.start : link.end] == link.display


@pytest.mark.parametrize("case", [one for one in cases() if one["media"]], ids=lambda one: one["file"])
def test_the_media_of_a_payload_are_all_there_and_in_order(case: dict[str, Any]) -> None:
    tweet, *others = read_payload((CASES / case["file"]).read_bytes())
    assert isinstance(tweet, Tweet)
    if case["source"] == "oembed":  # oEmbed does not speak of media; it only shows their link
        assert tweet.media is None
        assert [one["short"] for one in case["media"]] == [
            link.display for link in tweet.links if link.display.startswith("pic.")
        ]
        return
    named = [(one["type"], one["url"]) for one in case["media"]]
    found = [(one.kind.value, one.image_url) for one in tweet.media or ()]
    if case["file"] == "legacy_html/1128068672289890305.html":
        # The label lists the quoted tweet's photos; they are its own, not the quoting one's.
        assert not tweet.media
        assert isinstance(others[0], Tweet)
        found = [(one.kind.value, one.image_url) for one in others[0].media or ()]
    assert found == named
    if all("video" in one for one in case["media"]) and case["source"] == "api_v1":
        assert shown_videos(tweet) == [one["video"] for one in case["media"]]


@pytest.mark.parametrize("name", SAID)
def test_a_refusal_is_read_to_its_availability(name: str) -> None:
    found = read_payload((CASES / name).read_bytes())
    assert [one.availability for one in found if isinstance(one, Absence)] == SAID[name]
    assert len(found) == len(SAID[name])


def test_an_error_page_is_no_statement() -> None:
    with pytest.raises(InputError):
        read_payload((CASES / "error/syndication_404.html").read_bytes())


def test_every_tweet_of_the_labelled_pairs_is_read() -> None:
    lines = (CASES / "../verification/dev.jsonl").read_text(encoding="utf-8").splitlines()
    for pair in map(json.loads, lines):
        first = read_payload(pair["tweet"])[0]
        assert isinstance(first, Absence if "tombstone" in pair["tweet"] else Tweet), pair["id"]
