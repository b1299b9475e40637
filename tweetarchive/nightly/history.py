"""What has become of a tweet, observation by observation. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tweetarchive.archive.ledger_rows import Observation, TweetRow
from tweetarchive.model.fate import Fate
from tweetarchive.model.tweet import Availability

MILESTONES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""After the first sight of a tweet, when it is asked for again: most that go, go early."""
SELDOM = timedelta(days=90)
"""Between two questions after that."""
AGAIN = timedelta(days=1)
"""After a question that got no statement: not seen, or nobody answered."""
PATIENCE = 3
"""So many questions in a row without a statement are asked AGAIN; then the schedule goes on."""


_STATED = {
    Availability.SUSPENDED: Fate.GONE,
    Availability.ACCOUNT_GONE: Fate.GONE,
    Availability.RULE_VIOLATION: Fate.GONE,
    Availability.DELETED: Fate.GONE,
    Availability.PROTECTED: Fate.PROTECTED,
    Availability.WITHHELD: Fate.RESTRICTED,
    Availability.AGE_RESTRICTED: Fate.RESTRICTED,
    Availability.LIVE: Fate.BACK,
}
"""What it is called when this is stated and was not before. `not_found` and `unknown` are no statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One observation, and what it changed."""

    seen: Observation
    before: Availability
    """The last state that somebody had stated; UNKNOWN where nobody had."""
    state: Availability
    """The last one that somebody stated now."""
    misses: int
    """Answers 404 in a row up to this one; failures are not counted, neither for nor against."""
    silent: int
    """Questions in a row up to this one that got no statement."""
    handle_before: str | None
    text_before: str | None
    changes: tuple[Fate, ...]


def steps(observations: Iterable[Observation]) -> tuple[Step, ...]:
    """The history of one tweet.

    Args: observations: of one tweet, oldest first.
    """
    found: list[Step] = []
    state, misses, silent = Availability.UNKNOWN, 0, 0
    handle: str | None = None
    text: str | None = None
    versions: frozenset[str] = frozenset()
    for seen in observations:
        now, before = Availability(seen.availability), state
        changes: list[Fate] = []
        if now in _STATED:
            state, misses, silent = now, 0, 0
            if Availability.UNKNOWN is not before is not now and _STATED[now] is not _STATED[before]:
                changes.append(_STATED[now])
        else:
            misses += now is Availability.NOT_FOUND
            silent += 1
            if now is Availability.NOT_FOUND and state is Availability.LIVE:
                changes.append(Fate.NOT_SEEN)
        new = {*seen.edit_ids, seen.status_id} - versions if seen.edit_ids else set()
        if new and versions:
            changes.append(Fate.EDITED)
        if seen.handle and handle and seen.handle.lower() != handle.lower():
            changes.append(Fate.RENAMED)
        found.append(
            Step(
                seen=seen,
                before=before,
                state=state,
                misses=misses,
                silent=silent,
                handle_before=handle,
                text_before=text,
                changes=tuple(changes),
            )
        )
        handle, text = seen.handle or handle, seen.text or text
        versions |= {*seen.edit_ids, seen.status_id} if seen.availability == Availability.LIVE else frozenset()
    return tuple(found)


def due_at(tweet: TweetRow) -> datetime:
    """When a tweet is to be asked for again."""
    return tweet.next_due or next_due(tweet.first_seen, tweet.last_asked)


def next_due(first_seen: datetime, asked: datetime, *, silent: int = 0) -> datetime:
    """When a tweet that was asked for is to be asked for again.

    Args: silent: questions in a row that got no statement, the last one included.
    """
    if 0 < silent <= PATIENCE:
        return asked + AGAIN
    coming = (first_seen + after for after in MILESTONES)
    return next((at for at in coming if at > asked), asked + SELDOM)
