from __future__ import annotations

from pathlib import Path

import pytest

from tweetarchive.archive.input import http_url, read_input
from tweetarchive.model.errors import InputError


def test_an_address_is_taken_without_its_fragment() -> None:
    given = read_input("https://news.example/a#comments")
    assert (given.typed, given.url, given.content) == (
        "https://news.example/a#comments",
        "https://news.example/a",
        None,
    )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://news.example/a", "not an http"),
        ("https:///a", "names no host"),
        ("https://news.example/a b", "holds blanks"),
        ("https://[::1/a", "not an address"),
        ("https://news.example:port/a", "not an address"),
        ("https://mira:secret@news.example/a", "password"),
    ],
)
def test_what_is_no_address_is_told_and_no_password_repeated(address: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as told:
        http_url(address)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html"),
        ("a.TXT", "text/plain"),
        ("a.md", "text/markdown"),
        ("a.json", "application/json"),
        ("a", None),
    ],
)
def test_a_file_tells_its_kind_by_its_name(tmp_path: Path, name: str, kind: str | None) -> None:
    (tmp_path / name).write_text("words")
    assert read_input(str(tmp_path / name), url="https://news.example/a").content_type == kind


def test_a_missing_scheme_is_pointed_out() -> None:
    with pytest.raises(InputError, match=r"write https://news\.example/a"):
        read_input("news.example/a")


def test_standard_input_is_read_once_it_is_named() -> None:
    assert read_input("-", stdin=lambda: b"words").content == b"words"
    with pytest.raises(InputError, match="empty"):
        read_input("-", stdin=lambda: b"\n ")
