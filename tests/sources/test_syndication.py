from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.exchanges import FOG, NOW, RECORD, says, web, written
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Absence, Availability, LinkKind, MediaKind, SourceName, StatusId, Tweet
from tweetarchive.sources.syndication import Syndication, parse_syndication, syndication_url, token

HOST = "https://cdn.syndication.twimg.com/tweet-result"
LINK = Permalink(StatusId(FOG), "harbour_watch")


def parse(name: str, asked: str | None = None) -> tuple[Tweet | Absence, ...]:
    return parse_syndication(json.loads(written(f"syndication/{name}.json")), StatusId(asked) if asked else None)


def tweet(name: str) -> Tweet:
    found = parse(name)[0]
    assert isinstance(found, Tweet)
    return found


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("20", "6dq1a2xwd93"),
        ("463440424141459456", "14fxvks611f"),
        ("875083037872181254", "24d5k5p19ji"),
        ("2102808325742322002", "53i6obqmry"),
        # Made with node 20: ((Number(id) / 1e15) * Math.PI).toString(36).replace(/(0+|\.)/g, "")
        ("1785946199946166272", "4bupr8kieqm"),
        ("1", "bhi2ay3f28n"),
    ],
)
def test_the_token_is_the_one_javascript_makes(number: str, expected: str) -> None:
    assert token(StatusId(number)) == expected


def test_the_address_names_id_language_and_token() -> None:
    assert syndication_url(StatusId("20")) == f"{HOST}?id=20&lang=en&token=6dq1a2xwd93"


def test_a_tweet_is_read_with_its_words_links_media_and_author() -> None:
    found = tweet("emoji-before-link-and-own-photo")
    assert found.text == "🚢🚢 Fog & swell: read harbour.example/fog-warni… before you sail <3 pic.x.com/bbbbbbbbbb"
    assert [link.kind for link in found.links] == [LinkKind.LINK, LinkKind.MEDIA]
    assert found.links[0].expanded == "https://harbour.example/fog-warning-2024"
    assert found.shown is not None
    assert found.text[slice(*found.shown)].endswith("sail <3")
    assert (found.handle, found.author_name, found.user_id) == ("harbour_watch", "Harbour Watch", "770011")
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2024-05-02T08:15:30+00:00"
    assert found.complete
    assert found.edit_ids == (FOG,)
    assert found.media is not None
    photo, video = found.media
    assert (photo.kind, photo.alt, photo.owner) == (MediaKind.PHOTO, "A pier in fog.", FOG)
    assert (video.kind, [one.bitrate for one in video.variants]) == (MediaKind.VIDEO, [None, 288000, 2176000])
    assert photo.link == "https://t.co/bbbbbbbbbb"


def test_a_reply_keeps_its_hidden_mentions_and_its_parent_is_a_tweet_of_its_own() -> None:
    reply, parent = parse("reply-with-hidden-mentions-and-reused-video")
    assert isinstance(reply, Tweet)
    assert reply.text.startswith("@harbour_watch @lock_keeper Is the lock open?")
    assert reply.shown is not None
    # The re-used video of somebody else's tweet is part of what is shown.
    assert reply.text[slice(*reply.shown)] == "Is the lock open? pic.x.com/cccccccccc"
    assert reply.in_reply_to_status_id == parent.status_id == FOG
    assert reply.in_reply_to_handle == "harbour_watch"
    assert reply.media is not None
    assert reply.media[0].owner == "1609338612741046272"


def test_a_note_is_known_to_go_on_although_nothing_marks_the_cut() -> None:
    found = tweet("note-cut-inside-a-word-without-mark")
    assert not found.complete
    assert not found.text.endswith("…")


def test_the_whole_note_is_used_where_the_answer_holds_it() -> None:
    payload = json.loads(written("syndication/note-cut-inside-a-word-without-mark.json"))
    payload["note_tweet"] = {"id": "x", "text": "All of it & more."}
    found = parse_syndication(payload, None)[0]
    assert isinstance(found, Tweet)
    assert (found.text, found.complete) == ("All of it & more.", True)


def test_an_edited_tweet_names_its_versions_and_its_quote_link() -> None:
    found, quoted = parse("edited-quote-of-a-tweet-without-author")
    assert isinstance(found, Tweet)
    assert found.edit_ids == ("1664179976401846272", "1664183751275446272")
    assert found.quoted_status_id == quoted.status_id
    assert found.links[0].kind is LinkKind.QUOTE
    assert found.shown == (0, 10)


def test_a_tweet_without_author_says_nothing() -> None:
    quoted = parse("edited-quote-of-a-tweet-without-author")[1]
    assert isinstance(quoted, Absence)
    assert (quoted.availability, quoted.words) == (Availability.UNKNOWN, None)


