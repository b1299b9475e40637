"""Short links: where `https://t.co/CODE`, and so `pic.twitter.com/CODE`, leads (reference/sources.md §5)."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request
from tweetarchive.model.nesting import parse
from tweetarchive.model.permalink import Permalink, parse_permalink, pic_code

HOP_LIMIT = 4  # t.co to t.co happens; longer chains of it were not seen

_CODE = re.compile(r"[A-Za-z0-9]+", re.A)
_REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*(?:url\s*=\s*)?['\"]?(?P<url>[^'\"]+)", re.I)
_REPLACE = re.compile(r"location\.replace\(\s*\"(?P<url>[^\"]+)\"")


def resolve_pic(link: str, fetch: Fetch) -> Permalink | None:
    """The tweet that a pic link (or its bare CODE) leads to; None where it leads to none.

    The same CODE stands in all three spellings, so t.co is asked. A re-used picture leads to the tweet it was first
    in: whoever calls has to compare author and words before believing it.

    Raises: FetchError, NotRecorded.
    """
    code = pic_code(link) or link.strip()
    target = resolve_short_link(f"https://t.co/{code}", fetch) if _CODE.fullmatch(code) else None
    return parse_permalink(target) if target is not None else None


def resolve_short_link(url: str, fetch: Fetch) -> str | None:
    """Where a t.co link leads; None where it leads nowhere. The target itself is not asked.

    Raises: FetchError, NotRecorded.
    """
    for _ in range(HOP_LIMIT):
        target = read_target(fetch(Request(url, Purpose.LINK)))
        if target is None or not _is_short(target):
            return target
        url = target
    return None


def read_target(exchange: Exchange) -> str | None:
    """The target an answer names: in `Location`, in a page's meta refresh or script, behind X's warning page."""
    if exchange.location is not None:
        return _unwarned(exchange.location)
    if exchange.status != 200:
        return None
    page = exchange.body.read().decode("utf-8", "replace")
    for element in parse(page.replace("<noscript>", "").replace("</noscript>", "")).css("meta[http-equiv]"):
        if (element.attributes.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(element.attributes.get("content") or "")
            if match is not None:
                return _unwarned(urljoin(exchange.request.url, match["url"].strip()))
    script = _REPLACE.search(page)
    if script is not None:
        return _unwarned(urljoin(exchange.request.url, script["url"].replace("\\/", "/")))
    return _unsafe_target(page)


def _unwarned(url: str) -> str:
    """The address that `/safety/unsafe_link_warning` warns of."""
    named = parse_qs(urlsplit(url).query).get("unsafe_link", [])
    return named[0] if named and "unsafe_link_warning" in url else url


def _unsafe_target(page: str) -> str | None:
    """The warning page served in place: its button leads on."""
    match = re.search(r"unsafe_link=([^\"'&\s<>]+)", page)
    return unquote(match[1]) if match is not None else None


def _is_short(url: str) -> bool:
    parts = urlsplit(url)
    return parts.hostname == "t.co" and bool(_CODE.fullmatch(parts.path.strip("/")))
