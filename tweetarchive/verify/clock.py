"""Does the date shown fit the tweet's instant? Source: reference/verification.md §4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from tweetarchive.model.article import ShownDate
from tweetarchive.model.tweet import StatusId, Tweet
from tweetarchive.model.verdict import DateOutcome, Finding

QUARTER_HOURS = range(-12 * 4, 14 * 4 + 1)
"""Every offset from UTC that a clock somewhere may show: UTC-12 to UTC+14 in quarter hours."""
TOLERANCE = (timedelta(0), timedelta(seconds=2), timedelta(seconds=-2))
"""The id's clock is the id generator's, not the post button's."""
DISAGREES = timedelta(seconds=3)
"""By more than slips and whole seconds explain: then both moments are told."""


def instants_of(embed_id: StatusId | None, tweet: Tweet | None, versions: Sequence[Tweet]) -> tuple[datetime, ...]:
    """The moments the article may have dated: the tweet's, its held versions'; without a copy the permalink's."""
    if tweet is None:
        moment = embed_id.created_at if embed_id else None
        return (moment,) if moment else ()
    found = [one.status_id.created_at or one.created_at for one in (tweet, *versions)]
    if embed_id is not None and embed_id in tweet.edit_ids:
        found.append(embed_id.created_at)
    return tuple(dict.fromkeys(moment for moment in found if moment is not None))


def what_is_said(embed_id: StatusId | None, tweet: Tweet | None) -> str | None:
    """What the number says of itself, with no network and no source at all, and what the source says where that is
    another moment: `the id says 2019-10-13 11:42:07 UTC`. None where neither tells."""
    number = tweet.status_id if tweet else embed_id
    clock = number.created_at if number else None
    stated = tweet.created_at if tweet else None
    if clock is None:
        return f"the source says {_utc(stated)}; the id holds no clock" if stated else None
    if stated is None or abs(stated - clock) <= DISAGREES:
        return f"the id says {_utc(clock)}"
    return f"the id says {_utc(clock)}, the source {_utc(stated)}"


def check_date(shown: ShownDate | None, instants: Sequence[datetime], told: str | None = None) -> Finding[DateOutcome]:
    """Judge the day, and the clock time where one is shown, against each instant the tweet may be dated by.

    Args: told: what the first instant rests on, for the note: as `what_is_said`.
    """
    archived = _utc(instants[0]) if instants else None
    told = told or (archived and f"it was made {archived}")
    besides = f"; {told}" if told else ""
    if shown is None:
        note = f"The article shows no date{besides}."
        return Finding(DateOutcome.NOT_STATED, note, "not_stated", None, archived)
    if not (shown.readings or shown.yearless):
        note = f"The date shown is no calendar date that could be read{besides}."
        return Finding(DateOutcome.NOT_CHECKABLE, note, "unread", shown.text, archived)
    if not instants:
        note = "Nothing at hand tells when the tweet was made: no copy, and its number holds no clock."
        return Finding(DateOutcome.NOT_CHECKABLE, note, "no_clock", shown.text)
    outcomes = [_best(day, shown, instants) for day in shown.readings or shown.yearless]
    if DateOutcome.DIFFERENT in outcomes and set(outcomes) != {DateOutcome.DIFFERENT}:
        note = f"The date can be read in two ways; one of them fits: {told}."
        return Finding(DateOutcome.AMBIGUOUS, note, "two_readings", shown.text, archived)
    outcome = outcomes[0]
    day, rule = "date", outcome.value
    if not shown.readings:
        day, rule = "month and day, without a year,", f"{rule}_without_year"
    note = {
        DateOutcome.SAME_UTC_DAY: f"The {day} shown is the tweet's: {told}.",
        DateOutcome.TZ_COMPATIBLE: f"The {day} shown is the tweet's in some time zones, not in UTC: {told}.",
    }.get(outcome, f"The {day} shown is not the tweet's in any time zone: {told}.")
    return Finding(outcome, note, rule, shown.text, archived)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


Day = date | tuple[int, int]
"""With the year, or month and day alone."""


def _best(day: Day, shown: ShownDate, instants: Sequence[datetime]) -> DateOutcome:
    outcomes = {_judge(day, shown, moment) for moment in instants}
    for outcome in (DateOutcome.SAME_UTC_DAY, DateOutcome.TZ_COMPATIBLE):
        if outcome in outcomes:
            return outcome
    return DateOutcome.DIFFERENT


def _judge(day: Day, shown: ShownDate, moment: datetime) -> DateOutcome:
    offsets = [timedelta(minutes=15 * quarter) for quarter in QUARTER_HOURS]
    if shown.utc_offset is not None:
        offsets = [shown.utc_offset]
    utc = moment.astimezone(UTC)
    for offset in offsets:
        for slip in TOLERANCE if shown.clock else TOLERANCE[:1]:
            local = utc + offset + slip
            clock = shown.clock
            if _is_day(local, day) and (clock is None or (local.hour, local.minute) == (clock.hour, clock.minute)):
                return DateOutcome.SAME_UTC_DAY if _is_day(utc, day) else DateOutcome.TZ_COMPATIBLE
    return DateOutcome.DIFFERENT


def _is_day(moment: datetime, day: Day) -> bool:
    return moment.date() == day if isinstance(day, date) else (moment.month, moment.day) == day
