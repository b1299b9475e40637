"""Which of the articles that a site offers are to be visited tonight, and why. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tweetarchive.archive.ledger_rows import ArticleRow
from tweetarchive.model.address import article_key
from tweetarchive.nightly.listed import Listed, parse_instant

SAME_NIGHT = timedelta(hours=12)  # what was visited within is not visited again for its age alone
_YOUNG, _GROWN = timedelta(days=7), timedelta(days=60)
_SELDOM, _RARELY = timedelta(days=7), timedelta(days=60)
"""An article is looked at every night while it is _YOUNG, then every _SELDOM, and beyond _GROWN every _RARELY: most
corrections come in the first days."""
TRIES = 5  # nights in a row that a failing article is tried again; then as seldom as others of its age


class Reason(StrEnum):
    """Why an article is visited."""

    NEW = "new"
    CHANGED = "lastmod_changed"
    FAILED = "failed_before"
    INCOMPLETE = "incomplete_before"
    """Its latest capture lacks a tweet, because a source failed."""
    DUE = "due_for_a_look"
    CLOCK = "clock_was_wrong"
    """Its last visit lies in the future."""
    ALL = "all_asked_for"


class Left(StrEnum):
    """Why an article is left."""

    UNCHANGED = "seen_not_long_ago"
    DONE = "done_tonight"
    """By the interrupted run that this one goes on with."""
    EXCLUDED = "excluded"
    OUT_OF_TIME = "not_of_the_days_asked_for"
    REPEATED = "listed_twice"
    DISALLOWED = "disallowed_by_robots"
    POSTPONED = "postponed"
    """Its site cannot say what it allows: seen in a dry run only, a night learns it when it gets there."""
    BEYOND_LIMIT = "beyond_the_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the user wants of all that is offered."""

    include: re.Pattern[str] | None = None
    exclude: re.Pattern[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    """By `Listed.when`; articles of which the list tells no time are never left for it."""
    limit: int | None = None
    everything: bool = False
    """Visit all, whatever is known of them."""

    def leaves(self, listed: Listed) -> Left | None:
        if (self.include and not self.include.search(listed.url)) or (self.exclude and self.exclude.search(listed.url)):
            return Left.EXCLUDED
        when = listed.when
        if when and ((self.since and when < self.since) or (self.until and when >= self.until)):
            return Left.OUT_OF_TIME
        return None


@dataclass(frozen=True, slots=True)
class Planned:
    listed: Listed
    key: str
    decision: Reason | Left
    known: ArticleRow | None = None


def plan(
    offered: Iterable[Listed],
    known: Callable[[str], ArticleRow | None],
    selection: Selection,
    now: datetime,
    *,
    going_on_since: datetime | None = None,
    incomplete: Container[int] = (),
    seen: set[str] | None = None,
    heed: Callable[[Planned], Planned] = lambda planned: planned,
) -> list[Planned]:
    """Decide on each article once, in the order in which they are to be visited, then those that are left.

    Args:
        known: what the ledger has of an address.
        going_on_since: when the interrupted run began that this one goes on with.
        incomplete: articles (`ArticleRow.id`) whose capture is to be completed.
        seen: keys of the articles that were decided on before; those of these are added.
        heed: leaves what may not be visited; asked of no more articles than a limit needs.
    """
    seen = set() if seen is None else seen
    due: list[Planned] = []
    left: list[Planned] = []
    articles: dict[str, Listed] = {}
    for one in offered:
        key = article_key(one.url)
        if key in seen or key in articles:
            left.append(Planned(one, key, Left.REPEATED))
        articles[key] = articles[key].merged(one) if key in articles else one
    for key, listed in articles.items():
        if key in seen:
            continue
        row = None
        decision: Reason | Left | None = selection.leaves(listed)
        if decision is None:
            row = known(listed.url)
            decision = _decide(listed, key, row, now, selection.everything, going_on_since)
            if (
                row
                and row.id in incomplete
                and _is_another_night(row, now)
                and decision in (Reason.DUE, Left.UNCHANGED)
            ):
                decision = Reason.INCOMPLETE
        seen.add(key)
        (due if isinstance(decision, Reason) else left).append(Planned(listed, key, decision, row))
    due.sort(key=urgency)
    if selection.limit is not None:
        due, beyond = _limited(due, selection.limit, heed)
        left += beyond
    return due + left


def _limited(due: list[Planned], limit: int, heed: Callable[[Planned], Planned]) -> tuple[list[Planned], list[Planned]]:
    """The first so many that may be visited, and those that are left: what is disallowed takes nobody's place."""
    chosen: list[Planned] = []
    left: list[Planned] = []
    for one in due:
        heeded = heed(one) if len(chosen) < limit else replace(one, decision=Left.BEYOND_LIMIT)
        (chosen if isinstance(heeded.decision, Reason) else left).append(heeded)
    return chosen, left


def _is_another_night(known: ArticleRow, now: datetime) -> bool:
    return known.last_visit is None or now - known.last_visit >= SAME_NIGHT


def urgency(planned: Planned) -> tuple[bool, float]:
    """Failed ones last; else the newest first: if the night ends early, it ends with the oldest."""
    when = planned.listed.when
    return planned.decision is Reason.FAILED, -(when.timestamp() if when else 0.0)


def _decide(
    listed: Listed, key: str, known: ArticleRow | None, now: datetime, everything: bool, going_on_since: datetime | None
) -> Reason | Left:
    if known is None or (known.last_visit is None and not known.failures):
        return Reason.NEW
    visited = known.last_visit
    if visited and going_on_since and visited >= going_on_since and not known.failures:
        return Left.DONE
    if visited and visited > now + SAME_NIGHT:
        return Reason.CLOCK
    if everything:
        return Reason.ALL
    if known.failures and known.failures <= TRIES:
        return Reason.FAILED
    if listed.lastmod and not _same_time(listed.lastmod, known.lastmod):
        return Reason.CHANGED
    if visited and now - visited < interval(key, listed.when or known.published or known.first_seen, now):
        return Left.UNCHANGED
    return Reason.DUE


def interval(key: str, born: datetime, now: datetime) -> timedelta:
    """How long an article is left alone; a quarter more or less by its key, so that they do not all come at once."""
    age = now - born
    if age < _YOUNG:
        return SAME_NIGHT
    spread = 0.75 + zlib.crc32(key.encode("utf-8", "surrogatepass")) / 2**33
    return (_SELDOM if age < _GROWN else _RARELY) * spread


def _same_time(one: str, other: str | None) -> bool:
    """The same text, or the same time in another spelling."""
    if one == other:
        return True
    at = parse_instant(one)
    return at is not None and at == parse_instant(other)
