"""The report on the command line, and its messages over a webhook of the loopback."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.nightly.test_recheck import archived, ferry, one_tweet
from tests.world import World
from tweetarchive.archive.layout import ledger_file
from tweetarchive.cli.app import app

SECRET = "hunter2hunter2"


class Webhook:
    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://desk:{SECRET}@127.0.0.1:{self.server.server_address[1]}/{SECRET}"


@pytest.fixture
def webhook(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    hook = Webhook()
    thread = threading.Thread(target=hook.server.serve_forever)
    thread.start()
    yield hook
    hook.server.shutdown()
    thread.join()
    hook.server.server_close()


def morning(archives: Path, *options: str) -> Any:
    return CliRunner().invoke(app, ["morning", "--archives", str(archives), *options])


def altered(world: World, archives: Path) -> None:
    tweet = ferry(world)
    archived(world, archives, tweet)
    world.deleted(tweet.id)
    one_tweet(archives)


def test_news_are_sent_once_and_nothing_where_nothing_is_new(world: World, webhook: Webhook, tmp_path: Path) -> None:
    altered(world, tmp_path)
    assert morning(tmp_path, "--notify", webhook.url).exit_code == 0
    assert [one["title"] for one in webhook.got] == ["tweetarchive: 1 tweet gone"]
    shown = morning(tmp_path, "--notify", webhook.url, "-q")
    assert (shown.exit_code, shown.output, len(webhook.got)) == (0, "", 1)
    morning(tmp_path, "--notify", webhook.url, "--notify-always")
    assert webhook.got[-1]["title"] == "tweetarchive: nothing new"


def test_looking_back_notes_nothing(world: World, tmp_path: Path) -> None:
    altered(world, tmp_path)
    for _ in range(2):
        assert "1 tweet gone" in morning(tmp_path, "--since", "1d").stdout
    assert "1 tweet gone" in morning(tmp_path).stdout
    assert "nothing new" in morning(tmp_path).stdout


def test_a_message_that_is_not_taken_is_said_and_told_again(world: World, webhook: Webhook, tmp_path: Path) -> None:
    altered(world, tmp_path)
    webhook.status = 500
    shown = morning(tmp_path, "--notify", webhook.url)
    assert shown.exit_code == 3
    assert "--notify number 1 (JSON): the notification was not taken" in shown.stderr
    webhook.status = 200
    assert morning(tmp_path, "--notify", webhook.url).exit_code == 0
    assert [one["title"] for one in webhook.got] == ["tweetarchive: 1 tweet gone"] * 2


@pytest.mark.parametrize(
    "address", [f"nonsense://{SECRET}", SECRET, f"slack://{SECRET}"], ids=["scheme", "none", "short"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_done(tmp_path: Path, address: str) -> None:
    shown = morning(tmp_path, "--notify", "json://127.0.0.1:9/", "--notify", address)
    assert (shown.exit_code, "number 2" in shown.stderr) == (2, True)
    assert SECRET not in shown.output + shown.stderr


def test_no_address_reaches_log_ledger_or_output(world: World, webhook: Webhook, tmp_path: Path) -> None:
    altered(world, tmp_path)
    webhook.status = 404
    log = tmp_path / "run.log"
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        shown = morning(tmp_path, "--notify", webhook.url, "-vv", "--log-file", str(log))
    finally:
        logging.getLogger().setLevel(logging.WARNING)
    assert shown.exit_code == 3
    files = [log, *tmp_path.glob(f"{ledger_file(tmp_path).name}*")]
    assert SECRET not in shown.output + shown.stderr
    assert not [one.name for one in files if SECRET.encode() in one.read_bytes()]


def test_a_recheck_sends_its_news_itself(world: World, webhook: Webhook, tmp_path: Path) -> None:
    tweet = ferry(world)
    archived(world, tmp_path, tweet)
    world.deleted(tweet.id)
    command = ["recheck", "--all", "--archives", str(tmp_path), "--notify", webhook.url, "--json"]
    shown = CliRunner().invoke(app, command)
    assert (shown.exit_code, [one["title"] for one in webhook.got]) == (0, ["tweetarchive: 1 tweet gone"])
    assert json.loads(shown.stdout)["changes"] == ["gone"]
    assert "nothing new" in morning(tmp_path).stdout


def test_the_json_is_one_document_and_the_page_is_written(world: World, tmp_path: Path) -> None:
    altered(world, tmp_path)
    shown = morning(tmp_path, "--json", "--html", str(tmp_path / "m.html"))
    document = json.loads(shown.stdout)
    assert (document["kind"], document["has_news"], document["counts"]["captures"]) == ("morning", True, 1)
    assert "<h2>Tweets</h2>" in (tmp_path / "m.html").read_text(encoding="utf-8")
