"""The words of a folded text.

Boundaries are those of UAX #29 (words; grapheme clusters where a script writes no spaces: Han, kana, Thai, Lao, Khmer,
Myanmar), tailored in three places: a number with its separators and a unit glued to it is one token (1.2bn), so are
@handles and #hashtags, and a full stop joins letters only in abbreviations (a lost line break must not hide a
sentence's end).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import regex  # type: ignore[import-untyped, unused-ignore]

from tweetarchive.verify.classes import CJK, MARKS
from tweetarchive.verify.text import Folded

LINK_SIGN = 0x10FF00
"""Private use, plane 16: this and the following stand for a tweet's links while texts are compared."""
QUESTION_MARKS = frozenset("?\u037e")
"""Latin and Greek; those of other scripts are folded into these or stay what they are."""
_FIRST_LINK = chr(LINK_SIGN)
_LINK = "\U0010ff00-\U0010fffd"
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc\u3005\u3007"
_WORD = rf"[[\p{{L}}\p{{M}}\p{{N}}_]--[{_UNSPACED}]]"
_NUMBER = r"\d+(?:[.,:/'٫٬·]\d+)*"
_ABBREVIATION = r"[^\W\d_](?:\.[^\W\d_])+(?![\w])"
_ADDRESS = r"https?://\S+|(?:[\w-]+\.)+(?:com|org|net|gov|example|co|ly|it|gl|me|tv|io|eu|de|fr|uk)/\S*"

_UNIVERSAL = rf"""(?V1)[{_LINK}] | {_ABBREVIATION}
    | \p{{RI}}\p{{RI}} | [0-9\#*]\u20e3 | [\p{{Extended_Pictographic}}--[0-9\#*]]\p{{EMod}}?[\U000e0020-\U000e007f]*
    | [@\#](?:{_WORD}|[{_UNSPACED}])+
    | {_NUMBER}{_WORD}*
    | {_WORD}+(?:'{_WORD}+)*
    | \S\p{{M}}*"""
# The same for texts of the commonest scripts without emoji, in `re`, which is three times as fast.
_SIGN_BY_SIGN = f"{CJK}\u0e01-\u0eff"
_LETTER = rf"[^\W{_SIGN_BY_SIGN}]"
_COMMON_WORD = rf"{_LETTER}(?:{_LETTER}|[{MARKS}])*"
_COMMON = (
    rf"[{CJK}]|[{_LINK}]|{_ABBREVIATION}|[@#](?:{_LETTER}|[{MARKS}{_SIGN_BY_SIGN}])+|{_NUMBER}(?:{_LETTER}|[{MARKS}])*"
    rf"|{_COMMON_WORD}(?:'{_COMMON_WORD})*|\S[{MARKS}]*"
)
_COMMON_SIGNS = re.compile(
    "[\n\x20-\xa8\xaa-\xad\xaf-\u096f\u2010-\u2026\u20ac\u3001-\u3028\u3041-\u30fe\u4e00-\u9fff\uac00-\ud7a3]*"
)
_WESTERN = rf"[A-Za-z]{{2,}}(?![\w'.])|{_ABBREVIATION}|[@#]\w+|{_NUMBER}\w*|\w+(?:'\w+)*|\S"
_WESTERN_SIGNS = re.compile("[\x00-\u02ff…€™•]*")


def _patterns(spelled: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Without and with addresses, which are worth looking for only where there is a slash."""
    return re.compile(spelled), re.compile(f"{_ADDRESS}|{spelled}")


_BY_SIGNS = ((_WESTERN_SIGNS, _patterns(_WESTERN)), (_COMMON_SIGNS, _patterns(_COMMON)))


@cache
def _any() -> tuple[Any, Any]:
    """As `_patterns`, for all the rest; made when first needed, for it takes a tenth of a second."""
    with_addresses = _UNIVERSAL.replace("|", f"| {_ADDRESS} |", 1)
    return regex.compile(_UNIVERSAL, regex.X), regex.compile(with_addresses, regex.X)


@dataclass(frozen=True)  # no slots: `spans` is kept once it was asked for
class Tokens:
    """A text in words."""

    folded: Folded
    words: tuple[str, ...]

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each stands in `folded.text`: nothing but white space is between two."""
        index, end = self.folded.text.index, 0
        return tuple([(start := index(word, end), end := start + len(word)) for word in self.words])

    @cached_property
    def has_breaks(self) -> bool:
        return "\n" in self.folded.text

    def __len__(self) -> int:
        return len(self.words)

    def behind(self, start: int, end: int) -> str:
        """The raw characters of the tokens from `start` to before `end`, what is between them included."""
        return self.folded.behind(self.spans[start][0], self.spans[end - 1][1]) if start < end else ""

    def at(self, start: int, end: int) -> tuple[int, int]:
        """The raw code points of the tokens from `start` to before `end`."""
        if start < end:
            return self.folded.at(self.spans[start][0], self.spans[end - 1][1])
        place = self.spans[start][0] if start < len(self.spans) else len(self.folded.text)
        return self.folded.at(place, place)

    def gap(self, index: int) -> str:
        """What stands between a token and the one before it: nothing, a space or a line break."""
        if index <= 0 or index >= len(self.spans):
            return "\n"
        return self.folded.text[self.spans[index - 1][1] : self.spans[index][0]]


def tokenise(folded: Folded) -> Tokens:
    text = folded.text
    patterns = next((patterns for signs, patterns in _BY_SIGNS if signs.fullmatch(text)), None) or _any()
    pattern = patterns["/" in text]
    return Tokens(folded, tuple(pattern.findall(text)))


_LETTERS = regex.compile(r"\p{L}")
_EMOJI = regex.compile(r"(?V1)\p{RI}\p{RI}|[0-9#*]\u20e3|[\p{Extended_Pictographic}--[0-9#*©®™]].*", regex.S)
_ONE_SIGN = regex.compile(rf"[{_UNSPACED}]\p{{M}}*")


def is_number(word: str) -> bool:
    return word[0].isdigit() or (word[0].isnumeric() and not unspaced(word))


def has_digit(word: str) -> bool:
    return not word.isalpha() and any(sign.isnumeric() and not unspaced(sign) for sign in word)


def is_word(word: str) -> bool:
    """Has letters or digits: not a lone sign."""
    return word[0].isalnum() or (len(word) > 1 and _LETTERS.search(word) is not None)


def is_link(word: str) -> bool:
    return word[0] >= _FIRST_LINK or (len(word) > 3 and "/" in word and "." in word and not word[0].isdigit())


def is_emoji(word: str) -> bool:
    if word[0] < "\u2000":
        return "\u20e3" in word
    return _EMOJI.fullmatch(word) is not None


def unspaced(word: str) -> bool:
    """Of a script that is compared sign by sign."""
    return word[0] >= "\u0e00" and _ONE_SIGN.match(word) is not None


SEPARATOR = "\x1f"


def join(words: Sequence[str]) -> str:
    """Tokens as one string in which a run of them can be searched."""
    return SEPARATOR + SEPARATOR.join(words) + SEPARATOR if words else SEPARATOR
