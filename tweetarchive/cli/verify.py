from __future__ import annotations

import zlib
from pathlib import Path
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, Page
from tweetarchive.cli.output import Output, failure
from tweetarchive.model.errors import ArchiveError, DamagedArchive, TweetarchiveError
from tweetarchive.model.report import ArticleReport

_GZIP, _ZIP, _ZSTD = b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd"
_NAMES = (".warc", ".warc.gz", ".wacz")
_HEAD = 1 << 16  # bytes: a gzip head, with whatever name it states, and more


def verify(
    *,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="WARC or WACZ files or archives folders; without: --archives."),
    ] = None,
    html: Page = None,
    common: Common,
) -> Exit:
    """Judge again from archives alone, with no network: the same quotes, the same tweets, years later.

    Reads WARC and WACZ files and archives folders, our own and, where they hold what is needed, anyone's.
    """
    start_log(common, warn_always=True)
    from tweetarchive.offline import verify_archive

    out = Output(common, html=html, made_by="tweetarchive verify")
    for path in paths or [common.archives]:
        if not path.exists():
            out.lost(_unread(path, "no such file or folder"), Exit.INCOMPLETE)
            continue
        if _never_was_an_archive(path):
            out.lost(_unread(path, "is not a WARC; name a WARC, a WACZ or an archives folder"), Exit.INCOMPLETE)
            continue
        some = False
        try:
            for report in verify_archive(path):
                some = True
                out.report(report)
        except DamagedArchive as error:
            for one in error.each:
                named = path if path.name == one.file else Path(one.file)
                out.lost(_unread(named, str(one).removeprefix(f"{one.file}: ")), Exit.DAMAGED)
        except ArchiveError as error:
            out.lost(_unread(path, str(error).removeprefix(f"{path.name}: ")), Exit.DAMAGED)
        except TweetarchiveError as error:
            out.lost(_unread(path, str(error).removeprefix(f"{path}: ")), Exit.INCOMPLETE)
        else:
            if not some:
                out.fail(f"{path}: holds no archived article that could be judged", Exit.INCOMPLETE)
    return out.finish()


def _unread(path: Path, why: str) -> ArticleReport:
    return failure(str(path), f"{path}: {why}", what="record")


def _never_was_an_archive(path: Path) -> bool:
    """Whether a file is something else altogether: neither called an archive nor begun like one, whatever is in it."""
    if path.is_dir() or path.name.endswith(_NAMES):
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # the reader says why
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except zlib.error:
            return False
    return not head.startswith((b"WARC/", _ZIP, _ZSTD))
