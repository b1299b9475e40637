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

MOST_LISTS = 20_000  # of one start in a night; one list a day makes 7,000 in 20 years
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
            places = [_Place(one) for one in named] or [
                _Place(urljoin(start, path), sought=True) for path in WELL_KNOWN
            ]
            tried: dict[str, list[str]] = {}
            found = yield from _crawl(places, fetch, since, stop, tried)
            if not found and tried:
                fruitless = "; ".join(f"{', '.join(paths)}: {why}" for why, paths in tried.items())
                yield Trouble(
                    start, f"its robots.txt names no sitemap, and none was found; name its address ({fruitless})"
                )
        elif urlsplit(start).scheme == "file":
            yield from _crawl([_Place(start, file=Path(unquote(urlsplit(start).path)))], fetch, since, stop)
        else:
            yield from _crawl([_Place(start)], fetch, since, stop)


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
        held = failed = False
        children: list[ChildList] = []
        for named in _read(place, fetch):
            if isinstance(named, ChildList):
                held = True
                if named.url not in seen:
                    seen.add(named.url)
                    children.append(named)
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
        children, old = _changed_since(children, since)
        if old:
            why = f"{old} of its lists are left out: it says that they have not changed since --since"
            yield Trouble(place.url, why, partial=True)
        if beyond := max(0, len(seen) - MOST_LISTS):
            yield Trouble(place.url, f"{beyond:,} of its lists are left out: a start may have {MOST_LISTS:,}")
            children = children[: max(0, len(children) - beyond)]
        waiting.extend(_Place(one.url) for one in children)
    if waiting and not all(one.sought for one in waiting):
        others = f", nor are the {len(waiting) - 1} lists behind it" if len(waiting) > 1 else ""
        yield Trouble(waiting[0].url, f"not read{others}: the night was to end")
    return found


def _changed_since(children: list[ChildList], since: datetime | None) -> tuple[list[ChildList], int]:
    """The lists to be read, and how many are not.

    An index that knows of no change at all since that day does not keep its dates up, and is not believed: many write
    one date for ever.
    """
    changed = [(one, parse_instant(one.lastmod)) for one in children]
    if since is None or not any(at and at >= since for _, at in changed):
        return children, 0
    wanted = [one for one, at in changed if not at or at >= since]
    return wanted, len(children) - len(wanted)


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
