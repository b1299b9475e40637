"""The name of a change of meaning, for the sentence that tells a reader of it."""

from __future__ import annotations

from collections.abc import Sequence

from tweetarchive.verify import lexicon, negation
from tweetarchive.verify.tokens import QUESTION_MARKS, has_digit, is_emoji, is_link, is_number


def name_reason(mine: Sequence[str], theirs: Sequence[str], at: int | None = None, *, language: str | None) -> str:
    """What kind of change of meaning it is: the weightiest that the words show.

    `at`: the token of the tweet, where a capital may only begin its text.
    """
    words = (*mine, *theirs)
    low = [word.casefold() for word in words]
    if any(
        has_digit(word) or is_number(word) or one in lexicon.NUMBER_WORDS for word, one in zip(words, low, strict=True)
    ):
        return "number"
    if any(negation.is_negator(word, language) for word in words) or negation.differs_by_negation(
        "".join(mine), "".join(theirs)
    ):
        return "negation"
    if negation.has_negation("".join(mine)) != negation.has_negation("".join(theirs)):
        return "negation"
    if any(word[0] == "@" and len(word) > 1 for word in words):
        return "handle"
    if any(word[0] == "#" and len(word) > 1 for word in words):
        return "hashtag"
    if any(is_link(word) for word in words):
        return "link"
    if not QUESTION_MARKS.isdisjoint(words):
        return "question"
    if any(
        word in "%‰°$€£¥₺₪₹₽+=<>±" or one in lexicon.MAGNITUDES or one in lexicon.PERCENT
        for word, one in zip(words, low, strict=True)
    ):
        return "quantity"
    if any(is_emoji(word) for word in words):
        return "emoji"
    if any(one in lexicon.MONTHS_AND_DAYS for one in low):
        return "date"
    if any(_is_name(word) for word in words) and (at is None or at > 0 or len(words) > 2):
        return "name"
    if "".join(mine).replace("-", "") == "".join(theirs).replace("-", ""):
        return "spacing"
    return "word"


def _is_name(word: str) -> bool:
    return word[0].isupper() and word[1:].islower() and len(word) > 1
