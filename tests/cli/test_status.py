from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from tests.nightly.test_recheck import archived, one_tweet
from tests.world import World
from tweetarchive.archive.layout import warc_folder
from tweetarchive.cli.app import app


def test_the_archive_and_its_last_runs_are_told(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.deleted(one_tweet(tmp_path).step.seen.status_id)
    one_tweet(tmp_path)
    (warc_folder(tmp_path) / "20240101000000-news.example-a-00000000.warc.gz.open").touch()
    shown = CliRunner().invoke(app, ["status", "--archives", str(tmp_path), "--json"])
    told = json.loads(shown.stdout)
    assert shown.exit_code == 0
    assert (told["warcs"]["count"], told["warcs"]["rechecks"], len(told["unfinished"])) == (3, 2, 1)
    assert (told["states"], told["due"], told["counts"]["captures"]) == ({"deleted": 1}, 0, 1)
    assert [(one["kind"], one["exit"], one["interrupted"]) for one in told["runs"]] == [("recheck", 0, False)] * 2
    text = CliRunner().invoke(app, ["status", "--archives", str(tmp_path)]).stdout
    assert "gone from X: deleted" in text
    (warc_folder(tmp_path) / "20240101000000-news.example-b-00000000.warc.gz.put-aside").touch()
    put_aside = CliRunner().invoke(app, ["status", "--archives", str(tmp_path)]).stdout
    assert "1 half-written file put aside, no evidence, may be deleted:" in put_aside
    assert f"{warc_folder(tmp_path)}/*.put-aside" in put_aside.replace("\n", "")
    assert "1 half-written file (*.open): of a run under way, or of one that was killed" in text


def test_an_archive_that_is_not_there_is_said(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["status", "--archives", str(tmp_path / "none")])
    assert shown.exit_code == 4
    assert "no such archive" in shown.stderr


def test_a_tweet_that_was_not_found_since_is_told_as_such(world: World, tmp_path: Path) -> None:
    archived(world, tmp_path)
    world.x.tweets.clear()
    one_tweet(tmp_path)
    text = CliRunner().invoke(app, ["status", "--archives", str(tmp_path)]).stdout
    assert "1  still on X, as last stated; 1 of them not found since\n" in text
    assert "1 article known; 1 capture, the last at " in text
    assert "1 embed of 1 tweet; 0 do not match" in text
    assert "; 1 holds rechecks" in text
