from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tweetarchive import __version__
from tweetarchive.cli.app import app, load
from tweetarchive.cli.commands import COMMANDS, front_page
from tweetarchive.cli.exits import MEANINGS

ROOT = Path(__file__).parents[2]
RUN = [sys.executable, "-c", "from tweetarchive.cli import main; main()"]


def help_of(command: str) -> str:
    shown = CliRunner().invoke(app, [command, "--help"], prog_name="tweetarchive")
    assert shown.exit_code == 0
    return shown.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(command: str) -> None:
    assert f"Usage: tweetarchive {command}" in help_of(command)
    assert f"`tweetarchive {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_the_shared_options_and_every_option_has_help(command: str) -> None:
    shared = ["--archives", "--json", "-q", "-v", "--log-file", "--no-color", "-c", "--config", "--version", "-h"]
    shown = help_of(command)
    assert [name for name in shared if name not in shown] == []
    params: list[object] = list(load(command).params)
    assert [param for param in params if not getattr(param, "help", None)] == []


def test_the_exit_table_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [meaning for meaning in MEANINGS.values() if meaning not in readme.replace("`", "")] == []


def test_the_page_of_the_command_line_is_current() -> None:
    """Where this fails: `python docs/make_command_line.py`."""
    script = runpy.run_path(str(ROOT / "docs/make_command_line.py"))
    assert (ROOT / "docs/command-line.md").read_text(encoding="utf-8") == script["page"]()


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_the_front_page_is_shown_without_loading_what_commands_need(arguments: list[str]) -> None:
    code = "import sys; from tweetarchive.cli import main; main(); sys.exit(len({'typer', 'rich'} & {*sys.modules}))"
    shown = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stdout) == (0, front_page())


def test_help_of_a_command_loads_neither_network_nor_parsers() -> None:
    code = (
        "import sys, atexit; from tweetarchive.cli import main; heavy = {'requests', 'bs4', 'selectolax', 'rich'}; "
        "atexit.register(lambda: print([*heavy & {*sys.modules}])); main()"
    )
    shown = subprocess.run([sys.executable, "-c", code, "archive", "-h"], capture_output=True, text=True, check=True)
    assert shown.stdout.endswith("[]\n")


def test_the_version_is_told_everywhere() -> None:
    for arguments in (["--version"], ["archive", "--version"], ["verify", "--version"]):
        shown = subprocess.run([*RUN, *arguments], capture_output=True, text=True, check=True)
        assert shown.stdout == f"tweetarchive {__version__}\n"


def test_no_command_is_a_usage_error_that_shows_the_front_page() -> None:
    shown = subprocess.run(RUN, capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stdout, shown.stderr) == (2, "", front_page())
