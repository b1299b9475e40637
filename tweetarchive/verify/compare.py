"""One quote beside one text of a tweet: the outcome, and every place where they part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tweetarchive.model.article import Span, SpanKind
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import Change, ChangeOp, TextOutcome, Weight
from tweetarchive.verify import cuts
from tweetarchive.verify.align import Region, find_run, share_in_order
from tweetarchive.verify.classes import CLASS_NAMES, fold
from tweetarchive.verify.joint import classes_between, repair_encoding, settle_breaks, settle_letters, unescape_again
from tweetarchive.verify.links import Sight, hidden_mentions, read_quote, read_tweet
from tweetarchive.verify.parts import Parted, part
from tweetarchive.verify.scripts import is_translation
from tweetarchive.verify.text import Folded, without_common_ends
from tweetarchive.verify.tokens import Tokens, is_emoji, is_link, is_word, join, tokenise
from tweetarchive.verify.weigh import Pair, Weighed

ENOUGH = 0.5
"""Share of the quote's words that must align in order to speak of an altered tweet, not of a different one. It only
chooses the word: both are a mismatch (verification.md §1)."""

FEW_WORDS = 8
"""Tokens up to which a quote is weighed however little aligns: `five percent` for `5%` has no word in common."""

OWN_WORDS = 3
"""Words outside brackets from which on they alone tell whether the quote is of this tweet; of fewer, and not from the
tweet's first word to its last, brackets may not be the greater part."""
RUN_ROUND = 20
RUN_BESIDE = 40
"""Length, as X counts it, of the equal runs on both sides of a change, or on one, that are no chance."""

RANK = {
    outcome: rank
    for rank, outcome in enumerate(
        (
            TextOutcome.IDENTICAL,
            TextOutcome.SAME_NORMALISED,
            TextOutcome.TRUNCATED_BY_X,
            TextOutcome.EARLIER_EDIT,
            TextOutcome.EXCERPT_MARKED,
            TextOutcome.EXCERPT_UNMARKED,
            TextOutcome.MARKED_EDIT,
            TextOutcome.COMPOSITE,
            TextOutcome.ALTERED_MINOR,
            TextOutcome.NOT_QUOTED,
            TextOutcome.NOT_CHECKABLE,
            TextOutcome.ALTERED_MEANING,
            TextOutcome.DIFFERENT,
        )
    )
}
"""The first that applies, of several texts of one tweet."""
FAITHFUL = frozenset(outcome for outcome in RANK if RANK[outcome] <= RANK[TextOutcome.COMPOSITE])
"""The author's words, whole or in part, with nothing changed that a reader cannot see."""


@dataclass(frozen=True, slots=True)
class Comparison:
    outcome: TextOutcome
    rule: str
    archived: str
    """The text compared with; the changes' places count its code points."""
    changes: tuple[Change, ...] = ()
    classes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    share: float = 1.0
    """Of the quote's words, how many stand in the tweet in order."""

    @property
    def faithful(self) -> bool:
        return self.outcome in FAITHFUL


@dataclass(frozen=True, slots=True)
class Quote:
    """The words an article shows, and what the page says of them."""

    text: str
    spans: tuple[Span, ...] = ()
    language: str | None = None
    """As declared."""
    prose: bool = False
    """A claim in a sentence: the first letter's case and a closing comma are the sentence's (N14)."""


def compare(quote: Quote, tweet: Tweet, without: Collection[str] = ()) -> Comparison:
    """The best that can be said of a quote beside what one source says the tweet is.

    `without` names normalisation classes to switch off.
    """
    best: Comparison | None = None
    for sight in _sights(quote.text, tweet):
        theirs = read_tweet(tweet, sight)
        mine = read_quote(quote.text, quote.spans, tweet, sight)
        one = compare_texts(quote, tweet, mine, theirs, without)
        if best is None or (RANK[one.outcome], -one.share) < (RANK[best.outcome], -best.share):
            best = one
        if best.outcome in (TextOutcome.IDENTICAL, TextOutcome.SAME_NORMALISED):
            break
    assert best is not None  # there is always one way to see a tweet
    return best


def _sights(text: str, tweet: Tweet) -> list[Sight]:
    sights = [Sight()]
    if hidden_mentions(tweet):
        sights.append(Sight(mentions=False))
    if text.startswith("RT @") or tweet.text.startswith("RT @"):
        sights.append(Sight(retweet=False))
    return sights