def test_entities_may_be_missing_or_of_any_shape() -> None:
    payload = json.loads(written("syndication/emoji-before-link-and-own-photo.json"))
    shapes: list[Any] = [None, [], "x", {"urls": {}, "media": 7}, {"urls": [None, 1, {"indices": [1]}, {"url": 5}]}]
    for entities in shapes:
        found = parse_syndication({**payload, "entities": entities, "mediaDetails": None}, None)[0]
        assert isinstance(found, Tweet)
        assert "https://t.co/aaaaaaaaaa" in found.text
        assert found.media == ()


def test_a_trimmed_payload_still_shows_its_media_link_as_one() -> None:
    payload = json.loads(written("syndication/emoji-before-link-and-own-photo.json"))
    payload["mediaDetails"] = [{"type": "photo", "media_url_https": "https://pbs.twimg.com/media/FoGx1.png"}]
    found = parse_syndication({**payload, "entities": {}}, None)[0]
    assert isinstance(found, Tweet)
    assert found.text.endswith("<3 pic.twitter.com/bbbbbbbbbb")
    assert found.links[-1].kind is LinkKind.MEDIA


def test_photos_alone_are_read_where_media_details_are_missing() -> None:
    payload = {"__typename": "Tweet", "id_str": "20", "text": "x", "user": {"screen_name": "jack"}}
    found = parse_syndication(
        {**payload, "photos": [{"url": "https://pbs.twimg.com/media/A.jpg"}], "video": {"poster": "https://pbs/x"}},
        None,
    )[0]
    assert isinstance(found, Tweet)
    assert found.media is not None
    assert [one.kind for one in found.media] == [MediaKind.PHOTO, MediaKind.VIDEO]


@pytest.mark.parametrize(
    ("tombstone", "availability"),
    [
        ({"text": {"text": "This Post was deleted by the Post author. Learn more"}}, Availability.DELETED),
        ({"text": {"text": "This Post is unavailable. Learn more"}}, Availability.UNKNOWN),
        ({}, Availability.UNKNOWN),
        (None, Availability.UNKNOWN),
        ({"text": None}, Availability.UNKNOWN),
    ],
)
def test_a_tombstone_says_what_its_words_say(tombstone: object, availability: Availability) -> None:
    payload = {"__typename": "TweetTombstone", "tombstone": tombstone}
    (found,) = parse_syndication(payload, StatusId("20"))
    assert isinstance(found, Absence)
    assert (found.status_id, found.availability) == ("20", availability)


def test_an_empty_object_is_mute() -> None:
    assert parse_syndication({}, StatusId("20")) == (
        Absence(status_id=StatusId("20"), availability=Availability.UNKNOWN, source=SourceName.SYNDICATION),
    )


@pytest.mark.parametrize("payload", [[], "x", None, {"__typename": "Tweet", "id_str": "20"}, {"a": 1}])
def test_another_shape_is_refused(payload: object) -> None:
    with pytest.raises(SourceFormatError):
        parse_syndication(payload, None)


@pytest.mark.parametrize("number", ["0", "-1", "9223372036854775808", "99999999999999999999", "1e5", 1.5, True, None])
def test_an_id_that_cannot_exist_is_refused(number: object) -> None:
    with pytest.raises(SourceFormatError):
        parse_syndication({"id_str": number, "text": "x", "user": {"screen_name": "a"}}, None)


def test_an_answer_knows_its_record() -> None:
    answer = Syndication().ask(LINK, web({HOST: written("syndication/emoji-before-link-and-own-photo.json")}))
    assert answer.problems == ()
    assert (answer.statements[0].fetched_at, answer.statements[0].record) == (NOW, RECORD)


def test_its_own_404_is_not_found_and_not_deleted() -> None:
    answer = Syndication().ask(LINK, web({HOST: says("<html>X / ?</html>", 404, content_type="text/html")}))
    assert isinstance(answer.statements[0], Absence)
    assert answer.statements[0].availability is Availability.NOT_FOUND


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (says("Rate limit exceeded", 429, content_type="text/plain"), "syndication: rate limited"),
        (says({"error": "Bad request."}, 400), "syndication: answered HTTP 400"),
        (says("", 503), "syndication: answered HTTP 503"),
        (says("", 302, location="https://x.com/login"), "syndication: answered HTTP 302"),
        (says("<html>Log in to X</html>", content_type="text/html"), "syndication: no JSON"),
        (says(""), "syndication: no JSON"),
        (says(b"[" * 100_000), "syndication: JSON nested too deeply"),
        (says(b'{"id_str": ' + b"1" * 5000 + b"}"), "syndication: no JSON"),
        (says("[]"), "syndication: no tweet-result"),
        (
            says({"id_str": "21", "text": "x", "user": {"screen_name": "a"}}),
            "syndication: the answer is about another tweet",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_failure_is_a_problem_and_no_absence(page: object, why: str) -> None:
    answer = Syndication().ask(LINK, web({HOST: page}))
    assert answer.statements == ()
    assert [one.why for one in answer.problems] == [why]
