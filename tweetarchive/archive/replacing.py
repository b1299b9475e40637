"""A finished WARC is never changed. Where the law wants something out of it, another takes its place, and says so."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tweetarchive.archive.books import Books
from tweetarchive.archive.finished import Finished
from tweetarchive.archive.index import drop_from_index
from tweetarchive.archive.layout import sync_folder, warc_folder
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.manifest import drop_from_manifest
from tweetarchive.archive.reader import Session
from tweetarchive.archive.records import END_URI, walk
from tweetarchive.archive.removed import FORGOTTEN_URI
from tweetarchive.archive.writer import WarcWriter
from tweetarchive.archive.writing import archive_lock, put_aside_unfinished
from tweetarchive.model.errors import ArchiveError


class Replacement:
    """A WARC that takes another's place, without some of its records. Records that stay keep their bytes and ids."""

    def __init__(self, archives: Path, old: Session, *, without: Collection[str], trace: Mapping[str, str]) -> None:
        """Begin it.

        Args:
            without: ids of the records that are left out; their requests, and all that was derived, go with them.
            trace:   the field of `warcinfo` that tells of it, and whatever else is to be changed there.
        """
        folder = warc_folder(archives)
        stem, _, _ = old.file.removesuffix(".warc.gz").rpartition("-")
        mark = sha256("\0".join([old.file, *sorted(without)]).encode()).hexdigest()[:8]
        self.name = f"{stem}-{mark}.warc.gz"
        self.is_done = (folder / self.name).exists()
        """Whether an earlier run finished it and was stopped before the old one was gone."""
        if self.is_done:
            return
        (folder / f"{self.name}.open").unlink(missing_ok=True)
        info = {"source": old.source or "", **old.settings, **trace}
        self.writer = WarcWriter(folder, self.name, info=info, info_id=old.entries[0].id)
        left_out = set(without)
        for entry, _ in walk(old.section):
            asked_for = entry.headers.get("warc-concurrent-to", "").strip("<>")
            if entry.type == "warcinfo" or entry.derived or entry.uri.startswith(END_URI):
                continue
            if entry.id not in left_out and asked_for not in left_out:
                self.writer.copy(old.section.read_at(entry.offset, entry.length), entry)

    def keep_trace(self, trace: Mapping[str, object], number: str) -> None:
        """A record that says what was removed."""
        content = json.dumps(trace, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
        at = datetime.now(UTC)
        self.writer.write_metadata(f"{FORGOTTEN_URI}{number}", content, "application/json", at, derived=False)

    def read(self) -> Session:
        """What it holds so far."""
        return Session.open(self.writer.path, name=self.name)

    def finish(self, report: bytes) -> Finished:
        path = self.writer.finish()
        return Finished(path.name, self.writer.entries, self.writer.sha256, self.writer.info, report)


class Replacing:
    """Under the archive's lock: enters replacements in the books, and takes what they replace out of them."""

    def __init__(self, archives: Path, ledger: Ledger) -> None:
        self._archives, self.ledger = archives, ledger
        self._books = Books(archives, ledger)

    def enter(self, new: Finished) -> None:
        self._books.enter(new)

    def drop(self, replaced: Mapping[str, str]) -> None:
        """Delete files for good. Args: replaced: each with the name of what takes its place."""
        drop_from_index(self._archives, set(replaced))
        self.ledger.replace_files(replaced)
        drop_from_manifest(self._archives, set(replaced))
        folder = warc_folder(self._archives)
        try:
            for file in replaced:
                os.unlink(folder / file)
            sync_folder(folder)
        except OSError as error:
            raise ArchiveError(f"{error.filename}: cannot be deleted: {error.strerror}; run again") from error


@contextmanager
def replacing(archives: Path) -> Iterator[Replacing]:
    """Be the only process that writes. Raises: ArchiveError where another one does."""
    with archive_lock(archives), Ledger(archives) as ledger:
        put_aside_unfinished(archives, ledger)
        yield Replacing(archives, ledger)
