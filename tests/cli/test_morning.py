"""The report on the command line, and its messages over a webhook of the loopback."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.nightly.test_morning import EAGER, capture
from tests.nightly.test_recheck import ID, NOON, PAGE, archived, edited, ferry, one_tweet
from tests.world import Answer, RateLimited, ServerError, World
from tests.world.mail import MailServer
from tweetarchive.archive.layout import ledger_file
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.writing import archive_lock, read_ledger
from tweetarchive.cli.app import app
from tweetarchive.pipeline import archive_article

SECRET = "hunter2hunter2"
ROOT = Path(__file__).resolve().parents[2]
SITE = "https://night.example"
FAST = ("--delay", "0", "--retries", "0", "--timeout", "3")
GONE = "tweetarchive (tweets): 1 tweet gone"


class Webhook:
    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200
        self.then: Callable[[], None] = lambda: None
        """Done before it answers."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer.then()
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


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    return tmp_path / "tweets"


def morning(archives: Path, *options: str) -> Any:
    return CliRunner().invoke(app, ["morning", "--archives", str(archives), *options])


def recheck(archives: Path, *options: str) -> Any:
    return CliRunner().invoke(app, ["recheck", "--archives", str(archives), *FAST, *options])


def open_site(world: World) -> None:
    """Two articles, each with a tweet of its own."""
    listed = "".join(f"<url><loc>{SITE}/{number}</loc></url>" for number in (1, 2))
    for number in (1, 2):
        tweet = ferry(world, id=str(int(ID) + number))
        page = f"<html><title>Ferry</title><body><p>a</p>{tweet.blockquote()}</body></html>"
        world.article(f"{SITE}/{number}", page)
    world.answer(f"{SITE}/sitemap.xml", Answer.text(f"<urlset>{listed}</urlset>", "application/xml"))
    world.answer(f"{SITE}/robots.txt", Answer.text(f"Sitemap: {SITE}/sitemap.xml", "text/plain"))


def night(world: World, archives: Path, *options: str) -> Any:
    """Over that site; once visited, its pages are as the test puts them."""
    if not world.asked(f"{SITE}/sitemap.xml"):
        open_site(world)
    return CliRunner().invoke(app, ["nightly", "night.example", "--archives", str(archives), *FAST, *options])


def altered(world: World, archives: Path) -> None:
    tweet = ferry(world)
    archived(world, archives, tweet)
    world.deleted(tweet.id)
    one_tweet(archives)


def test_news_are_sent_once_and_nothing_where_nothing_is_new(world: World, webhook: Webhook, archives: Path) -> None:
    altered(world, archives)
    assert morning(archives, "--notify", webhook.url).exit_code == 0
    assert [one["title"] for one in webhook.got] == [GONE]
    shown = morning(archives, "--notify", webhook.url, "-q")
    assert (shown.exit_code, shown.output, len(webhook.got)) == (0, "", 1)
    morning(archives, "--notify", webhook.url, "--notify-always")
    assert webhook.got[-1]["title"] == "tweetarchive (tweets): nothing new"


def test_looking_back_notes_nothing(world: World, archives: Path) -> None:
    altered(world, archives)
    for _ in range(2):
        assert "1 tweet gone" in morning(archives, "--since", "1d").stdout
    assert "1 tweet gone" in morning(archives).stdout
    assert "nothing new" in morning(archives).stdout


def test_a_message_that_is_not_taken_is_said_and_told_again(world: World, webhook: Webhook, archives: Path) -> None:
    altered(world, archives)
    webhook.status = 500
    shown = morning(archives, "--notify", webhook.url)
    assert shown.exit_code == 3
    assert "--notify number 1 (JSON): the notification was not taken" in shown.stderr
    webhook.status = 200
    assert morning(archives, "--notify", webhook.url).exit_code == 0
    assert [one["title"] for one in webhook.got] == [GONE] * 2


