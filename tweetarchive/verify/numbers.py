"""Numbers with their value, for the one change of a number that is small: the same value, written otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from tweetarchive.verify.lexicon import (
    MAGNITUDES,
    NUMBER_WORDS,
    PERCENT,
    PERCENT_IN_TWO,
    POINT_GROUPS,
    UNIT_SIGNS,
    UNITS,
)

_GROUPED = re.compile(r"\d{1,3}(?:([,.'])\d{3})(?:\1\d{3})*")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_MEASURED = re.compile(r"\d+(?:[.,:]\d+)?")  # 10:30 am

MONEY_LETTERS = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "b": "billion",
    "bn": "billion",
    "tn": "trillion",
}
_GLUED = re.compile(rf"(\d[\d.,]*)({'|'.join(MONEY_LETTERS)})", re.I)

_TENS = frozenset(word for word, value in NUMBER_WORDS.items() if value >= 20 and value % 10 == 0)

_SIGN_OF = {name: sign for sign, names in UNIT_SIGNS.items() for name in (sign, *names)}

Quantity = tuple[Decimal, str]
"""A value and what follows it: `%`, a sign for a unit spelled out, or nothing."""


def read_quantity(words: Sequence[str], language: str | None) -> Quantity | None:
    """The value of a few tokens, all of them used: `7.5 %`, `five percent`, `1,000`, `2 million`."""
    if not words:
        return None
    words = _closed_up(words)
    value = _value(words[0], language)
    rest = [word.casefold() for word in words[1:]]
    if value is None:
        return None
    if rest[:1] == ["-"]:
        del rest[0]
        if not (rest and words[0].casefold() in _TENS):
            return None
    if rest and words[0].casefold() in _TENS and 0 < NUMBER_WORDS.get(rest[0], 0) < 10:
        value += NUMBER_WORDS[rest.pop(0)]
    while rest and rest[0] in MAGNITUDES:
        value *= MAGNITUDES[rest.pop(0)]
    if not rest:
        return value, ""
    if (len(rest) == 1 and rest[0] in PERCENT) or tuple(rest) in PERCENT_IN_TWO:
        return value, "%"
    if len(rest) == 1 and rest[0] in _SIGN_OF:
        return value, _SIGN_OF[rest[0]]
    return None


def _value(word: str, language: str | None) -> Decimal | None:
    low = word.casefold()
    if low in NUMBER_WORDS:
        return Decimal(NUMBER_WORDS[low])
    points = (language or "").split("-")[0].lower() in POINT_GROUPS
    grouped = _GROUPED.fullmatch(word)
    if grouped and grouped[1] != ("," if points else "."):
        return Decimal(word.replace(grouped[1], ""))
    if word.isdecimal():
        return Decimal(word)
    if _PLAIN.fullmatch(word) and ("," in word) == points:
        return Decimal(word.replace(",", "."))
    return None


def _closed_up(words: Sequence[str]) -> Sequence[str]:
    """`10 000` as one number."""
    if not (words[0].isdecimal() and len(words[0]) <= 3 and words[0][0] != "0"):
        return words
    end = next((at for at, word in enumerate(words) if at and not (word.isdecimal() and len(word) == 3)), len(words))
    return ("".join(words[:end]), *words[end:])


def same_quantity(quote: Sequence[str], tweet: Sequence[str], language: str | None) -> bool:
    """Equal value, written otherwise. A decimal that gains or loses closing zeros says another precision: not equal."""
    mine, theirs = read_quantity(quote, language), read_quantity(tweet, language)
    if mine is None or theirs is None or mine != theirs:
        return False
    decimals = [
        word for word in (quote[0], tweet[0]) if re.fullmatch(r"\d+[.,]\d+", word) and not _GROUPED.fullmatch(word)
    ]
    leading = [word for word in (quote[0], tweet[0]) if len(word) > 1 and word[0] == "0"]
    if len({len(re.split("[.,]", word)[1]) for word in decimals}) > 1:
        return False
    many = any(word.casefold() in MAGNITUDES for word in (*quote[1:], *tweet[1:]))
    return (len(decimals) != 1 or many) and not leading


def spaced_unit(quote: Sequence[str], tweet: Sequence[str]) -> bool:
    """A number and its unit, with a space between them on one side only: `3 pm` for `3pm`."""
    short, long = sorted((quote, tweet), key=len)
    if len(short) != 1 or len(long) != 2 or short[0] != "".join(long):
        return False
    return long[0].isascii() and _MEASURED.fullmatch(long[0]) is not None and long[1].casefold() in UNITS


def same_money(quote: Sequence[str], tweet: Sequence[str], language: str | None) -> bool:
    """Behind a sign of a currency: `$3m` for `$3 million`."""
    return same_quantity(_spelled_out(quote), _spelled_out(tweet), language)


def _spelled_out(words: Sequence[str]) -> Sequence[str]:
    glued = _GLUED.fullmatch(words[0]) if len(words) == 1 else None
    if glued:
        return glued[1], MONEY_LETTERS[glued[2].casefold()]
    if len(words) == 2 and words[1].casefold() in MONEY_LETTERS:
        return words[0], MONEY_LETTERS[words[1].casefold()]
    return words


def same_unit(quote: Sequence[str], tweet: Sequence[str]) -> bool:
    """The unit alone, behind an equal number: `percent` for `%`, `inches` for `"`."""
    mine, theirs = _unit(quote), _unit(tweet)
    return mine is not None and mine == theirs


def _unit(words: Sequence[str]) -> str | None:
    low = tuple([word.casefold() for word in words])
    if low in PERCENT_IN_TWO or (len(low) == 1 and low[0] in PERCENT):
        return "%"
    return _SIGN_OF.get(low[0]) if len(low) == 1 else None
