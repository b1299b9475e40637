"""Web archives that the user names: by their TimeMaps, in every form in which archives give them (RFC 7089 §5).

Link-format, in pages; the JSON of MemGator and of Wayback, and the JSON lines and CDXJ lines of pywb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin

from tweetarchive.model.capture import Fetch, Purpose, Request, follow
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import SourceName
from tweetarchive.sources.memento import Copies, Memento, is_timestamp, raw_address
from tweetarchive.sources.shapes import Table, table, tables, text
from tweetarchive.sources.source import Answer, parse_json
from tweetarchive.sources.syndication import syndication_url
from tweetarchive.sources.tweet_addresses import shared_urls, tweet_urls

PAGE_LIMIT = 5  # pages of a TimeMap; Wayback's hold some thousand copies each

_PLACE = "{url}"
_LINK = re.compile(r"<(?P<target>[^<>]*)>(?P<attributes>(?:\s*;\s*[\w*-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s\";,]*))?)*)")
_ATTRIBUTE = re.compile(r";\s*(?P<name>[\w*-]+)\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\";,]*))")
_FORMAT = re.compile(r"/timemap/(?:[a-z]+/)?", re.I)


@dataclass(frozen=True, slots=True)
class TimeMapPage:
    mementos: tuple[Memento, ...]
    """Oldest first."""
    following: str | None
    """The address of the next page; None on the last."""


class NamedArchive:
    """One web archive that the user configured; it never makes a tweet live."""

    name = SourceName.WEB_ARCHIVE

    def __init__(self, label: str, address: str) -> None:
        """Take an archive.

        Args:
            label:   the user's name for it.
            address: of its TimeMaps, with `{url}` where the copied address belongs; else it is appended.
        """
        self.label = label
        self._address = address

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        """Ask for copies of the tweet's page and, for archives made by tools like this one, of its syndication."""
        copies = Copies(permalink.status_id, fetch, archive=self.label, known=False)
        urls = (*tweet_urls(permalink), syndication_url(permalink.status_id), *shared_urls(permalink))
        return copies.ask(urls, lambda url: self.find(url, fetch), self.timemap_url)

    def timemap_url(self, url: str) -> str:
        """Where the archive lists its copies of an address."""
        if _PLACE not in self._address:
            return self._address + url
        in_query = "?" in self._address.partition(_PLACE)[0]
        return self._address.replace(_PLACE, quote(url, safe="") if in_query else url)

    def find(self, url: str, fetch: Fetch) -> tuple[Memento, ...]:
        """The archive's copies of an address, oldest first; () where it has none.

        Raises: FetchError; NotRecorded; SourceFormatError: no TimeMap.
        """
        found: list[Memento] = []
        seen: set[str] = set()
        page: str | None = self.timemap_url(url)
        while page is not None and page not in seen and len(seen) < PAGE_LIMIT:
            seen.add(page)
            listed = follow(Request(page, Purpose.WEB_ARCHIVE), fetch)[-1]
            if listed.status == 404:
                break
            if listed.status != 200:
                why = "rate limited" if listed.status == 429 else f"its TimeMap answered HTTP {listed.status}"
                raise SourceFormatError(why)
            read = parse_timemap(listed.body.read(), url=listed.request.url, original=url)
            found += read.mementos
            page = urljoin(listed.request.url, read.following) if read.following else None
        return tuple(sorted(dict.fromkeys(found), key=lambda one: one.timestamp))


def parse_timemap(body: bytes, *, url: str, original: str) -> TimeMapPage:
    """Read a TimeMap of any form.

    Args:
        url:      where it was served: pywb's lines name copies by their time alone.
        original: the address whose copies it lists.
    Raises: SourceFormatError: no TimeMap.
    """
    words = body.decode("utf-8", "replace").lstrip("\ufeff").strip()
    if not words:
        return TimeMapPage((), None)
    if words.startswith("<") and not words[1:15].lower().startswith(("!doctype", "html", "head", "?xml")):
        return _read_links(words, url)
    if words.startswith(("[", "{")):
        lines = words.splitlines()
        if len(lines) > 1 and all(line.startswith("{") for line in lines):
            return _page(_listed(map(_line, lines), url, original))
        return _read_json(parse_json(words.encode()), url, original)
    if "{" in words.partition("\n")[0]:
        return _page(_listed((_line(line) for line in words.splitlines() if line.strip()), url, original))
    raise SourceFormatError("answered no TimeMap")


