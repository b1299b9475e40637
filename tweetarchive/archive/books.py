"""The books of an archive, in which every finished WARC is entered: index, ledger and, last, the manifest."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path

from tweetarchive.archive.finished import Finished
from tweetarchive.archive.index import add_lines, index_lines
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.manifest import add_digests


class Books:
    """Shared by the threads of a run. Every write waits for the disk: one thread writes for all that come meanwhile."""

    def __init__(self, archives: Path, ledger: Ledger) -> None:
        self._archives = archives
        self._ledger = ledger
        self._waiting: deque[Finished] = deque()
        self._writing = threading.Lock()

    def enter(self, warc: Finished) -> None:
        """Enter a WARC, and those of others that wait. Returns at once where another thread is at it: it does this one.

        A WARC that a crash leaves unentered is entered by the next run (`put_aside_unfinished`).

        Raises: ArchiveError where one of the books cannot be written.
        """
        self._waiting.append(warc)
        while self._waiting and self._writing.acquire(blocking=False):
            try:
                self._enter_all([self._waiting.popleft() for _ in range(len(self._waiting))])
            finally:
                self._writing.release()

    def _enter_all(self, warcs: list[Finished]) -> None:
        add_lines(self._archives, [line for warc in warcs for line in index_lines(warc.file, warc.entries)])
        self._ledger.enter(warcs)
        add_digests(self._archives, {warc.file: warc.sha256 for warc in warcs})
