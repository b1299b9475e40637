"""X's own pages as browsers and web archives saved them: markup of past years → what it states.

One reader per era (reference/sources.md §8), the most telling first. A page from which nothing can be read (the empty
shell that JavaScript would fill, a login wall, "Something went wrong") is archived, not readable: a SourceFormatError.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.nesting import parse
from tweetarchive.model.permalink import Permalink, parse_permalink
from tweetarchive.model.tweet import Absence, Availability, Link, LinkKind, SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.hentry_page import read_hentry_page
from tweetarchive.sources.legacy_page import read_legacy_page, read_mobile_page
from tweetarchive.sources.markup import as_stated
from tweetarchive.sources.microdata_page import read_microdata_page
from tweetarchive.sources.shapes import clock
from tweetarchive.sources.tombstone import availability_in_words
from tweetarchive.sources.words import unescape

_SHORT_LINK = re.compile(r"https?://t\.co/[A-Za-z0-9]+", re.A)
_TITLE = re.compile(r"(?P<name>.+?)(?: \(@(?P<handle>\w{1,15})\))? (?:on|en|auf|sur|su|op|no|på) (?:Twitter|X)\b", re.A)
_NOTICES = "title, h1, .errorpage-body-content, .Tombstone-label, .ThreadedConversation-unavailableTweet, .body-content"


def parse_page(page: str, asked: StatusId | None = None) -> tuple[Statement, ...]:
    """The tweet that a page of X is about, then those it shows quoted or answered.

    Args:
        asked: the tweet to look for; the page's own where it is None.
    Raises: SourceFormatError: nothing of a tweet can be read from it.
    """
    tree = parse(page)
    named = _address(tree)
    focal = asked or (named.status_id if named else None)
    for read in (read_legacy_page, read_mobile_page, read_microdata_page, read_hentry_page):
        if found := read(tree, focal):
            return found
    if (described := _described(tree, named, asked)) is not None:
        return (described,)
    if (notice := _notice(tree, focal)) is not None:
        return (notice,)
    raise SourceFormatError("a page from which no tweet can be read")


def _address(tree: LexborHTMLParser) -> Permalink | None:
    """The tweet the page says it is about."""
    for selector, attribute in (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content")):
        for element in tree.css(selector):
            if found := parse_permalink(as_stated(element.attributes.get(attribute))):
                return found
    return None


def _meta(tree: LexborHTMLParser, name: str) -> str | None:
    element = tree.css_first(f'meta[property="{name}"]')
    return (element.attributes.get("content") or "").strip() or None if element is not None else None


def _described(tree: LexborHTMLParser, named: Permalink | None, asked: StatusId | None) -> Tweet | None:
    """The last resort: the description made for previews, in quotation marks and possibly cut: never complete."""
    words = _meta(tree, "og:description") or ""
    if named is None or asked not in (None, named.status_id) or not (words.startswith("“") and words.endswith("”")):
        return None
    text = unescape(words[1:-1])  # doubly escaped by X; the parser undid one
    title = _TITLE.match(_meta(tree, "og:title") or "")
    return Tweet(
        status_id=named.status_id,
        handle=(title["handle"] if title else None) or named.handle,
        author_name=title["name"] if title else None,
        created_at=clock(named.status_id),
        text=text,
        links=tuple(Link(*one.span(), LinkKind.LINK, one[0], one[0], None) for one in _SHORT_LINK.finditer(text)),
        complete=False,
        media=None,
        source=SourceName.RECORDED,
    )


def _notice(tree: LexborHTMLParser, focal: StatusId | None) -> Absence | None:
    """What the page says instead of a tweet, in its own words."""
    for element in tree.css(_NOTICES):
        words = " ".join((element.text() or "").split())
        told = availability_in_words(words) if len(words) < 400 else Availability.UNKNOWN
        if told is not Availability.UNKNOWN:
            return Absence(status_id=focal, availability=told, words=words, source=SourceName.RECORDED)
    return None
