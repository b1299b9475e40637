"""A quote taken apart: which runs of it stand in the tweet, what is left out between them, what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from tweetarchive.model.verdict import TextOutcome, Weight
from tweetarchive.verify.align import SLACK, Region, find_run, place
from tweetarchive.verify.bracket import weigh_bracket, weigh_letters
from tweetarchive.verify.edits import MARK, Edited, set_apart
from tweetarchive.verify.excerpt import (
    CLOSERS,
    cuts_negation_off,
    doubt_left_out,
    edge_fault,
    flags_of,
    omission_fault,
    posed_as_sentence,
    sentences_round,
    words_between,
)
from tweetarchive.verify.masks import hides_a_swear_word
from tweetarchive.verify.spacing import weigh_spacing
from tweetarchive.verify.text import untouched
from tweetarchive.verify.tokens import QUESTION_MARKS, Tokens, is_word, join, tokenise
from tweetarchive.verify.weigh import MARKED, Pair, Weighed, weigh


@dataclass(slots=True)
class Parted:
    quote: Tokens
    outcome: TextOutcome = TextOutcome.ALTERED_MEANING
    rule: str = "altered"
    changes: list[Weighed] = field(default_factory=list)
    same: list[Region] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    whole: bool = False
    """From the tweet's first word to its last."""
    bracketed: int = 0
    """Words in brackets: the editor's."""


def part(quote: Tokens, tweet: Tokens, language: str | None, *, prose: bool) -> Parted:
    """Take the quote's dots for marks of omission; where the tweet has dots itself, for its own first."""
    theirs = tweet.folded.text
    edited = set_apart(quote.folded, theirs, ellipsis_is_mark="…" not in theirs)
    first = _part(edited, quote, tweet, language, prose=prose)
    altered = first.outcome in (TextOutcome.ALTERED_MEANING, TextOutcome.ALTERED_MINOR)
    if altered and "…" in quote.folded.text and "…" in theirs:
        edited = set_apart(quote.folded, theirs, ellipsis_is_mark=True)
        second = _part(edited, quote, tweet, language, prose=prose)
        if second.outcome is not TextOutcome.ALTERED_MEANING:
            return second
    return first


def _part(edited: Edited, quote: Tokens, tweet: Tokens, language: str | None, *, prose: bool) -> Parted:
    if edited.folded is not quote.folded:
        quote = tokenise(edited.folded)
    pair = Pair(quote, tweet, language)
    found = Parted(quote)
    if edited.brackets:
        found.bracketed = sum(map(is_word, tokenise(untouched(" ".join(edited.brackets))).words))
    runs = _runs(quote)
    if not runs:
        found.outcome, found.rule = TextOutcome.EXCERPT_MARKED, "all_left_out"
        return found
    joined = join(tweet.words)
    at = 0
    placed: list[tuple[int, int]] = []
    exact = True
    for number, (low, high) in enumerate(runs):
        last = number == len(runs) - 1
        here = _find(quote, low, high, tweet, joined, at, prose=prose and number == 0, closing=last)
        if here is not None:
            start, size = here
            found.same.append(Region(True, (low, low + size), (start, start + size)))
            placed.append((start, start + size))
            found.changes += weigh_spacing(pair, low, start, size)
            if low + size < high and _closing_differs(tweet, start + size) and not prose:
                found.changes.append(
                    Weighed(Weight.MINOR, "punctuation", (low + size, high), _closing(tweet, start + size))
                )
            at = start + size
        else:
            exact = False
            while prose and last and high - low > 1 and quote.words[high - 1] in ".,":
                high -= 1  # the sentence's own, as where the words are the tweet's (N14)
            at = _weigh_run(pair, edited, low, high, at, found, placed)
    _judge_gaps(found, tweet, language, placed, runs, quote, prose=prose)
    _settle(found, edited, tweet, placed, exact=exact, marked=MARK in quote.words, prose=prose)
    return found


def _runs(quote: Tokens) -> list[tuple[int, int]]:
    """The stretches between marks of omission."""
    runs, start = [], 0
    for at, word in enumerate((*quote.words, MARK)):
        if word == MARK:
            if at > start:
                runs.append((start, at))
            start = at + 1
    return [run for run in runs if words_between(quote, *run) or len(runs) == 1]


