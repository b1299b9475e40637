"""How much a change of words weighs: the closed list M of small changes, and a name for every other.

Source: reference/verification.md §3. Whatever no rule here knows is a change of meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex  # type: ignore[import-untyped, unused-ignore]

from tweetarchive.model.verdict import Weight
from tweetarchive.verify import lexicon
from tweetarchive.verify.letters import (
    has_folded_letters,
    has_letters_throughout,
    is_homoglyph,
    plain,
    same_chinese,
    same_letters,
    same_run,
)
from tweetarchive.verify.masks import fits_mask
from tweetarchive.verify.numbers import same_money, same_quantity, same_unit, spaced_unit
from tweetarchive.verify.reasons import name_reason
from tweetarchive.verify.spelling import puts_right
from tweetarchive.verify.tokens import (
    Tokens,
    has_digit,
    is_emoji,
    is_link,
    is_word,
    unspaced,
)

MARKED = "marked"
"""The reason of a change that a reader can see."""
SMALL_SIGNS = frozenset(".,;:!…'\"()[]{}-_*•·¡¿、。「」『』《》〈〉【】・~।॥־«»|")
_QUOTES = frozenset("\"'「」『』")
_HYPHENS = frozenset("-\u2010\u2011\u05be")
_SKIN_TONES = regex.compile("[\U0001f3fb-\U0001f3ff]")
LARGEST_SMALL_CHANGE = 60
"""Tokens beyond which a place is not searched for small changes: bounds the work on unrelated texts."""
CURRENCIES = frozenset("$€£¥₺₪₹₽₩")
SHORT_CAPITALS = 4  # letters up to which an all-caps word may be another word: US, WHO


@dataclass(frozen=True, slots=True)
class Weighed:
    """A change, its weight and the name of its reason; token indices, end exclusive."""

    weight: Weight
    reason: str
    quote: tuple[int, int]
    tweet: tuple[int, int]
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A quote and a tweet in words, and what must be known of both to weigh a change."""

    quote: Tokens
    tweet: Tokens
    language: str | None = None
    """Of the tweet, as its source says."""

    @property
    def accents_lost(self) -> bool:
        """Whether one of the texts has none of the letters the other has."""
        return _accents_lost(self.quote.folded.text, self.tweet.folded.text)

    @property
    def english(self) -> bool:
        return (self.language or "en").split("-")[0].lower() in ("en", "und", "zxx")

    @property
    def turkic(self) -> bool:
        return (self.language or "").lower() in ("tr", "az")

    @property
    def french(self) -> bool:
        return (self.language or "").split("-")[0].lower() == "fr"

    @property
    def shouted(self) -> bool:
        """Whether one of the texts is all in capitals."""
        return any(len(one) > 1 and one.folded.text.isupper() for one in (self.quote, self.tweet))


@lru_cache(maxsize=8)
def _accents_lost(one: str, other: str) -> bool:
    return has_folded_letters(one) != has_folded_letters(other)


@lru_cache(maxsize=8)
def _letters_throughout(one: str, other: str) -> bool:
    return has_letters_throughout(one) or has_letters_throughout(other)