@pytest.mark.parametrize(
    "address", [f"nonsense://{SECRET}", SECRET, f"slack://{SECRET}"], ids=["scheme", "none", "short"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_done(archives: Path, address: str) -> None:
    shown = morning(archives, "--notify", "json://127.0.0.1:9/", "--notify", address)
    assert (shown.exit_code, "number 2" in shown.stderr) == (2, True)
    assert SECRET not in shown.output + shown.stderr


def test_no_address_reaches_log_ledger_or_output(world: World, webhook: Webhook, archives: Path) -> None:
    altered(world, archives)
    webhook.status = 404
    log = archives / "run.log"
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        shown = morning(archives, "--notify", webhook.url, "-vv", "--log-file", str(log))
    finally:
        logging.getLogger().setLevel(logging.WARNING)
    assert shown.exit_code == 3
    files = [log, *archives.glob(f"{ledger_file(archives).name}*")]
    assert SECRET not in shown.output + shown.stderr
    assert not [one.name for one in files if SECRET.encode() in one.read_bytes()]


def test_a_recheck_sends_its_news_itself(world: World, webhook: Webhook, archives: Path) -> None:
    tweet = ferry(world)
    archived(world, archives, tweet)
    world.deleted(tweet.id)
    command = ["recheck", "--all", "--archives", str(archives), "--notify", webhook.url, "--json"]
    shown = CliRunner().invoke(app, command)
    assert (shown.exit_code, [one["title"] for one in webhook.got]) == (0, [GONE])
    assert json.loads(shown.stdout)["changes"] == ["gone"]
    assert "nothing new" in morning(archives).stdout


def test_the_json_is_one_document_and_the_page_is_written(world: World, archives: Path) -> None:
    altered(world, archives)
    shown = morning(archives, "--json", "--html", str(archives / "m.html"))
    document = json.loads(shown.stdout)
    assert (document["kind"], document["has_news"], document["counts"]["captures"]) == ("morning", True, 1)
    assert "<h2>Tweets</h2>" in (archives / "m.html").read_text(encoding="utf-8")


# Messages ----------------------------------------------------------------------------------------------------------

LOUD = (
    "No ferry before 9. @everyone @here <!channel> <@U12> <b>x</b> *now* _now_ ~now~ `now` [win](https://evil.example)"
)


def loud_news(world: World, archives: Path) -> None:
    tweet = ferry(world, text=LOUD)
    world.article(
        PAGE, f"<html><title>@channel <i>Ferry</i> **news**</title><body><p>a</p>{tweet.blockquote()}</body></html>"
    )
    archive_article(PAGE, archives=archives, network=EAGER)
    world.deleted(tweet.id)
    one_tweet(archives)


def test_a_mail_keeps_its_lines_and_holds_no_mark_up(world: World, mail: MailServer, archives: Path) -> None:
    loud_news(world, archives)
    assert morning(archives, "--notify", mail.url).exit_code == 0
    [one] = mail.mails
    assert one["Subject"] == GONE
    parts = {part.get_content_type(): part.get_content() for part in one.walk() if not part.is_multipart()}
    lines = [line.rstrip() for line in parts["text/plain"].splitlines()]
    assert "Tweets" in lines
    assert f"- gone: https://x.com/mira_quays/status/{ID}" in lines
    assert any(line.strip().endswith(f"{PAGE}: readers see all its words, in the article's own page") for line in lines)
    assert all("<b>" not in part and "<i>" not in part for part in parts.values())
    assert b"Content-Transfer-Encoding" in mail.raw[0]


def test_a_mail_in_html_is_escaped(world: World, mail: MailServer, archives: Path) -> None:
    loud_news(world, archives)
    assert morning(archives, "--notify", f"{mail.url}&format=html").exit_code == 0
    [one] = mail.mails
    parts = {part.get_content_type(): part.get_content() for part in one.walk() if not part.is_multipart()}
    assert set(parts) == {"text/plain", "text/html"}
    assert parts["text/html"].count("<br/>") > 10
    assert "&lt;" in parts["text/html"]
    assert not re.findall(r"<(?!br/>)\w+", parts["text/html"])


def test_nothing_in_a_tweet_or_title_calls_anybody_or_is_set_in_bold(
    world: World, webhook: Webhook, archives: Path
) -> None:
    loud_news(world, archives)
    morning(archives, "--notify", webhook.url)
    said = webhook.got[0]["message"]
    for sign in ("@everyone", "@here", "@channel", "<!", "<@", "<b>", "<i>", "*", "_now_", "~", "`", "]("):
        assert sign not in said, sign
    assert PAGE in said
    assert "everyone" in said


@pytest.mark.parametrize(
    ("prepare", "kind"),
    [("mismatch", "warning"), ("failure", "failure"), ("news", "info")],
)
def test_a_message_is_marked_as_grave_as_it_is(
    world: World, webhook: Webhook, archives: Path, prepare: str, kind: str
) -> None:
    quote = ferry(world).blockquote()
    capture(world, archives, quote.replace("before", "after") if prepare == "mismatch" else quote)
    if prepare == "failure":
        world.fault("https://cdn.syndication.twimg.com/tweet-result", ServerError())
        world.fault("https://publish.x.com/oembed", ServerError())
    elif prepare == "news":
        world.deleted(ID)
    one_tweet(archives)
    morning(archives, "--notify", webhook.url)
    assert [one["type"] for one in webhook.got] == [kind]


def test_a_message_names_where_all_of_it_is_and_no_path_of_the_server(
    world: World, webhook: Webhook, archives: Path
) -> None:
    altered(world, archives)
    page, url = archives / "m.html", "https://intern.example/morning.html"
    morning(archives, "--notify", webhook.url, "--html", str(page), "--page-url", url)
    said = webhook.got[0]["message"]
    assert f"All of it: {url}" in said
    assert "m.html" not in said.replace(url, "")


def test_an_address_of_a_page_that_is_none_is_refused(archives: Path) -> None:
    assert morning(archives, "--page-url", "/srv/www/m.html").exit_code == 2


# Who was told what -------------------------------------------------------------------------------------------------


def test_an_address_that_fails_makes_no_other_get_the_same_again(
    world: World, webhook: Webhook, mail: MailServer, archives: Path
) -> None:
    altered(world, archives)
    both = ("--notify", webhook.url, "--notify", mail.url)
    webhook.status = 500
    for _ in range(2):
        assert morning(archives, *both).exit_code == 3
    assert len(mail.raw) == 1
    night(world, archives)
    world.deleted(str(int(ID) + 1))
    recheck(archives, str(int(ID) + 1))
    webhook.status = 200
    assert morning(archives, *both).exit_code == 0
    assert [one["Subject"] for one in mail.mails] == [GONE, GONE]
    assert webhook.got[-1]["title"] == "tweetarchive (tweets): 2 tweets gone"
    assert morning(archives, *both, "--notify-always").exit_code == 0
    assert webhook.got[-1]["title"] == "tweetarchive (tweets): nothing new"


def test_another_password_makes_no_other_address(world: World, webhook: Webhook, archives: Path) -> None:
    altered(world, archives)
    webhook.status = 403
    morning(archives, "--notify", webhook.url)
    webhook.status = 200
    morning(archives, "--notify", webhook.url.replace(f":{SECRET}@", ":other@"))
    assert [one["title"] for one in webhook.got] == [GONE] * 2


def test_what_is_entered_while_a_report_is_sent_is_in_the_next(world: World, webhook: Webhook, archives: Path) -> None:
    altered(world, archives)

    def meanwhile() -> None:
        webhook.then = lambda: None
        capture(world, archives, ferry(world).blockquote().replace("before", "after"))

    webhook.then = meanwhile
    assert morning(archives, "--notify", webhook.url).exit_code == 0
    assert "1 mismatch" in morning(archives).stdout
    assert "nothing new" in morning(archives).stdout


def test_a_run_that_is_under_way_does_not_keep_a_report_from_being_noted(world: World, archives: Path) -> None:
    altered(world, archives)
    with archive_lock(archives), Ledger(archives) as ledger:
        ledger.begin_run("nightly", "nightly news.example", NOON)
        shown = morning(archives)
        assert (shown.exit_code, "1 tweet gone" in shown.stdout) == (0, True)
        assert [(one.kind, one.interrupted) for one in ledger.runs()][-1] == ("recheck", False)
    assert "nothing new" in morning(archives).stdout


def test_two_reports_at_once_send_nothing_twice(world: World, webhook: Webhook, archives: Path) -> None:
    altered(world, archives)
    command = [sys.executable, "-m", "tweetarchive", "morning", "--archives", str(archives), "--notify", webhook.url]
    second: list[subprocess.Popen[bytes]] = []
    ended: list[int | None] = []

    def meanwhile() -> None:
        webhook.then = lambda: None
        second.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL))
        with suppress(subprocess.TimeoutExpired):
            second[0].wait(2)  # it ends within, where it does not wait for its turn
        ended.append(second[0].poll())

    webhook.then = meanwhile
    assert morning(archives, "--notify", webhook.url).exit_code == 0
    assert ended == [None]
    assert second[0].wait(timeout=30) == 0
    assert len(webhook.got) == 1


