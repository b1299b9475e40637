"""The addresses under which web archives copied a tweet's page, most used first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import SNOWFLAKE_EPOCH

STATUSES_UNTIL = datetime(2013, 1, 1, tzinfo=UTC)
"""Since 2012 `/statuses/` only leads on to `/status/`: copies made later are redirects, and hold no words."""
MOBILE_UNTIL = datetime(2023, 7, 1, tzinfo=UTC)
"""mobile.twitter.com leads on to the one site since the end of 2022; half a year is left for the laggards."""

X_SINCE = datetime(2024, 5, 17, tzinfo=UTC)
"""What is shared and embedded since then is shared under x.com."""
_AS_PASSED_ON = ("?ref_src=twsrc%5Etfw", "?s=20", "/photo/1")
"""What embeds, the app's button and pic links append."""


def shared_urls(permalink: Permalink) -> tuple[str, ...]:
    """The address as it is passed on, and so was clicked and copied: a TimeMap lists exactly one address."""
    number, handle = permalink.status_id, permalink.handle
    host = "twitter.com" if (number.created_at or SNOWFLAKE_EPOCH) < X_SINCE else "x.com"
    return tuple(f"https://{host}/{handle}/status/{number}{appended}" for appended in _AS_PASSED_ON) if handle else ()


def tweet_urls(permalink: Permalink) -> tuple[str, ...]:
    """Every address that may hold its words; archives merge http, https and www, and the case of the handle.

    A question to the index of the Internet Archive takes 2.5 seconds, so addresses that X had given up before the
    tweet was written are left out: no copy under them can hold it.
    """
    return tuple(_urls(permalink))


def _urls(permalink: Permalink) -> Iterator[str]:
    number, handle = permalink.status_id, permalink.handle
    written = number.created_at or SNOWFLAKE_EPOCH
    if handle is not None:
        yield f"https://twitter.com/{handle}/status/{number}"
        if written < STATUSES_UNTIL:
            yield f"https://twitter.com/{handle}/statuses/{number}"
        yield f"https://x.com/{handle}/status/{number}"
        if written < MOBILE_UNTIL:
            yield f"https://mobile.twitter.com/{handle}/status/{number}"
    yield f"https://twitter.com/i/web/status/{number}"
    if written < STATUSES_UNTIL:
        yield f"https://twitter.com/statuses/{number}"
