from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.interrupt import finishing_first
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, NetworkOptions, archives_named, chosen_sources, option, status_ids
from tweetarchive.cli.output import Output
from tweetarchive.cli.spans import parse_span
from tweetarchive.cli.telling import NotifyOptions, tell_news

if TYPE_CHECKING:
    from tweetarchive.archive.ledger_view import LedgerView
    from tweetarchive.model.tweet import StatusId
    from tweetarchive.nightly.recheck import Ended, Rechecked


def recheck(
    *,
    tweets: Annotated[
        list[str] | None,
        typer.Argument(metavar="STATUS_ID", help="These archived tweets, due or not; without: those that are due."),
    ] = None,
    everything: Annotated[bool, option("--all", help="Every archived tweet, due or not.")] = False,
    older_than: Annotated[
        Any,
        option("--older-than", help="Those last asked for so long ago: 12h, 7d.", metavar="TIME", parser=parse_span),
    ] = None,
    limit: Annotated[
        int | None, option("--limit", help="Ask for so many at most, the longest overdue first.", metavar="N", min=1)
    ] = None,
    time_limit: Annotated[
        Any, option("--time-limit", help="Ask for no further one after so long: 2h.", metavar="TIME", parser=parse_span)
    ] = None,
    sources: Annotated[
        str | None,
        option(
            "--sources",
            help="Who is asked, in order. [default: syndication,oembed, with a token api_v2]",
            metavar="LIST",
        ),
    ] = None,
    media: Annotated[
        bool, option("--media/--no-media", help="Keep photos and videos of a tweet's new version.")
    ] = True,
    workers: Annotated[
        int, option("--workers", help="Hundreds of tweets in work at once.", metavar="N", min=1, max=32)
    ] = 4,
    notify: NotifyOptions,
    options: NetworkOptions,
    common: Common,
) -> Exit:
    """Visit archived tweets again: still there, gone, back, edited, renamed.

    Every answer is kept in a WARC of its own. A tweet is called gone where X says so; a 404 or a failure is no proof.
    Due is a tweet 1, 3, 7 and 30 days after it was first seen, and then every 90 days. The status is 1 where an
    article quotes what no version of an edited tweet says, and 3 where nobody could be asked.
    """
    start_log(common, warn_always=True)
    notify.checked()
    from tweetarchive.archive.writing import read_ledger, require_archive
    from tweetarchive.cli.progress import Progress
    from tweetarchive.nightly.recheck import SOURCES, Begun, Choice, Ended, Rechecked, RecheckSettings, run_recheck
    from tweetarchive.report.tally import number

    require_archive(common.archives)
    out = Output(common)
    named = status_ids(tweets or [])
    if named:
        with read_ledger(common.archives) as view:
            named = _held(named, view, out)
        if not named:
            return out.finish()
    choice = Choice(
        ids=named,
        everything=everything,
        older_than=None if older_than is None else timedelta(seconds=older_than),
        limit=limit,
    )
    settings = RecheckSettings(
        sources=_sources(sources, SOURCES),
        media=media,
        network=options.network(),
        workers=workers,
        time_limit=time_limit,
    )
    stop = threading.Event()
    progress = out.progress = Progress(0, common, what="tweets")
    unanswered: list[Rechecked] = []

    def exit_of(ended: Ended) -> int:
        if stop.is_set():
            out.fail(f"interrupted: {ended.left:,} tweets are left for the next time", Exit.INTERRUPTED)
        return out.status

    with finishing_first(stop), progress:
        for event in run_recheck(
            choice,
            archives=common.archives,
            settings=settings,
            now=datetime.now(UTC),
            stop=stop,
            command=" ".join(["recheck", *choice.ids]),
            exit_of=exit_of,
        ):
            match event:
                case Begun():
                    progress.expect(event.due)
                    out.note(f"{number(event.due, 'tweet')} to be asked for")
                case Rechecked():
                    _show(event, out, common)
                    unanswered += [event] if event.unanswered else []
                    progress.advance()
                case Ended():
                    if not common.json and not common.quiet:
                        out.show(_summary(event), one_line=True)
    out.progress = None
    _tell_failures(unanswered, out)
    tell_news(common.archives, notify, out)
    return out.finish()


def _held(named: tuple[StatusId, ...], view: LedgerView, out: Output) -> tuple[StatusId, ...]:
    """Those that can be asked for again; of the others it is said why not."""
    removed = {one.status_id: one for one in view.removed()}
    held = []
    for one in named:
        if one in removed:
            out.fail(f"{one}: {removed[one].told()}; it is not asked for again", Exit.INCOMPLETE)
        elif view.tweet(one) is None:
            out.fail(f"{one}: no article of this archive embeds it; archive one that does", Exit.INCOMPLETE)
        else:
            held.append(one)
    return tuple(held)


def _sources(listed: str | None, default: tuple[str, ...]) -> tuple[str, ...]:
    chosen = chosen_sources(listed, (*default, "web_archive"))
    return tuple(one for one in chosen if one != "web_archive" or listed is not None)


def _show(one: Rechecked, out: Output, common: Common) -> None:
    from tweetarchive.report.tweet_news import render_line, render_news

    out.ended(Exit.MISMATCH if one.has_mismatch else Exit.INCOMPLETE if one.unanswered else Exit.DONE)
    if common.json:
        out.document(one.to_dict())
    elif common.quiet or not one.news.fates:
        if one.news.fates or common.verbose:
            out.show(render_line(one.news), one_line=True)
    else:
        out.show(render_news([one.news], archives=archives_named(common.archives)))


def _tell_failures(unanswered: list[Rechecked], out: Output) -> None:
    reasons: dict[str, int] = {}
    for one in unanswered:
        why = one.step.seen.why or "nobody said anything of it"
        reasons[why] = reasons.get(why, 0) + 1
    for why, number in sorted(reasons.items(), key=lambda pair: -pair[1]):
        out.note(f"{number:,} without an answer: {why}")


def _summary(ended: Ended) -> str:
    from tweetarchive.report.tweet_news import counted

    left = f"; {ended.left:,} left for the next time" if ended.left else ""
    return f"{counted(ended.counts)}{left}"