def _find(
    quote: Tokens, low: int, high: int, tweet: Tokens, joined: str, at: int, *, prose: bool, closing: bool
) -> tuple[int, int] | None:
    """Where a run stands in the tweet word by word, and how many of its tokens do: closing signs may differ."""
    words = list(quote.words[low:high])
    spellings = [words]
    if prose and words[0][0].isalpha():
        spellings.append([words[0][0].swapcase() + words[0][1:], *words[1:]])
    core = len(words)
    while closing and core > 1 and words[core - 1] in CLOSERS:
        core -= 1
    for size in dict.fromkeys((len(words), core)):
        for spelling in spellings:
            start = find_run(spelling[:size], joined, at)
            if start is not None:
                return start, size
    return None


def _closing(tweet: Tokens, at: int) -> tuple[int, int]:
    """The closing signs that follow in the tweet."""
    end = at
    while end < len(tweet) and tweet.words[end] in CLOSERS and (end == at or tweet.gap(end) == ""):
        end += 1
    return at, end


def _closing_differs(tweet: Tokens, at: int) -> bool:
    """Whether the tweet ends here but for closing signs, so that other ones are a change and not an excerpt's end."""
    return not words_between(tweet, at, len(tweet))


def _weigh_run(
    pair: Pair, edited: Edited, low: int, high: int, at: int, found: Parted, placed: list[tuple[int, int]]
) -> int:
    """Align a run that is not in the tweet word by word, and weigh each difference."""
    regions = place(pair.quote.words[low:high], pair.tweet.words, at)
    regions = [Region(one.same, (one.quote[0] + low, one.quote[1] + low), one.tweet) for one in regions]
    for number, one in enumerate(regions):
        if one.same:
            found.same.append(one)
            size = one.quote[1] - one.quote[0]
            found.changes += weigh_spacing(pair, one.quote[0], one.tweet[0], size)
            continue
        first, last = number == 0, number == len(regions) - 1
        choices = _edge_choices(one, first=first and not placed, last=last)
        if any(edited.bracket(word) is not None for word in pair.quote.words[slice(*one.quote)]):
            choices = choices[:1]  # a bracket stands for what is there: it may not be seen as put in beside it
        tries = ((bounds, _weigh_region(pair, edited, one.quote, bounds)) for bounds in choices)
        bounds, weighed = _first_small(tries)
        regions[number] = Region(False, one.quote, bounds)
        found.changes += weighed
    start, end = regions[0].tweet[0], regions[-1].tweet[1]
    placed.append((start, end))
    return end


def _first_small(tries: Iterator[tuple[tuple[int, int], list[Weighed]]]) -> tuple[tuple[int, int], list[Weighed]]:
    """The first way to see a change that leaves the meaning; the likeliest where none does."""
    likeliest = next(tries)
    for one in chain((likeliest,), tries):
        if all(change.weight is not Weight.MEANING for change in one[1]):
            return one
    return likeliest


def _edge_choices(region: Region, *, first: bool, last: bool) -> list[tuple[int, int]]:
    """At the edge of a quote it is open how much of the tweet a change stands for: as many words first, then others."""
    (q0, q1), (t0, t1) = region.quote, region.tweet
    if not (first or last) or t1 - t0 <= 0:
        return [(t0, t1)]
    sizes = sorted(range(t1 - t0 + 1), key=lambda size: (abs(size - (q1 - q0)), size))[: SLACK + 1]
    if first:
        return [(t1 - size, t1) for size in sizes]
    return [(t0, t0 + size) for size in sizes]