def test_a_page_that_cannot_be_written_is_no_report(world: World, archives: Path) -> None:
    altered(world, archives)
    shown = morning(archives, "--html", str(archives / "none" / "m.html"))
    assert (shown.exit_code, "cannot be written" in shown.stderr) == (3, True)
    assert "1 tweet gone" in morning(archives).stdout


def test_a_page_that_could_not_be_written_is_not_made_up_for_by_a_message(
    world: World, webhook: Webhook, archives: Path
) -> None:
    altered(world, archives)
    morning(archives, "--html", str(archives / "none" / "m.html"), "--notify", webhook.url)
    recheck(archives, "--all", "--notify", webhook.url)
    assert [one["title"] for one in webhook.got] == [GONE]
    assert "1 tweet gone" in morning(archives).stdout


def test_a_rebuilt_ledger_tells_nothing_twice_and_loses_nothing(world: World, archives: Path) -> None:
    altered(world, archives)
    morning(archives)
    ferry(world)
    one_tweet(archives)
    assert CliRunner().invoke(app, ["ledger", "rebuild", "--archives", str(archives)]).exit_code == 0
    assert morning(archives).stdout.splitlines()[0] == "1 tweet back"
    assert "nothing new" in morning(archives).stdout


def test_the_runs_of_the_report_are_listed_with_their_status(world: World, archives: Path) -> None:
    capture(world, archives, ferry(world).blockquote().replace("before", "after"))
    morning(archives)
    with read_ledger(archives) as view:
        assert [(one.kind, one.exit) for one in view.runs()] == [("morning", 1)]


