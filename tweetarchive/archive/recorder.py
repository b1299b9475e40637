"""The door of recording: a fetch that asks the web and writes all down."""

from __future__ import annotations

import hashlib
import logging
import threading
import uuid
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from tweetarchive.archive.books import Books
from tweetarchive.archive.cookies import Cookies
from tweetarchive.archive.finished import REPORT_URI, Finished
from tweetarchive.archive.guard import host_of
from tweetarchive.archive.holding import Holding, Outcome, read_outcome
from tweetarchive.archive.index import fold_index, index_file, rebuild_index
from tweetarchive.archive.kept_out import KeptOut
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.message import Head, Original, WireExchange, dedupe_key, read_answer
from tweetarchive.archive.names import warc_name
from tweetarchive.archive.network import Network
from tweetarchive.archive.originals import is_whole
from tweetarchive.archive.records import record_uri
from tweetarchive.archive.screenshot import Camera
from tweetarchive.archive.session import PoliteSession, Unanswered
from tweetarchive.archive.wire import Ask, Transport, Web
from tweetarchive.archive.writer import WarcWriter
from tweetarchive.archive.writing import archive_lock, put_aside_unfinished
from tweetarchive.model.capture import SCREENSHOT_URI, Exchange, Purpose, RecordRef, Request
from tweetarchive.model.errors import ArchiveError, DamagedArchive, Failure, RateLimited, Unreachable

logger = logging.getLogger(__name__)

UNKNOWN_TYPE = "application/octet-stream"  # of what was handed in and does not tell (RFC 9110 §8.3)
_OF_THE_PAGE = frozenset({Purpose.SOURCE, Purpose.PAGE_ASSET})  # who get cookies; a tweet is asked for as anybody


class Recorder:
    """One run's recordings in one archive: they share connections, paces and the ledger, never exchanges.

    A context manager; entering it makes this process the only one that writes the archive, and puts aside what a dead
    run left half-written. Raises: ArchiveError, on entering, where another process writes there or nothing can be
    written.
    """

    def __init__(
        self,
        archives: Path,
        network: Network,
        *,
        transport: Transport | None = None,
        dedupe: bool = True,
        camera: Camera | None = None,
    ) -> None:
        """Make a recorder.

        Args:
            transport: answers instead of the web: the bundled demo, a test.
            dedupe: point at media that are held already instead of keeping them again.
            camera: takes the screenshots.
        """
        self._camera = camera
        self._archives = archives
        self._dedupe = dedupe
        self._network = network
        self._transport = transport
        self._stop = threading.Event()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            opened.enter_context(archive_lock(self._archives))
            self.ledger = opened.enter_context(Ledger(self._archives))
            put_aside_unfinished(self._archives, self.ledger)
            _mend_index(self._archives)
            self._books = Books(self._archives, self.ledger)
            opened.callback(fold_index, self._archives)
            if self._transport is None:
                self._transport = web = _web(self._network)
                opened.callback(web.close)
            self._session = PoliteSession(self._network, self._transport, stop=self._stop, archives=self._archives)
            opened.callback(self._session.close)
            self._open = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def record(
        self, source: str, *, slug_url: str | None, settings: Mapping[str, str], web_archives: Iterable[str] = ()
    ) -> Recording:
        """Begin the recording of one article.

        Args:
            source:   SOURCE as typed; kept in the WARC.
            slug_url: the article's address, which names the file; the host the user named is not guarded.
            settings: kept in the WARC, for the second pass.
            web_archives: addresses of those the user named, whose hosts are not guarded either.
        """
        name = warc_name(source, slug_url, datetime.now(UTC))
        logger.info("%s: begun", source)
        writer = WarcWriter(warc_folder(self._archives), name, info={"source": source, **settings})
        named = {
            Purpose.SOURCE: frozenset({host_of(slug_url)} if slug_url else ()),
            Purpose.WEB_ARCHIVE: frozenset(map(host_of, web_archives)),
        }
        return Recording(
            writer, self._session, self._books, self.ledger, named, dedupe=self._dedupe, camera=self._camera
        )

    def hold(self, own_hosts: frozenset[str]) -> Holding:
        """Begin to ask for what may turn out not to be worth keeping.

        Args: own_hosts: those the user named, which are not guarded.
        """
        return Holding(self._session, own_hosts)

    def slow_down(self, url: str, interval: float) -> None:
        """Ask this URL's host no more often than once in so many seconds, whatever for."""
        self._session.slow_down(url, interval)

    @property
    def is_spent(self) -> bool:
        """Whether the run's budget leaves nothing to be begun."""
        return self._session.is_spent

    def interrupt(self) -> None:
        """Stop now: every wait ends, every further fetch raises Unreachable with `interrupted`."""
        self._stop.set()


