"""An article and what it shows of tweets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from tweetarchive.model.tweet import StatusId


class Form(StrEnum):
    """The form in which a CMS left an embed (CONTRACT.md §2 `embed.form`)."""

    BLOCKQUOTE = "blockquote"
    AMP_TWITTER = "amp-twitter"
    IFRAME = "iframe"
    STATIC_CARD = "static-card"
    WIDGET = "widget"
    PAGE_STATE = "page-state"
    FLATTENED = "flattened"
    LINK = "link"


class SpanKind(StrEnum):
    LINK = "link"
    """An <a>; `target` is its href as written."""
    EMOJI_IMAGE = "emoji_image"
    """An <img> of which only the alt text was read."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a quote that was more than plain characters in the page."""

    start: int
    end: int
    """Code points of the quote's text, end exclusive."""
    kind: SpanKind
    target: str | None = None


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date as a page shows it, with every day it may mean."""

    text: str
    readings: tuple[date, ...]
    """Possible days, most likely first; several for 3/4/2020; () where it is no calendar date we read."""
    clock: time | None = None
    """Naive, the hour and minute shown."""
    utc_offset: timedelta | None = None
    """Only where the page names the zone."""
    yearless: tuple[tuple[int, int], ...] = ()
    """Month and day, most likely first, where the page shows no year (`Oct 13`). The year is never made up."""

    @property
    def day(self) -> date | None:
        """The day, where there is one reading only."""
        return self.readings[0] if len(self.readings) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Mark-up (or bare text) in an article that stands for a tweet, and the words it shows."""

    index: int
    form: Form
    status_id: StatusId | None = None
    permalink: str | None = None
    """As written in the page."""
    handle: str | None = None
    """Without @: the author's as shown; where none is shown, the permalink's."""
    handle_shown: bool = False
    """Whether a reader sees the handle; the permalink's alone is no statement (X redirects any handle)."""
    author_name: str | None = None
    date: ShownDate | None = None
    text: str | None = None
    """The tweet's words as shown (CONTRACT.md §2); None where the page shows none."""
    spans: tuple[Span, ...] = ()
    """Of `text`, in order."""
    language: str | None = None
    """As declared, verbatim, never trusted."""
    pic_links: tuple[str, ...] = ()
    """`pic.twitter.com/CODE` as shown."""
    links: tuple[str, ...] = ()
    """Targets of the links in the words, in order, mentions and hashtags left out."""
    pictures: int | None = None
    """How many pictures or videos a card shows or points to; None where it shows none. Cards often show only the
    first: a smaller number than the tweet's says nothing against the quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A quoted span in a sentence of the article that says it is from a tweet."""

    text: str
    """The quoted words without their quotation marks."""
    speaker: str | None
    """As the sentence names him."""
    handle: str | None
    sentence: str
    embed: int | None = None
    """The index of the embed it belongs to."""
    status_id: StatusId | None = None
    """Where the sentence links to a tweet: its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was read from an article's document."""

    url: str | None
    title: str | None
    language: str | None
    embeds: tuple[Embed, ...]
    """In reading order; each one's index is its place here."""
    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()
    """What the reader of the page should know: a known loader whose embeds only JavaScript would make."""
