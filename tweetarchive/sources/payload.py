"""Any answer of any source, handed in as a file or an object: what it states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tweetarchive.model.errors import InputError, SourceFormatError
from tweetarchive.model.tweet import Absence, SourceName, Statement, StatusId
from tweetarchive.sources.api_v1 import is_v1, parse_error, parse_export, parse_v1
from tweetarchive.sources.api_v2 import is_flat_v2, is_v2, parse_flat_v2, parse_v2
from tweetarchive.sources.archived_page import parse_page
from tweetarchive.sources.graphql import is_graphql, parse_graphql
from tweetarchive.sources.oembed import is_oembed, parse_oembed, parse_refusal
from tweetarchive.sources.shapes import Table, status_id, table, tables, word
from tweetarchive.sources.syndication import is_syndication, parse_syndication

_EXPORT_ASSIGNMENT = re.compile(r"^\s*window\.YTD\.\w+\.\w+\s*=\s*")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_payload(
    payload: bytes | str | Mapping[str, Any],
    *,
    source: SourceName | None = None,
    status_id: StatusId | None = None,
) -> tuple[Statement, ...]:
    """What a payload states: the tweet it is about first, then those that came with it.

    Understood: syndication, oEmbed, API v1.1 and v2, GraphQL (single or in lists), their errors; twarc's JSON lines;
    `tweets.js` of X's own export; X's pages as saved or archived.

    Args:
        payload: the file's bytes or text, or the object read from it.
        source: who answered, where that is known better than by shape.
        status_id: the tweet asked for; names a tombstone's tweet, and chooses among several.
    Raises: InputError: neither JSON nor a page, or nothing of a tweet in it.
    """
    try:
        found = _statements(payload, status_id)
    except SourceFormatError as error:
        raise InputError(f"nothing of a tweet can be read: {error}") from error
    except RecursionError as error:
        raise InputError("nothing of a tweet can be read: nested too deeply") from error
    if not found:
        raise InputError("nothing of a tweet can be read: no known answer of a source")
    return tuple(replace(one, source=source) for one in found) if source is not None else found


def _statements(payload: bytes | str | Mapping[str, Any], asked: StatusId | None) -> tuple[Statement, ...]:
    if isinstance(payload, Mapping):
        return _read(payload, asked)
    text = _decoded(payload) if isinstance(payload, bytes) else payload.removeprefix("\ufeff")
    text = _EXPORT_ASSIGNMENT.sub("", text, count=1).strip()
    if not text:
        raise InputError("nothing of a tweet can be read: the payload is empty")
    if text.startswith("<"):
        return parse_page(text, asked)
    try:
        return _read(json.loads(text), asked)
    except json.JSONDecodeError as error:
        if (lines := _lines(text)) is None:
            raise InputError(f"neither JSON nor a page (line {error.lineno}, column {error.colno})") from error
        return _read(lines, asked)
    except ValueError as error:  # a number of thousands of digits
        raise InputError("no JSON that can be read") from error


def _decoded(payload: bytes) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if payload.startswith(mark)), "utf-8")
    try:
        return payload.decode(encoding)
    except UnicodeDecodeError as error:
        if payload.lstrip().startswith(b"<"):
            return payload.decode(encoding, "replace")  # saved pages are often mixed; markup survives it
        raise InputError("neither JSON nor a page: not text") from error


def _lines(text: str) -> list[Any] | None:
    """JSON lines; None where any line is none. A last line that was cut off is left out."""
    written = [line for line in text.splitlines() if line.strip()]
    found = []
    for number, line in enumerate(written):
        try:
            found.append(json.loads(line))
        except ValueError:
            if number + 1 < len(written) or not found:
                return None
    return found


def _read(found: object, asked: StatusId | None) -> tuple[Statement, ...]:
    if isinstance(found, list):
        return _of_list(found, asked)
    one = table(found)
    if not isinstance(found, Mapping):
        raise InputError("nothing of a tweet can be read: a bare JSON value")
    if not one:
        return parse_syndication(one, asked)
    if is_oembed(one):
        return parse_oembed(one)
    if is_v2(one):
        return parse_v2(one)
    if is_flat_v2(one):
        return parse_flat_v2(one)
    if "legacy" not in one and is_syndication(one):
        return parse_syndication(one, asked)
    if is_v1(one):
        return parse_v1(one)
    if isinstance(exported := one.get("tweet"), Mapping) and "id_str" in exported:
        return parse_v1(exported) if "user" in exported else parse_export(exported)
    if is_graphql(one):
        return parse_graphql(one, asked)
    for key in ("statuses", "globalObjects"):
        if key in one:
            inner = one[key] if key == "statuses" else list(table(table(one[key]).get("tweets")).values())
            return _of_list(list(tables(inner)), asked)
    return _refusals(one, asked)


def _of_list(found: Iterable[object], asked: StatusId | None) -> tuple[Statement, ...]:
    """The statements of every element that has any; the one asked for first."""
    statements: list[Statement] = []
    failure: SourceFormatError | InputError | None = None
    for one in found:
        if isinstance(one, Mapping) and one:
            try:
                statements.extend(_read(one, None))
            except (SourceFormatError, InputError) as error:
                failure = failure or error
    if not statements and failure is not None:
        raise failure
    if asked is not None:
        statements.sort(key=lambda one: one.status_id != asked)
    return tuple(dict.fromkeys(statements))


def _refusals(found: Table, asked: StatusId | None) -> tuple[Absence, ...]:
    """An error in a source's words; () where it is none."""
    request = word(found.get("request")) or ""
    if "oembed" in request:
        named = status_id(*parse_qs(urlsplit(request).query).get("id", []))
        return tuple(one for one in parse_refusal(found, named or asked) if isinstance(one, Absence))
    return parse_error(found, asked)
