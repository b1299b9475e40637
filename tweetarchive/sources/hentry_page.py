"""Status pages of twitter.com from 2007 to 2011, marked up as hAtom entries.

What the classes hold is known from programs that read them in those years: `entry-content`, `a.entry-date`, and
`.published` with its time in `title` (2007) or `data` (2009 to 2011); the time shown is relative or in some zone.
"""

from __future__ import annotations

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tweetarchive.model.permalink import Permalink, parse_permalink
from tweetarchive.model.tweet import SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.markup import as_stated, read_element
from tweetarchive.sources.shapes import address, clock, instant, word

_ENTRIES = ".hentry, #permalink, li.status, .status"
_TIME = re.compile(r"time:\s*['\"](?P<time>[^'\"]+)['\"]")


def read_hentry_page(tree: LexborHTMLParser, focal: StatusId | None) -> tuple[Statement, ...]:
    """The tweet that the page is of; () where the page is of another kind, or shows several and none is asked for."""
    found: dict[StatusId, Tweet] = {}
    for entry in tree.css(_ENTRIES):
        if (tweet := _tweet(entry)) is not None:
            found.setdefault(tweet.status_id, tweet)
    if focal is None and len(found) == 1:
        return tuple(found.values())
    return (found[focal],) if focal is not None and focal in found else ()


def _tweet(entry: LexborNode) -> Tweet | None:
    body, dated = entry.css_first(".entry-content"), entry.css_first("a.entry-date")
    named = _named(dated) if dated is not None else None
    if body is None or named is None or len(entry.css("a.entry-date")) > 1:
        return None
    handle, name, avatar = (
        entry.css_first(one) for one in ("a.screen-name", ".full-name", ".thumb img, .profile-pic img, img.photo")
    )
    shown = word(handle.text()) if handle is not None else None
    words = read_element(body)
    return Tweet(
        status_id=named.status_id,
        handle=shown.lstrip("@") if shown else named.handle,
        author_name=word(name.text()) if name is not None else None,
        created_at=_time(entry) or clock(named.status_id),
        text=words.text,
        links=words.links,
        media=(),  # pictures came to X in 2011
        avatar_url=address(as_stated(avatar.attributes.get("src"))) if avatar is not None else None,
        source=SourceName.RECORDED,
    )


def _named(dated: LexborNode) -> Permalink | None:
    href = as_stated(dated.attributes.get("href"))
    return parse_permalink(f"https://twitter.com{href}" if href.startswith("/") else href)


def _time(entry: LexborNode) -> datetime | None:
    stamp = entry.css_first(".published")
    if stamp is None:
        return None
    stated = _TIME.search(stamp.attributes.get("data") or "")
    return instant(stated["time"] if stated else stamp.attributes.get("title"))
