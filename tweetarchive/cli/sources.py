"""SOURCE as the user gives it: arguments, lists, standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.output import Output
from tweetarchive.model.errors import InputError

STANDARD_INPUT = "-"


def all_sources(typed: Sequence[str] | None, lists: Sequence[Path] | None, url: str | None, out: Output) -> list[str]:
    """The sources of a command in order: arguments, then the lines of its lists.

    A list that cannot be read is told and counts as something that could not be had (exit 3); the others go on.
    Raises: typer.BadParameter where nothing is named at all, or what is named does not go together.
    """
    sources = list(typed or ())
    if not all(one.strip() for one in sources):
        raise typer.BadParameter("is empty; name an address, a file, or - for standard input", param_hint="SOURCE")
    if not sources and not lists:
        raise typer.BadParameter("name an article: an address, a file, - for standard input, or -i FILE with a list")
    for path in lists or ():
        try:
            sources += lines_of(path)
        except (OSError, UnicodeDecodeError) as error:
            out.fail(f"{path}: the list cannot be read: {getattr(error, 'strerror', error)}", Exit.INCOMPLETE)
    if sources.count(STANDARD_INPUT) > 1 or (STANDARD_INPUT in sources and Path(STANDARD_INPUT) in (lists or ())):
        raise typer.BadParameter("standard input can be read once only", param_hint="SOURCE")
    if url is not None and (len(sources) != 1 or "://" in sources[0]):
        raise typer.BadParameter("tells the address of one local file or of standard input", param_hint="--url")
    must_be_address(url)
    if not sources:
        out.note("the list names no article; there is nothing to do")
    return sources


def must_be_address(url: str | None) -> None:
    """Raises: typer.BadParameter where --url is given and is no http(s) address."""
    from tweetarchive.archive.input import http_url

    try:
        if url is not None:
            http_url(url)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from error


def lines_of(path: Path) -> list[str]:
    """The entries of a list: one a line, UTF-8; blank lines and those that begin with # are passed over."""
    content = read_stdin() if str(path) == STANDARD_INPUT else path.read_bytes()
    lines = (line.strip() for line in content.decode("utf-8-sig").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def read_stdin() -> bytes:
    return sys.stdin.buffer.read()
