"""Web archives as sources of whole articles: the user's own, witnesses of live tweets, the search by day."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import tweetarchive
from tests.world import Answer, RateLimited, Tweet, World, snowflake
from tests.world.media import picture
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


@pytest.mark.parametrize("appended", ["?ref_src=twsrc%5Etfw", "?s=20", "/photo/1"])
def test_a_copy_of_the_address_as_embeds_and_apps_pass_it_on_is_found(
    world: World, tmp_path: Path, appended: str
) -> None:
    tweet = ferry(world)
    own = own_archive(world)
    own.add(
        f"https://twitter.com/{tweet.handle}/status/{ID}{appended}", "20240308000000", stated(tweet), "application/json"
    )
    world.deleted(ID)

    report = archive(tmp_path, tweet.blockquote(), world=world, web_archives=(("mine", own.timemaps),))

    assert (report.verdict, report.problems) == (Verdict.MATCH, ())


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


def flattened(tweet: Tweet, day: str = "March 5, 2024") -> str:
    """A tweet as a CMS leaves it that strips mark-up."""
    return f"<p>{tweet.text}</p><p>— {tweet.name} (@{tweet.handle}) {day}</p>"


LONG = "No ferry runs before nine today, the harbour office says."


@pytest.mark.parametrize("gone", [False, True])
def test_an_embed_without_number_or_picture_is_found_by_author_day_and_words(
    world: World, tmp_path: Path, gone: bool
) -> None:
    tweet = ferry(world, text=LONG)
    for minutes, words in ((-90, "The fog is thick at the quay this morning."), (200, "All ferries run again.")):
        other = world.tweet(snowflake(NOON.replace(hour=12 + minutes // 60)), handle=tweet.handle, text=words)
        world.memento(other.permalink, "20240306000000", stated(other), "application/json")
        if gone:
            world.deleted(other.id)
    world.memento(tweet.permalink, "20240306000000", stated(tweet), "application/json")
    if gone:
        world.deleted(ID)

    judged = archive(tmp_path, flattened(tweet), world=world).embeds[0]

    assert (judged.verdict, judged.evidence.resolved_by, judged.evidence.status_id) == ("match", "web_archive", ID)
    assert judged.evidence.availability.value == ("deleted" if gone else "live")


def test_a_changed_quote_is_held_against_the_only_tweet_of_the_day(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, text=LONG)
    world.memento(tweet.permalink, "20240306000000", stated(tweet), "application/json")

    judged = archive(tmp_path, flattened(tweet).replace("before nine", "before five"), world=world).embeds[0]

    assert (judged.verdict, judged.evidence.status_id) == ("mismatch", ID)


def test_a_changed_quote_is_held_against_none_where_a_tweet_of_the_day_was_not_read(
    world: World, tmp_path: Path
) -> None:
    tweet = ferry(world, text=LONG)
    world.memento(tweet.permalink, "20240306000000", stated(tweet), "application/json")
    unread = f"https://twitter.com/{tweet.handle}/status/{int(ID) + (1 << 32)}"
    world.memento(unread, "20240306000000", "<html><div id=react-root></div></html>", "text/html")

    report = archive(tmp_path, flattened(tweet).replace("before nine", "before five"), world=world)

    judged = report.embeds[0]
    assert (judged.verdict, judged.evidence.resolved_by, judged.evidence.status_id) == ("uncheckable", None, None)
    assert "2 tweets known, 1 read" in whys(report)
    assert f"Not read: {unread.replace('twitter.com', 'x.com')}" in whys(report)


@pytest.mark.parametrize(
    ("words", "handle", "day"),
    [("Something else entirely was said here today.", "mira_quays", 0), (LONG, "other_person", 0), (LONG, None, 4)],
    ids=["other words", "other author", "other day"],
)
def test_what_does_not_fit_resolves_nothing_and_how_far_was_looked_is_told(
    world: World, tmp_path: Path, words: str, handle: str | None, day: int
) -> None:
    tweet = ferry(world, text=LONG)
    other = world.tweet(snowflake(NOON.replace(day=5 + day)), handle=handle or tweet.handle, text=words)
    world.memento(other.permalink, "20240310000000", stated(other), "application/json")

    report = archive(tmp_path, flattened(tweet), world=world)

    assert (report.verdict, report.embeds[0].evidence.status_id) == (Verdict.UNCHECKABLE, None)
    assert "sought among @mira_quays's tweets of 2024-03-05 in the Internet Archive (" in whys(report)


def test_equal_words_on_two_days_are_not_told_apart_by_chance(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, text="Good morning!")
    for moment in (NOON, NOON.replace(hour=18)):
        twin = world.tweet(snowflake(moment), handle=tweet.handle, text=tweet.text)
        world.memento(twin.permalink, "20240306000000", stated(twin), "application/json")

    assert archive(tmp_path, flattened(tweet), world=world).embeds[0].evidence.status_id is None


def test_a_refused_search_is_told_and_proves_nothing(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, text=LONG)
    world.fault("https://web.archive.org/cdx/search/cdx", RateLimited())

    report = archive(tmp_path, flattened(tweet), world=world)

    assert "rate limited" in whys(report)
    assert len(world.asked(WAYBACK)) == 1


def test_one_search_serves_all_embeds_of_an_author_and_day(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, text=LONG)

    archive(tmp_path, flattened(tweet), flattened(tweet).replace("nine", "ten"), world=world)

    asked = [one.url for one in world.asked(WAYBACK)]
    assert len(asked) == len(set(asked)) <= 4


LONG_POST = "The ferry " + "runs at nine from the old quay, and at ten from the new one. " * 8 + "Nobody is late."


@pytest.mark.parametrize(
    ("copied", "altered", "verdict"),
    [
        (False, False, "uncheckable"),
        (False, True, "uncheckable"),
        (True, False, "match"),
        (True, True, "mismatch"),
    ],
)
def test_what_lies_beyond_the_cut_of_a_long_post_is_judged_by_a_longer_copy_or_not_at_all(
    world: World, tmp_path: Path, copied: bool, altered: bool, verdict: str
) -> None:
    tweet = ferry(world, text=LONG_POST, note=True)
    if copied:
        world.memento(tweet.permalink, "20240306000000", stated(tweet), "application/json")
    shown = LONG_POST.replace("Nobody", "Everybody") if altered else LONG_POST
    quoted = tweet.blockquote().replace(tweet.markup(), shown)

    report = archive(tmp_path, quoted, world=world)

    judged = report.embeds[0]
    assert (judged.verdict, judged.evidence.availability.value) == (verdict, "live")
    assert judged.evidence.tweet is not None
    assert judged.evidence.tweet.complete == copied


def test_the_internet_archive_is_not_searched_where_the_user_left_it_out(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, text=LONG)
    own = own_archive(world)

    report = archive(tmp_path, flattened(tweet), world=world, sources=("mine",), web_archives=(("mine", own.timemaps),))

    assert (report.embeds[0].evidence.status_id, world.asked(WAYBACK)) == (None, ())


PICTURES = "https://pbs.twimg.com/media/*"


def gone_with_a_photo(world: World) -> Tweet:
    tweet = ferry(world, photos=1)
    photo = {"type": "photo", "media_url_https": tweet.photo_url(0)}
    copy = stated(tweet, entities={}, extended_entities={"media": [photo]})
    world.memento(tweet.permalink, "20240306000000", copy, "application/json")
    world.deleted(ID)
    world.answer(PICTURES, Answer(404))
    return tweet


def test_the_photo_of_a_gone_tweet_is_kept_from_the_web_archive(world: World, tmp_path: Path) -> None:
    tweet = gone_with_a_photo(world)
    copy = world.memento(tweet.photo_url(0) + ":large", "20240307000000", picture("a", 3000), "image/jpeg")

    report = archive(tmp_path, tweet.blockquote(), world=world)

    (held,) = report.embeds[0].media
    assert (held.url, held.content_type, bool(held.record)) == (copy, "image/jpeg", True)
    assert report.verdict is Verdict.MATCH
    assert all(one.partial for one in report.problems)
    assert "answered HTTP 404; kept from the web archive" in whys(report)


def test_a_photo_that_is_gone_everywhere_is_no_success(world: World, tmp_path: Path) -> None:
    report = archive(tmp_path, gone_with_a_photo(world).blockquote(), world=world)

    assert "media: answered HTTP 404; web archive: no copy" in whys(report)
    assert not all(one.partial for one in report.problems)


def test_without_the_web_archive_among_the_sources_it_is_asked_for_no_photo(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, photos=1)
    world.answer(PICTURES, Answer(404))

    report = archive(tmp_path, tweet.blockquote(), world=world, sources=("syndication", "oembed"))

    assert "media: answered HTTP 404" in whys(report)
    assert not world.asked(WAYBACK)
