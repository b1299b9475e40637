from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.report.reports import altered, failed, matching, report
from tweetarchive.cli.exits import Exit
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output, complain, failure

ROOT = Path(__file__).parents[2]


def test_json_is_one_compact_line_of_utf_8_and_nothing_else(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out = Output(Common(json=True))
    out.report(report(matching(), title="Жители ‏الجسر"))
    out.report(report(altered()))
    out.note("a note")
    assert out.finish() is Exit.MISMATCH
    shown = capfdbinary.readouterr()
    first, second = shown.out.splitlines()
    assert json.loads(first)["article"]["title"] == "Жители ‏الجسر"
    assert "Жители".encode() in first
    assert b'": ' not in first
    assert json.loads(second)["verdict"] == "mismatch"
    assert shown.err == b"tweetarchive: a note\n"


def test_a_lone_surrogate_stays_readable_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Output(Common(json=True)).document({"title": "\ud83d!"})
    assert capfdbinary.readouterr().out == b'{"title":"\\ud83d!"}\n'


def test_the_keys_stand_in_the_order_of_the_contract(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Output(Common(json=True)).report(failed())
    line = json.loads(capfdbinary.readouterr().out)
    assert list(line) == ["schema", "rules", "article", "embeds", "claims", "verdict", "problems", "context"]


def test_several_articles_end_in_a_summary_and_one_does_not(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out = Output(Common())
    out.report(report(matching()))
    assert out.finish() is Exit.DONE
    assert b"In all" not in capfdbinary.readouterr().out
    out.report(failed())
    assert out.finish() is Exit.INCOMPLETE
    assert "In all: 2 articles, 1 embed: 1 match; 1 article not readable" in capfdbinary.readouterr().out.decode()


def test_quiet_is_a_line_per_article_and_no_note(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out = Output(Common(quiet=True))
    for _ in range(2):
        out.report(report(matching(), url="https://news.example/" + "storm" * 20))
    out.note("a note")
    out.finish()
    shown = capfdbinary.readouterr()
    assert shown.out.decode() == 2 * f"✔ match  https://news.example/{'storm' * 20}  1 embed: 1 match\n"
    assert shown.err == b""


def test_a_message_cannot_write_to_the_terminal(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    complain("https://news.example/\x1b[2J: not found")
    assert capfdbinary.readouterr().err.decode() == "tweetarchive: https://news.example/␛[2J: not found\n"


def test_a_source_of_which_nothing_was_read_gives_its_line() -> None:
    line = failure("a.html", "a.html: no such file").to_dict()
    assert (line["article"]["source"], line["article"]["record"], line["verdict"]) == ("a.html", None, "uncheckable")
    [problem] = line["problems"]
    assert problem == {"what": "article", "url": None, "why": "a.html: no such file", "partial": False}
    assert list(problem) == ["what", "url", "why", "partial"]


PRINT_MANY = """
import sys
from tests.report.reports import matching, report
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output
out = Output(Common(json={json}))
for _ in range(300):
    out.report(report(matching()))
sys.stderr.write("went on to the end")
sys.exit(out.finish())
"""


@pytest.mark.parametrize("as_json", [True, False])
def test_a_closed_pipe_is_no_error_and_the_work_goes_on(as_json: bool) -> None:
    command = [sys.executable, "-c", PRINT_MANY.format(json=as_json)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b"went on to the end"
        assert process.wait() == 0


def test_what_the_terminal_cannot_write_is_replaced_and_not_an_error() -> None:
    code = "from tests.cli.test_output import *; Output(Common()).report(report(matching(), title='الجسر'))"
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert b"1  ? match" in shown.stdout


def test_no_colour_means_no_escape_at_all() -> None:
    code = "from tests.cli.test_output import *; Output(Common(no_color={})).report(report(altered()))"
    coloured = {"FORCE_COLOR": "1", "TERM": "xterm", "PATH": ""}
    for option, variables, escapes in ((False, {}, True), (True, {}, False), (False, {"NO_COLOR": "1"}, False)):
        shown = subprocess.run(
            [sys.executable, "-c", code.format(option)],
            cwd=ROOT,
            env=coloured | variables,
            capture_output=True,
            check=True,
        )
        assert (b"\x1b" in shown.stdout) is escapes


def test_a_full_disk_is_a_message_and_no_traceback(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>Nothing</title><p>No tweet here.</p>", encoding="utf-8")
    command = [sys.executable, "-c", "from tweetarchive.cli import main; main()", "find", "--json", str(page)]
    with open("/dev/full", "wb") as full:
        shown = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (shown.returncode, shown.stderr) == (3, "tweetarchive: the output: No space left on device\n")
