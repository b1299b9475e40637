"""gzip members (RFC 1952): the pieces of which a WARC is made, written and walked."""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import weakref
import zlib
from copy import copy
from pathlib import Path
from typing import BinaryIO, Protocol

from tweetarchive.archive.coding import BLOCK
from tweetarchive.model.errors import ArchiveError, DamagedArchive

MEMBER_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""How every member written here begins: deflate, no flags, no time, no level told, no system told."""
_LEVEL = 6  # of zlib; 9 costs the same and gains nothing on payloads (performance.md §3)
_STORED_BLOCK = 65535  # bytes; the most one stored block holds (RFC 1951 §3.2.4)
_TRAILER = 8  # bytes: CRC-32 and length (RFC 1952 §2.3.1)
_ZSTD = b"\x28\xb5\x2f\xfd"
ENDS_EARLY = "the file ends in the middle of a record"


class MemberWriter(Protocol):
    size: int
    """Bytes of content so far."""

    def write(self, content: bytes, /) -> int: ...
    def flush(self) -> None: ...
    def close(self) -> None:
        """End the member. The file below stays open."""


class PackedMember:
    """A member that is compressed: for all that is text."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._deflate = zlib.compressobj(_LEVEL, wbits=-15)
        self._crc, self.size = 0, 0
        out.write(MEMBER_HEAD)

    def write(self, content: bytes) -> int:
        self._crc, self.size = zlib.crc32(content, self._crc), self.size + len(content)
        self._out.write(self._deflate.compress(content))
        return len(content)

    def flush(self) -> None:
        """Nothing: what is held back goes out with the end of the member."""

    def close(self) -> None:
        self._out.write(self._deflate.flush() + _trailer(self._crc, self.size))


class StoredMember:
    """A member whose content stands in it as it is: for media, where compressing takes five times as long for nothing.

    Measured: performance.md §3.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._crc, self.size = 0, 0
        out.write(MEMBER_HEAD)

    def write(self, content: bytes) -> int:
        self._crc, self.size = zlib.crc32(content, self._crc), self.size + len(content)
        for start in range(0, len(content), _STORED_BLOCK):
            piece = content[start : start + _STORED_BLOCK]
            self._out.write(struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF))
            self._out.write(piece)
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self._out.write(struct.pack("<BHH", 1, 0, 0xFFFF) + _trailer(self._crc, self.size))


def _trailer(crc: int, size: int) -> bytes:
    return struct.pack("<II", crc, size & 0xFFFFFFFF)


class Section:
    """A file, or a stretch of one: a WARC, or a WARC that lies unpacked in a WACZ.

    Holds the file open until it is forgotten, so that it is still read from after it was renamed; several threads
    may read at once.

    Raises: ArchiveError where the file cannot be opened.
    """

    def __init__(self, path: Path, *, name: str | None = None, start: int = 0, size: int | None = None) -> None:
        self.path = path
        self._kept_open: Section | None = None
        self.name = name or path.name
        """What a RecordRef calls it."""
        try:
            self._handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a FIFO would wait for its writer
            weakref.finalize(self, os.close, self._handle)
            status = os.fstat(self._handle)
        except OSError as error:
            raise ArchiveError(f"{self.name}: cannot be read: {error.strerror}") from error
        if not stat.S_ISREG(status.st_mode):
            raise ArchiveError(f"{self.name}: cannot be read: it is no regular file")
        self.start = start
        self.size = status.st_size - start if size is None else size

    def under(self, name: str) -> Section:
        """The same bytes by another name."""
        other = copy(self)
        other.name, other._kept_open = name, self
        return other

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes from `offset`; fewer only at the end."""
        try:
            return os.pread(self._handle, max(0, min(size, self.size - offset)), self.start + offset)
        except OSError as error:
            raise ArchiveError(f"{self.name}: cannot be read: {error.strerror}") from error


def is_stored_member(section: Section, offset: int, size: int) -> bool:
    """Whether these bytes are just what StoredMember writes, the bits included that unpacking passes over."""
    at, end, last = len(MEMBER_HEAD), size - _TRAILER, False
    while not last and at < end:
        first, length, check = struct.unpack("<BHH", section.read_at(offset + at, 5).ljust(5, b"\0"))
        if first > 1 or check != length ^ 0xFFFF:
            return False
        at, last = at + 5 + length, first == 1
    return section.read_at(offset, len(MEMBER_HEAD)) == MEMBER_HEAD and last and at == end


