"""The ledger's rows as values. Every field is a column of the same name."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypeVar

from tweetarchive.archive.records import format_date, parse_date
from tweetarchive.archive.removed import Removed


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    id: int
    key: str
    """What makes two addresses one article (`model.address.article_key`)."""
    url: str
    title: str | None = None
    first_seen: datetime
    published: datetime | None = None
    """As its site states it."""
    last_visit: datetime | None = None
    """The last one that got an answer."""
    lastmod: str | None = None
    """As the site's list stated it at that visit."""
    etag: str | None = None
    last_modified: str | None = None
    """As the server wrote it at that visit."""
    content_digest: str | None = None
    embeds: int | None = None
    status: str | None = None
    why: str | None = None
    failures: int = 0
    """Attempts that failed since the last visit."""
    file: str | None = None
    """Its latest capture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    file: str
    article: int
    source: str
    url: str | None
    title: str | None
    language: str | None
    captured_at: datetime | None
    record_offset: int | None
    record_id: str | None
    verdict: str
    rules: str | None
    claims: list[Any]
    """As in the report; so are `problems`."""
    problems: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedRow:
    file: str
    place: int
    status_id: str | None
    form: str
    handle: str | None
    text: str | None
    date: str | None
    availability: str
    """At the time of the capture."""
    text_outcome: str | None
    verdict: str
    report: dict[str, Any]
    """`embeds[]` of the report, whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen of a tweet at one time, and the WARC that shows it."""

    status_id: str
    at: datetime
    file: str
    availability: str
    source: str | None = None
    """Who said so; None where nobody said anything."""
    words: str | None = None
    """The source's own, where it does not show the tweet."""
    handle: str | None = None
    author_name: str | None = None
    created_at: datetime | None = None
    text: str | None = None
    """As X showed it at that time; None where it did not."""
    edit_ids: tuple[str, ...] = ()
    record_offset: int | None = None
    record_id: str | None = None
    why: str | None = None
    """Where nobody said anything: what each source answered instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetRow:
    status_id: str
    handle: str | None
    author_name: str | None
    created_at: datetime | None
    text: str | None
    edit_ids: tuple[str, ...]
    first_seen: datetime
    """First asked for by us."""
    last_asked: datetime
    last_live: datetime | None
    """Last time X itself showed it."""
    availability: str
    """The last one that somebody stated; `not_found` and `unknown` only where nobody ever stated any."""
    next_due: datetime | None
    """None: as the schedule of rechecks has it, from the other times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityChange:
    status_id: str
    at: datetime
    before: str
    after: str
    source: str | None
    words: str | None
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    id: int
    kind: str
    command: str
    started: datetime
    ended: datetime | None
    """None: still under way, or killed."""
    interrupted: bool
    exit: int | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    id: int
    run: int
    article: int
    at: datetime
    outcome: str
    reason: str | None
    """Why it was visited."""
    why: str | None
    """What went wrong."""
    http_status: int | None
    file: str | None
    """Of the capture that came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    url: str
    etag: str | None
    """As the server wrote it; so is `last_modified`."""
    last_modified: str | None
    at: datetime
    """When it was got."""
    body: bytes = field(repr=False)
    """zlib."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Up to where somebody was told. By order of entry: what was begun earlier may be entered later."""

    whom: str = ""
    """A hash of the address it was sent to; empty: who looks at the report."""
    until: datetime | None
    """None: never yet."""
    warcs: int = 0
    """The last WARC, by `entered.number`."""
    visits: int = 0
    """The last visit."""


Row = TypeVar(
    "Row", ArticleRow, CaptureRow, EmbedRow, Observation, TweetRow, AvailabilityChange, RunRow, VisitRow, Told, Removed
)


def columns(kind: type[Row]) -> str:
    """For a SELECT whose rows `reader_of` reads."""
    return ", ".join(one.name for one in fields(kind))


def reader_of(kind: type[Row]) -> Callable[[Sequence[Any]], Row]:
    readers = [(one.name, _READERS.get(str(one.type).split()[0].partition("[")[0])) for one in fields(kind)]

    def read(values: Sequence[Any]) -> Row:
        pairs = zip(readers, values, strict=True)
        return kind(**{name: one(value) if one and value is not None else value for (name, one), value in pairs})

    return read


_READERS: dict[str, Callable[[Any], Any]] = {
    "datetime": parse_date,
    "tuple": lambda stated: tuple(json.loads(stated)),
    "list": json.loads,
    "dict": json.loads,
    "bool": bool,
}


_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_columns(row: Any) -> tuple[str | int | None, ...]:
    """The values of a row, as the table holds them."""
    return tuple([to_column(getattr(row, name)) for name in row.__slots__])


def to_column(value: Any) -> str | int | None:
    if value is None or type(value) is str or type(value) is int:
        return value
    if isinstance(value, datetime):
        return format_date(value)
    if isinstance(value, list | dict | tuple):
        return _AS_JSON.encode(value)
    return int(value) if isinstance(value, bool) else str(value)
