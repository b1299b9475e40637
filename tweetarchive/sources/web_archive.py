"""The Internet Archive's copies of a tweet's page or of an article (reference/sources.md §8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request, follow
from tweetarchive.model.errors import FetchError, InputError, NotRecorded, SourceFormatError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.permalink import Permalink, parse_permalink
from tweetarchive.model.tweet import SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.payload import read_payload
from tweetarchive.sources.shapes import text
from tweetarchive.sources.source import Answer, is_about, parse_json, recorded

SEARCH = "https://web.archive.org/cdx/search/cdx"
FIELDS = "timestamp,original,mimetype,statuscode,digest,length"
ROW_LIMIT = 500  # captures of one tweet; the busiest in the reference have about 200
TRIES = 3  # copies read before giving up: most that are no shell say the same

_TIMESTAMP = re.compile(r"\d{14}", re.A)
_RAW = re.compile(r"/web/(\d{14})id_/")


@dataclass(frozen=True, slots=True)
class Memento:
    """One dated copy, as the archive's index lists it."""

    timestamp: str
    """timestamp14, UTC."""
    original: str
    """The address that was copied."""
    content_type: str
    """As indexed; `warc/revisit` where it repeats an earlier copy."""
    status: int | None
    """None for revisits."""
    digest: str
    length: int
    """Bytes of the archive's record, compressed: only good for comparing."""

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    @property
    def url(self) -> str:
        """The address to show to people."""
        return f"https://web.archive.org/web/{self.timestamp}/{self.original}"

    @property
    def raw_url(self) -> str:
        """The address of the bytes as they were copied; without `id_` even JSON is rewritten."""
        return f"https://web.archive.org/web/{self.timestamp}id_/{self.original}"


class WebArchive:
    """Asked where no source of X shows the whole tweet: it never makes a tweet live."""

    name = SourceName.WEB_ARCHIVE

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        problems: list[Problem] = []
        read: list[Statement] = []
        seen: set[str] = set()
        for url in tweet_urls(permalink):
            try:
                found = [one for one in find_mementos(url, fetch) if one.digest not in seen]
            except FetchError as error:
                # One refusal is not followed by more questions: the archive shuts out those who go on.
                problems.append(Problem("source", error.request.url, f"{self.name}: {_told(error)}"))
                break
            except SourceFormatError as error:
                problems.append(Problem("source", search_url(url), f"{self.name}: {error}"))
                break
            seen.update(one.digest for one in found)
            for memento in most_telling(found)[:TRIES]:
                read += self._read(memento, permalink.status_id, fetch, problems)
                if any(isinstance(one, Tweet) and one.complete and is_about(one, permalink.status_id) for one in read):
                    return Answer(self.name, tuple(dict.fromkeys(read)), tuple(problems))
        return Answer(self.name, tuple(dict.fromkeys(read)), tuple(problems))

    def _read(self, memento: Memento, asked: StatusId, fetch: Fetch, problems: list[Problem]) -> tuple[Statement, ...]:
        try:
            copy = fetch_memento(memento, fetch)
        except NotRecorded:
            return ()
        except FetchError as error:
            problems.append(Problem("source", memento.raw_url, f"{self.name}: {_told(error)}"))
            return ()
        try:
            found = read_payload(copy.body.read(), source=self.name, status_id=asked) if copy.status == 200 else ()
        except InputError:
            return ()  # a shell, a login wall: archived, not readable; it says nothing
        if not found or not is_about(found[0], asked):
            return ()
        return tuple(recorded(one, copy) for one in found)


def _told(error: FetchError) -> str:
    return f"no answer ({error.failure.value.replace('_', ' ')})"


def tweet_urls(permalink: Permalink) -> tuple[str, ...]:
    """The addresses under which a tweet's page was copied, most used first. The index merges http, https and www."""
    number = permalink.status_id
    handles = [permalink.handle] if permalink.handle else []
    return (
        *(f"https://{host}/{handle}/status/{number}" for host in ("twitter.com", "x.com") for handle in handles),
        *(f"https://mobile.twitter.com/{handle}/status/{number}" for handle in handles),
        f"https://twitter.com/i/web/status/{number}",
        f"https://twitter.com/statuses/{number}",
    )


