"""What lies between two reports: by order of entry, for what was begun before a report may be entered after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tweetarchive.archive.ledger_rows import RunRow, Told, VisitRow
from tweetarchive.archive.ledger_view import LedgerView

KIND = "morning"
"""Of the runs that made a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    since: datetime | None
    """None: from the beginning."""
    until: datetime
    files: frozenset[str]
    """The WARCs that came in."""
    visits: tuple[VisitRow, ...]
    """In order."""
    runs: tuple[RunRow, ...]
    """In order."""


def after(view: LedgerView, told: Told | None, until: datetime) -> Period:
    """All that was entered since somebody was told; all there is where nobody ever was."""
    visits = view.visits_after(told.visits if told else 0)
    since = told.until if told else None
    return _period(view, since, until, view.entered_after(told.warcs if told else 0), visits)


def looking_back(view: LedgerView, since: datetime, until: datetime) -> Period:
    """What was captured, asked for and visited since a day."""
    captured = (one.file for one in view.captures(since=since))
    seen = (one.file for one in view.observations(since=since))
    return _period(view, since, until, frozenset((*captured, *seen)), view.visits_since(since))


def _period(
    view: LedgerView, since: datetime | None, until: datetime, files: frozenset[str], visits: Iterable[VisitRow]
) -> Period:
    visits = tuple(visits)
    visiting = {one.run for one in visits}
    runs = tuple(one for one in reversed(view.runs()) if one.kind != KIND and _is_within(one, since, visiting))
    return Period(since=since, until=until, files=files, visits=visits, runs=runs)


def _is_within(run: RunRow, since: datetime | None, visiting: set[int]) -> bool:
    under_way = run.ended is None and not run.interrupted
    return since is None or under_way or (run.ended or run.started) >= since or run.id in visiting
