"""From what the user names to the articles that a site offers: lists, lists of lists, and where to find them."""

from __future__ import annotations

import logging
import re
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tweetarchive.archive.guard import host_of
from tweetarchive.model.capture import Fetch, Purpose, Request, follow
from tweetarchive.model.errors import FetchError, InputError
from tweetarchive.nightly.listed import ChildList, Listed, Note, parse_instant
from tweetarchive.nightly.robots import Robots
from tweetarchive.nightly.schedule import FAILURES_IN_A_ROW
from tweetarchive.nightly.sitemap import read_list

logger = logging.getLogger(__name__)

DEEPEST_LIST = 8  # lists within lists; sitemaps.org allows 2, the deepest honest one has 4
MOST_LISTS = 20_000  # in one night; a site with 50,000 addresses a list and one list a day has 7,000 in 20 years
WELL_KNOWN = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/wp-sitemap.xml",
    "/feed",
)
"""Asked in this order where robots.txt names no list, until one holds something."""
_HOST = re.compile(r"(?=.*\.)[^\s/:@]+(?::\d+)?", re.A)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A list that could not be read, or not wholly."""

    url: str
    why: str
    partial: bool = False
    """Whether something of it was read."""


@dataclass(frozen=True, slots=True)
class _HostFailed(Note):
    """A list that its host gave no answer to, or none of any use."""


@dataclass(frozen=True, slots=True)
class _Place:
    url: str
    depth: int
    file: Path | None = None
    sought: bool = False
    """Whether it is only a place where a list may be."""


def named_start(typed: str) -> str:
    """What the user typed as an address; that of a site ends in `/`.

    Raises: InputError where it is neither an address, nor a file, nor the name of a host.
    """
    if re.match(r"https?://[^/\s]", typed, re.I):
        return typed if urlsplit(typed).path else f"{typed}/"
    if Path(typed).is_file():
        return Path(typed).absolute().as_uri()
    if _HOST.fullmatch(typed):
        return f"https://{typed}/"
    raise InputError(f"{typed}: no such file; name a sitemap, a feed, a site or a file")


def discover(
    starts: tuple[str, ...],
    fetch: Fetch,
    robots: Robots,
    *,
    since: datetime | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Listed | Trouble]:
    """All articles that the lists name, as often as they name them, and the lists that could not be read.

    Args:
        starts: from `named_start`.
        since:  lists that their index says are older are left.
        stop:   asked before every list.
    """
    for start in starts:
        if (is_site := _is_site(start)) or urlsplit(start).path == "/robots.txt":
            rules = robots.of(start)
            if rules.unreachable:  # and so is all else, or not to be asked for: no more questions
                yield Trouble(start, rules.unreachable)
                continue
            named = rules.sitemaps
            if not named and not is_site:
                yield Trouble(start, "it names no sitemap; name one by its address")
                continue
            places = [_Place(urljoin(start, one), 0) for one in named] or [
                _Place(urljoin(start, path), 0, sought=True) for path in WELL_KNOWN
            ]
            tried: dict[str, list[str]] = {}
            found = yield from _crawl(places, fetch, since, stop, tried)
            if not found and tried:
                fruitless = "; ".join(f"{', '.join(paths)}: {why}" for why, paths in tried.items())
                yield Trouble(
                    start, f"its robots.txt names no sitemap, and none was found; name its address ({fruitless})"
                )
        elif urlsplit(start).scheme == "file":
            yield from _crawl([_Place(start, 0, file=Path(unquote(urlsplit(start).path)))], fetch, since, stop)
        else:
            yield from _crawl([_Place(start, 0)], fetch, since, stop)


def _is_site(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path == "/" and not parts.query and parts.scheme != "file"


def _crawl(
    places: list[_Place],
    fetch: Fetch,
    since: datetime | None,
    stop: Callable[[], bool],
    tried: dict[str, list[str]] | None = None,
) -> Generator[Listed | Trouble, None, int]:
    """Read these lists and those in them.

    Args:    tried: where the paths are kept that were sought in vain, by what came of it.
    Returns: (to `yield from`) how many lists held something.
    """
    waiting = deque(places)
    seen = {place.url for place in places}
    found = 0
    failures: Counter[str] = Counter()
    while waiting and not stop():
        place = waiting.popleft()
        host = host_of(place.url)
        if place.sought and found:
            continue
        if failures[host] >= FAILURES_IN_A_ROW:
            left = 1 + sum(host_of(one.url) == host for one in waiting)
            waiting = deque(one for one in waiting if host_of(one.url) != host)
            why = f"{left} more of its lists are left for another night: it failed {FAILURES_IN_A_ROW} times in a row"
            yield Trouble(host, why)
            continue
        held = False
        failed = False
        for named in _read(place, fetch):
            if isinstance(named, ChildList):
                held = True
                changed = parse_instant(named.lastmod)
                if named.url in seen or (since and changed and changed < since):
                    continue
                seen.add(named.url)
                if place.depth == DEEPEST_LIST or len(seen) > MOST_LISTS:
                    yield Trouble(named.url, f"left out: more than {DEEPEST_LIST} lists deep, or {MOST_LISTS:,} lists")
                    continue
                waiting.append(_Place(named.url, place.depth + 1))
            elif isinstance(named, Listed):
                held = True
                yield named
            else:
                failed = isinstance(named, _HostFailed)
                if held or not place.sought:
                    yield Trouble(place.url, named.why, partial=held)
                elif tried is not None:
                    tried.setdefault(named.why, []).append(urlsplit(place.url).path)
        failures[host] = failures[host] + 1 if failed else 0
        found += held
    if waiting and not all(one.sought for one in waiting):
        why = f"not read, nor are {len(waiting) - 1} lists behind it: the night was to end"
        yield Trouble(waiting[0].url, why, partial=True)
    return found


def _read(place: _Place, fetch: Fetch) -> Iterator[Listed | ChildList | Note]:
    if place.file is not None:
        try:
            body = place.file.read_bytes()
        except OSError as error:
            yield Note(f"cannot be read: {error.strerror}")
            return
        yield from read_list(body, url=place.url)
        return
    try:
        answer = follow(Request(place.url, Purpose.SOURCE), fetch)[-1]
    except FetchError as error:
        yield _HostFailed(str(error).removeprefix(f"{place.url}: "))
        return
    if answer.status != 200:
        is_down = answer.status >= 500 or answer.status == 429
        yield (_HostFailed if is_down else Note)(f"answers {answer.status}")
        return
    logger.info("%s: reading the list", place.url)
    yield from read_list(answer.body.read(), url=answer.request.url)
