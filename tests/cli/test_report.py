from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tweetarchive.report.holdings_table import COLUMNS


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tweetarchive", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "archives"
    assert run("demo", "--archives", folder).returncode == 0
    return folder


def test_page_table_and_json_tell_the_same(archives: Path, tmp_path: Path) -> None:
    page, table = tmp_path / "r.html", tmp_path / "r.csv"
    shown = run("report", "--archives", archives, "--html", page, "--csv", table, "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    (article,) = map(json.loads, shown.stdout.splitlines())
    assert table.read_bytes().startswith(b"\xef\xbb\xbfkind,")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(COLUMNS)
    claims = [one for one in article["claims"] if one["status_id"]]
    assert [row["quoted"] for row in rows if row["kind"] == "claim"] == [one["text"] for one in claims]
    rows = [row for row in rows if row["kind"] == "embed"]
    assert [row["verdict"] for row in rows] == [one["verdict"] for one in article["embeds"]]
    assert [row["quoted"] for row in rows] == [one["embed"]["text"] for one in article["embeds"]]
    for name in ("availability", "stated_at", "asked_at", "last_live", "gone_since"):
        assert [row[name] for row in rows] == [one["now"][name] or "" for one in article["embeds"]]
    assert [row["state_record_id"] for row in rows] == [one["now"]["record"]["id"] for one in article["embeds"]]
    assert all(json.dumps(row["status_id"])[1:-1] in page.read_text(encoding="utf-8") for row in rows)


def test_the_terminal_counts_and_names_what_wants_looking_at(archives: Path) -> None:
    shown = run("report", "--archives", archives).stdout
    assert "embeds of" in shown
    assert "Mismatches" in shown
    assert "No longer public" in shown


def test_an_archive_that_is_not_there_is_said(tmp_path: Path) -> None:
    shown = run("report", "--archives", tmp_path / "none")
    assert shown.returncode == 4
    assert "no such archive" in shown.stderr


def test_a_page_that_cannot_be_written_is_said(archives: Path, tmp_path: Path) -> None:
    shown = run("report", "--archives", archives, "--html", tmp_path / "no" / "r.html", "--csv", tmp_path / "no" / "r")
    assert shown.returncode == 3
    assert shown.stderr.count("cannot be written") == 2


def test_page_and_table_cannot_be_one_file(archives: Path, tmp_path: Path) -> None:
    shown = run("report", "--archives", archives, "--html", tmp_path / "r", "--csv", tmp_path / "." / "r")
    assert shown.returncode == 2
    assert "name two files" in " ".join(shown.stderr.split())
    assert not (tmp_path / "r").exists()