class Recording:
    """The WARC of one article while it is being made. A context manager.

    Left by an exception, the file keeps its `.open` name, and the next run puts it aside; left unfinished otherwise,
    there was nothing to keep, and it is thrown away.
    """

    def __init__(
        self,
        writer: WarcWriter,
        session: PoliteSession,
        books: Books,
        ledger: Ledger,
        named_hosts: Mapping[Purpose, frozenset[str]],
        *,
        dedupe: bool = True,
        camera: Camera | None = None,
    ) -> None:
        self._dedupe = dedupe
        self._camera = camera
        self._writer = writer
        self._session = session
        self._books = books
        self._ledger = ledger
        self._kept_out = KeptOut(ledger)
        self._named_hosts = named_hosts
        self._cookies = Cookies()
        self._spools: list[BinaryIO] = []
        self._given: dict[str, deque[tuple[Outcome, RecordRef | None]]] = {}
        self._media: dict[tuple[str, int], Original] = {}
        self._report: bytes | None = None
        self._finished = False

    @property
    def name(self) -> str:
        """The final base name."""
        return self._writer.name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for spool in self._spools:
            spool.close()
        if error is None and not self._finished:
            self._writer.abandon()

    def fetch(self, request: Request) -> Exchange:
        """Ask the web, politely and again where a fault may pass; every attempt is recorded. A `Fetch`.

        Bodies can be read as long as the recording is open.
        """
        if given := self._given.get(request.url):
            held, record = given.popleft()
            return replace(read_outcome(held), record=record)
        if request.purpose is Purpose.SCREENSHOT:
            return self._photograph(request)
        if (refused := self._kept_out.refuse(request)) is not None:
            self._keep_failure(request, Unanswered(refused, datetime.now(UTC), 1))
            raise refused
        of_the_page = request.purpose in _OF_THE_PAGE
        ask = Ask(
            request,
            guarded=host_of(request.url) not in self._named_hosts.get(request.purpose, ()),
            cookie=self._cookies.header(request.url) if of_the_page else None,
        )
        for answered in self._session.attempts(ask):
            outcome = self._kept_out.without(answered)
            record = self._keep(request, outcome)
            if of_the_page and not isinstance(outcome, Unanswered):
                self._cookies.keep(request.url, outcome.head)
        return replace(read_outcome(outcome), record=record)

    def take_over(self, holding: Holding) -> None:
        """Keep what was asked before the recording began; `fetch` answers each of those asks from it, once."""
        for request, outcomes in holding.asks:
            for outcome in outcomes:
                record = self._keep(request, outcome)
            self._given.setdefault(request.url, deque()).append((outcome, record))
        self._cookies = holding.cookies

    def _photograph(self, request: Request) -> Exchange:
        at = datetime.now(UTC)
        try:
            if self._camera is None:
                raise Unreachable("no screenshot: there is no browser", request=request, failure=Failure.LEFT_ALONE)
            picture = self._camera.take(request, request.url.removeprefix(SCREENSHOT_URI))
        except Unreachable as error:
            self._keep_failure(request, Unanswered(error, at, 1))
            raise
        record = self._writer.write_resource(record_uri(request.url), picture, "image/png", at, derived=True)
        head = Head(200, (("Content-Type", "image/png"),))
        return read_answer(request, at, head, lambda: BytesIO(picture), len(picture), None, record)

    def keep_input(self, content: bytes, content_type: str | None, url: str | None) -> Exchange:
        """Keep a document that was handed in, at its address where that was told."""
        uri = record_uri(url or f"urn:tweetarchive:input:{hashlib.sha256(content).hexdigest()}")
        at = datetime.now(UTC)
        stated = content_type or UNKNOWN_TYPE
        record = self._writer.write_resource(uri, content, stated, at, derived=False)
        head = Head(200, (("Content-Type", stated),))
        request = Request(uri, Purpose.SOURCE)
        return read_answer(request, at, head, lambda: BytesIO(content), len(content), None, record)

    def flush(self) -> Path:
        """The file under its `.open` name, with all that was recorded so far in it."""
        logger.debug("%s: read back, to be judged", self.name)
        return self._writer.path  # nothing is held back; one sync for the disk, at the end, is enough

    def keep_page(self, uri: str, html: str, refers_to: Sequence[str]) -> RecordRef:
        """Keep a page that we made of other records, under an address that is nobody's.

        Args: refers_to: ids of the records it was made of.
        """
        content = html.encode("utf-8", "replace")
        at = datetime.now(UTC)
        return self._writer.write_resource(
            uri, content, "text/html; charset=utf-8", at, derived=True, refers_to=refers_to
        )

    def keep_report(self, json: bytes, refers_to: Sequence[str]) -> RecordRef:
        """Keep the report of this article, in the words it was given out.

        Args: refers_to: ids of the records it speaks of.
        """
        uri = f"{REPORT_URI}{uuid.uuid4()}"
        at = datetime.now(UTC)
        self._report = json
        return self._writer.write_metadata(uri, json, "application/json", at, derived=True, refers_to=refers_to)

    def finish(self) -> Path:
        """Give the file its name for good, and enter it in index, manifest and ledger."""
        path = self._writer.finish()
        self._finished = True
        logger.info("%s: finished, %d bytes", path.name, path.stat().st_size)
        writer = self._writer
        self._books.enter(Finished(path.name, writer.entries, writer.sha256, writer.info, self._report))
        return path

    def _keep(self, request: Request, outcome: Outcome) -> RecordRef | None:
        if isinstance(outcome, Unanswered):
            self._keep_failure(request, outcome)
            return None
        return self._keep_answer(outcome)

    def _keep_answer(self, wire: WireExchange) -> RecordRef:
        self._spools.append(wire.body)
        digest = dedupe_key(wire) if self._dedupe else None
        if digest is None:
            return self._writer.write_exchange(wire)
        key = (digest, wire.body_size)
        original = self._media.get(key) or self._ledger.original(*key)
        if original and key not in self._media and not is_whole(self._writer.path.parent, original):
            original = None  # kept again: a record that points at damaged bytes would be lost with them
        record = self._writer.write_exchange(wire, revisit_of=original)
        if original is None:
            self._media[key] = Original(record, record_uri(wire.request.url), wire.at, digest)
        return record

    def _keep_failure(self, request: Request, failed: Unanswered) -> None:
        error = failed.error
        wait = error.retry_after if isinstance(error, RateLimited) else None
        self._writer.write_attempt(request, failed.at, error.failure, str(error), failed.attempt, retry_after=wait)


def _mend_index(archives: Path) -> None:
    """Make a lost index anew."""
    if not index_file(archives).exists():
        try:
            rebuild_index(archives)
        except DamagedArchive as error:
            logger.warning("the index is lost and cannot be made anew yet: %s", error)


def _web(network: Network) -> Web:
    try:
        return Web(network)
    except OSError as error:
        raise ArchiveError(
            "the CA bundle that REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or SSL_CERT_FILE names cannot be read; "
            "nothing can be fetched"
        ) from error