def compare_texts(
    quote: Quote, tweet: Tweet, mine: Folded, theirs: Folded, without: Collection[str] = ()
) -> Comparison:
    """Compare two texts that are laid out, links made alike."""
    if not mine.text and theirs.text:
        return Comparison(TextOutcome.NOT_QUOTED, "no_words", theirs.raw)
    found = _compare(quote, tweet, mine, theirs, without)
    if found.faithful:
        return found
    for name, repair in (("double_escape", unescape_again), ("mojibake", repair_encoding)):
        repaired = repair(mine) if name not in without else None
        if repaired is not None:
            better = _compare(quote, tweet, repaired, theirs, without)
            if (RANK[better.outcome], -better.share) < (RANK[found.outcome], -found.share):
                if better.outcome is TextOutcome.IDENTICAL:
                    better = replace(better, outcome=TextOutcome.SAME_NORMALISED, rule="classes")
                found = replace(better, classes=_ordered({*better.classes, name}))
    return found


def _compare(quote: Quote, tweet: Tweet, mine: Folded, theirs: Folded, without: Collection[str]) -> Comparison:
    archived = theirs.raw
    pictured = any(span.kind is SpanKind.EMOJI_IMAGE for span in quote.spans)
    images = {"emoji_img"} if pictured and "emoji_img" not in without else set()
    if mine.flat == theirs.flat and not (pictured and not images):
        if not tweet.complete:
            return Comparison(TextOutcome.TRUNCATED_BY_X, "cut_copy", archived, classes=_ordered(images))
        if images:
            return Comparison(TextOutcome.SAME_NORMALISED, "classes", archived, classes=_ordered(images))
        return Comparison(TextOutcome.IDENTICAL, "identical", archived)
    if not theirs.text:
        return Comparison(TextOutcome.DIFFERENT, "fewer_align", archived, share=0.0)
    mine, theirs = fold(mine, without), fold(theirs, without)
    mine, theirs = settle_letters(mine, theirs, without)
    mine, theirs = settle_breaks(mine, theirs, without)
    if mine.flat == theirs.flat and cuts.reordered_to_the_eye(mine, theirs) is None:
        classes = classes_between(mine, theirs, (0, len(mine.raw)), (0, len(theirs.raw)))
        outcome = TextOutcome.SAME_NORMALISED if tweet.complete else TextOutcome.TRUNCATED_BY_X
        rule = "classes" if tweet.complete else "cut_copy"
        changes = form_changes(mine, theirs)
        return Comparison(outcome, rule, archived, changes, _ordered({*classes, *images}))
    if cuts.is_cut_by_x(mine, theirs, tweet):
        return Comparison(TextOutcome.TRUNCATED_BY_X, "cut_by_x", archived, classes=_ordered(images))
    if (hidden := cuts.reordered_to_the_eye(mine, theirs)) is not None:
        return Comparison(TextOutcome.ALTERED_MEANING, "order", archived, (hidden,))
    if not tweet.complete and cuts.runs_past(mine, theirs):
        return Comparison(TextOutcome.NOT_CHECKABLE, "beyond_cut", archived)
    if "\ufffd" in mine.text or "?" in mine.text:
        lost = cuts.letters_lost(mine, theirs)
        if lost is not None:
            return Comparison(lost, "letters_lost", archived, flags=("unreadable_characters",))
    return _by_words(quote, tweet, mine, theirs, images)


def _by_words(quote: Quote, tweet: Tweet, mine: Folded, theirs: Folded, images: set[str]) -> Comparison:
    middle, beside = without_common_ends(mine, theirs)
    share = 1 - len(middle.text) / len(mine.text) if mine.text else 0.0
    if share >= ENOUGH:
        own, words = tokenise(middle), tokenise(beside)
        found = part(own, words, tweet.language, prose=quote.prose)
        small = found.outcome is TextOutcome.ALTERED_MINOR and found.whole
        if not (own.words and words.words and (small or found.outcome is TextOutcome.ALTERED_MEANING)):
            share = 0.0  # the rest alone could be an excerpt's edge
    if share < ENOUGH:
        own, words = tokenise(mine), tokenise(theirs)
        if not any(is_word(word) or is_emoji(word) or is_link(word) for word in own.words):
            return Comparison(TextOutcome.NOT_QUOTED, "no_words", theirs.raw)
        verbatim = find_run(own.words, join(words.words)) is not None
        share = 1.0 if verbatim else share_in_order(own.words, words.words)
        if share < ENOUGH and len(own) > FEW_WORDS and "[" not in mine.text:
            return _another_text(quote, tweet, mine, theirs, share)
        found = part(own, words, tweet.language, prose=quote.prose)
        if found.bracketed:
            share = _own_share(found, words)
        if share < ENOUGH and (found.bracketed or found.outcome is TextOutcome.ALTERED_MEANING):
            return _another_text(quote, tweet, mine, theirs, share)
    if not tweet.complete and found.outcome is TextOutcome.ALTERED_MEANING and not _surely_seen(found, words):
        return Comparison(TextOutcome.NOT_CHECKABLE, "beyond_cut", theirs.raw, share=share)
    pair = Pair(found.quote, words, tweet.language)
    changes = tuple(as_change(pair, one) for one in found.changes)
    classes = images | _classes_of(mine, theirs, found, words)
    return Comparison(found.outcome, found.rule, theirs.raw, changes, _ordered(classes), _once(found.flags), share)


