"""The Internet Archive's copies of a tweet's page or of an article (reference/sources.md §8)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from tweetarchive.model.capture import Fetch, Purpose, Request
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.permalink import Permalink, parse_permalink
from tweetarchive.model.tweet import SourceName
from tweetarchive.sources.memento import Copies, Memento, is_timestamp
from tweetarchive.sources.shapes import text
from tweetarchive.sources.source import Answer, parse_json
from tweetarchive.sources.tweet_addresses import tweet_urls

SEARCH = "https://web.archive.org/cdx/search/cdx"
FIELDS = "timestamp,original,mimetype,statuscode,digest,length"
ROW_LIMIT = 500  # captures of one tweet; the busiest in the reference have about 200


class WebArchive:
    """Asked where no source of X shows the whole tweet: it never makes a tweet live."""

    name = SourceName.WEB_ARCHIVE

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        copies = Copies(permalink.status_id, fetch, archive=self.name, known=True)
        return copies.ask(tweet_urls(permalink), lambda url: find_mementos(url, fetch), search_url)


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
    named = parse_permalink(url)
    found = read_index(search_url(url), fetch)
    if named is not None:
        # A prefix search for 123 also finds 1234.
        found = tuple(
            one for one in found if (other := parse_permalink(one.original)) and other.status_id == named.status_id
        )
    return tuple(sorted(found, key=lambda one: one.timestamp))


def read_index(search: str, fetch: Fetch) -> tuple[Memento, ...]:
    """What the index answers to a query.

    Raises: FetchError; NotRecorded; SourceFormatError: the index answered something else.
    """
    exchange = fetch(Request(search, Purpose.TWEET))
    if exchange.status != 200:
        raise SourceFormatError(
            "rate limited" if exchange.status == 429 else f"the index answered HTTP {exchange.status}"
        )
    return parse_index(exchange.body.read())


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
        timestamp, original, status, length = (
            held.get(name, "") for name in ("timestamp", "original", "statuscode", "length")
        )
        if is_timestamp(timestamp) and original:
            yield Memento(
                timestamp=timestamp,
                original=original,
                url=f"https://web.archive.org/web/{timestamp}/{original}",
                raw_url=f"https://web.archive.org/web/{timestamp}id_/{original}",
                content_type=held.get("mimetype", ""),
                status=int(status) if status.isascii() and status.isdecimal() and len(status) < 4 else None,
                digest=held.get("digest", ""),
                length=int(length) if length.isascii() and length.isdecimal() and len(length) < 16 else 0,
            )
