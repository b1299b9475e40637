"""What was asked in a recording, in what order, and how each ask ended."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from tweetarchive.archive.records import Entry, record_uri
from tweetarchive.model.capture import SCREENSHOT_URI, Request
from tweetarchive.model.errors import Failure, FetchError, NotRecorded, RateLimited, Refused, Unreachable

_REFUSED = frozenset({Failure.PRIVATE_ADDRESS, Failure.BAD_URL, Failure.FORGOTTEN})


class Asks:
    """Gives the n-th ask of an address the n-th recorded ask of it; an ask is its attempts, the last one counts.

    Threads may share it. It counts: each pass over a session needs its own.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lock = threading.Lock()
        self._left: dict[str, list[list[Entry]]] = {}
        for entry in entries:
            screenshot = entry.derived and entry.uri.startswith(SCREENSHOT_URI)
            if entry.type in ("response", "revisit") or entry.is_attempt or screenshot:
                self._add(self._left.setdefault(entry.uri, []), entry)

    @staticmethod
    def _add(asks: list[list[Entry]], entry: Entry) -> None:
        if entry.attempt > 1:
            for ask in reversed(asks):  # an ask is over before the next of its address begins
                if ask[-1].attempt == entry.attempt - 1:
                    ask.append(entry)
                    return
        asks.append([entry])

    def next(self, request: Request, file: str) -> Entry:
        """The record that ended the ask. Raises: NotRecorded."""
        with self._lock:
            asks = self._left.get(record_uri(request.url))
            if not asks:
                often = "" if asks is None else " again"
                raise NotRecorded(f"{request.url}: was not asked{often} when {file} was recorded", request=request)
            return asks.pop(0)[-1]


def failed_attempt(request: Request, stated: Sequence[tuple[str, str]]) -> FetchError:
    """The error that was raised when the attempt was recorded, from its fields (`WarcWriter.write_attempt`)."""
    known = dict(stated)
    try:
        failure = Failure(known.get("failure", ""))
    except ValueError:
        failure = Failure.CONNECTION_LOST  # a later version's word
    message = known.get("message", f"{request.url}: no answer came")
    if failure is Failure.RATE_LIMITED:
        wait = known.get("retry-after")
        return RateLimited(message, request=request, retry_after=float(wait) if wait else None)
    kind = Refused if failure in _REFUSED else Unreachable
    return kind(message, request=request, failure=failure)