def weigh(pair: Pair, quote: tuple[int, int], tweet: tuple[int, int]) -> list[Weighed]:
    """Weigh one place where the texts part."""
    mine, theirs = pair.quote.words[slice(*quote)], pair.tweet.words[slice(*tweet)]
    if max(len(mine), len(theirs)) > LARGEST_SMALL_CHANGE and mine and not all(map(is_emoji, theirs)):
        return [Weighed(Weight.MEANING, name_reason(mine, theirs, language=pair.language), quote, tweet)]
    known = _as_a_whole(pair, mine, theirs)
    if known is None and mine and theirs and quote[0] and pair.quote.words[quote[0] - 1] in CURRENCIES:
        known = "number_form" if same_money(mine, theirs, pair.language) else None
    if known is not None:
        return [Weighed(Weight.MINOR, known, quote, tweet)]
    left = [at for at in range(*quote) if not _small_sign(pair.quote, at)]
    right = [at for at in range(*tweet) if not _small_sign(pair.tweet, at)]
    if (
        not left
        and right
        and all(is_emoji(pair.tweet.words[at]) and "\u20e3" not in pair.tweet.words[at] for at in right)
    ):
        return [Weighed(Weight.MINOR, "emoji", quote, tweet)]
    if len(left) != len(right):
        return [Weighed(Weight.MEANING, name_reason(mine, theirs, language=pair.language), quote, tweet)]
    if not left:
        dropped = '"' in theirs and _QUOTES.isdisjoint(mine)
        flag = "scare_quotes_dropped" if dropped else None
        return [Weighed(Weight.MINOR, "quotation_marks" if dropped else "punctuation", quote, tweet, flag)]
    found = []
    for q, t in zip(left, right, strict=True):
        one, other = pair.quote.words[q], pair.tweet.words[t]
        if one != other:
            weight, reason = weigh_word(pair, one, other, t)
            flag = "homoglyph" if reason == "homoglyph" else None
            found.append(Weighed(weight, reason, (q, q + 1), (t, t + 1), flag))
    signs = [pair.quote.words[at] for at in range(*quote) if at not in left]
    if signs != [pair.tweet.words[at] for at in range(*tweet) if at not in right]:
        if any(one.weight is Weight.MEANING for one in found):
            return [
                Weighed(Weight.MEANING, next(one.reason for one in found if one.weight is Weight.MEANING), quote, tweet)
            ]
        found.append(Weighed(Weight.MINOR, "punctuation", quote, tweet))
    return found


def _small_sign(tokens: Tokens, at: int) -> bool:
    """Punctuation that may change: not a question mark, not in or beside a number, not the hyphen of a word."""
    word = tokens.words[at]
    if word not in SMALL_SIGNS:
        return False
    before = at > 0 and tokens.gap(at) == ""
    after = at + 1 < len(tokens) and tokens.gap(at + 1) == ""
    if before and has_digit(tokens.words[at - 1]):
        # the full stop after a sentence's last number is no part of it
        return word in ".!…" and tokens.gap(at + 1) == "\n"
    if after and has_digit(tokens.words[at + 1]):
        return word in "\"'([*_•"
    if word == "-" and before and after:
        return tokens.behind(at, at + 1) not in _HYPHENS
    return True


def _as_a_whole(pair: Pair, mine: Sequence[str], theirs: Sequence[str]) -> str | None:
    """The small changes that may take several words."""
    if not mine or not theirs:
        return None
    if (
        pair.english
        and (_contracts(mine) != _contracts(theirs) or _CANNOT in (mine, theirs))
        and _expanded(mine) & _expanded(theirs)
    ):
        return "contraction"
    if same_quantity(mine, theirs, pair.language) or spaced_unit(mine, theirs):
        return "number_form"
    one, other = "".join(mine), "".join(theirs)
    if one == other and {mine[0], theirs[0]} & {"#", "@"} and len(mine) + len(theirs) == 3:
        return "spacing"
    if (one == "&" and other.casefold() in lexicon.AND) or (other == "&" and one.casefold() in lexicon.AND):
        return "ampersand"
    if same_unit(mine, theirs):
        return "number_form"
    if one[0] >= "\u0600" and same_run(mine, theirs):
        return "spacing" if one == other else "letters"
    if len(one) > 1 and "." in one + other and one.replace(".", "") == other.replace(".", "") and not has_digit(one):
        return "punctuation"
    if len(mine) == 1 and mine[0].casefold() in lexicon.SWEAR_WORDS and fits_mask(other, mine[0]):
        return "unmasked"
    return None


_CANNOT = ("cannot",)
"""One word, and two: `can't` written out."""


def _contracts(words: Sequence[str]) -> int:
    """How many words of English are contractions."""
    return sum("'" in word or word.casefold() in lexicon.WHOLE_CONTRACTIONS for word in words)


