"""What others collected, handed to the commands as files: payloads of every form, and archives that hold a tweet."""

from __future__ import annotations

import gzip
import html
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tweetarchive import read_payload
from tweetarchive.cli.app import app
from tweetarchive.model.tweet import Tweet

ANSWERS = Path(__file__).parent / "answers"
FORMS = sorted(
    path.relative_to(ANSWERS).as_posix()
    for path in ANSWERS.rglob("*.*")
    if path.parent.name in ("api_v1", "api_v2", "export", "graphql", "oembed", "syndication", "pages")
    and not path.name.startswith(("shell-", "legacy-account"))
)


def first_of(payload: bytes) -> Tweet:
    return next(one for one in read_payload(payload) if isinstance(one, Tweet) and one.retweet_of is None)


def quoting(tweet: Tweet) -> str:
    link = f'<a href="https://twitter.com/{tweet.handle or "i"}/status/{tweet.status_id}">that day</a>'
    shown = html.escape(tweet.text).replace("\n", "<br>")
    return f'<title>A</title><blockquote class="twitter-tweet"><p>{shown}</p>&mdash; A {link}</blockquote>'


def run(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*arguments, "--json"], prog_name="tweetarchive")
    assert "Traceback" not in result.stderr
    (line,) = result.stdout.splitlines()
    read: dict[str, Any] = json.loads(line)
    return read


@pytest.mark.parametrize("form", FORMS)
def test_compare_takes_every_form_of_payload(tmp_path: Path, form: str) -> None:
    tweet = first_of((ANSWERS / form).read_bytes())
    article = tmp_path / "article.html"
    article.write_text(quoting(tweet), encoding="utf-8")

    report = run("compare", str(article), str(ANSWERS / form))

    (judged,) = report["embeds"]
    assert judged["tweet"]["status_id"] == tweet.status_id
    assert judged["checks"]["status_id"]["outcome"] in ("match", "earlier_version")
    assert judged["checks"]["text"]["outcome"] in ("identical", "same_normalised", "truncated_by_x", "excerpt_unmarked")


ID = "1123837019550646272"
PAGE = "https://news.example/2019/locks"
HELD = {
    "a saved page": (f"https://twitter.com/harbour_watch/status/{ID}", "text/html", "pages/legacy-desktop-turkish"),
    "a web archive's raw copy": (
        f"https://web.archive.org/web/20190503000000id_/https://twitter.com/harbour_watch/status/{ID}",
        "text/html",
        "pages/legacy-desktop-turkish",
    ),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("held", HELD, ids=list(HELD))
def test_verify_takes_any_warc_that_holds_article_and_tweet(tmp_path: Path, held: str, packed: bool) -> None:
    url, kind, name = HELD[held]
    body = next(
        path for path in ANSWERS.rglob("*") if path.relative_to(ANSWERS).as_posix().startswith(name)
    ).read_bytes()
    tweet = first_of(body)
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, content, content_type in ((PAGE, quoting(tweet).encode(), "text/html"), (url, body, kind)):
        head = StatusAndHeaders("200 OK", [("Content-Type", content_type)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(content), length=len(content), http_headers=head
            )
        )
    path = tmp_path / ("theirs.warc.gz" if packed else "theirs.warc")
    path.write_bytes(out.getvalue())
    assert path.read_bytes()[:2] == gzip.compress(b"")[:2] or not packed

    report = run("verify", str(path))

    (judged,) = report["embeds"]
    assert (judged["verdict"], judged["tweet"]["status_id"]) in [("match", ID), ("match_with_differences", ID)]
    assert judged["tweet"]["source"] == ("web_archive" if "web.archive" in url else "recorded")
    assert judged["availability"] == "unknown"
