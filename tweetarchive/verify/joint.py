"""The classes that need both texts at once: a break that one of them lost, and damage that only equality can prove."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from tweetarchive.verify.classes import ARABIC
from tweetarchive.verify.text import Folded

CONTEXT = 10  # code points on either side of a lost break that must be the same
BREAKS = 2_000  # more line breaks than that has no tweet of 25,000 characters but a built one: bounds the work

_GREEK = re.compile("[\u0370-\u037d\u037f-\u03ff\u1f00-\u1fff]")
_LATIN = re.compile("[A-Za-z]")
_AFTER_GREEK = re.compile(f"(?<={_GREEK.pattern});")
_SEMICOLON = re.compile(";")
_OLD_SORANI = re.compile("ه\u200c")
_JOINED = re.compile(f"(?<=[{ARABIC}])\u200c(?=[{ARABIC}])")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});")
GARBLED = re.compile(
    "[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]{2,}|[\u00c3\u00c2] "
)


def settle_breaks(quote: Folded, tweet: Folded, without: Collection[str] = ()) -> tuple[Folded, Folded]:
    """Put back the line breaks that only the quote lost (N5), and take ZWNJ for nothing or a space (N6)."""
    if "\n" in tweet.text and "line_break_lost" not in without:
        quote = _put_back(quote, tweet)
    if ("\u200c" in tweet.text or "\u200c" in quote.text) and "zwnj" not in without:
        quote, tweet = _close_up(quote, tweet), _close_up(tweet, quote)
        quote, tweet = _without_joiners(quote), _without_joiners(tweet)
    return quote, tweet


def settle_letters(quote: Folded, tweet: Folded, without: Collection[str] = ()) -> tuple[Folded, Folded]:
    """What the letters of both texts decide: the Greek question mark, and how Sorani once wrote ە (N9)."""
    if ";" in quote.text or ";" in tweet.text:
        quote, tweet = _ask_in_greek(quote, tweet)
    # ه and ZWNJ is ە where one of the two writes ە; in Persian it is a plain ه and a ZWNJ
    if "\u200c" in quote.text + tweet.text and "ە" in quote.text + tweet.text and "arabic_letters" not in without:
        quote, tweet = (
            one.edited([(*match.span(), "ە") for match in _OLD_SORANI.finditer(one.text)], "arabic_letters")
            for one in (quote, tweet)
        )
    return quote, tweet


def _ask_in_greek(quote: Folded, tweet: Folded) -> tuple[Folded, Folded]:
    """In Greek `;` asks: it becomes U+037E, whose NFC it is, so that nothing takes it for a semicolon.

    By the letters of the tweet, not by its declared language.
    """
    greek = len(_GREEK.findall(tweet.text))
    if not greek:
        return quote, tweet
    asks = _SEMICOLON if greek >= len(_LATIN.findall(tweet.text)) else _AFTER_GREEK
    mine, theirs = (
        one.edited([(*match.span(), "\u037e") for match in asks.finditer(one.text)]) for one in (quote, tweet)
    )
    return mine, theirs


def _put_back(quote: Folded, tweet: Folded) -> Folded:
    text, model = quote.text, tweet.text
    slack = abs(len(text) - len(model)) + 200
    found: list[tuple[int, int, str]] = []
    at, last = -1, 0
    for _ in range(BREAKS):
        at = model.find("\n", at + 1)
        if at < 0:
            break
        left, right = model[max(0, at - CONTEXT) : at], model[at + 1 : at + 1 + CONTEXT]
        left, right = left.rpartition("\n")[2], right.partition("\n")[0]
        if left[-1:].isdigit() and right[:1].isdigit():
            continue  # two numbers run together are another number to a reader
        place = text.find(left + right, max(last, at - slack), at + slack + CONTEXT)
        if place >= 0:
            last = place + len(left)
            found.append((last, last, "\n"))
    return quote.edited(found, "line_break_lost")


def _close_up(text: Folded, other: Folded) -> Folded:
    """Take out the spaces that stand where the other text has a ZWNJ."""
    found: set[int] = set()
    for match in _JOINED.finditer(other.text):
        at = match.start()
        left = other.text[max(0, at - CONTEXT // 2) : at].replace("\u200c", "")
        right = other.text[at + 1 : at + 1 + CONTEXT // 2].partition("\u200c")[0]
        spaced = re.escape(left[-3:]) + " " + re.escape(right[:3])
        found.update(one.start() + len(left[-3:]) for one in re.finditer(spaced, text.text))
    return text.edited([(at, at + 1, "") for at in sorted(found)], "zwnj")


def _without_joiners(folded: Folded) -> Folded:
    return folded.edited([(*match.span(), "") for match in _JOINED.finditer(folded.text)], "zwnj")


def unescape_again(quote: Folded) -> Folded | None:
    """N1: the references that are left in a text, decoded; None where there are none."""
    if "&" not in quote.text:
        return None
    edits = [
        (*match.span(), new)
        for match in _REFERENCE.finditer(quote.text)
        if (new := html.unescape(match[0])) != match[0]
    ]
    return quote.edited(edits, "double_escape") if edits else None


def repair_encoding(quote: Folded) -> Folded | None:
    """N12: UTF-8 that was read as Windows-1252 or Latin-1, once or twice, read rightly; None where nothing reads so."""
    if quote.text.isascii():
        return None
    once = _read_rightly(quote)
    return once and (_read_rightly(once) or once)


def _read_rightly(quote: Folded) -> Folded | None:
    edits = []
    for match in GARBLED.finditer(quote.text):
        piece = match[0].replace(" ", "\u00a0")
        try:
            new = b"".join(_byte(sign) for sign in piece).decode()
        except UnicodeError:
            continue
        edits.append((*match.span(), new))
    return quote.edited(edits, "mojibake") if edits else None


def _byte(sign: str) -> bytes:
    """As Windows-1252 has it, its five holes as Latin-1 has them: what browsers do."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def classes_between(quote: Folded, tweet: Folded, quote_at: tuple[int, int], tweet_at: tuple[int, int]) -> list[str]:
    """The classes that were needed to make two equal pieces equal: those that did not do the same to both.

    `quote_at`, `tweet_at`: raw code points.
    """

    def pieces(folded: Folded, low: int, high: int) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for event in folded.events:
            if low <= event.start and event.end <= high:
                found.setdefault(event.name, []).append(folded.raw[event.start : event.end])
        return found

    mine, theirs = pieces(quote, *quote_at), pieces(tweet, *tweet_at)
    return [name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name)]
