from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common
from tweetarchive.cli.output import Output

DEMO_ARCHIVES = Path("demo-archives")
_NEXT = """
The archive is in {archives}/, and the report above was read back from it.
What to try next:

  {tool} verify {archives}
      judge the same archive again, with the network unplugged
  {tool} archive https://…
      an article of your own
  {tool} find saved-page.html
      only see what an article embeds"""


def demo(*, ctx: typer.Context, common: Common) -> Exit:
    """See the main job done on a bundled article with bundled answers: no network is asked.

    The archive is written to --archives, or to ./demo-archives. The bundled article misquotes a tweet on purpose; the
    status is 0 all the same where the demo went well.
    """
    start_log(common)
    from tweetarchive.archive.network import Network
    from tweetarchive.demo import ARTICLE_URL, answers
    from tweetarchive.pipeline import archive_article

    named = ctx.get_parameter_source("archives")
    if named is not None and named.name == "DEFAULT":
        common = replace(common, archives=DEMO_ARCHIVES)
    out = Output(common)
    report = archive_article(
        ARTICLE_URL, archives=common.archives, network=Network(delay=0, limits=(), retries=0), transport=answers()
    )
    out.report(report)
    closing = _NEXT.format(archives=common.archives, tool=_as_typed())
    if common.json:
        out.note(closing)
    else:
        out.show(closing)
    return Exit.DONE if report.record else out.finish()


def _as_typed() -> str:
    """The tool as it was called, so that what is shown can be copied: `.venv/bin/tweetarchive` behind `make demo`."""
    called = sys.argv[0]
    return called if Path(called).name == "tweetarchive" else "tweetarchive"
