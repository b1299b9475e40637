"""What has become of the archived tweets in a period: several observations of one tweet are one piece of news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.ledger_rows import Observation
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.reader import Session
from tweetarchive.model.errors import DamagedArchive
from tweetarchive.model.fate import Fate, TweetNews
from tweetarchive.model.tweet import Availability
from tweetarchive.nightly.history import Step, steps
from tweetarchive.nightly.news import news_of
from tweetarchive.nightly.period import Period
from tweetarchive.nightly.requote import Requoted, requote
from tweetarchive.rechecking import is_recheck, replay_recheck

_LOST = {Fate.GONE, Fate.PROTECTED, Fate.RESTRICTED, Fate.NOT_SEEN}


@dataclass(slots=True)
class Lately:
    news: list[TweetNews] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    """Tweets that were asked for again, by what was answered last."""
    unanswered: list[Observation] = field(default_factory=list)
    """Those of which nobody said anything when they were last asked for."""


def tweets_lately(archives: Path, view: LedgerView, period: Period) -> Lately:
    found = Lately()
    captured = {one.file for one in view.captures_in(period.files)}
    for status_id in dict.fromkeys(one.status_id for one in view.observations_in(period.files)):
        lately = [one for one in steps(view.observations(status_id)) if one.seen.file in period.files]
        rechecked = [one.seen for one in lately if one.seen.file not in captured]
        if rechecked:
            found.asked[rechecked[-1].availability] += 1
            if rechecked[-1].availability == Availability.UNKNOWN:
                found.unanswered.append(rechecked[-1])
        if summed := _summed(lately):
            found.news.append(news_of(view, summed, _requoted(archives, view, status_id, lately)))
    return found


def _summed(lately: Sequence[Step]) -> Step | None:
    """Several steps as one; None where they come to nothing new."""
    fates = dict.fromkeys(fate for one in lately for fate in one.changes)
    last = lately[-1]
    before = _before(lately)
    if last.state is Availability.LIVE:
        lost = {Fate.NOT_SEEN} if Fate.NOT_SEEN in last.changes else set()
        back = {Fate.BACK} if before not in (Availability.LIVE, Availability.UNKNOWN) else set()
        kept = [one for one in fates if one not in _LOST - lost and (one is not Fate.BACK or back)]
    else:
        kept = [one for one in fates if one not in (Fate.BACK, Fate.NOT_SEEN)]
        if last.state is before:
            kept = [one for one in kept if one not in _LOST]
    if not kept:
        return None
    words = next((one.seen.words for one in reversed(lately) if one.seen.words and one.state is last.state), None)
    renamed = next((one for one in lately if Fate.RENAMED in one.changes), lately[0])
    edited = next((one for one in lately if Fate.EDITED in one.changes), lately[0])
    said = edited.seen.text if Fate.EDITED in kept else last.seen.text
    return replace(
        last,
        seen=replace(last.seen, words=words, text=said),
        before=before,
        handle_before=renamed.handle_before,
        text_before=edited.text_before,
        changes=tuple(kept),
    )


def _before(lately: Sequence[Step]) -> Availability:
    """The state before the period; of a tweet that is new in it, the first one that was stated."""
    states = (lately[0].before, *(one.state for one in lately))
    return next((one for one in states if one is not Availability.UNKNOWN), Availability.UNKNOWN)


def _requoted(archives: Path, view: LedgerView, status_id: str, lately: Sequence[Step]) -> Iterator[Requoted]:
    """Every quote of a tweet that a recheck found edited, held against what it says now."""
    for step in reversed(lately):
        if Fate.EDITED not in step.changes:
            continue
        try:
            session = Session.open(warc_folder(archives) / step.seen.file)
        except DamagedArchive:
            return  # `audit` tells
        for seen in replay_recheck(session) if is_recheck(session) else ():
            if seen.asked.status_id == status_id and seen.version:
                yield from requote(archives, view, status_id, seen.version, seen.evidence.statements)
        return
