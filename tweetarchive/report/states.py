"""What has become of a tweet: the state last stated, who stated it and when, and what was asked since (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tweetarchive.model.tweet import Availability
from tweetarchive.report.judged import STATES
from tweetarchive.report.layout import exact

NO_LONGER_PUBLIC = (
    Availability.SUSPENDED,
    Availability.ACCOUNT_GONE,
    Availability.PROTECTED,
    Availability.RULE_VIOLATION,
    Availability.DELETED,
)
"""What somebody stated. `not_found` and `unknown` are no statement, and count as no end."""
UNSTATED = (Availability.NOT_FOUND, Availability.UNKNOWN)


class Group(StrEnum):
    """States as they are counted; all that can be chosen."""

    LIVE = "live"
    DELETED = "deleted"
    PROTECTED = "protected"
    GONE = "gone otherwise"
    RESTRICTED = "restricted"
    NOT_FOUND = "not found"
    UNKNOWN = "unknown"


GROUPS = {
    Availability.LIVE: Group.LIVE,
    Availability.DELETED: Group.DELETED,
    Availability.PROTECTED: Group.PROTECTED,
    Availability.SUSPENDED: Group.GONE,
    Availability.ACCOUNT_GONE: Group.GONE,
    Availability.RULE_VIOLATION: Group.GONE,
    Availability.WITHHELD: Group.RESTRICTED,
    Availability.AGE_RESTRICTED: Group.RESTRICTED,
    Availability.NOT_FOUND: Group.NOT_FOUND,
    Availability.UNKNOWN: Group.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What was said of a tweet at one time, and the record that shows it."""

    at: datetime
    availability: Availability
    source: str | None = None
    """Who said so; None where nobody said anything."""
    words: str | None = None
    """The source's own, where it does not show the tweet."""
    file: str | None = None
    record_offset: int | None = None
    record_id: str | None = None
    recheck: bool = False
    """Whether the WARC is a recheck's, and not an article's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    now: Availability = Availability.UNKNOWN
    """The last one that somebody stated; `not_found` and `unknown` only where nobody ever stated any."""
    stated: Sight | None = None
    """The last time that somebody stated it."""
    since: tuple[Sight, ...] = field(default=())
    """Asked later, without a statement: the last 404, and the last question of all."""
    last_live: datetime | None = None
    gone_since: datetime | None = None
    """The first time that somebody stated it was no longer public, of a tweet that is not now."""

    @property
    def asked_at(self) -> datetime | None:
        last = self.since[-1] if self.since else self.stated
        return last.at if last else None

    @property
    def evidence(self) -> Sight | None:
        """What shows the state; of a tweet that nobody stated anything of, what shows that."""
        return self.stated or (self.since[0] if self.since else None)

    @property
    def group(self) -> Group:
        return GROUPS[self.now]


def state_of(sights: Iterable[Sight]) -> State:
    """Args: sights: of one tweet, oldest first."""
    stated: Sight | None = None
    missed: Sight | None = None
    asked: Sight | None = None
    last_live = gone_since = None
    for one in sights:
        if one.availability in UNSTATED:
            asked = one
            missed = one if one.availability is Availability.NOT_FOUND else missed
            continue
        stated, missed, asked = one, None, None
        last_live = one.at if one.availability is Availability.LIVE else last_live
        gone_since = (gone_since or one.at) if one.availability in NO_LONGER_PUBLIC else None
    unstated = Availability.NOT_FOUND if missed else Availability.UNKNOWN
    return State(
        now=stated.availability if stated else unstated,
        stated=stated,
        since=tuple(dict.fromkeys(one for one in (missed, asked) if one)),
        last_live=last_live,
        gone_since=gone_since,
    )


def in_a_sentence(state: State) -> str:
    """`still on X on 2026-02-01; asked again on 2026-11-28, without an answer`."""
    told = STATES[state.now]
    if state.stated:
        as_stated = "" if state.now is Availability.LIVE else ", as stated"
        told += f"{as_stated} on {day(state.stated.at)}"
    again = " again" if state.stated else ""
    for one in state.since:
        answer = "not found" if one.availability is Availability.NOT_FOUND else "without an answer"
        told += f"; asked{again} on {day(one.at)}{': ' if answer == 'not found' else ', '}{answer}"
        again = " again"
    return told


def state_to_dict(state: State) -> dict[str, Any]:
    """`now` of `report --json`."""
    shown = state.evidence
    return {
        "availability": state.now.value,
        "stated_at": exact(state.stated.at) if state.stated else None,
        "asked_at": exact(state.asked_at),
        "last_live": exact(state.last_live),
        "gone_since": exact(state.gone_since),
        "source": shown.source if shown else None,
        "words": shown.words if shown else None,
        "record": {"file": shown.file, "offset": shown.record_offset, "id": shown.record_id} if shown else None,
    }


def day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"
