"""X API v2, asked for tweets (reference/sources.md §3): the third source, where the user has a token of X's.

The token is no affair of this file: the network lays it on requests to X's API and on no others. Every post that is
read costs money; docs/new-source.md says how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from urllib.parse import urlencode

from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request
from tweetarchive.model.errors import FetchError, RateLimited
from tweetarchive.model.evidence import Problem
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import SourceName, Statement, StatusId
from tweetarchive.sources.api_v2 import parse_v2
from tweetarchive.sources.shapes import table
from tweetarchive.sources.source import Answer, answer, is_about, no_answer, parse_json, refused

ENDPOINT = "https://api.x.com/2/tweets"
BATCH = 100  # ids of one request, X's own limit
FIELDS = {
    "expansions": "author_id,attachments.media_keys,referenced_tweets.id,referenced_tweets.id.author_id,"
    "edit_history_tweet_ids",
    "tweet.fields": "created_at,entities,note_tweet,lang,edit_controls,referenced_tweets,in_reply_to_user_id,"
    "attachments,possibly_sensitive,withheld,conversation_id",
    "user.fields": "name,username,protected,withheld",
    "media.fields": "url,preview_image_url,type,alt_text,variants,width,height",
}

_USED_UP = "X's limit for this token is used up; run again in a quarter of an hour"
_REFUSALS = {
    401: "X does not accept the bearer token (HTTP 401); see that X_BEARER_TOKEN or x-bearer-token holds a valid one",
    402: "the credits of this X account are used up (HTTP 402); buy some in X's developer console, or leave api_v2 out "
    "of --sources",
    403: "X does not let this token read tweets (HTTP 403); see its access in X's developer console, or leave api_v2 "
    "out of --sources",
    429: f"{_USED_UP} (HTTP 429)",
}


class XApi:
    name = SourceName.API_V2

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        asked = permalink.status_id
        try:
            exchange = fetch(Request(tweet_url(asked), Purpose.TWEET))
        except RateLimited as error:
            return _problem(error.request.url, _USED_UP)
        # A redirect is not followed: who answers elsewhere is not X's API.
        return _refused(exchange) or answer(self.name, exchange, asked, _parse)


def tweet_url(number: StatusId) -> str:
    """The address asked for one tweet."""
    return f"{ENDPOINT}/{number}?{urlencode(FIELDS, safe=',')}"


def ask_many(ids: Sequence[StatusId], fetch: Fetch) -> Mapping[StatusId, Answer]:
    """Ask for many tweets in few requests: X counts requests, and charges for posts.

    For visits that only want to know what is still there: an article's own WARC holds its own answers whole.

    Returns: an answer for each id, in their order. Where X said nothing of one, or its batch got no answer, that is a
        problem and no absence.
    Raises:  NotRecorded.
    """
    told: dict[StatusId, Answer] = {}
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        told |= zip(batch, _ask_batch(batch, fetch), strict=True)
    return told


def batch_url(batch: Sequence[StatusId]) -> str:
    """The address asked for up to BATCH tweets."""
    return f"{ENDPOINT}?{urlencode({'ids': ','.join(batch), **FIELDS}, safe=',')}"


def _ask_batch(batch: Sequence[StatusId], fetch: Fetch) -> Iterator[Answer]:
    url = batch_url(batch)
    try:
        exchange = fetch(Request(url, Purpose.TWEET))
    except FetchError as error:
        why = _USED_UP if isinstance(error, RateLimited) else no_answer(error)
        yield from (_problem(url, why) for _ in batch)
        return
    if (failed := _refused(exchange)) is not None:
        yield from (failed for _ in batch)
        return
    parse_once = cache(_parse)
    for number in batch:
        # An error that names no tweet is about nobody here; what came along (quoted tweets) is about others.
        about = lambda body, number=number: tuple(  # noqa: E731
            one for one in parse_once(body) if one.status_id is not None and is_about(one, number)
        )
        yield answer(SourceName.API_V2, exchange, number, about)


def _parse(body: bytes) -> tuple[Statement, ...]:
    return parse_v2(table(parse_json(body)))


def _refused(exchange: Exchange) -> Answer | None:
    """What stands for an answer that is about us and not about a tweet; None for the others."""
    if exchange.status in (
        200,
        404,
    ):  # §3: errors about tweets come as 200; 404 is read too, and believed in words only
        return None
    if (why := _REFUSALS.get(exchange.status)) is not None:
        return _problem(exchange.request.url, why)
    return refused(SourceName.API_V2, exchange)


def _problem(url: str, why: str) -> Answer:
    return Answer(
        SourceName.API_V2, problems=(Problem("source", url.partition("?")[0], f"{SourceName.API_V2}: {why}"),)
    )
