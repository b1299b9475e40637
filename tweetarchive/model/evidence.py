"""What is held about the tweet of one embed: what the sources found, what the checks may use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tweetarchive.model.tweet import Absence, Availability, StatusId, Tweet


class ResolvedBy(StrEnum):
    """How an embed came to its status id (CONTRACT.md §2)."""

    PERMALINK = "permalink"
    PIC_LINK = "pic_link"
    WEB_ARCHIVE = "web_archive"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be fetched, archived or checked (CONTRACT.md §2 `problems`)."""

    what: str
    """One word of a closed set: article · tweet · media · link · source · record · page."""
    url: str | None
    why: str
    """A sentence without machine, clock or locale in it: the same bytes on every run over the same archive."""
    partial: bool = False
    """True where another answer made up for it: told, and never a reason for exit 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything at hand about one embed's tweet. Empty evidence proves nothing."""

    status_id: StatusId | None = None
    """The tweet it is about: the one the mark-up names, or the one it was resolved to."""
    resolved_by: ResolvedBy | None = None
    tweet: Tweet | None = None
    """The one to show and to judge by: the first complete one in source order, else the first."""
    witnesses: tuple[Tweet, ...] = ()
    """Web archives' copies that state the same as `tweet`, which X serves: X is not alone in saying so."""
    statements: tuple[Tweet, ...] = ()
    """Every tweet at hand, `tweet` included: other sources' words for it, other versions, quoted and quoting
    tweets, thread parts, retweets; told apart by their ids and by what they say of one another."""
    absences: tuple[Absence, ...] = ()
    """What sources said of it instead of showing it."""
    unsought: bool = False
    """Whether the web archives that may show the account under an earlier name could not be asked."""
    availability: Availability = Availability.UNKNOWN
    problems: tuple[Problem, ...] = ()
