"""What was done and seen: so that a run goes on where it stopped, and a picture is not kept twice.

SQLite, and never the truth: what concerns captures is rebuilt from the WARCs, the rest costs a second visit at most.
`ledger_schema` has the tables, `ledger_view` the questions, `ledger_rows` the answers; here is what changes it.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tweetarchive.archive.finished import Finished, read_finished
from tweetarchive.archive.layout import ledger_file, put_aside, warc_folder
from tweetarchive.archive.ledger_entry import Captured, rows_of
from tweetarchive.archive.ledger_rows import KeptList, Observation, to_column, to_columns
from tweetarchive.archive.ledger_schema import open_ledger
from tweetarchive.archive.ledger_sightings import hold, observe
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.message import Original, is_media, is_plain_ok
from tweetarchive.archive.records import Entry, format_date, parse_date
from tweetarchive.archive.removed import removed_in
from tweetarchive.model.address import article_key
from tweetarchive.model.capture import RecordRef
from tweetarchive.model.errors import ArchiveError, DamagedArchive

logger = logging.getLogger(__name__)

_FIRST_WITH_REMOVED = 3  # those before it are filled from the WARCs
_FROM_WARCS = ("warcs", "observations", "media")  # what hangs on them goes with them

_LATEST = """
UPDATE articles SET file = (
    SELECT file FROM captures WHERE article = articles.id ORDER BY
        verdict = 'uncheckable' AND NOT EXISTS (SELECT 1 FROM embeds WHERE embeds.file = captures.file),
        captured_at DESC, file DESC LIMIT 1
) WHERE id = ?
"""

_ENTERED = """
INSERT INTO entered (file) SELECT :file WHERE NOT EXISTS (SELECT 1 FROM entered WHERE file = :file)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One attempt to see an article."""

    run: int
    url: str
    """By which the article is known from now on."""
    addresses: tuple[str, ...] = ()
    """Others that led to it."""
    at: datetime
    outcome: str
    reason: str | None = None
    """Why it was visited."""
    why: str | None = None
    """What went wrong."""
    http_status: int | None = None
    file: str | None = None
    """Of the capture that came of it."""
    answered: bool
    """Whether its site gave an answer that says something of it; else it counts as a failure."""
    of_a_copy: bool = False
    """Whether the address leads to an article that was seen elsewhere: then it says nothing of that article."""
    known: Mapping[str, str | int | datetime | None] = field(default_factory=dict)
    """Columns of `articles` that the visit found out; the others stay."""


class Ledger(LedgerView):
    """The ledger of one archive; threads may share it. Use as a context manager, under `archive_lock`.

    A ledger that cannot be read is put aside, with a warning, and made anew from the WARCs.

    Raises: ArchiveError where it cannot be written.
    """

    def __init__(self, archives: Path) -> None:
        self._archives = archives
        path = ledger_file(archives)
        archives.mkdir(parents=True, exist_ok=True)
        try:
            database, version = open_ledger(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise ArchiveError(f"{path.name}: cannot be opened: {error}") from error
            logger.warning("%s: cannot be read (%s); put aside and made anew from the WARCs", path.name, error)
            put_aside(path)
            database, version = open_ledger(path)
        super().__init__(path, database)
        if version < _FIRST_WITH_REMOVED:
            self.rebuild()

    # Commands and media --------------------------------------------------------------------------------------------

    def finished(self, command: str) -> dict[tuple[str, int], str]:
        """What an interrupted run of the command had finished: SOURCE as typed, its place in the list, its WARC."""
        rows = self._query("SELECT source, place, file FROM finished WHERE command = ?", (command,))
        return {(str(source), int(place)): str(file) for source, place, file in rows}

    def finish(self, command: str, source: str, place: int, file: str) -> None:
        """Note a SOURCE as done: after its WARC bears its name."""
        with self._changing() as database:
            database.execute("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?)", (command, source, place, file))

    def complete(self, command: str) -> None:
        """The whole command is done: given again it leaves nothing out."""
        with self._changing() as database:
            database.execute("DELETE FROM finished WHERE command = ?", (command,))

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

    # Captures ------------------------------------------------------------------------------------------------------

    def enter(self, warcs: Iterable[Finished]) -> None:
        """Note what finished WARCs hold: their media, so that later captures may point at them, and their reports.

        Entering one again changes nothing.
        """
        with self._changing() as database:
            for warc in warcs:
                row = (warc.file, warc.sha256, len(warc.entries))
                database.execute("INSERT INTO warcs VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
                database.execute(_ENTERED, {"file": warc.file})
                media = [_media_row(warc.file, entry) for entry in warc.entries if _is_original(entry)]
                database.executemany("INSERT OR IGNORE INTO media VALUES (?, ?, ?, ?, ?, ?, ?)", media)
                rows = rows_of(warc)
                if rows.captured:
                    _enter_capture(database, warc.file, rows.captured)
                removed = [(one.status_id, one.at, one.reason) for one in removed_in(warc.settings)]
                database.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?, ?)", removed)
                gone = {number for (number,) in database.execute("SELECT status_id FROM removed")}
                observe(database, (one for one in rows.observations if one.status_id not in gone))
                hold(database, rows.held)

    def rebuild(self) -> int:
        """Make anew what concerns captures, from the WARCs. A damaged one is left out, with a warning.

        Returns: how many were entered.
        """
        with self._changing() as database:
            for table in _FROM_WARCS:
                database.execute(f"DELETE FROM {table}")
        entered = 0
        for warc in sorted(warc_folder(self._archives).glob("*.warc.gz")):
            try:
                self.enter([read_finished(warc)])
                entered += 1
            except DamagedArchive as error:
                logger.warning("left out of the ledger: %s", error)
        with self._changing() as database:
            database.execute("DELETE FROM tweets WHERE status_id NOT IN (SELECT status_id FROM observations)")
        return entered

    def observe(self, observations: Iterable[Observation]) -> None:
        """Note what was seen of tweets; noting it again changes nothing."""
        with self._changing() as database:
            observe(database, observations)

    def set_due(self, due: Mapping[str, datetime]) -> None:
        """Say when tweets are to be asked for again."""
        with self._changing() as database:
            rows = ((format_date(at), status_id) for status_id, at in due.items())
            database.executemany("UPDATE tweets SET next_due = ? WHERE status_id = ?", rows)

    def replace_files(self, replaced: Mapping[str, str]) -> None:
        """WARCs were deleted, each with another in its place that is entered already."""
        with self._changing() as database:
            database.execute("PRAGMA secure_delete = ON")
            for old, new in replaced.items():
                held = database.execute("SELECT article FROM captures WHERE file = ?", (old,)).fetchone()
                for table in _FROM_WARCS:
                    database.execute(f"DELETE FROM {table} WHERE file = ?", (old,))
                for table in ("visits", "finished", "entered"):  # it takes the old one's place: nothing of it is new
                    database.execute(f"UPDATE OR REPLACE {table} SET file = ? WHERE file = ?", (new, old))
                if held:
                    database.execute(_LATEST, held)

    def forget(self, ids: Iterable[str]) -> None:
        """Keep nothing of these tweets, on the disk neither."""
        with self._changing() as database:
            database.executemany("DELETE FROM tweets WHERE status_id = ?", [(one,) for one in ids])
        with self._lock, self._translated():
            self._database.execute("VACUUM")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # Runs ----------------------------------------------------------------------------------------------------------

    def begin_run(self, kind: str, command: str, started: datetime) -> int:
        """Returns: its number. Runs that never ended are known from now on to have been interrupted."""
        with self._changing() as database:
            database.execute("UPDATE runs SET interrupted = 1 WHERE ended IS NULL")
            begin = "INSERT INTO runs (kind, command, started) VALUES (?, ?, ?)"
            return int(database.execute(begin, (kind, command, format_date(started))).lastrowid or 0)

    def end_run(
        self, run: int, ended: datetime, counts: Mapping[str, int], *, interrupted: bool = False, exit: int = 0
    ) -> None:
        with self._changing() as database:
            values = (format_date(ended), interrupted, exit, to_column(dict(counts)), run)
            database.execute("UPDATE runs SET ended = ?, interrupted = ?, exit = ?, counts = ? WHERE id = ?", values)

    def visit(self, visit: Visit) -> int:
        """Note an attempt to see an article. Returns: its number."""
        with self._changing() as database:
            article = _article(database, (visit.url, *visit.addresses), visit.at)
            known = {name: to_column(value) for name, value in visit.known.items()}
            known |= {"status": visit.outcome, "why": visit.why}
            if visit.addresses:
                known |= {"url": visit.url}
            if visit.answered:
                known |= {"last_visit": format_date(visit.at), "failures": 0}
            else:
                database.execute("UPDATE articles SET failures = failures + 1 WHERE id = ?", (article,))
            if not visit.of_a_copy or _is_line(database, article, visit.url):
                _set(database, article, known)
            database.execute(
                "INSERT INTO visits (run, article, at, outcome, reason, why, http_status, file)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    visit.run,
                    article,
                    format_date(visit.at),
                    visit.outcome,
                    visit.reason,
                    visit.why,
                    visit.http_status,
                    visit.file,
                ),
            )
        return article

    def keep_list(self, kept: KeptList) -> None:
        """Keep what a list said, in place of what it said before."""
        with self._changing() as database:
            values = (kept.url, kept.etag, kept.last_modified, format_date(kept.at), kept.body)
            database.execute("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?, ?)", values)

    def set_apart(self, url: str) -> None:
        """Let an address that an earlier visit took for another article's be one of its own."""
        key = article_key(url)
        with self._changing() as database:
            database.execute("DELETE FROM article_addresses WHERE key = ?", (key,))
            own = "SELECT key, ?, id FROM articles WHERE key = ?"
            database.execute(f"INSERT INTO article_addresses (key, url, article) {own}", (url, key))

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        with self._lock, self._translated(), self._database:
            yield self._database