def _read_links(words: str, url: str) -> TimeMapPage:
    """`<…>; rel="memento"; datetime="…"`; a `rel="timemap"` that begins later is the next page (RFC 7089 §5.1.1)."""
    found: list[Memento] = []
    following: str | None = None
    original = ""
    for match in _LINK.finditer(words):
        stated = {
            one["name"].lower(): one["quoted"] if one["quoted"] is not None else one["bare"]
            for one in _ATTRIBUTE.finditer(match["attributes"])
        }
        target, kinds = urljoin(url, match["target"].strip()), stated.get("rel", "").lower().split()
        if "original" in kinds:
            original = match["target"].strip()
        if "memento" in kinds and (at := _http_date(stated.get("datetime"))) is not None:
            found.append(_memento(at, original, target))
        elif "timemap" in kinds and "self" not in kinds and target != url:
            following = following or target
    if not found and not original and following is None:
        raise SourceFormatError("answered no TimeMap")
    return _page(found, following)


def _read_json(found: object, url: str, original: str) -> TimeMapPage:
    """A table with a row of names (Wayback), an object with `mementos` (MemGator), or one of pywb's lines alone."""
    if isinstance(found, list):
        rows = [row for row in found if isinstance(row, list)]
        names = [text(name) or "" for name in rows[0]] if rows else []
        if rows and "timestamp" not in names:
            raise SourceFormatError("its TimeMap names no timestamps")
        return _page(_listed((dict(zip(names, row, strict=False)) for row in rows[1:]), url, original))
    one = table(found)
    if "mementos" not in one:
        return _page(_listed([one], url, original))
    listed = one["mementos"] if isinstance(one["mementos"], list) else table(one["mementos"]).get("list")
    stated = [(_iso_date(text(row.get("datetime"))), text(row.get("uri"))) for row in tables(listed)]
    mementos = [_memento(at, original, urljoin(url, target)) for at, target in stated if at and target]
    following = text(table(one.get("pages")).get("next")) or text(table(table(one.get("pages")).get("next")).get("uri"))
    return _page(mementos, following)


def _line(line: str) -> Table:
    """A line of pywb: JSON alone, or CDXJ: `com,example)/ 20240102030405 {…}`."""
    head, brace, rest = line.partition("{")
    fields = table(parse_json((brace + rest).encode()))
    named = head.split()
    return {"timestamp": named[1], **fields} if len(named) == 2 else fields


def _listed(rows: Iterable[Table], url: str, original: str) -> Iterator[Memento]:
    """Copies that are named by their time: their addresses are the TimeMap's, with the time for `timemap/FORMAT`."""
    for row in rows:
        stated = {name: text(value) or "" for name, value in row.items()}
        timestamp, copied = stated.get("timestamp", ""), stated.get("url") or stated.get("original") or original
        base = _FORMAT.split(url, maxsplit=1)
        if not is_timestamp(timestamp):
            continue
        status = stated.get("status") or stated.get("statuscode") or ""
        address = f"{base[0]}/{timestamp}/{copied}" if len(base) == 2 else ""
        yield Memento(
            timestamp=timestamp,
            original=copied,
            url=address or url,
            raw_url=raw_address(address),
            content_type=stated.get("mime") or stated.get("mimetype") or "text/html",
            status=int(status) if re.fullmatch(r"\d{3}", status, re.A) else None,
            digest=stated.get("digest", ""),
            length=int(stated["length"]) if re.fullmatch(r"\d{1,15}", stated.get("length", ""), re.A) else 0,
        )


def _memento(at: datetime, original: str, target: str) -> Memento:
    return Memento(timestamp=f"{at:%Y%m%d%H%M%S}", original=original, url=target, raw_url=raw_address(target))


def _page(found: Iterable[Memento], following: str | None = None) -> TimeMapPage:
    return TimeMapPage(tuple(sorted(found, key=lambda one: one.timestamp)), following)


def _http_date(stated: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(stated).replace(tzinfo=UTC) if stated else None
    except ValueError:
        return None


def _iso_date(stated: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(stated) if stated else None
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC) if at else None
