"""One visit: the page is asked for, conditionally, and looked at. What comes of it is a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from tweetarchive.archive.holding import Holding
from tweetarchive.archive.ledger_rows import ArticleRow
from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request, follow
from tweetarchive.model.errors import Failure, FetchError, InputError, RateLimited
from tweetarchive.nightly.look import Look, is_front_page, look_at
from tweetarchive.nightly.plan import Left, Planned, Reason
from tweetarchive.nightly.robots import Robots
from tweetarchive.sources.article_page import GONE, WALLED, open_article

_NOT_MODIFIED = 304


class Outcome(StrEnum):
    """What came of a visit (docs/nightly.md)."""

    ARCHIVED = "archived"
    NO_EMBEDS = "no_embeds"
    UNCHANGED = "unchanged"
    SAME_ARTICLE = "same_article"
    """It leads to one that this night has seen at another address."""
    GONE = "gone"
    NOT_A_PAGE = "not_a_page"
    REFUSED = "refused"
    DISALLOWED = "disallowed"
    """By robots.txt."""
    FAILED = "failed"
    POSTPONED = "postponed"
    """Not asked for: its host does not answer tonight."""


ANSWERED = frozenset(
    {
        Outcome.ARCHIVED,
        Outcome.NO_EMBEDS,
        Outcome.UNCHANGED,
        Outcome.SAME_ARTICLE,
        Outcome.GONE,
        Outcome.NOT_A_PAGE,
    }
)
"""Where the site said something of the article; the others are tried again the next night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What was found at an address."""

    outcome: Outcome | None
    """None: an article with embeds, not archived yet."""
    at: datetime
    why: str | None = None
    http_status: int | None = None
    look: Look | None = None
    before: ArticleRow | None = None
    """What the ledger had of the article that it turned out to be."""
    known: Mapping[str, str | int | datetime | None] = field(default_factory=dict)
    """Columns of the ledger's `articles`."""
    host_is_down: bool = False
    """Whether it says something of the host and not of the article."""
    patience_lost: bool = False
    """Whether the host asked for more time than a night has, or its budget is used up."""


class _DisallowedError(Exception):
    def __init__(self, why: str, *, site_is_down: bool) -> None:
        super().__init__(why)
        self.site_is_down = site_is_down


def visit(planned: Planned, holding: Holding, robots: Robots) -> Visited:
    """Ask for an article and look at it. Raises: FetchError with `interrupted`; ArchiveError."""
    request = Request(planned.listed.url.split("#")[0], Purpose.SOURCE, _conditions(planned))
    at = datetime.now(UTC)
    try:
        hops = follow(request, _allowed(holding.fetch, request.url, robots))
    except _DisallowedError as error:
        down = error.site_is_down
        outcome = Outcome.POSTPONED if down else Outcome.DISALLOWED
        return Visited(outcome=outcome, at=at, why=str(error), patience_lost=down)
    except FetchError as error:
        if error.failure is Failure.INTERRUPTED:
            raise
        refused = error.failure in (Failure.PRIVATE_ADDRESS, Failure.BAD_URL)
        unasked = error.failure is Failure.BUDGET
        of_the_article = refused or unasked or error.failure in (Failure.REDIRECT_LOOP, Failure.TOO_LARGE)
        return Visited(
            outcome=Outcome.REFUSED if refused else Outcome.POSTPONED if unasked else Outcome.FAILED,
            at=at,
            why=str(error).removeprefix(f"{request.url}: "),
            host_is_down=not of_the_article,
            patience_lost=unasked or isinstance(error, RateLimited),
        )
    page = hops[-1]
    known = _known(planned, page)
    if page.status == _NOT_MODIFIED and not page.request.headers:  # RFC 9110 §15.4.5: nobody asked for that
        why = "answers 304, as if we had the page, and we have not"
        return Visited(outcome=Outcome.FAILED, at=page.at, why=why, http_status=page.status)
    if page.status == _NOT_MODIFIED:
        return Visited(outcome=Outcome.UNCHANGED, at=page.at, http_status=page.status, known=known)
    if page.status != 200:
        return _without_page(page)
    if is_front_page(page.request.url) and not is_front_page(request.url):
        return Visited(outcome=Outcome.GONE, at=page.at, http_status=200, why="its address leads to the front page")
    opened = open_article(request, _again(iter(hops)), from_web_archive=False)
    if not opened.readable:
        return Visited(outcome=Outcome.REFUSED, at=page.at, why=opened.problems[0].why, http_status=200)
    try:
        look = look_at(page)
    except InputError as error:
        why = str(error).removeprefix(f"{page.request.url}: ")
        return Visited(outcome=Outcome.NOT_A_PAGE, at=page.at, why=why, http_status=200, known=known)
    known |= {"content_digest": look.digest, "embeds": look.embeds}
    return Visited(outcome=None, at=page.at, http_status=200, look=look, known=known)


