"""What stands in an archive, told by its index alone: reports as they were kept, and pages. Nothing is judged."""

from __future__ import annotations

import heapq
import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain, islice
from pathlib import Path
from typing import Any

from tweetarchive.archive.finished import REPORT_URI
from tweetarchive.archive.index import find_lines, index_files
from tweetarchive.archive.members import Section
from tweetarchive.archive.records import walk
from tweetarchive.archive.surt import surt
from tweetarchive.model.capture import SCREENSHOT_URI
from tweetarchive.model.errors import ArchiveError
from tweetarchive.model.report import StoredPage, StoredReport

logger = logging.getLogger(__name__)

_LARGEST_REPORT = 1 << 24  # bytes; an article with 500 embeds has one of a megabyte
_MADE = "https://tweetarchive.invalid/"
_BESIDE = (_MADE, "urn:tweetarchive:input:", SCREENSHOT_URI)


@dataclass(frozen=True, slots=True, order=True)
class _Line:
    """One line of an index."""

    timestamp: str
    file: str
    offset: int
    url: str
    is_page: bool


def newest_reports(indexes: Path, warcs: Path, most: int) -> tuple[int, Iterator[StoredReport]]:
    """How many reports the files hold that an index names, and the newest, each with what was kept beside it.

    Args: indexes: the folder of .cdxj files; warcs: that of the files they name. A run may write meanwhile.
    """
    found = list(_lines(indexes, REPORT_URI, exact=False))
    before = _before(found)
    beside = defaultdict(list)
    for line in chain.from_iterable(_lines(indexes, one, exact=False) for one in _BESIDE):
        beside[line.file].append(line)

    def read() -> Iterator[StoredReport]:
        for line in heapq.nlargest(most, found):
            report = _report(warcs, line)
            if report is not None:
                url = str(report.get("article", {}).get("url"))
                near = (*beside[line.file], *_lines(indexes, url))
                pages = {one.url: one.timestamp for one in near if before[line] < one.offset < line.offset}
                yield StoredReport(report=report, pages=pages)

    return len(found), read()


def captured_pages(indexes: Path, most: int) -> Sequence[StoredPage]:
    """HTML pages that were captured whole, in order of address; none that tweetarchive made."""
    found = (one for one in _lines(indexes, "", exact=False) if one.is_page and not one.url.startswith(_MADE))
    return [StoredPage(one.url, one.timestamp) for one in islice(found, most)]


def _before(reports: Sequence[_Line]) -> dict[_Line, int]:
    """Behind which offset the records of a capture stand that ends with a report: a package holds many in one file."""
    ends: dict[str, int] = {}
    before = {}
    for line in sorted(reports, key=lambda one: one.offset):
        before[line] = ends.get(line.file, -1)
        ends[line.file] = line.offset
    return before


def _lines(indexes: Path, url: str, *, exact: bool = True) -> Iterator[_Line]:
    """The lines of an address, or of all that begin with it; those of a run that writes, once."""
    key = surt(url) + (" " if exact else "") if url else ""
    seen = set()
    for index in index_files(indexes):
        for line in find_lines(index, key):
            found = _parsed(line)
            if found and found not in seen and (found.url == url or not exact):
                seen.add(found)
                yield found


def _parsed(line: str) -> _Line | None:
    try:
        _, timestamp, stated = line.split(" ", 2)
        held = json.loads(stated)
        is_page = held.get("mime") == "text/html" and held.get("status") == str(HTTPStatus.OK.value)
        return _Line(timestamp, str(held["filename"]), int(held["offset"]), str(held["url"]), is_page)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        logger.info("%r is no line of an index: %s", line[:80], error)
        return None


def _report(warcs: Path, line: _Line) -> dict[str, Any] | None:
    """What a report states; somebody's word: anyone may have made the file. None for what is no report of ours."""
    try:
        section = Section(warcs / line.file)
        entry, _ = next(walk(section, line.offset))
        if entry.block_size > _LARGEST_REPORT:
            return None
        report = json.loads(b"".join(iter(entry.body(section).read, b"")))
        return report if isinstance(report["article"], dict) else None
    except (ArchiveError, ValueError, KeyError, TypeError, StopIteration, RecursionError) as error:
        logger.warning("%s: a report that cannot be read: %s", line.file, error)
        return None
