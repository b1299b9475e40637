from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output


class Action(StrEnum):
    CHECK = "check"
    REBUILD = "rebuild"


def ledger(
    *,
    action: Annotated[
        Action, typer.Argument(metavar="check|rebuild", help="What to do with it; check changes nothing.")
    ],
    common: Common,
) -> Exit:
    """Check the ledger, or make it anew from the archive's WARCs.

    The ledger is a notebook (SQLite; Datasette opens it as it stands): what concerns captures is read out of the WARCs
    again, the runs and visits it knows stay. Losing it costs a second visit of pages without embeds, nothing else.
    """
    start_log(common, warn_always=True)
    from tweetarchive.archive.ledger import Ledger
    from tweetarchive.archive.writing import archive_lock, read_ledger, require_archive

    require_archive(common.archives)
    out = Output(common)
    if action is Action.REBUILD:
        with archive_lock(common.archives), Ledger(common.archives) as kept:
            kept.rebuild()
    with read_ledger(common.archives) as view:
        for problem in view.check():
            out.fail(problem, Exit.DAMAGED)
        counts = view.counts()
    if common.json:
        out.document(counts)
    else:
        out.show(", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items()), one_line=True)
    return out.finish()
