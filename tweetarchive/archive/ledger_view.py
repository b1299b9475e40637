"""What the ledger tells: every question that may be asked of it without changing it."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from tweetarchive.archive.layout import manifest_file, warc_folder
from tweetarchive.archive.ledger_rows import (
    ArticleRow,
    AvailabilityChange,
    CaptureRow,
    EmbedRow,
    KeptList,
    Observation,
    Row,
    RunRow,
    Told,
    TweetRow,
    VisitRow,
    columns,
    reader_of,
    to_column,
)
from tweetarchive.archive.manifest import read_manifest
from tweetarchive.archive.records import parse_date
from tweetarchive.archive.removed import Removed
from tweetarchive.model.address import article_key
from tweetarchive.model.errors import ArchiveError

_AMONG = "(SELECT value FROM json_each(?))"
_COUNTED = ("articles", "captures", "embeds", "tweets", "observations", "media", "mismatches", "gone_tweets")


class LedgerView:
    """Reads a ledger; threads may share it."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self._path = path
        self._database = database
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    # Articles and their captures -----------------------------------------------------------------------------------

    def article(self, url: str) -> ArticleRow | None:
        """The article that an address leads to, by `article_key`, or as a visit found out."""
        where = "articles WHERE id = (SELECT article FROM article_addresses WHERE key = ?)"
        known = self._rows(ArticleRow, where, article_key(url))
        return known[0] if known else None

    def article_by_id(self, article: int) -> ArticleRow:
        return self._rows(ArticleRow, "articles WHERE id = ?", article)[0]

    def articles(self) -> tuple[ArticleRow, ...]:
        """All, in order of their first sight."""
        return self._rows(ArticleRow, "articles ORDER BY first_seen, id")

    def incomplete(self, reason: str, tries: int) -> frozenset[int]:
        """Articles whose latest capture lacks a tweet, or its author's earlier name, because a source failed.

        Args:
            reason: why an article was visited that was tried again.
            tries:  how many visits for that reason are enough.
        """
        lacking = """
            SELECT article FROM captures WHERE file IN (SELECT file FROM articles)
            AND EXISTS (SELECT 1 FROM json_each(problems) WHERE json_extract(value, '$.what') = 'source')
            AND EXISTS (SELECT 1 FROM embeds WHERE embeds.file = captures.file
                AND (status_id IS NULL OR status_id NOT IN (SELECT status_id FROM removed))
                AND (availability = 'unknown' AND json_extract(report, '$.tweet') IS NULL
                    OR json_extract(report, '$.tweet') IS NOT NULL
                    AND json_extract(report, '$.checks.handle.rule') = 'unsought'))
            AND (SELECT count(*) FROM visits WHERE visits.article = captures.article AND reason = ?) < ?
        """
        return frozenset(int(article) for (article,) in self._query(lacking, (reason, tries)))

    def captures(self, *, article: int | None = None, since: datetime | None = None) -> tuple[CaptureRow, ...]:
        """Oldest first; of one article, or from a time on, or all."""
        where = "captures WHERE (?1 IS NULL OR article = ?1) AND (?2 IS NULL OR captured_at >= ?2)"
        return self._rows(CaptureRow, f"{where} ORDER BY captured_at, file", article, since)

    def captures_in(self, files: Iterable[str]) -> tuple[CaptureRow, ...]:
        """Those that stand in these files, oldest first."""
        where = f"captures WHERE file IN {_AMONG} ORDER BY captured_at, file"
        return self._rows(CaptureRow, where, tuple(files))

    def capture(self, file: str) -> CaptureRow | None:
        found = self._rows(CaptureRow, "captures WHERE file = ?", file)
        return found[0] if found else None

    def latest_captures(self) -> tuple[CaptureRow, ...]:
        """The latest of each article."""
        return self._rows(CaptureRow, "captures WHERE file IN (SELECT file FROM articles) ORDER BY captured_at, file")

    def embeds_in(self, file: str) -> tuple[EmbedRow, ...]:
        """In reading order."""
        return self._rows(EmbedRow, "embeds WHERE file = ? ORDER BY place", file)

    def embeds_of(self, status_id: str, *, latest: bool = True) -> tuple[EmbedRow, ...]:
        """Every quote of a tweet: in the latest capture of each article, or in all captures."""
        newest = "AND file IN (SELECT file FROM articles)" if latest else ""
        return self._rows(EmbedRow, f"embeds WHERE status_id = ? {newest} ORDER BY file, place", status_id)

    # Tweets --------------------------------------------------------------------------------------------------------

    def tweet(self, status_id: str) -> TweetRow | None:
        found = self._rows(TweetRow, "tweets WHERE status_id = ?", status_id)
        return found[0] if found else None

    def tweets(self) -> tuple[TweetRow, ...]:
        return self._rows(TweetRow, "tweets ORDER BY first_seen, status_id")

    def tweets_due(self, now: datetime, *, limit: int | None = None) -> tuple[TweetRow, ...]:
        """Those to be asked for again, the longest overdue first."""
        due = "tweets WHERE next_due IS NULL OR next_due <= ? ORDER BY next_due, last_asked LIMIT ?"
        return self._rows(TweetRow, due, now, -1 if limit is None else limit)

    def observations(self, status_id: str | None = None, *, since: datetime | None = None) -> tuple[Observation, ...]:
        """What was seen of a tweet, or of all, oldest first."""
        where = "observations WHERE (?1 IS NULL OR status_id = ?1) AND (?2 IS NULL OR at >= ?2)"
        return self._rows(Observation, f"{where} ORDER BY at, file", status_id, since)

    def observations_in(self, files: Iterable[str]) -> tuple[Observation, ...]:
        """Those that stand in these files, oldest first."""
        return self._rows(Observation, f"observations WHERE file IN {_AMONG} ORDER BY at, file", tuple(files))

    def last_answers(self) -> Counter[tuple[str, str]]:
        """Tweets by the state that was stated last, and by the last answer that was any."""
        answers = """
            SELECT tweets.availability, (SELECT availability FROM observations
                WHERE observations.status_id = tweets.status_id AND availability <> 'unknown'
                ORDER BY at DESC, file DESC LIMIT 1) AS answered, count(*)
            FROM tweets GROUP BY 1, 2
        """
        return Counter({(stated, answer or stated): count for stated, answer, count in self._query(answers, ())})

    def availability_changes(self, since: datetime) -> tuple[AvailabilityChange, ...]:
        """Tweets that were seen otherwise than before, oldest first; answers that said nothing are left out."""
        return self._rows(AvailabilityChange, "availability_changes WHERE at >= ? ORDER BY at, status_id", since)

    # Runs ----------------------------------------------------------------------------------------------------------

    def runs(self, kind: str | None = None) -> tuple[RunRow, ...]:
        """Latest first."""
        return self._rows(RunRow, "runs WHERE ?1 IS NULL OR kind = ?1 ORDER BY id DESC", kind)

    def visits(self, run: int) -> tuple[VisitRow, ...]:
        """In order."""
        return self._rows(VisitRow, "visits WHERE run = ? ORDER BY id", run)

    def visits_since(self, at: datetime) -> tuple[VisitRow, ...]:
        """In order."""
        return self._rows(VisitRow, "visits WHERE at >= ? ORDER BY id", at)

    def visits_after(self, last: int) -> tuple[VisitRow, ...]:
        """In order."""
        return self._rows(VisitRow, "visits WHERE id > ? ORDER BY id", last)

    def visit_before(self, visit: VisitRow) -> VisitRow | None:
        """The one before it of the same article."""
        where = "visits WHERE article = ? AND id < ? ORDER BY id DESC LIMIT 1"
        return next(iter(self._rows(VisitRow, where, visit.article, visit.id)), None)

    # What was told -------------------------------------------------------------------------------------------------

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Every question sees the ledger as it is at the first, whatever others enter meanwhile."""
        with self._lock, self._translated():
            self._database.execute("BEGIN")
            try:
                yield
            finally:
                self._database.execute("ROLLBACK")

    def told(self, whom: str = "") -> Told | None:
        found = self._rows(Told, "told WHERE whom = ?", whom)
        return found[0] if found else None

    def all_of_it(self, until: datetime) -> Told:
        """What is told when everything is told that is there now."""
        ((warcs, visits),) = self._query("SELECT (SELECT max(number) FROM entered), (SELECT max(id) FROM visits)", ())
        return Told(until=until, warcs=warcs or 0, visits=visits or 0)

    def entered_after(self, number: int) -> frozenset[str]:
        """WARCs."""
        return frozenset(file for (file,) in self._query("SELECT file FROM entered WHERE number > ?", (number,)))

    def salt(self) -> str:
        """For the hashes under which addresses stand in `told`."""
        return str(self._query("SELECT value FROM salt", ())[0][0])

    # All together --------------------------------------------------------------------------------------------------

    def report(self, file: str) -> dict[str, Any] | None:
        """The JSON of a capture, as it was given out (CONTRACT.md §2)."""
        capture = self.capture(file)
        if capture is None:
            return None
        record = {"file": file, "offset": capture.record_offset, "id": capture.record_id}
        return {
            "schema": "tweetarchive/1",
            "rules": capture.rules,
            "article": {
                "source": capture.source,
                "url": capture.url,
                "title": capture.title,
                "language": capture.language,
                "captured_at": to_column(capture.captured_at),
                "record": record if capture.record_id else None,
            },
            "embeds": [one.report for one in self.embeds_in(file)],
            "claims": capture.claims,
            "verdict": capture.verdict,
            "problems": capture.problems,
        }

    def check(self) -> Iterator[str]:
        """What is wrong with it, each with what to do next; slow, it reads all."""
        (found,) = self._query("PRAGMA integrity_check(1)", ())[0]
        if found != "ok":
            yield f"{self._path.name}: damaged: {found}; make it anew with `tweetarchive ledger rebuild`"
            return
        entered = {str(file) for (file,) in self._query("SELECT file FROM warcs", ())}
        there = {warc.name for warc in warc_folder(self._path.parent).glob("*.warc.gz")}
        listed = set(read_manifest(manifest_file(self._path.parent)))
        for file in sorted((entered | listed) - there):
            yield f"{file}: is listed, but not in the archive; take it from a copy"
        for file in sorted(listed & there - entered):
            yield f"{file}: is in the archive, but not in the ledger; `tweetarchive ledger rebuild` enters it"

    def kept_list(self, url: str) -> KeptList | None:
        """What a list said when it was last got, where its server named a validator."""
        found = self._query("SELECT url, etag, last_modified, at, body FROM lists WHERE url = ?", (url,))
        return next(
            (
                KeptList(url=url, etag=etag, last_modified=modified, at=parse_date(at), body=body)
                for url, etag, modified, at, body in found
            ),
            None,
        )

    def removed(self) -> tuple[Removed, ...]:
        """The tweets that no source is to be asked for: they were removed at a request."""
        return self._rows(Removed, "removed")

    def counts(self) -> dict[str, int]:
        """How many there are of what, by the names of tables and views."""
        parts = ", ".join(f"(SELECT count(*) FROM {table})" for table in _COUNTED)
        return dict(zip(_COUNTED, self._query(f"SELECT {parts}", ())[0], strict=True))

    def _rows(self, kind: type[Row], where: str, *values: Any) -> tuple[Row, ...]:
        found = self._query(f"SELECT {columns(kind)} FROM {where}", [to_column(value) for value in values])
        return tuple(map(reader_of(kind), found))

    def _query(self, statement: str, values: Sequence[str | int | None]) -> list[tuple[Any, ...]]:
        with self._lock, self._translated():
            return self._database.execute(statement, values).fetchall()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            then = "make room and run again" if is_full else "`tweetarchive ledger rebuild` makes it anew"
            raise ArchiveError(f"{self._path.name}: {error}; {then}") from error
