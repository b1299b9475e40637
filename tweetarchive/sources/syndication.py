"""X's syndication endpoint, which feeds the embed widget: the first source (reference/sources.md §1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import floor, pi, ulp
from urllib.parse import urlencode

from tweetarchive.model.capture import Fetch, Purpose, Request
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Absence, Availability, SourceName, Statement, StatusId
from tweetarchive.sources.shapes import Table, status_id, table, text, word
from tweetarchive.sources.source import Answer, answer, not_found, parse_json, refused
from tweetarchive.sources.status_object import Note, read_author, read_status
from tweetarchive.sources.tombstone import availability_in_words
from tweetarchive.sources.words import Unit

ENDPOINT = "https://cdn.syndication.twimg.com/tweet-result"

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DEPTH_LIMIT = 3  # X serves one level of quotes and parents; 46 of 46 real quotes did not nest


class Syndication:
    name = SourceName.SYNDICATION

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        asked = permalink.status_id
        exchange = fetch(Request(syndication_url(asked), Purpose.TWEET))
        match exchange.status:
            case 200:
                return answer(self.name, exchange, asked, lambda body: parse_syndication(parse_json(body), asked))
            case 404:
                return not_found(self.name, exchange, asked)
            case _:
                return refused(self.name, exchange)


def syndication_url(number: StatusId) -> str:
    """The address asked; `lang` only chooses the language of tombstones."""
    return f"{ENDPOINT}?{urlencode({'id': number, 'lang': 'en', 'token': token(number)})}"


def token(number: StatusId) -> str:
    """The `token` parameter, as the widget computes it: `((id / 1e15) * Math.PI).toString(36)` without 0 and dot.

    JavaScript writes the shortest digits that lead back to the same double: fraction digits are made while more
    than half a unit in the last place is left, and the last one is rounded.
    """
    value = float(int(number)) / 1e15 * pi
    whole = floor(value)
    fraction, delta = value - whole, max(ulp(value) / 2, ulp(0.0))
    digits: list[int] = []
    while fraction >= delta:
        fraction, delta = fraction * 36, delta * 36
        digit = floor(fraction)
        digits.append(digit)
        fraction -= digit
        if (fraction > 0.5 or (fraction == 0.5 and digit % 2)) and fraction + delta > 1:
            whole += _round_up(digits)
            break
    return "".join(_whole_digits(whole) + [_DIGITS[digit] for digit in digits]).replace("0", "")


def _round_up(digits: list[int]) -> int:
    """Add one in the last place; what is carried out of the fraction is returned."""
    while digits:
        if digits[-1] < 35:
            digits[-1] += 1
            return 0
        digits.pop()
    return 1


def _whole_digits(whole: int) -> list[str]:
    digits = []
    while whole:
        whole, digit = divmod(whole, 36)
        digits.append(_DIGITS[digit])
    return digits[::-1]


def is_syndication(found: Table) -> bool:
    """Whether an object has the shape of a `tweet-result`."""
    return "__typename" in found and ("tombstone" in found or "id_str" in found or "text" in found)


def parse_syndication(found: object, asked: StatusId | None) -> tuple[Statement, ...]:
    """A `tweet-result`: the tweet or its tombstone, then the tweets inside it.

    `{}` and a tombstone without words say nothing: an Absence that is UNKNOWN. So does a tweet without an author,
    which is what some suspended accounts leave.

    Raises: SourceFormatError: another shape.
    """
    if not isinstance(found, Mapping):
        raise SourceFormatError("no tweet-result")
    return tuple(_statements(found, asked, 0))


def _statements(found: Table, asked: StatusId | None, depth: int) -> Iterator[Statement]:
    quoted, parent = table(found.get("quoted_tweet")), table(found.get("parent"))
    yield _statement(found, asked)
    if depth < _DEPTH_LIMIT:
        for inner in (quoted, parent):
            if inner and (named := status_id(inner.get("id_str"))):
                yield from _statements(inner, named, depth + 1)


def _statement(found: Table, asked: StatusId | None) -> Statement:
    number = status_id(found.get("id_str"), found.get("id"))
    if not found or "tombstone" in found or found.get("__typename") == "TweetTombstone":
        words = word(table(table(found.get("tombstone")).get("text")).get("text"))
        return Absence(
            status_id=number or asked,
            availability=availability_in_words(words),
            words=words,
            source=SourceName.SYNDICATION,
        )
    if text(found.get("text")) is None and text(found.get("full_text")) is None:
        raise SourceFormatError("neither tweet nor tombstone")
    if number is None:
        raise SourceFormatError("a tweet without a usable id")
    author = read_author(table(found.get("user")))
    if author.handle is None:
        return Absence(status_id=number, availability=Availability.UNKNOWN, source=SourceName.SYNDICATION)
    long = table(found.get("note_tweet"))
    whole = text(long.get("text"))
    return read_status(
        found,
        author=author,
        source=SourceName.SYNDICATION,
        unit=Unit.UTF_16,
        note=Note(whole, table(long.get("entities")) or table(long.get("entity_set"))) if whole is not None else None,
        is_note=found.get("note_tweet") is not None,
        edits=table(found.get("edit_control")).get("edit_tweet_ids"),
        quoted=status_id(table(found.get("quoted_tweet")).get("id_str")),
    )
