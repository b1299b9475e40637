"""What is known of an archive and of its last runs, out of the ledger and the folder."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

from tweetarchive.archive.layout import OPEN, PUT_ASIDE, warc_folder
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.model.tweet import Availability
from tweetarchive.nightly.history import due_at
from tweetarchive.report.morning import RunNews
from tweetarchive.report.status import Status

_RUNS = 5  # the last ones that are told


def status_of(archives: Path, view: LedgerView, now: datetime) -> Status:
    folder = warc_folder(archives)
    names = sorted(folder.iterdir()) if folder.is_dir() else []
    warcs = [one for one in names if one.name.endswith(".warc.gz")]
    tweets = view.tweets()
    due = [due_at(one) for one in tweets]
    states = Counter(Availability(one.availability) for one in tweets)
    captures = view.captures()
    captured = {one.file for one in captures}
    return Status(
        archives=str(archives),
        warcs=len(warcs),
        size=sum(one.stat().st_size for one in warcs),
        rechecks=len({one.file for one in view.observations()} - captured),
        folder=str(folder),
        put_aside=sum(one.name.endswith(PUT_ASIDE) for one in names),
        unfinished=tuple(one.name for one in names if one.name.endswith((OPEN, PUT_ASIDE))),
        counts=view.counts(),
        states={state: states[state] for state in Availability if states[state]},
        not_found=view.last_answers()[Availability.LIVE, Availability.NOT_FOUND],
        last_capture=max((one.captured_at for one in captures if one.captured_at), default=None),
        due=sum(at <= now for at in due),
        next_due=min((at for at in due if at > now), default=None),
        reported=told.until if (told := view.told()) else None,
        runs=tuple(
            (
                RunNews(
                    kind=one.kind, started=one.started, ended=one.ended, interrupted=one.interrupted, exit=one.exit
                ),
                one.counts,
            )
            for one in view.runs()[:_RUNS]
        ),
    )
