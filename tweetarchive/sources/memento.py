"""Dated copies of one address in web archives: which are worth reading, and reading them raw (RFC 7089)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request, follow
from tweetarchive.model.errors import Failure, FetchError, InputError, NotRecorded, SourceFormatError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.tweet import SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.payload import read_payload
from tweetarchive.sources.source import Answer, is_about, no_answer, recorded

TRIES = 3  # copies read before giving up: most that are no shell say the same

_TIMESTAMPED = re.compile(r"/(?P<timestamp>\d{14})(?:[a-z]{2}_)?/(?=https?:)", re.A)
_RAW = re.compile(r"/(\d{14})id_/(?=https?:)", re.A)
_REWRITTEN = re.compile(
    # What replay puts before the addresses of X's own pictures and scripts, and what it loads to show a page.
    rb"/\d{14}(?:[a-z]{2}_)?/(?:https?:)?(?:\\?/){2}[a-z]+\.twimg\.com"
    rb"|BEGIN WAYBACK TOOLBAR INSERT|wombat(?:Workers)?\.js|\bWB_wombat_|_wb_wombat|static/bundle-playback\.js"
    rb"|\bwbinfo\s*=|FILE ARCHIVED ON \d\d:\d\d:\d\d",
    re.A,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One dated copy, as an archive lists it."""

    timestamp: str
    """timestamp14, UTC."""
    original: str
    """The address that was copied."""
    url: str
    """The address of the copy to show to people."""
    raw_url: str | None
    """The address of the bytes as they were copied: everything else is rewritten, even JSON. None: not to be had."""
    content_type: str = "text/html"
    """As listed; `warc/revisit` where it repeats an earlier copy. A list that names none lists pages."""
    status: int | None = None
    """None for revisits, and where the list names none."""
    digest: str = ""
    length: int = 0
    """Bytes of the archive's record, compressed: only good for comparing."""

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def is_timestamp(text: str) -> bool:
    """Whether it is a timestamp14 of a day there was."""
    try:
        datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return re.fullmatch(r"\d{14}", text, re.A) is not None


def raw_address(url: str) -> str | None:
    """`…/20240102030405/http…` with `id_`, the raw copy of Wayback, OpenWayback and pywb; None for any other shape."""
    return _TIMESTAMPED.sub(r"/\g<timestamp>id_/", url, count=1) if _TIMESTAMPED.search(url) else None


def most_telling(found: Iterable[Memento]) -> list[Memento]:
    """Copies that may hold a tweet, best first: JSON, then pages by size, then repetitions; each content once.

    A 404 or a redirect among them proves nothing: in July 2023 X answered so to everybody who was not logged in.
    """
    kinds = {"application/json": 0, "text/html": 1, "warc/revisit": 2}
    readable = [one for one in found if one.status in (200, None) and one.content_type in kinds]
    readable.sort(key=lambda one: (kinds[one.content_type], -one.length))
    return list({one.digest or one.timestamp: one for one in reversed(readable)}.values())[::-1]


def fetch_memento(memento: Memento, fetch: Fetch, purpose: Purpose = Purpose.TWEET) -> Exchange:
    """The copy's bytes, with the address of the copy that was really served as `memento`.

    Raises: FetchError, NotRecorded.
    """
    if memento.raw_url is None:
        raise ValueError(f"no raw copy: {memento.url}")
    copy = follow(Request(memento.raw_url, purpose), fetch)[-1]
    return replace(copy, memento=_RAW.sub(r"/\1/", copy.request.url, count=1))


class Copies:
    """Reads copies of one tweet, and remembers what they stated and what was wrong with them."""

    def __init__(self, asked: StatusId, fetch: Fetch, *, archive: str, known: bool) -> None:
        """Begin.

        Args:
            archive: its name, for problems.
            known:   the Internet Archive, whose `id_` is known to be raw; of any other the bytes must show it.
        """
        self._asked, self._fetch, self._archive, self._known = asked, fetch, archive, known
        self._purpose = Purpose.TWEET if known else Purpose.WEB_ARCHIVE
        self.statements: list[Statement] = []
        self.problems: list[Problem] = []

    def ask(
        self, urls: Sequence[str], find: Callable[[str], Sequence[Memento]], listed_at: Callable[[str], str]
    ) -> Answer:
        """Look under each address until the whole tweet is known.

        Args:
            find:      the archive's copies of an address.
            listed_at: where it lists them, for problems.
        Raises: NotRecorded where it was asked for none of them; Refused where the tweet is not to be asked for.
        """
        seen: set[str] = set()
        unasked: NotRecorded | None = None
        answered = 0
        for url in urls:
            try:
                found = [one for one in find(url) if not one.digest or one.digest not in seen]
            except NotRecorded as error:  # by an older version, which asked for other addresses
                unasked = error
                continue
            except FetchError as error:
                if error.failure is Failure.FORGOTTEN:
                    raise
                # One refusal is not followed by more questions: archives shut out those who go on.
                self._tell(error.request.url, no_answer(error))
                break
            except SourceFormatError as error:
                self._tell(listed_at(url), str(error))
                break
            answered += 1
            seen.update(one.digest for one in found)
            if self.read(found):
                break
        if unasked is not None and not answered and not self.problems:
            raise unasked
        return Answer(SourceName.WEB_ARCHIVE, tuple(dict.fromkeys(self.statements)), tuple(self.problems))

    def read(self, found: Sequence[Memento]) -> bool:
        """Read the most telling of some copies, TRIES at most. Returns whether the whole tweet is known now."""
        raw = [one for one in most_telling(found) if one.raw_url is not None]
        if not raw and (rewritten := most_telling(found)):
            self._tell(rewritten[0].url, "gives no raw copies, and a rewritten one proves nothing: not read")
        for memento in raw[:TRIES]:
            self.statements += self._statements(memento)
            if self.whole:
                return True
        return False

    @property
    def whole(self) -> bool:
        return any(isinstance(one, Tweet) and one.complete and is_about(one, self._asked) for one in self.statements)

    def _statements(self, memento: Memento) -> tuple[Statement, ...]:
        """What a copy states; () for a shell, a login wall, an error page: archived, not readable."""
        try:
            copy = fetch_memento(memento, self._fetch, self._purpose)
        except NotRecorded:
            return ()
        except FetchError as error:
            self._tell(memento.raw_url, no_answer(error))
            return ()
        if copy.status != 200:
            return ()
        body = copy.body.read()
        if _RAW.search(copy.request.url) is None or (not self._known and _REWRITTEN.search(body)):
            self._tell(memento.raw_url, "answered a rewritten copy where the raw one was asked for: not read")
            return ()
        try:
            found = read_payload(body, source=SourceName.WEB_ARCHIVE, status_id=self._asked)
        except InputError:
            return ()
        return tuple(recorded(one, copy) for one in found) if found and is_about(found[0], self._asked) else ()

    def _tell(self, url: str | None, why: str) -> None:
        self.problems.append(Problem("source", url, f"{self._archive}: {why}"))