def search_url(url: str) -> str:
    """The index query for an address: a tweet's with whatever follows it (`?s=20`, `/photo/1`), any other exactly."""
    named = parse_permalink(url)
    if named is None:
        query = {"url": url, "output": "json", "fl": FIELDS, "limit": f"-{ROW_LIMIT}"}
    else:
        parts = urlsplit(url)
        query = {
            "url": f"{parts.hostname}{parts.path}",
            "matchType": "prefix",
            "output": "json",
            "fl": FIELDS,
            "limit": str(ROW_LIMIT),
        }
    return f"{SEARCH}?{urlencode(query)}"


def find_mementos(url: str, fetch: Fetch) -> tuple[Memento, ...]:
    """The copies of a tweet's page or of any other address, oldest first; () where there are none.

    Raises: FetchError; NotRecorded; SourceFormatError: the index answered something else.
    """
    exchange = fetch(Request(search_url(url), Purpose.TWEET))
    if exchange.status != 200:
        raise SourceFormatError(
            "rate limited" if exchange.status == 429 else f"the index answered HTTP {exchange.status}"
        )
    named = parse_permalink(url)
    found = parse_index(exchange.body.read())
    if named is not None:
        # A prefix search for 123 also finds 1234.
        found = tuple(
            one for one in found if (other := parse_permalink(one.original)) and other.status_id == named.status_id
        )
    return tuple(sorted(found, key=lambda one: one.timestamp))


def parse_index(body: bytes) -> tuple[Memento, ...]:
    """The index's JSON: a row of names, then rows; `[]` or nothing where there are no copies.

    Raises: SourceFormatError: another shape.
    """
    rows = parse_json(body) if body.strip() else []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise SourceFormatError("the index answered no table")
    names = [text(name) for name in rows[0]] if rows else []
    if rows and not {"timestamp", "original"} <= set(names):
        raise SourceFormatError("the index names no timestamps")
    return tuple(_mementos(names, rows[1:]))


def _mementos(names: list[str | None], rows: list[list[object]]) -> Iterator[Memento]:
    for row in rows:
        held = {name: text(value) or "" for name, value in zip(names, row, strict=False)}
        timestamp, status, length = held["timestamp"], held.get("statuscode", ""), held.get("length", "")
        try:
            datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            continue
        if _TIMESTAMP.fullmatch(timestamp) and held.get("original"):
            yield Memento(
                timestamp=timestamp,
                original=held["original"],
                content_type=held.get("mimetype", ""),
                status=int(status) if status.isascii() and status.isdecimal() and len(status) < 4 else None,
                digest=held.get("digest", ""),
                length=int(length) if length.isascii() and length.isdecimal() and len(length) < 16 else 0,
            )


def most_telling(found: list[Memento]) -> list[Memento]:
    """Copies that may hold a tweet, best first: JSON, then pages by size, then repetitions; each content once.

    A 404 or a redirect among them proves nothing: in July 2023 X answered so to everybody who was not logged in.
    """
    kinds = {"application/json": 0, "text/html": 1, "warc/revisit": 2}
    readable = [one for one in found if one.status in (200, None) and one.content_type in kinds]
    readable.sort(key=lambda one: (kinds[one.content_type], -one.length))
    return list({one.digest or one.timestamp: one for one in reversed(readable)}.values())[::-1]


def fetch_memento(memento: Memento, fetch: Fetch) -> Exchange:
    """The copy's bytes, with the address of the copy that was really served as `memento`.

    Raises: FetchError, NotRecorded.
    """
    copy = follow(Request(memento.raw_url, Purpose.TWEET), fetch)[-1]
    return replace(copy, memento=_RAW.sub(r"/web/\1/", copy.request.url, count=1))
