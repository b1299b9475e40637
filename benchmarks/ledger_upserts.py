"""The ledger's own upserts beside plain sqlite3: `python -m benchmarks.ledger_upserts [OBSERVATIONS]`.

What a recheck writes: one observation of one tweet each, in batches. An observation is two upserts: what was seen
(`observations`, two indexes) and what is now known of the tweet (`tweets`, two indexes, never set back by an older
sight). Beside it, the same two rows by nobody but sqlite3, ready made, into two tables with their keys and no index.
Both in WAL, synchronous NORMAL, into an empty file. In seconds of CPU: the machine has other work.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.measure import interleaved, show
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.ledger_rows import Observation, to_columns

RUNS = 5
BATCHES = (1, 100, 1000)
FIRST = datetime(2026, 11, 1, tzinfo=UTC)


def seen(number: int) -> Observation:
    return Observation(
        status_id=str(1183347177645000000 + number),
        at=FIRST + timedelta(seconds=number),
        file="20261101000000-recheck-00000000.warc.gz",
        availability="live",
        source="syndication",
        words=None,
        handle="mira_quays",
        author_name="Mira",
        created_at=FIRST,
        text="No ferry before 9 today, and none after 10. " * 3,
        edit_ids=(str(1183347177645000000 + number),),
        record_offset=number,
        record_id=f"urn:uuid:{number:032x}",
    )


def by_ledger(observations: list[Observation], batch: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder)) as ledger:
        for start in range(0, len(observations), batch):
            ledger.observe(observations[start : start + batch])


def by_sqlite(rows: list[tuple[str | int | None, ...]], batch: int) -> None:
    names = [f"c{number}" for number in range(len(rows[0]))]
    marks, sets = ", ".join("?" * len(names)), ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "plain.sqlite")) as database:
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        tables = ("tweets", "observations")
        for table in tables:
            database.execute(f"CREATE TABLE {table} (c0 TEXT PRIMARY KEY, {', '.join(names[1:])}) WITHOUT ROWID")
        for start in range(0, len(rows), batch):
            with database:
                for table in tables:
                    upsert = f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT (c0) DO UPDATE SET {sets}"
                    database.executemany(upsert, rows[start : start + batch])


def main() -> None:
    observations = list(map(seen, range(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)))
    rows = [to_columns(one) for one in observations]
    shown = []
    for batch in BATCHES:
        taken = interleaved(
            RUNS,
            clock=time.process_time,
            ledger=partial(by_ledger, observations, batch),
            plain=partial(by_sqlite, rows, batch),
        )
        ours, plain = (2 * len(rows) / taken[name] for name in ("ledger", "plain"))
        shown.append((batch, f"{ours:,.0f}", f"{plain:,.0f}", f"{ours / plain:.2f}"))
    title = f"{len(rows):,} observations, two upserts each, into an empty ledger: upserts a CPU second"
    show(title, ("batch", "ledger", "plain sqlite3", "share"), *shown)


if __name__ == "__main__":
    main()
