"""What the checks saw, and what follows from it: the closed sets of CONTRACT.md §2."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

UNSOUGHT = "unsought"
"""The rule of a handle that is not the author's now, where it could not be asked whether it was once."""
RULES_VERSION = "3"
"""Raised whenever a rule changes what an unchanged archive is said to hold."""


class TextOutcome(StrEnum):
    IDENTICAL = "identical"
    SAME_NORMALISED = "same_normalised"
    EARLIER_EDIT = "earlier_edit"
    TRUNCATED_BY_X = "truncated_by_x"
    EXCERPT_MARKED = "excerpt_marked"
    EXCERPT_UNMARKED = "excerpt_unmarked"
    MARKED_EDIT = "marked_edit"
    ALTERED_MINOR = "altered_minor"
    ALTERED_MEANING = "altered_meaning"
    COMPOSITE = "composite"
    DIFFERENT = "different"
    NOT_QUOTED = "not_quoted"
    NOT_CHECKABLE = "not_checkable"


class HandleOutcome(StrEnum):
    MATCH = "match"
    RENAMED = "renamed"
    RETWEETER_SHOWN = "retweeter_shown"
    RETWEETER = "retweeter"
    NAME_ONLY = "name_only"
    DIFFERENT = "different"
    MIXED = "mixed"
    NOT_STATED = "not_stated"
    NOT_CHECKABLE = "not_checkable"


class NameOutcome(StrEnum):
    MATCH = "match"
    NORMALISED = "normalised"
    DIFFERENT = "different"
    NOT_STATED = "not_stated"
    NOT_CHECKABLE = "not_checkable"


class DateOutcome(StrEnum):
    SAME_UTC_DAY = "same_utc_day"
    TZ_COMPATIBLE = "tz_compatible"
    AMBIGUOUS = "ambiguous"
    DIFFERENT = "different"
    NOT_STATED = "not_stated"
    NOT_CHECKABLE = "not_checkable"


class StatusIdOutcome(StrEnum):
    MATCH = "match"
    EARLIER_VERSION = "earlier_version"
    RETWEET = "retweet"
    ABSENT = "absent"
    DIFFERENT = "different"
    NOT_CHECKABLE = "not_checkable"


class MediaOutcome(StrEnum):
    MATCH = "match"
    NONE = "none"
    ABSENT_IN_QUOTE = "absent_in_quote"
    DIFFERENT = "different"
    NOT_CHECKABLE = "not_checkable"


CONTRADICTIONS = frozenset(
    {
        TextOutcome.ALTERED_MEANING,
        TextOutcome.DIFFERENT,
        HandleOutcome.DIFFERENT,
        HandleOutcome.MIXED,
        HandleOutcome.RETWEETER,
        DateOutcome.DIFFERENT,
        StatusIdOutcome.DIFFERENT,
        MediaOutcome.DIFFERENT,
    }
)
"""Any of these makes a mismatch. The display name never decides: it changes freely."""


class Weight(StrEnum):
    """How much a change weighs."""

    FORM = "form"
    """Explained by a normalisation class."""
    MINOR = "minor"
    MEANING = "meaning"


class ChangeOp(StrEnum):
    REPLACE = "replace"
    INSERT = "insert"
    """Words the article has and the tweet has not."""
    DELETE = "delete"
    """Words the tweet has and the article has not."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place where quote and archived text part, in the original characters of both."""

    op: ChangeOp
    quoted: str
    archived: str
    weight: Weight
    reason: str | None = None
    """What weighed it: `number`, `negation`, `name`, `typo`, a class name …"""
    quoted_at: tuple[int, int] = (0, 0)
    archived_at: tuple[int, int] = (0, 0)
    """Code points of the quote and of the archived text, end exclusive: where to show it."""


class Confidence(StrEnum):
    """How firmly a quote is tied to the tweet it is judged by. Never changes a verdict."""

    STRONG = "strong"
    """By number, handle and whole text."""
    MEDIUM = "medium"
    """By two of them."""
    WEAK = "weak"


Outcome = TypeVar("Outcome", bound=StrEnum, covariant=True)


@dataclass(frozen=True, slots=True)
class Finding(Generic[Outcome]):
    """What one check saw."""

    outcome: Outcome
    note: str
    """One sentence in plain words, for a reader."""
    rule: str | None = None
    """The rule that decided, by its name in docs/verdicts.md."""
    quoted: str | None = None
    archived: str | None = None
    """The two raw values that were compared."""
    changes: tuple[Change, ...] = ()
    classes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    confidence: Confidence | None = None
    """Of the text check only; None where nothing is tied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All checks of one embed; None where a check was not run. All None: nothing was checked, nothing is proved."""

    text: Finding[TextOutcome] | None = None
    handle: Finding[HandleOutcome] | None = None
    author_name: Finding[NameOutcome] | None = None
    date: Finding[DateOutcome] | None = None
    status_id: Finding[StatusIdOutcome] | None = None
    media: Finding[MediaOutcome] | None = None


class Verdict(StrEnum):
    """Of an embed; of an article the worst of its embeds, in this order."""

    MISMATCH = "mismatch"
    UNCHECKABLE = "uncheckable"
    MATCH_WITH_DIFFERENCES = "match_with_differences"
    MATCH = "match"
    NO_QUOTE = "no_quote"
    NO_EMBEDS = "no_embeds"
    """Of an article only."""
