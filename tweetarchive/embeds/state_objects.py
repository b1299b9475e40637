"""The strings of JSON, object by object: whose article each belongs to, and which objects name a tweet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from json import JSONDecodeError
from typing import NamedTuple

from tweetarchive.embeds.identity import Identity, Standing
from tweetarchive.embeds.object_literal import read_object
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_BRACKET = re.compile(r"[{\[](?<=[\s=(n][{\[])|\A[{\[]")
_RETURN = re.compile(r"(?<!\w)return")
_FARTHEST = 200  # blanks from what comes before a value to its bracket
_SMALLEST = 40  # characters; less is left in the code round it
_BARE_KEY = re.compile(r"[\[{\s]{1,50}[A-Za-z_$][\w$]{0,60}\s{0,9}:")
"""How JavaScript writes an object, and JSON never."""
_MOST_FAILURES = 200  # of reading JSON where code begins alike
_KIND_KEY = re.compile(r"type|provider|kind|source|component|block|name|network|platform|service", re.I)
_KIND = re.compile(r"twitter|tweet|x|.{0,60}(?:tweet|twitter)(?:block|embed|element|oembed|card|post)?\w{0,20}", re.I)
_MAY_BE_KIND = re.compile(r"^[xX]$|weet|witter|mbed|ocial|TWEET|TWITTER|EMBED|SOCIAL")
_EMBED_KIND = re.compile(r"(?:.{0,40}[\W_])?(?:o?embed|social)(?:[\W_].{0,40}|block|post)?", re.I)
_ADDRESS_KEY = re.compile(r"url|href|link|src|uri|value", re.I)
_TWEETS_ID = re.compile(r"(?:tweet|twitter|status)_?(?:status)?_?(?:id|key)(?:_?str)?|id_str", re.I)
_ANY_ID = re.compile(r"(?:(?:embed|post|media|content|external|source)_?)?(?:id|key|value)", re.I)
_LONG_NUMBER = re.compile(r"[0-9]{15,19}")  # since November 2010; shorter ones are a newsroom's own as often
_INNER = ("attributes", "attrs", "data", "props", "embed", "value", "content", "options", "config")
_DECODER = json.JSONDecoder(strict=False)
_READ = frozenset({str, dict, list})
_LEVELS = 3  # JSON in a string in JSON in a string …


class Field(NamedTuple):
    """A string of a JSON value, or the tweet that an object names; a tuple, since a page's state holds thousands."""

    key: str | None
    value: str
    standing: Standing
    scope: int
    """The object that says whose article this is; 0 for none."""
    in_code: bool = False
    number: StatusId | None = None

    @property
    def written(self) -> str:
        return self.value


def split_values(source: str, may_hold_state: Callable[[str], bool]) -> Iterator[tuple[str, object]]:
    """The code of a source and the JSON values in it that may hold a tweet, in order: (code, None) or ("", value)."""
    at = done = failures = wasted = 0
    while failures < _MOST_FAILURES and wasted <= len(source) and (match := _BRACKET.search(source, at)):
        start = match.start()
        if not _may_begin(source, start):
            at = start + 1
            continue
        try:
            value, end = _read_value(source, start)
        except (ValueError, RecursionError) as error:
            failures += 1
            wasted += error.pos - start if isinstance(error, JSONDecodeError) else 0
            at = start + 1
            continue
        if end - start >= _SMALLEST:
            yield source[done:start], None
            if may_hold_state(source[start:end]):
                yield "", value
            done = end
        at = end
    yield source[done:], None


def _may_begin(source: str, bracket: int) -> bool:
    """Whether a value may begin here: in a line of its own, or after `=`, `(` or `return`."""
    before = source[max(0, bracket - _FARTHEST - 1) : bracket]
    code = before.rstrip()
    blanks = len(before) - len(code)
    if "\n" in before[len(code) :] or blanks == bracket:
        return True
    return blanks <= _FARTHEST and (code.endswith(("=", "(")) or _RETURN.match(code, max(0, len(code) - 6)) is not None)


def _read_value(source: str, start: int) -> tuple[object, int]:
    return read_object(source, start) if _BARE_KEY.match(source, start) else _DECODER.raw_decode(source, start)


def read_fields(whole: object, page: Identity, may_hold_state: Callable[[str], bool], *, in_code: bool) -> list[Field]:
    """Every string of a JSON value in order; strings that are JSON themselves are read as such.

    Args:
        in_code: whether the value is part of a program: its strings outside of any object are the program's.
    """
    fields: list[Field] = []
    scopes = 0

    def read(key: str | None, value: object, standing: Standing, scope: int, code: bool, level: int) -> None:
        nonlocal scopes
        if isinstance(value, str):
            if value[:1] in ("{", "[") and level < _LEVELS and may_hold_state(value):
                with suppress(ValueError):
                    return read(key, _DECODER.decode(value), standing, scope, False, level + 1)
            fields.append(Field(key, value, standing, scope, code))
        elif isinstance(value, dict):
            if (said := page.standing(value)) is not Standing.UNKNOWN:
                scopes += 1
                standing, scope = said, scopes
            if tweet := _tweet_of(value):
                fields.append(Field(key, tweet[0] or "", standing, scope, number=tweet[1]))
            for name, inner in value.items():
                if inner.__class__ in _READ:
                    read(name, inner, standing, scope, False, level)
        elif isinstance(value, list):
            for inner in value:
                if inner.__class__ in _READ:
                    read(None, inner, standing, scope, code, level)
        return None

    with suppress(RecursionError):  # what is nested deeper than the interpreter goes is no article
        read(None, whole, Standing.UNKNOWN, 0, in_code, 0)
    return fields


@lru_cache(1000)
def _says_kind(key: str) -> bool:
    return _KIND_KEY.search(key) is not None


def _tweet_of(stated: Mapping[str, object]) -> tuple[str | None, StatusId] | None:
    """The tweet of an object that calls itself one, by address or number."""
    kinds = [
        one
        for key, one in stated.items()
        if one.__class__ is str and _says_kind(key) and len(one) < 80 and _MAY_BE_KIND.search(one)
    ]
    is_tweet = any(_KIND.fullmatch(kind) for kind in kinds)
    if not is_tweet and not any(_EMBED_KIND.fullmatch(kind) for kind in kinds):
        return None
    objects = [stated, *(inner for key in _INNER if isinstance(inner := stated.get(key), dict))]
    for one in objects:
        for key, value in one.items():
            if isinstance(value, str) and "/statu" in value and len(value) < 300 and _ADDRESS_KEY.search(key):
                named = parse_permalink(value)
                if named is not None:
                    return value, named.status_id
    for one in objects if is_tweet else ():
        for key, value in one.items():
            written = str(value) if isinstance(value, (str, int)) else ""
            if _LONG_NUMBER.fullmatch(written) and (_TWEETS_ID.fullmatch(key) or _ANY_ID.fullmatch(key)):
                with suppress(ValueError):
                    return None, StatusId(written)
    return None
