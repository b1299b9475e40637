"""What a source is: it asks through a fetch that is handed in, and says what it was told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from tweetarchive.model.capture import Exchange, Fetch
from tweetarchive.model.errors import Failure, FetchError, SourceFormatError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Absence, Availability, SourceName, Statement, StatusId, Tweet


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source said when asked for one tweet. Neither statement nor problem: it was mute."""

    source: SourceName
    statements: tuple[Statement, ...] = ()
    """About the tweet asked for first, then about those it quotes or answers."""
    problems: tuple[Problem, ...] = ()


class Source(Protocol):
    """A place that can state a tweet. A new one is a file with one class, and a name in `lookup.SOURCES`; or a package
    of its own (`plug_in`)."""

    @property
    def name(self) -> SourceName: ...

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        """Everything it says of one tweet.

        Raises: FetchError where no answer came, NotRecorded where it was never asked.
        """
        ...


def parse_json(payload: bytes) -> Any:
    """JSON in UTF-8, with or without a byte order mark.

    Raises: SourceFormatError: no JSON, or JSON built to break readers.
    """
    try:
        return json.loads(payload.decode("utf-8-sig"))
    except RecursionError as error:
        raise SourceFormatError("JSON nested too deeply") from error
    except ValueError as error:  # what is no UTF-8, no JSON, or a number of thousands of digits
        raise SourceFormatError("no JSON") from error


def answer(
    source: SourceName,
    exchange: Exchange,
    asked: StatusId,
    read: Callable[[bytes], tuple[Statement, ...]],
) -> Answer:
    """The answer to a 200: what `read` finds in its body, each statement with the record it was read from."""
    try:
        statements = read(exchange.body.read())
        if not any(is_about(one, asked) for one in statements):
            raise SourceFormatError("the answer is about another tweet" if statements else "an empty answer")
    except SourceFormatError as error:
        return Answer(source, problems=(Problem("source", exchange.request.url, f"{source}: {error}"),))
    return Answer(source, tuple(recorded(one, exchange) for one in statements))


def is_about(statement: Statement, asked: StatusId) -> bool:
    """Whether it states the tweet asked for, or another version of it."""
    if isinstance(statement, Tweet):
        return asked == statement.status_id or asked in statement.edit_ids
    return statement.status_id in (None, asked)


def recorded(statement: Statement, exchange: Exchange) -> Statement:
    return replace(statement, fetched_at=exchange.at, record=exchange.record, memento=exchange.memento)


def not_found(source: SourceName, exchange: Exchange, asked: StatusId) -> Answer:
    """The source's own 404: it does not say why."""
    absence = Absence(
        status_id=asked, availability=Availability.NOT_FOUND, words=f"HTTP {exchange.status}", source=source
    )
    return Answer(source, (recorded(absence, exchange),))


def no_answer(error: FetchError) -> str:
    """Why none came, in the words of `problems`."""
    if error.failure in (Failure.LEFT_ALONE, Failure.BUDGET, Failure.SHOWS_FORGOTTEN):
        return str(error).removeprefix(f"{error.request.url}: ")  # which host, how often it was asked, which tweet
    return f"no answer ({error.failure.value.replace('_', ' ')})"


def refused(source: SourceName, exchange: Exchange) -> Answer:
    """An answer that says nothing of the tweet: throttled, our request broken, the server ill."""
    why = "rate limited" if exchange.status == 429 else f"answered HTTP {exchange.status}"
    return Answer(source, problems=(Problem("source", exchange.request.url, f"{source}: {why}"),))
