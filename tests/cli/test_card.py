"""`tweetarchive card`: an archived tweet, to be put into a page of somebody else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import tweetarchive
from tests.browser import CHROMIUM, opened
from tests.world import Photo, Video, World, snowflake
from tweetarchive.archive.network import Network
from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit
from tweetarchive.collect import Settings

ID = snowflake(datetime(2024, 3, 5, 12, tzinfo=UTC))
OTHER = snowflake(datetime(2024, 3, 5, 13, tzinfo=UTC))
EAGER = Network(delay=0, limits=(), retries=0, timeout=3)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(app, ["card", *arguments], prog_name="tweetarchive")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def archive(world: World, markup: str, place: int = 1, **settings: Any) -> None:
    url = world.article(f"https://news.example/{place}", f"<p>News.</p>{markup}")
    tweetarchive.archive_article(url, archives="archives", network=EAGER, settings=Settings(**settings))


def test_the_card_is_one_element_with_its_pictures_in_it(world: World) -> None:
    tweet = world.tweet(ID, text="No ferry before 9.", photos=(Photo(alt="Boats"),))
    archive(world, tweet.blockquote())
    result = run(ID)
    assert result.exit_code == Exit.DONE
    assert re.fullmatch(r'<figure class="tweetarchive-card".*</figure>\n', result.stdout, re.S)
    assert len(re.findall(r'src="data:image/jpeg;base64,[A-Za-z0-9+/=]{1000,}"', result.stdout)) == 2  # avatar too
    assert not re.search(r'(?:src|poster)="(?!data:)|<script|url\(', result.stdout)
    assert run(tweet.permalink).stdout == result.stdout
    assert run(ID, "--page").stdout.startswith("<!doctype html>")
    assert "img-src data:; media-src 'none'" in run(ID, "--page").stdout


def test_what_is_large_is_left_out_with_a_word_or_written_beside(world: World) -> None:
    archive(world, world.tweet(ID, text="Waves", video=Video(bytes_of_best=60_000)).blockquote())
    result = run(ID, "--inline-up-to", "20KB")
    assert "kept, but too large for this card" in result.stdout
    assert "-o DIR writes it beside" in result.stderr
    assert run(ID, "--inline-up-to", "20KB", "-o", "out").stdout.split() == [f"out/{ID}.html", f"out/{ID}-1.mp4"]
    assert f'src="{ID}-1.mp4"' in Path(f"out/{ID}.html").read_text(encoding="utf-8")
    assert Path(f"out/{ID}-1.mp4").stat().st_size > 60_000


def test_the_newest_whole_capture_speaks_and_the_state_is_as_told_last(world: World) -> None:
    tweet = world.tweet(ID, text="No ferry before 9.")
    archive(world, tweet.blockquote(), 1)
    world.deleted(ID)
    archive(world, tweet.blockquote(), 2)
    result = run(ID, "--json")
    [line] = result.stdout.splitlines()
    card = json.loads(line)
    assert (card["status_id"], card["files"]) == (ID, [])
    assert "No ferry before 9." in card["html"]
    assert "Gone: deleted by its author, as X’s syndication said on" in card["html"]


def test_a_quoted_tweet_has_a_card_too(world: World) -> None:
    quoted = world.tweet(OTHER, handle="harbour", name="Harbour", text="Closed on Monday.", photos=1)
    archive(world, world.tweet(ID, text="Indeed.", quotes=quoted).blockquote())
    assert "Closed on Monday." in run(OTHER).stdout
    assert run(ID).stdout.count("data:image/jpeg") == 3  # two authors, the quoted photo


def test_a_file_that_is_there_is_never_overwritten(world: World) -> None:
    archive(world, world.tweet(ID, text="Waves").blockquote())
    assert [run(ID, "-o", "out").exit_code for _ in range(2)] == [Exit.DONE] * 2  # the same bytes may stay
    Path(f"out/{ID}.html").write_text("my own words")
    result = run(ID, "-o", "out")
    assert (result.exit_code, result.stdout) == (Exit.INCOMPLETE, "")
    assert f"out/{ID}.html: is there already" in result.stderr
    assert Path(f"out/{ID}.html").read_text() == "my own words"


def test_a_stream_that_no_option_can_put_in_is_told_without_advice(world: World) -> None:
    archive(world, world.tweet(ID, text="Waves", video=Video(bitrates=())).blockquote())
    result = run(ID)
    assert "kept in pieces, as it was streamed; not in this card" in result.stderr
    assert "--inline-up-to" not in result.stderr


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_no_style_leaks_into_the_card_or_out_of_it(world: World) -> None:
    archive(world, world.tweet(ID, text="No ferry before 9.").blockquote())
    style = """body { letter-spacing: 3px; text-transform: uppercase; color: red }
        .story p, .story a { display: none; background: orange; font-size: 40px }"""
    looks = (
        "one => { const {letterSpacing, textTransform, display, backgroundColor, fontSize} = getComputedStyle(one); "
    )
    looks += "return [letterSpacing, textTransform, display, backgroundColor, fontSize] }"
    card = run(ID).stdout
    with opened() as page:
        shown = []
        for markup in (f"<body>{card}", f"<style>{style}</style><body><div class=story>{card}<p>Story</p></div>"):
            page.set_content(f"<!doctype html><meta charset=utf-8>{markup}")
            shown.append([one.evaluate(looks) for one in page.query_selector_all(".tweetarchive-card *:not(style)")])
        assert shown[0] == shown[1]
        assert page.locator(".story > p").evaluate(looks) == ["3px", "uppercase", "none", "rgb(255, 165, 0)", "40px"]


def test_a_folder_that_is_a_file_is_told(world: World) -> None:
    archive(world, world.tweet(ID, text="Waves").blockquote())
    Path("out").write_text("")
    assert "out: the card cannot be written there" in run(ID, "-o", "out").stderr


def test_an_archive_of_before_there_were_cards_has_them_too(world: World) -> None:
    archive(world, world.tweet(ID, text="No ferry before 9.").blockquote())
    for index in Path("archives/collections/tweets/indexes").iterdir():
        lines = [line for line in index.read_text().splitlines(keepends=True) if "tweetarchive.invalid" not in line]
        index.write_text("".join(lines))
    assert "No ferry before 9." in run(ID).stdout


def test_an_archive_made_without_media_gives_its_words(world: World) -> None:
    archive(world, world.tweet(ID, text="No ferry before 9.", photos=1).blockquote(), media=False)
    assert "No ferry before 9." in run(ID).stdout
    assert "Photo, not kept" in run(ID).stdout


@pytest.mark.parametrize("held", [True, False])
def test_a_tweet_that_is_not_held_is_told_so(world: World, held: bool) -> None:
    if held:
        tweet = world.tweet(ID, text="No ferry.")
        world.deleted(ID)
        archive(world, tweet.blockquote())
    result = run(ID)
    assert result.exit_code == Exit.INCOMPLETE
    assert result.stdout == ""
    assert f"{ID}: the archive {Path('archives').absolute()} holds no answer that shows this tweet" in result.stderr


def test_what_is_no_number_is_a_fault_of_usage() -> None:
    assert run("mira_quays").exit_code == Exit.USAGE