def command_key(parts: Sequence[str]) -> str:
    """What makes two commands the same: all that decides what is done, in order."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _article(database: sqlite3.Connection, addresses: Sequence[str], at: datetime) -> int:
    """The number of the article that these lead to; a new one where none is known."""
    keys = {article_key(url): url for url in reversed(addresses)}
    article = _known_article(database, addresses)
    if article is not None:
        database.execute("UPDATE articles SET first_seen = min(first_seen, ?) WHERE id = ?", (format_date(at), article))
    else:
        values = (article_key(addresses[0]), addresses[0], format_date(at))
        row = database.execute("INSERT INTO articles (key, url, first_seen) VALUES (?, ?, ?)", values)
        article = int(row.lastrowid or 0)
    aliases = [(key, url, article) for key, url in keys.items()]
    database.executemany("INSERT OR REPLACE INTO article_addresses (key, url, article) VALUES (?, ?, ?)", aliases)
    return article


def _known_article(database: sqlite3.Connection, addresses: Sequence[str]) -> int | None:
    for key in map(article_key, addresses):
        found = database.execute("SELECT article FROM article_addresses WHERE key = ?", (key,)).fetchone()
        if found:
            return int(found[0])
    own = database.execute("SELECT id FROM articles WHERE key = ?", (article_key(addresses[0]),)).fetchone()
    return int(own[0]) if own else None


def _is_line(database: sqlite3.Connection, article: int, url: str) -> bool:
    """Whether an article is nothing but the line of this address: never archived, and no other's."""
    row = database.execute(
        "SELECT 1 FROM articles WHERE id = ? AND key = ? AND file IS NULL", (article, article_key(url))
    )
    return row.fetchone() is not None


