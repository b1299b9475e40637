from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output

_NEXT = """
The archive is in {archives}/, and the report above was read back from it.
What to try next:

  {tool} verify {archives}
      judge the same archive again, with the network unplugged
  {tool} archive https://…
      an article of your own
  {tool} find saved-page.html
      only see what an article embeds"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions(Common):
    """Those of every command; what the demo writes does not stand among real archives."""

    archives: Annotated[Path, option("--archives", help="The archives folder.", metavar="DIR")] = Path("demo-archives")


def demo(*, common: DemoOptions) -> Exit:
    """See the main job done on a bundled article with bundled answers: no network is asked.

    The archive is written to --archives, or to ./demo-archives. The bundled article misquotes a tweet on purpose; the
    status is 0 all the same where the demo went well.
    """
    start_log(common)
    from tweetarchive.archive.network import Network
    from tweetarchive.demo import ARTICLE_URL, answers
    from tweetarchive.pipeline import archive_article

    out = Output(common)
    report = archive_article(
        ARTICLE_URL, archives=common.archives, network=Network(delay=0, limits=(), retries=0), transport=answers()
    )
    out.report(report)
    closing = _NEXT.format(archives=common.archives, tool=_as_typed())
    if common.json:
        out.note(closing)
    elif not common.quiet:
        out.show(closing)
    return Exit.DONE if report.record else out.finish()


def _as_typed() -> str:
    """The tool as it was called, so that what is shown can be copied: `.venv/bin/tweetarchive` behind `make demo`."""
    called = sys.argv[0]
    return called if Path(called).name == "tweetarchive" else "tweetarchive"
