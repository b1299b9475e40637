"""X's API over the loopback internet: asked with a token, replayed without one, and the token nowhere to be found."""

from __future__ import annotations

import base64
import gzip
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from typer.testing import CliRunner

import tweetarchive
from tests.test_pipeline import EAGER, ID, article, ferry, whys
from tests.world import Answer, Gone, World
from tweetarchive.archive.bearer import BearerToken
from tweetarchive.archive.network import Network
from tweetarchive.archive.wire import Ask, Web
from tweetarchive.cli.app import app
from tweetarchive.model.capture import Purpose, Request
from tweetarchive.model.errors import InputError
from tweetarchive.model.report import ArticleReport
from tweetarchive.pipeline import Settings

TOKEN = "AAAAAAAAAAAAAAAAAAAAAMLheAAA%2FEUifWi~f2x4%3D0123456789abcdefSECRET"
API = "https://api.x.com/2/tweets/*"
SOURCES = ("syndication", "oembed", "api_v2", "web_archive")
LONG = "The whole harbour stays shut today. " * 12 + "The ferry to the islands is the last to leave."


def with_token(**more: Any) -> Network:
    return Network(delay=0, limits=(), retries=1, timeout=3, token=BearerToken(TOKEN), **more)


def archive(tmp_path: Path, world: World, *, network: Network | None = None, **wanted: Any) -> ArticleReport:
    """Archive, and insist that the file alone, without any token, gives the same report."""
    world.x.api.tokens.add(TOKEN)
    settings = Settings(**{"sources": SOURCES} | wanted)
    page = "https://news.example/2024/ferry"
    report = tweetarchive.archive_article(page, archives=tmp_path, settings=settings, network=network or with_token())
    assert [one.to_dict() for one in tweetarchive.verify_archive(tmp_path)] == [report.to_dict()]
    assert not secrets_in(tmp_path)
    return report


def secrets_in(folder: Path, *more: bytes) -> list[str]:
    """Where the token stands in whatever spelling: files as they are and unpacked, and what else was shown."""
    plain = {TOKEN.encode(), unquote(TOKEN).encode()}
    plain |= {quote(one.decode(), safe="").encode() for one in plain}
    for one in tuple(plain):
        for before in range(3):
            coded = base64.b64encode(bytes(before) + one)
            plain |= {coded[4:-4], coded[4:-4].translate(bytes.maketrans(b"+/", b"-_"))}
    files = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files |= {f"{name}, unpacked": gzip.decompress(held) for name, held in files.items() if name.endswith(".gz")}
    files |= {f"output {place}": shown for place, shown in enumerate(more)}
    return [name for name, held in files.items() if any(one in held for one in plain)]


def test_a_live_tweet_is_asked_for_with_the_fields_of_the_reference(world: World, tmp_path: Path) -> None:
    article(world, ferry(world, photos=2).blockquote())

    report = archive(tmp_path, world)

    (asked,) = world.asked(API)
    assert asked.path == f"/2/tweets/{ID}"
    assert asked.header("Authorization") == f"Bearer {TOKEN}"
    assert sorted(asked.query) == ["expansions", "media.fields", "tweet.fields", "user.fields"]
    assert report.problems == ()
    assert [one.source.value for one in report.embeds[0].evidence.statements] == ["syndication", "oembed", "api_v2"]


def test_the_api_alone_makes_a_tweet_live_and_shows_a_note_whole(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, text=LONG, note=True)
    article(world, tweet.blockquote().replace("…", " The ferry to the islands is the last to leave."))

    judged = archive(tmp_path, world, sources=("oembed", "api_v2")).embeds[0]

    assert judged.evidence.availability.value == "live"
    assert judged.evidence.tweet is not None
    assert (judged.evidence.tweet.source.value, judged.evidence.tweet.complete) == ("api_v2", True)
    assert judged.evidence.tweet.text == LONG
    assert archive(tmp_path / "keyless", world, sources=("api_v2",)).embeds[0].evidence.availability.value == "live"


