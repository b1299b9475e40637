"""One request, its answer, and where the answer is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from tweetarchive.model.errors import Failure, Unreachable

REDIRECT_LIMIT = 10  # browsers stop at 20; the longest honest chain in the reference pages is 4
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


class Purpose(StrEnum):
    """What a request is for. It sets pace, cap and guard, never what the answer means."""

    SOURCE = "source"
    """The address the user gave: never subject to the guard against private addresses."""
    TWEET = "tweet"
    WEB_ARCHIVE = "web_archive"
    """A web archive that the user named: on the host named not subject to the guard either."""
    LINK = "link"
    MEDIA = "media"
    PAGE_ASSET = "page_asset"
    SCREENSHOT = "screenshot"
    """Of SCREENSHOT_URI and the page's address: a browser asks, not we."""


SCREENSHOT_URI = "urn:view:"
"""Begins the address of a screenshot, the page's follows; as Browsertrix names them."""


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. In replay it is recognised by its URL; the headers are only sent."""

    url: str
    """Absolute http(s) URL, without fragment."""
    purpose: Purpose
    headers: tuple[tuple[str, str], ...] = ()
    """Beside the session's own (User-Agent, Accept-Encoding). A secret one is sent and never recorded."""


class Truncation(StrEnum):
    """Why a body ended early: the values of WARC-Truncated (WARC 1.1, §5.13)."""

    LENGTH = "length"
    TIME = "time"
    DISCONNECT = "disconnect"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Where a record stands on disk."""

    file: str
    """Base name of the finished WARC (inside a WACZ: the member's name), never a path."""
    offset: int
    """Start of the record's gzip member, bytes from the start of the file."""
    id: str
    """WARC-Record-ID without angle brackets, `urn:uuid:…`."""


def _nothing() -> bytes:
    return b""


@dataclass(frozen=True, slots=True)
class Body:
    """An HTTP body after transfer and content decoding; on disk until it is read."""

    size: int | None
    """Bytes; None where the original of a revisit is not at hand."""
    sha256: str | None
    """Lower-case hex over the decoded body; None where the original of a revisit is not at hand."""
    read: Callable[[], bytes] = field(default=_nothing, repr=False, compare=False)
    """The bytes. Raises ArchiveError where the original of a revisit is not at hand."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its whole answer, redirects and refusals included: each hop is an exchange of its own."""

    request: Request
    at: datetime
    """When the request went out: aware UTC, microseconds; the WARC-Date."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """As received, in order."""
    body: Body
    record: RecordRef | None = None
    """None only while it is not on disk."""
    memento: str | None = None
    """Where this answer is another archive's dated copy: the address of that copy."""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """The media type alone, lower case: `text/html`."""
        value = self.header("Content-Type")
        return value.split(";")[0].strip().lower() or None if value else None

    @property
    def location(self) -> str | None:
        """Absolute target of a redirect, without fragment; None where the answer is none, or leads to no address."""
        target = self.header("Location") if self.status in REDIRECT_STATUSES else None
        try:
            return urljoin(self.request.url, target).split("#")[0] if target else None
        except ValueError:  # `http://[`
            return None


Fetch = Callable[[Request], Exchange]
"""Ask once (retries are the callee's affair), get the answer, do not follow redirects.

Raises: FetchError where no whole answer came; NotRecorded in replay, where it was never asked.
"""


def follow(request: Request, fetch: Fetch) -> tuple[Exchange, ...]:
    """Ask and follow redirects: every hop, the answer last. Headers of the request go to its own host only.

    Raises: FetchError; Unreachable with `redirect_loop` after REDIRECT_LIMIT hops.
    """
    hops = [fetch(request)]
    while (target := hops[-1].location) is not None:
        if len(hops) > REDIRECT_LIMIT:
            raise Unreachable(
                f"{request.url}: redirects without end ({len(hops)} hops, the last to {target})",
                request=request,
                failure=Failure.REDIRECT_LOOP,
            )
        same_host = urlsplit(target).netloc == urlsplit(request.url).netloc
        hops.append(fetch(Request(target, request.purpose, request.headers if same_host else ())))
    return tuple(hops)
