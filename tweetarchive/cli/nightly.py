from __future__ import annotations

import re
import threading
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.interrupt import finishing_first
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, NetworkOptions, TweetOptions, option
from tweetarchive.cli.output import Output
from tweetarchive.cli.spans import parse_day, parse_span
from tweetarchive.cli.telling import NotifyOptions, tell_news

if TYPE_CHECKING:
    from tweetarchive.nightly.discover import Trouble
    from tweetarchive.nightly.night import Ended, NightSettings
    from tweetarchive.nightly.plan import Planned

_INCOMPLETE = ("failed", "refused", "postponed", "lists_failed")


def parse_pattern(text: str | re.Pattern[str]) -> re.Pattern[str]:
    """Raises: typer.BadParameter."""
    try:
        return re.compile(text)
    except re.error as error:
        raise typer.BadParameter(f"{text!r} is no regular expression: {error}") from error


def nightly(
    *,
    sitemaps: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SITEMAP",
            help="A sitemap, sitemap index, news sitemap, feed, robots.txt, or a site's name; addresses or files.",
        ),
    ] = None,
    include: Annotated[
        Any, option("--include", help="Only addresses in which this is found.", metavar="REGEX", parser=parse_pattern)
    ] = None,
    exclude: Annotated[
        Any, option("--exclude", help="No address in which this is found.", metavar="REGEX", parser=parse_pattern)
    ] = None,
    since: Annotated[
        Any,
        option("--since", help="Nothing older: a day, or how long ago (7d).", metavar="DAY", parser=parse_day),
    ] = None,
    until: Annotated[
        Any, option("--until", help="Nothing of that day or later.", metavar="DAY", parser=parse_day)
    ] = None,
    limit: Annotated[int | None, option("--limit", help="Visit so many at most.", metavar="N", min=1)] = None,
    time_limit: Annotated[
        Any, option("--time-limit", help="Begin nothing after so long: 6h, 90m.", metavar="TIME", parser=parse_span)
    ] = None,
    everything: Annotated[bool, option("--all", help="Visit all that is offered, however lately it was seen.")] = False,
    dry_run: Annotated[
        bool, option("--dry-run", help="Only say what would be visited, and why. Nothing is written.")
    ] = False,
    ignore_robots: Annotated[
        bool, option("--ignore-robots", help="Visit what robots.txt disallows: for your own site.")
    ] = False,
    per_host: Annotated[
        int, option("--per-host", help="Requests to one site under way at once.", metavar="N", min=1, max=32)
    ] = 2,
    workers: Annotated[int, option("--workers", help="Pages in work at once.", metavar="N", min=1, max=256)] = 8,
    notify: NotifyOptions,
    tweets: TweetOptions,
    options: NetworkOptions,
    common: Common,
) -> Exit:
    """Archive what a site has that is new or changed, night after night.

    Reads the site's lists, visits what is due, and archives the articles that embed tweets. An article without embeds
    is a line in the ledger. Interrupted or killed, the same command goes on where it stopped.
    """
    start_log(common, warn_always=True)
    notify.checked()
    if since and until and since >= until:
        raise typer.BadParameter("nothing lies between --since and --until", param_hint="--until")
    if not sitemaps:
        raise typer.BadParameter("name a sitemap, a feed or a site", param_hint="SITEMAP")
    from tweetarchive.model.errors import InputError
    from tweetarchive.nightly.discover import named_start
    from tweetarchive.nightly.night import NightSettings
    from tweetarchive.nightly.plan import Selection

    try:
        starts = tuple(map(named_start, sitemaps))
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="SITEMAP") from error
    night = NightSettings(
        selection=Selection(
            include=include, exclude=exclude, since=since, until=until, limit=limit, everything=everything
        ),
        settings=replace(tweets.settings(), page_assets=False),
        network=options.network(),
        workers=workers,
        per_host=per_host,
        ignore_robots=ignore_robots,
        time_limit=time_limit,
    )
    return _say_plan(starts, night, common) if dry_run else _do(starts, night, notify, common)


