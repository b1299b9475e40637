"""Read the lists and decide on every article they name: the first part of a night, and all of a dry run."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tweetarchive.archive.guard import host_of
from tweetarchive.archive.layout import ledger_file
from tweetarchive.archive.ledger_rows import ArticleRow, RunRow
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.recorder import Recorder
from tweetarchive.archive.writing import read_ledger
from tweetarchive.model.address import site_of
from tweetarchive.model.capture import Exchange, Fetch, Request
from tweetarchive.nightly.asked_before import ask_conditionally
from tweetarchive.nightly.discover import Trouble, discover
from tweetarchive.nightly.listed import Listed
from tweetarchive.nightly.night import NightSettings
from tweetarchive.nightly.plan import TRIES, Left, Planned, Reason, Selection, plan, urgency
from tweetarchive.nightly.robots import Robots

KIND = "nightly"
"""Of the ledger's runs."""
SAME_NIGHT = timedelta(hours=24)  # an interrupted run that is older is another night's
_SITES_AT_ONCE = 32  # whose lists are read side by side; each site's own, one after the other


def command_of(starts: tuple[str, ...]) -> str:
    """What makes two nights the same in the ledger."""
    return " ".join(starts)


def interrupted_before(view: LedgerView, command: str, now: datetime) -> tuple[RunRow, ...]:
    """The runs of this night that a new one goes on with, the latest first."""
    found: list[RunRow] = []
    for run in view.runs(KIND):
        is_over = run.ended is not None and not run.interrupted
        if run.command != command or is_over or not timedelta(0) <= now - run.started < SAME_NIGHT:
            break
        found.append(run)
    return tuple(found)


def fetch_whole(recorder: Recorder, own_hosts: frozenset[str]) -> Fetch:
    """A fetch for lists and robots.txt: their bodies are in memory, and nothing of them is kept."""

    def ask(request: Request) -> Exchange:
        with recorder.hold(own_hosts) as holding:
            exchange = holding.fetch(request)
            whole = exchange.body.read()
        return replace(exchange, body=replace(exchange.body, read=lambda: whole))

    return ask


def survey(
    starts: tuple[str, ...],
    fetch: Fetch,
    robots: Robots,
    selection: Selection,
    known: Callable[[str], ArticleRow | None],
    *,
    going_on_since: datetime | None = None,
    incomplete: Container[int] = (),
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Trouble | list[Planned]]:
    """Read the lists, of many sites at once, and decide on every article they name.

    Yields: the plan of each site, as soon as all its lists that were named are read: a slow one holds up no other. With
        `Selection.limit`, those of all sites in one, since the newest are chosen among all.
    """
    seen: set[str] = set()

    def decide(offered: list[Listed]) -> list[Planned]:
        now = datetime.now(UTC)
        return plan(
            offered,
            known,
            selection,
            now,
            going_on_since=going_on_since,
            incomplete=incomplete,
            seen=seen,
            heed=partial(_heeding, robots),
        )

    of_all: list[Listed] = []
    with ThreadPoolExecutor(_SITES_AT_ONCE) as pool:
        read = partial(_read_lists, fetch=fetch, robots=robots, since=selection.since, stop=stop)
        for one in as_completed([pool.submit(read, named) for named in _by_site(starts)]):
            offered = of_all if selection.limit is not None else []
            for found in one.result():
                if isinstance(found, Trouble):
                    yield found
                else:
                    offered.append(found)
            if selection.limit is None:
                yield decide(offered)
    if selection.limit is not None:
        yield decide(of_all)


def _by_site(starts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What is named of one site together: a feed may know of a change that its sitemap does not, or the other way."""
    sites: dict[str, tuple[str, ...]] = {}
    for start in starts:
        site = site_of(start)
        sites[site] = (*sites.get(site, ()), start)
    return list(sites.values())


def _read_lists(
    starts: tuple[str, ...], *, fetch: Fetch, robots: Robots, since: datetime | None, stop: Callable[[], bool]
) -> tuple[Listed | Trouble, ...]:
    return tuple(discover(starts, fetch, robots, since=since, stop=stop))


def dry_run(starts: tuple[str, ...], *, archives: Path, options: NightSettings) -> Iterator[Trouble | Planned]:
    """What `run_night` would do, in order. Lists and robots.txt are asked for, no article.

    Nothing is written.
    """
    with TemporaryDirectory() as folder, Recorder(Path(folder), options.network) as recorder, ExitStack() as opened:
        fetch = fetch_whole(recorder, frozenset(map(host_of, starts)))
        known: Callable[[str], ArticleRow | None] = lambda _: None  # noqa: E731
        incomplete: Container[int] = ()
        resumed: datetime | None = None
        if ledger_file(archives).exists():
            ledger = opened.enter_context(read_ledger(archives))
            fetch = ask_conditionally(fetch, ledger.kept_list)
            known, incomplete = ledger.article, ledger.incomplete(Reason.INCOMPLETE, TRIES)
            interrupted = interrupted_before(ledger, command_of(starts), datetime.now(UTC))
            resumed = interrupted[-1].started if interrupted else None
        agent, ignored = options.network.agent, options.ignore_robots
        robots = Robots(fetch, agent, ignored=ignored, slow_down=recorder.slow_down)
        planned: list[Planned] = []
        for found in survey(
            starts, fetch, robots, options.selection, known, going_on_since=resumed, incomplete=incomplete
        ):
            if isinstance(found, Trouble):
                yield found
            else:
                planned += (_heeding(robots, one) for one in found)
        yield from sorted(planned, key=_place_in_plan)


def _heeding(robots: Robots, planned: Planned) -> Planned:
    """Left, where the site does not allow the visit."""
    if isinstance(planned.decision, Left):
        return planned
    rules = robots.of(planned.listed.url)
    why = Left.POSTPONED if rules.unreachable else Left.DISALLOWED
    return replace(planned, decision=why) if rules.forbids(planned.listed.url) else planned


def _place_in_plan(planned: Planned) -> tuple[bool, tuple[bool, float], str]:
    """The same in every dry run, whichever site answered first."""
    return isinstance(planned.decision, Left), urgency(planned), planned.listed.url
