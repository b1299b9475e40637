"""What can go wrong, in one shallow tree.

TweetarchiveError
├── InputError            what was handed in cannot be read as an article or a payload: say which, go on with the others
├── FetchError            a request that got no usable answer; holds its `request` and the `failure`
│   ├── Unreachable       no answer came (name, connection, TLS, time, cut body): try another night
│   ├── RateLimited       asked to wait longer than we are willing to: `retry_after` seconds
│   └── Refused           we did not ask: a private address, one that is not http(s), a tweet removed at a request
├── NotRecorded           replay only: the archive holds no such exchange; nothing failed, it was never asked
├── SourceFormatError     a source answered in a shape we do not know: they changed, tell us
└── ArchiveError          the archive cannot be written, or is damaged: stop
    └── DamagedArchive    bytes that are not what was written; holds `file` and `offset`

A deleted tweet is none of these: it is an `Absence` (HOUSE.md §3).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tweetarchive.model.capture import Request


class TweetarchiveError(Exception):
    """Anything foreseeable; its text tells what happened, to which input, and what to do next."""


class InputError(TweetarchiveError):
    """What was handed in cannot be read as an article or a payload."""


class Failure(StrEnum):
    """Why no answer came: the closed set that stands in `metadata` records and in `problems`."""

    NAME_NOT_FOUND = "name_not_found"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_LOST = "connection_lost"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROXY = "proxy"
    CUT_BODY = "cut_body"
    TOO_LARGE = "too_large"
    NOT_HTTP = "not_http"
    REDIRECT_LOOP = "redirect_loop"
    PRIVATE_ADDRESS = "private_address"
    BAD_URL = "bad_url"
    RATE_LIMITED = "rate_limited"
    INTERRUPTED = "interrupted"
    SECRET_REPEATED = "secret_repeated"
    LEFT_ALONE = "left_alone"
    FORGOTTEN = "forgotten"
    SHOWS_FORGOTTEN = "shows_forgotten"
    BUDGET = "budget"


class FetchError(TweetarchiveError):
    """A request that got no usable answer."""

    def __init__(self, message: str, *, request: Request, failure: Failure) -> None:
        super().__init__(message)
        self.request = request
        self.failure = failure


class Unreachable(FetchError):
    """No answer came, or not the whole of it. Safe to try again another night."""


class RateLimited(FetchError):
    """The host asks to wait longer than a run will."""

    def __init__(self, message: str, *, request: Request, retry_after: float | None) -> None:
        super().__init__(message, request=request, failure=Failure.RATE_LIMITED)
        self.retry_after = retry_after
        """Seconds; None where the host named none."""


class Refused(FetchError):
    """The request was not sent: a private address, no http(s) URL, a tweet that was removed from the archive."""


class NotRecorded(TweetarchiveError):
    """Replay only: the archive holds no exchange for this request. Says nothing about the tweet.

    Not a `FetchError`: at the time of the recording nothing failed, it was only never asked.
    """

    def __init__(self, message: str, *, request: Request) -> None:
        super().__init__(message)
        self.request = request


class SourceFormatError(TweetarchiveError):
    """A source answered in a shape we do not know."""


class ArchiveError(TweetarchiveError):
    """The archive cannot be read or written as a whole."""


class DamagedArchive(ArchiveError):
    """Bytes on disk that are not what was written."""

    def __init__(
        self, message: str, *, file: str, offset: int | None, what: str = "", each: tuple[DamagedArchive, ...] = ()
    ) -> None:
        super().__init__(message)
        self.what = what or message
        """What is wrong, alone: without the file, the place, and what to do."""
        self.each = each or (self,)
        """One for each damaged file, where several were read."""
        self.file = file
        self.offset = offset
        """Of the damaged gzip member, in bytes from the start of the file; None where it concerns the file."""
