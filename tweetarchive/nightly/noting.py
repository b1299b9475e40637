"""What the ledger is to keep of a visit: its row, and what the WARC is to hold so that it can be made anew. Pure."""

from __future__ import annotations

from tweetarchive.archive.ledger import Visit
from tweetarchive.archive.ledger_rows import to_column
from tweetarchive.nightly.plan import Planned
from tweetarchive.nightly.visit import ANSWERED, Outcome, Visited


def visit_row(run: int, planned: Planned, visited: Visited, outcome: Outcome, file: str | None) -> Visit | None:
    """The row of one visit; None where the article was not asked for.

    Args: file: the capture that came of it.
    """
    if outcome in (Outcome.DISALLOWED, Outcome.POSTPONED):
        return None
    listed, look = planned.listed.url, visited.look
    answered = outcome in ANSWERED
    return Visit(
        run=run,
        url=look.url if look else listed,
        addresses=(listed, *look.twins) if look else (),
        at=visited.at,
        outcome=outcome.value,
        reason=planned.decision.value,
        why=visited.why,
        http_status=visited.http_status,
        file=file,
        answered=answered,
        of_a_copy=outcome is Outcome.SAME_ARTICLE,
        known=visited.known if answered else {},
    )


def capture_info(visited: Visited) -> dict[str, str]:
    """What the ledger is to know of the capture, also when it is made anew from the WARC."""
    known = visited.known
    look = visited.look
    stated = {
        "article": look.url if look else None,
        "content": look.digest if look else None,
        "lastmod": known.get("lastmod"),
        "published": known.get("published"),
        "etag": known.get("etag"),
        "last-modified": known.get("last_modified"),
    }
    return {name: str(to_column(value)) for name, value in stated.items() if value}
