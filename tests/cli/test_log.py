"""What the operator is told, and where."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tweetarchive.cli.app import app
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def demo(*options: str) -> Any:
    return CliRunner().invoke(app, ["demo", *options], prog_name="tweetarchive")


def test_once_verbose_tells_each_step_once_and_no_request() -> None:
    said = demo("-v").stderr.splitlines()
    assert "tweetarchive: info: https://port-ellery-post.example/2025/07/storm-closes-lower-quay: begun" in said
    assert any(line.endswith(": 5 embeds found") for line in said)
    assert "tweetarchive: info: tweet 1943080560620471377: syndication: deleted" in said
    assert "tweetarchive: info: tweet 1943080560620471377: web_archive: shown" in said
    assert any(": kept https://pbs.twimg.com/media/" in line for line in said)
    assert re.search(r"\.warc\.gz: finished, \d+ bytes$", said[-1])
    assert len(set(said)) == len(said), "the second pass, which says the same, is not told again"
    assert not any("asking" in line for line in said)


def test_without_verbose_none_of_it_is_told() -> None:
    assert demo().stderr == ""


REQUEST = r"https://t\.co/RCVuVuzNyc: status 301, 0 bytes, \d+\.\d\d s$"


def test_twice_verbose_tells_each_request_with_status_size_and_time() -> None:
    assert re.search(REQUEST, demo("-vv").stderr, re.M)


def test_the_log_file_holds_each_request_whatever_is_shown() -> None:
    demo("-q", "--log-file", "run.log")
    written = Path("run.log").read_text(encoding="utf-8")
    assert re.search(
        r"^\d{4}-\d\d-\d\dT[\d:]{8}Z DEBUG MainThread tweetarchive\.archive\.session: " + REQUEST, written, re.M
    )
    assert "https://web.archive.org/web/20250709231402id_/" in written
    assert ": 5 embeds found" in written


def test_what_other_libraries_say_reaches_the_log_file_and_never_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    for common in (Common(verbose=2), Common(log_file=Path("run.log"))):
        start_log(common)
        logging.getLogger("bs4.dammit").warning("Some characters could not be decoded")
    assert "bs4.dammit: Some characters" in Path("run.log").read_text(encoding="utf-8")
    assert capfd.readouterr().err == ""


def test_warnings_of_other_libraries_are_no_message_to_the_user() -> None:
    code = (
        "import warnings; from tweetarchive.cli.log import start_log; from tweetarchive.cli.options import Common; "
        "start_log(Common()); warnings.warn('looks like a file name')"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stderr == ""


def test_a_second_command_of_one_process_logs_to_its_own_file_only() -> None:
    for name in ("one.log", "two.log"):
        start_log(Common(log_file=Path(name)))
    logging.getLogger("tweetarchive.x").info("a step")
    start_log(Common())
    assert (
        Path("one.log").read_text(encoding="utf-8"),
        Path("two.log").read_text(encoding="utf-8").count("a step"),
    ) == ("", 1)


def test_the_tool_runs_as_a_module_too() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "tweetarchive", "--version"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("tweetarchive ")
