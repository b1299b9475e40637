"""article → embeds → captures → verdicts. Composes the stages and has no rule of its own.

An article is done in two passes of one function, `collect`: first with the recorder's fetch, which asks the web and
writes all down; then with the reader's, which answers from the finished records and from nothing else. Only what the
second pass finds is judged and reported. `verify` is the second pass alone.
"""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from os import PathLike, fspath
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from tweetarchive.archive.holding import Holding
from tweetarchive.archive.input import as_text, read_input
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.ledger import command_key
from tweetarchive.archive.reader import Session
from tweetarchive.archive.recorder import Recorder, Recording
from tweetarchive.archive.screenshot import Camera
from tweetarchive.archive.session import Network
from tweetarchive.archive.wire import Transport
from tweetarchive.collect import DEFAULT, Collected, collect
from tweetarchive.collect import Settings as Settings  # the door of collect for those above
from tweetarchive.deriving import derive
from tweetarchive.embeds.find import read_article, read_embeds
from tweetarchive.embeds.reading import Paragraph, read_prose
from tweetarchive.judging import replay, report_of
from tweetarchive.model.article import Article
from tweetarchive.model.capture import Exchange, Purpose, Request
from tweetarchive.model.errors import ArchiveError, InputError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.report import ArticleReport
from tweetarchive.sources.article_page import open_article
from tweetarchive.sources.lookup import find_plug_in as find_plug_in  # likewise

logger = logging.getLogger(__name__)


def archive_article(
    source: str | PathLike[str],
    *,
    archives: Path | str = "archives",
    url: str | None = None,
    settings: Settings = DEFAULT,
    network: Network | None = None,
    transport: Transport | None = None,
) -> ArticleReport:
    """Keep one article, its tweets and media in a WARC of its own, and report from that WARC.

    Args:
        source: an http(s) address, or a file; `url` tells the address of a file.
        transport: who answers instead of the web.
    Raises: ArchiveError where the archive cannot be written. A source that cannot be had is a report with its problem.
    """
    with Recorder(Path(archives), network or Network(), transport=transport) as recorder:
        return _archive(recorder, fspath(source), url, settings)


def archive_articles(
    sources: Sequence[str],
    *,
    archives: Path | str = "archives",
    url: str | None = None,
    settings: Settings = DEFAULT,
    network: Network | None = None,
    dedupe: bool = True,
    workers: int = 4,
    stop: threading.Event | None = None,
    done: Callable[[], None] = lambda: None,
    stdin: Callable[[], bytes] | None = None,
    transport: Transport | None = None,
    camera: Camera | None = None,
) -> Iterator[ArticleReport]:
    """Archive many articles at once, and report in the order they were named.

    What an interrupted run of the very same sources and settings had finished is not done again, only read again.

    Args:
        dedupe: point at media that other WARCs hold already, instead of keeping them again.
        stop: once set, articles under way are finished and no other is begun.
        done: called, in any thread, at the end of each.
        camera: takes the screenshots that the settings ask for.
    Raises: ArchiveError, as `archive_article`.
    """
    halted = stop or threading.Event()
    command = command_key([*sources, url or "", settings.to_json()])

    def work(place: int, source: str) -> ArticleReport | None:
        if halted.is_set():
            return None
        held = finished.get((as_text(source), place))
        if held is not None:
            report = replay(Session.open(warc_folder(Path(archives)) / held))
        else:
            report = do(place, source)
            if report.record is not None:
                recorder.ledger.finish(command, as_text(source), place, report.record.file)
        done()
        return report

    def do(place: int, source: str) -> ArticleReport:
        try:
            return _archive(recorder, source, url, settings, stdin, info={"command": command, "place": str(place)})
        except ArchiveError:
            raise
        except Exception as error:
            logger.exception("%s: a fault in tweetarchive itself; its article is done again next time", source)
            why = f"a fault in tweetarchive itself ({type(error).__name__}); please report it with the log (--log-file)"
            failed = Collected(page=None, article=None, problems=(Problem("article", url, why),))
            return report_of(as_text(source), url, failed)

    with (
        Recorder(Path(archives), network or Network(), transport=transport, dedupe=dedupe, camera=camera) as recorder,
        ThreadPoolExecutor(workers) as pool,
    ):
        finished = recorder.ledger.finished(command)
        waiting: deque[Future[ArticleReport | None]] = deque()
        try:
            for place, source in enumerate(sources):
                waiting.append(pool.submit(work, place, source))
                if len(waiting) > workers * 4:  # enough that a slow article at the head holds nobody up
                    yield from _reported(waiting.popleft())
            while waiting:
                yield from _reported(waiting.popleft())
        except BaseException:
            halted.set()  # whoever stops reading, or an archive that cannot be written, stops the rest
            raise
        if not halted.is_set():
            recorder.ledger.complete(command)


