"""Objects and lists as JavaScript writes them, read as JSON's: what Nuxt and its like leave in a page for their script.

`{title:"Storm",blocks:[{type:a,id:'1187…'}],done:!0}`: bare keys, any quotation marks, names for values. Nuxt 2 puts
what repeats into arguments: `(function(a,b){return {…}}("tweet",null))`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from json import JSONDecodeError

from tweetarchive.embeds.literals import unescape

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'|`[^`\\$]*+(?:\\.[^`\\$]*+)*+`)
    |(?P<sign>[{}\[\]:,])|(?P<word>![01]|void\s0|new\s\w+\([^()]{0,200}\)|[\w$.+-]+))""",
    re.S | re.X,
)
_SIGN = re.compile(r"\s*([{}\[\]:,)])")
_WRAPPED = re.compile(r"function\s?\((?P<names>[\w$,\s]{1,9000})\)\s?\{[^{}\"'`]{0,1000}?return\s{0,8}")
_ARGUMENTS = re.compile(r"\s*\}\s*\)?\s*\(")
_CONSTANTS: Mapping[str, object] = {"true": True, "false": False, "null": None, "!0": True, "!1": False}
_FAR = 10_000  # characters before an object in which the names of its arguments stand; Nuxt's are one or two letters
_DEEPEST = 200
_LONGEST_NUMBER = 25  # digits


class _Name(str):
    """A variable's name, whose value is not known yet."""

    __slots__ = ()


def read_object(source: str, start: int) -> tuple[object, int]:
    """The object or list that begins at `start`, and where it ends.

    Raises: JSONDecodeError: this is a block of a program, or holds what is no literal (a call, a function).
    """
    value, end = _read(source, start, 0)
    function = (
        source.rfind("function", max(0, start - _FAR), start)
        if source[start - 8 : start].rstrip().endswith("return")
        else -1
    )
    wrapped = _WRAPPED.fullmatch(source, function, start) if function >= 0 else None
    if wrapped is not None and (opening := _ARGUMENTS.match(source, end)) is not None:
        given, end = _read_list(source, opening.end(), ")", 0)
        names = (name.strip() for name in wrapped["names"].split(","))
        value = _resolved(value, dict(zip(names, given, strict=False)))
    return value, end


def _read(source: str, at: int, level: int) -> tuple[object, int]:
    token = _TOKEN.match(source, at)
    if token is None or level > _DEEPEST:
        raise _unreadable(source, at)
    if (string := token["string"]) is not None:
        return unescape(string[1:-1]), token.end()
    if (word := token["word"]) is not None:
        if word in _CONSTANTS or word.startswith(("void", "new")):
            return _CONSTANTS.get(word), token.end()
        return int(word) if word.isdecimal() and len(word) < _LONGEST_NUMBER else _Name(word), token.end()
    if token["sign"] == "[":
        return _read_list(source, token.end(), "]", level + 1)
    if token["sign"] == "{":
        return _read_members(source, token.end(), level + 1)
    raise _unreadable(source, at)


def _read_list(source: str, at: int, closing: str, level: int) -> tuple[list[object], int]:
    items: list[object] = []
    while not (done := _is_at(source, at, closing)):
        item, at = _read(source, at, level)
        items.append(item)
        at = _after_item(source, at, closing)
    return items, done


def _read_members(source: str, at: int, level: int) -> tuple[dict[str, object], int]:
    members: dict[str, object] = {}
    while not (done := _is_at(source, at, "}")):
        key, at = _read(source, at, level)
        colon = _is_at(source, at, ":")
        if not (colon and isinstance(key, (str, int))):
            raise _unreadable(source, at)
        members[str(key)], at = _read(source, colon, level)
        at = _after_item(source, at, "}")
    return members, done


def _after_item(source: str, at: int, closing: str) -> int:
    if comma := _is_at(source, at, ","):
        return comma
    if not _is_at(source, at, closing):
        raise _unreadable(source, at)
    return at


def _unreadable(source: str, at: int) -> JSONDecodeError:
    return JSONDecodeError("no literal", source, at)


def _is_at(source: str, at: int, sign: str) -> int:
    """Where the sign ends that comes next; 0 where another does."""
    token = _SIGN.match(source, at)
    return token.end() if token is not None and token[1] == sign else 0


def _resolved(value: object, named: Mapping[str, object]) -> object:
    match value:
        case _Name():
            return named.get(value, value)
        case dict():
            return {key: _resolved(inner, named) for key, inner in value.items()}
        case list():
            return [_resolved(inner, named) for inner in value]
    return value
