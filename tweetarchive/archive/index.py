"""The CDXJ index, by which replay tools find records: one sorted line per record that can be opened.

The same lines, byte for byte, as `cdxj-indexer` makes. They stand in `index.cdxj`; when that file is long, new ones
gather in shorter files beside it (pywb reads every .cdxj of the folder), so that an article rewrites some hundred lines
and not the whole. Rebuilt from the WARCs at any time; nothing here is evidence.
"""

from __future__ import annotations

import fcntl
import heapq
import json
import logging
import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tweetarchive.archive import fields
from tweetarchive.archive.layout import collection, index_folder, warc_folder
from tweetarchive.archive.records import Entry, read_entries
from tweetarchive.archive.surt import surt
from tweetarchive.model.errors import ArchiveError

logger = logging.getLogger(__name__)

_INDEXED = ("response", "revisit", "resource", "metadata")
_LONG = "index.cdxj"
_SHORTER = (("recent.cdxj", 1 << 16), ("gathered.cdxj", 1 << 22))
"""Where lines gather, and the bytes beyond which a file goes into the next one and at last into the long one: 200 lines
are rewritten for every article, 14,000 for every 30, all for every 2,000."""


def index_file(archives: Path) -> Path:
    return index_folder(archives) / _LONG


def index_files(folder: Path) -> tuple[Path, ...]:
    """All places where lines may stand, the shortest first."""
    return (*(folder / name for name, _ in _SHORTER), folder / _LONG)


def index_line(entry: Entry, file: str) -> str | None:
    """The line of a record, with its newline; None for one that replay does not open."""
    if entry.type not in _INDEXED or (
        entry.type in ("resource", "metadata") and entry.content_type == fields.CONTENT_TYPE
    ):
        return None
    stated = {
        "url": entry.uri,
        "mime": _mime(entry),
        "status": str(entry.head.status) if entry.head else None,
        "digest": entry.headers.get("warc-payload-digest") or entry.body_digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": file,
    }
    known = {name: value for name, value in stated.items() if value is not None}
    return f"{surt(entry.uri)} {timestamp14(entry.date)} {json.dumps(known)}\n"


def index_lines(file: str, entries: Iterable[Entry]) -> list[str]:
    """The lines of a WARC's records."""
    return [line for entry in entries if (line := index_line(entry, file))]


def add_to_index(archives: Path, warc: Path) -> None:
    """Read a finished WARC and add its lines; see `add_lines`. Raises: DamagedArchive too."""
    add_lines(archives, index_lines(warc.name, read_entries(warc)))


def add_lines(archives: Path, lines: Iterable[str]) -> None:
    """Add lines. Adding them again changes nothing; threads and processes may do so at once.

    Raises: ArchiveError where the index cannot be written.
    """
    with _writing(archives):
        *shorter, index = index_files(index_folder(archives))
        first, shortest = shorter[0], _SHORTER[0][1]
        target = first if first.exists() or _size(index) > shortest else index
        _merge(target, [target], sorted(lines))
        for (_, most), file, longer in zip(_SHORTER, shorter, (*shorter[1:], index), strict=True):
            if _size(file) > most:
                _merge(longer, [longer, file], [])
                file.unlink()


def fold_index(archives: Path) -> None:
    """Bring all lines into `index.cdxj`: for the end of a run."""
    with _writing(archives):
        *shorter, index = index_files(index_folder(archives))
        if any(file.exists() for file in shorter):
            _merge(index, [index, *shorter], [])
        for file in shorter:
            file.unlink(missing_ok=True)


def rebuild_index(archives: Path) -> None:
    """Make the index anew from the WARCs.

    Raises: DamagedArchive; the old index then stays.
    """
    with _writing(archives):
        warcs = warc_folder(archives).glob("*.warc.gz")
        lines = sorted(line for warc in warcs for line in index_lines(warc.name, read_entries(warc)))
        _merge(index_file(archives), [], lines)
        for name, _ in _SHORTER:
            (index_folder(archives) / name).unlink(missing_ok=True)


def drop_from_index(archives: Path, files: Collection[str]) -> None:
    """Take out the lines of WARCs that are no more."""
    fold_index(archives)
    with _writing(archives):
        index = index_file(archives)
        unfinished = index.with_name(f"{index.name}.new")
        try:
            with index.open("rb") as lines, unfinished.open("wb") as out:
                out.writelines(
                    line for line in lines if json.loads(line.split(b" ", 2)[2]).get("filename") not in files
                )
                out.flush()
                os.fsync(out.fileno())
            unfinished.rename(index)
        except OSError as error:
            raise ArchiveError(f"{index.name}: cannot be written: {error.strerror}") from error


def find_lines(index: Path, key: str) -> Iterator[str]:
    """The lines that begin with `key`, by halving: the index is sorted by bytes. None where there is no such file."""
    wanted = key.encode()
    try:
        opened = index.open("rb")
    except FileNotFoundError:  # its lines stand in a longer one by now
        return
    with opened as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            file.readline()
            line = file.readline()
            if line and line < wanted:
                low = middle + 1
            else:
                high = middle
        file.seek(low)
        if low:
            file.readline()
        for line in file:
            if line.startswith(wanted):
                yield line.decode("utf-8", "replace")
            elif line > wanted:
                return


def find_places(index: Path, uri: str, date: str) -> Iterator[tuple[str, int]]:
    """File and offset of the records of an address at a WARC-Date, to the second; revisits left out."""
    for line in find_lines(index, f"{surt(uri)} {timestamp14(date)} "):
        try:
            stated = json.loads(line.split(" ", 2)[2])
            if stated.get("url") == uri and stated.get("mime") != "warc/revisit":
                yield str(stated["filename"]), int(stated["offset"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # a damaged line finds nothing
            logger.info("%s: %r is no line of an index: %s", index.name, line[:80], error)


def timestamp14(date: str) -> str:
    """`2026-11-22T14:31:05.123456Z` → `20261122143105`."""
    return re.sub(r"\D", "", date.partition(".")[0])[:14]


def _mime(entry: Entry) -> str | None:
    if entry.type == "revisit":
        return "warc/revisit"
    stated: str | None = entry.content_type
    if entry.type == "response":
        headers = entry.head.headers if entry.head else ()
        stated = next((value for name, value in headers if name.lower() == "content-type"), None)
    return None if stated is None else re.split(r"[;\s]", stated, maxsplit=1)[0]


def _merge(target: Path, files: Iterable[Path], lines: Iterable[str]) -> None:
    """Write what stands in sorted files and lines, each line once, under another name; then rename."""
    unfinished = target.with_name(f"{target.name}.new")
    sources: list[IO[bytes]] = []
    try:
        sources = [file.open("rb") for file in files if file.exists()]
        with unfinished.open("wb") as out:
            before = b""
            for line in heapq.merge(*sources, (line.encode() for line in lines)):
                if line != before:
                    out.write(line)
                before = line
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise ArchiveError(f"{target.name}: the index cannot be written: {error.strerror}") from error
    finally:
        for source in sources:
            source.close()


@contextmanager
def _writing(archives: Path) -> Iterator[None]:
    """One writer at a time, of all threads and processes."""
    index_folder(archives).mkdir(parents=True, exist_ok=True)
    with (collection(archives) / "index.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
