"""String literals of JSON and JavaScript, in order: where it is JSON by its parser, else one by one.

Broken, cut and deep ones are read too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+(?:'|$)|`[^`\\]*+(?:\\.[^`\\]*+)*+(?:`|\Z))
    |(?P<name>[A-Za-z_$][\w$]*+)(?=\s{0,20}:)|(?P<mark>[:=(+,{}\[\]])""",
    re.S | re.X | re.M,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


@dataclass(frozen=True, slots=True)
class Literal:
    value: str
    """Unescaped."""
    key: str | None
    """`html` in `html: '…'`; None for items of lists and arguments of calls."""
    in_code: bool
    """Assigned, called with or added: a string of a program rather than of its state."""


_STATE = re.compile(r"\s*(?:(?:var|let|const)\s+)?[\w$.\[\]'\"]{0,200}\s*=?\s*(?=[{\[])")


def read_literals(source: str) -> Iterator[Literal]:
    """The string values of a JSON text or a script, in order; keys are not values."""
    start = _STATE.match(source)
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(source, start.end() if start else 0)
    except (ValueError, RecursionError):
        return _read_code(source)
    rest = source[end : end + 200].strip(" \t\r\n;")
    return _read_values(value) if not rest else _read_code(source)


def _read_values(value: object) -> Iterator[Literal]:
    """The strings in a JSON value, in order, without recursion."""
    waiting: list[tuple[str | None, object]] = [(None, value)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            yield Literal(_whole(value), key, False)
        elif isinstance(value, dict):
            waiting.extend(reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((None, inner) for inner in reversed(value))


def _read_code(source: str) -> Iterator[Literal]:
    key: str | None = None
    pending: str | None = None
    before = ""
    for token in _TOKEN.finditer(source):
        if token["mark"]:
            mark = token["mark"]
            if mark == ":":
                key, pending = pending, None
            elif pending is not None:
                yield Literal(pending, key, before in ("=", "(", "+"))
                key, pending = None, None
            if mark in ",{[}]":
                key = None
            before = mark
        elif token["name"]:
            key, pending, before = None, token["name"], ""
        else:
            if pending is not None and before != "":
                yield Literal(pending, key, before in ("=", "(", "+"))
                key = None
            pending = _value(token["string"])
    if pending is not None:
        yield Literal(pending, key, before in ("=", "(", "+"))


def _value(literal: str) -> str:
    """What a literal with its quotation marks stands for."""
    if literal[0] == '"' and "\\" in literal:
        try:
            return _whole(str(json.loads(literal, strict=False)))  # ten times as fast as one escape after another
        except ValueError:  # \x3C and other escapes of JavaScript alone
            pass
    return unescape(literal[1:].removesuffix(literal[0]))


def unescape(string: str) -> str:
    """`\\u003C` → `<`; halves of a surrogate pair are put together, lone ones become U+FFFD."""
    if "\\" not in string:
        return string
    return _whole(_ESCAPE.sub(_character, string))


def _whole(text: str) -> str:
    if not text.isascii() and re.search("[\ud800-\udfff]", text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _character(escape: re.Match[str]) -> str:
    number = escape[1] or escape[2] or escape[3]
    if number:
        return chr(code) if (code := int(number, 16)) <= 0x10FFFF else "\ufffd"
    return _NAMED.get(escape[4], escape[4])
