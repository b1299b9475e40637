"""What has become of an archived tweet, and of the places that quote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tweetarchive.model.article import Form
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import Change, Verdict


class Fate(StrEnum):
    """What is otherwise than it was when the tweet was last asked for."""

    GONE = "gone"
    """Somebody says so, in words or codes."""
    PROTECTED = "protected"
    RESTRICTED = "restricted"
    """X shows it to some people only: withheld in a country, or behind an age check."""
    BACK = "back"
    EDITED = "edited"
    RENAMED = "renamed"
    """The same tweet, its author under another handle."""
    NOT_SEEN = "not_seen"
    """It was live, and X answers 404: that may be a deletion, or nothing."""


class Sees(StrEnum):
    """What the reader of an article still sees of a tweet that X no longer shows."""

    FULL = "full"
    """All there was: its words stand in the article's own mark-up, and it had no pictures."""
    TEXT_ONLY = "text_only"
    """Its words; pictures and videos came from X."""
    NOTHING = "nothing"
    """An empty place, a bare link, or X's notice: all of it came from X."""


_IN_THE_PAGE = frozenset({Form.BLOCKQUOTE, Form.AMP_TWITTER, Form.STATIC_CARD, Form.FLATTENED})
"""Forms whose words, where they show any, stand in the page itself; scripts fetch those of the others from X."""


def what_is_left(form: Form, text: str | None, *, has_media: bool) -> Sees:
    """What a reader sees without X."""
    if text is None or form not in _IN_THE_PAGE:
        return Sees.NOTHING
    return Sees.TEXT_ONLY if has_media else Sees.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One embed of the tweet, in the latest capture of an article."""

    url: str | None
    title: str | None
    place: int
    """In reading order, from 0."""
    file: str
    text: str | None
    """As the article shows it."""
    sees: Sees
    verdict: Verdict
    """Of an edited tweet: with all its versions at hand."""
    verdict_before: Verdict
    """When the article was captured."""
    now: str | None = None
    """What an edited tweet says now; so are `changes` and `note`, between `text` and that."""
    changes: tuple[Change, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetNews:
    """What is new of one tweet."""

    status_id: StatusId
    handle: str | None
    text: str | None
    """As last shown."""
    at: datetime
    """When it was asked for."""
    fates: tuple[Fate, ...]
    before: Availability
    """The state that was last stated before; so is `state` now. `not_found` and `unknown` are no statements."""
    state: Availability
    last_live: datetime | None
    """When X itself last showed it."""
    words: str | None
    """The source's own, where it does not show the tweet."""
    misses: int
    """Answers 404 in a row."""
    handle_before: str | None
    text_before: str | None
    quotes: tuple[Quoted, ...] = ()
