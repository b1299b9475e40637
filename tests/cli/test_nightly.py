from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.world import Answer, World
from tests.world.newsroom import open_newsroom
from tweetarchive.archive.layout import warc_folder
from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(app, ["nightly", *arguments], prog_name="tweetarchive")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def lines(result: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_dry_run_says_what_would_be_done_and_why_and_writes_nothing(world: World) -> None:
    open_newsroom(world, 4, embeds=0.25)
    shown = run("news0.example", "--dry-run", "--exclude", "story-3$", "--delay", "0")
    assert shown.exit_code == Exit.DONE
    assert [line.split()[:2] for line in shown.stdout.splitlines()] == [["visit", "new"]] * 3
    assert "3 to be visited, 1 left" in shown.stderr
    stated = lines(run("news0.example", "--dry-run", "--json", "--limit", "1", "--delay", "0"))
    assert [(one["do"], one["reason"]) for one in stated] == [("visit", "new"), *[("leave", "beyond_the_limit")] * 3]
    assert stated[0]["lastmod"] == "2024-01-01"
    assert not Path("archives").exists()
    assert not world.asked("https://news0.example/2024/story-0")


def test_a_dry_run_tells_a_site_that_forbids_from_one_that_cannot_be_asked(world: World) -> None:
    urls = ("https://shut.example/a", "https://nowhere.example/b", "https://news0.example/2024/story-0")
    open_newsroom(world, 1)
    world.article("https://shut.example/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain")
    Path("list.txt").write_text("\n".join(urls), encoding="utf-8")
    shown = lines(run("list.txt", "--dry-run", "--json", "--delay", "0", "--retries", "0"))
    assert {one["url"]: one["reason"] for one in shown} == dict(
        zip(urls, ("disallowed_by_robots", "postponed", "new"), strict=True)
    )


def test_one_line_for_each_archived_article_and_a_summary_on_stderr(world: World) -> None:
    open_newsroom(world, 8, embeds=0.25)
    first = run("news0.example", "--json", "--delay", "0")
    assert first.exit_code == Exit.DONE
    assert [(one["verdict"], one["reason"], one["changes_since"]) for one in lines(first)] == [
        ("match", "new", None)
    ] * 2
    assert "8 articles to be visited (8 new)" in first.stderr
    assert "6 no embeds, 2 archived" in first.stderr
    again = run("news0.example", "--json", "--delay", "0")
    assert (again.exit_code, again.stdout) == (Exit.DONE, "")
    assert "0 articles to be visited; 8 left (8 seen not long ago)" in again.stderr
    quiet = run("news0.example", "-q", "--all", "--delay", "0")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (Exit.DONE, "", "")


def test_what_changed_among_the_embeds_stands_below_the_article_and_in_its_json(world: World) -> None:
    tweet = world.tweet("1183347177645227129", handle="mira_quays", name="Mira", text="No ferry before 9 today.")
    world.article("https://news.example/sitemap.xml", "<urlset><url><loc>https://news.example/a</loc></url></urlset>")
    again = ("https://news.example/sitemap.xml", "--all", "--delay", "0")
    page = f"<html><title>Ferry</title><body><p>News.</p>{tweet.blockquote()}</body></html>"
    world.article("https://news.example/a", page)
    run(*again)
    world.article("https://news.example/a", page.replace("before 9", "before 10"))
    shown = run(*again)
    line = "since the last capture: embed 1 (tweet 1183347177645227129) quote_edited"
    assert shown.exit_code == Exit.MISMATCH
    assert line in shown.stdout
    world.article("https://news.example/a", page)
    stated = run(*again, "--json")
    assert [one["change"] for one in lines(stated)[0]["changes_since"]["embeds"]] == ["quote_edited"]
    assert line not in stated.stderr


def test_a_list_that_cannot_be_read_is_status_3_and_named(world: World) -> None:
    open_newsroom(world, 1)
    result = run("https://news0.example/no.xml", "https://news0.example/sitemap.xml", "--delay", "0")
    assert result.exit_code == Exit.INCOMPLETE
    assert "https://news0.example/no.xml: answers 404" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "name a sitemap"),
        (["no such file"], "no such file"),
        (["news.example", "--since", "soon"], "'soon' is no day"),
        (["news.example", "--time-limit", "a while"], "is no time"),
        (["news.example", "--include", "("], "no regular expression"),
    ],
)
def test_wrong_usage_is_status_2_before_any_work(arguments: list[str], named: str) -> None:
    result = run(*arguments)
    assert result.exit_code == Exit.USAGE
    assert named in " ".join(result.stderr.split())
    assert not Path("archives").exists()


def test_web_archives_are_asked_as_archive_asks_them(world: World) -> None:
    open_newsroom(world, 1, embeds=1)
    world.article("https://mine.example/robots.txt", "")
    run("news0.example", "--delay", "0", "--retries", "0")
    assert not world.asked("https://web.archive.org/*")
    mine = "mine=https://mine.example/timemap/link/"
    run("news0.example", "--delay", "0", "--retries", "0", "--archives", "more", "--corroborate", "--web-archive", mine)
    assert world.asked("https://web.archive.org/*")
    assert any(asked.url.startswith("https://mine.example/timemap/link/") for asked in world.requests)
    assert run("news0.example", "--web-archive", "mine").exit_code == Exit.USAGE


def test_an_archived_article_that_is_gone_is_named(world: World) -> None:
    [url] = open_newsroom(world, 1, embeds=1)
    assert run("news0.example", "--delay", "0").exit_code == Exit.DONE
    world.article(url, "Gone")
    world.answer(url, Answer(410))
    shown = run("news0.example", "--delay", "0", "--all")
    [kept] = warc_folder(Path("archives")).iterdir()
    assert f"{url}: gone: answers 410; kept in {kept.name}" in shown.stderr
    assert shown.exit_code == Exit.DONE


def test_nothing_that_a_list_names_commands_the_terminal(world: World) -> None:
    Path("list.txt").write_text("https://news.example/\x1b[31mred\x1b[2J\u202e\n", encoding="utf-8")
    shown = run("list.txt", "--dry-run", "--delay", "0", "--retries", "0", "-v")
    assert "news.example/" in shown.stdout
    assert not {"\x1b", "\u202e"} & {*shown.stdout, *shown.stderr}


def test_no_day_lies_between_a_day_and_one_before_it(world: World) -> None:
    assert run("news.example", "--since", "2026-02-01", "--until", "2026-01-01").exit_code == Exit.USAGE


def test_a_disk_that_fills_ends_the_night_and_the_next_goes_on(world: World) -> None:
    room = 1_500_000  # bytes: for the ledger, and not for a WARC with its photo
    open_newsroom(world, 2, embeds=0.5, bytes_of_photo=3_000_000)
    command = [sys.executable, "-m", "tweetarchive", "nightly", "news0.example", "--json", "--delay", "0"]
    environment = {**os.environ, **world.environment, "PYTHONPATH": str(ROOT)}
    full = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert (full.returncode, full.stdout) == (Exit.DAMAGED, ""), full.stderr
    assert "cannot be put aside in" in full.stderr
    assert "make room there" in full.stderr
    assert "Traceback" not in full.stderr
    assert not list(warc_folder(Path("archives")).glob("*.warc.gz"))
    freed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (freed.returncode, len(freed.stdout.splitlines())) == (Exit.DONE, 1), freed.stderr
