"""What the ledger knows, put together for a report: every embed of each article's latest capture, and its tweet now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.model.tweet import Availability
from tweetarchive.report.holdings import NO_LONGER_PUBLIC, Holding, Lifetime
from tweetarchive.report.layout import exact

_EVER = datetime.min.replace(tzinfo=UTC)


def holdings_of(view: LedgerView) -> Iterator[Holding]:
    """Article by article, in order of capture; embeds in reading order."""
    published = {one.id: one.published for one in view.articles()}
    tweets = {one.status_id: one for one in view.tweets()}
    for capture in view.latest_captures():
        for embed in view.embeds_in(capture.file):
            tweet = tweets.get(embed.status_id) if embed.status_id else None
            yield Holding(
                url=capture.url,
                title=capture.title,
                source=capture.source,
                published=published.get(capture.article),
                captured_at=capture.captured_at,
                file=capture.file,
                record_offset=capture.record_offset,
                report=embed.report,
                now=Availability(tweet.availability if tweet else embed.availability),
                asked_at=tweet.last_asked if tweet else None,
            )


def lifetimes_of(view: LedgerView, holdings: Iterable[Holding]) -> Iterator[Lifetime]:
    """Of each tweet among the holdings whose first second is known.

    A tweet was public when X showed it; and when the article that embeds it came out, where its site tells that day.
    One that was gone when it was first asked for went before that.
    """
    ended = {
        change.status_id: change.at for change in view.availability_changes(_EVER) if change.after in NO_LONGER_PUBLIC
    }
    embedded: dict[str, datetime] = {}
    for one in holdings:
        if one.status_id and one.published:
            embedded[one.status_id] = max(one.published, embedded.get(one.status_id, one.published))
    for tweet in view.tweets():
        if tweet.created_at is None:
            continue
        seen = [at for at in (tweet.last_live, embedded.get(tweet.status_id)) if at and at >= tweet.created_at]
        gone = ended.get(tweet.status_id, tweet.first_seen) if tweet.availability in NO_LONGER_PUBLIC else None
        last = max((min(at, gone) if gone else at for at in seen), default=None)
        yield Lifetime(created_at=tweet.created_at, seen=last, gone=gone)


def documents_of(view: LedgerView) -> Iterator[dict[str, Any]]:
    """The stored report of each article's latest capture, each embed with `now`: what is known since."""
    tweets = {one.status_id: one for one in view.tweets()}
    for capture in view.latest_captures():
        report = view.report(capture.file)
        if report is None:
            continue
        for embed in report["embeds"]:
            tweet = tweets.get(embed["status_id"])
            embed["now"] = tweet and {
                "availability": tweet.availability,
                "asked_at": exact(tweet.last_asked),
                "last_live": exact(tweet.last_live),
            }
        yield report
