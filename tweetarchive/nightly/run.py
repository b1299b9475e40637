"""One night: what the sites offer, what of it is due, every visit, and what came of it."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tweetarchive.archive.guard import host_of
from tweetarchive.archive.holding import Holding
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.network import COURTESY
from tweetarchive.archive.recorder import Recorder
from tweetarchive.archive.wire import Transport
from tweetarchive.model.errors import ArchiveError, FetchError, TweetarchiveError
from tweetarchive.nightly.asked_before import ask_conditionally
from tweetarchive.nightly.changes import changes_between
from tweetarchive.nightly.discover import Trouble
from tweetarchive.nightly.listed import Listed
from tweetarchive.nightly.night import Archived, Begun, Ended, Event, NightSettings, Offered, Passed
from tweetarchive.nightly.noting import capture_info, visit_row
from tweetarchive.nightly.plan import TRIES, Left, Planned, Reason
from tweetarchive.nightly.robots import Robots
from tweetarchive.nightly.schedule import FAILURES_IN_A_ROW, Schedule
from tweetarchive.nightly.survey import KIND, command_of, fetch_whole, interrupted_before, survey
from tweetarchive.nightly.viewing import Viewing
from tweetarchive.nightly.visit import Outcome, Visited
from tweetarchive.offline import verify_archive
from tweetarchive.pipeline import archive_held

logger = logging.getLogger(__name__)

_LOOKED_AROUND = 0.2  # seconds between two looks whether the night is to end


def run_night(
    starts: tuple[str, ...],
    *,
    archives: Path,
    options: NightSettings,
    stop: threading.Event,
    exit_of: Callable[[Ended], int] = lambda _: 0,
    transport: Transport | None = None,
) -> Iterator[Event]:
    """Do one night.

    Args:
        starts:  from `discover.named_start`.
        stop:    once set, what is under way is finished and nothing else is begun.
        exit_of: the exit status that the ledger is to remember.
    Raises: ArchiveError where the archive cannot be written, or another process writes it.
    """
    with Recorder(archives, options.network, transport=transport) as recorder:
        night = _Night(recorder, archives, starts, options, stop)
        try:
            yield from night.run()
        finally:
            ended = night.end(exit_of)
        yield ended


class _Night:
    def __init__(
        self, recorder: Recorder, archives: Path, starts: tuple[str, ...], options: NightSettings, stop: threading.Event
    ) -> None:
        self._recorder, self._ledger = recorder, recorder.ledger
        self._archives, self._starts, self._options, self._stop = archives, starts, options, stop
        self._own_hosts = frozenset(map(host_of, starts))
        asked = fetch_whole(recorder, self._own_hosts)
        self._fetch = ask_conditionally(asked, self._ledger.kept_list, self._ledger.keep_list)
        self._robots = Robots(
            self._fetch, options.network.agent, ignored=options.ignore_robots, slow_down=recorder.slow_down
        )
        interval = COURTESY if options.network.delay is None else options.network.delay
        self._schedule: Schedule[Planned] = Schedule(interval, per_host=options.per_host)
        self._events: queue.Queue[tuple[Event, Callable[[], None]]] = queue.Queue()
        """What is to be told, and what is to be done once it is told."""
        self._room = threading.BoundedSemaphore(2 * options.workers)  # pages held until they are archived
        self._under_way = 0
        """Articles that are to be archived, and not yet are."""
        self._fault: BaseException | None = None
        self._wanted: dict[str, Planned] = {}
        """What is due and not begun, by its key."""
        self._ahead: set[str] = set()
        """Looked at before their turn, for a copy of them."""
        self._mains_failed: Counter[str] = Counter()
        """By host, in a row, of those looked at for a copy."""
        self._viewing = Viewing(self._robots, self._ledger, options.selection, self._wanted.get)
        self._due = 0
        self._guard = threading.Lock()
        self._halted = threading.Event()
        self._is_whole = False
        """Whether it came to its end, with whatever failures."""
        self._counts: Counter[str] = Counter()
        self._ends_at = None if options.time_limit is None else time.monotonic() + options.time_limit
        command, started = command_of(starts), datetime.now(UTC)
        self._resumed = interrupted_before(self._ledger, command, started)
        self._run = self._ledger.begin_run(KIND, command, started)

    def run(self) -> Iterator[Event]:
        yield from self._unreported()
        yield from self._work()

    def end(self, exit_of: Callable[[Ended], int]) -> Ended:
        ended = Ended(self._counts, self._schedule.left)
        interrupted = self._stop.is_set() or not self._is_whole
        status = exit_of(ended)
        self._ledger.end_run(self._run, datetime.now(UTC), self._counts, interrupted=interrupted, exit=status)
        return ended

    def _is_over(self) -> bool:
        late = self._ends_at is not None and time.monotonic() >= self._ends_at
        return late or self._recorder.is_spent or self._stop.is_set() or self._halted.is_set()

    def _unreported(self) -> Iterator[Event]:
        """What the interrupted run had archived and no time left to say."""
        if not self._resumed:
            return
        said = {one.file for run in self._resumed for one in self._ledger.visits(run.id)}
        for capture in self._ledger.captures(since=self._resumed[-1].started):
            if capture.file not in said:
                article = self._ledger.article_by_id(capture.article)
                for report in verify_archive(warc_folder(self._archives) / capture.file):
                    at = capture.captured_at or datetime.now(UTC)
                    seen = Visited(outcome=Outcome.ARCHIVED, at=at)
                    yield Archived(report, Left.DONE.value, None)
                    self._note(
                        Planned(Listed(article.url), article.key, Left.DONE), seen, Outcome.ARCHIVED, capture.file
                    )

    def _work(self) -> Iterator[Event]:
        """One reads the lists; visitors look at pages; archivers archive what they find. All that happens comes out."""
        workers = self._options.workers
        with ThreadPoolExecutor(workers + 1) as visitors, ThreadPoolExecutor(workers) as archivers:
            try:
                looking = [visitors.submit(self._survey)]
                looking += (visitors.submit(self._visit_all, archivers) for _ in range(workers))
                while True:
                    is_last = all(one.done() for one in looking) and not self._under_way
                    with suppress(queue.Empty):
                        event, then = self._events.get(timeout=0 if is_last else _LOOKED_AROUND)
                        yield event
                        then()
                        continue
                    if is_last:
                        break
                    if self._is_over():
                        self._schedule.stop()
            finally:
                self._halt()
        if self._fault is not None:
            raise self._fault
        self._is_whole = True

    def _halt(self, fault: BaseException | None = None) -> None:
        self._fault = self._fault or fault
        self._halted.set()
        self._schedule.stop()

    def _survey(self) -> None:
        """Put on the schedule what is due of each site, as soon as that is known."""
        resumed = self._resumed[-1].started if self._resumed else None
        decisions: Counter[str] = Counter()
        try:
            for found in survey(
                self._starts,
                self._fetch,
                self._robots,
                self._options.selection,
                self._ledger.article,
                going_on_since=resumed,
                incomplete=self._ledger.incomplete(Reason.INCOMPLETE, TRIES),
                stop=self._is_over,
            ):
                if isinstance(found, Trouble):
                    with self._guard:
                        self._counts["lists_failed"] += not found.partial
                    self._tell(found)
                    continue
                decisions.update(one.decision.value for one in found)
                wanted = [one for one in found if isinstance(one.decision, Reason)]
                self._expect(len(wanted))
                self._wanted |= {one.key: one for one in wanted}
                for one in wanted:
                    self._schedule.add(host_of(one.listed.url), one)
            due = sum(decisions[one] for one in Reason)
            self._tell(Begun(due, decisions, resumed is not None))
        except BaseException as error:
            self._halt(error)
            raise
        finally:
            self._schedule.complete()

    def _expect(self, more: int) -> None:
        with self._guard:
            self._due += more
            self._tell(Offered(self._due))

    def _visit_all(self, archivers: ThreadPoolExecutor) -> None:
        while not self._is_over() and (taken := self._schedule.take()) is not None:
            host, planned = taken
            try:
                self._visit(host, planned, archivers)
            except BaseException as error:
                self._halt(error)
                raise

    def _visit(self, host: str, planned: Planned, archivers: ThreadPoolExecutor) -> None:
        visited = Visited(outcome=Outcome.SAME_ARTICLE, at=datetime.now(UTC))
        if self._viewing.tonight.begin(planned.key):
            visited = self._see(planned, archivers)
        elif planned.key not in self._ahead:
            self._pass(planned, visited, Outcome.SAME_ARTICLE)
        self._wanted.pop(planned.key, None)
        if self._is_left(visited):
            self._schedule.add(host, planned)
        given_up = self._schedule.done(host, failed=visited.host_is_down)
        if visited.patience_lost and not self._is_left(visited):
            given_up += self._schedule.give_up(host)
        if given_up:
            why = f"{len(given_up)} more articles of {host} are left for another night: {visited.why}"
            with self._guard:
                self._counts[Outcome.POSTPONED.value] += len(given_up)
            self._tell(Passed(host, Outcome.POSTPONED, why))

    def _see(self, planned: Planned, archivers: ThreadPoolExecutor, *, for_copy: bool = False) -> Visited:
        """Look at an article that was taken, and have it archived if there is something new.

        Args: for_copy: whether it is looked at because another page calls it its article.
        """
        with ExitStack() as opened:
            holding = opened.enter_context(self._recorder.hold(self._own_hosts))
            opened.callback(self._viewing.tonight.release, [planned.key])  # nobody waits for what never came about
            see_main = None if for_copy else partial(self._see_main, archivers)
            visited = self._look(planned, holding, see_main)
            if visited.outcome is None:
                with self._guard:
                    self._under_way += 1
                self._room.acquire()
                archivers.submit(self._archive, planned, visited, holding, opened.pop_all())
            elif not self._is_left(visited):
                self._pass(planned, visited, visited.outcome)
        return visited

    def _is_left(self, visited: Visited) -> bool:
        """Whether an article was not begun, since the budget is used up: it counts with those that are left."""
        return visited.outcome is Outcome.POSTPONED and self._recorder.is_spent

    def _see_main(self, archivers: ThreadPoolExecutor, main: Planned) -> None:
        host = host_of(main.listed.url)
        if self._mains_failed[host] >= FAILURES_IN_A_ROW:
            self._viewing.tonight.forget(main.key)
            return
        if main.key in self._wanted:
            self._ahead.add(main.key)
        else:
            self._expect(1)
        failed = self._see(main, archivers, for_copy=True).host_is_down
        self._mains_failed[host] = self._mains_failed[host] + 1 if failed else 0

    def _look(self, planned: Planned, holding: Holding, see_main: Callable[[Planned], None] | None) -> Visited:
        at, url = datetime.now(UTC), planned.listed.url
        try:
            self._schedule.slow_down(host_of(url), self._robots.of(url).crawl_delay)
            return self._viewing.look(planned, holding, see_main)
        except TweetarchiveError:
            raise
        except OSError as error:
            raise ArchiveError(f"what was fetched cannot be kept: {error.strerror or error}; make room") from error
        except Exception as error:
            logger.exception("%s: a fault in tweetarchive itself", url)
            return Visited(outcome=Outcome.FAILED, at=at, why=_our_fault(error))

    def _archive(self, planned: Planned, visited: Visited, holding: Holding, opened: ExitStack) -> None:
        url = planned.listed.url
        try:
            with opened:
                if self._halted.is_set():
                    return
                held = visited.before.file if visited.before else None
                before = self._ledger.report(held) if held else None
                settings, info = self._options.settings, capture_info(visited)
                report = archive_held(self._recorder, holding, url.split("#")[0], settings=settings, info=info)
            file = report.record.file if report.record else None
            changes = changes_between(before, report.to_dict()) if before else None
            # Noted when it is told, not before: a kill in between has the next run tell it again, and loses nothing.
            note = partial(self._note, planned, visited, Outcome.ARCHIVED, file)
            self._tell(Archived(report, planned.decision.value, changes), note)
        except (ArchiveError, FetchError) as error:
            self._halt(error)
        except OSError as error:
            self._halt(ArchiveError(f"{url}: cannot be kept: {error.strerror or error}; make room and run again"))
        except Exception as error:
            logger.exception("%s: a fault in tweetarchive itself", url)
            self._pass(planned, replace(visited, why=_our_fault(error)), Outcome.FAILED)
        finally:
            self._room.release()
            with self._guard:
                self._under_way -= 1

    def _pass(self, planned: Planned, visited: Visited, outcome: Outcome) -> None:
        self._note(planned, visited, outcome, None)
        held = planned.known.file if planned.known else None
        self._tell(Passed(planned.listed.url, outcome, visited.why, held))

    def _tell(self, event: Event, then: Callable[[], None] = lambda: None) -> None:
        self._events.put((event, then))

    def _note(self, planned: Planned, visited: Visited, outcome: Outcome, file: str | None) -> None:
        with self._guard:
            self._counts[outcome.value] += 1
        row = visit_row(self._run, planned, visited, outcome, file)
        if row is not None:
            self._ledger.visit(row)


def _our_fault(error: Exception) -> str:
    return f"a fault in tweetarchive itself ({type(error).__name__}); please report it with the log (--log-file)"