def judge_change(look: Look, known: ArticleRow | None, reason: Reason | Left) -> Outcome | None:
    """Whether there is nothing to archive; None where there is."""
    had_embeds = known is not None and known.file is not None and bool(known.embeds)
    if not look.embeds and not had_embeds:
        return Outcome.NO_EMBEDS
    if look.embeds and reason is Reason.INCOMPLETE:
        return None
    if known is not None and known.file is not None and look.embeds and known.content_digest == look.digest:
        return Outcome.UNCHANGED
    return None


def _conditions(planned: Planned) -> tuple[tuple[str, str], ...]:
    """If-None-Match and If-Modified-Since, with what the server said at the last visit (RFC 9110 §13.1)."""
    known = planned.known
    if known is None or known.last_visit is None or planned.decision in (Reason.CLOCK, Reason.INCOMPLETE):
        return ()
    if known.key != planned.key or (known.embeds and not known.file):
        return ()  # they are another address's; what was captured then is lost
    etag = (("If-None-Match", known.etag),) if known.etag else ()
    date = (("If-Modified-Since", known.last_modified),) if known.last_modified else ()
    return (*etag, *date)


def _known(planned: Planned, page: Exchange) -> dict[str, str | int | datetime | None]:
    """A 304 may leave out what has not changed (RFC 9110 §15.4.5)."""
    etag, modified = page.header("ETag"), page.header("Last-Modified")
    known: dict[str, str | int | datetime | None] = {"lastmod": planned.listed.lastmod}
    if page.status != _NOT_MODIFIED or etag or modified:
        known |= {"etag": etag, "last_modified": modified}
    if planned.listed.published:
        known["published"] = planned.listed.published
    if planned.listed.title:
        known["title"] = planned.listed.title
    return known


def _without_page(page: Exchange) -> Visited:
    if page.status in GONE:
        return Visited(outcome=Outcome.GONE, at=page.at, http_status=page.status, why=f"answers {page.status}")
    if page.status in WALLED:
        why = f"the site {WALLED[page.status]} (status {page.status})"
        return Visited(outcome=Outcome.REFUSED, at=page.at, http_status=page.status, why=why)
    why = f"answers {page.status}"
    down = page.status >= 500 or page.status == 429
    return Visited(outcome=Outcome.FAILED, at=page.at, http_status=page.status, why=why, host_is_down=down)


def _allowed(fetch: Fetch, first: str, robots: Robots) -> Fetch:
    """The rules hold for where a redirect leads, too."""

    def ask(request: Request) -> Exchange:
        rules = robots.of(request.url)
        if forbidden := rules.forbids(request.url):
            own = request.url == first
            why = forbidden if own else f"it leads to {request.url}: {forbidden}"
            raise _DisallowedError(why, site_is_down=own and rules.unreachable is not None)
        return fetch(request)

    return ask


def _again(hops: Iterator[Exchange]) -> Fetch:
    return lambda _: next(hops)
