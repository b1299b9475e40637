"""Tweets of one account and day that web archives know of, where nobody shows a number (reference/sources.md §8, 1).

A number holds a clock, so the numbers of a day have their first digits in common: the index of the Internet Archive is
asked for addresses that begin so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from tweetarchive.model.capture import Fetch
from tweetarchive.model.errors import FetchError, NotRecorded
from tweetarchive.model.permalink import Permalink, parse_permalink
from tweetarchive.model.tweet import SNOWFLAKE_EPOCH, SourceName, StatusId, Tweet
from tweetarchive.sources.memento import Copies
from tweetarchive.sources.memento import Memento as Memento  # the door of both for those above
from tweetarchive.sources.source import Source as Source
from tweetarchive.sources.source import is_about
from tweetarchive.sources.web_archive import FIELDS, SEARCH, WebArchive, read_index

EARLIEST, LATEST = timedelta(hours=14), timedelta(hours=12)
"""A day begins first at UTC+14 and ends last at UTC-12: nobody says in which zone a page shows it."""
FIRST_DAY, LAST_DAY = date(2010, 11, 10), date(2080, 1, 1)
"""Numbers hold a clock since 2010-11-04, and have as many digits as STEP some days later; 63 bits last until 2080."""
STEP = 10**15
"""Numbers that one search covers: 66 hours of them, so one or two searches cover a day in every zone."""
ROW_LIMIT = 3000  # copies listed by one search, about 450 kB; a newsroom's account has a tenth of it in three days
HOSTS = ("twitter.com", "x.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A tweet that may be the one, and the copies that name it."""

    link: Permalink
    mementos: tuple[Memento, ...]

    @property
    def url(self) -> str:
        return f"https://x.com/{self.link.handle or 'i'}/status/{self.link.status_id}"


def numbers_of(day: date) -> tuple[int, int] | None:
    """The first and last number of a day, in whatever zone; None where the clock of numbers does not reach."""
    if not FIRST_DAY <= day < LAST_DAY:
        return None
    first = datetime.combine(day, time(), UTC) - EARLIEST
    last = datetime.combine(day, time(), UTC) + timedelta(days=1) + LATEST
    low, high = ((at - SNOWFLAKE_EPOCH) // timedelta(milliseconds=1) << 22 for at in (first, last))
    return low, high


def day_searches(handle: str, day: date) -> tuple[str, ...]:
    """The index queries for an account's tweets of a day, the likeliest host first; () where there can be none."""
    numbers = numbers_of(day)
    if numbers is None:
        return ()
    prefixes = range(numbers[0] // STEP, numbers[1] // STEP + 1)
    return tuple(_search_url(host, handle, prefix) for host in HOSTS for prefix in prefixes)


def _search_url(host: str, handle: str, prefix: int) -> str:
    query = {
        "url": f"{host}/{handle}/status/{prefix}",
        "matchType": "prefix",
        "output": "json",
        "fl": FIELDS,
        "limit": str(ROW_LIMIT),
    }
    return f"{SEARCH}?{urlencode(query)}"


def can_search(sources: Sequence[Source]) -> bool:
    """Whether the Internet Archive is among those who are asked: TimeMaps list no addresses that begin alike."""
    return any(isinstance(one, WebArchive) for one in sources)


def search_day(url: str, fetch: Fetch) -> tuple[Memento, ...]:
    """What one of `day_searches` finds.

    Raises: FetchError, NotRecorded, SourceFormatError.
    """
    return read_index(url, fetch)


def candidates_in(found: Sequence[Memento], day: date) -> tuple[Candidate, ...]:
    """The tweets of that day among some copies: those of the day in UTC first, then those with a copy in JSON."""
    low, high = numbers_of(day) or (1, 0)
    by_number: dict[StatusId, list[Memento]] = {}
    handles: dict[StatusId, str | None] = {}
    for one in found:
        named = parse_permalink(one.original)
        if named is not None and low <= int(named.status_id) < high:
            by_number.setdefault(named.status_id, []).append(one)
            handles.setdefault(named.status_id, named.handle)

    def order(number: StatusId) -> tuple[bool, bool, int]:
        written = number.created_at
        in_json = any(one.content_type == "application/json" for one in by_number[number])
        return (written is None or written.date() != day, not in_json, int(number))

    return tuple(
        Candidate(link=Permalink(number, handles[number]), mementos=tuple(by_number[number]))
        for number in sorted(by_number, key=order)
    )


def read_candidate(candidate: Candidate, fetch: Fetch, sources: Sequence[Source]) -> Tweet | None:
    """The candidate as the first source of X shows it, else as a copy does; None where nobody shows it."""
    for found in _shown(candidate, fetch, sources):
        return found
    return None


def _shown(candidate: Candidate, fetch: Fetch, sources: Sequence[Source]) -> Iterator[Tweet]:
    asked = candidate.link.status_id
    for source in sources:
        if source.name is not SourceName.WEB_ARCHIVE:
            try:
                said = source.ask(candidate.link, fetch).statements
            except (FetchError, NotRecorded):
                continue  # whoever looks the tweet up in earnest tells of it
            yield from (one for one in said if isinstance(one, Tweet) and is_about(one, asked))
    copies = Copies(asked, fetch, archive=SourceName.WEB_ARCHIVE, known=True)
    copies.read(candidate.mementos)
    yield from (one for one in copies.statements if isinstance(one, Tweet) and is_about(one, asked))
