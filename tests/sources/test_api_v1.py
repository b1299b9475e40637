from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.exchanges import written
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.tweet import Absence, Availability, StatusId, Tweet
from tweetarchive.sources.api_v1 import parse_error, parse_v1
from tweetarchive.sources.payload import read_payload


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(f"api_v1/{name}.json"))
    return found


def tweets(name: str) -> list[Tweet]:
    return [one for one in parse_v1(payload(name)) if isinstance(one, Tweet)]


def test_a_truncated_text_is_known_to_go_on_and_its_number_is_the_text_one() -> None:
    (found,) = tweets("truncated-with-rounded-number")
    assert found.status_id == "971726738813878272"
    assert not found.complete
    assert found.text.endswith("please note th… twitter.com/i/web/status/9…")
    assert found.media is None  # what was cut off may have had pictures


def test_a_truncated_text_is_known_by_its_own_link_where_the_mark_was_trimmed() -> None:
    trimmed = payload("truncated-with-rounded-number")
    del trimmed["truncated"]
    assert not parse_v1(trimmed)[0].complete  # type: ignore[union-attr]  # a tweet, by the test above


def test_a_streamed_tweet_holds_its_whole_text_apart() -> None:
    (found,) = tweets("streamed-with-extended-tweet")
    assert found.complete
    assert found.text.endswith("dogs & bicycles go free pic.twitter.com/gggggggggg")
    assert found.shown is not None
    assert found.text[slice(*found.shown)].endswith("go free")
    assert found.media is not None
    assert len(found.media) == 2


def test_a_plain_retweet_is_cut_and_names_the_tweet_that_holds_the_words() -> None:
    retweet, original = tweets("retweet-cut-with-original-inside")
    assert (retweet.complete, retweet.retweet_of) == (False, original.status_id)
    assert retweet.handle == "bargee_ann"
    assert (original.complete, original.handle) == (True, "harbour_watch")


def test_a_retweet_that_ends_in_a_shortened_link_is_whole() -> None:
    found = payload("retweet-cut-with-original-inside")
    found["text"] = "RT @harbour_watch: Out: https://t.co/eeeeeeeeee"
    found["entities"] = {"urls": [{"url": "https://t.co/eeeeeeeeee", "display_url": "ferries.example/timet…"}]}
    retweet = parse_v1(found)[0]
    assert isinstance(retweet, Tweet)
    assert retweet.complete


def test_a_trimmed_user_leaves_a_tweet_without_a_handle() -> None:
    (found,) = parse_v1({**payload("truncated-with-rounded-number"), "user": {"id_str": "770011"}})
    assert isinstance(found, Tweet)
    assert (found.handle, found.user_id) == (None, "770011")


def test_without_a_user_nobody_said_it() -> None:
    found = payload("truncated-with-rounded-number")
    del found["user"]
    assert isinstance(parse_v1(found)[0], Absence)


@pytest.mark.parametrize(
    ("number", "taken"),
    [
        (20, "20"),
        (2**53, str(2**53)),
        (971726738813878272, "971726738813878272"),
        (971726738813878270, None),  # JavaScript writes a rounded number with a 0 at its end
        (2**63 + 1, None),
        (-20, None),
        (20.0, None),
    ],
)
def test_a_number_that_javascript_may_have_rounded_is_no_id(number: object, taken: str | None) -> None:
    found = {"id": number, "text": "x", "user": {"screen_name": "a"}}
    if taken is None:
        with pytest.raises(SourceFormatError):
            parse_v1(found)
    else:
        assert parse_v1(found)[0].status_id == taken


@pytest.mark.parametrize(
    ("code", "availability"),
    [
        (144, Availability.NOT_FOUND),
        (34, Availability.NOT_FOUND),
        (63, Availability.SUSPENDED),
        (179, Availability.PROTECTED),
        (422, Availability.RULE_VIOLATION),
        (64, Availability.UNKNOWN),
        (88, Availability.UNKNOWN),
    ],
)
def test_an_error_code_says_what_it_is_documented_to_say(code: int, availability: Availability) -> None:
    words = "Your account is suspended and is not permitted to access this feature."
    (found,) = parse_error({"errors": [{"code": code, "message": words}]}, StatusId("20"))
    assert (found.availability, found.words, found.status_id) == (availability, f"{code} {words}", "20")


def test_x_s_own_export_names_no_author() -> None:
    (found,) = read_payload(written("export/tweets.js"))
    assert isinstance(found, Tweet)
    assert (found.text, found.handle, found.edit_ids) == ("Fog & swell", None, ("1785946199946166272",))
    assert found.shown == (0, 8)


def test_json_lines_are_read_up_to_a_last_line_that_was_cut() -> None:
    assert [
        one.text for one in read_payload(written("export/twarc-last-line-cut.jsonl")) if isinstance(one, Tweet)
    ] == [
        "One.",
        "Two.",
    ]