def test_every_version_of_an_edited_tweet_is_asked_for(world: World, tmp_path: Path) -> None:
    first, last = str(int(ID) - 5), ID
    world.tweet(first, handle="mira_quays", name="Mira", text="No fery before 9.", edit_ids=(first, last))
    article(world, ferry(world, edit_ids=(first, last)).blockquote())

    report = archive(tmp_path, world, sources=("oembed", "api_v2"))

    assert [one.path for one in world.asked(API)] == [f"/2/tweets/{last}", f"/2/tweets/{first}"]
    assert {one.text for one in report.embeds[0].evidence.statements if one.source.value == "api_v2"} == {
        "No fery before 9.",
        "No ferry before 9 today.",
    }


@pytest.mark.parametrize(
    ("why", "availability"),
    [(Gone.DELETED, "not_found"), (Gone.PROTECTED, "unknown"), (Gone.SUSPENDED, "unknown")],
)
def test_errors_about_the_tweet_say_no_more_than_their_words(
    world: World, tmp_path: Path, why: Gone, availability: str
) -> None:
    article(world, ferry(world).blockquote())
    world.gone(ID, why)
    judged = archive(tmp_path, world, sources=("api_v2",)).embeds[0]
    assert judged.evidence.availability.value == availability
    (absence,) = judged.evidence.absences
    assert absence.words is not None
    assert ID in absence.words


def test_an_error_about_a_quoted_tweet_is_none_about_the_tweet(world: World, tmp_path: Path) -> None:
    quoted = world.tweet(str(int(ID) - 9), handle="bargee", name="Ann", text="What now?")
    article(world, ferry(world, quotes=quoted).blockquote())
    world.deleted(quoted.id)
    judged = archive(tmp_path, world, sources=("api_v2",)).embeds[0]
    assert (judged.evidence.availability.value, judged.evidence.absences) == ("live", ())


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not accept the bearer token (HTTP 401); see that X_BEARER_TOKEN"),
        (402, "credits of this X account are used up (HTTP 402)"),
        (403, "does not let this token read tweets (HTTP 403)"),
        (500, "api_v2: answered HTTP 500"),
        (302, "api_v2: answered HTTP 302"),
    ],
)
def test_a_refusal_of_the_token_is_a_problem_in_plain_words_and_no_absence(
    world: World, tmp_path: Path, status: int, words: str
) -> None:
    article(world, ferry(world).blockquote())
    world.answer(API, Answer.text("{}", "application/json", status).with_headers(Location="https://evil.example/"))
    report = archive(tmp_path, world)
    assert words in whys(report)
    assert report.problems[0].partial
    assert not world.asked("https://evil.example/")
    alone = archive(tmp_path / "alone", world, sources=("api_v2",)).embeds[0].evidence
    assert (alone.availability.value, alone.absences) == ("unknown", ())


def test_a_limit_that_is_used_up_is_a_problem_of_each_tweet_left_also_in_the_next_run(
    world: World, tmp_path: Path
) -> None:
    ids = [str(int(ID) + number) for number in range(3)]
    article(world, *(world.tweet(one, text=f"Ferry {one} is late.").blockquote() for one in ids))
    world.x.api.left = 1
    report = archive(tmp_path, world, sources=("api_v2",))
    assert [one.evidence.availability.value for one in report.embeds] == ["live", "unknown", "unknown"]
    assert whys(report).count("X's limit for this token is used up; run again in a quarter of an hour") == 2
    assert len(world.asked(API)) == 1
    world.x.api.left = None
    settings = Settings(sources=("api_v2",))
    page = "https://news.example/2024/ferry"
    tweetarchive.archive_article(page, archives=tmp_path, settings=settings, network=with_token())
    assert len(world.asked(API)) == 1


