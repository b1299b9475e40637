"""Archived tweets, visited again over the loopback internet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.world import Answer, Delay, Gone, RateLimited, ServerError, Tweet, World, snowflake
from tweetarchive.archive.asks import Asks
from tweetarchive.archive.bearer import BearerToken
from tweetarchive.archive.layout import ledger_file, warc_folder
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.network import Network
from tweetarchive.archive.reader import Session
from tweetarchive.archive.writing import read_ledger
from tweetarchive.audit import audit_archive, rejudge
from tweetarchive.model.fate import Fate, Sees
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.nightly.recheck import Choice, Ended, Event, Rechecked, RecheckSettings, run_recheck
from tweetarchive.offline import verify_archive
from tweetarchive.pipeline import archive_article

EAGER = Network(delay=0, limits=(), retries=0, timeout=3)
NOON = datetime(2024, 3, 5, 12, 0, 0, tzinfo=UTC)
ID, NEW = snowflake(NOON), snowflake(NOON + timedelta(minutes=9))
PAGE = "https://news.example/2024/ferry"
X = "https://cdn.syndication.twimg.com/tweet-result"
TOKEN = "AAAAmadeUpToken"
OEMBED = "https://publish.x.com/oembed"


def ferry(world: World, **wrote: Any) -> Tweet:
    return world.tweet(**{"id": ID, "handle": "mira_quays", "name": "Mira", "text": "No ferry before 9 today."} | wrote)


def archived(world: World, archives: Path, *tweets: Tweet, url: str = PAGE) -> None:
    embeds = "".join(one.blockquote() for one in tweets or (ferry(world),))
    world.article(url, f"<html><title>Ferry</title><body><p>Good news.</p>{embeds}</body></html>")
    archive_article(url, archives=archives, network=EAGER)


def again(archives: Path, *, now: datetime | None = None, **how: Any) -> list[Event]:
    choice = how.pop("choice", Choice(everything=now is None))
    settings = RecheckSettings(**{"network": EAGER} | how)
    at = now or datetime.now(UTC)
    return list(run_recheck(choice, archives=archives, settings=settings, now=at, stop=threading.Event()))


def one_tweet(archives: Path, **how: Any) -> Rechecked:
    [found] = [one for one in again(archives, **how) if isinstance(one, Rechecked)]
    return found


def ended(events: list[Event]) -> Ended:
    [found] = [one for one in events if isinstance(one, Ended)]
    return found


def damage(archives: Path) -> list[str]:
    return [finding.why for one in audit_archive(archives) for finding in one.findings]


def state_in_ledger(archives: Path) -> str:
    with read_ledger(archives) as ledger:
        tweet = ledger.tweet(ID)
    assert tweet is not None
    return tweet.availability


def test_a_tweet_that_is_still_there_has_no_news(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    seen = one_tweet(tmp_path)
    assert (seen.step.state, seen.step.changes) == (Availability.LIVE, ())
    assert len(world.asked(OEMBED)) == 1  # by the archiving; X's syndication shows it, so nobody else is asked


@pytest.mark.parametrize(
    ("gone", "fate"),
    [
        (Gone.DELETED, Fate.GONE),
        (Gone.SUSPENDED, Fate.GONE),
        (Gone.PROTECTED, Fate.PROTECTED),
        (Gone.AGE_RESTRICTED, Fate.RESTRICTED),
    ],
    ids=lambda value: value.name.lower(),
)
def test_what_x_says_in_words_is_news(world: World, tmp_path: Path, gone: Gone, fate: Fate) -> None:
    archived(world, tmp_path)
    world.gone(ID, gone)
    seen = one_tweet(tmp_path)
    assert (seen.step.before, seen.step.changes) == (Availability.LIVE, (fate,))
    assert seen.news.words == gone.value
    assert [(one.url, one.sees) for one in seen.news.quotes] == [(PAGE, Sees.FULL)]
    assert state_in_ledger(tmp_path) == gone.name.lower()


def test_a_404_is_no_deletion_however_often_it_comes(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    del world.x.tweets[ID]
    for times in (1, 2):
        seen = one_tweet(tmp_path)
        assert (seen.step.state, seen.step.changes, seen.step.misses) == (Availability.LIVE, (Fate.NOT_SEEN,), times)
        assert state_in_ledger(tmp_path) == "live"
    assert seen.next_due - seen.step.seen.at == timedelta(days=1)


def test_a_failure_says_nothing_of_the_tweet(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.fault(X, ServerError())
    world.fault(OEMBED, RateLimited())
    seen = one_tweet(tmp_path)
    assert (seen.unanswered, seen.step.state, seen.step.changes) == (True, Availability.LIVE, ())
    assert any(not problem.partial for problem in seen.seen.problems)


def test_a_tweet_that_comes_back_is_news(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.deleted(ID)
    one_tweet(tmp_path)
    ferry(world)
    seen = one_tweet(tmp_path)
    assert (seen.step.before, seen.step.changes) == (Availability.DELETED, (Fate.BACK,))
    assert state_in_ledger(tmp_path) == "live"


def test_another_reason_to_be_gone_is_not_gone_again(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.deleted(ID)
    one_tweet(tmp_path)
    world.suspended(ID)
    seen = one_tweet(tmp_path)
    assert (seen.step.state, seen.step.changes) == (Availability.SUSPENDED, ())


def test_an_author_with_a_new_name_is_told_with_both(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    ferry(world, handle="mira_now")
    seen = one_tweet(tmp_path)
    assert seen.step.changes == (Fate.RENAMED,)
    assert (seen.news.handle_before, seen.news.handle) == ("mira_quays", "mira_now")
    assert one_tweet(tmp_path).step.changes == ()


def edited(world: World, text: str, **wrote: Any) -> None:
    ferry(world, edit_ids=(ID, NEW), **wrote)
    world.tweet(NEW, handle="mira_quays", name="Mira", text=text, edit_ids=(ID, NEW))


def test_an_edit_is_kept_and_held_against_every_quote(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    edited(world, "No ferry before 10 tomorrow.")
    seen = one_tweet(tmp_path)
    assert seen.step.changes == (Fate.EDITED,)
    assert seen.seen.version is not None
    assert (seen.seen.version.status_id, seen.seen.version.text) == (NEW, "No ferry before 10 tomorrow.")
    [quote] = seen.news.quotes
    assert quote.now == "No ferry before 10 tomorrow."
    assert [(one.quoted, one.archived) for one in quote.changes] == [("9", "10"), ("today", "tomorrow")]
    assert quote.verdict is Verdict.MATCH_WITH_DIFFERENCES  # it quotes an earlier version in its own words
    assert not seen.has_mismatch
    assert one_tweet(tmp_path).step.changes == ()


def test_a_quote_of_what_no_version_says_is_a_mismatch(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    page = tweet.blockquote().replace("No ferry", "A ferry")
    world.article(PAGE, f"<html><title>Ferry</title><body>{page}</body></html>")
    archive_article(PAGE, archives=tmp_path, network=EAGER)
    edited(world, "No ferry before 10 tomorrow.")
    assert one_tweet(tmp_path).has_mismatch


def test_the_pictures_of_a_new_version_are_kept(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    ferry(world, edit_ids=(ID, NEW))
    world.tweet(NEW, handle="mira_quays", text="Look.", edit_ids=(ID, NEW), photos=1)
    [media] = one_tweet(tmp_path).seen.media
    assert media.sha256 is not None


def test_the_archive_stays_whole_and_its_articles_are_judged_as_before(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    before = [one.to_dict() for one in verify_archive(tmp_path)]
    edited(world, "No ferry before 10 tomorrow.")
    one_tweet(tmp_path)
    world.deleted(ID)
    one_tweet(tmp_path)
    assert [one.to_dict() for one in verify_archive(tmp_path)] == before
    assert not damage(tmp_path)


def test_a_stored_recheck_that_is_not_what_its_records_say_is_found(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    session = Session.open(warc_folder(tmp_path) / one_tweet(tmp_path).step.seen.file)
    session._entries = tuple(one for one in session.entries if one.type != "response")
    session._asks = Asks(session.entries)
    [finding] = rejudge(session)[0]
    assert "the records say" in finding.why


def test_a_lost_ledger_knows_it_all_again(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.deleted(ID)
    one_tweet(tmp_path)
    with read_ledger(tmp_path) as ledger:
        held = ledger.observations(), ledger.tweet(ID)
    for file in tmp_path.glob(f"{ledger_file(tmp_path).name}*"):
        file.unlink()
    with read_ledger(tmp_path) as ledger:
        tweet = ledger.tweet(ID)
        assert ledger.observations() == held[0]
        assert tweet is not None
        assert held[1] is not None
        assert (tweet.availability, tweet.last_live) == (held[1].availability, held[1].last_live)


def test_tweets_are_due_by_a_schedule(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    start = datetime.now(UTC)
    assert again(tmp_path, now=start)[0].due == 0  # type: ignore[union-attr]
    assert again(tmp_path, now=start + timedelta(days=1, minutes=1))[0].due == 1  # type: ignore[union-attr]
    with Ledger(tmp_path) as ledger:
        tweet = ledger.tweet(ID)
        assert tweet is not None
        assert tweet.next_due == tweet.first_seen + timedelta(days=1)  # the world's clock is still that of today


def test_tweets_are_chosen_by_number_by_age_and_by_limit(world: World, tmp_path: Path) -> None:
    others = [world.tweet(snowflake(NOON, number), handle="h", text=f"Ferry {number}.") for number in range(1, 4)]
    archived(world, tmp_path, ferry(world), *others)
    now = datetime.now(UTC)
    chosen = again(tmp_path, choice=Choice(ids=(StatusId(others[1].id),)))
    assert [one.step.seen.status_id for one in chosen if isinstance(one, Rechecked)] == [others[1].id]
    assert again(tmp_path, now=now, choice=Choice(older_than=timedelta(hours=1)))[0].due == 0  # type: ignore[union-attr]
    assert ended(again(tmp_path, choice=Choice(everything=True, limit=2))).counts["asked"] == 2


def test_the_time_may_be_up_before_a_tweet_is_asked_for(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    events = again(tmp_path, time_limit=0)
    assert (ended(events).left, ended(events).counts["asked"]) == (1, 0)
    assert len(list(warc_folder(tmp_path).iterdir())) == 1


def test_x_s_api_is_asked_once_for_all_that_the_others_do_not_show(world: World, tmp_path: Path) -> None:
    world.x.api.tokens.add(TOKEN)
    others = [world.tweet(snowflake(NOON, number), handle="h", text=f"Ferry {number}.") for number in range(1, 4)]
    archived(world, tmp_path, ferry(world), *others)
    for one in others:
        world.answer(f"{X}?id={one.id}", Answer(404))
    world.fault(OEMBED, ServerError())
    network = Network(delay=0, limits=(), retries=0, timeout=3, token=BearerToken(TOKEN))
    counts = ended(again(tmp_path, network=network, sources=("syndication", "oembed", "api_v2"))).counts
    [asked] = world.asked("https://api.x.com/2/tweets")
    assert asked.query["ids"] == ",".join(one.id for one in others)
    assert counts == {"asked": 4, "live": 4}
    assert not damage(tmp_path)


def test_a_kill_loses_no_answer_that_was_finished(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.fault(X, Delay(30))
    command = [sys.executable, "-m", "tweetarchive", "recheck", "--all", "--archives", str(tmp_path)]
    with subprocess.Popen(command, env=os.environ | world.environment, stderr=subprocess.DEVNULL) as process:
        world.arrived(X, times=2)
        process.send_signal(signal.SIGKILL)
    world._troubles.clear()
    seen = one_tweet(tmp_path)
    assert seen.step.state is Availability.LIVE
    names = [one.name for one in warc_folder(tmp_path).iterdir()]
    assert sum(name.endswith(".warc.gz") for name in names) == 2
    assert len(names) == 3  # the half-written one is put aside
    with read_ledger(tmp_path) as ledger:
        assert [one.interrupted for one in ledger.runs("recheck")] == [False, True]
