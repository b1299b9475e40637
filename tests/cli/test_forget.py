"""Tweets are removed for good, and what is left is a whole archive that says so."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.nightly.test_recheck import EAGER, ID, PAGE, again, archived, damage, ferry, one_tweet
from tests.world import Tweet, World
from tweetarchive.archive.layout import ledger_file, warc_folder
from tweetarchive.archive.replacing import replacing
from tweetarchive.archive.writing import read_ledger
from tweetarchive.cli.app import app
from tweetarchive.collect import Settings
from tweetarchive.forgetting import plan_removal, replace_file
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.offline import verify_archive
from tweetarchive.pipeline import archive_article
from tweetarchive.sources.lookup import KEYLESS

WORDS = b"No ferry before 9 today"


def forget(archives: Path, *options: str) -> Any:
    return CliRunner().invoke(app, ["forget", ID, "--archives", str(archives), *options])


def widget(tweet: Tweet) -> str:
    """An embed without the words: so that they stand in X's answers alone."""
    return f'<iframe src="https://platform.twitter.com/embed/Tweet.html?id={tweet.id}"></iframe>'


def capture(world: World, archives: Path, *tweets: Tweet, url: str = PAGE) -> None:
    world.article(url, f"<html><title>Ferry</title><body>{''.join(map(widget, tweets))}</body></html>")
    archive_article(url, archives=archives, network=EAGER)


def holds(archives: Path, words: bytes) -> list[str]:
    """Every file of the archive in which some bytes stand, packed or not."""
    found = []
    for path in archives.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if words in (gzip.decompress(content) if path.name.endswith(".gz") else content):
                found.append(path.name)
    return found


def test_a_dry_run_says_what_would_go_and_changes_nothing(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world, photos=1))
    before = sorted(one.name for one in warc_folder(tmp_path).iterdir())
    shown = forget(tmp_path)
    assert shown.exit_code == 0
    assert "tweet-result" in shown.stdout
    assert "pbs.twimg.com/media" in shown.stdout
    assert "nothing was removed" in shown.stderr
    assert sorted(one.name for one in warc_folder(tmp_path).iterdir()) == before


def test_nothing_of_a_forgotten_tweet_is_left_and_the_archive_is_whole(world: World, tmp_path: Path) -> None:
    other = world.tweet(str(int(ID) + 7), handle="h", text="Another ferry.", photos=1)
    capture(world, tmp_path, ferry(world, photos=1), other)
    one_tweets = again(tmp_path)
    assert one_tweets
    assert len(holds(tmp_path, WORDS)) > 1
    shown = forget(tmp_path, "--yes", "--reason", "request of the author")
    assert shown.exit_code == 0
    assert holds(tmp_path, WORDS) == []
    assert holds(tmp_path, b"mira_quays") == []
    assert damage(tmp_path) == []
    [report] = verify_archive(tmp_path)
    forgotten, kept = report.embeds
    assert (forgotten.evidence.tweet, forgotten.embed.status_id) == (None, ID)
    assert kept.evidence.tweet is not None
    assert kept.media[0].sha256 is not None
    assert any("at a request: request of the author" in one.why for one in report.problems)


def test_it_is_not_asked_for_again(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world))
    one_tweet(tmp_path)
    forget(tmp_path, "--yes")
    with read_ledger(tmp_path) as ledger:
        assert (ledger.tweets(), ledger.observations()) == ((), ())
        assert [one.status for one in ledger.articles()] == ["archived"]
        assert not list(ledger.check())
    for file in tmp_path.glob(f"{ledger_file(tmp_path).name}*"):
        file.unlink()
    with read_ledger(tmp_path) as ledger:
        assert ledger.tweets() == ()


def test_a_picture_that_is_another_tweet_s_too_stays(world: World, tmp_path: Path) -> None:
    first = ferry(world, photos=1)
    capture(world, tmp_path, first)
    capture(world, tmp_path, first, url="https://news.example/2")
    forget(tmp_path, "--yes")
    assert damage(tmp_path) == []
    assert not [one for report in verify_archive(tmp_path) for one in report.problems if one.what == "record"]


def test_given_again_it_finds_nothing(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world))
    forget(tmp_path, "--yes")
    shown = forget(tmp_path, "--yes")
    assert (shown.exit_code, "holds nothing of these tweets" in shown.stderr) == (0, True)


def test_a_removal_that_was_killed_is_finished_by_the_same_command(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world))
    [old] = warc_folder(tmp_path).iterdir()
    with replacing(tmp_path) as books:
        [removal] = plan_removal(tmp_path, [StatusId(ID)])
        replace_file(tmp_path, books, removal, "", datetime.now(UTC))  # and then the light went out
    assert old.exists()
    assert forget(tmp_path, "--yes").exit_code == 0
    [new] = warc_folder(tmp_path).iterdir()
    assert new.name != old.name
    assert (holds(tmp_path, WORDS), damage(tmp_path)) == ([], [])


