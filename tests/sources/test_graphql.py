from __future__ import annotations

import json

import pytest

from tests.sources.exchanges import written
from tweetarchive.model.tweet import Absence, Availability, StatusId, Tweet
from tweetarchive.sources.graphql import parse_graphql

NUMBER = StatusId("1830123419857846272")


def test_a_note_in_a_visibility_wrapper_is_read_whole() -> None:
    found, quoted = parse_graphql(
        json.loads(written("graphql/visibility-wrapper-with-note-and-suspended-quote.json")), None
    )
    assert isinstance(found, Tweet)
    assert found.complete
    assert found.text.startswith("Statement & apology. We were wrong")
    assert found.text.endswith("See horn.example")
    assert (found.handle, found.user_id, found.edit_ids) == ("harbour_watch", "770011", (NUMBER,))
    assert isinstance(quoted, Absence)
    assert quoted.availability is Availability.SUSPENDED


def test_in_a_conversation_the_tweet_asked_for_comes_first() -> None:
    conversation = json.loads(written("graphql/conversation-with-reply-and-unavailable-parent.json"))
    found, parent = parse_graphql(conversation, NUMBER)
    assert isinstance(found, Tweet)
    assert found.shown == (10, 13)
    assert isinstance(parent, Absence)
    assert (parent.status_id, parent.availability) == (found.in_reply_to_status_id, Availability.PROTECTED)
    assert parse_graphql(conversation, None)[0] == parent


@pytest.mark.parametrize(
    ("reason", "availability"),
    [
        ("Suspended", Availability.SUSPENDED),
        ("NsfwLoggedOut", Availability.AGE_RESTRICTED),
        ("NsfwViewerHasNoStatedAge", Availability.AGE_RESTRICTED),
        ("Deleted", Availability.DELETED),
        ("Unspecified", Availability.UNKNOWN),
        (None, Availability.UNKNOWN),
    ],
)
def test_a_reason_says_what_it_says(reason: str | None, availability: Availability) -> None:
    (found,) = parse_graphql({"result": {"__typename": "TweetUnavailable", "reason": reason}}, NUMBER)
    assert isinstance(found, Absence)
    assert (found.status_id, found.availability, found.words) == (NUMBER, availability, reason)


def test_an_author_that_is_gone_leaves_no_tweet() -> None:
    result = {"__typename": "Tweet", "rest_id": NUMBER, "core": {"user_results": {}}, "legacy": {"full_text": "x"}}
    (found,) = parse_graphql({"data": {"tweetResult": {"result": result}}}, None)
    assert isinstance(found, Absence)


def test_an_answer_without_results_states_nothing() -> None:
    assert parse_graphql({"data": {"tweetResult": {}}}, NUMBER) == ()
