"""The WARCs inside a WACZ (WACZ 1.1.1): a zip that anyone may have made."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import Any

from tweetarchive.archive.coding import BLOCK
from tweetarchive.archive.members import Section
from tweetarchive.model.errors import ArchiveError, DamagedArchive

_MOST_MEMBERS = 100_000  # a WACZ holds a few files per crawl; the largest public ones some hundred
_MOST_PACKED = 200  # times; text deflates to a twentieth, only bombs to less than a two-hundredth
LONGEST_PACKAGE = 1 << 26  # bytes of datapackage.json: some 300 for each file in it
_SMALL = 1 << 20  # bytes; below, the ratio says nothing
_LOCAL_HEAD = struct.Struct("<26xHH")  # lengths of name and extra field (APPNOTE 4.3.7)
_MOST_OF_DISK = 0.5  # of what is free where temporary files lie: a deflated WARC may take no more


def is_wacz(path: Path) -> bool:
    if path.exists() and not path.is_file():
        return False  # a pipe would wait for its writer
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


@contextmanager
def open_wacz(path: Path) -> Iterator[zipfile.ZipFile]:
    """A WACZ that does no harm to read.

    Raises: DamagedArchive for a zip that cannot be read, or is refused: names that lead outside (`../`), bombs,
            encryption; ArchiveError where the file cannot be read.
    """
    if path.exists() and not path.is_file():  # a pipe would wait for its writer
        raise ArchiveError(f"{path.name}: cannot be read: it is no regular file")
    try:
        with zipfile.ZipFile(path) as wacz:
            _refuse(path, wacz.infolist(), wacz.start_dir)
            yield wacz
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, struct.error, EOFError) as error:
        raise _damaged(path, f"the zip cannot be read ({error})") from error
    except OSError as error:
        raise ArchiveError(f"{path.name}: cannot be read: {error.strerror}") from error


def wacz_sections(path: Path) -> Iterator[tuple[Section, str | None]]:
    """Each WARC under `archive/` in order of name, with the sha256 that datapackage.json states for it.

    WARCs that are stored, as the standard asks, are read in place; deflated ones through a temporary file.

    Raises: as `open_wacz`.
    """
    with open_wacz(path) as wacz:
        if twice := _first_twice([one.filename for one in wacz.infolist()]):
            raise _damaged(path, f"refused: {twice!r} stands in it twice, and readers differ in which they take")
        stated = _stated_digests(wacz)
        warcs = [one for one in wacz.infolist() if one.filename.startswith("archive/") and _is_warc(one.filename)]
        for one in sorted(warcs, key=lambda one: one.filename):
            yield _section(path, wacz, one), stated.get(one.filename)


def wacz_heads(path: Path) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Each member as the directory of the zip states it, and the 30 bytes that stand before its name.

    Raises: as `open_wacz`.
    """
    with open_wacz(path) as wacz, path.open("rb") as file:
        for member in wacz.infolist():
            file.seek(member.header_offset)
            yield member, file.read(_LOCAL_HEAD.size).ljust(_LOCAL_HEAD.size, b"\0")


def resources(wacz: zipfile.ZipFile) -> list[dict[str, Any]]:
    """What datapackage.json states of each file, as it stands there; [] where it is none."""
    try:
        if wacz.getinfo("datapackage.json").file_size > LONGEST_PACKAGE:
            return []
        return [one for one in json.loads(wacz.read("datapackage.json"))["resources"] if isinstance(one, dict)]
    except (KeyError, TypeError, ValueError, RecursionError):
        return []  # other tools' packages may lack it; whether it is complete is for the audit


def _refuse(path: Path, members: list[zipfile.ZipInfo], directory: int) -> None:
    if len(members) > _MOST_MEMBERS:
        raise _damaged(path, f"refused: more than {_MOST_MEMBERS} files in it")
    for one in members:
        name = one.orig_filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise _damaged(path, f"refused: the name {name!r} leads out of it")
        if one.flag_bits & 1:
            raise _damaged(path, f"refused: {name!r} is encrypted")
        if one.file_size > _SMALL and one.file_size > _MOST_PACKED * one.compress_size:
            raise _damaged(path, f"refused: {name!r} unpacks to {one.file_size} bytes, as only zip bombs do")
        if one.compress_type == zipfile.ZIP_STORED and one.file_size != one.compress_size:
            raise _damaged(path, f"refused: {name!r} is stored in another number of bytes than it has")
    unpacked = sum(one.file_size for one in members)
    if unpacked > _SMALL * 64 and unpacked > _MOST_PACKED * path.stat().st_size:
        raise _damaged(path, f"refused: it unpacks to {unpacked} bytes, as only zip bombs do")
    end = directory
    for one in sorted(members, key=lambda one: one.header_offset, reverse=True):
        if one.header_offset + _LOCAL_HEAD.size + one.compress_size > end:
            raise _damaged(path, f"refused: {one.orig_filename!r} lies over other files, as only zip bombs do")
        end = one.header_offset


def _stated_digests(wacz: zipfile.ZipFile) -> dict[str, str]:
    stated = [(one.get("path"), str(one.get("hash"))) for one in resources(wacz)]
    return {str(path): digest.removeprefix("sha256:") for path, digest in stated if digest.startswith("sha256:")}


def _is_warc(name: str) -> bool:
    return name.endswith((".warc", ".warc.gz"))


def _section(path: Path, wacz: zipfile.ZipFile, member: zipfile.ZipInfo) -> Section:
    if member.compress_type == zipfile.ZIP_STORED:
        with path.open("rb") as file:
            file.seek(member.header_offset)
            name_size, extra_size = _LOCAL_HEAD.unpack(file.read(_LOCAL_HEAD.size))
        start = member.header_offset + _LOCAL_HEAD.size + name_size + extra_size
        if start + member.file_size > path.stat().st_size:
            raise _damaged(path, f"{member.filename!r} goes on behind the end")
        return Section(path, name=member.filename, start=start, size=member.file_size)
    if member.file_size > _MOST_OF_DISK * shutil.disk_usage(gettempdir()).free:
        raise ArchiveError(f"{path.name}: {member.filename!r} is deflated, and there is no room to unpack it")
    with NamedTemporaryFile() as unpacked, wacz.open(member) as packed:
        while block := packed.read(BLOCK):
            unpacked.write(block)
        unpacked.flush()
        return Section(Path(unpacked.name), name=member.filename)  # stays readable after its name is gone


def _first_twice(names: list[str]) -> str | None:
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), None)  # type: ignore[func-returns-value]


def _damaged(path: Path, what: str) -> DamagedArchive:
    return DamagedArchive(f"{path.name}: {what}", file=path.name, offset=None, what=what)