def _set(database: sqlite3.Connection, article: int, known: Mapping[str, str | int | None]) -> None:
    names = ", ".join(f"{name} = ?" for name in known)
    database.execute(f"UPDATE articles SET {names} WHERE id = ?", (*known.values(), article))


def _enter_capture(database: sqlite3.Connection, file: str, captured: Captured) -> None:
    article = _article(database, captured.addresses, captured.at)
    database.execute("DELETE FROM embeds WHERE file = ?", (file,))
    database.execute(
        "INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (file) DO NOTHING",
        (file, article, *captured.capture),
    )
    marks = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
    database.executemany(f"INSERT INTO embeds VALUES ({marks})", map(to_columns, captured.embeds))
    (last_visit,) = database.execute("SELECT last_visit FROM articles WHERE id = ?", (article,)).fetchone()
    if last_visit is None or last_visit <= format_date(captured.at):
        _set(database, article, {**dict(captured.known), "url": captured.addresses[0]})
    database.execute(_LATEST, (article,))


def _is_original(entry: Entry) -> bool:
    """The same rule as `message.dedupe_key`."""
    whole = entry.type == "response" and entry.truncated is None and "warc-payload-digest" in entry.headers
    return whole and is_media(entry.http_head) and is_plain_ok(entry.head)


def _media_row(file: str, entry: Entry) -> tuple[str | int, ...]:
    date = format_date(entry.at)
    return entry.body_digest, entry.body_size, file, entry.offset, entry.id, entry.uri, date
