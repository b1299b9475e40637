"""Mark-up and addresses that wait encoded, in base64 or with percent signs, for a consent gate or a loader."""

from __future__ import annotations

import re
from base64 import b64decode
from urllib.parse import unquote

BASE64_MARKS = ("d2l0dGVy", "dpdHRlc", "3aXR0ZX")
"""`witter` in base64, at each of its three places in a group (RFC 4648 §4)."""
_BASE64 = re.compile(r"\s*[A-Za-z0-9+/_-]{40,}={0,2}\s*")
_BASE64_START = ("P", "Cj", "DQo", "ID", "aH", "ey", "W")  # of `<`, a line break, a blank, `http`, `{"`, `[`
_PERCENT = re.compile(r"\s*(?:%3C|%7B|%5B|%22|https?%3A)", re.I)


def decode_kept(value: str) -> str | None:
    """The text that a string is in base64 or percent encoding; None where it is in neither."""
    if _PERCENT.match(value):
        return unquote(value)
    if not value.lstrip().startswith(_BASE64_START) or not any(mark in value for mark in BASE64_MARKS):
        return None
    if not _BASE64.fullmatch(value):
        return None
    letters = value.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return unquote(b64decode(letters + "=" * (-len(letters) % 4)).decode("utf-8"))
    except ValueError:
        return None
