"""Where the bodies are that `revisit` records only point at."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tweetarchive.archive import message
from tweetarchive.archive.index import find_places
from tweetarchive.archive.members import Section
from tweetarchive.archive.records import Entry, walk
from tweetarchive.model.errors import ArchiveError

logger = logging.getLogger(__name__)

Original = tuple[Section, Entry]


def refers_to(revisit: Entry) -> tuple[str, str]:
    """Address and WARC-Date of the record a revisit points at."""
    uri = revisit.headers.get("warc-refers-to-target-uri", revisit.uri).strip("<>")
    return uri, revisit.headers.get("warc-refers-to-date", "")


def is_original(entry: Entry, revisit: Entry) -> bool:
    """Whether it is the record meant (by address and date, or by id), and holds the very bytes meant."""
    named = (entry.uri, entry.date) == refers_to(revisit) or entry.id == revisit.headers.get(
        "warc-refers-to", ""
    ).strip("<>")
    stated = revisit.headers.get("warc-payload-digest")
    held = (entry.body_digest, entry.headers.get("warc-payload-digest"))
    return named and entry.type in ("response", "resource") and (stated is None or stated in held)


def is_whole(folder: Path, original: message.Original) -> bool:
    """Whether a record that the ledger names still stands there, and holds the very bytes that were written."""
    try:
        entry, _ = next(walk(Section(folder / original.record.file), original.record.offset))
    except (ArchiveError, StopIteration) as error:
        logger.warning("%s: not pointed at any more: %s", original.record.id, error)
        return False
    return entry.id == original.record.id and entry.body_digest == original.payload_digest


class Originals:
    """Finds originals among the files that lie beside each other: by the index where it knows them, else by reading.

    Threads may share it.

    Args:   siblings: the files, opened one after another; asked only where the index is not enough.
            folder: where the files stand that the indexes name.
            indexes: CDXJ files, the shortest first: while a run writes, lines go from those to the longer ones.
                A hint only: what they name is read and compared before it is believed.
    """

    def __init__(
        self, siblings: Callable[[], Iterable[Section]], folder: Path | None = None, indexes: Iterable[Path] = ()
    ) -> None:
        self._siblings = siblings
        self._folder = folder
        self._indexes = tuple(indexes)
        self._read: dict[tuple[str, str], tuple[str, int]] | None = None
        self._reading = threading.Lock()
        self._found: dict[tuple[str, ...], Original | None] = {}

    def find(self, revisit: Entry) -> Original | None:
        """None where it is not at hand, or is damaged. Each is read and compared once, however many point at it."""
        stated = (revisit.headers.get("warc-payload-digest", ""), revisit.headers.get("warc-refers-to", ""))
        key = (*refers_to(revisit), *stated)
        if key not in self._found:
            self._found[key] = self._find(revisit)
        return self._found[key]

    def place(self, revisit: Entry) -> tuple[str, int] | None:
        """File and offset where it is said to stand, sound or not; None where nothing here knows of it."""
        return next(((section.name, offset) for section, offset in self._places(*refers_to(revisit))), None)

    def _find(self, revisit: Entry) -> Original | None:
        for section, offset in self._places(*refers_to(revisit)):
            try:
                entry, _ = next(walk(section, offset))
            except ArchiveError as error:
                logger.info("looking for the original of %s: %s", revisit.id, error)
                continue
            if is_original(entry, revisit):
                return section, entry
        return None

    def _places(self, uri: str, date: str) -> Iterator[tuple[Section, int]]:
        for index in self._indexes:
            for file, offset in find_places(index, uri, date):
                path = (self._folder or index.parent) / Path(file).name
                if path.is_file():
                    yield Section(path), offset
        with self._reading:
            if self._read is None:
                self._read = {}
                for section in self._siblings():
                    self._read_all(section, self._read)
        if place := self._read.get((uri, date)):
            yield next(section for section in self._siblings() if section.name == place[0]), place[1]

    def _read_all(self, section: Section, found: dict[tuple[str, str], tuple[str, int]]) -> None:
        try:
            for entry, _ in walk(section):
                if entry.type in ("response", "resource") and not entry.inner:
                    found.setdefault((entry.uri, entry.date), (section.name, entry.offset))
        except ArchiveError as error:
            logger.info("looking for originals: %s", error)
