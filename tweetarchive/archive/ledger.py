"""What was done: so that an interrupted command goes on where it stopped, and a picture is not kept twice.

SQLite, and never the truth: what concerns captures is rebuilt from the WARCs, the rest costs a second visit at most.
Also the lock that lets one process at a time write an archive, and the clearing up after one that died.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from tweetarchive.archive.index import add_to_index, fold_index
from tweetarchive.archive.layout import OPEN, PUT_ASIDE, ledger_file, manifest_file, sync_folder, warc_folder
from tweetarchive.archive.manifest import add_to_manifest, read_manifest
from tweetarchive.archive.message import Original, is_media, is_plain_ok
from tweetarchive.archive.reader import Session
from tweetarchive.archive.records import Entry, format_date, parse_date, read_entries
from tweetarchive.model.capture import RecordRef
from tweetarchive.model.errors import ArchiveError, DamagedArchive

logger = logging.getLogger(__name__)

_SCHEMA_VERSION = 1
_BUSY_TIMEOUT = 30.0  # seconds; a batch takes milliseconds, a disk that sleeps takes seconds
_SCHEMA = """
CREATE TABLE finished (
    command TEXT NOT NULL,      -- sha256 of what was to be done: settings and every SOURCE, in order
    source TEXT NOT NULL,       -- as typed
    place INTEGER NOT NULL,     -- its place in the list: a SOURCE named twice is done twice
    file TEXT NOT NULL,         -- base name of the WARC
    PRIMARY KEY (command, source, place)
) WITHOUT ROWID;
CREATE TABLE media (
    payload_digest TEXT NOT NULL,   -- sha1:BASE32 over the body
    size INTEGER NOT NULL,          -- bytes of the body
    file TEXT NOT NULL,
    record_offset INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    uri TEXT NOT NULL,
    date TEXT NOT NULL,             -- WARC-Date, microseconds
    PRIMARY KEY (payload_digest, size)
) WITHOUT ROWID;
"""


class Ledger:
    """The ledger of one archive; threads may share it. Use as a context manager, under `archive_lock`.

    A ledger that cannot be read is put aside, with a warning, and made anew from the WARCs.

    Raises: ArchiveError where it cannot be written.
    """

    def __init__(self, archives: Path) -> None:
        self._archives = archives
        self._lock = threading.Lock()
        path = ledger_file(archives)
        archives.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        try:
            self._database = _connect(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise ArchiveError(f"{path.name}: cannot be opened: {error}") from error
            logger.warning("%s: cannot be read (%s); put aside and made anew from the WARCs", path.name, error)
            _put_aside(path)
            is_new = True
            self._database = _connect(path)
        if is_new:
            self.rebuild()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def finished(self, command: str) -> dict[tuple[str, int], str]:
        """What an interrupted run of the command had finished: SOURCE as typed, its place in the list, its WARC."""
        rows = self._query("SELECT source, place, file FROM finished WHERE command = ?", (command,))
        return {(str(source), int(place)): str(file) for source, place, file in rows}

    def finish(self, command: str, source: str, place: int, file: str) -> None:
        """Note a SOURCE as done: after its WARC bears its name."""
        self._change("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?)", [(command, source, place, file)])

    def complete(self, command: str) -> None:
        """The whole command is done: given again it leaves nothing out."""
        self._change("DELETE FROM finished WHERE command = ?", [(command,)])

    def original(self, payload_digest: str, size: int) -> Original | None:
        """The record that holds these bytes, where one does and its file is still there."""
        rows = self._query(
            "SELECT file, record_offset, record_id, uri, date FROM media WHERE payload_digest = ? AND size = ?",
            (payload_digest, size),
        )
        for file, offset, record_id, uri, date in rows:
            if (warc_folder(self._archives) / file).is_file():
                return Original(RecordRef(file, offset, record_id), uri, parse_date(date), payload_digest)
        return None

    def add_media(self, warcs: Mapping[str, Iterable[Entry]]) -> None:
        """Note the media of finished WARCs, so that later captures may point at them.

        Args: warcs: their records by base name.
        """
        rows = [_media_row(file, entry) for file, found in warcs.items() for entry in found if _is_original(entry)]
        if rows:
            self._change("INSERT OR IGNORE INTO media VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def rebuild(self) -> None:
        """Make anew what concerns captures, from the WARCs. A damaged one is left out, with a warning."""
        self._change("DELETE FROM media", [()])
        for warc in sorted(warc_folder(self._archives).glob("*.warc.gz")):
            try:
                self.add_media({warc.name: read_entries(warc)})
            except DamagedArchive as error:
                logger.warning("left out of the ledger: %s", error)

    def _query(self, statement: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
        with self._lock, _translated(ledger_file(self._archives)):
            return self._database.execute(statement, values).fetchall()

    def _change(self, statement: str, rows: Sequence[Sequence[str | int]]) -> None:
        with self._lock, _translated(ledger_file(self._archives)), self._database:
            self._database.executemany(statement, rows)


def command_key(parts: Sequence[str]) -> str:
    """What makes two commands the same: all that decides what is done, in order."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


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
    enter in index and manifest are read whole and entered, in the ledger too where their `warcinfo` names `command`
    and `place`; one that is damaged is named in a warning and left.

    Returns: the new names of the half-written files.
    """
    folder = warc_folder(archives)
    if not folder.is_dir():
        return ()
    moved = []
    for unfinished in sorted(folder.glob(f"*{OPEN}")):
        aside = _put_aside(unfinished, unfinished.name.removesuffix(OPEN))
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
            add_to_manifest(archives, warc)
    fold_index(archives)
    return tuple(moved)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_TIMEOUT, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # In WAL no kill loses a commit; a power cut may lose the last ones, and then an article is only done again.
        database.execute("PRAGMA synchronous = NORMAL")
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("its own check finds it damaged")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")
        elif version > _SCHEMA_VERSION:
            raise ArchiveError(f"{path.name}: was written by a later tweetarchive; use that one")
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(f"{path.name}: {error}; run again: it is checked then, and made anew if need be") from error


def _put_aside(path: Path, stem: str | None = None) -> Path:
    """Rename, and never onto a file that is there. A database's log goes with it: it is worth nothing alone."""
    name = f"{stem or path.name}{PUT_ASIDE}"
    number = 1
    while (aside := path.with_name(name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    path.rename(aside)
    for log in ("-wal", "-shm"):
        if (beside := path.with_name(path.name + log)).exists():
            beside.rename(aside.with_name(aside.name + log))
    sync_folder(path.parent)
    return aside


def _is_original(entry: Entry) -> bool:
    """The same rule as `message.dedupe_key`."""
    whole = entry.type == "response" and entry.truncated is None and "warc-payload-digest" in entry.headers
    return whole and is_media(entry.http_head) and is_plain_ok(entry.head)


def _media_row(file: str, entry: Entry) -> tuple[str | int, ...]:
    date = format_date(entry.at)
    return entry.body_digest, entry.body_size, file, entry.offset, entry.id, entry.uri, date
