from __future__ import annotations

import logging
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common
from tweetarchive.cli.progress import SECONDS_BETWEEN_LINES, Progress

ROOT = Path(__file__).parents[2]

RUN = """
import logging
from tests.report.reports import matching, report
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output
from tweetarchive.cli.progress import Progress
common = Common(quiet={quiet})
start_log(common)
out = Output(common)
with Progress(3, common) as out.progress:
    for _ in range(3):
        logging.getLogger("tweetarchive.x").debug("asking", extra={{"asked": "https://cdn.example/a"}})
        out.progress.advance()
        logging.getLogger("tweetarchive.x").warning("a slow host")
        out.report(report(matching()))
"""


def on_a_terminal(*, quiet: bool = False) -> str:
    """What a terminal of 80 columns is sent, stdout and stderr together."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", RUN.format(quiet=quiet)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        sent = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # EIO: Linux's end of file, once the other side is closed
                break
            if not chunk:
                break
            sent += chunk
    os.close(ours)
    assert process.returncode == 0
    return sent.decode()


def test_on_a_terminal_a_bar_counts_and_steps_aside_for_reports() -> None:
    sent = on_a_terminal()
    assert "3/3" in sent
    assert "a second, " in sent, "how fast"
    assert "left" in sent, "how long still"
    assert "cdn.example" in sent, "who is being asked stands behind the bar"
    assert sent.count("✔ match") == 6
    assert sent.count("tweetarchive: warning: a slow host") == 3
    assert sent.rindex("\x1b[?25h") > sent.rindex("\x1b[?25l"), "the cursor is shown again"


def test_quiet_shows_no_bar() -> None:
    sent = on_a_terminal(quiet=True)
    assert "/3" not in sent
    assert "slow host" not in sent


@pytest.mark.parametrize("quiet", [True, False])
def test_elsewhere_a_short_run_says_nothing_of_its_progress(quiet: bool) -> None:
    command = [sys.executable, "-c", RUN.format(quiet=quiet)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "articles" not in shown.stderr
    assert "\x1b" not in shown.stdout + shown.stderr


def test_elsewhere_a_long_article_tells_now_and_then_who_is_asked(capfd: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    start_log(Common())
    with Progress(2, Common(), clock=lambda: now[0]) as progress:
        for _ in range(40):
            now[0] += SECONDS_BETWEEN_LINES / 4
            logging.getLogger("tweetarchive.x").debug("asking", extra={"asked": "https://u:p@cdn.example/a"})
        progress.advance()
        now[0] += SECONDS_BETWEEN_LINES
        progress.advance()
    said = capfd.readouterr().err.splitlines()
    assert said[:-1] == ["tweetarchive: 0 of 2 articles, asking cdn.example"] * 10
    assert said[-1] == "tweetarchive: 2 of 2 articles, 1.1 a minute, 0:00:00 left"


def test_what_is_asked_behind_quiet_is_not_told(capfd: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    start_log(Common())
    with Progress(1, Common(quiet=True), clock=lambda: now[0]):
        now[0] += 2 * SECONDS_BETWEEN_LINES
        logging.getLogger("tweetarchive.x").debug("asking", extra={"asked": "https://cdn.example/a"})
    assert capfd.readouterr().err == ""
