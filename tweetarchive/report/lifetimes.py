"""How long tweets stay public, from what was seen of them now and then (pure)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

_SECONDS_A_MONTH = 365.25 / 12 * 86_400
_ITERATIONS, _SETTLED, _SMALLEST = 2_000, 1e-7, 1e-12  # shares that still move by less are drawn alike


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
    """Shares of tweets still public at the end of each month of age, the first first."""

    tweets: int
    gone: int
    at_least: tuple[float, ...]
    """Where every tweet goes as early as what was seen allows."""
    at_most: tuple[float, ...]
    """Where every tweet goes as late: between the two, nothing that was seen decides."""
    watched: tuple[int, ...]
    """Tweets of which something is known at that age or later."""


def survival(lifetimes: Sequence[Lifetime]) -> Survival:
    """How long tweets stay public, from their first second: the share that is left at each age.

    Nobody watches a tweet all the time: it goes somewhere between the last look that saw it and the first that did
    not. A tweet that is still public, or of which nobody can say, goes after the month of the last look that saw it.
    The estimate is the one that makes what was seen most likely. It tells how many go within each innermost interval,
    and not when within it.
    Source: B. W. Turnbull, The Empirical Distribution Function with Arbitrarily Grouped, Censored and Truncated Data,
    JRSS B 38 (1976): his innermost intervals and self-consistency equation, solved by iteration, ages in whole months.
    """
    known = [one for one in lifetimes if one.gone or one.seen]
    ages = [(_months(one, one.seen), _months(one, one.gone) if one.gone else None) for one in known]
    last = [max(first, end or 0) for first, end in ages]
    end = max(last, default=0)
    spans = Counter((first + 1, end + 1) if gone is None else (first, max(first, gone)) for first, gone in ages)
    intervals = _innermost(spans)
    shares = _most_likely(spans, intervals)
    early, late = [0.0] * (end + 2), [0.0] * (end + 2)
    for (first, final), share in zip(intervals, shares, strict=True):
        early[first] += share
        late[final] += share
    reached = Counter(last)
    watched = list(accumulate(reached[age] for age in range(end, -1, -1)))[::-1]
    return Survival(
        tweets=len(known),
        gone=sum(1 for one in known if one.gone),
        at_least=_left(early),
        at_most=_left(late),
        watched=tuple(watched) if known else (),
    )


def _months(one: Lifetime, at: datetime | None) -> int:
    return int(max((at - one.created_at).total_seconds(), 0.0) / _SECONDS_A_MONTH) if at else 0


def _left(goes: Sequence[float]) -> tuple[float, ...]:
    """What is left after each month; the last is never, and left out."""
    return tuple(min(max(1.0 - gone, 0.0), 1.0) for gone in accumulate(goes[:-1]))


def _innermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where spans overlap most narrowly: from a beginning to an end with neither between. Sorted."""
    listed = list(spans)
    marks = sorted({(first, 0) for first, _ in listed} | {(last, 1) for _, last in listed})
    return [(here, there) for (here, ends), (there, then_ends) in pairwise(marks) if not ends and then_ends]


def _most_likely(spans: Mapping[tuple[int, int], int], intervals: Sequence[tuple[int, int]]) -> list[float]:
    """The share of tweets that go in each of the innermost intervals.

    Args: spans: how many go somewhere from one month to another, both included.
    """
    within = Counter[tuple[int, int]]()
    firsts, lasts = [first for first, _ in intervals], [last for _, last in intervals]
    for (first, last), number in spans.items():
        within[bisect_left(firsts, first), bisect_right(lasts, last) - 1] += number
    total = sum(spans.values())
    shares = [1 / max(len(intervals), 1)] * len(intervals)
    for _ in range(_ITERATIONS if total else 0):
        before = list(accumulate(shares, initial=0.0))
        steps = [0.0] * (len(intervals) + 1)
        for (first, last), number in within.items():
            density = number / max(before[last + 1] - before[first], _SMALLEST)
            steps[first] += density
            steps[last + 1] -= density
        renewed = [share * weight / total for share, weight in zip(shares, accumulate(steps), strict=False)]
        moved = max(abs(new - old) for new, old in zip(renewed, shares, strict=True))
        shares = renewed
        if moved < _SETTLED:
            break
    return shares
