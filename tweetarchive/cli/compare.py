from __future__ import annotations

from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output, failure, naming
from tweetarchive.cli.sources import STANDARD_INPUT, read_stdin
from tweetarchive.model.errors import InputError, SourceFormatError


def compare(
    *,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="A saved article, or - for standard input.")],
    payloads: Annotated[
        list[str],
        typer.Argument(metavar="PAYLOAD", help="Tweet files: syndication, oEmbed, API JSON, archived pages."),
    ],
    url: Annotated[str | None, option("--url", help="The address of the article.", metavar="URL")] = None,
    common: Common,
) -> Exit:
    """Judge an article's quotes against tweet payload files, with no network and no archive."""
    start_log(common)
    for named in (article, *payloads):
        if "://" in named:
            raise typer.BadParameter(f"{named}: compare reads files only; `tweetarchive archive` asks the web")
    if [article, *payloads].count(STANDARD_INPUT) > 1:
        raise typer.BadParameter("standard input can be read once only")
    from tweetarchive import read_payload
    from tweetarchive.archive.input import read_input
    from tweetarchive.offline import compare as judge

    out = Output(common)
    contents: list[bytes] = []
    for named in payloads:
        try:
            content = read_input(named, stdin=read_stdin).content or b""
            read_payload(content)
            contents.append(content)
        except (InputError, SourceFormatError) as error:
            out.fail(naming(named, error), Exit.INCOMPLETE)
    try:
        given = read_input(article, url=url, stdin=read_stdin)
        out.report(judge(given.content or b"", contents, url=given.url, source=article))
    except (InputError, SourceFormatError) as error:
        out.report(failure(article, error, url=url))
    return out.finish()
