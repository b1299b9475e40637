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


def instants_of(embed_id: StatusId | None, tweet: Tweet | None, versions: Sequence[Tweet]) -> tuple[datetime, ...]:
    """The moments the article may have dated: the tweet's, its held versions'; without a copy the permalink's."""
    if tweet is None:
        moment = embed_id.created_at if embed_id else None
        return (moment,) if moment else ()
    found = [one.status_id.created_at or one.created_at for one in (tweet, *versions)]
    if embed_id is not None and embed_id in tweet.edit_ids:
        found.append(embed_id.created_at)
    return tuple(dict.fromkeys(moment for moment in found if moment is not None))


def check_date(shown: ShownDate | None, instants: Sequence[datetime]) -> Finding[DateOutcome]:
    """Judge the day, and the clock time where one is shown, against each instant the tweet may be dated by."""
    if shown is None:
        return Finding(DateOutcome.NOT_STATED, "The article shows no date.", "not_stated")
    if not shown.readings:
        return Finding(
            DateOutcome.NOT_CHECKABLE, "The date shown is no calendar date that could be read.", "unread", shown.text
        )
    if not instants:
        note = "Nothing at hand tells when the tweet was made: no copy, and its number holds no clock."
        return Finding(DateOutcome.NOT_CHECKABLE, note, "no_clock", shown.text)
    archived = _utc(instants[0])
    outcomes = [_best(day, shown, instants) for day in shown.readings]
    if DateOutcome.DIFFERENT in outcomes and set(outcomes) != {DateOutcome.DIFFERENT}:
        note = f"The date can be read in two ways; one of them fits (the tweet is of {archived})."
        return Finding(DateOutcome.AMBIGUOUS, note, "two_readings", shown.text, archived)
    outcome = outcomes[0]
    note = {
        DateOutcome.SAME_UTC_DAY: f"The date shown is the tweet's day ({archived}).",
        DateOutcome.TZ_COMPATIBLE: f"The date shown is the tweet's day in some time zones, not in UTC ({archived}).",
    }.get(outcome, f"The date shown is not the tweet's in any time zone: it was made {archived}.")
    return Finding(outcome, note, outcome.value, shown.text, archived)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _best(day: date, shown: ShownDate, instants: Sequence[datetime]) -> DateOutcome:
    outcomes = {_judge(day, shown, moment) for moment in instants}
    for outcome in (DateOutcome.SAME_UTC_DAY, DateOutcome.TZ_COMPATIBLE):
        if outcome in outcomes:
            return outcome
    return DateOutcome.DIFFERENT


def _judge(day: date, shown: ShownDate, moment: datetime) -> DateOutcome:
    offsets = [timedelta(minutes=15 * quarter) for quarter in QUARTER_HOURS]
    if shown.utc_offset is not None:
        offsets = [shown.utc_offset]
    utc = moment.astimezone(UTC)
    for offset in offsets:
        for slip in TOLERANCE if shown.clock else TOLERANCE[:1]:
            local = utc + offset + slip
            clock = shown.clock
            if local.date() == day and (clock is None or (local.hour, local.minute) == (clock.hour, clock.minute)):
                return DateOutcome.SAME_UTC_DAY if day == utc.date() else DateOutcome.TZ_COMPATIBLE
    return DateOutcome.DIFFERENT
