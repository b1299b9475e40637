"""What an archive holds, counted: embeds by year, state and verdict, and how long their tweets were shown (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any
from urllib.parse import unquote, urlsplit

from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict

NO_LONGER_PUBLIC = (
    Availability.SUSPENDED,
    Availability.ACCOUNT_GONE,
    Availability.PROTECTED,
    Availability.RULE_VIOLATION,
    Availability.DELETED,
)
"""What somebody stated. `not_found` and `unknown` are no statement, and count as no end."""
_SECONDS_A_MONTH = 365.25 / 12 * 86_400
_ITERATIONS, _SETTLED, _SMALLEST = 500, 1e-6, 1e-12  # shares that still move by less are drawn alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One embed, as it stands in the latest capture of its article."""

    url: str | None
    title: str | None
    source: str
    published: datetime | None
    """As the article's site states it."""
    captured_at: datetime | None
    file: str
    record_offset: int | None
    report: Mapping[str, Any]
    """`embeds[]` of the stored report (CONTRACT.md §2)."""
    now: Availability
    """The last state that somebody stated; that of the capture where nobody has since."""
    asked_at: datetime | None
    """When the tweet was last asked for."""

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.report["verdict"])

    @property
    def status_id(self) -> str | None:
        stated = self.report["status_id"]
        return str(stated) if stated else None

    @property
    def created_at(self) -> datetime | None:
        """Of the tweet, as a source states it."""
        tweet = self.report["tweet"]
        stated = tweet["created_at"] if tweet else None
        return datetime.fromisoformat(stated) if stated else None

    @property
    def year(self) -> str:
        """In which the tweet was written: by its source, else by the day that the article shows."""
        day = self.created_at
        shown = self.report["embed"]["date"]
        return str(day.year) if day else shown[:4] if shown else ""

    @property
    def month(self) -> str:
        """Of the article: in which it was published where its site says so, else first kept. `2026-11`, UTC."""
        day = self.published or self.captured_at
        return f"{day.astimezone(UTC):%Y-%m}" if day else ""

    @property
    def section(self) -> str:
        return section_of(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """What is known of how long one tweet was public."""

    created_at: datetime
    seen: datetime | None
    """The last time that it was known to be public; None where nobody looked while it was."""
    gone: datetime | None
    """The first time that somebody stated it was not; None where nobody has."""


@dataclass(frozen=True, slots=True)
class Survival:
    """Shares of tweets still public at their age."""

    tweets: int
    gone: int
    shares: tuple[float, ...]
    """At the end of each month of age, the first first; to the last age that was seen."""


def scope(holdings: Sequence[Holding]) -> str:
    """`5 embeds of 4 tweets in 1 article`."""
    tweets, articles = {one.status_id for one in holdings if one.status_id}, {one.file for one in holdings}
    counted = ((len(holdings), "embed"), (len(tweets), "tweet"), (len(articles), "article"))
    embeds, of, within = (f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counted)
    return f"{embeds} of {of} in {within}"


def section_of(url: str | None) -> str:
    """The site and the first part of the path that is a name: `news.example/world`; the site where there is none.

    The last part is the article itself; numbers are dates.
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    folders = [unquote(part) for part in parts.path.split("/")[:-1]]
    named = next((part for part in folders if part and not part[:1].isdigit() and len(part) <= 40), None)
    return f"{host}/{named}" if named else host


def crossed(
    holdings: Iterable[Holding], row: Callable[[Holding], str], column: Callable[[Holding], str]
) -> dict[str, Counter[str]]:
    """How many embeds there are of each row and column, rows sorted."""
    table: dict[str, Counter[str]] = {}
    for one in holdings:
        table.setdefault(row(one), Counter())[column(one)] += 1
    return dict(sorted(table.items()))


def survival(lifetimes: Sequence[Lifetime]) -> Survival:
    """How long tweets stay public, from their first second: the share that is left at each age.

    Nobody watches a tweet all the time: it goes somewhere between the last look that saw it and the first that did
    not. A tweet that is still public, or of which nobody can say, goes after the month of the last look that saw it.
    The estimate is the one that makes what was seen most likely.
    Source: B. W. Turnbull, The Empirical Distribution Function with Arbitrarily Grouped, Censored and Truncated Data,
    JRSS B 38 (1976): his self-consistency equation, solved by iteration, with ages in whole months.
    """
    known = [one for one in lifetimes if one.gone or one.seen]
    ages = [(_months(one, one.seen), _months(one, one.gone) if one.gone else None) for one in known]
    end = max((max(first, last or 0) for first, last in ages), default=0)
    spans = Counter((first + 1, end + 1) if last is None else (first, max(first, last)) for first, last in ages)
    left, shares = 1.0, []
    for share in _most_likely(spans, end + 2)[:-1]:
        left -= share
        shares.append(max(left, 0.0))
    return Survival(len(known), sum(1 for one in known if one.gone), tuple(shares))


def _months(one: Lifetime, at: datetime | None) -> int:
    return int(max((at - one.created_at).total_seconds(), 0.0) / _SECONDS_A_MONTH) if at else 0


def _most_likely(spans: Mapping[tuple[int, int], int], months: int) -> list[float]:
    """The share of tweets that go in each month of age, the last being never.

    Args: spans: how many go somewhere from one month to another, both included.
    """
    shares = [1 / months] * months
    total = sum(spans.values())
    for _ in range(_ITERATIONS if total else 0):
        before = list(accumulate(shares, initial=0.0))
        steps = [0.0] * (months + 1)
        for (first, last), number in spans.items():
            density = number / max(before[last + 1] - before[first], _SMALLEST)
            steps[first] += density
            steps[last + 1] -= density
        renewed = [share * weight / total for share, weight in zip(shares, accumulate(steps), strict=False)]
        moved = max(abs(new - old) for new, old in zip(renewed, shares, strict=True))
        shares = renewed
        if moved < _SETTLED:
            break
    return shares
