from __future__ import annotations

from pathlib import Path

import pytest
import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output
from tweetarchive.cli.sources import all_sources, lines_of


def sources(typed: list[str], lists: list[Path] | None = None, url: str | None = None) -> tuple[list[str], Exit]:
    out = Output(Common(quiet=True))
    return all_sources(typed, lists, url, out), out.finish()


def test_a_list_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("\ufeff# today\r\nhttps://news.example/a\r\n\r\n  saved page.html  \n".encode())
    assert lines_of(path) == ["https://news.example/a", "saved page.html"]


def test_arguments_come_before_lists(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("b.html\nc.html\n", encoding="utf-8")
    assert sources(["a.html"], [path]) == (["a.html", "b.html", "c.html"], Exit.DONE)


def test_a_list_that_is_missing_or_no_text_never_stops_the_others(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    given = sources(["a.html"], [tmp_path / "missing.txt", tmp_path / "binary"])
    assert given == (["a.html"], Exit.INCOMPLETE)
    first, second = capfd.readouterr().err.splitlines()
    assert "missing.txt: the list cannot be read: No such file or directory" in first
    assert "binary: the list cannot be read: " in second


def test_nothing_named_is_a_usage_error() -> None:
    with pytest.raises(typer.BadParameter, match="name an article"):
        sources([])


def test_standard_input_is_read_once() -> None:
    with pytest.raises(typer.BadParameter, match="once"):
        sources(["-", "-"])
    with pytest.raises(typer.BadParameter, match="once"):
        sources(["-"], [Path("-")])


@pytest.mark.parametrize("typed", [["a.html", "b.html"], ["https://news.example/a"]])
def test_an_address_belongs_to_one_local_file(typed: list[str]) -> None:
    with pytest.raises(typer.BadParameter, match="address of one local file"):
        sources(typed, url="https://news.example/a")
