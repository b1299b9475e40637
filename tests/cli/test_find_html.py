"""`find --html`: the page beside the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit

TWEET = """<title>{title}</title><p>The mayor had warned.</p>
<blockquote class="twitter-tweet"><p>{words}</p>&mdash; Harbour (@harbour)
<a href="https://twitter.com/harbour/status/1183347177645227129">October 13, 2019</a></blockquote>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.html").write_text(TWEET.format(title="One", words="Closed on Monday."), encoding="utf-8")
    Path("two.html").write_text(TWEET.format(title="Two", words="Open again."), encoding="utf-8")


def find(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["find", *arguments], prog_name="tweetarchive")


def test_all_sources_stand_on_one_page_beside_the_report() -> None:
    alone = find("one.html", "two.html", "--json")
    result = find("one.html", "missing.html", "two.html", "--json", "--html", "finds.html")
    assert result.exit_code == Exit.INCOMPLETE
    first, missing, second = result.stdout.splitlines()
    assert [first, second] == alone.stdout.splitlines()
    assert json.loads(missing)["problems"][0]["why"] in Path("finds.html").read_text(encoding="utf-8")
    page = Path("finds.html").read_text(encoding="utf-8")
    words = ["The mayor had warned.", "Closed on Monday.", "missing.html: no such file", "Open again."]
    last = [page.rindex(one) for one in words]
    assert last[1] < last[2] < last[3]


def test_a_page_that_cannot_be_written_is_told_and_the_report_stands() -> None:
    result = find("one.html", "--html", "missing/finds.html")
    assert result.exit_code == Exit.INCOMPLETE
    assert "missing/finds.html: cannot be written" in result.stderr
    assert "Closed on Monday." in result.stdout
