"""X's oEmbed endpoint: the second source, and the same text as an article's embed (reference/sources.md §2)."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

from selectolax.lexbor import LexborNode

from tweetarchive.model.capture import Fetch, Purpose, Request, follow
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.nesting import parse
from tweetarchive.model.permalink import Permalink, parse_permalink
from tweetarchive.model.tweet import Absence, SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.markup import ShownWords, as_stated, read_element
from tweetarchive.sources.shapes import Table, clock, instant, table, text, word
from tweetarchive.sources.source import Answer, answer, not_found, parse_json, refused
from tweetarchive.sources.tombstone import availability_in_words

ENDPOINT = "https://publish.x.com/oembed"
NOTE_CUT = 240  # weighted characters; X cuts a note's beginning at about 270, counted on reference payloads

_NAME_AND_HANDLE = re.compile(r"[\s—–-]*(?P<name>.*?)\s*\(@?(?P<handle>[A-Za-z0-9_]{1,50})\)\s*$", re.S)
_PROFILE = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:#!/)?([A-Za-z0-9_]{1,50})/?(?:\?.*)?", re.I)
_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")  # counts double, twitter-text v3


class OEmbed:
    name = SourceName.OEMBED

    def ask(self, permalink: Permalink, fetch: Fetch) -> Answer:
        asked = permalink.status_id
        # The older host redirects to the newer or back, depending on the year.
        exchange = follow(Request(oembed_url(permalink), Purpose.TWEET), fetch)[-1]
        match exchange.status:
            case 200:
                return answer(self.name, exchange, asked, lambda body: parse_oembed(_object(body)))
            case 403:
                return answer(self.name, exchange, asked, lambda body: _refusal(body, asked))
            case 404:
                return not_found(self.name, exchange, asked)
            case _:
                return refused(self.name, exchange)


def oembed_url(permalink: Permalink) -> str:
    """The address asked. The handle in it is decoration: X answers with the right one."""
    tweet = f"https://twitter.com/{permalink.handle or 'i'}/status/{permalink.status_id}"
    return f"{ENDPOINT}?{urlencode({'url': tweet, 'omit_script': '1', 'dnt': 'true', 'lang': 'en'})}"


def _object(body: bytes) -> Table:
    return table(parse_json(body))


def _refusal(body: bytes, asked: StatusId) -> tuple[Statement, ...]:
    try:
        return parse_refusal(_object(body), asked)
    except SourceFormatError:  # a bare 403 page is a refusal as well
        return parse_refusal({"error": "HTTP 403"}, asked)


def is_oembed(found: Table) -> bool:
    return "twitter-tweet" in (text(found.get("html")) or "")


def parse_refusal(found: Table, asked: StatusId | None) -> tuple[Statement, ...]:
    """A 403: "not authorized" is said of protected and of age-restricted tweets alike, so it says neither."""
    words = word(found.get("error"))
    return (Absence(status_id=asked, availability=availability_in_words(words), words=words, source=SourceName.OEMBED),)


def parse_oembed(found: Table) -> tuple[Statement, ...]:
    """The tweet of an oEmbed answer, or of what a publisher kept of it: its `html` alone is enough.

    Raises: SourceFormatError: no blockquote of a tweet in it, or none that names its tweet.
    """
    quote = parse(text(found.get("html")) or "").css_first("blockquote.twitter-tweet")
    if quote is None:
        raise SourceFormatError("no tweet in the oEmbed html")
    link = _permalink_element(quote)
    named = parse_permalink(as_stated(text(found.get("url")) or "")) or (
        parse_permalink(as_stated(link.attributes.get("href"))) if link else None
    )
    if named is None:
        raise SourceFormatError("an oEmbed answer that names no tweet")
    paragraphs = [one for one in quote.iter() if one.tag == "p"]
    words = _joined([read_element(one) for one in paragraphs])
    shown_name, shown_handle = _attribution(quote)
    profile = _PROFILE.fullmatch(text(found.get("author_url")) or "")
    return (
        Tweet(
            status_id=named.status_id,
            handle=profile[1] if profile else shown_handle or named.handle,
            author_name=word(found.get("author_name")) or shown_name,
            created_at=(instant(link.attributes.get("data-datetime")) if link is not None else None)
            or clock(named.status_id),
            text=words.text,
            links=words.links,
            language=word(paragraphs[0].attributes.get("lang")) if paragraphs else None,
            complete=not _is_cut(words),
            media=None,
            source=SourceName.OEMBED,
        ),
    )


def _permalink_element(quote: LexborNode) -> LexborNode | None:
    """The last link outside the words that names a tweet: the date."""
    links = [
        one
        for child in quote.iter()
        if child.tag != "p"
        for one in ([child] if child.tag == "a" else child.css("a"))
        if parse_permalink(as_stated(one.attributes.get("href")))
    ]
    return links[-1] if links else None


def _attribution(quote: LexborNode) -> tuple[str | None, str | None]:
    """Name and handle as in `— NAME (@handle) <a>date</a>`."""
    tail = "".join(one.text_content or "" for one in quote.iter(include_text=True) if one.tag == "-text")
    match = _NAME_AND_HANDLE.match(tail.rstrip())
    return (match["name"] or None, match["handle"]) if match else (None, None)


def _joined(paragraphs: list[ShownWords]) -> ShownWords:
    whole, links = "", []
    for one in paragraphs:
        whole += "\n\n" if whole else ""
        links += [replace(link, start=link.start + len(whole), end=link.end + len(whole)) for link in one.links]
        whole += one.text
    return ShownWords(whole, tuple(links), len(whole))


def _is_cut(words: ShownWords) -> bool:
    """Whether X cut a note here: `…` at the end, before the media link, of a text that reaches X's limit."""
    end = words.links[-1].start if words.links and words.links[-1].end == len(words.text) else len(words.text)
    served = words.text[:end].rstrip()
    return served.endswith("…") and len(served) + len(_HEAVY.findall(served)) >= NOTE_CUT
