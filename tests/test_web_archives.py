"""Web archives as sources of whole articles: the user's own, witnesses of live tweets, the search by day."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import tweetarchive
from tests.world import Tweet, World, snowflake
from tests.world.named_archive import NamedArchive
from tweetarchive.archive.network import Network
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import Verdict
from tweetarchive.pipeline import Settings

PAGE = "https://news.example/2024/ferry"
NOON = datetime(2024, 3, 5, 12, 0, 0, tzinfo=UTC)
ID = snowflake(NOON)
WAYBACK = "https://web.archive.org/*"
EAGER = Network(delay=0, limits=(), retries=0, timeout=3)


def ferry(world: World, **wrote: Any) -> Tweet:
    return world.tweet(ID, **{"handle": "mira_quays", "name": "Mira", "text": "No ferry before 9 today."} | wrote)


def archive(tmp_path: Path, *embeds: str, world: World, **settings: Any) -> ArticleReport:
    """Archive, and insist that the file alone gives the same report."""
    world.article(PAGE, f"<html lang=en><title>Ferry</title><body><p>Good news.</p>{''.join(embeds)}</body></html>")
    report = tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER, settings=Settings(**settings))
    again = list(tweetarchive.verify_archive(tmp_path))
    assert [one.to_dict() for one in again] == [report.to_dict()]
    return report


def whys(report: ArticleReport) -> str:
    return " | ".join(f"{one.what}: {one.why}" for one in report.problems)


def stated(tweet: Tweet, **changed: Any) -> str:
    """A copy of a tweet as web archives hold it."""
    user = {"id_str": tweet.user_id, "name": tweet.name, "screen_name": tweet.handle}
    user["profile_image_url_https"] = tweet.avatar_url
    return json.dumps({"id_str": tweet.id, "text": tweet.text, "user": user, **changed})


def own_archive(world: World, host: str = "kept.example", **more: Any) -> NamedArchive:
    archive = NamedArchive(host, **more)
    world.site(host, archive.handle)
    return archive


@pytest.mark.parametrize("host", ["kept.example", "archive.internal"])
def test_a_gone_tweet_is_read_from_the_users_own_archive_even_on_a_private_address(
    world: World, tmp_path: Path, host: str
) -> None:
    tweet = ferry(world)
    own = own_archive(world, host)
    for day in (6, 7, 8):  # more than a page of the TimeMap; all but the last are shells
        body = stated(tweet) if day == 8 else "<html><div id=react-root></div></html>"
        own.add(tweet.permalink, f"202403{day:02}000000", body, "application/json" if day == 8 else "text/html")
    world.deleted(ID)

    report = archive(tmp_path, tweet.blockquote(), world=world, web_archives=(("mine", own.timemaps),))

    judged = report.embeds[0]
    assert (judged.verdict, judged.evidence.availability.value, report.problems) == (Verdict.MATCH, "deleted", ())
    assert judged.evidence.tweet is not None
    assert judged.evidence.tweet.memento == f"https://{host}/kept/20240308000000/{tweet.permalink}"
    assert not world.asked(WAYBACK)


def test_a_host_that_only_a_copy_names_is_guarded(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    own, inner = own_archive(world), own_archive(world, "inner.internal")
    inner.add(tweet.permalink, "20240306000000", stated(tweet), "application/json")
    world.site(own.host, lambda asked: inner.handle(asked.__class__(**_moved(asked, own.host, inner.host))))
    world.deleted(ID)

    report = archive(tmp_path, tweet.blockquote(), world=world, web_archives=(("mine", own.timemaps),))

    assert report.verdict is Verdict.UNCHECKABLE
    assert "mine: no answer (private address)" in whys(report)
    assert not world.asked("https://inner.internal/*")


def _moved(asked: Any, host: str, to: str) -> dict[str, Any]:
    return {"at": asked.at, "method": asked.method, "url": asked.url.replace(host, to), "headers": asked.headers}


def test_an_archive_that_rewrites_is_told_and_the_next_one_is_asked(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    own = own_archive(world, raw=False)
    own.add(tweet.permalink, "20240306000000", stated(tweet), "application/json")
    world.memento(tweet.permalink, "20240307000000", stated(tweet), "application/json")
    world.deleted(ID)

    report = archive(tmp_path, tweet.blockquote(), world=world, web_archives=(("mine", own.timemaps),))

    assert report.verdict is Verdict.MATCH
    assert "mine: answered a rewritten copy" in whys(report)
    assert all(one.partial for one in report.problems)


def test_sources_name_the_order(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    own = own_archive(world)
    own.add(tweet.permalink, "20240306000000", stated(tweet), "application/json")
    world.memento(tweet.permalink, "20240307000000", stated(tweet), "application/json")
    order = ("web_archive", "mine")

    report = archive(tmp_path, tweet.blockquote(), world=world, sources=order, web_archives=(("mine", own.timemaps),))

    assert report.embeds[0].evidence.tweet is not None
    assert "web.archive.org" in (report.embeds[0].evidence.tweet.memento or "")
    assert not world.asked(f"https://{own.host}/*")


def test_a_live_tweet_asks_no_web_archive_unless_corroborated(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    world.memento(tweet.permalink, "20240306000000", stated(tweet), "application/json")

    alone = archive(tmp_path / "a", tweet.blockquote(), world=world)
    assert not world.asked(WAYBACK)
    seconded = archive(tmp_path / "b", tweet.blockquote(), world=world, corroborate=True)

    assert alone.to_dict()["embeds"][0]["corroborated_by"] == []
    (witness,) = seconded.to_dict()["embeds"][0]["corroborated_by"]
    assert witness["source"] == "web_archive"
    assert witness["memento"] == f"https://web.archive.org/web/20240306000000/{tweet.permalink}"
    assert witness["record"]["file"] == seconded.record.file if seconded.record else False
    assert (seconded.verdict, seconded.problems) == (Verdict.MATCH, ())
    assert seconded.embeds[0].evidence.availability.value == "live"


def test_a_copy_that_says_something_else_is_no_witness_and_told(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    world.memento(tweet.permalink, "20240306000000", stated(tweet, text="A ferry at 9 today."), "application/json")

    report = archive(tmp_path, tweet.blockquote(), world=world, corroborate=True)

    assert report.to_dict()["embeds"][0]["corroborated_by"] == []
    assert "web_archive and syndication state different words" in whys(report)
