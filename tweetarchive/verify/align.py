"""Where two texts part, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from tweetarchive.verify.letters import loose
from tweetarchive.verify.tokens import SEPARATOR, is_word, join

CELLS = 40_000_000
"""Most cells of an alignment table, one bit each: 6,000 by 6,000 words, room for any note of words. Beyond it (only
long texts in scripts without spaces that share neither beginning nor end get there) the middle is one difference."""
SLACK = 6
"""Tokens by which a place in the tweet may be longer than the quote needs: a contraction, or f***ing, has several."""


class Region(NamedTuple):
    """A stretch of both texts, in token indices, end exclusive."""

    same: bool
    quote: tuple[int, int]
    tweet: tuple[int, int]


def find_run(run: Sequence[str], joined: str, start: int = 0) -> int | None:
    """The first token index from `start` at which `run` stands in a `join`ed text."""
    place = 0
    for _ in range(start):
        place = joined.index(SEPARATOR, place + 1)
    found = joined.find(join(run), place)
    return None if found < 0 else joined.count(SEPARATOR, 0, found)


def common_ends(quote: Sequence[str], tweet: Sequence[str]) -> tuple[int, int]:
    """How many words both begin with, and of the rest both end with."""
    shorter = min(len(quote), len(tweet))
    head = next((at for at in range(shorter) if quote[at] != tweet[at]), shorter)
    rest = shorter - head
    return head, next((at for at in range(rest) if quote[-1 - at] != tweet[-1 - at]), rest)


def align(quote: Sequence[str], tweet: Sequence[str]) -> list[Region]:
    """Both texts from end to end; neighbouring differences are one region."""
    head, tail = common_ends(quote, tweet)
    q_end, t_end = len(quote) - tail, len(tweet) - tail
    regions = [Region(True, (0, head), (0, head))] if head else []
    if (q_end - head) * (t_end - head) <= CELLS:
        for op in Levenshtein.opcodes(quote[head:q_end], tweet[head:t_end]):
            same, q0, t0 = op.tag == "equal", op.src_start + head, op.dest_start + head
            if regions and regions[-1].same == same:
                q0, t0 = regions[-1].quote[0], regions[-1].tweet[0]
                regions.pop()
            regions.append(Region(same, (q0, op.src_end + head), (t0, op.dest_end + head)))
    else:
        regions.append(Region(False, (head, q_end), (head, t_end)))
    if tail:
        regions.append(Region(True, (q_end, len(quote)), (t_end, len(tweet))))
    return regions


def place(quote: Sequence[str], tweet: Sequence[str], start: int = 0) -> list[Region]:
    """Align a quote with the stretch of the tweet it most likely is from; what lies before and behind is left out.

    The stretch is found by the longest run of common words.
    """
    size = len(tweet) - start
    low, high = start, len(tweet)
    if size > len(quote) + SLACK and len(quote) * size <= CELLS:
        blocks = [op for op in Indel.opcodes(quote, tweet[start:]) if op.tag == "equal"]
        if blocks:
            anchor = max(blocks, key=lambda op: op.src_end - op.src_start)
            low = max(start, start + anchor.dest_start - anchor.src_start - SLACK)
            high = min(len(tweet), start + anchor.dest_end + len(quote) - anchor.src_end + SLACK)
    regions = [
        Region(one.same, one.quote, (one.tweet[0] + low, one.tweet[1] + low)) for one in align(quote, tweet[low:high])
    ]
    regions = _slide_first(regions, tweet)
    regions = _slide_last(regions, tweet)
    if regions and not regions[0].same and regions[0].quote[0] == regions[0].quote[1]:
        del regions[0]
    if regions and not regions[-1].same and regions[-1].quote[0] == regions[-1].quote[1]:
        del regions[-1]
    return regions


def _slide_first(regions: list[Region], tweet: Sequence[str]) -> list[Region]:
    """Where the first words stand once more right before the next ones, they are from there: nothing was left out."""
    if len(regions) < 3 or not regions[0].same or regions[1].same or regions[1].quote[0] != regions[1].quote[1]:
        return regions
    (q0, q1), (t0, t1), end = regions[0].quote, regions[0].tweet, regions[1].tweet[1]
    size = q1 - q0
    if tweet[end - size : end] != tweet[t0:t1]:
        return regions
    joined = Region(True, (q0, regions[2].quote[1]), (end - size, regions[2].tweet[1]))
    return [joined, *regions[3:]]


def _slide_last(regions: list[Region], tweet: Sequence[str]) -> list[Region]:
    """The same for the last words."""
    if len(regions) < 3 or not regions[-1].same or regions[-2].same or regions[-2].quote[0] != regions[-2].quote[1]:
        return regions
    (q0, q1), (t0, t1), begin = regions[-1].quote, regions[-1].tweet, regions[-2].tweet[0]
    size = q1 - q0
    if tweet[begin : begin + size] != tweet[t0:t1]:
        return regions
    joined = Region(True, (regions[-3].quote[0], q1), (regions[-3].tweet[0], begin + size))
    return [*regions[:-3], joined]


def share_in_order(quote: Sequence[str], tweet: Sequence[str]) -> float:
    """Which share of the quote's words stands in the tweet in the same order, case and accents apart."""
    mine, theirs = _counted(quote), _counted(tweet)
    if not mine:
        return 0.0
    if len(mine) * len(theirs) > CELLS:
        common = (Counter(mine) & Counter(theirs)).total()  # an upper bound
    else:
        common = (len(mine) + len(theirs) - Indel.distance(mine, theirs)) // 2
    return common / len(mine)


def _counted(words: Sequence[str]) -> list[str]:
    """The words proper, loosened."""
    text = join(words)
    if text.isascii():
        return [word for word in text.lower().split(SEPARATOR) if word and (word[0].isalnum() or is_word(word))]
    return [loose(word) for word in words if is_word(word)]
