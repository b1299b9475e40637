from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output, failure
from tweetarchive.model.errors import ArchiveError, TweetarchiveError


def verify(
    *,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="WARC or WACZ files or archives folders; without: --archives."),
    ] = None,
    common: Common,
) -> Exit:
    """Judge again from archives alone, with no network: the same quotes, the same tweets, years later.

    Reads WARC and WACZ files and archives folders, our own and, where they hold what is needed, anyone's.
    """
    start_log(common)
    from tweetarchive.offline import verify_archive

    out = Output(common)
    for path in paths or [common.archives]:
        if not path.exists():
            out.report(failure(str(path), f"{path}: no such file or folder", what="record"))
            continue
        some = False
        try:
            for report in verify_archive(path):
                some = True
                out.report(report)
        except ArchiveError as error:
            out.fail(str(error), Exit.DAMAGED)
            out.report(failure(str(path), error, what="record"))
        except TweetarchiveError as error:
            out.report(failure(str(path), error, what="record"))
        else:
            if not some:
                out.fail(f"{path}: holds no archived article that could be judged", Exit.INCOMPLETE)
    return out.finish()