def test_a_report_of_what_is_yet_to_come_is_refused(archives: Path) -> None:
    shown = morning(archives, "--since", "2199-01-01")
    assert (shown.exit_code, "yet to come" in shown.stderr) == (2, True)


# What is told ------------------------------------------------------------------------------------------------------


def test_a_misquoted_edited_tweet_is_a_mismatch_everywhere(world: World, webhook: Webhook, archives: Path) -> None:
    capture(world, archives, ferry(world).blockquote().replace("before 9", "before 7"))
    morning(archives)
    edited(world, "No ferry before 10 tomorrow.")
    one_tweet(archives)
    page = archives / "m.html"
    shown = morning(archives, "--notify", webhook.url, "--html", str(page))
    assert shown.exit_code == 1
    assert shown.stdout.splitlines()[0] == "1 mismatch, 1 tweet edited"
    assert "1 quote of edited tweets beside all their versions: 1 mismatch" in shown.stdout
    said = webhook.got[0]
    assert said["title"] == "tweetarchive (tweets): 1 mismatch, 1 tweet edited"
    assert f"“Ferry” {PAGE} (as before)\n  article: “No ferry before 7 today.”" in said["message"]
    assert "no version of the tweet says so" in said["message"]
    written = page.read_text(encoding="utf-8")
    assert "<span aria-hidden=true>✘</span> edited" in written
    assert "<dt>before</dt><dd><span class=words dir=auto>No ferry before 9 today." in written


def test_the_card_command_names_the_archive(world: World, archives: Path) -> None:
    altered(world, archives)
    command = f"tweetarchive card {ID} --archives {archives}"
    document = json.loads(morning(archives, "--json").stdout)
    assert document["tweets"][0]["card"] == command
    assert (document["tweets"][0]["state_before"], document["tweets"][0]["state"]) == ("live", "deleted")
    assert CliRunner().invoke(app, command.split()[1:]).exit_code == 0


def test_an_article_that_is_gone_is_told_once_and_is_no_failure(world: World, webhook: Webhook, archives: Path) -> None:
    night(world, archives)
    world.answer(f"{SITE}/1", Answer(404))
    night(world, archives, "--all")
    page = archives / "m.html"
    shown = morning(archives, "--json", "--notify", webhook.url, "--html", str(page))
    document = json.loads(shown.stdout)
    assert (shown.exit_code, document["headline"], document["failures"]) == (0, "1 article gone", [])
    [gone] = document["gone"]
    assert (gone["url"], gone["why"], gone["embeds"]) == (f"{SITE}/1", "answers 404", 1)
    assert "Articles gone\n- “Ferry”" in webhook.got[0]["message"]
    assert 'id="gone"' in page.read_text(encoding="utf-8")
    night(world, archives, "--all")
    assert "nothing new" in morning(archives).stdout
    assert "✘ gone\n" in morning(archives, "--since", "1d").stdout


def test_visits_are_counted_and_failures_that_a_later_visit_made_good_are_none(world: World, archives: Path) -> None:
    world.fault(f"{SITE}/1", ServerError(), times=1)
    world.fault(f"{SITE}/2", ServerError(), times=2)
    night(world, archives)
    night(world, archives)
    document = json.loads(morning(archives, "--json").stdout)
    assert document["counts"]["visits"] == {"failed": 3, "archived": 1}
    assert (document["counts"]["visited"], document["counts"]["healed"]) == (2, 1)
    assert [(one["url"], one["times"]) for one in document["failures"]] == [(f"{SITE}/2", 2)]
    back = json.loads(morning(archives, "--json", "--since", "30d").stdout)
    assert back["counts"] == document["counts"]


