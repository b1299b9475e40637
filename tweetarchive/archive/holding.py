"""Ask first, and decide afterwards whether it is worth keeping: most articles embed no tweet."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from tweetarchive.archive.cookies import Cookies
from tweetarchive.archive.guard import host_of
from tweetarchive.archive.message import WireExchange, read_exchange
from tweetarchive.archive.session import PoliteSession, Unanswered
from tweetarchive.archive.wire import Ask
from tweetarchive.model.capture import Exchange, Request

Outcome = WireExchange | Unanswered
"""How an attempt ended."""


class Holding:
    """Answers that no file has yet. A context manager; `Recording.take_over` keeps them, byte for byte.

    Bodies can be read as long as it is open.
    """

    def __init__(self, session: PoliteSession, own_hosts: frozenset[str]) -> None:
        self._session = session
        self._own_hosts = own_hosts
        self.cookies = Cookies()
        self.asks: list[tuple[Request, tuple[Outcome, ...]]] = []
        """Every ask and how its attempts ended, in order."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, outcomes in self.asks:
            for outcome in outcomes:
                if not isinstance(outcome, Unanswered):
                    outcome.body.close()

    def fetch(self, request: Request) -> Exchange:
        """Ask the web as a recording does, for a page or a list of pages. A `Fetch`."""
        guarded = host_of(request.url) not in self._own_hosts
        outcomes: list[Outcome] = []
        for outcome in self._session.attempts(Ask(request, guarded=guarded, cookie=self.cookies.header(request.url))):
            outcomes.append(outcome)
            if not isinstance(outcome, Unanswered):
                self.cookies.keep(request.url, outcome.head)
        self.asks.append((request, tuple(outcomes)))
        return read_outcome(outcomes[-1])


def read_outcome(outcome: Outcome) -> Exchange:
    """Raises: FetchError, that of the attempt."""
    if isinstance(outcome, Unanswered):
        raise outcome.error
    return read_exchange(outcome)
