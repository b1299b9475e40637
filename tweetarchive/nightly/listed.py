"""What a site's list says of one article, and how lists write times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_NEVER = datetime.min.replace(tzinfo=UTC)
_FIRST_YEAR = 1990  # the first news sites; `0000-00-00`, `1970-01-01` and `-0001-11-30` are a CMS's ways to say nothing
_LAST_YEAR = 2200
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_SPACED_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)|\s*(?:UTC|GMT|Z)$", re.I)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list names it."""

    url: str
    lastmod: str | None = None
    """As written; None where nothing is."""
    published: datetime | None = None
    title: str | None = None
    language: str | None = None

    @property
    def modified(self) -> datetime | None:
        """`lastmod` as a time; None where it is none."""
        return parse_instant(self.lastmod)

    @property
    def when(self) -> datetime | None:
        """The latest time that the list knows of it."""
        known = [one for one in (self.modified, self.published) if one is not None]
        return max(known, default=None)

    def merged(self, other: Listed) -> Listed:
        """What two entries of one article say together: the later time, and whatever only one of them tells.

        An image sitemap or a text list names it without a time, a section's with an older one.
        """
        newer = other.lastmod if (other.modified or _NEVER) > (self.modified or _NEVER) else self.lastmod
        return Listed(
            self.url,
            newer or other.lastmod,
            max(filter(None, (self.published, other.published)), default=None),
            self.title or other.title,
            self.language or other.language,
        )


@dataclass(frozen=True, slots=True)
class ChildList:
    """Another list, named by a sitemap index."""

    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong with a list that was read all the same."""

    why: str


def parse_instant(text: str | None) -> datetime | None:
    """A time as lists write it: W3C (any precision, with and without zone), RFC 822; None for nonsense.

    Without zone it is taken for UTC, without time of day for midnight.
    """
    stated = (text or "").strip()
    if not stated or len(stated) > 64:
        return None
    try:
        if partial := _PARTIAL.fullmatch(stated):
            at = datetime(int(partial[1]), int(partial[2] or 1), 1, tzinfo=UTC)
        elif stated[0].isdecimal():
            at = _iso(stated)
        else:
            at = parsedate_to_datetime(stated)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return at if _FIRST_YEAR <= at.year < _LAST_YEAR else None


def _iso(stated: str) -> datetime:
    spelled = _SPACED_ZONE.sub(lambda found: "" if found[0].isspace() else "+00:00", stated)
    try:
        return datetime.fromisoformat(spelled.replace(",", "."))
    except ValueError:
        return parsedate_to_datetime(stated)  # `22 Nov 2026 10:00:00 GMT`
