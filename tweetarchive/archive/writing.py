"""One process at a time writes an archive: its lock, the clearing up after one that died; who only reads may join."""

from __future__ import annotations

import fcntl
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tweetarchive.archive.finished import read_finished
from tweetarchive.archive.index import add_to_index, fold_index
from tweetarchive.archive.layout import OPEN, ledger_file, manifest_file, put_aside, warc_folder
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.ledger_schema import open_to_read
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.manifest import add_to_manifest, read_manifest
from tweetarchive.archive.reader import Session
from tweetarchive.model.errors import ArchiveError, DamagedArchive

logger = logging.getLogger(__name__)


@contextmanager
def archive_lock(archives: Path) -> Iterator[None]:
    """Be the only process that writes this archive. Released by the system however the process ends.

    Raises: ArchiveError at once where another one is.
    """
    try:
        archives.mkdir(parents=True, exist_ok=True)
        lock = (archives / "archive.lock").open("a")
    except OSError as error:
        raise ArchiveError(f"{archives}: cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError(
                f"{archives}: another tweetarchive is writing here; wait for it, or name another --archives"
            ) from None
        yield


def put_aside_unfinished(archives: Path, ledger: Ledger | None = None) -> tuple[Path, ...]:
    """Clear up after runs that died; call it under `archive_lock`, before anything is written.

    Half-written files get another name: never deleted, never read as whole. Finished ones that the run had no time to
    enter in index, ledger and manifest are read whole and entered, as finished sources too where their `warcinfo`
    names `command` and `place`; one that is damaged is named in a warning and left.

    Returns: the new names of the half-written files.
    """
    folder = warc_folder(archives)
    if not folder.is_dir():
        return ()
    moved = []
    for unfinished in sorted(folder.glob(f"*{OPEN}")):
        aside = put_aside(unfinished, unfinished.name.removesuffix(OPEN))
        logger.warning("%s: was never finished; kept as %s, its article is done again", unfinished.name, aside.name)
        moved.append(aside)
    entered = read_manifest(manifest_file(archives))
    for warc in sorted(folder.glob("*.warc.gz")):
        if warc.name not in entered:
            try:
                session = Session.open(warc)
            except DamagedArchive as error:
                logger.warning("left out of index and manifest: %s", error)
                continue
            command, place = session.settings.get("command"), session.settings.get("place", "")
            if ledger and command and session.source is not None and place.isdecimal():
                ledger.finish(command, session.source, int(place), warc.name)
            add_to_index(archives, warc)
            if ledger:
                ledger.enter([read_finished(warc)])
            add_to_manifest(archives, warc)
    fold_index(archives)
    return tuple(moved)


def require_archive(archives: Path) -> None:
    """For what works on an archive that is there: a misspelt name is no empty archive. Raises: ArchiveError."""
    if not archives.is_dir():
        raise ArchiveError(f"{archives}: no such archive; name one with --archives")


def read_ledger(archives: Path) -> LedgerView:
    """The ledger for who only reads, also while a run writes. Use as a context manager.

    One that is missing, damaged or of an earlier version is first made as it should be.

    Raises: ArchiveError where there is no archive, or where that is needed while another process writes.
    """
    path = ledger_file(archives)
    require_archive(archives)
    try:
        return LedgerView(path, open_to_read(path))
    except sqlite3.DatabaseError:
        with archive_lock(archives), Ledger(archives):
            pass
    try:
        return LedgerView(path, open_to_read(path))
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path.name}: cannot be read: {error}") from error
