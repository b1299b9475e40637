"""Where things stand in an archive (CONTRACT.md §4)."""

from __future__ import annotations

import os
from pathlib import Path

OPEN = ".open"
"""Ends the name of a WARC that is still being written: no tool takes it for one."""
PUT_ASIDE = ".put-aside"
"""Ends the name of what a dead run left half-written, and of a ledger that could not be read."""


def collection(archives: Path) -> Path:
    return archives / "collections" / "tweets"


def warc_folder(archives: Path) -> Path:
    return collection(archives) / "archive"


def index_folder(archives: Path) -> Path:
    return collection(archives) / "indexes"


def manifest_file(archives: Path) -> Path:
    return collection(archives) / "manifest-sha256.txt"


def ledger_file(archives: Path) -> Path:
    return archives / "ledger.sqlite"


def sync_folder(folder: Path) -> None:
    """Make names in a folder survive a power cut: a rename is safe only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_aside(path: Path, stem: str | None = None) -> Path:
    """Rename, and never onto a file that is there. A database's log goes with it: it is worth nothing alone."""
    name = f"{stem or path.name}{PUT_ASIDE}"
    number = 1
    while (aside := path.with_name(name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    path.rename(aside)
    for log in ("-wal", "-shm"):
        if (beside := path.with_name(path.name + log)).exists():
            beside.rename(aside.with_name(aside.name + log))
    sync_folder(path.parent)
    return aside
