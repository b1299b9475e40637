from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, is_address, option
from tweetarchive.cli.output import Output


def report(
    *,
    html: Annotated[
        Path | None, option("--html", help="Write a page: plots, and every embed to filter and search.", metavar="OUT")
    ] = None,
    table: Annotated[
        Path | None,
        option("--csv", help="Write a table with the same content, for spreadsheets, one embed a row.", metavar="OUT"),
    ] = None,
    replay_url: Annotated[
        str, option("--replay-url", help="Where the archive is browsed; the page links there.", metavar="URL")
    ] = "http://127.0.0.1:8080/tweets/",
    common: Common,
) -> Exit:
    """Show what the archive knows: every embed of each article's latest capture, and what has become of its tweet.

    Nothing is asked of anybody and nothing is judged anew: the reports stored in the archive are put together, by way
    of the ledger. With --json: the stored report of each article, with what has been seen of its tweets since. The
    status tells whether the report could be made, not what is in it.

    In the table, a cell of text that begins with = + - @, a tab, a carriage return or an apostrophe has an apostrophe
    put before it, so that no spreadsheet takes foreign words for a formula.
    """
    start_log(common, warn_always=True)
    from tweetarchive.archive.writing import read_ledger
    from tweetarchive.inventory import documents_of, holdings_of, lifetimes_of, states_of
    from tweetarchive.report.holdings_table import COLUMNS, rows
    from tweetarchive.report.holdings_text import render_holdings

    if not is_address(replay_url):
        raise typer.BadParameter(f"{replay_url!r} is no http(s) address", param_hint="--replay-url")
    if html is not None and table is not None and html.resolve() == table.resolve():
        raise typer.BadParameter(f"{html} is named for the page, too; name two files", param_hint="--csv")
    out = Output(common)
    with read_ledger(common.archives) as view:
        states = states_of(view)
        holdings = list(holdings_of(view, states))
        if common.json:
            for document in documents_of(view, states):
                out.document(document)
        else:
            out.show(render_holdings(holdings))
        if table is not None:
            try:
                # With a byte order mark: without one, Excel reads the bytes as those of an old code page.
                with table.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
                    csv.writer(file).writerows([COLUMNS, *rows(holdings)])
            except OSError as error:
                out.fail(f"{table}: cannot be written: {error.strerror}", Exit.INCOMPLETE)
        if html is not None:
            from tweetarchive.report.holdings_page import holdings_page

            lifetimes = list(lifetimes_of(view, states, holdings))
            name, replay = common.archives.resolve().name, f"{replay_url.rstrip('/')}/"
            out.page(html, holdings_page(holdings, lifetimes, name=name, replay=replay))
    return out.finish()