def _weigh_region(pair: Pair, edited: Edited, quote: tuple[int, int], tweet: tuple[int, int]) -> list[Weighed]:
    words = pair.quote.words[slice(*quote)]
    if any(edited.bracket(word) is not None for word in words):
        return weigh_bracket(pair, edited, quote, tweet)
    if edited.letters:
        lettered = weigh_letters(pair, edited, quote, tweet)
        if lettered is not None:
            return [lettered]
    if tweet[1] - tweet[0] == 1:
        (low, _), (_, high) = pair.quote.spans[quote[0]] if words else (0, 0), pair.quote.spans[quote[1] - 1]
        if words and hides_a_swear_word(pair.quote.folded.text[low:high], pair.tweet.words[tweet[0]], pair.language):
            return [Weighed(Weight.MINOR, MARKED, quote, tweet)]
    return weigh(pair, quote, tweet)


def _judge_gaps(
    found: Parted,
    tweet: Tokens,
    language: str | None,
    placed: list[tuple[int, int]],
    runs: list[tuple[int, int]],
    quote: Tokens,
    *,
    prose: bool,
) -> None:
    """What stands in the tweet between the runs was left out with a mark: whether it may."""
    for number, ((_, end), (start, _)) in enumerate(pairwise(placed)):
        fault = omission_fault(tweet, end, start, language)
        edge = edge_fault(tweet, 0, end) or edge_fault(tweet, start, len(tweet)) if start > end else None
        between = (runs[number][1], runs[number + 1][0])
        if fault == "negation" or fault == "omission_joins_clauses" or edge in ("quantity", "compound", "negation"):
            found.changes.append(Weighed(Weight.MEANING, fault or str(edge), between, (end, start)))
            if fault == "omission_joins_clauses":
                found.flags.append(fault)
        elif start > end:
            found.changes.append(Weighed(Weight.MINOR, MARKED, between, (end, start)))
            found.flags += doubt_left_out(tweet, end, start)
    if placed:
        start, end = placed[0][0], placed[-1][1]
        fault = edge_fault(tweet, start, end)
        if fault is not None and not (fault == "question" and found.quote.words[-1] in QUESTION_MARKS):
            found.changes.append(
                Weighed(Weight.MEANING, fault, (len(quote), len(quote)), (end, min(end + 1, len(tweet))))
                if fault in ("question", "negation") or end < len(tweet)
                else Weighed(Weight.MEANING, fault, (0, 0), (max(start - 1, 0), start))
            )
        sentences = sentences_round(tweet, start, end)
        lone = None if prose else cuts_negation_off(tweet, start, end, sentences, language)
        if lone is not None and fault is None:
            side = 0 if lone[1] <= start else len(quote)
            found.changes.append(Weighed(Weight.MEANING, "negation", (side, side), lone))
        first, opening = quote.words[runs[0][0]], tweet.words[start] if start < len(tweet) else ""
        capital_put_in = first[0].isupper() and opening[:1].islower()
        posed = posed_as_sentence(tweet, sentences[0], start, language) if capital_put_in else None
        if posed is not None:
            found.changes.append(Weighed(Weight.MEANING, posed[1], (0, 0), (posed[0], start)))
        found.flags += flags_of(tweet, start, end, sentences, language)


def _settle(
    found: Parted,
    edited: Edited,
    tweet: Tokens,
    placed: list[tuple[int, int]],
    *,
    exact: bool,
    marked: bool,
    prose: bool,
) -> None:
    """The outcome that follows from the changes."""
    found.flags += [one.flag for one in found.changes if one.flag]
    heavy = [one for one in found.changes if one.weight is Weight.MEANING]
    small = [one for one in found.changes if one.weight is Weight.MINOR and one.reason != MARKED]
    whole = (
        bool(placed)
        and not words_between(tweet, 0, placed[0][0])
        and not words_between(tweet, placed[-1][1], len(tweet))
    )
    found.whole = whole
    if heavy:
        found.outcome, found.rule = TextOutcome.ALTERED_MEANING, heavy[0].reason
    elif small:
        found.outcome, found.rule = TextOutcome.ALTERED_MINOR, small[0].reason
    elif edited.any_edit or (not exact):
        found.outcome, found.rule = TextOutcome.MARKED_EDIT, "marked_edit"
    elif marked:
        found.outcome, found.rule = TextOutcome.EXCERPT_MARKED, "marked_omission"
    else:
        found.outcome, found.rule = TextOutcome.EXCERPT_UNMARKED, "closing_signs" if whole else "excerpt"
