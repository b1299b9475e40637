"""Lists and robots.txt, asked for again: conditionally, and what has not changed is read as it was kept."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace

from tweetarchive.archive.ledger_rows import KeptList
from tweetarchive.model.capture import Body, Exchange, Fetch, Request

LARGEST_KEPT = 1 << 22  # bytes, packed; a sitemap of 50,000 addresses has a tenth of it


def ask_conditionally(
    fetch: Fetch, kept: Callable[[str], KeptList | None], keep: Callable[[KeptList], None] = lambda _: None
) -> Fetch:
    """A fetch that sends the validators of the last answer (RFC 9110 §13.1), and gives that for a 304.

    Args:
        kept: what was kept of an address.
        keep: told what is to be kept of one.
    """

    def ask(request: Request) -> Exchange:
        before = kept(request.url)
        held = _unpacked(before) if before else None
        if before is None or held is None:
            exchange = fetch(request)
        else:
            named = (("If-None-Match", before.etag), ("If-Modified-Since", before.last_modified))
            conditions = tuple((name, value) for name, value in named if value)
            exchange = fetch(replace(request, headers=(*request.headers, *conditions)))
            if exchange.status == 304:
                return replace(exchange, status=200, body=Body(len(held), None, lambda: held))
        _keep(request, exchange, keep)
        return exchange

    return ask


def _keep(request: Request, exchange: Exchange, keep: Callable[[KeptList], None]) -> None:
    etag, modified = exchange.header("ETag"), exchange.header("Last-Modified")
    if exchange.status == 200 and (etag or modified):
        packed = zlib.compress(exchange.body.read())
        if len(packed) <= LARGEST_KEPT:
            keep(KeptList(url=request.url, etag=etag, last_modified=modified, at=exchange.at, body=packed))


def _unpacked(kept: KeptList) -> bytes | None:
    try:
        return zlib.decompress(kept.body)
    except zlib.error:
        return None
