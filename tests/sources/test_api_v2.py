from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.sources.exchanges import RECORD, says, web, written
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import InputError, RateLimited, SourceFormatError
from tweetarchive.model.tweet import Absence, Availability, LinkKind, StatusId, Tweet
from tweetarchive.sources.api_v2 import parse_v2
from tweetarchive.sources.payload import read_payload
from tweetarchive.sources.x_api import ask_many

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


def test_many_are_asked_for_in_batches_and_each_gets_its_own_answer() -> None:
    ids = [StatusId(str(number)) for number in range(20, 170)]
    asked: list[str] = []

    def told(request: Request) -> dict[str, Any]:
        numbers = dict(parse_qsl(urlsplit(request.url).query))["ids"].split(",")
        served = [{"id": one, "text": f"Tweet {one}", "author_id": "7"} for one in numbers if int(one) % 3 == 0]
        gone = [
            error("resource-not-found", f"no {one}", parameter="ids", resource_id=one)
            for one in numbers
            if int(one) % 3 == 1
        ]
        nameless = {**error("resource-not-found", "no idea", parameter="ids"), "resource_id": ""}
        return says({"data": served, "includes": USER, "errors": [*gone, nameless]})

    found = ask_many([*ids, ids[0]], web({"https://api.x.com/2/tweets?ids=": told}, asked))

    assert len(asked) == 2
    assert list(found) == ids
    for number in ids:
        statements, problems = found[number].statements, found[number].problems
        match int(number) % 3:
            case 0:
                (tweet,) = statements
                assert isinstance(tweet, Tweet)
                assert (tweet.text, tweet.handle, tweet.record) == (f"Tweet {number}", "a", RECORD)
            case 1:
                (absence,) = statements
                assert isinstance(absence, Absence)
                assert (absence.status_id, absence.availability) == (number, Availability.NOT_FOUND)
            case _:
                assert [one.why for one in problems] == ["api_v2: an empty answer"]


def test_a_batch_without_an_answer_is_a_problem_of_each_of_its_tweets_and_of_no_other() -> None:
    ids = [StatusId(str(number)) for number in range(20, 130)]

    def told(request: Request) -> dict[str, Any]:
        if "=20," in request.url:
            raise RateLimited("wait", request=request, retry_after=900)
        return says({"data": []})

    found = ask_many(ids, web({"https://api.x.com/2/tweets?ids=": told}))

    assert all("limit for this token is used up" in found[number].problems[0].why for number in ids[:100])
    assert [one.why for number in ids[100:] for one in found[number].problems] == ["api_v2: an empty answer"] * 10
    assert not any(one.statements for one in found.values())


def flat(number: str, **more: Any) -> dict[str, Any]:
    """A tweet as `twarc2 flatten` writes it."""
    author = {"id": "7", "name": "A", "username": "a"}
    return {"id": number, "text": "Fees &amp; fares", "author_id": "7", "author": author, "__twarc": {}, **more}


def test_flattened_tweets_are_read_a_line_each_with_what_was_put_into_them() -> None:
    quoted = flat("19", author_id="8", author={"id": "8", "name": "B", "username": "b"})
    photo = {"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/one.jpg"}
    whole = flat(
        "20",
        attachments={"media_keys": ["3_1"], "media": [photo]},
        referenced_tweets=[{"type": "quoted", **quoted}, {"type": "replied_to", "id": "18"}],
    )
    bare = {"id": "21", "text": "b", "edit_history_tweet_ids": ["21"]}
    found = read_payload("\n".join(map(json.dumps, (whole, bare))))
    tweets = [one for one in found if isinstance(one, Tweet)]
    assert [(one.status_id, one.handle, one.text) for one in tweets] == [
        ("20", "a", "Fees & fares"),
        ("19", "b", "Fees & fares"),
        ("21", None, "b"),
    ]
    assert (tweets[0].quoted_status_id, tweets[0].in_reply_to_status_id) == ("19", "18")
    assert [one.image_url for one in tweets[0].media or ()] == ["https://pbs.twimg.com/media/one.jpg"]


@pytest.mark.parametrize("note", [{"id": "20", "text": "hello"}, {"id": "x", "text": "hello", "author_id": "7"}])
def test_a_note_with_a_number_is_no_tweet(note: dict[str, str]) -> None:
    with pytest.raises(InputError):
        read_payload(json.dumps(note))
