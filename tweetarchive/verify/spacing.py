"""Spaces between words that are the same: where one may come or go, and where it makes another word or number."""

from __future__ import annotations

from tweetarchive.model.verdict import Weight
from tweetarchive.verify.tokens import has_digit, is_word, unspaced
from tweetarchive.verify.weigh import Pair, Weighed


def weigh_spacing(pair: Pair, q: int, t: int, size: int) -> list[Weighed]:
    """Spaces that one side has and the other has not, between equal words."""
    mine, theirs = pair.quote, pair.tweet
    low, high = (mine.spans[q][0], mine.spans[q + size - 1][1]), (theirs.spans[t][0], theirs.spans[t + size - 1][1])
    if mine.folded.flat[slice(*low)] == theirs.folded.flat[slice(*high)]:
        return []
    found = []
    for step in range(1, size):
        if bool(mine.gap(q + step)) == bool(theirs.gap(t + step)):
            continue
        before, after = theirs.words[t + step - 1], theirs.words[t + step]
        heavy = (has_digit(before) and (has_digit(after) or _beside_number(pair, t + step, 1))) or (
            has_digit(after) and _beside_number(pair, t + step - 1, -1)
        )
        heavy = heavy or (is_word(before) and is_word(after) and unspaced(before) == unspaced(after) == False)  # noqa: E712
        weight = Weight.MEANING if heavy else Weight.MINOR
        found.append(
            Weighed(
                weight, "number" if heavy else "spacing", (q + step - 1, q + step + 1), (t + step - 1, t + step + 1)
            )
        )
    return found


def _beside_number(pair: Pair, at: int, step: int) -> bool:
    """A sign that may be part of a number: a point, a dash, with a number on its other side."""
    word = pair.tweet.words[at]
    if word not in ".,:/-+x×'":
        return False
    other = at + step
    return word in "-+" or (0 <= other < len(pair.tweet) and has_digit(pair.tweet.words[other]))
