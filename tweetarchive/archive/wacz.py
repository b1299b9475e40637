"""Writes a WACZ 1.1.1: finished WARCs as they are, an index of them, a list of pages with their words.

In constant memory, and in a way that gives the same bytes for the same WARCs (index and text are deflated, so: with the
same zlib). What vouches for what in it: proof.py.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self

from tweetarchive import __version__
from tweetarchive.archive.index import index_line
from tweetarchive.archive.keys import SigningKey
from tweetarchive.archive.layout import sync_folder
from tweetarchive.archive.members import Section
from tweetarchive.archive.proof import PACKAGE, PACKAGE_DIGEST, package_digest
from tweetarchive.archive.reader import Session
from tweetarchive.archive.records import SOFTWARE, record_uri
from tweetarchive.archive.wacz_index import SortedLines, index_blocks, json_line
from tweetarchive.model.errors import ArchiveError, DamagedArchive, InputError

PART = ".part"
"""Ends the name of a WACZ that is still being written."""
_VERSION = "1.1.1"
_INDEX, _LOOKUP, _PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
_COPIED = 1 << 20  # bytes
_FIRST_YEAR = 1980  # of the calendar of zip
MODE = 0o644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a replay tool lists, and finds by its words."""

    id: str
    """Of the record: `urn:uuid:…`."""
    url: str
    at: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A finished WACZ."""

    path: Path
    warcs: int
    pages: int
    size: int
    """Bytes."""
    package_sha256: str
    """Over datapackage.json, which states the sha256 of all else: `sha256:` and hex."""
    sealed: bytes
    """datapackage-digest.json: what a timestamp is made of."""


class WaczWriter:
    """Takes sessions in, then writes them out. A context manager; nothing is at `out` before `finish` returns."""

    def __init__(self, out: Path) -> None:
        """Raises: InputError where there is something at `out` already, or no folder to write it to."""
        self._out = out
        self._part = out.with_name(out.name + PART)
        self._refuse_to_overwrite()
        if not out.parent.is_dir():
            raise InputError(f"{out}: there is no folder {out.parent}")
        self._open = ExitStack()
        self._lines = SortedLines(out.parent, self._open)
        self._pages = self._open.enter_context(TemporaryFile(dir=out.parent))  # noqa: SIM115  # the stack closes it
        self._warcs: dict[str, tuple[Path, str]] = {}  # and no open file: there may be more of them than may be open
        self._listed = 0
        self._newest = ""
        self._resources: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what is still held back has nowhere to go, and is not wanted
            self._open.close()
        self._part.unlink(missing_ok=True)

    def add(self, session: Session, pages: Iterable[Page]) -> None:
        """Take in a whole WARC, and the pages of it to be listed. The same WARC again changes nothing.

        Raises: ArchiveError where there is no room.
        """
        name = session.section.name
        if name in self._warcs:
            return
        self._warcs[name] = (session.section.path, session.sha256)
        try:
            for entry in session.entries:
                self._newest = max(self._newest, entry.date)
                if line := index_line(entry, name):
                    self._lines.add(line.encode())
            for page in pages:
                self._pages.write(json_line(_page(page)))
                self._listed += 1
        except OSError as error:
            raise self._failed(error) from error

    def finish(self, *, title: str, description: str, key: SigningKey | None = None, now: datetime) -> Packed:
        """Write the file.

        Args:   key: signs it; the time of signing is `now`. Unsigned, the file is dated by the newest record in it.
        Raises: DamagedArchive where a WARC is no longer what it was when it was read; ArchiveError where one cannot be
                read, or this file cannot be written; InputError where something stands at its name by now.
        """
        newest = _seconds(self._newest)
        created = _rfc3339(now) if key else newest
        stamp = datetime.fromisoformat(newest)
        try:
            with zipfile.ZipFile(self._part, "w", strict_timestamps=True) as out:
                dated = stamp.timetuple()[:6] if stamp.year >= _FIRST_YEAR else (_FIRST_YEAR, 1, 1, 0, 0, 0)
                for name, (path, sha256) in sorted(self._warcs.items()):
                    section = Section(path)
                    self._write(out, dated, f"archive/{name}", _copied(section, sha256), section.size)
                lookup: list[bytes] = [
                    json_line({"format": "cdxj-gzip-1.0", "filename": Path(_INDEX).name}, "!meta 0 ")
                ]
                self._write(out, dated, _INDEX, index_blocks(self._lines, lookup), self._lines.size)
                self._write(out, dated, _LOOKUP, lookup, packed=True)
                self._write(out, dated, _PAGES, self._page_list(), self._pages.tell(), packed=True)
                described = {
                    "profile": "data-package",
                    "title": title,
                    "description": description,
                    "created": created,
                    "software": f"{SOFTWARE}{__version__}",
                    "wacz_version": _VERSION,
                    "resources": self._resources,
                }
                package = json.dumps(described, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
                sealed = package_digest(package, created, key)
                self._write(out, dated, PACKAGE, [package], packed=True)
                self._write(out, dated, PACKAGE_DIGEST, [sealed], packed=True)
            size = self._give_name()
        except OSError as error:
            raise self._failed(error) from error
        return Packed(
            path=self._out,
            warcs=len(self._warcs),
            pages=self._listed,
            size=size,
            package_sha256="sha256:" + hashlib.sha256(package).hexdigest(),
            sealed=sealed,
        )

    def _write(
        self,
        out: zipfile.ZipFile,
        dated: tuple[int, ...],
        name: str,
        pieces: Iterable[bytes],
        size: int = 0,
        *,
        packed: bool = False,
    ) -> None:
        """One file of the zip, and what datapackage.json states of it. Args: size: bytes at most, where they matter."""
        member = zipfile.ZipInfo(name, (dated[0], dated[1], dated[2], dated[3], dated[4], dated[5]))
        member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        member.create_system, member.external_attr = 3, MODE  # Unix, whatever this machine is
        member.file_size = size  # tells whether it needs zip64
        sha256, count = hashlib.sha256(), 0
        with out.open(member, "w") as inside:
            for piece in pieces:
                sha256.update(piece)
                count += inside.write(piece)
        hashed = {"name": _resource_name(name), "path": name, "hash": f"sha256:{sha256.hexdigest()}", "bytes": count}
        self._resources.append(hashed)

    def _page_list(self) -> Iterator[bytes]:
        """All of one list: a second, extraPages.jsonl, would be the only one that ReplayWeb.page searches."""
        yield json_line({"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True})
        self._pages.seek(0)
        while piece := self._pages.read(_COPIED):
            yield piece

    def _give_name(self) -> int:
        """Make the file safe on disk, then give it its name. Returns its bytes."""
        with self._part.open("rb") as file:
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
        self._refuse_to_overwrite()
        os.rename(self._part, self._out)
        sync_folder(self._out.parent)
        return size

    def _refuse_to_overwrite(self) -> None:
        if os.path.lexists(self._out):
            raise InputError(f"{self._out}: is there already; name another file, or take that one away")

    def _failed(self, error: OSError) -> ArchiveError:
        return ArchiveError(f"{self._out}: cannot be written: {error.strerror or error}; nothing is left of it")


def _copied(section: Section, sha256: str) -> Iterator[bytes]:
    """The bytes of a WARC. Raises: DamagedArchive, at the end, where they are not those that were read before."""
    found, at = hashlib.sha256(), 0
    while piece := section.read_at(at, _COPIED):
        found.update(piece)
        at += len(piece)
        yield piece
    if found.hexdigest() != sha256:
        raise DamagedArchive(f"{section.name}: was altered while it was packed", file=section.name, offset=None)


def _page(page: Page) -> dict[str, str]:
    return {
        "id": page.id.removeprefix("urn:uuid:"),
        "url": record_uri(page.url),
        "ts": _rfc3339(page.at),
        "title": page.title,
        "text": page.text,
    }


def _resource_name(path: str) -> str:
    """As the Data Package standard wants names: lower case, and none of the rarer signs."""
    return re.sub(r"[^-a-z0-9._]", "-", path.rpartition("/")[2].lower())


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(date: str) -> str:
    """A WARC-Date, which may have any precision, to the second."""
    try:
        at = datetime.fromisoformat(date)
    except ValueError:
        at = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
    return _rfc3339(at if at.tzinfo else at.replace(tzinfo=UTC))
