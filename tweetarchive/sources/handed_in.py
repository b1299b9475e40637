"""Statements that nobody asked for: payload files, and the answers in other people's archives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from tweetarchive.model.article import Embed
from tweetarchive.model.capture import Exchange
from tweetarchive.model.errors import InputError
from tweetarchive.model.evidence import Evidence, ResolvedBy
from tweetarchive.model.permalink import parse_permalink, pic_code
from tweetarchive.model.tweet import SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.lookup import gather
from tweetarchive.sources.payload import read_payload
from tweetarchive.sources.source import recorded
from tweetarchive.sources.syndication import ENDPOINT

_JSON = frozenset({"application/json", "text/json", "text/javascript", "application/x-javascript"})
_PAGE = frozenset({"text/html", "application/xhtml+xml"})
_WEB_ARCHIVE_HOST = "web.archive.org"


def evidence_for(embed: Embed, paired: Tweet | None, statements: Sequence[Statement]) -> Evidence:
    """What handed-in statements hold about one embed.

    A tombstone that names no tweet is about the embed only where nothing else was handed in: then the user has said
    so. Without a paired tweet only statements about the embed's own number count.
    """
    said = [one for one in statements if one.status_id is not None or len(statements) == 1]
    about = paired.status_id if paired is not None else embed.status_id
    if about is None:
        return Evidence()
    if paired is None:
        said = [one for one in said if one.status_id in (None, about)]
    evidence = gather(about, said, resolved_by=_resolved_by(embed, paired))
    return replace(evidence, status_id=embed.status_id or about)


def _resolved_by(embed: Embed, paired: Tweet | None) -> ResolvedBy | None:
    if embed.status_id is not None:
        return ResolvedBy.PERMALINK
    shown = {pic_code(link) for link in embed.pic_links}
    own = {pic_code(one.link) for one in paired.media or () if one.link} if paired else set()
    own |= {pic_code(link.display) or pic_code(link.url) for link in paired.links} if paired else set()
    return ResolvedBy.PIC_LINK if shown & own - {None} else None


def statements_of(exchange: Exchange) -> tuple[Statement, ...]:
    """What an answer in somebody's archive states of tweets; () for everything else in there.

    JSON is read wherever it was served from; a page only from the address of a tweet.
    """
    asked, kind = _asked(exchange.request.url), exchange.content_type
    if exchange.status != 200 or not (kind in _JSON or (kind in _PAGE and asked is not None)):
        return ()
    copied = urlsplit(exchange.request.url).hostname == _WEB_ARCHIVE_HOST
    try:
        found = read_payload(exchange.body.read(), source=SourceName.WEB_ARCHIVE if copied else None, status_id=asked)
    except InputError:
        return ()
    held = replace(exchange, memento=exchange.request.url) if copied else exchange
    return tuple(recorded(one, held) for one in found)


def _asked(url: str) -> StatusId | None:
    if url.startswith(ENDPOINT):
        named = parse_qs(urlsplit(url).query).get("id", [""])[0]
        named_by = parse_permalink(f"https://x.com/i/status/{named}")
    else:
        named_by = parse_permalink(url)
    return named_by.status_id if named_by else None
