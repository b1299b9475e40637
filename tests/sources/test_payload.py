"""Whatever is handed in: statements, or a clear refusal; never a crash."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.exchanges import ANSWERS
from tweetarchive.model.errors import InputError
from tweetarchive.model.tweet import Absence, Availability, SourceName, StatusId, Tweet
from tweetarchive.sources.payload import read_payload

WRITTEN = sorted(ANSWERS.glob("*/*.json"))

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
names = st.sampled_from(
    [
        "__typename",
        "id",
        "id_str",
        "text",
        "full_text",
        "user",
        "screen_name",
        "entities",
        "urls",
        "media",
        "indices",
        "display_text_range",
        "tombstone",
        "data",
        "includes",
        "errors",
        "legacy",
        "rest_id",
        "note_tweet",
        "quoted_tweet",
        "parent",
        "retweeted_status",
        "edit_control",
        "html",
        "tweet",
        "extended_tweet",
        "mediaDetails",
        "video_info",
        "variants",
        "parameter",
        "type",
        "created_at",
        "result",
        "core",
    ]
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6), max_leaves=30
)


def read(payload: object) -> None:
    try:
        found = read_payload(json.dumps(payload))
    except InputError:
        return
    for one in found:
        assert one.availability is not Availability.LIVE if isinstance(one, Absence) else isinstance(one.text, str)
        for link in one.links if isinstance(one, Tweet) else ():
            assert isinstance(one, Tweet)
            assert one.text[link.start : link.end] == link.display
        repr(one).encode()  # nothing that no file can hold


@settings(max_examples=300, deadline=None)
@given(anything)
def test_any_json_is_read_or_refused(payload: object) -> None:
    read(payload)


def places(payload: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    return [path, *(found for key, value in inner for found in places(value, (*path, key)))]


def mutated(payload: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(payload) if isinstance(payload, dict) else list(payload)
    copy[path[0]] = mutated(payload[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize("file", WRITTEN, ids=lambda one: one.stem)
def test_a_payload_mutated_anywhere_is_read_or_refused(file: Path) -> None:
    payload = json.loads(file.read_bytes())
    values: list[Any] = [None, [[]], {"a": []}, -1, "\ud83d"]
    for path in places(payload):
        for value in values:
            read(mutated(payload, path, value))


@settings(max_examples=150, deadline=None)
@given(st.data(), anything)
def test_a_payload_with_anything_anywhere_is_read_or_refused(data: st.DataObject, value: object) -> None:
    payload = json.loads(data.draw(st.sampled_from(WRITTEN)).read_bytes())
    read(mutated(payload, data.draw(st.sampled_from(places(payload))), value))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_page_cut_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(sorted(ANSWERS.glob("pages/*.html")))).read_bytes()
    start = data.draw(st.integers(0, len(page)))
    with suppress(InputError):
        read_payload(b"<" + page[start : start + data.draw(st.integers(0, len(page)))])


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"   ",
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n\x00",
        b"not json",
        b'{"id_str": "20"',
        "null",
        "[]",
        "7",
        '"text"',
        '{"title": "An article", "body": "text"}',
        "[[[]]]",
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"__typename": "Tweet", "id_str": "99999999999999999999", "text": "x", "user": {"screen_name": "a"}}',
        '{"id_str": ' + "1" * 5000 + "}",
        "<html><body>Nothing</body></html>",
    ],
    ids=lambda one: repr(one[:40]),
)
def test_what_states_no_tweet_is_refused_with_a_sentence(payload: bytes | str) -> None:
    with pytest.raises(InputError, match=r"\w+ \w+"):
        read_payload(payload)


def test_an_object_is_read_as_its_text_is() -> None:
    payload = json.loads((ANSWERS / "syndication/emoji-before-link-and-own-photo.json").read_bytes())
    assert read_payload(payload) == read_payload(json.dumps(payload).encode())
    assert read_payload(json.dumps(payload).encode("utf-16")) == read_payload("\ufeff" + json.dumps(payload))


def test_a_list_gives_its_tweets_and_the_one_asked_for_first() -> None:
    one = {"id_str": "20", "text": "a", "user": {"screen_name": "a"}, "source": ""}
    other = {**one, "id_str": "21", "text": "b"}
    assert [tweet.status_id for tweet in read_payload(json.dumps([one, {"x": 1}, other]))] == ["20", "21"]
    found = read_payload(json.dumps({"statuses": [one, other]}), status_id=StatusId("21"))
    assert [tweet.status_id for tweet in found] == ["21", "20"]


def test_an_oembed_refusal_names_its_tweet() -> None:
    words = "Sorry, you are not authorized to see this status."
    request = "/1/statuses/oembed.json?id=1378314424239460352&dnt=false"
    (found,) = read_payload({"error": words, "request": request})
    assert (found.status_id, found.source) == ("1378314424239460352", SourceName.OEMBED)


def test_who_answered_may_be_known_better_than_by_shape() -> None:
    (found,) = read_payload({}, source=SourceName.WEB_ARCHIVE, status_id=StatusId("20"))
    assert (found.source, found.status_id) == (SourceName.WEB_ARCHIVE, "20")