def _reported(work: Future[ArticleReport | None]) -> Iterator[ArticleReport]:
    report = work.result()
    if report is not None:
        yield report


def _archive(
    recorder: Recorder,
    source: str,
    url: str | None,
    settings: Settings,
    stdin: Callable[[], bytes] | None = None,
    info: Mapping[str, str] = MappingProxyType({}),
) -> ArticleReport:
    try:
        given = read_input(source, url=url, stdin=stdin)
    except InputError as error:
        unread = Collected(page=None, article=None, problems=(Problem("article", url, str(error)),))
        return report_of(as_text(source), url, unread)

    def page_of(recording: Recording) -> Exchange | Request:
        if given.content is None:
            return Request(given.url or "", Purpose.SOURCE)
        return recording.keep_input(given.content, given.content_type, given.url)

    return _record(recorder, as_text(given.typed), given.url, settings, info, page_of)


def archive_held(
    recorder: Recorder, holding: Holding, url: str, *, settings: Settings = DEFAULT, info: Mapping[str, str]
) -> ArticleReport:
    """Archive an article whose page was asked for already, at `url`; it is not asked for again.

    Args: info: kept in the WARC, beside `settings`.
    """

    def page_of(recording: Recording) -> Exchange | Request:
        recording.take_over(holding)
        return Request(url, Purpose.SOURCE)

    return _record(recorder, url, url, settings, info, page_of)


def _record(
    recorder: Recorder,
    source: str,
    url: str | None,
    settings: Settings,
    info: Mapping[str, str],
    page_of: Callable[[Recording], Exchange | Request],
) -> ArticleReport:
    """Both passes, from the page on."""
    info = {"settings": settings.to_json(), "url": url or "", **info}
    archives = [address for _, address in settings.web_archives]
    with recorder.record(source, slug_url=url, settings=info, web_archives=archives) as recording:
        collect(page_of(recording), recording.fetch, settings, read=read_embeds)
        session = Session.open(recording.flush(), name=recording.name)
        report = replay(session)
        for page_of_ours in derive(report, session):
            recording.keep_page(page_of_ours.uri, page_of_ours.html, page_of_ours.refers_to)
        stated = json.dumps(report.to_dict(), ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "backslashreplace"
        )
        recording.keep_report(stated, [report.record.id] if report.record else [])
        recording.finish()
    return report


def find_in(
    source: str, *, url: str | None = None, network: Network | None = None, stdin: Callable[[], bytes] | None = None
) -> Article:
    """What an article embeds, and nothing else: no tweet is asked for, and the recording is thrown away.

    Raises: InputError: the source cannot be had or read.
    """
    content, address, content_type = _opened(source, url, network, stdin)
    return read_article(content, url=address, content_type=content_type)


def find_and_read(
    source: str, *, url: str | None = None, network: Network | None = None, stdin: Callable[[], bytes] | None = None
) -> tuple[Article, tuple[Paragraph, ...]]:
    """`find_in`, and the article's text around its embeds, for those who show it."""
    content, address, content_type = _opened(source, url, network, stdin)
    article = read_article(content, url=address, content_type=content_type)
    return article, read_prose(content, content_type=content_type)


def _opened(
    source: str, url: str | None, network: Network | None, stdin: Callable[[], bytes] | None
) -> tuple[bytes, str | None, str | None]:
    """A document, its address and its content type."""
    given = read_input(source, url=url, stdin=stdin)
    if given.content is not None:
        return given.content, given.url, given.content_type
    with (
        TemporaryDirectory() as folder,
        Recorder(Path(folder), network or Network()) as recorder,
        recorder.record(given.typed, slug_url=given.url, settings={}) as recording,
    ):
        opened = open_article(Request(given.url or "", Purpose.SOURCE), recording.fetch, from_web_archive=False)
        if opened.page is None or not opened.readable:
            why = opened.problems[0].why
            raise InputError(why if why.startswith(source) else f"{source}: {why}")
        return opened.page.body.read(), opened.page.request.url, opened.page.header("Content-Type")
