from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, Page, option
from tweetarchive.cli.output import Output, complain, failure, naming
from tweetarchive.cli.sources import STANDARD_INPUT, must_be_address, read_stdin
from tweetarchive.model.errors import InputError, SourceFormatError
from tweetarchive.model.evidence import Problem


def compare(
    *,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="A saved article, or - for standard input.")],
    payloads: Annotated[
        list[str],
        typer.Argument(metavar="PAYLOAD", help="Tweet files: syndication, oEmbed, API JSON, archived pages."),
    ],
    url: Annotated[str | None, option("--url", help="The address of the article.", metavar="URL")] = None,
    html: Page = None,
    common: Common,
) -> Exit:
    """Judge an article's quotes against tweet payload files, with no network and no archive."""
    start_log(common)
    for named in (article, *payloads):
        if "://" in named:
            raise typer.BadParameter(f"{named}: compare reads files only; `tweetarchive archive` asks the web")
    if [article, *payloads].count(STANDARD_INPUT) > 1:
        raise typer.BadParameter("standard input can be read once only")
    must_be_address(url)
    from tweetarchive import read_payload
    from tweetarchive.archive.input import read_input
    from tweetarchive.offline import compare as judge

    out = Output(common, html=html, made_by="tweetarchive compare")
    contents: list[bytes] = []
    unread: list[Problem] = []
    for named in payloads:
        try:
            content = _payload(named)
            read_payload(content)
            contents.append(content)
        except (InputError, SourceFormatError) as error:
            unread.append(Problem("source", named, naming(named, error)))
    try:
        given = read_input(article, url=url, stdin=read_stdin)
        report = judge(given.content or b"", contents, url=given.url, source=article)
    except (InputError, SourceFormatError) as error:
        report = failure(article, error, url=url)
    if common.json or common.quiet:  # elsewhere the report itself shows them
        for problem in unread:
            complain(problem.why)
    out.report(replace(report, problems=(*report.problems, *unread)))
    return out.finish()


def _payload(named: str) -> bytes:
    """Raises: InputError, worded for a file of answers and not for an article."""
    try:
        content = read_stdin() if named == STANDARD_INPUT else Path(named).read_bytes()
    except OSError as error:
        raise InputError(f"{named}: cannot be read: {error.strerror}") from error
    if not content.strip():
        raise InputError(f"{named}: is empty; there is no tweet in it")
    return content
