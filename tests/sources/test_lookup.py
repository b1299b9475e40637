"""Each condition of the error table (reference/sources.md §6): what all answers together are taken to say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.sources.exchanges import FOG, NOW, says, web, written
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import Failure, RateLimited, Unreachable
from tweetarchive.model.evidence import Evidence, Problem, ResolvedBy
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Absence, Availability, Link, LinkKind, SourceName, StatusId, Tweet
from tweetarchive.sources.lookup import SOURCES, gather, look_up

SYNDICATION = "https://cdn.syndication.twimg.com/"
OEMBED = "https://publish.x.com/oembed"
ARCHIVE = "https://web.archive.org/cdx/"
LINK = Permalink(StatusId(FOG), "harbour_watch")
LIVE = written("syndication/emoji-before-link-and-own-photo.json")
EMBED = written("oembed/plain-with-two-links-and-raw-ampersand.json")
NO_PAGE = says("<html>X / ?</html>", 404, content_type="text/html")
NOT_AUTHORIZED = says({"error": "Sorry, you are not authorized to see this status."}, 403)
WALL = says("<html><title>Log in to X</title></html>", content_type="text/html")
NOBODY = says({"__typename": "Tweet", "id_str": FOG, "text": "Fog", "created_at": "2024-05-02T08:15:30.000Z"})


def tombstone(words: str | None) -> dict[str, Any]:
    return says({"__typename": "TweetTombstone", "tombstone": {"text": {"text": words}} if words else {}})


def ask(syndication: Any, oembed: Any, archive: Any = "[]", asked: list[str] | None = None) -> Evidence:
    known = {SYNDICATION: syndication, OEMBED: oembed, ARCHIVE: archive}
    fetch = web({beginning: page for beginning, page in known.items() if page is not None}, asked)
    return look_up(LINK, fetch, tuple(SOURCES.values()), resolved_by=ResolvedBy.PERMALINK)


def unreachable(request: Request) -> Exception:
    return Unreachable("reset by peer at 127.0.0.1:9", request=request, failure=Failure.CONNECTION_LOST)


def throttled(request: Request) -> Exception:
    return RateLimited("429", request=request, retry_after=900.0)


@pytest.mark.parametrize(
    ("syndication", "oembed", "availability"),
    [
        pytest.param(LIVE, EMBED, Availability.LIVE, id="live"),
        pytest.param(LIVE, NO_PAGE, Availability.LIVE, id="live, though oEmbed does not find it"),
        pytest.param(tombstone(None), EMBED, Availability.LIVE, id="live, though syndication is mute"),
        pytest.param(
            tombstone("This Post was deleted by the Post author. Learn more"),
            NO_PAGE,
            Availability.DELETED,
            id="deleted",
        ),
        pytest.param(NO_PAGE, NO_PAGE, Availability.NOT_FOUND, id="never existed, or deleted in older days"),
        pytest.param(
            tombstone("You’re unable to view this Post because this account owner limits who can view their Posts."),
            NOT_AUTHORIZED,
            Availability.PROTECTED,
            id="protected",
        ),
        pytest.param(
            tombstone("This Post is from a suspended account. Learn more"),
            NO_PAGE,
            Availability.SUSPENDED,
            id="suspended",
        ),
        pytest.param(NOBODY, NO_PAGE, Availability.NOT_FOUND, id="a tweet without its author"),
        pytest.param(
            tombstone("This Post is from an account that no longer exists. Learn more"),
            NO_PAGE,
            Availability.ACCOUNT_GONE,
            id="account gone",
        ),
        pytest.param(
            tombstone("Age-restricted adult content. This content might not be appropriate for people under 18."),
            NOT_AUTHORIZED,
            Availability.AGE_RESTRICTED,
            id="age-restricted, and alive",
        ),
        pytest.param(tombstone(None), NOT_AUTHORIZED, Availability.UNKNOWN, id="mute, and not authorized"),
        pytest.param(
            tombstone("This Post violated the X Rules. Learn more"),
            NO_PAGE,
            Availability.RULE_VIOLATION,
            id="violation",
        ),
        pytest.param(
            tombstone("This Post has been withheld in Germany in response to a legal demand. Learn more"),
            NO_PAGE,
            Availability.WITHHELD,
            id="withheld",
        ),
        pytest.param("{}", None, Availability.UNKNOWN, id="our token broken"),
        pytest.param(says("", 400), says({"errors": [{"code": 357}]}, 400), Availability.UNKNOWN, id="we asked wrong"),
        pytest.param(says("", 429), says("", 429), Availability.UNKNOWN, id="throttled"),
        pytest.param(WALL, WALL, Availability.UNKNOWN, id="login wall"),
        pytest.param(unreachable, throttled, Availability.UNKNOWN, id="no answers"),
        pytest.param(None, None, Availability.UNKNOWN, id="never asked"),
    ],
)
def test_availability_follows_from_all_answers_and_from_nothing_else(
    syndication: Any, oembed: Any, availability: Availability
) -> None:
    evidence = ask(syndication, oembed)
    assert evidence.availability is availability
    assert evidence.status_id == FOG
    assert evidence.resolved_by is ResolvedBy.PERMALINK
    assert (evidence.tweet is not None) == (availability is Availability.LIVE)


def test_the_first_complete_tweet_is_shown_and_all_are_kept() -> None:
    evidence = ask(LIVE, EMBED)
    assert evidence.tweet is not None
    assert evidence.tweet.source is SourceName.SYNDICATION
    assert [one.source for one in evidence.statements] == [SourceName.SYNDICATION, SourceName.OEMBED]
    assert evidence.problems == ()  # raw and shown links, pic hosts: no disagreement


def test_web_archives_are_left_in_peace_where_the_tweet_is_held_whole() -> None:
    asked: list[str] = []
    ask(LIVE, EMBED, asked=asked)
    assert not [url for url in asked if "archive.org" in url]
    ask(NO_PAGE, NO_PAGE, asked=asked)
    assert [url for url in asked if "archive.org" in url]


def test_a_failing_source_is_told_and_made_up_for_by_another() -> None:
    (problem,) = ask(unreachable, EMBED).problems
    assert problem.partial
    assert problem.url is not None
    assert problem.url.startswith(SYNDICATION)
    assert problem.why == "syndication: no answer (connection lost)"  # and nothing of the machine it ran on


def test_a_failing_source_weighs_where_nobody_else_answered() -> None:
    evidence = ask(unreachable, throttled)
    assert [one.partial for one in evidence.problems] == [False, False]
    assert evidence.absences == ()


def test_a_mute_answer_does_not_make_up_for_a_failure() -> None:
    assert [one.partial for one in ask("{}", unreachable).problems] == [False]


def test_what_was_never_asked_is_no_problem() -> None:
    assert ask(None, None, None).problems == ()


def test_the_words_of_a_tombstone_are_kept_with_their_record() -> None:
    (absence, other) = ask(tombstone("This Post is unavailable. Learn more"), NO_PAGE).absences
    assert (absence.words, absence.status_id, absence.fetched_at) == (
        "This Post is unavailable. Learn more",
        FOG,
        NOW,
    )
    assert absence.record is not None
    assert other.words == "HTTP 404"


def tweet(text: str = "Fog & swell", **more: Any) -> Tweet:
    return Tweet(**{"status_id": StatusId(FOG), "handle": "a", "text": text, "source": SourceName.SYNDICATION, **more})


@pytest.mark.parametrize(
    ("other", "whys"),
    [
        (tweet(), []),
        (tweet("@b @c Fog &\n\nswell"), []),
        (tweet("Fog & swell https://t.co/aaaaaaaaaa"), []),
        (
            tweet("Fog & swellpic.x.com/b", links=(Link(11, 22, LinkKind.MEDIA, "u", "pic.x.com/b", None),)),
            [],
        ),
        (tweet("Fog & sw…", complete=False), []),
        (tweet("Fog & swells"), ["recorded and syndication state different words"]),
        (tweet("Fog and sw…", complete=False), ["recorded and syndication state different words"]),
        (tweet(handle="A"), []),
        (tweet(handle="b"), ["recorded and syndication name different authors"]),
        (tweet(handle=None), []),
    ],
)
def test_a_source_that_states_something_else_is_told(other: Tweet, whys: list[str]) -> None:
    evidence = gather(StatusId(FOG), [tweet(), replace(other, source=SourceName.RECORDED)], resolved_by=None)
    assert [one.why for one in evidence.problems] == whys
    assert all(one.partial for one in evidence.problems)


def test_a_renamed_account_is_the_same_author() -> None:
    both = [tweet(user_id="7"), tweet(handle="renamed", user_id="7", source=SourceName.RECORDED)]
    assert gather(StatusId(FOG), both, resolved_by=None).problems == ()


def test_an_incomplete_tweet_gives_way_to_a_complete_one_of_a_later_source() -> None:
    whole = tweet("Fog & swell, all day", source=SourceName.WEB_ARCHIVE)
    evidence = gather(StatusId(FOG), [tweet("Fog & sw", complete=False), whole], resolved_by=None)
    assert evidence.tweet == whole


def test_another_version_is_shown_only_where_the_one_asked_for_is_not_held() -> None:
    newer = tweet("Fog", status_id=StatusId("1785946199946166999"), edit_ids=(StatusId(FOG),))
    assert gather(StatusId(FOG), [newer, tweet()], resolved_by=None).tweet == tweet()
    assert gather(StatusId(FOG), [newer], resolved_by=None).tweet == newer


def test_a_quoted_tweet_is_kept_and_never_shown_for_the_one_asked_for() -> None:
    quoted = tweet("Other words", status_id=StatusId("20"))
    evidence = gather(StatusId(FOG), [quoted], resolved_by=None)
    assert (evidence.tweet, evidence.statements) == (None, (quoted,))


def test_of_payloads_alone_the_first_decides() -> None:
    evidence = gather(None, [tweet()], resolved_by=None)
    assert (evidence.status_id, evidence.tweet) == (FOG, tweet())
    # A file says what was served when it was saved, not what is served now.
    assert evidence.availability is Availability.UNKNOWN


def absence(availability: Availability, **more: Any) -> Absence:
    return Absence(**{"status_id": None, "availability": availability, "source": SourceName.RECORDED, **more})


def test_the_weightiest_reason_counts() -> None:
    ranked = [
        Availability.NOT_FOUND,
        Availability.AGE_RESTRICTED,
        Availability.WITHHELD,
        Availability.DELETED,
        Availability.RULE_VIOLATION,
        Availability.PROTECTED,
        Availability.ACCOUNT_GONE,
        Availability.SUSPENDED,
    ]
    for count, heaviest in enumerate(ranked, 1):
        held = [absence(one) for one in ranked[:count]]
        assert gather(StatusId(FOG), held, resolved_by=None).availability is heaviest


def test_what_a_web_archive_kept_of_a_refusal_says_nothing_of_today() -> None:
    old = absence(Availability.SUSPENDED, memento="https://web.archive.org/web/20190101000000/https://twitter.com/a")
    assert gather(StatusId(FOG), [old], resolved_by=None).availability is Availability.UNKNOWN


def test_nothing_at_hand_proves_nothing() -> None:
    evidence = gather(StatusId(FOG), [], resolved_by=None, problems=[Problem("source", None, "x")])
    assert (evidence.tweet, evidence.availability) == (None, Availability.UNKNOWN)
    assert not evidence.problems[0].partial
