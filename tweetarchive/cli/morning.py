from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output
from tweetarchive.cli.spans import parse_day
from tweetarchive.cli.telling import NotifyOptions, gather_news, tell
from tweetarchive.model.errors import ArchiveError


def morning(
    *,
    since: Annotated[
        Any,
        option(
            "--since",
            help="Look back so far, a day or how long ago (7d), and note nothing. [default: the last report]",
            metavar="DAY",
            parser=parse_day,
        ),
    ] = None,
    html: Annotated[Path | None, option("--html", help="Also write it as a page.", metavar="OUT")] = None,
    notify: NotifyOptions,
    common: Common,
) -> Exit:
    """Tell what is new since the last report: mismatches, tweets that are gone or edited, changed embeds, failures.

    Nothing is asked of anybody: it is what nightly, recheck and archive have found. Sent (--notify) only where
    something is new. The status is 1 for a mismatch and 3 where something could not be had, checked or sent.
    """
    start_log(common, warn_always=True)
    notify.checked()
    until = datetime.now(UTC)
    if since is not None and since > until:
        raise typer.BadParameter(f"{since:%Y-%m-%d %H:%M} UTC is yet to come", param_hint="--since")
    from tweetarchive.archive.told import turn_to_tell

    out = Output(common)
    with turn_to_tell(common.archives):
        _report(since, datetime.now(UTC), html, notify, common, out)
    if since is None:
        _note_run(common.archives, until, out)
    return out.finish()


def _report(
    since: datetime | None, until: datetime, html: Path | None, notify: NotifyOptions, common: Common, out: Output
) -> None:
    """Gather, show, write, send, note."""
    gathered = gather_news(common.archives, notify, since, until)
    found = gathered.looking.news
    from tweetarchive.report.morning import headline
    from tweetarchive.report.morning_json import morning_to_dict
    from tweetarchive.report.morning_text import render_morning

    if found.is_incomplete:
        out.ended(Exit.INCOMPLETE)
    if found.has_mismatch:
        out.ended(Exit.MISMATCH)
    if common.json:
        out.document(morning_to_dict(found))
    elif common.quiet:
        out.print_lines([headline(found)] if found.has_news else [])
    else:
        out.show(render_morning(found))
    is_shown = True
    if html is not None:
        from tweetarchive.report.morning_page import morning_page

        is_shown = out.page(html, morning_page(found))
    tell(common.archives, gathered, notify, out, is_shown=is_shown)


def _note_run(archives: Path, started: datetime, out: Output) -> None:
    from tweetarchive.archive.told import note_report
    from tweetarchive.nightly.period import KIND

    try:
        note_report(archives, KIND, started, datetime.now(UTC), out.status)
    except ArchiveError as error:
        out.note(str(error))
