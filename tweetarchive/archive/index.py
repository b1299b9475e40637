"""The CDXJ index, by which replay tools find records: one sorted line per record that can be opened.

The same lines, byte for byte, as `cdxj-indexer` makes. They stand in `index.cdxj`; while that file is long, new ones
gather in `recent.cdxj` beside it (pywb reads every .cdxj of the folder), so that thousands of articles do not each
rewrite the whole. Rebuilt from the WARCs at any time; nothing here is evidence.
"""

from __future__ import annotations

import fcntl
import heapq
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tweetarchive.archive import fields
from tweetarchive.archive.layout import collection, index_folder, warc_folder
from tweetarchive.archive.records import Entry, read_entries
from tweetarchive.archive.surt import surt
from tweetarchive.model.errors import ArchiveError

_INDEXED = ("response", "revisit", "resource", "metadata")
_SHORT = 1 << 20  # bytes; a file of 3,500 lines is rewritten in some milliseconds


def index_file(archives: Path) -> Path:
    return index_folder(archives) / "index.cdxj"


def recent_file(archives: Path) -> Path:
    return index_folder(archives) / "recent.cdxj"


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


def add_to_index(archives: Path, warc: Path, entries: Iterable[Entry] | None = None) -> None:
    """Add the lines of a finished WARC. Adding it again changes nothing; threads and processes may do so at once.

    Args:   entries: its records, where they were read already (`read_entries`).
    Raises: ArchiveError where the index cannot be written.
    """
    lines = _lines(warc, entries)
    with _writing(archives):
        index, recent = index_file(archives), recent_file(archives)
        target = recent if recent.exists() or _size(index) > _SHORT else index
        _merge(target, [target], lines)
        if target is recent and _size(recent) > _SHORT:
            _fold(archives)


def fold_index(archives: Path) -> None:
    """Bring `recent.cdxj` into `index.cdxj`: for the end of a run."""
    with _writing(archives):
        _fold(archives)


def rebuild_index(archives: Path) -> None:
    """Make the index anew from the WARCs.

    Raises: DamagedArchive; the old index then stays.
    """
    with _writing(archives):
        warcs = warc_folder(archives).glob("*.warc.gz")
        _merge(index_file(archives), [], sorted(line for warc in warcs for line in _lines(warc)))
        recent_file(archives).unlink(missing_ok=True)


def find_lines(index: Path, key: str) -> Iterator[str]:
    """The lines that begin with `key`, by halving: the index is sorted by bytes."""
    wanted = key.encode()
    with index.open("rb") as file:
        low, high = 0, _size(index)
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
                yield line.decode()
            elif line > wanted:
                return


def find_places(index: Path, uri: str, date: str) -> Iterator[tuple[str, int]]:
    """File and offset of the records of an address at a WARC-Date, to the second; revisits left out."""
    for line in find_lines(index, f"{surt(uri)} {timestamp14(date)} "):
        stated = json.loads(line.split(" ", 2)[2])
        if stated.get("url") == uri and stated.get("mime") != "warc/revisit":
            yield stated["filename"], int(stated["offset"])


def timestamp14(date: str) -> str:
    """`2026-11-22T14:31:05.123456Z` → `20261122143105`."""
    return re.sub(r"\D", "", date.partition(".")[0])[:14]


def _lines(warc: Path, entries: Iterable[Entry] | None = None) -> list[str]:
    found = read_entries(warc) if entries is None else entries
    return sorted(line for entry in found if (line := index_line(entry, warc.name)))


def _mime(entry: Entry) -> str | None:
    if entry.type == "revisit":
        return "warc/revisit"
    stated: str | None = entry.content_type
    if entry.type == "response":
        headers = entry.head.headers if entry.head else ()
        stated = next((value for name, value in headers if name.lower() == "content-type"), None)
    return None if stated is None else re.split(r"[;\s]", stated, maxsplit=1)[0]


def _fold(archives: Path) -> None:
    index, recent = index_file(archives), recent_file(archives)
    if recent.exists():
        _merge(index, [index, recent], [])
        recent.unlink()


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
