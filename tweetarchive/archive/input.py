"""What the user named as SOURCE: an address, a file, or standard input."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from tweetarchive.model.errors import InputError

STANDARD_INPUT = "-"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Input:
    """One SOURCE, ready to be archived."""

    typed: str
    """As the user typed it; it stands in the report."""
    url: str | None
    """The article's address, without fragment; None where nobody named one."""
    content: bytes | None = None
    """The document, where it was handed in; None: it is to be fetched from `url`."""
    content_type: str | None = None
    """Media type told by the file's name; None where it tells nothing."""


def read_input(typed: str, *, url: str | None = None, stdin: Callable[[], bytes] | None = None) -> Input:
    """Read SOURCE (CONTRACT.md §1): `url` tells the address of a local file.

    Raises: InputError for an address that is no http(s) URL, a file that cannot be read, an empty one.
    """
    address = http_url(url) if url is not None else None
    if typed == STANDARD_INPUT:
        if stdin is None:
            raise InputError("-: standard input cannot be read here; name a file or an address")
        return Input(typed, address, _not_empty(typed, stdin()))
    if _SCHEME.match(typed):
        return Input(typed, http_url(typed))
    path = Path(typed)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        hint = f"; for an address, write https://{typed}" if "." in typed.split("/")[0] else ""
        raise InputError(f"{typed}: no such file{hint}") from None
    except OSError as error:
        raise InputError(f"{typed}: cannot be read: {error.strerror}") from error
    return Input(typed, address, _not_empty(typed, content), _CONTENT_TYPES.get(path.suffix.lower()))


def as_text(typed: str) -> str:
    """SOURCE as it can be written down: a byte of a file's name that is no UTF-8 as its escape (`\\udcff`)."""
    return typed.encode("utf-8", "backslashreplace").decode("utf-8")


def http_url(address: str) -> str:
    """The address without its fragment. Raises: InputError where it is no http(s) URL with a host."""
    address = urldefrag(address.strip()).url
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InputError(f"{address}: not an address ({error})") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise InputError(f"{address}: not an http or https address; a saved page is named by its file")
    if parts.username is not None or parts.password is not None:
        raise InputError(
            f"{parts.scheme}://…@{parts.hostname}: holds a password, which would stand in the archive for good"
        )
    if not host or any(blank in address for blank in " \t\n"):
        raise InputError(f"{address}: not an address; it names no host or holds blanks")
    return address


def _not_empty(typed: str, content: bytes) -> bytes:
    if not content.strip():
        raise InputError(f"{typed}: is empty; there is no article in it")
    return content
