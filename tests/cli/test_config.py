from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from tweetarchive.archive.network import COURTESY, LARGEST, LARGEST_DOCUMENT, Network
from tweetarchive.cli.app import app, load
from tweetarchive.cli.options import chosen_sources, named_archives, parse_budgets, parse_size

FILE = "tweetarchive.toml"


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to work in and nobody's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    (tmp_path / "xdg" / "tweetarchive").mkdir(parents=True)


def options(*arguments: str, command: str = "archive") -> dict[str, Any]:
    """What a command would be called with."""
    group: Any = get_command(app)
    root = group.make_context("tweetarchive", [command])
    params: dict[str, Any] = group.get_command(root, command).make_context(command, list(arguments), parent=root).params
    return params


def user_file(text: str) -> None:
    Path("xdg/tweetarchive/config.toml").write_text(text, encoding="utf-8")


def project_file(text: str) -> None:
    Path(FILE).write_text(text, encoding="utf-8")


def fault(*arguments: str, command: str = "archive") -> str:
    with pytest.raises(typer.BadParameter) as caught:
        options(*arguments, command=command)
    return caught.value.message


def test_without_anything_the_defaults_of_the_contract_hold() -> None:
    shown = options("a.html")
    assert (shown["archives"], shown["retries"], shown["timeout"]) == (Path("archives"), 3, 30.0)
    assert Network() == Network(timeout=shown["timeout"], retries=shown["retries"])


def test_the_defaults_that_the_network_chooses_are_told_as_they_are() -> None:
    help_of = {param.name: param.help for param in load("archive").params if isinstance(param, TyperOption)}
    sizes = re.findall(r"\d+MiB", help_of["max_size"] or "")
    assert [parse_size(size) for size in sizes] == [LARGEST, LARGEST_DOCUMENT]
    assert f"{COURTESY}" in (help_of["delay"] or "")


def test_option_then_variable_then_project_then_user(monkeypatch: pytest.MonkeyPatch) -> None:
    user_file("retries = 1")
    assert options()["retries"] == 1
    project_file("retries = 2")
    assert options()["retries"] == 2
    monkeypatch.setenv("TWEETARCHIVE_RETRIES", "4")
    assert options()["retries"] == 4
    assert options("--retries", "5")["retries"] == 5


def test_both_files_are_read_key_by_key() -> None:
    user_file("retries = 1\ncontact = 'desk@news.example'")
    project_file("retries = 2")
    assert (options()["retries"], options()["contact"]) == (2, "desk@news.example")


def test_a_file_that_is_named_is_the_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    project_file("retries = 2")
    Path("mine.toml").write_text("timeout = 5", encoding="utf-8")
    assert (options("-c", "mine.toml")["retries"], options("-c", "mine.toml")["timeout"]) == (3, 5.0)
    monkeypatch.setenv("TWEETARCHIVE_CONFIG", "mine.toml")
    assert options()["timeout"] == 5.0


def test_a_table_is_for_its_command_and_outweighs_the_top() -> None:
    project_file("retries = 2\n[archive]\nretries = 7\n[find]\nretries = 8")
    assert options()["retries"] == 7
    assert options(command="find")["retries"] == 8


def test_the_top_may_hold_options_that_this_command_has_not() -> None:
    project_file("workers = 8\nquiet = true")
    assert options(command="verify")["quiet"] is True
    assert options()["workers"] == 8


def test_lists_and_switches_are_written_as_toml_has_them() -> None:
    project_file('sources = ["oembed", "syndication"]\nmedia = false\nmax-size = "2GiB"\ninput = "list.txt"')
    shown = options()
    assert (shown["sources"], shown["media"], shown["max_size"]) == ("oembed,syndication", False, 2 << 30)
    assert [str(path) for path in shown["input"]] == ["list.txt"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("retrys = 2", "'retrys'"),
        ("[archive]\nretrys = 2", "'archive.retrys'"),
        ("[verify]\nretries = 2", "'verify.retries'"),
        ("[arhcive]\nretries = 2", "'arhcive.retries'"),
        ("config = 'x.toml'", "'config'"),
        ("help = true", "'help'"),
        ("json_lines = true", "'json_lines'"),
    ],
)
def test_an_unknown_key_is_named_with_its_file(text: str, key: str) -> None:
    project_file(text)
    assert fault().startswith(f"{FILE}: unknown key {key}")


@pytest.mark.parametrize("text", ["retries = 'many'", "retries = -1", "[archive]\nmax-size = 'huge'"])
def test_a_value_the_option_does_not_take_is_named_with_key_and_file(text: str) -> None:
    project_file(text)
    assert fault().startswith((f"{FILE}: retries: ", f"{FILE}: max-size: "))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("retrys = 2", "'retries'"),
        ("max_sise = '1MB'", "'max-size'"),
        ("[archive]\nretrys = 2", "'archive.retries'"),
        ("[arhcive]\nretries = 2", "'archive.retries'"),
        ("x-baerer-token = 'secret'", "'x-bearer-token'"),
    ],
)
def test_an_unknown_key_is_told_what_it_may_have_meant(text: str, meant: str) -> None:
    project_file(text)
    assert fault().endswith(f"did you mean {meant}?")
    assert "secret" not in fault()


def test_a_key_may_be_written_with_underscores() -> None:
    project_file("max_size = '2MB'\n[archive]\nuser_agent = 'desk'")
    assert (options()["max_size"], options()["user_agent"]) == (2_000_000, "desk")


