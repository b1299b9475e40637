"""What was removed from an archive at a request does not come back: not by its own number, not beside another tweet."""

from __future__ import annotations

from tweetarchive.archive.holding import Outcome, read_outcome
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.removed import Removed, shown_in
from tweetarchive.archive.session import Unanswered
from tweetarchive.model.capture import Purpose, Request
from tweetarchive.model.errors import Failure, FetchError, Refused, Unreachable
from tweetarchive.model.permalink import named_in
from tweetarchive.model.tweet import StatusId

_OF_A_TWEET = frozenset({Purpose.TWEET, Purpose.WEB_ARCHIVE, Purpose.LINK})
"""Questions about tweets; an article's own page is its publisher's, whatever it shows."""


class KeptOut:
    """Threads may share it."""

    def __init__(self, view: LedgerView) -> None:
        self._view = view

    def refuse(self, request: Request) -> Refused | None:
        """Why a question is not to be asked: it names such a tweet. None where it is."""
        removed = self._removed(request)
        for number in named_in(request.url, removed):
            why = f"{request.url}: not asked for: {removed[number].told()}"
            return Refused(why, request=request, failure=Failure.FORGOTTEN)
        return None

    def without(self, outcome: Outcome) -> Outcome:
        """An answer; where it shows such a tweet beside its own, that it is not kept."""
        request = outcome.error.request if isinstance(outcome, Unanswered) else outcome.request
        removed = self._removed(request)
        if not removed or isinstance(outcome, Unanswered):
            return outcome
        try:
            body = read_outcome(outcome).body.read()
        except FetchError:
            return outcome  # cut or broken: kept as it is, and read by nobody
        for number in shown_in(body) & removed.keys():
            told = removed[StatusId(number)].told()
            why = f"{request.url}: the answer also shows tweet {number}, {told}; it is not kept"
            outcome.body.close()
            error = Unreachable(why, request=request, failure=Failure.SHOWS_FORGOTTEN)
            return Unanswered(error, outcome.at, outcome.attempt)
        return outcome

    def _removed(self, request: Request) -> dict[StatusId, Removed]:
        known = self._view.removed() if request.purpose in _OF_A_TWEET else ()
        return {StatusId(one.status_id): one for one in known}
