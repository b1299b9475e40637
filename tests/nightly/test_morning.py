"""The report of what is new, over nights of the loopback internet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from tests.nightly.test_recheck import ID, PAGE, archived, edited, ferry, one_tweet
from tests.world import Answer, ServerError, World
from tweetarchive.archive.network import Network
from tweetarchive.archive.writing import read_ledger
from tweetarchive.model.fate import Fate, Sees
from tweetarchive.model.verdict import Verdict
from tweetarchive.nightly.morning import morning_of
from tweetarchive.nightly.period import after, looking_back
from tweetarchive.pipeline import archive_article
from tweetarchive.report.morning import Morning, headline
from tweetarchive.report.morning_json import morning_to_dict
from tweetarchive.report.morning_message import message
from tweetarchive.report.morning_page import morning_page
from tweetarchive.report.morning_text import render_morning

EAGER = Network(delay=0, limits=(), retries=0, timeout=3)


def told(archives: Path, since: datetime | None = None) -> Morning:
    until = datetime.now(UTC)
    with read_ledger(archives) as view:
        period = looking_back(view, since, until) if since else after(view, view.told(), until)
        return morning_of(archives, view, period)


def shown(morning: Morning) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(render_morning(morning))
    return capture.get()


def capture(world: World, archives: Path, body: str) -> None:
    world.article(PAGE, f"<html><title>Ferry</title><body><p>Good news.</p>{body}</body></html>")
    archive_article(PAGE, archives=archives, network=EAGER)


def test_a_night_in_which_all_matches_has_no_news(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    one_tweet(tmp_path)
    morning = told(tmp_path)
    assert (morning.has_news, headline(morning)) == (False, "nothing new")
    assert (morning.captures, morning.embeds, morning.asked) == (1, {Verdict.MATCH: 1}, {"live": 1})


def test_a_mismatch_is_told_with_its_difference_and_whether_it_is_new(world: World, tmp_path: Path) -> None:
    altered = ferry(world).blockquote().replace("before", "after")
    capture(world, tmp_path, altered)
    between = datetime.now(UTC)
    first = told(tmp_path)
    capture(world, tmp_path, altered)
    [one] = first.mismatches
    assert (one.is_new, one.place.url, one.place.embed) == (True, PAGE, 0)
    assert [(change.quoted, change.archived) for change in one.changes] == [("after", "before")]
    assert [one.is_new for one in told(tmp_path, between).mismatches] == [False]
    assert "No ferry [-after-] 9 today." in shown(first)
    assert "article: “No ferry after 9 today.”\n  tweet: “No ferry before 9 today.”" in message(first)


def test_a_tweet_that_is_gone_is_told_with_what_readers_see_and_the_card(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.deleted(ID)
    one_tweet(tmp_path)
    morning = told(tmp_path)
    [news] = morning.tweets
    assert (news.fates, [one.sees for one in news.quotes]) == ((Fate.GONE,), [Sees.FULL])
    assert f"tweetarchive card {ID}" in shown(morning)
    assert f"tweetarchive card {ID}" in morning_page(morning)
    assert morning_to_dict(morning)["tweets"][0]["quotes"][0]["readers_see"] == "full"


@pytest.mark.parametrize(
    ("embed", "sees"),
    [
        ("{quote}", Sees.TEXT_ONLY),
        ('<iframe src="https://platform.twitter.com/embed/Tweet.html?id={id}"></iframe>', Sees.NOTHING),
    ],
    ids=["blockquote", "iframe"],
)
def test_what_readers_see_depends_on_what_stands_in_the_page(
    world: World, tmp_path: Path, embed: str, sees: Sees
) -> None:
    tweet = ferry(world, photos=1)
    capture(world, tmp_path, embed.format(quote=tweet.blockquote(), id=ID))
    world.deleted(ID)
    one_tweet(tmp_path)
    assert [one.sees for one in told(tmp_path).tweets[0].quotes] == [sees]


def test_what_came_and_went_between_two_reports_is_no_news(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    between = datetime.now(UTC)
    world.deleted(ID)
    one_tweet(tmp_path)
    ferry(world)
    one_tweet(tmp_path)
    assert told(tmp_path, between).tweets == ()


def test_gone_and_back_over_two_reports_is_news_twice(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.deleted(ID)
    one_tweet(tmp_path)
    between = datetime.now(UTC)
    ferry(world)
    one_tweet(tmp_path)
    assert [one.fates for one in told(tmp_path, between).tweets] == [(Fate.BACK,)]


def test_an_edited_tweet_is_told_beside_every_quote_of_it(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    edited(world, "No ferry before 10 tomorrow.")
    one_tweet(tmp_path)
    [news] = told(tmp_path).tweets
    assert (news.fates, news.text_before) == ((Fate.EDITED,), "No ferry before 9 today.")
    assert news.text == "No ferry before 10 tomorrow."
    assert [(one.now, one.verdict) for one in news.quotes] == [(news.text, Verdict.MATCH_WITH_DIFFERENCES)]


def test_a_swapped_embed_is_told(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world).blockquote())
    between = datetime.now(UTC)
    other = world.tweet(str(int(ID) + 5), handle="h", text="Another ferry.")
    capture(world, tmp_path, other.blockquote())
    [one] = told(tmp_path, between).changed
    assert (one.change, one.status_id_before, one.place.status_id) == ("swapped", ID, other.id)


def test_embeds_without_a_tweet_and_failures_have_their_reasons(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    between = datetime.now(UTC)
    for host in ("cdn.syndication.twimg.com", "publish.x.com"):
        world.fault(f"https://{host}/", ServerError())
        world.site(host, lambda asked: Answer(500))
    one_tweet(tmp_path)
    capture(world, tmp_path, ferry(world).blockquote())
    morning = told(tmp_path, between)
    assert [one.place.status_id for one in morning.unresolved] == [ID]
    [asked] = [one for one in morning.failures if one.what == "tweet"]
    assert asked.why == "syndication: answered HTTP 500; oembed: answered HTTP 500; it is asked for again"
    assert any("500" in one.why for one in morning.failures)


def test_the_page_loads_nothing_and_runs_nothing(world: World, tmp_path: Path) -> None:
    capture(
        world, tmp_path, ferry(world, text="<script>alert(1)</script> before").blockquote().replace("before", "after")
    )
    page = morning_page(told(tmp_path))
    assert "<script" not in page
    assert "default-src 'none'" in page


def test_nothing_was_ever_reported_at_first(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    with read_ledger(tmp_path) as view:
        assert view.told() is None
    assert told(tmp_path, datetime.now(UTC) + timedelta(seconds=1)).captures == 0
