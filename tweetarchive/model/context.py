"""Tweets that an embed shows or implies beside its own: quoted, answered, above it in a thread, other versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tweetarchive.model.evidence import Evidence
from tweetarchive.model.tweet import StatusId


class Context(StrEnum):
    """How far around an embed's tweet others are kept; each includes what stands before it."""

    NONE = "none"
    QUOTED = "quoted"
    PARENT = "parent"
    """The tweet that a reply answers: X's embed shows it above the reply."""
    THREAD = "thread"
    """Upwards, as long as the author answers himself."""

    def includes(self, other: Context) -> bool:
        return list(Context).index(self) >= list(Context).index(other)


class Relation(StrEnum):
    VERSION = "version"
    QUOTED = "quoted"
    PARENT = "parent"
    THREAD = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One such tweet, and what is held about it."""

    relation: Relation
    of: StatusId
    """The tweet that an embed stands for."""
    evidence: Evidence