def test_a_removed_tweet_is_no_unresolved_embed(world: World, archives: Path) -> None:
    archived(world, archives)
    forgotten = CliRunner().invoke(app, ["forget", ID, "--yes", "--archives", str(archives)])
    assert forgotten.exit_code == 0
    capture(world, archives, ferry(world).blockquote())
    shown = morning(archives, "--json")
    document = json.loads(shown.stdout)
    assert (shown.exit_code, document["unresolved"], document["failures"]) == (0, [], [])
    assert [one["status_id"] for one in document["removed"]] == [ID]
    assert document["removed"][0]["why"].startswith("removed from the archive on ")
    again = recheck(archives, ID)
    assert (again.exit_code, "removed from the archive on" in again.stderr) == (3, True)


def test_an_unknown_tweet_cannot_be_asked_for_again(world: World, archives: Path) -> None:
    archived(world, archives)
    shown = recheck(archives, "20")
    assert (shown.exit_code, shown.stdout) == (3, "")
    assert "20: no article of this archive embeds it" in shown.stderr
    both = recheck(archives, "20", ID)
    assert (both.exit_code, "1 tweet asked for: 1 live" in both.stdout) == (3, True)


def test_a_recheck_without_answer_says_what_each_source_answered(world: World, archives: Path) -> None:
    archived(world, archives)
    world.fault("https://cdn.syndication.twimg.com/tweet-result", RateLimited())
    world.fault("https://publish.x.com/oembed", ServerError())
    shown = recheck(archives, "--all")
    assert "1 without an answer: syndication: rate limited; oembed: answered HTTP 503" in shown.stderr
    [failed] = json.loads(morning(archives, "--json").stdout)["failures"]
    assert failed["why"] == "syndication: rate limited; oembed: answered HTTP 503; it is asked for again"


def test_a_gone_tweet_whose_article_is_captured_again_is_held(world: World, archives: Path) -> None:
    altered(world, archives)
    quote = ferry(world).blockquote()
    world.deleted(ID)
    capture(world, archives, f"<p>More.</p>{quote}")
    document = json.loads(morning(archives, "--json").stdout)
    assert [one["changes"] for one in document["tweets"]] == [["gone"]]
    assert [one["why"] for one in document["unresolved"]] == [
        "gone from X: deleted; its words are held from an earlier capture"
    ]


# The recipe --------------------------------------------------------------------------------------------------------


def test_the_line_of_cron_in_the_docs_sends_one_message_and_prints_nothing(
    world: World, mail: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    open_site(world)
    told = (ROOT / "docs/morning.md").read_text(encoding="utf-8")
    for there, here in (
        ("/usr/local/bin/tweetarchive", f"{sys.executable} -m tweetarchive"),
        ("/etc/", f"{tmp_path}/"),
        ("/srv/tweets", f"{tmp_path}/tweets"),
        ("/srv/www/", f"{tmp_path}/"),
        ("nightly news.example", "nightly night.example"),
        ("mailtos://user:password@smtp.news.example?to=desk@news.example", mail.url),
    ):
        assert there in told
        told = told.replace(there, here)
    blocks = dict(re.findall(r"```(toml|cron)\n(.*?)```", told, re.S))
    (tmp_path / "tweetarchive.toml").write_text(blocks["toml"], encoding="utf-8")
    command = blocks["cron"].split(maxsplit=5)[5]

    def one_night() -> tuple[str, str, int]:
        done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout, done.stderr, len(mail.raw)

    assert one_night() == ("", "", 0)
    (tmp_path / "morning.html").unlink()
    page = world.tweet(str(int(ID) + 9), text="No ferry before 9.").blockquote().replace("before 9", "before 7")
    world.article(f"{SITE}/1", f"<html><title>Ferry</title><body><p>b</p>{page}</body></html>")
    with closing(sqlite3.connect(ledger_file(tmp_path / "tweets"))) as database, database:
        database.execute("UPDATE articles SET last_visit = '2026-01-01T00:00:00.000000Z'")
    assert one_night() == ("", "", 1)
    [one] = mail.mails
    assert one["Subject"] == "tweetarchive (tweets): 1 mismatch, 1 changed embed"
    assert "All of it: https://intern.news.example/morning.html" in one.get_content()
    assert (tmp_path / "morning.html").is_file()
