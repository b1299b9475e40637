"""Sources that other packages bring: an entry point of GROUP, asked only where the user names it (docs/new-source.md).

What one says is hearsay of a third party: marked so wherever it is shown, it never makes a tweet live, and never says
that one is gone. It runs in our process and is not trusted to be right: what it says has to be typed as ours is and has
to come from an exchange that was recorded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request
from tweetarchive.model.errors import ArchiveError, Failure, FetchError, InputError, NotRecorded, SourceFormatError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Availability, SourceName, Statement, Tweet
from tweetarchive.sources.shapes import address
from tweetarchive.sources.source import Answer, is_about, no_answer

GROUP = "tweetarchive.sources"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.A)
STATEMENTS = 100  # of one answer; X's own hold three at most
WORDS = 1 << 16  # characters of a text; the longest note that X takes has 25,000

logger = logging.getLogger(__name__)


def find_plug_in(name: str) -> EntryPoint:
    """The one installed plug-in of that name; nothing of it is run yet.

    Raises: InputError where there is none, or several.
    """
    if NAME.fullmatch(name) is None:
        raise InputError("a plug-in's name has small letters, digits and _ only, begins with a letter, and ends at 40")
    found = {one.value: one for one in entry_points(group=GROUP, name=name)}
    if not found:
        raise InputError("no plug-in of that name is installed")
    if len(found) > 1:
        raise InputError(f"several plug-ins of that name are installed: {', '.join(sorted(found))}")
    return next(iter(found.values()))


class PlugIn:
    """A source of somebody else's, asked in the manner of ours. Made without a look at whether it is there: that is a
    problem of each tweet it is to be asked for."""

    name = SourceName.RECORDED

    def __init__(self, label: str) -> None:
        self.label = label
        """Its name as the user wrote it."""

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        """Raises: NotRecorded; ArchiveError. Whatever else goes wrong in it is a problem with its name."""
        seen = _Seen(fetch)
        try:
            told = find_plug_in(self.label).load()
            told = (told() if isinstance(told, type) else told).ask(permalink, seen.fetch)
            return self._checked(told, permalink, seen)
        except (NotRecorded, ArchiveError):
            raise
        except FetchError as error:
            if error.failure is Failure.FORGOTTEN:
                raise
            why = no_answer(error)
        except (InputError, SourceFormatError) as error:
            why = str(error)
        except (Exception, SystemExit) as error:
            logger.debug("%s: the plug-in crashed", self.label, exc_info=True)
            why = f"the plug-in crashed ({type(error).__name__})"
        return Answer(self.name, problems=(self._problem(seen, permalink, why),))

    def _checked(self, told: object, permalink: Permalink, seen: _Seen) -> Answer:
        """Raises: SourceFormatError: it is not what a source says."""
        if not fits(told, Answer) or not isinstance(told, Answer) or len(told.statements) > STATEMENTS:
            raise SourceFormatError("the plug-in answered nonsense: no Answer, or one with values of other types")
        statements = tuple(self._as_hearsay(one, seen) for one in told.statements)
        if statements and not any(is_about(one, permalink.status_id) for one in statements):
            raise SourceFormatError("the plug-in answered about another tweet")
        problems = (self._problem(seen, permalink, one.why[:WORDS]) for one in told.problems)
        return Answer(self.name, statements, tuple(problems))

    def _as_hearsay(self, statement: Statement, seen: _Seen) -> Statement:
        exchange = next((one for one in seen.exchanges if one.record == statement.record), None)
        if exchange is None or exchange.record is None:
            raise SourceFormatError("the plug-in states something without the record it was read from")
        if isinstance(statement, Tweet):
            if not _is_sound(statement):
                raise SourceFormatError("the plug-in answered nonsense: a tweet that cannot be")
            stated = statement.created_at and statement.created_at.astimezone(UTC).replace(microsecond=0)
            statement = replace(statement, created_at=stated)
        elif statement.availability is Availability.LIVE:
            raise SourceFormatError("the plug-in answered nonsense: an absence of a live tweet")
        return replace(
            statement,
            source=self.name,
            third_party=self.label,
            fetched_at=exchange.at,
            memento=None,
        )

    def _problem(self, seen: _Seen, permalink: Permalink, why: str) -> Problem:
        url = seen.urls[-1] if seen.urls else f"https://x.com/i/status/{permalink.status_id}"
        return Problem("source", url, f"{self.label} (third party): {why}")


class _Seen:
    """A fetch that remembers what it answered."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self.exchanges: list[Exchange] = []
        self.urls: list[str] = []

    def fetch(self, request: Request) -> Exchange:
        asked = Request(request.url, Purpose.TWEET, request.headers)
        self.urls.append(asked.url)
        self.exchanges.append(self._fetch(asked))
        return self.exchanges[-1]


def fits(value: object, hint: Any) -> bool:
    """Whether a value is of the type that our own dataclasses state, all the way down."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return any(fits(value, one) for one in inner)
    if origin is tuple:
        if type(value) is not tuple:
            return False
        if inner[-1] is Ellipsis:
            return all(fits(one, inner[0]) for one in value)
        return len(value) == len(inner) and all(map(fits, value, inner))
    if is_dataclass(hint) and isinstance(hint, type):
        return type(value) is hint and all(fits(getattr(value, name), one) for name, one in _types(hint))
    return type(value) is hint


@cache
def _types(model: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(model)
    return tuple((one.name, hints[one.name]) for one in fields(model))


def _is_sound(tweet: Tweet) -> bool:
    """What types cannot say: instants with a zone, places inside the words, addresses that can be asked."""
    size = len(tweet.text)
    spans = [(link.start, link.end) for link in tweet.links] + ([tweet.shown] if tweet.shown else [])
    return (
        size <= WORDS
        and len(tweet.edit_ids) <= STATEMENTS
        and all(0 <= start <= end <= size for start, end in spans)
        and all(address(one) == one for one in _addresses(tweet))
        and (tweet.created_at is None or _is_instant(tweet.created_at))
    )


def _addresses(tweet: Tweet) -> Iterable[str]:
    if tweet.avatar_url is not None:
        yield tweet.avatar_url
    for media in tweet.media or ():
        yield media.image_url
        yield from (variant.url for variant in media.variants)


def _is_instant(moment: datetime) -> bool:
    try:
        return moment.tzinfo is not None and bool(moment.astimezone(UTC))
    except (OverflowError, ValueError):  # the year 0, a zone of a plug-in's own
        return False
