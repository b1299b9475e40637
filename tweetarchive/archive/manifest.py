"""`manifest-sha256.txt`: one line per finished WARC, as `sha256sum -c` reads it.

gzip has bytes that neither its checksum nor a digest covers; this covers them. Check by hand:
`cd archives/collections/tweets && sha256sum -c manifest-sha256.txt`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from tweetarchive.archive.layout import manifest_file
from tweetarchive.model.errors import ArchiveError

_LONGEST_LINE = 512  # bytes; digest, folder, and a name of 255 bytes at most
_LINE = re.compile(r"([0-9a-f]{64}) [ *](?:archive/)?([^/\n]+)")


def add_to_manifest(archives: Path, warc: Path) -> None:
    """Read a finished WARC and add its line; see `add_digests`."""
    try:
        with warc.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise ArchiveError(f"{warc.name}: cannot be read: {error.strerror}") from error
    add_digests(archives, {warc.name: sha256})


def add_digests(archives: Path, digests: Mapping[str, str]) -> None:
    """Add the lines of finished WARCs; threads and processes may do so at once.

    A line that a crash left half-written is dropped.

    Args:   digests: sha256 in hex by base name.
    Raises: ArchiveError where it cannot be written.
    """
    manifest = manifest_file(archives)
    lines = "".join(f"{digest}  archive/{file}\n" for file, digest in digests.items())
    try:
        with manifest.open("a+b") as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            size = out.seek(0, os.SEEK_END)
            out.seek(max(0, size - _LONGEST_LINE))
            torn = len(out.read().rpartition(b"\n")[2])
            out.truncate(size - torn)
            out.write(lines.encode())
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise ArchiveError(f"{manifest.name}: cannot be written: {error.strerror}") from error


def drop_from_manifest(archives: Path, files: Collection[str]) -> None:
    """Take out the lines of files that are no more. Raises: ArchiveError where it cannot be written."""
    manifest = manifest_file(archives)
    left = {file: digest for file, digest in read_manifest(manifest).items() if file not in files}
    unfinished = manifest.with_name(f"{manifest.name}.new")
    try:
        with unfinished.open("wb") as out:
            out.writelines(f"{digest}  archive/{file}\n".encode() for file, digest in left.items())
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(manifest)
    except OSError as error:
        raise ArchiveError(f"{manifest.name}: cannot be written: {error.strerror}") from error


def read_manifest(manifest: Path) -> Mapping[str, str]:
    """sha256 in lower-case hex by the base name of each WARC; empty where there is no manifest."""
    if not manifest.is_file():
        return {}
    lines = manifest.read_text("utf-8", "replace").splitlines()
    return {found[2]: found[1] for line in lines if (found := _LINE.fullmatch(line))}
