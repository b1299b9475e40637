"""The index of a WACZ: CDXJ lines in gzip members, and the list by which a replay tool finds the member it needs."""

from __future__ import annotations

import hashlib
import heapq
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

_LINES = 300  # of the index in one gzip member, which a replay tool fetches for one look-up; as cdxj-indexer does
_IN_MEMORY = 1 << 24  # bytes of index lines that are sorted at once


class SortedLines:
    """Index lines in the order of their bytes, of any number: sorted piece by piece on disk, then merged."""

    def __init__(self, folder: Path, keep: ExitStack) -> None:
        self._folder, self._keep = folder, keep
        self._held: list[bytes] = []
        self._held_size = 0
        self._runs: list[IO[bytes]] = []
        self.size = 0
        """Bytes."""

    def add(self, line: bytes) -> None:
        self._held.append(line)
        self._held_size += len(line)
        self.size += len(line)
        if self._held_size > _IN_MEMORY:
            run = self._keep.enter_context(TemporaryFile(dir=self._folder))  # noqa: SIM115  # the stack closes it
            run.writelines(sorted(self._held))
            self._runs.append(run)
            self._held, self._held_size = [], 0

    def __iter__(self) -> Iterator[bytes]:
        for run in self._runs:
            run.seek(0)
        return heapq.merge(*self._runs, sorted(self._held))


def index_blocks(lines: Iterable[bytes], lookup: list[bytes]) -> Iterator[bytes]:
    """The index as gzip members; where each stands, and its sha256, is added to `lookup`."""
    offset = 0
    for block in _grouped(lines):
        packer = zlib.compressobj(wbits=31)
        packed = packer.compress(b"".join(block)) + packer.flush()
        prefix = block[0].partition(b" {")[0].decode()
        digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
        lookup.append(json_line({"offset": offset, "length": len(packed), "digest": digest}, f"{prefix} "))
        offset += len(packed)
        yield packed


def _grouped(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    for line in lines:
        block.append(line)
        if len(block) == _LINES:
            yield block
            block = []
    if block:
        yield block


def json_line(document: dict[str, Any], before: str = "") -> bytes:
    """One line of UTF-8; lone surrogates, which are none, stand as JSON escapes."""
    return f"{before}{json.dumps(document, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")
