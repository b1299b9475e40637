"""What a source says a tweet is, or that it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from tweetarchive.model.capture import RecordRef

SNOWFLAKE_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)  # 1288834974657 ms, oduwsdl/tweetedat
LAST_SEQUENTIAL_ID = 29700859247  # the last id before Snowflake, 2010-11-04, oduwsdl/tweetedat
LARGEST_ID = 2**63 - 1  # ids are signed 64-bit; syndication answers 400 beyond


class StatusId(str):
    """A tweet's number: 1 to 19 decimal digits, always text (JavaScript rounds it as a number).

    Raises: ValueError for anything else.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> Self:
        if not (
            value.isascii() and value.isdecimal() and value[0] != "0" and len(value) < 20 and int(value) <= LARGEST_ID
        ):
            raise ValueError(f"not a tweet's number: {value!r}")
        return super().__new__(cls, value)

    @classmethod
    def read(cls, written: str) -> Self | None:
        """The number that mark-up gives, None where no tweet can have it: `0012`, `99999999999999999999`."""
        try:
            return cls(written)
        except ValueError:
            return None

    @property
    def created_at(self) -> datetime | None:
        """When the id was made: UTC, to the millisecond, None for ids before Snowflake.

        The clock of the id generator, not of the post button: tolerate a second or two.
        Source: id layout and last sequential id, oduwsdl/tweetedat index.html.
        """
        number = int(self)
        if number <= LAST_SEQUENTIAL_ID:
            return None
        return SNOWFLAKE_EPOCH + timedelta(milliseconds=number >> 22)


class SourceName(StrEnum):
    """Who stated it (CONTRACT.md §2 `tweet.source`)."""

    SYNDICATION = "syndication"
    OEMBED = "oembed"
    API_V2 = "api_v2"
    WEB_ARCHIVE = "web_archive"
    RECORDED = "recorded"
    """Any other form that was handed in: v1.1, GraphQL, saved pages, an account's export."""


class Availability(StrEnum):
    """What is known of a tweet's state (CONTRACT.md §2)."""

    LIVE = "live"
    SUSPENDED = "suspended"
    ACCOUNT_GONE = "account_gone"
    PROTECTED = "protected"
    RULE_VIOLATION = "rule_violation"
    DELETED = "deleted"
    WITHHELD = "withheld"
    AGE_RESTRICTED = "age_restricted"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


class LinkKind(StrEnum):
    LINK = "link"
    MEDIA = "media"
    """The link that stands for a picture or video of the tweet: `pic.x.com/CODE`."""
    QUOTE = "quote"
    """A link to another tweet, shown as a quoted tweet below."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a tweet's words and its three spellings."""

    start: int
    end: int
    """Where it stands in `Tweet.text`: code points, end exclusive."""
    kind: LinkKind
    url: str
    """`https://t.co/CODE`; where the source states none, as `display`."""
    display: str
    """As X shows it, `…` at the end where X cuts it."""
    expanded: str | None
    """Where it leads; None where the source does not say."""


class MediaKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    ANIMATED_GIF = "animated_gif"


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendition of a video."""

    url: str
    content_type: str
    bitrate: int | None
    """Bits per second; None for playlists."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or video as a source names it; nothing of it is fetched yet."""

    kind: MediaKind
    image_url: str
    """As the source states it: the photo, or the poster of a video."""
    alt: str | None = None
    variants: tuple[Variant, ...] = ()
    link: str | None = None
    """`https://t.co/CODE` of the link that stands for it."""
    owner: StatusId | None = None
    """The tweet its `expanded_url` names: another tweet's where the media is re-used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tweet:
    """What one source says a tweet is."""

    status_id: StatusId
    handle: str | None
    """Without @, in the spelling the source gives; None where it names no author."""
    author_name: str | None = None
    user_id: str | None = None
    created_at: datetime | None = None
    """As the source states it, else from the id: aware UTC, whole seconds; None where neither tells."""
    text: str
    """The reader's text: entities decoded, links as X shows them, leading mentions and pic link kept."""
    links: tuple[Link, ...] = ()
    """In order of `start`."""
    shown: tuple[int, int] | None = None
    """The part X shows (hidden reply mentions and own media link cut off): code points of `text`; None: all."""
    language: str | None = None
    complete: bool = True
    """False where the words are known to go on: a note cut short, a truncated v1.1 text. Of the words only."""
    edit_ids: tuple[StatusId, ...] = ()
    """Every version the source names, oldest first."""
    quoted_status_id: StatusId | None = None
    in_reply_to_status_id: StatusId | None = None
    in_reply_to_handle: str | None = None
    retweet_of: StatusId | None = None
    """Where this is a plain retweet: the tweet that holds the words."""
    media: tuple[Media, ...] | None = None
    """In order; None where the source does not speak of media (oEmbed)."""
    avatar_url: str | None = None
    source: SourceName
    third_party: str | None = None
    """The name of the mirror or plug-in that stated it; None for X and for web archives."""
    memento: str | None = None
    """The address of the web archive's copy it was read from."""
    fetched_at: datetime | None = None
    record: RecordRef | None = None

    @property
    def url(self) -> str:
        """The address to show: https://x.com/<handle>/status/<id>, `i` where no author is named."""
        return f"https://x.com/{self.handle or 'i'}/status/{self.status_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What one source says of a tweet it does not show."""

    status_id: StatusId | None
    """None where the answer names none and nobody said which was asked."""
    availability: Availability
    """Never LIVE."""
    words: str | None = None
    """The source's own words or code; None where it was mute."""
    source: SourceName
    third_party: str | None = None
    """The name of the plug-in that says so: hearsay, which decides nothing."""
    memento: str | None = None
    fetched_at: datetime | None = None
    record: RecordRef | None = None


Statement = Tweet | Absence
"""What a source states: both are facts."""
