"""The tweet of an embed that shows neither number nor picture: sought in web archives by author, day and words."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tweetarchive.model.article import Embed
from tweetarchive.model.capture import Fetch
from tweetarchive.model.errors import FetchError, NotRecorded, SourceFormatError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Tweet
from tweetarchive.sources.day_search import (
    ROW_LIMIT,
    Candidate,
    Memento,
    Source,
    can_search,
    candidates_in,
    day_searches,
    read_candidate,
    search_day,
)
from tweetarchive.verify import choose, settles

logger = logging.getLogger(__name__)

READ_LIMIT = 12  # candidates read for one embed, about a second each
NAMED = 5  # candidates named where none is confirmed
DAYS = 2  # readings of a date such as 3/4/2020

_HANDLE = re.compile(r"\w{1,15}", re.A)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    link: Permalink | None = None
    """The tweet, confirmed by its words."""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Search:
    """What one embed's search has come to."""

    searches: int = 0
    known: set[str] = field(default_factory=set)
    read: list[Tweet] = field(default_factory=list)
    left: list[Candidate] = field(default_factory=list)
    """Known, and not read: nobody shows them, or there were too many."""
    faults: list[str] = field(default_factory=list)

    @property
    def every(self) -> bool:
        """Whether every tweet that the archive knows of was read."""
        return not self.left and not self.faults


class DaySearch:
    """The searches of one article, each made once however many embeds ask for the same account and day."""

    def __init__(self, fetch: Fetch, sources: Sequence[Source]) -> None:
        self._fetch = fetch
        self._sources = sources
        self._found: dict[str, tuple[Memento, ...] | str | None] = {}
        self._tweets: dict[str, Tweet | None] = {}

    def seek(self, embed: Embed) -> Sought:
        """Find an embed's tweet among its author's tweets of the day shown; nothing where there is nothing to go by."""
        days = embed.date.readings[:DAYS] if embed.date else ()
        handle = embed.handle if embed.handle_shown else None
        if not days or not embed.text or handle is None or not _HANDLE.fullmatch(handle):
            return Sought()
        if not can_search(self._sources):
            return Sought()
        state = _Search()
        searches = [(day, url) for day in days for url in day_searches(handle, day)]
        for day, url in searches:
            found = self._search(url)
            if found is None:
                continue
            state.searches += 1
            if isinstance(found, str):
                state.faults.append(found)
                break  # a refusal is not followed by more questions
            if len(found) >= ROW_LIMIT:
                state.faults.append(f"a list was cut at {ROW_LIMIT} copies")
            self._read(embed, candidates_in(found, day), state)
            if state.read and settles(embed, state.read[-1]):
                return self._resolved(handle, state.read[-1])
        if searches and not state.searches:
            return Sought()  # recorded before there was this search
        chosen = choose(embed, state.read, every=state.every)
        if chosen is not None:
            return self._resolved(handle, chosen)
        return Sought(problems=(Problem("link", embed.permalink, _how_far(handle, days, state)),))

    def _resolved(self, handle: str, tweet: Tweet) -> Sought:
        logger.info("@%s: found by day and words: tweet %s", handle, tweet.status_id)
        return Sought(link=Permalink(tweet.status_id, handle))

    def _search(self, url: str) -> tuple[Memento, ...] | str | None:
        """What a search found; why it failed; None where it was never made."""
        if url not in self._found:
            try:
                self._found[url] = search_day(url, self._fetch)
            except NotRecorded:
                self._found[url] = None
            except FetchError as error:
                self._found[url] = f"no answer ({error.failure.value.replace('_', ' ')})"
            except SourceFormatError as error:
                self._found[url] = str(error)
        return self._found[url]

    def _read(self, embed: Embed, candidates: Sequence[Candidate], state: _Search) -> None:
        """Read candidates until one settles it."""
        for one in candidates:
            number = one.link.status_id
            if number in state.known:
                continue
            state.known.add(number)
            if number not in self._tweets and len(state.known) > READ_LIMIT:
                state.left.append(one)
                continue
            if number not in self._tweets:
                self._tweets[number] = read_candidate(one, self._fetch, self._sources)
            tweet = self._tweets[number]
            if tweet is None:
                state.left.append(one)
                continue
            state.read.append(replace(tweet, status_id=number))
            if settles(embed, tweet):
                return


def _how_far(handle: str, days: Sequence[date], state: _Search) -> str:
    """What was looked at, so that nobody takes it for proof that there is no such tweet."""
    shown = " or ".join(f"{day:%Y-%m-%d}" for day in days)
    sought = f"no number is shown; sought among @{handle}'s tweets of {shown} in the Internet Archive"
    if not state.searches:
        return f"{sought}: the numbers of that time do not tell their day, so there was nothing to search by"
    told = [f"{_count(state.searches, 'search')}, {_count(len(state.known), 'tweet')} known, {len(state.read)} read"]
    told += dict.fromkeys(state.faults)
    why = f"{sought} ({'; '.join(told)}): none is confirmed by its words"
    urls = [one.url for one in state.left] or [one.url for one in state.read]
    if urls:
        more = f" and {len(urls) - NAMED} more" if len(urls) > NAMED else ""
        why += f". {'Not read' if state.left else 'Read'}: {', '.join(urls[:NAMED])}{more}"
    return why


def _count(number: int, noun: str) -> str:
    plural = "" if number == 1 else "es" if noun.endswith("ch") else "s"
    return f"{number} {noun}{plural}"