def _own_share(found: Parted, words: Tokens) -> float:
    """How much of a quote with brackets is the author's: the words in them are the editor's, whatever they say."""
    outside = sum(map(is_word, found.quote.words))
    share = share_in_order(found.quote.words, words.words)
    return share if found.whole or outside >= OWN_WORDS else share * outside / (outside + found.bracketed)


def _classes_of(mine: Folded, theirs: Folded, found: Parted, words: Tokens) -> set[str]:
    """The classes that the equal stretches needed."""
    if not (mine.events or theirs.events):
        return set()
    return {
        name
        for run in found.same
        for name in classes_between(found.quote.folded, theirs, found.quote.at(*run.quote), words.at(*run.tweet))
    }


def _surely_seen(found: Parted, words: Tokens) -> bool:
    """Whether a change is in what a cut copy shows, and not of words behind the cut that are alike by chance: equal
    runs, long enough, stand right beside it, and it is not at the cut itself."""
    before = {(run.quote[1], run.tweet[1]): run for run in found.same}
    after = {(run.quote[0], run.tweet[0]): run for run in found.same}

    def length(run: Region | None) -> int:
        return cuts.weighted(words.behind(*run.tweet)) if run else 0

    for one in found.changes:
        if one.weight is Weight.MEANING and one.tweet[1] < len(words):
            sides = (
                length(before.get((one.quote[0], one.tweet[0]))),
                length(after.get((one.quote[1], one.tweet[1]))),
            )
            if max(sides) >= RUN_BESIDE or (min(sides) > 0 and sum(sides) >= RUN_ROUND):
                return True
    return False


def _another_text(quote: Quote, tweet: Tweet, mine: Folded, theirs: Folded, share: float) -> Comparison:
    """Too few words align to speak of changes: one text beside the other, or nothing that can be said."""
    if is_translation(quote, tweet):
        return Comparison(TextOutcome.NOT_CHECKABLE, "translation", theirs.raw, share=share)
    if not tweet.complete:
        return Comparison(TextOutcome.NOT_CHECKABLE, "beyond_cut", theirs.raw, share=share)
    here, there = mine.at(0, len(mine.text)), theirs.at(0, len(theirs.text))
    whole = Change(
        ChangeOp.REPLACE, mine.raw[slice(*here)], theirs.raw[slice(*there)], Weight.MEANING, "word", here, there
    )
    return Comparison(TextOutcome.DIFFERENT, "fewer_align", theirs.raw, (whole,), share=share)


def as_change(pair: Pair, one: Weighed) -> Change:
    """A change in the original characters of both sides."""
    quoted, archived = pair.quote.behind(*one.quote), pair.tweet.behind(*one.tweet)
    op = ChangeOp.REPLACE if quoted and archived else ChangeOp.INSERT if quoted else ChangeOp.DELETE
    return Change(op, quoted, archived, one.weight, one.reason, pair.quote.at(*one.quote), pair.tweet.at(*one.tweet))


def form_changes(mine: Folded, theirs: Folded) -> tuple[Change, ...]:
    """Where two equal texts were spelled otherwise, each with the class that forgives it."""
    found: dict[tuple[int, int], Change] = {}
    for swap, one, other in ((False, mine, theirs), (True, theirs, mine)):
        for event in one.events:
            low, high = bisect_left(one.origin, event.start), bisect_left(one.origin, event.end)
            here, there = (event.start, event.end), other.at(low, high)
            if swap:
                here, there = there, here
            quoted, archived = mine.raw[slice(*here)], theirs.raw[slice(*there)]
            if quoted != archived:
                op = ChangeOp.REPLACE if quoted and archived else ChangeOp.INSERT if quoted else ChangeOp.DELETE
                found.setdefault(here, Change(op, quoted, archived, Weight.FORM, event.name, here, there))
    return tuple(found[key] for key in sorted(found))


def _ordered(classes: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in CLASS_NAMES if name in classes)


def _once(flags: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flags))
