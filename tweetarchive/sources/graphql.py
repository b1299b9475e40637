"""GraphQL results of X's own web client, as others recorded them: never asked by us (reference/sources.md §4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.tweet import Absence, Availability, SourceName, Statement, StatusId
from tweetarchive.sources.shapes import Table, status_id, table, text, word
from tweetarchive.sources.status_object import Note, read_author, read_status
from tweetarchive.sources.tombstone import availability_in_reason, availability_in_words

_RESULTS = {"Tweet", "TweetWithVisibilityResults", "TweetTombstone", "TweetUnavailable"}
_ENTRY = re.compile(r"(?:^|-)tweet-(\d{1,19})$", re.A)
_DEPTH_LIMIT = 3


def parse_graphql(found: object, asked: StatusId | None) -> tuple[Statement, ...]:
    """Every tweet of an answer in its order, the one asked for first; () where there is none.

    Raises: SourceFormatError: a result without id or text.
    """
    statements = [one for result, entry in _results(found) for one in _statements(result, entry, asked, 0)]
    if asked is not None:
        statements.sort(key=lambda one: one.status_id != asked)  # stable: the others stay in order
    return tuple(dict.fromkeys(statements))


def _results(found: object) -> Iterator[tuple[Table, StatusId | None]]:
    """The outermost results, each with the number its timeline entry names. No recursion: depth is the sender's."""
    waiting: list[tuple[object, StatusId | None]] = [(found, None)]
    while waiting:
        value, entry = waiting.pop()
        if isinstance(value, list):
            waiting.extend((one, entry) for one in reversed(value))
            continue
        one = table(value)
        if _is_result(one):
            yield one, entry
            continue
        named = _ENTRY.search(word(one.get("entryId")) or "")
        entry = status_id(named[1]) if named else entry
        waiting.extend((inner, entry) for inner in reversed(list(one.values())))


def _is_result(found: Table) -> bool:
    kind = found.get("__typename")
    if kind == "Tweet":
        return "legacy" in found or "rest_id" in found
    return isinstance(kind, str) and kind in _RESULTS


def is_graphql(found: object) -> bool:
    """Whether a result stands anywhere in it."""
    return next(_results(found), None) is not None


def _statements(result: Table, entry: StatusId | None, asked: StatusId | None, depth: int) -> Iterator[Statement]:
    kind = result.get("__typename")
    if kind == "TweetWithVisibilityResults":
        result, kind = table(result.get("tweet")), "Tweet"
    if kind == "TweetTombstone":
        words = word(table(table(result.get("tombstone")).get("text")).get("text"))
        yield _absence(entry or asked, availability_in_words(words), words)
        return
    if kind == "TweetUnavailable":
        reason = word(result.get("reason"))
        yield _absence(entry or asked, availability_in_reason(reason), reason)
        return
    legacy = table(result.get("legacy"))
    number = status_id(result.get("rest_id"), legacy.get("id_str"))
    if number is None:
        raise SourceFormatError("a GraphQL tweet without a usable id")
    quoted = table(table(result.get("quoted_status_result")).get("result"))
    retweeted = table(table(legacy.get("retweeted_status_result")).get("result"))
    author = read_author(table(table(table(result.get("core")).get("user_results")).get("result")))
    if author.handle is None:
        yield _absence(number, Availability.UNKNOWN, None)
    else:
        long = table(table(table(result.get("note_tweet")).get("note_tweet_results")).get("result"))
        note = text(long.get("text"))
        control = table(result.get("edit_control"))
        yield read_status(
            legacy,
            author=author,
            source=SourceName.RECORDED,
            number=number,
            note=Note(note, table(long.get("entity_set"))) if note is not None else None,
            is_note=result.get("note_tweet") is not None,
            edits=control.get("edit_tweet_ids") or table(control.get("edit_control_initial")).get("edit_tweet_ids"),
            quoted=_number_of(quoted),
            retweeted=_number_of(retweeted),
        )
    for inner in (retweeted, quoted):
        if depth < _DEPTH_LIMIT and _is_result(inner):
            yield from _statements(inner, _number_of(inner), None, depth + 1)


def _number_of(result: Table) -> StatusId | None:
    return status_id(result.get("rest_id"), table(result.get("tweet")).get("rest_id"))


def _absence(number: StatusId | None, availability: Availability, words: str | None) -> Absence:
    return Absence(status_id=number, availability=availability, words=words, source=SourceName.RECORDED)
