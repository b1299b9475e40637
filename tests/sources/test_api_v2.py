from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.exchanges import written
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.tweet import Absence, Availability, LinkKind, Tweet
from tweetarchive.sources.api_v2 import parse_v2

USER = {"users": [{"id": "7", "name": "A", "username": "a"}]}


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(f"api_v2/{name}.json"))
    return found


def error(kind: str, detail: str, **more: str) -> dict[str, str]:
    return {
        "type": f"https://api.twitter.com/2/problems/{kind}",
        "detail": detail,
        "parameter": "id",
        "resource_id": "20",
        **more,
    }


def test_a_quote_is_read_with_media_in_the_order_of_its_keys() -> None:
    found, quoted = parse_v2(payload("quote-with-two-photos-and-missing-parent"))
    assert isinstance(found, Tweet)
    assert found.text == "🚢 Fees & fares: twitter.com/bargee_ann/stat… pic.twitter.com/iiiiiiiiii"
    assert [one.kind for one in found.links] == [LinkKind.QUOTE, LinkKind.MEDIA]
    assert found.quoted_status_id == quoted.status_id
    assert (found.in_reply_to_status_id, found.in_reply_to_handle) == ("1500000000000000001", "bargee_ann")
    assert found.media is not None
    assert [(one.image_url, one.alt) for one in found.media] == [
        ("https://pbs.twimg.com/media/two.jpg", "A price list."),
        ("https://pbs.twimg.com/media/one.jpg", None),
    ]
    assert isinstance(quoted, Tweet)
    assert (quoted.handle, quoted.text) == ("bargee_ann", "What will it cost?")


def test_an_error_about_a_parent_is_none_about_the_tweet() -> None:
    assert not [
        one for one in parse_v2(payload("quote-with-two-photos-and-missing-parent")) if isinstance(one, Absence)
    ]


def test_a_note_is_read_whole_though_it_is_not_escaped() -> None:
    (found,) = parse_v2(payload("note-with-whole-text"))
    assert isinstance(found, Tweet)
    assert found.text.startswith("Statement & apology.")
    assert found.text.endswith("See horn.example")
    assert found.complete


def test_a_note_without_its_whole_text_is_known_to_go_on() -> None:
    cut = payload("note-with-whole-text")
    del cut["data"][0]["note_tweet"]
    (found,) = parse_v2(cut)
    assert isinstance(found, Tweet)
    assert not found.complete


def test_the_default_fields_name_no_author_and_do_not_speak_of_media() -> None:
    (found,) = parse_v2({"data": {"id": "20", "text": "just setting up", "edit_history_tweet_ids": ["20"]}})
    assert isinstance(found, Tweet)
    assert (found.handle, found.media, found.created_at) == (None, None, None)


def test_media_keys_without_their_media_are_not_taken_for_no_media() -> None:
    (found,) = parse_v2({"data": {"id": "20", "text": "x", "attachments": {"media_keys": ["3_1"]}}, "includes": USER})
    assert isinstance(found, Tweet)
    assert found.media is None


@pytest.mark.parametrize(
    ("kind", "detail", "availability"),
    [
        ("resource-not-found", "Could not find tweet with id: [20].", Availability.NOT_FOUND),
        # Said of protected and of suspended accounts alike.
        ("not-authorized-for-resource", "Sorry, you are not authorized to see the Tweet.", Availability.UNKNOWN),
        ("invalid-request", "The `id` query parameter value is not valid", Availability.UNKNOWN),
    ],
)
def test_an_error_says_what_its_type_says(kind: str, detail: str, availability: Availability) -> None:
    (found,) = parse_v2({"errors": [error(kind, detail)]})
    assert isinstance(found, Absence)
    assert (found.status_id, found.availability, found.words) == ("20", availability, detail)


@pytest.mark.parametrize("data", [{"id": "20"}, {"text": "x"}, {"id": "9" * 20, "text": "x"}, {"id": 1.5, "text": "x"}])
def test_a_tweet_without_id_or_text_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(SourceFormatError):
        parse_v2({"data": data})


def test_hostile_shapes_do_not_crash() -> None:
    data = {"id": "20", "text": "x", "author_id": ["7"], "attachments": {"media_keys": [{}, [], 1]}, "entities": []}
    includes = {"users": [{"id": []}, None], "media": [{"media_key": {}}, {}], "tweets": [1]}
    (found,) = parse_v2({"data": data, "includes": includes, "errors": ["x", {"parameter": []}]})
    assert isinstance(found, Tweet)
