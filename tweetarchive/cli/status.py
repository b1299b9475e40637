from __future__ import annotations

from datetime import UTC, datetime

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output


def status(*, common: Common) -> Exit:
    """Tell what is known of the archive and its last runs: counts, size, tweets that are due, half-written files.

    Nothing is read but the ledger and the names of files; `audit` reads every byte. A run that is under way is no
    hindrance.
    """
    start_log(common, warn_always=True)
    from tweetarchive.archive.writing import read_ledger
    from tweetarchive.nightly.status import status_of
    from tweetarchive.report.status import render_status, status_to_dict

    out = Output(common)
    with read_ledger(common.archives) as view:
        found = status_of(common.archives, view, datetime.now(UTC))
    if common.json:
        out.document(status_to_dict(found))
    else:
        out.show(render_status(found))
    return out.finish()