@pytest.mark.parametrize("body", [f'{{"detail":"{TOKEN}"}}', base64.b64encode(f"x:{TOKEN}".encode()).decode() * 40])
def test_an_answer_that_repeats_the_token_is_not_kept(world: World, tmp_path: Path, body: str) -> None:
    """Gzipped on the wire where it is long, so that the bytes sent do not show it."""
    article(world, ferry(world).blockquote())
    world.answer(API, Answer.text(body, "application/json", 401))
    assert "api_v2: no answer (secret repeated)" in whys(archive(tmp_path, world))


def test_a_redirect_that_names_the_token_is_not_kept(world: World, tmp_path: Path) -> None:
    article(world, ferry(world).blockquote())
    world.answer(API, Answer.redirect(f"https://evil.example/?t={quote(TOKEN)}"))
    assert "secret repeated" in whys(archive(tmp_path, world))


@pytest.mark.parametrize(
    "url",
    [
        "http://api.x.com/2/tweets/20",
        "https://x.com/2/tweets/20",
        "https://api.x.com.evil.example/2/tweets/20",
        "https://evil.example/api.x.com/",
    ],
)
def test_the_token_goes_to_nobody_else(world: World, url: str) -> None:
    world.answer(url, Answer.text("{}"))
    web = Web(with_token())
    web(Ask(Request(url, Purpose.TWEET))).body.close()
    web.close()
    assert [one.header("Authorization") for one in world.asked(url)] == [None]


def test_no_text_made_of_the_token_holds_it() -> None:
    token = BearerToken(TOKEN)
    assert TOKEN not in f"{token} {token!r} {with_token()!r} {logging.makeLogRecord({'msg': token})}"
    with pytest.raises(InputError) as caught:
        BearerToken(f"{TOKEN}\n{TOKEN}")
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("place", ["variable", "file"])
def test_the_command_line_takes_the_token_and_shows_it_nowhere(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    caplog.set_level(logging.DEBUG)  # urllib3's own log as well, which tells requests
    world.x.api.tokens.add(TOKEN)
    page = article(world, ferry(world).blockquote())
    config = tmp_path / "settings.toml"
    config.write_text(f"x-bearer-token = '{TOKEN}'\n" if place == "file" else "", encoding="utf-8")
    if place == "variable":
        monkeypatch.setenv("X_BEARER_TOKEN", TOKEN)
    kept = tmp_path / "kept"
    arguments = ["--archives", str(kept), "-c", str(config), "--log-file", str(tmp_path / "run.log"), "-vvv"]

    shown = CliRunner().invoke(app, ["archive", page, "--json", "--delay", "0", *arguments])

    assert shown.exit_code == 0, shown.output
    assert len(world.asked(API)) == 1
    (warc,) = kept.rglob("*.warc.gz")
    assert b"api_v2" in gzip.decompress(warc.read_bytes())
    assert f'api.x.com:443 "GET /2/tweets/{ID}' in (tmp_path / "run.log").read_text(encoding="utf-8")
    config.unlink()
    assert not secrets_in(tmp_path, shown.stdout.encode(), shown.stderr.encode())
    monkeypatch.delenv("X_BEARER_TOKEN", raising=False)
    again = CliRunner().invoke(app, ["verify", str(kept), "--json"])
    assert json.loads(again.stdout) == json.loads(shown.stdout)


def test_without_a_token_the_api_is_not_asked_and_cannot_be_named(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = article(world, ferry(world).blockquote())
    assert CliRunner().invoke(app, ["archive", page, "--delay", "0"]).exit_code == 0
    assert not world.asked(API)
    named = CliRunner().invoke(app, ["archive", page, "--sources", "api_v2"])
    assert named.exit_code == 2
    assert "X_BEARER_TOKEN" in named.stderr
    monkeypatch.setenv("X_BEARER_TOKEN", f"{TOKEN} and more")
    broken = CliRunner().invoke(app, ["archive", page])
    assert broken.exit_code == 2
    assert TOKEN not in broken.output
    assert EAGER.token is None
