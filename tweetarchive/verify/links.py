"""Quote and tweet made comparable: links in any spelling are one sign, and what X hides may be missing.

The row `links` of reference/verification.md §2: t.co, display and expanded form are the same link; X itself hides the
link of a picture, the trailing link of a quoted tweet and the leading mentions of a reply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tweetarchive.model.article import Span, SpanKind
from tweetarchive.model.permalink import find_pic_links
from tweetarchive.model.tweet import Link, LinkKind, Tweet
from tweetarchive.verify.text import Folded, lay_out, untouched
from tweetarchive.verify.tokens import LINK_SIGN

_SCHEME = re.compile(r"https?://(?:www\.)?|www\.", re.I)
_PIC_LINK = re.compile(r"(?:https?://)?pic\.(?:twitter|x)\.com/[A-Za-z0-9]+", re.A)
_SHORT_LINK = re.compile(r"(?:https?://|(?<![\w./@-]))t\.co/[A-Za-z0-9]+", re.A)
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+\w{2,}(?:/\S*)?")
_TRAILING = re.compile(r"(?:\s|https?://t\.co/[A-Za-z0-9]+|pic\.(?:twitter|x)\.com/[A-Za-z0-9]+)*\Z", re.A)
_MENTIONS = re.compile(r"(?:@\w+\s+)+")
_RETWEET = re.compile(r"RT @(\w+):?\s+")
LEAST_CUT_ADDRESS = 12  # X cuts a shown address after 26 signs; an article may cut it once more, not to nothing


class Sight(NamedTuple):
    """What a reader of the quote is taken to see of the tweet's edges."""

    mentions: bool = True
    """The leading mentions of a reply."""
    retweet: bool = True
    """`RT @author:` in front: of the quote where it names the tweet's author, of the tweet where X itself put it."""


def bare(address: str) -> str:
    """An address without scheme, www, closing slash and X's mark for a cut."""
    return _SCHEME.sub("", address, count=1).rstrip("…").rstrip("/")


def hidden_links(tweet: Tweet) -> frozenset[int]:
    """Which of the tweet's links X itself hides: pictures' and a quoted tweet's, where nothing but links follows."""
    hidden = set()
    end = len(tweet.text.rstrip())
    for index in range(len(tweet.links) - 1, -1, -1):
        link = tweet.links[index]
        outside = tweet.shown is not None and link.start >= tweet.shown[1]
        if tweet.text[link.end : end].strip() or not (outside or link.kind in (LinkKind.MEDIA, LinkKind.QUOTE)):
            break
        hidden.add(index)
        end = link.start
    return frozenset(hidden)


def read_tweet(tweet: Tweet, sight: Sight = Sight()) -> Folded:  # noqa: B008  a frozen tuple
    """The words of a tweet, its visible links each as one sign, laid out."""
    hidden = hidden_links(tweet) if tweet.links else frozenset()
    edits = [
        (link.start, link.end, "" if index in hidden else f" {chr(LINK_SIGN + index)} ")
        for index, link in enumerate(tweet.links)
    ]
    start = 0
    if not sight.mentions:
        start = hidden_mentions(tweet)
    if not sight.retweet and tweet.retweet_of is not None and (found := _RETWEET.match(tweet.text)):
        start = found.end()
    if start:
        edits = [(0, start, ""), *(one for one in edits if one[0] >= start)]
    return lay_out(untouched(tweet.text).edited(edits))


def hidden_mentions(tweet: Tweet) -> int:
    """How many leading code points are mentions that X hides in a reply."""
    if tweet.shown is not None and tweet.shown[0]:
        return tweet.shown[0]
    if tweet.in_reply_to_status_id or tweet.in_reply_to_handle:
        found = _MENTIONS.match(tweet.text)
        return found.end() if found else 0
    return 0