class MemberReader:
    """The content of a WARC, member by member, in constant memory. An uncompressed file is a single member.

    Args:   hashed: whether the sha256 is made along the way; else it is over nothing.
    Raises: DamagedArchive from any method where a member is cut, altered, or no gzip.
    """

    def __init__(self, section: Section, offset: int = 0, *, hashed: bool = True) -> None:
        self._section = section
        self._ahead = offset  # of the next byte to be read from disk
        self._raw = b""  # read from disk, not yet unpacked
        self._content = b""  # unpacked, not yet given out
        self._inflate: zlib._Decompress | None = None
        self._ended = True
        self.packed = section.read_at(offset, 2) == MEMBER_HEAD[:2]
        self.offset = offset
        """Where the current member starts; in an uncompressed file the current record."""
        self.inner = 0
        """Bytes given out of the current member; in an uncompressed file of the current record."""
        self._hashed = hashed
        self.sha256 = hashlib.sha256()
        """Over all bytes taken in so far."""
        self.sha256_before = self.sha256
        """Over all bytes before the current member."""

    @property
    def position(self) -> int:
        """The first byte on disk that was not taken in, or in an uncompressed file not given out yet."""
        return self._ahead - len(self._raw) if self.packed else self.offset + self.inner

    def next_member(self) -> bool:
        """Go to the next member; False at the end of the file."""
        self._fill_raw(len(_ZSTD))  # enough to tell what begins here, also where a piece that was read ends in it
        if not self._raw:
            return False
        self.offset, self.inner = self.position, 0
        self.sha256_before = self.sha256.copy()
        if self._raw.startswith(_ZSTD):
            raise ArchiveError(f"{self._section.name}: zstd is not read here; unpack it first: zstd -d")
        if self.packed:
            if not self._raw.startswith(MEMBER_HEAD[:2]):
                raise self.damaged("bytes follow that are no gzip member")
            self._inflate = zlib.decompressobj(wbits=31)
        self._ended = False
        return True

    def begin_record(self) -> None:
        """In an uncompressed file there are no members: count from here on."""
        if not self.packed:
            self.offset, self.inner = self.position, 0

    def at_end(self) -> bool:
        """Whether the current member is read to its last trailer."""
        self._fill()
        return not self._content

    def read(self, size: int = BLOCK) -> bytes:
        """Up to `size` bytes of the current member, b"" only at its end."""
        self._fill()
        content, self._content = self._content[:size], self._content[size:]
        self.inner += len(content)
        return content

    def readline(self, size: int = BLOCK) -> bytes:
        """Up to and including the next newline, `size` bytes at most."""
        pieces: list[bytes] = []
        while size > 0 and not self.at_end():
            newline = self._content.find(b"\n", 0, size)
            piece = self.read(newline + 1 if newline >= 0 else min(size, len(self._content)))
            pieces.append(piece)
            size -= len(piece)
            if newline >= 0:
                break
        return b"".join(pieces)

    def read_head(self, size: int) -> bytes:
        """Up to and including the next blank line, `size` bytes at most."""
        if not self.at_end() and (end := self._content.find(b"\r\n\r\n", 0, size)) >= 0:
            return self.read(end + 4)
        lines: list[bytes] = []  # it lies across two pieces, ends its lines as Unix does, or is not there
        while line := self.readline(size):
            lines.append(line)
            size -= len(line)
            if line in (b"\r\n", b"\n"):
                break
        return b"".join(lines)

    def skip_newlines(self) -> bool:
        """Pass over CR and LF; whether there was any."""
        passed = False
        while not self.at_end() and self._content.startswith((b"\r", b"\n")):
            rest = self._content.lstrip(b"\r\n")
            self.read(len(self._content) - len(rest))
            passed = True
        return passed

    def damaged(self, what: str) -> DamagedArchive:
        name, offset = self._section.name, self.offset
        return DamagedArchive(
            f"{name}: damaged at byte {offset}: {what}. Nothing of the file is believed; take it from a copy",
            file=name,
            offset=offset,
            what=what,
        )

    def _fill_raw(self, least: int = 1) -> None:
        """Have so many bytes at hand, fewer only at the end of the file."""
        while len(self._raw) < least and (piece := self._section.read_at(self._ahead, BLOCK)):
            self._raw += piece
            self._ahead += len(piece)

    def _fill(self) -> None:
        while not self._content and not self._ended:
            self._fill_raw()
            taken = self._raw
            if self._inflate is None:
                self._content, self._raw = taken, b""
                self._ended = not taken
            elif not taken:
                raise self.damaged(ENDS_EARLY)
            else:
                self._unpack(self._inflate, taken)
            if self._hashed:
                self.sha256.update(taken[: len(taken) - len(self._raw)])

    def _unpack(self, inflate: zlib._Decompress, taken: bytes) -> None:
        try:
            self._content = inflate.decompress(taken, BLOCK)
        except zlib.error as error:
            raise self.damaged(
                "a gzip member that cannot be unpacked, or whose checksum is not that of its bytes"
            ) from error
        self._raw = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        self._ended = inflate.eof
