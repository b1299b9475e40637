"""What is known of an archive, in a screenful: for a terminal and as JSON (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.report import SCHEMA
from tweetarchive.model.tweet import Availability
from tweetarchive.report.judged import STATES
from tweetarchive.report.layout import exact, instant, size_of
from tweetarchive.report.morning import RunNews, run_line
from tweetarchive.report.tally import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    archives: str
    warcs: int
    size: int
    """Bytes of all finished WARCs."""
    rechecks: int
    """Of them, those that hold rechecks and no article."""
    unfinished: tuple[str, ...]
    """Half-written: of a run that is under way or was killed; and those put aside."""
    folder: str
    """Where these files are."""
    put_aside: int
    """How many of them were put aside."""
    counts: Mapping[str, int]
    """By table and view of the ledger."""
    states: Mapping[Availability, int]
    """Tweets by the last state that was stated."""
    not_found: int
    """Of those that were live when that was stated last: the last answer was 404."""
    last_capture: datetime | None
    due: int
    """Tweets that `recheck` would ask for."""
    next_due: datetime | None
    """When the next one is due, of those that are not."""
    reported: datetime | None
    """Until when everything was told by `morning`."""
    runs: tuple[tuple[RunNews, Mapping[str, int]], ...]
    """The last ones, latest first, with their counts."""


def render_status(status: Status) -> RenderableType:
    counts = status.counts
    articles, embeds = number(counts["articles"], "article"), number(counts["embeds"], "embed")
    captures, last = number(counts["captures"], "capture"), status.last_capture
    mismatches = f"{counts['mismatches']:,} {'does' if counts['mismatches'] == 1 else 'do'} not match"
    rechecks = f"{status.rechecks:,} {'holds' if status.rechecks == 1 else 'hold'} rechecks"
    lines = [
        Text(status.archives, style="bold"),
        Text(f"{articles} known; {captures}" + (f", the last at {instant(last)}" if last else "")),
        Text(f"{embeds} of {number(counts['tweets'], 'tweet')}; {mismatches}"),
        Text(f"{number(status.warcs, 'WARC')} with {size_of(status.size)}; {rechecks}"),
    ]
    lines += [Text(f"{count:>7,}  {STATES[state]}{_since(state, status)}") for state, count in status.states.items()]
    coming = f"; the next at {instant(status.next_due)}" if status.next_due else ""
    lines.append(Text(f"{number(status.due, 'tweet')} due to be asked for again{coming}"))
    if status.reported:
        lines.append(Text(f"told by the morning report until {instant(status.reported)}"))
    lines += _unfinished(status)
    if status.runs:
        lines += [Text(), Text("Last runs", style="bold")]
    for run, done in status.runs:
        told = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in done.items())
        lines.append(Text(f"{run_line(run)}{f' ({told})' if told else ''}"))
    return Group(*lines)


def _since(state: Availability, status: Status) -> str:
    """A 404 is no statement, and yet it is to be known."""
    if state is not Availability.LIVE or not status.not_found:
        return ""
    return f", as last stated; {status.not_found:,} of them not found since"


def _unfinished(status: Status) -> Iterator[Text]:
    put_aside = status.put_aside
    if begun := len(status.unfinished) - put_aside:
        told = "(*.open): of a run under way, or of one that was killed; the next run puts those aside"
        yield Text(f"{number(begun, 'half-written file')} {told}")
    if put_aside:
        told = f"put aside, no evidence, may be deleted: {status.folder}/*.put-aside"
        yield Text(f"{number(put_aside, 'half-written file')} {told}")


def status_to_dict(status: Status) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "kind": "status",
        "archives": status.archives,
        "warcs": {"count": status.warcs, "bytes": status.size, "rechecks": status.rechecks},
        "unfinished": list(status.unfinished),
        "counts": dict(status.counts),
        "states": {state.value: count for state, count in status.states.items()},
        "not_found_since": status.not_found,
        "last_capture": exact(status.last_capture),
        "due": status.due,
        "next_due": exact(status.next_due),
        "reported_until": exact(status.reported),
        "runs": [
            {
                "kind": run.kind,
                "started": exact(run.started),
                "ended": exact(run.ended),
                "interrupted": run.interrupted,
                "exit": run.exit,
                "counts": dict(done),
            }
            for run, done in status.runs
        ],
    }