def _expanded(words: Sequence[str]) -> set[str]:
    """Every reading of English words with their contractions written out; () is none."""
    readings = {""}
    for word in words:
        low = word.casefold()
        ways = {low, *lexicon.WHOLE_CONTRACTIONS.get(low, ())}
        for ending, full in lexicon.CONTRACTED.items():
            if low.endswith(ending) and len(low) > len(ending) and low not in lexicon.WHOLE_CONTRACTIONS:
                ways |= {f"{low[: -len(ending)]} {one}" for one in full}
        readings = {f"{reading} {way}".strip() for reading in readings for way in ways}
        if len(readings) > 64:  # more than six contractions in one place: not a contraction but another text
            return set()
    return readings


def weigh_word(pair: Pair, one: str, other: str, at: int) -> tuple[Weight, str]:
    """Weigh one word (the quote's) for another (the tweet's, at token `at`)."""
    if is_link(one) or is_link(other):
        return Weight.MEANING, "link"
    if is_emoji(one) or is_emoji(other):
        same = _SKIN_TONES.sub("", other) == one
        return (Weight.MINOR, "skin_tone") if same else (Weight.MEANING, "emoji")
    if has_digit(one) or has_digit(other):
        return Weight.MEANING, "number"
    if one[0] in "@#" or other[0] in "@#":
        if one == other[1:] and other[0] in "@#":
            return Weight.MINOR, "sign_dropped"
        if one.casefold() == other.casefold():
            return Weight.MINOR, "case"
        return Weight.MEANING, "handle" if "@" in one[0] + other[0] else "hashtag"
    if not (is_word(one) and is_word(other)):
        return Weight.MEANING, name_reason((one,), (other,), language=pair.language)
    if _same_but_for_case(pair, one, other):
        return (Weight.MEANING if _capitals_tell_apart(pair, one, other) else Weight.MINOR), "case"
    if not (one.isascii() and other.isascii()):
        if unspaced(one) and unspaced(other) and same_chinese(one, other):
            return Weight.MINOR, "letters"
        if _same_letters(pair, one, other):
            return Weight.MINOR, "letters"
        if is_homoglyph(one, other):
            return Weight.MINOR, "homoglyph"
    if pair.english and puts_right(one, other):
        return Weight.MINOR, "typo"
    return Weight.MEANING, name_reason((one,), (other,), at, language=pair.language)


def _capitals_tell_apart(pair: Pair, one: str, other: str) -> bool:
    """US and us, WHO and who: a short word in capitals may be another word. Not in a text that is all in capitals,
    where the word has letters that no acronym of English has."""
    if one.isupper() == other.isupper() or not any(w.isupper() and 2 <= len(w) <= SHORT_CAPITALS for w in (one, other)):
        return False
    return one.casefold() not in lexicon.ONE_MEANING and (one.isascii() or other.isascii() or not pair.shouted)


def _same_letters(pair: Pair, one: str, other: str) -> bool:
    """Folded letters, and a change of case with them: capitals of French and Greek are written without accents."""
    lost, language = pair.accents_lost, pair.language
    throughout = _letters_throughout(pair.quote.folded.text, pair.tweet.folded.text)
    if same_letters(one, other, accents_lost=lost, throughout=throughout, language=language):
        return True
    if pair.turkic or _capitals_tell_apart(pair, one, other):
        return False
    if one.isupper() != other.isupper():
        capitals = one if one.isupper() else other
        lost = lost or (plain(capitals) == capitals and (pair.french or not capitals.isascii()))
    return same_letters(one.lower(), other.lower(), accents_lost=lost, throughout=throughout, language=language)


def _same_but_for_case(pair: Pair, one: str, other: str) -> bool:
    if pair.turkic or not {"ı", "İ"}.isdisjoint(one + other):
        table = str.maketrans("Iİ", "ıi")
        return one.translate(table).lower() == other.translate(table).lower()
    if one.casefold() != other.casefold():
        return False
    # ß and ſ fold into other letters: that is case only where capitals had to write them so
    return one.lower() == other.lower() or one.isupper() != other.isupper()