def read_quote(text: str, spans: Sequence[Span], tweet: Tweet, sight: Sight = Sight()) -> Folded:  # noqa: B008
    """The words of a quote as they compare with this tweet: its links by the same signs, laid out."""
    edits: list[tuple[int, int, str]] = []
    taken: list[tuple[int, int]] = []

    def take(start: int, end: int, new: str) -> None:
        if all(end <= first or start >= last for first, last in taken):
            taken.append((start, end))
            edits.append((start, end, new))

    if not sight.retweet and (found := _RETWEET.match(text)) and found[1].lower() == (tweet.handle or "").lower():
        take(0, found.end(), "")
    if "." in text:
        if "pic." in text:
            for match in _PIC_LINK.finditer(text):
                take(*match.span(), " ")
        if tweet.links:
            _take_links(text, spans, tweet, take)
        if "t.co/" in text and _has_unnamed_link(tweet):
            for match in _SHORT_LINK.finditer(text, _tail(text)):
                take(*match.span(), " ")
    return lay_out(untouched(text).edited(sorted(edits)))


def _take_links(text: str, spans: Sequence[Span], tweet: Tweet, take: Callable[[int, int, str], None]) -> None:
    hidden = hidden_links(tweet)
    for index, link in enumerate(tweet.links):
        sign = " " if index in hidden else f" {chr(LINK_SIGN + index)} "
        for spelling in _spellings(link):
            start = text.find(spelling)
            while start >= 0:
                end = start + len(spelling)
                if _stands_alone(text, start, end, spelling):
                    take(start, end, sign)
                start = text.find(spelling, end)
        target = bare(link.expanded) if link.expanded else None
        for match in _ADDRESS.finditer(text):
            shown = match[0].rstrip(".,;:!?)")
            cut = shown.endswith("…") and len(shown) > LEAST_CUT_ADDRESS
            if cut and target and target.startswith(bare(shown)):
                take(match.start(), match.start() + len(shown), sign)
        for span in spans:
            if span.kind is SpanKind.LINK and span.target == link.url and link.expanded is None:
                take(span.start, span.end, sign)


def _spellings(link: Link) -> tuple[str, ...]:
    """How a page may show the link, the longest first."""
    plain = [address for address in (link.url, link.display, link.expanded) if address]
    found = set(plain)
    for address in plain:
        core = bare(address)
        found |= {
            core,
            f"{core}/",
            f"http://{core}",
            f"http://{core}/",
            f"https://{core}",
            f"https://{core}/",
            f"www.{core}",
        }
    return tuple(sorted((one for one in found if "." in one), key=lambda one: (-len(one), one)))


def _stands_alone(text: str, start: int, end: int, spelling: str) -> bool:
    """Not a piece of a longer address. With a scheme it may be glued to the word before it, as flattened pages do."""
    after = text[end : end + 2]
    if after[:1].isalnum() or (after[:1] and after[0] in "/-_=&%#~+") or (after[:1] in ".?" and after[1:].isalnum()):
        return False
    before = text[start - 1 : start] if start else ""
    return "://" in spelling or not (before.isalnum() or (before and before in "./-_@"))


def shown_pic_codes(text: str) -> tuple[str, ...]:
    """The codes of the pic links a text shows."""
    return tuple(link.rsplit("/", 1)[-1] for link in find_pic_links(text))


def short_link_codes(text: str, start: int = 0) -> tuple[str, ...]:
    """The codes of the t.co links that a text shows."""
    return tuple(match[0].rsplit("/", 1)[-1] for match in _SHORT_LINK.finditer(text, start))


def stray_short_links(text: str, tweet: Tweet) -> tuple[str, ...]:
    """The codes of t.co links at the end of a quote that are none of the tweet's."""
    known = {link.url.rsplit("/", 1)[-1] for link in tweet.links}
    return tuple(code for code in short_link_codes(text, _tail(text)) if code not in known)


def _tail(text: str) -> int:
    """Where a text ends but for links."""
    found = _TRAILING.search(text)
    return found.start() if found else len(text)


def _has_unnamed_link(tweet: Tweet) -> bool:
    """Whether a link at the end may be X's own for pictures (judged by the media check) or for a quoted tweet, of which
    this source does not state the link."""
    return bool(tweet.media) or (
        tweet.quoted_status_id is not None and all(link.kind is not LinkKind.QUOTE for link in tweet.links)
    )
