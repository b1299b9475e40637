from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.interrupt import finishing_first
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Address, Common, Lists, NetworkOptions, Page, Sources, TweetOptions, option
from tweetarchive.cli.output import Output
from tweetarchive.cli.sources import all_sources, read_stdin
from tweetarchive.model.errors import InputError

if TYPE_CHECKING:
    from tweetarchive.archive.network import Network
    from tweetarchive.archive.screenshot import Camera


def archive(
    *,
    articles: Sources = None,
    input: Lists = None,
    url: Address = None,
    page_assets: Annotated[
        bool, option("--page-assets/--no-page-assets", help="Keep the articles' own pictures, style sheets and fonts.")
    ] = True,
    screenshot: Annotated[
        bool, option("--screenshot/--no-screenshot", help="Keep a picture of each article as a browser shows it.")
    ] = False,
    browser: Annotated[
        str | None,
        option("--browser", help="The browser that takes it. [default: chromium or chrome]", metavar="FILE"),
    ] = None,
    dedupe: Annotated[
        bool, option("--dedupe/--no-dedupe", help="Point at photos and videos that are held already; keep no copy.")
    ] = True,
    from_web_archive: Annotated[
        bool, option("--from-web-archive", help="Where an article is gone, use its latest copy in the web archive.")
    ] = False,
    workers: Annotated[int, option("--workers", help="Articles in work at once.", metavar="N", min=1, max=256)] = 4,
    html: Page = None,
    tweets: TweetOptions,
    options: NetworkOptions,
    common: Common,
) -> Exit:
    """Keep articles with their tweets and media, check every quote against what was kept, and report.

    One WARC per article, in the archives folder. One bad source never stops the others.
    """
    start_log(common)
    out = Output(common, html=html, made_by="tweetarchive archive")
    named = all_sources(articles, input, url, out)
    from tweetarchive.cli.progress import Progress
    from tweetarchive.pipeline import archive_articles

    settings = replace(
        tweets.settings(), page_assets=page_assets, screenshot=screenshot, from_web_archive=from_web_archive
    )
    network = options.network()
    camera = _camera(browser, network) if screenshot else None
    stop = threading.Event()
    done = 0
    with finishing_first(stop) as interrupted, Progress(len(named), common) as out.progress:
        for report in archive_articles(
            named,
            archives=common.archives,
            url=url,
            settings=settings,
            network=network,
            dedupe=dedupe,
            workers=workers,
            camera=camera,
            stop=stop,
            done=out.progress.advance,
            stdin=read_stdin,
        ):
            out.report(report)
            done += 1
    out.progress = None
    if interrupted.is_set() and done < len(named):
        message = f"interrupted: {done} of {len(named)} articles are done and safe; the same command does the rest"
        out.fail(message, Exit.INTERRUPTED)
    return out.finish()


def _camera(browser: str | None, network: Network) -> Camera:
    from tweetarchive.archive.screenshot import Camera, find_browser

    try:
        return Camera(find_browser(browser), network)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--screenshot") from error
