"""What a night is asked to do, and what is told of it while it lasts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tweetarchive.archive.network import Network
from tweetarchive.model.report import ArticleReport
from tweetarchive.nightly.discover import Trouble
from tweetarchive.nightly.plan import Selection
from tweetarchive.nightly.visit import Outcome
from tweetarchive.pipeline import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSettings:
    selection: Selection = field(default_factory=Selection)
    settings: Settings = field(default_factory=Settings)
    network: Network = field(default_factory=Network)
    workers: int = 8
    """Pages in work at once, and beside them as many articles that are being archived."""
    per_host: int = 2
    """Requests to one site under way at once."""
    ignore_robots: bool = False
    time_limit: float | None = None
    """Seconds after which no further article is begun."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The lists of one more site are read: so many articles are to be visited by now."""

    due: int


@dataclass(frozen=True, slots=True)
class Begun:
    """All lists are read: how many articles are to be visited, and why the others are left."""

    due: int
    decisions: Counter[str]
    goes_on: bool
    """Whether it goes on with a run that was interrupted."""


@dataclass(frozen=True, slots=True)
class Archived:
    report: ArticleReport
    reason: str | None
    changes: dict[str, Any] | None
    """What changed among its embeds since the capture before; None where this is the first."""


@dataclass(frozen=True, slots=True)
class Passed:
    """An article that was visited, or given up, and not archived."""

    url: str
    outcome: Outcome
    why: str | None
    held: str | None = None
    """The WARC that holds its latest capture; None where it was never captured."""


@dataclass(frozen=True, slots=True)
class Ended:
    counts: Counter[str]
    """Outcomes."""
    left: int
    """Articles that were due and not begun: time or budget were used up, or the run was stopped."""


Event = Trouble | Offered | Begun | Archived | Passed | Ended
