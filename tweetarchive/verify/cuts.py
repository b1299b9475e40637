"""Texts that end early or cannot be read: X's own cuts, copies that stop, letters destroyed, hidden directions."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import Change, ChangeOp, TextOutcome, Weight
from tweetarchive.verify.joint import GARBLED
from tweetarchive.verify.text import Folded
from tweetarchive.verify.tokens import LINK_SIGN

NOTE_CUT = range(250, 286)
"""Weighted length at which X cuts a long post: 276 to 281 where measured, less where a link or a word stands there."""
OLD_LIMIT = 140
OLD_CUT = range(105, 141)
"""Length of a text of the 140-character era that was cut, its closing link included."""
OLD_ERA_ENDS = datetime(2018, 6, 1, tzinfo=UTC)  # 280 since 2017-11; the 140-character copies went on for months
LIMIT = 280
SHARE_LOST = 0.1
"""Of the letters, how many may be lost to U+FFFD (verification.md §3)."""
FEW_WORDS = 3

_CUT = re.compile(rf"(?P<kept>.*?)\s?…(?P<link>(?:\s*(?:https?://\S+|[{chr(LINK_SIGN)}-\U0010fffd]))*)\s*", re.S)
_LOST = re.compile("\ufffd+|\\?{2,}|(?<=\\w)\\?+(?=\\w)")
_OVERRIDE = re.compile("([\u202d\u202e])([^\u202c\u2069\n]*)")
_TURNED_LEFT = re.compile("[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff\u3041-\u9fff\uac00-\ud7a3]")
_TURNED_RIGHT = re.compile("[\u0590-\u08ff]")


def weighted(text: str) -> int:
    """Length as X counts: two for signs beyond the ranges of twitter-text's configuration v3, 23 for a link."""
    return sum(
        23
        if code >= LINK_SIGN
        else 1
        if code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247
        else 2
        for code in map(ord, text)
    )


def is_cut_by_x(quote: Folded, tweet: Folded, source: Tweet) -> bool:
    """The beginning of the tweet, ending where X itself cuts it."""
    match = _CUT.fullmatch(quote.text) if "…" in quote.text else None
    kept = (match["kept"] if match else quote.text).replace("\n", " ")
    whole = tweet.flat
    if not kept or len(kept) > len(whole) or not whole.startswith(kept):
        return False
    if not source.complete and match and len(whole.rstrip("…")) - len(kept) <= 1:
        return True  # as much as the held copy has
    long = not source.complete or weighted(whole) > LIMIT
    if match is None:
        return long and weighted(kept) in NOTE_CUT and weighted(kept) > NOTE_CUT[0] + 15
    if long and weighted(kept) in NOTE_CUT:
        return True
    old = source.created_at is None or source.created_at < OLD_ERA_ENDS
    shown = len(kept) + 1 + (24 if match["link"] else 0)
    return len(whole) > shown and shown in OLD_CUT and (bool(match["link"]) or (old and shown >= OLD_LIMIT - 10))


def runs_past(quote: Folded, tweet: Folded) -> bool:
    """Whether a quote goes on where a cut copy ends, agreeing until there. The copy's last word may be cut too."""
    held = tweet.flat.rstrip("… ")
    whole_words = held.rpartition(" ")[0] or held[:-1]
    flat = quote.flat
    if flat.startswith(whole_words) and len(flat) > len(whole_words):
        return True
    start = flat[:12]
    at = whole_words.find(start)
    while at >= 0:
        rest = whole_words[at:]
        if rest.count(" ") >= FEW_WORDS and flat.startswith(rest):
            return True
        at = whole_words.find(start, at + 1)
    return False


def letters_lost(quote: Folded, tweet: Folded) -> TextOutcome | None:
    """What can be said of a quote with letters lost to U+FFFD or question marks; None where none are.

    The rest must be the tweet's: else it is a change like any other.
    """
    lost = [
        match
        for match in _LOST.finditer(quote.text)
        if match[0][0] == "\ufffd" or "?" * len(match[0]) not in tweet.text
    ]
    if not lost:
        return None
    places = {match.span() for match in lost}
    pattern, last = "", 0
    for low, high in sorted(places):
        # one letter may have left one mark, or as many as it has bytes; a digit is never made up for
        pattern += re.escape(quote.flat[last:low]) + rf"[^\s\d?]{{1,{high - low}}}"
        last = high
    pattern += re.escape(quote.flat[last:])
    marks = sum(high - low for low, high in places)
    garbled = sum(len(match[0]) for match in GARBLED.finditer(quote.text) if match[0] not in tweet.text)
    letters = sum(sign.isalpha() for sign in quote.text) + marks
    readable = sum(sign.isalpha() for sign in quote.text)
    if re.fullmatch(pattern, tweet.flat):
        return TextOutcome.ALTERED_MINOR if marks <= SHARE_LOST * letters else TextOutcome.NOT_CHECKABLE
    if marks + garbled > readable - garbled:  # of bytes that were lost nothing can be read rightly again
        return TextOutcome.NOT_CHECKABLE
    return None


def reordered_to_the_eye(quote: Folded, tweet: Folded) -> Change | None:
    """A hidden override of direction that makes the quote show another order than its letters have.

    N6 drops such marks because honest pages hold them; over digits or letters of the other direction they are a trick
    that the author did not play.
    """
    for match in _OVERRIDE.finditer(quote.raw):
        turned = _TURNED_LEFT if match[1] == "\u202e" else _TURNED_RIGHT
        if len(turned.findall(match[2])) >= 2 and match[0] not in tweet.raw:
            return Change(ChangeOp.REPLACE, match[0], match[2], Weight.MEANING, "order", match.span(), (0, 0))
    return None