def test_audit_and_verify_say_that_it_was_removed(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world))
    forget(tmp_path, "--yes", "--reason", "GDPR")
    audit = CliRunner().invoke(app, ["audit", "--archives", str(tmp_path)])
    assert (audit.exit_code, "at a request: GDPR" in audit.stdout) == (0, True)
    verify = CliRunner().invoke(app, ["verify", "--archives", str(tmp_path)])
    assert "removed from the archive on 20" in verify.stdout


def test_the_words_that_an_article_quotes_stay_its_own(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path, ferry(world))
    forget(tmp_path, "--yes")
    [report] = verify_archive(tmp_path)
    assert report.embeds[0].embed.text == "No ferry before 9 today."
    assert damage(tmp_path) == []


def test_the_trace_names_the_number_the_day_and_the_file_that_was(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world))
    [old] = warc_folder(tmp_path).iterdir()
    document = json.loads(forget(tmp_path, "--yes", "--json").stdout)
    assert document["file"] == old.name
    held = gzip.decompress((warc_folder(tmp_path) / document["replaced_by"]).read_bytes())
    assert f"urn:tweetarchive:forgotten:{ID}".encode() in held
    assert old.name.encode() in held


def test_a_removed_tweet_is_not_asked_for_when_its_article_is_archived_again(world: World, tmp_path: Path) -> None:
    other = world.tweet(str(int(ID) + 7), handle="h", text="Another ferry.")
    capture(world, tmp_path, ferry(world), other)
    forget(tmp_path, "--yes", "--reason", "request of the author")
    asked = len(world.requests)
    before = set(warc_folder(tmp_path).iterdir())
    capture(world, tmp_path, ferry(world), other)
    since = world.requests[asked:]
    assert not [one.url for one in since if ID in one.url]
    assert [one.url for one in since if other.id in one.url]
    assert holds(tmp_path, WORDS) == []
    assert damage(tmp_path) == []
    [new] = set(warc_folder(tmp_path).iterdir()) - before
    [report] = verify_archive(new)
    removed, kept = report.embeds
    assert (removed.evidence.availability, removed.verdict) == (Availability.UNKNOWN, Verdict.NO_QUOTE)
    assert kept.evidence.tweet is not None
    [problem] = report.problems
    assert (problem.what, problem.url, problem.partial) == ("tweet", f"https://x.com/i/status/{ID}", True)
    assert problem.why.startswith("not asked for: removed from the archive on 20")
    assert problem.why.endswith("at a request: request of the author")
    with read_ledger(tmp_path) as ledger:
        assert [one.status_id for one in ledger.tweets()] == [other.id]
        assert ledger.incomplete("incomplete_before", 5) == frozenset()


@pytest.mark.parametrize("sources", [(one,) for one in KEYLESS])
def test_no_source_is_asked_for_a_removed_tweet(world: World, tmp_path: Path, sources: tuple[str, ...]) -> None:
    capture(world, tmp_path, ferry(world))
    forget(tmp_path, "--yes")
    asked = len(world.requests)
    archive_article(PAGE, archives=tmp_path, network=EAGER, settings=Settings(sources=sources))
    assert not [one.url for one in world.requests[asked:] if ID in one.url]


def test_what_was_removed_is_known_again_when_the_ledger_is_lost(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world))
    forget(tmp_path, "--yes")
    ledger_file(tmp_path).unlink()
    asked = len(world.requests)
    capture(world, tmp_path, ferry(world))
    assert not [one.url for one in world.requests[asked:] if ID in one.url]
    with read_ledger(tmp_path) as ledger:
        assert [one.status_id for one in ledger.removed()] == [ID]
        assert ledger.tweets() == ()


def test_that_nobody_was_asked_for_it_is_nothing_to_remove(world: World, tmp_path: Path) -> None:
    capture(world, tmp_path, ferry(world))
    forget(tmp_path, "--yes")
    capture(world, tmp_path, ferry(world))
    assert "holds nothing of these tweets" in forget(tmp_path, "--yes").stderr


def test_an_answer_about_another_tweet_that_shows_the_removed_one_is_not_kept(world: World, tmp_path: Path) -> None:
    removed = ferry(world)
    other = world.tweet(str(int(ID) + 7), handle="h", text="Look at this.", quotes=removed)
    capture(world, tmp_path, removed, other)
    assert holds(tmp_path, WORDS)
    forget(tmp_path, "--yes")
    capture(world, tmp_path, removed, other)
    again(tmp_path)
    assert holds(tmp_path, WORDS) == []
    assert damage(tmp_path) == []
    [*_, report] = [one for one in verify_archive(tmp_path) if any("also shows tweet" in p.why for p in one.problems)]
    assert report.embeds[1].evidence.tweet is not None  # X's oEmbed shows it without the quoted one
