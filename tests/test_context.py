"""Tweets around an embed's own: kept as tweets of their own, asked for once, and used to judge."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import tweetarchive
from tests.world import Answer, Tweet, World, snowflake
from tweetarchive.archive.network import Network
from tweetarchive.model.context import Context
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import Verdict
from tweetarchive.pipeline import Settings
from tweetarchive.surroundings import THREAD_LIMIT

PAGE = "https://news.example/2024/ferry"
NOON = datetime(2024, 3, 5, 12, 0, 0, tzinfo=UTC)
SYNDICATION = "https://cdn.syndication.twimg.com/tweet-result"
EAGER = Network(delay=0, limits=(), retries=0, timeout=3)


def tweet(world: World, minutes: int, text: str, **more: Any) -> Tweet:
    return world.tweet(snowflake(NOON + timedelta(minutes=minutes)), text=text, **more)


def archive(tmp_path: Path, world: World, body: str, context: Context = Context.PARENT) -> ArticleReport:
    """Archive, and insist that the file alone gives the same report."""
    world.article(PAGE, f"<html lang=en><title>Ferry</title><body>{body}</body></html>")
    report = tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER, settings=Settings(context=context))
    again = list(tweetarchive.verify_archive(tmp_path))
    assert [one.to_dict() for one in again] == [report.to_dict()]
    return report


def beside(report: ArticleReport) -> list[tuple[str, str, str]]:
    return [(one["relation"], one["status_id"], one["availability"]) for one in report.to_dict()["context"]]


def test_a_quoted_tweet_is_kept_with_its_pictures_and_not_asked_for_again(world: World, tmp_path: Path) -> None:
    quoted = tweet(world, 0, "The bridge is shut.", handle="harbour_office", name="Harbour", photos=1)
    own = tweet(world, 5, "Take the ferry then.", quotes=quoted)

    report = archive(tmp_path, world, own.blockquote())

    (kept,) = report.to_dict()["context"]
    assert (kept["relation"], kept["of"], kept["status_id"]) == ("quoted", own.id, quoted.id)
    assert (kept["availability"], kept["tweet"]["text"][:19]) == ("live", "The bridge is shut.")
    assert kept["tweet"]["media"][0]["sha256"]
    assert not world.asked(f"{SYNDICATION}?id={quoted.id}")


def test_a_tweet_and_the_one_it_quotes_in_one_blockquote_are_a_composite(world: World, tmp_path: Path) -> None:
    quoted = tweet(world, 0, "The bridge is shut.", handle="harbour_office", name="Harbour Office")
    own = tweet(world, 5, "Take the ferry then.", quotes=quoted)
    shown = own.markup().partition(" <a")[0]
    merged = own.blockquote().replace(
        own.markup(), f"{shown}<br><br>Harbour Office @harbour_office The bridge is shut."
    )

    judged = archive(tmp_path, world, merged).embeds[0]

    assert judged.findings.text is not None
    assert judged.findings.text.outcome.value == "composite"


@pytest.mark.parametrize(
    ("context", "kept"),
    [
        (Context.NONE, []),
        (Context.QUOTED, []),
        (Context.PARENT, ["parent"]),
        (Context.THREAD, ["parent", "thread", "thread"]),
    ],
)
def test_a_thread_is_followed_upwards_as_far_as_asked_and_its_author_goes(
    world: World, tmp_path: Path, context: Context, kept: list[str]
) -> None:
    asked = tweet(world, 0, "When does it run?", handle="somebody")
    first = tweet(world, 1, "@somebody It runs at nine.", reply_to=asked)
    second = tweet(world, 2, "And at ten.", reply_to=first)
    third = tweet(world, 3, "And at noon.", reply_to=second)

    report = archive(tmp_path, world, third.blockquote(), context)

    assert [one[0] for one in beside(report)] == kept
    assert [one[1] for one in beside(report)] == [second.id, first.id, asked.id][: len(kept)]
    if context is Context.THREAD:  # an answer holds the tweet above as well: every second one is asked for
        asked_for = {one.query["id"] for one in world.asked(SYNDICATION)}
        assert asked_for == {third.id, first.id}


def test_a_thread_merged_in_one_blockquote_is_a_composite_with_its_thread(world: World, tmp_path: Path) -> None:
    first = tweet(world, 1, "The ferry runs at nine from the old quay.")
    second = tweet(world, 2, "And at ten from the new one.", reply_to=first)
    third = tweet(world, 3, "And at noon from both of them.", reply_to=second)
    merged = third.blockquote().replace(third.markup(), f"{first.text}<br><br>{second.text}<br><br>{third.text}")

    alone = archive(tmp_path / "a", world, merged, Context.NONE).embeds[0]
    whole = archive(tmp_path / "b", world, merged, Context.THREAD).embeds[0]

    assert (alone.verdict.value, whole.verdict.value) == ("mismatch", "match_with_differences")
    assert whole.findings.text is not None
    assert whole.findings.text.outcome.value == "composite"


def test_a_thread_that_leads_back_to_itself_ends(world: World, tmp_path: Path) -> None:
    one, two = (tweet(world, minutes, f"Number {minutes}") for minutes in (1, 2))
    circle = {one.id: two.id, two.id: one.id}
    for own in (one, two):
        stated = {**own.syndication(), "in_reply_to_status_id_str": circle[own.id]}
        stated["in_reply_to_screen_name"] = own.handle
        world.answer(f"{SYNDICATION}?id={own.id}", _json(stated))

    assert [kept[1] for kept in beside(archive(tmp_path, world, one.blockquote(), Context.THREAD))] == [two.id]


def test_a_very_long_thread_is_followed_so_far_and_no_further(world: World, tmp_path: Path) -> None:
    above = tweet(world, 0, "Number 0")
    for minutes in range(1, THREAD_LIMIT + 10):
        above = tweet(world, minutes, f"Number {minutes}", reply_to=above)

    assert len(archive(tmp_path, world, above.blockquote(), Context.THREAD).context) == THREAD_LIMIT


def test_a_parent_that_is_gone_is_told_and_no_fault(world: World, tmp_path: Path) -> None:
    parent = tweet(world, 0, "When does it run?", handle="somebody")
    own = tweet(world, 1, "@somebody At nine.", reply_to=parent)
    stated = {name: value for name, value in own.syndication().items() if name != "parent"}
    world.answer(f"{SYNDICATION}?id={own.id}", _json(stated))
    world.deleted(parent.id)

    report = archive(tmp_path, world, own.blockquote())

    assert beside(report) == [("parent", parent.id, "deleted")]
    assert (
        report.to_dict()["context"][0]["absences"][0]["words"] == "This Post was deleted by the Post author. Learn more"
    )
    assert (report.verdict, report.problems) == ("match", ())


def test_other_versions_are_kept_as_tweets_of_their_own(world: World, tmp_path: Path) -> None:
    ids = (snowflake(NOON), snowflake(NOON + timedelta(minutes=5)))
    world.tweet(ids[0], text="No fery today.", edit_ids=ids)
    own = world.tweet(ids[1], text="No ferry today.", edit_ids=ids)

    report = archive(tmp_path, world, own.blockquote())

    (kept,) = report.to_dict()["context"]
    assert (kept["relation"], kept["status_id"], kept["tweet"]["text"]) == ("version", ids[0], "No fery today.")


def test_an_archive_of_before_there_was_context_is_judged_as_it_was() -> None:
    assert Settings.from_json('{"sources": ["syndication"], "media": true}').context is Context.NONE


def _json(stated: dict[str, Any]) -> Answer:
    return Answer.text(json.dumps(stated), "application/json")


def handed_in(number: str, handle: str, text: str, **more: Any) -> dict[str, Any]:
    user = {"id_str": handle, "name": handle, "screen_name": handle}
    return {"__typename": "Tweet", "id_str": number, "text": text, "user": user, "entities": {}, **more}


def test_quoted_and_answered_tweets_that_were_handed_in_stand_beside_the_embeds() -> None:
    first, second, third, quoted = (snowflake(NOON, place) for place in range(4))
    page = (
        f'<blockquote class="twitter-tweet"><p>And the third.</p>&mdash; Mira (@mira_quays) '
        f'<a href="https://twitter.com/mira_quays/status/{third}">March 5, 2024</a></blockquote>'
    )
    asked = handed_in(
        third,
        "mira_quays",
        "And the third.",
        in_reply_to_status_id_str=second,
        quoted_tweet=handed_in(quoted, "port_leaks", "What was quoted."),
    )
    above = handed_in(second, "mira_quays", "The second.", in_reply_to_status_id_str=first)
    for payloads, expected in (
        ([asked], [("quoted", quoted)]),  # what was not handed in is no absence
        ([asked, above], [("quoted", quoted), ("parent", second)]),
        (
            [handed_in(first, "mira_quays", "The first."), above, asked],
            [("quoted", quoted), ("parent", second), ("thread", first)],
        ),
    ):
        report = tweetarchive.compare(page * 2, payloads)

        assert report.verdict is Verdict.MATCH
        found = [(one.related.relation.value, one.related.evidence.status_id) for one in report.context]
        assert found == expected
        assert all(one["of"] == third for one in report.to_dict()["context"])