def _do(starts: tuple[str, ...], night: NightSettings, notify: NotifyOptions, common: Common) -> Exit:
    from tweetarchive.cli.progress import Progress
    from tweetarchive.nightly.discover import Trouble
    from tweetarchive.nightly.night import Archived, Begun, Ended, Offered, Passed
    from tweetarchive.nightly.run import run_night
    from tweetarchive.report.foreign import neutral

    out = Output(common)
    stop = threading.Event()
    progress = out.progress = Progress(0, common)

    def exit_of(ended: Ended) -> int:
        if stop.is_set():
            out.fail(_interrupted(ended), Exit.INTERRUPTED)
        if any(ended.counts[one] for one in _INCOMPLETE):
            out.ended(Exit.INCOMPLETE)
        return out.status

    with finishing_first(stop), progress:
        for event in run_night(starts, archives=common.archives, options=night, stop=stop, exit_of=exit_of):
            match event:
                case Offered():
                    progress.expect(event.due)
                case Begun():
                    out.note(_plan_line(event))
                case Archived():
                    out.report(event.report, reason=event.reason, changes_since=event.changes)
                    if not common.json and not common.quiet:
                        out.show(*map(neutral, _changes(event.changes)), one_line=True)
                    progress.advance()
                case Passed():
                    is_loss = event.outcome.value == "gone" and event.held
                    if event.outcome.value in _INCOMPLETE or is_loss or common.verbose:
                        out.note(_passed_line(event))
                    progress.advance()
                case Trouble():
                    _tell(event, out)
                case Ended():
                    out.note(_end_line(event))
    out.progress = None
    tell_news(common.archives, notify, out)
    return out.finish()


def _passed_line(event: Any) -> str:
    why = f": {event.why}" if event.why else ""
    kept = f"; kept in {event.held}" if event.held and event.outcome.value == "gone" else ""
    return f"{event.url}: {event.outcome.value.replace('_', ' ')}{why}{kept}"


def _changes(changes: dict[str, Any] | None) -> list[str]:
    """What is new since the capture before, for people."""
    lines = []
    for one in changes["embeds"] if changes else ():
        quotes = {"gone": one["text_before"], "added": one["text"]}
        shown = quotes.get(one["change"]) or f"{one['text_before']!r} is now {one['text']!r}"
        tweet = one["status_id"] or one["status_id_before"] or "without number"
        lines.append(f"since the last capture: embed {one['place'] + 1} (tweet {tweet}) {one['change']}: {shown}")
    return lines


def _say_plan(starts: tuple[str, ...], night: NightSettings, common: Common) -> Exit:
    from tweetarchive.nightly.discover import Trouble
    from tweetarchive.nightly.survey import dry_run
    from tweetarchive.report.foreign import neutral

    out = Output(common)
    counts: Counter[str] = Counter()
    for found in dry_run(starts, archives=common.archives, options=night):
        if isinstance(found, Trouble):
            _tell(found, out)
            continue
        counts[_deed(found)] += 1
        if common.json:
            out.document(_planned(found))
        elif _deed(found) == "visit" or common.verbose:
            out.show(neutral(f"{_deed(found):<6} {found.decision.value:<18} {found.listed.url}"), one_line=True)
    out.note(
        f"{counts['visit']:,} to be visited, {counts['leave']:,} left" + ("" if common.json else " (-v lists them)")
    )
    return out.finish()


def _deed(planned: Planned) -> str:
    from tweetarchive.nightly.plan import Reason

    return "visit" if isinstance(planned.decision, Reason) else "leave"


def _planned(planned: Planned) -> dict[str, object]:
    from tweetarchive.archive.records import format_date

    listed, known = planned.listed, planned.known
    return {
        "url": listed.url,
        "do": _deed(planned),
        "reason": planned.decision.value,
        "lastmod": listed.lastmod,
        "published": format_date(listed.published) if listed.published else None,
        "title": listed.title,
        "language": listed.language,
        "last_visit": format_date(known.last_visit) if known and known.last_visit else None,
        "embeds": known.embeds if known else None,
    }


def _tell(trouble: Trouble, out: Output) -> None:
    message = f"{trouble.url}: {trouble.why}"
    if trouble.partial:
        out.note(message)
    else:
        out.fail(message, Exit.INCOMPLETE)


def _plan_line(begun: Any) -> str:
    from tweetarchive.nightly.plan import Reason

    visits = Counter({one: number for one, number in begun.decisions.items() if one in set(Reason)})
    left = begun.decisions - visits
    again = "going on with the interrupted run: " if begun.goes_on else ""
    if not begun.decisions:
        return f"{again}no article is named in what could be read of the lists"
    why = f" ({_listed(visits)})" if visits else ""
    others = f"; {left.total():,} left ({_listed(left)})" if left else ""
    return f"{again}{_articles(begun.due)} to be visited{why}{others}"


def _end_line(ended: Ended) -> str:
    left = f"; {ended.left:,} left for the next night" if ended.left else ""
    return f"{_listed(+ended.counts) or 'nothing was due'}{left}"


def _interrupted(ended: Ended) -> str:
    to_go = f" with {_articles(ended.left)} to go" if ended.left else ""
    return f"interrupted{to_go}; what is done is safe, the same command does the rest"


def _listed(counts: Counter[str]) -> str:
    one_of = {"lists_failed": "list failed"}
    return ", ".join(
        f"{number:,} {one_of[what] if number == 1 and what in one_of else what.replace('_', ' ')}"
        for what, number in counts.most_common()
    )


def _articles(number: int) -> str:
    return f"{number:,} article{'' if number == 1 else 's'}"
