"""Archived tweets, visited again: which are due, and what has become of them."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tweetarchive.archive.ledger_rows import TweetRow
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.network import Network
from tweetarchive.archive.reader import Session
from tweetarchive.archive.recorder import Recorder
from tweetarchive.archive.records import format_date
from tweetarchive.archive.wire import Transport
from tweetarchive.model.fate import Fate, TweetNews
from tweetarchive.model.report import SCHEMA
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.nightly.history import Step, due_at, next_due, steps
from tweetarchive.nightly.news import news_of
from tweetarchive.nightly.requote import Requoted, requote
from tweetarchive.rechecking import (
    KIND,
    Asked,
    Questions,
    Seen,
    ask_again,
    recheck_report,
    replay_recheck,
    seen_to_dict,
)

logger = logging.getLogger(__name__)

SOURCES = ("syndication", "oembed")
"""Who is asked where the user names nobody: X itself. A web archive cannot say what X shows now."""
_NAMED_BY = "https://x.com/recheck"  # the WARCs: …-x.com-recheck-….warc.gz
PER_FILE = 100
"""Tweets of one WARC: what a kill costs at most, and what X's API takes in one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of the archived tweets are asked for."""

    ids: tuple[StatusId, ...] = ()
    """These and no others, due or not."""
    everything: bool = False
    older_than: timedelta | None = None
    """Those last asked for so long ago, due or not."""
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckSettings:
    sources: tuple[str, ...] = SOURCES
    media: bool = True
    network: Network = field(default_factory=Network)
    workers: int = 4
    """WARCs under way at once."""
    time_limit: float | None = None
    """Seconds after which no further tweet is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """How many tweets are asked for."""

    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """What has become of one tweet."""

    step: Step
    seen: Seen
    news: TweetNews
    next_due: datetime
    quotes: tuple[Requoted, ...] = ()
    """Of a tweet that was edited since."""

    @property
    def unanswered(self) -> bool:
        """Whether nobody said anything of it, for a reason that is no statement."""
        return self.seen.evidence.availability is Availability.UNKNOWN

    @property
    def has_mismatch(self) -> bool:
        """Whether an article quotes what no version of the tweet says."""
        return any(one.verdict is Verdict.MISMATCH for one in self.quotes)

    def to_dict(self) -> dict[str, Any]:
        """One document of `recheck --json`."""
        step = self.step
        return {
            "schema": SCHEMA,
            "kind": KIND,
            "status_id": step.seen.status_id,
            "asked_at": format_date(step.seen.at),
            "changes": [one.value for one in step.changes],
            "state_before": step.before.value,
            "state": step.state.value,
            "misses": step.misses,
            "handle_before": step.handle_before,
            "text_before": step.text_before,
            "next_due": format_date(self.next_due),
            **seen_to_dict(self.seen),
            "quotes": [one.to_dict() for one in self.quotes],
            "file": step.seen.file,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    counts: Counter[str]
    """Tweets by `Fate`, `live`, `unanswered` and so on; `asked` is their sum."""
    left: int
    """Tweets that were due and not asked for: time or budget were used up, or the run was stopped."""


Event = Begun | Rechecked | Ended


def due(view: LedgerView, now: datetime, choice: Choice) -> tuple[TweetRow, ...]:
    """The tweets that are to be asked for, the longest overdue first."""
    if choice.ids:
        wanted = set(choice.ids)
        found = [one for one in view.tweets() if one.status_id in wanted]
    elif choice.everything:
        found = list(view.tweets())
    elif choice.older_than is not None:
        found = [one for one in view.tweets() if one.last_asked <= now - choice.older_than]
    else:
        found = [one for one in view.tweets_due(now) if due_at(one) <= now]
    found.sort(key=lambda one: (due_at(one), one.status_id))
    return tuple(found[: choice.limit])


def run_recheck(
    choice: Choice,
    *,
    archives: Path,
    settings: RecheckSettings,
    now: datetime,
    stop: threading.Event,
    command: str = KIND,
    exit_of: Callable[[Ended], int] = lambda _: 0,
    transport: Transport | None = None,
) -> Iterator[Event]:
    """Ask for the tweets that are due, and keep every answer.

    Args:
        stop:    once set, no further tweet is asked for; what is under way is finished.
        command: what the ledger is to say was asked for.
        exit_of: the exit status that the ledger is to remember.
    Yields: how many are due; each tweet, as soon as its WARC is finished; the counts.
    Raises: ArchiveError where the archive cannot be written, or another process writes it.
    """
    with Recorder(archives, settings.network, transport=transport) as recorder:
        run = recorder.ledger.begin_run(KIND, command, datetime.now(UTC))
        counts: Counter[str] = Counter()
        tweets = due(recorder.ledger, now, choice)
        yield Begun(due=len(tweets))
        ended = Ended(counts=counts, left=len(tweets))
        try:
            for one in _Run(recorder, archives, settings, stop).all(tweets):
                _count(counts, one)
                yield one
            ended = Ended(counts=counts, left=len(tweets) - counts["asked"])
        finally:
            status = exit_of(ended)
            interrupted = stop.is_set() or counts["asked"] + ended.left < len(tweets)
            recorder.ledger.end_run(run, datetime.now(UTC), counts, interrupted=interrupted, exit=status)
        yield ended


def _count(counts: Counter[str], one: Rechecked) -> None:
    counts["asked"] += 1
    counts[one.seen.evidence.availability.value] += 1
    counts.update(f"now_{change.value}" for change in one.step.changes)


class _Run:
    def __init__(self, recorder: Recorder, archives: Path, settings: RecheckSettings, stop: threading.Event) -> None:
        self._recorder, self._archives, self._settings, self._stop = recorder, archives, settings, stop
        self._ends_at = None if settings.time_limit is None else time.monotonic() + settings.time_limit
        self._halted = threading.Event()

    def _is_over(self) -> bool:
        late = self._ends_at is not None and time.monotonic() >= self._ends_at
        return late or self._recorder.is_spent or self._stop.is_set() or self._halted.is_set()

    def all(self, tweets: Sequence[TweetRow]) -> Iterator[Rechecked]:
        with ThreadPoolExecutor(self._settings.workers) as pool:
            waiting: deque[Future[tuple[Rechecked, ...]]] = deque()
            try:
                for start in range(0, len(tweets), PER_FILE):
                    waiting.append(pool.submit(self._ask, tweets[start : start + PER_FILE]))
                while waiting:
                    yield from waiting.popleft().result()
            except BaseException:
                self._halted.set()
                raise

    def _ask(self, tweets: Sequence[TweetRow]) -> tuple[Rechecked, ...]:
        if self._is_over():
            return ()
        asked = tuple(
            Asked(status_id=StatusId(one.status_id), handle=one.handle, edit_ids=tuple(map(StatusId, one.edit_ids)))
            for one in tweets
        )
        questions = Questions(tweets=asked, sources=self._settings.sources, media=self._settings.media)
        info = {"kind": KIND, "settings": questions.to_json()}
        with self._recorder.record(KIND, slug_url=_NAMED_BY, settings=info) as recording:
            if not ask_again(questions, recording.fetch, stop=self._is_over):
                return ()
            session = Session.open(recording.flush(), name=recording.name)
            seen = replay_recheck(session)
            stated = json.dumps(recheck_report(session, seen), ensure_ascii=False, separators=(",", ":"))
            about = (one.evidence.tweet or next(iter(one.evidence.absences), None) for one in seen)
            recording.keep_report(
                stated.encode("utf-8", "backslashreplace"), [one.record.id for one in about if one and one.record]
            )
            recording.finish()
        return self._said(seen, {one.status_id: one for one in tweets})

    def _said(self, seen: Sequence[Seen], known: dict[str, TweetRow]) -> tuple[Rechecked, ...]:
        ledger = self._recorder.ledger
        found = []
        for one in seen:
            step = steps(ledger.observations(one.asked.status_id))[-1]
            row = known[one.asked.status_id]
            quotes: tuple[Requoted, ...] = ()
            if Fate.EDITED in step.changes and one.version:
                statements = one.evidence.statements
                quotes = tuple(requote(self._archives, ledger, one.asked.status_id, one.version, statements))
            at = next_due(row.first_seen, step.seen.at, silent=step.silent)
            news = news_of(ledger, step, quotes)
            found.append(Rechecked(step=step, seen=one, news=news, next_due=at, quotes=quotes))
        ledger.set_due({one.step.seen.status_id: one.next_due for one in found})
        return tuple(found)
