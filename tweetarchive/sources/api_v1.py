"""Payloads of API v1.1: single statuses, lists, streams, errors; the object X's own export holds too."""

from __future__ import annotations

from collections.abc import Iterator

from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.tweet import Absence, Availability, SourceName, Statement, StatusId
from tweetarchive.sources.shapes import Table, status_id, table, tables, text, whole, word
from tweetarchive.sources.status_object import Author, Note, read_author, read_status
from tweetarchive.sources.tombstone import availability_in_code

_DEPTH_LIMIT = 3  # a retweet of a quote of a quote; X nests no deeper

_NOBODY = Author(handle=None, name=None, user_id=None, avatar_url=None)


def is_v1(found: Table) -> bool:
    """Whether an object has the shape of a v1.1 status."""
    named = "id_str" in found or "id" in found
    worded = "full_text" in found or "text" in found
    return named and worded and ("entities" in found or "user" in found or "source" in found)


def parse_v1(found: Table) -> tuple[Statement, ...]:
    """A status, then those it retweets and quotes.

    Without a `user` there is nobody to attribute it to: an Absence that is UNKNOWN. A bare user id (`trim_user`)
    gives a tweet without a handle.

    Raises: SourceFormatError: no id, or no text.
    """
    return tuple(_statements(found, 0))


def parse_export(found: Table) -> tuple[Statement, ...]:
    """A tweet of X's own archive export (`tweets.js`): it names no author, being all by one."""
    edits = table(table(found.get("edit_info")).get("initial")).get("editTweetIds")
    return (read_status(found, author=_NOBODY, source=SourceName.RECORDED, edits=edits),)


def parse_error(found: Table, asked: StatusId | None) -> tuple[Absence, ...]:
    """`{"errors": [{"code": …, "message": …}]}` or `{"error": "…"}`: in the source's words."""
    errors = tables(found.get("errors"))
    if not errors:
        words = word(found.get("error"))
        return (_absence(asked, None, words),) if words else ()
    return tuple(_absence(asked, whole(one.get("code")), word(one.get("message"))) for one in errors[:10])


def _absence(asked: StatusId | None, code: int | None, words: str | None) -> Absence:
    said = " ".join(part for part in (None if code is None else str(code), words) if part)
    return Absence(
        status_id=asked,
        availability=availability_in_code(code, words),
        words=said or None,
        source=SourceName.RECORDED,
    )


def _statements(found: Table, depth: int) -> Iterator[Statement]:
    retweeted, quoted = table(found.get("retweeted_status")), table(found.get("quoted_status"))
    yield _statement(found)
    if depth < _DEPTH_LIMIT:
        for inner in (retweeted, quoted):
            if is_v1(inner):
                yield from _statements(inner, depth + 1)


def _statement(found: Table) -> Statement:
    number = status_id(found.get("id_str"), found.get("id"))
    if number is None:
        raise SourceFormatError("a tweet without a usable id")
    author = read_author(table(found.get("user")))
    if author.handle is None and author.user_id is None:
        return Absence(status_id=number, availability=Availability.UNKNOWN, source=SourceName.RECORDED)
    long = table(found.get("note_tweet"))
    note = text(long.get("text"))
    return read_status(
        found,
        author=author,
        source=SourceName.RECORDED,
        note=Note(note, table(long.get("entities")) or table(long.get("entity_set"))) if note is not None else None,
        is_note=found.get("note_tweet") is not None,
        edits=table(found.get("edit_control")).get("edit_tweet_ids"),
        quoted=status_id(table(found.get("quoted_status")).get("id_str")),
    )
