"""What was told to whom: written beside whatever run is under way, in one short transaction and without its lock."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from tweetarchive.archive.layout import ledger_file
from tweetarchive.archive.ledger_rows import Told, columns, to_columns
from tweetarchive.archive.ledger_schema import open_to_read
from tweetarchive.archive.records import format_date
from tweetarchive.archive.writing import require_archive
from tweetarchive.model.errors import ArchiveError

_NOTE = f"""
INSERT INTO told ({columns(Told)}) VALUES (?, ?, ?, ?)
ON CONFLICT (whom) DO UPDATE SET until = excluded.until, warcs = max(warcs, excluded.warcs),
    visits = max(visits, excluded.visits)
"""


@contextmanager
def turn_to_tell(archives: Path) -> Iterator[None]:
    """Wait for another report that is made and sent just now: two at once would send everybody the same twice.

    Raises: ArchiveError where there is no archive.
    """
    require_archive(archives)
    folder = os.open(archives, os.O_RDONLY)  # locked itself: who only tells needs no file of their own there
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def note_told(archives: Path, told: Told) -> None:
    """Note up to where somebody was told; it never goes back. Raises: ArchiveError."""
    path = ledger_file(archives)
    try:
        with closing(open_to_read(path, mode="rw")) as database, database:
            database.execute(_NOTE, to_columns(told))
    except sqlite3.Error as error:
        raise ArchiveError(f"{path.name}: {error}; what was told is told again") from error


def note_report(archives: Path, kind: str, started: datetime, ended: datetime, exit: int) -> None:
    """A run that is over and changed nothing else: unlike `Ledger.begin_run`, it says nothing of others. As above."""
    path = ledger_file(archives)
    begun = "INSERT INTO runs (kind, command, started, ended, exit) VALUES (?, ?, ?, ?, ?)"
    try:
        with closing(open_to_read(path, mode="rw")) as database, database:
            database.execute(begun, (kind, kind, format_date(started), format_date(ended), exit))
    except sqlite3.Error as error:
        raise ArchiveError(f"{path.name}: {error}; the run is not in the list of runs") from error
