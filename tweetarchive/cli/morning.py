from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output
from tweetarchive.cli.spans import parse_day
from tweetarchive.cli.telling import NotifyOptions, gather_news, note_as_told, send_news


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
    found = gather_news(common.archives, since, until)
    from tweetarchive.report.morning import headline
    from tweetarchive.report.morning_json import morning_to_dict
    from tweetarchive.report.morning_text import render_morning

    out = Output(common)
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
    if html is not None:
        from tweetarchive.report.morning_page import morning_page

        out.page(html, morning_page(found))
    if send_news(found, notify, out, page=html) and since is None:
        note_as_told(common.archives, until, out)
    return out.finish()