@pytest.mark.parametrize("key", ["x-bearer-token", "x_bearer_token"])
def test_a_token_is_known_at_the_top_of_a_file_and_never_repeated(key: str) -> None:
    project_file(f"{key} = 'hunter2'")
    Path("page.html").write_text("<!doctype html><title>Nothing</title><p>No tweet here.</p>", encoding="utf-8")
    shown = CliRunner().invoke(app, ["archive", "page.html"])
    assert (shown.exit_code, "it is no bearer token: shorter than 8" in shown.stderr) == (2, True)
    assert "hunter2" not in shown.output
    project_file(f"{key} = ['hunter2hunter2']")
    assert fault() == f"{FILE}: {key}: is not text; write it between quotation marks"
    project_file(f"[archive]\n{key} = 'hunter2hunter2'")
    assert f"unknown key 'archive.{key}'" in fault()


def test_a_file_that_is_no_toml_or_not_there_is_named() -> None:
    project_file("retries = ")
    assert fault().startswith(f"{FILE}: is not TOML")
    assert fault("-c", "missing.toml") == "missing.toml: cannot be read: No such file or directory"


def test_every_option_has_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ARCHIVES": "elsewhere",
        "JSON": "1",
        "QUIET": "1",
        "VERBOSE": "2",
        "LOG_FILE": "run.log",
        "NO_COLOR": "1",
        "TIMEOUT": "5",
        "DELAY": "0",
        "WORKERS": "9",
        "SOURCES": "oembed",
        "USER_AGENT": "desk",
        "CONTACT": "desk@news.example",
        "MAX_SIZE": "10MB",
        "BUDGET": "9000 api_v2=50",
        "ALLOW_PRIVATE_ADDRESSES": "1",
        "URL": "https://news.example/",
        "INPUT": "list.txt",
        "MEDIA": "0",
        "FROM_WEB_ARCHIVE": "1",
        "WEB_ARCHIVE": "mine=http://127.0.0.1/ pt=https://arquivo.example/{url}",
        "CORROBORATE": "1",
        "CONTEXT": "thread",
        "HTML": "out.html",
        "PAGE_ASSETS": "0",
        "DEDUPE": "0",
        "SCREENSHOT": "1",
        "BROWSER": "chromium",
    }.items():
        monkeypatch.setenv(f"TWEETARCHIVE_{name}", value)
    shown = options()
    del shown["articles"], shown["version"]
    assert shown == {
        "archives": Path("elsewhere"),
        "html": Path("out.html"),
        "page_assets": False,
        "dedupe": False,
        "screenshot": True,
        "browser": "chromium",
        "json": True,
        "quiet": True,
        "verbose": 2,
        "log_file": Path("run.log"),
        "no_color": True,
        "config": None,
        "timeout": 5.0,
        "retries": 3,
        "delay": 0.0,
        "workers": 9,
        "sources": "oembed",
        "user_agent": "desk",
        "contact": "desk@news.example",
        "max_size": 10_000_000,
        "budget": ["9000", "api_v2=50"],
        "allow_private_addresses": True,
        "url": "https://news.example/",
        "input": [Path("list.txt")],
        "media": False,
        "from_web_archive": True,
        "web_archive": ["mine=http://127.0.0.1/", "pt=https://arquivo.example/{url}"],
        "corroborate": True,
        "context": "thread",
    }


@pytest.mark.parametrize(("text", "count"), [("1000", 1000), ("200 MB", 200_000_000), ("2gib", 2 << 30), ("1k", 1000)])
def test_sizes_are_written_as_people_write_them(text: str, count: int) -> None:
    assert parse_size(text) == count


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5GB", "big", "1TB", "١"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="no size"):
        parse_size(text)


def test_sources_keep_their_order_and_must_be_known() -> None:
    known = ("syndication", "oembed")
    assert chosen_sources(None, known) == known
    assert chosen_sources("oembed, syndication", known) == ("oembed", "syndication")
    for wrong in ("twitter", "oembed,oembed", ",", ""):
        with pytest.raises(typer.BadParameter):
            chosen_sources(wrong, known)


def test_a_web_archive_may_be_placed_among_the_sources() -> None:
    own = named_archives(["mine = http://127.0.0.1:8080/t/timemap/link/"], ("oembed", "web_archive"))
    assert own == (("mine", "http://127.0.0.1:8080/t/timemap/link/"),)
    assert chosen_sources("web_archive,mine", ("oembed", "web_archive"), ("mine",)) == ("web_archive", "mine")


@pytest.mark.parametrize(
    "wrong",
    [
        "http://a.example/",
        "mine",
        "mine=",
        "=http://a.example/",
        "a b=http://a.example/",
        "mine=ftp://a.example/",
        "mine=http://",
        "mine=http://[",
        "mine=http://me:secret@a.example/",
        "oembed=http://a.example/",
    ],
)
def test_a_web_archive_has_a_name_of_its_own_and_an_address(wrong: str) -> None:
    with pytest.raises(typer.BadParameter) as caught:
        named_archives([wrong], ("oembed",))
    assert "secret" not in caught.value.message
    with pytest.raises(typer.BadParameter, match="already"):
        named_archives(["a=http://a.example/", "a=http://b.example/"], ())


def test_budgets_are_in_all_or_by_source_or_by_host() -> None:
    given = ["20000", "api_v2 = 500", "News.example=7"]
    assert parse_budgets(given) == (("", 20000), ("api.x.com", 500), ("news.example", 7))


@pytest.mark.parametrize("given", [["many"], ["api=5"], ["api_v2="], ["-1"], ["1", "2"], ["api_v2=1", "api.x.com=2"]])
def test_what_is_no_budget_is_refused(given: list[str]) -> None:
    with pytest.raises(typer.BadParameter):
        parse_budgets(given)
