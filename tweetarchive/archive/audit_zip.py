"""The bytes of a WACZ's zip that belong to no file in it: as tweetarchive writes them, or named."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tweetarchive.archive.records import SOFTWARE
from tweetarchive.archive.wacz import MODE
from tweetarchive.archive.wacz_reader import LONGEST_PACKAGE, open_wacz

_UNIX = 3  # of "version made by" (APPNOTE 4.4.2)
_LOCAL_HEAD, _LENGTHS = 30, struct.Struct("<26xHH")  # of name and extra field (APPNOTE 4.3.7)
_ENTRY = struct.Struct("<4xHH20xHHHHHI4x")
"""Of the directory (APPNOTE 4.3.12): made by, needed to extract, lengths of name, extra field, comment, disk, internal
and external attributes; the rest is held against the heads before the files."""
_ZIP64_END = struct.Struct("<IQHHIIQQQQ")  # APPNOTE 4.3.14
_ZIP64_LOCATOR = struct.Struct("<IIQI")  # APPNOTE 4.3.15
_END = struct.Struct("<IHHHHIIH")  # APPNOTE 4.3.16


def changes_around_files(wacz: Path) -> Iterator[tuple[int, str]]:
    """Where the zip of a package that tweetarchive wrote is not as it writes it: the offset, and what is there.

    Other programs' packages are held to what they state, which is nothing of the kind.

    Raises: as `open_wacz`.
    """
    with open_wacz(wacz) as package, wacz.open("rb") as file:
        if not _is_ours(package):
            return
        at = 0
        for member in sorted(package.infolist(), key=lambda one: one.header_offset):
            if member.header_offset != at:
                yield at, "bytes that belong to no file of the zip"
            file.seek(member.header_offset)
            name, extra = _LENGTHS.unpack(file.read(_LOCAL_HEAD).ljust(_LOCAL_HEAD, b"\0"))
            at = member.header_offset + _LOCAL_HEAD + name + extra + member.compress_size
        start = package.start_dir
        if start != at:
            yield at, "bytes that belong to no file of the zip"
        file.seek(start)
        entries = len(package.infolist())
        directory = file.read()
    place = 0
    for _ in range(entries):
        made_by, needed, name, extra, comment, *attributes = _ENTRY.unpack_from(directory, place)
        if made_by != (_UNIX << 8) + needed or comment or attributes != [0, 0, MODE]:
            yield start + place, "an entry of the zip's directory is not as it was written"
        place += _ENTRY.size + name + extra + comment
    if directory[place:] not in _ends(entries, place, start):
        yield start + place, "the end of the zip's directory is not as it was written"


def _ends(entries: int, size: int, start: int) -> tuple[bytes, bytes]:
    """What stands behind the entries of a directory; the second where one of the numbers is too large for the first."""
    short = [min(entries, 0xFFFF), min(size, 0xFFFFFFFF), min(start, 0xFFFFFFFF)]
    end = _END.pack(0x06054B50, 0, 0, short[0], *short, 0)
    zip64 = _ZIP64_END.pack(0x06064B50, _ZIP64_END.size - 12, 45, 45, 0, 0, entries, entries, size, start)
    return end, zip64 + _ZIP64_LOCATOR.pack(0x07064B50, 0, start + size, 1) + end


def _is_ours(package: zipfile.ZipFile) -> bool:
    try:
        if package.getinfo("datapackage.json").file_size > LONGEST_PACKAGE:
            return False
        return str(json.loads(package.read("datapackage.json"))["software"]).startswith(SOFTWARE)
    except (KeyError, TypeError, ValueError, RecursionError, zipfile.BadZipFile, zlib.error):
        return False
