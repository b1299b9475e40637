"""Quotes in sentences: which tweet one belongs to, and whether it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum

from tweetarchive.model.article import Claim, Embed
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.report import JudgedClaim
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import Finding, Findings, HandleOutcome, TextOutcome, Verdict
from tweetarchive.verify.align import place
from tweetarchive.verify.classes import fold
from tweetarchive.verify.compare import RANK, Comparison, Quote, compare
from tweetarchive.verify.letters import plain
from tweetarchive.verify.links import read_tweet
from tweetarchive.verify.text import untouched
from tweetarchive.verify.tokens import has_digit, is_word, tokenise, unspaced
from tweetarchive.verify.verdict import verdict
from tweetarchive.verify.wording import note_of, versions_of

TIED_SHARE = 0.6
"""Of a claim's words, how many must stand in one place of a tweet before the claim is held against it: below, the
sentence may quote another tweet. It chooses between judging and not judging, never between right and wrong."""
TIED_SHORT, SHORT_SHARE = 3, 0.5
"""A claim of so few words is tied by half of them."""
WORDS_ALONE = 4
"""So many words (twice as many signs in scripts without spaces) tie a claim whose speaker nobody knows."""
SPEAKING_LETTERS = 4
"""A word of fewer letters (the, and, has) ties nothing."""


class _Tie(IntEnum):
    """What ties a claim to a tweet beside its words, the firmest first."""

    NUMBER = 0
    HANDLE = 1
    SPEAKER = 2
    EMBED = 3
    NOTHING = 4


def judge_claim(
    claim: Claim, embeds: Sequence[Embed], evidences: Sequence[Evidence], tweets: Sequence[Tweet]
) -> JudgedClaim:
    """Judge a claim by the tweet at hand that it is tied to: by number, by speaker and words, or by words alone.

    `evidences` stand in the order of `embeds`; `tweets` are all tweets at hand, those of the embeds among them. A claim
    that nothing ties is not checkable: the tweet it quotes may be another one.
    """
    best: tuple[tuple[int, int, float], int | None, Tweet, Comparison] | None = None
    at_hand = list(_at_hand(embeds, evidences, tweets))
    known = claim.speaker is not None and any(_is_called(claim.speaker, one) for _, one in at_hand)
    for index, tweet in at_hand:
        tie = _tie(claim, index, tweet, known=known)
        if tie is None:
            continue
        found = compare(Quote(claim.text, prose=True), tweet)
        if tie is not _Tie.NUMBER and not _words_tie(claim.text, tweet, found, alone=tie is _Tie.NOTHING):
            continue
        key = (min(tie, _Tie.HANDLE), RANK[found.outcome], -found.share)
        if best is None or key < best[0]:
            best = key, index, tweet, found
    if best is None:
        note = "Nothing ties this quote to a tweet at hand; that none holds it proves nothing."
        finding = Finding(TextOutcome.NOT_CHECKABLE, note, "untied", claim.text)
        return JudgedClaim(claim=claim, embed=None, tweet=None, finding=finding, verdict=Verdict.UNCHECKABLE)
    _, index, tweet, found = best
    if index is not None and found.faithful and tweet in versions_of(evidences[index]):
        found = replace(found, outcome=TextOutcome.EARLIER_EDIT, rule="earlier_edit")
    finding = Finding(
        found.outcome, note_of(found), found.rule, claim.text, found.archived, found.changes, found.classes, found.flags
    )
    # a claim has no handle check of its own: who is named has tied it, or nobody is
    unnamed = Finding(HandleOutcome.NOT_STATED, "", None)
    judged = verdict(Findings(text=finding, handle=unnamed))
    return JudgedClaim(claim=claim, embed=index, tweet=tweet, finding=finding, verdict=judged)


def _at_hand(
    embeds: Sequence[Embed], evidences: Sequence[Evidence], tweets: Sequence[Tweet]
) -> Iterator[tuple[int | None, Tweet]]:
    """Every tweet with the embed it is of; retweets, which hold no words of their own, left out. Each once."""
    seen: set[tuple[str, str]] = set()
    own = [
        (index, one)
        for index, evidence in enumerate(evidences[: len(embeds)])
        for one in ([evidence.tweet] if evidence.tweet else [])
        + [
            one
            for one in evidence.statements
            if evidence.tweet and one.status_id in (evidence.tweet.status_id, *evidence.tweet.edit_ids)
        ]
    ]
    for index, one in (*own, *((None, one) for one in tweets)):
        if one.retweet_of is None and (one.status_id, one.text) not in seen:
            seen.add((one.status_id, one.text))
            yield index, one


def _tie(claim: Claim, index: int | None, tweet: Tweet, *, known: bool) -> _Tie | None:
    """What ties a claim to a tweet; None where the sentence names another one or another account.

    `known`: whether the name in the sentence is that of an author at hand.
    """
    if claim.status_id is not None:
        return _Tie.NUMBER if claim.status_id in (tweet.status_id, *tweet.edit_ids) else None
    if claim.handle is not None:
        return _Tie.HANDLE if (tweet.handle or "").lower() == claim.handle.lower() else None
    if claim.speaker and is_named(claim.speaker, tweet):
        return _Tie.SPEAKER
    if index is not None and claim.embed == index:
        return _Tie.EMBED
    return None if known else _Tie.NOTHING


def is_named(speaker: str, tweet: Tweet) -> bool:
    """Whether a sentence's name for somebody may be the author's: a word of one in the other, titles apart."""
    mine = _name_words(speaker)
    if (tweet.handle or "").lower() in mine:
        return True
    theirs = _name_words(tweet.author_name or "")
    return bool(mine & theirs) and (
        max(map(len, mine & theirs)) >= SPEAKING_LETTERS or mine <= theirs or theirs <= mine
    )


def _is_called(speaker: str, tweet: Tweet) -> bool:
    """Whether a sentence's name for somebody is the author's, whole or less a title or a first name: not one word of
    it alone, which many accounts of one town share."""
    mine, theirs = _name_words(speaker), _name_words(tweet.author_name or "")
    return (tweet.handle or "").lower() in mine or (bool(mine and theirs) and (mine <= theirs or theirs <= mine))


def _name_words(name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[\w’']+", plain(name)) if len(word) > 1 or not word.isascii()}


def _words_tie(text: str, tweet: Tweet, found: Comparison, *, alone: bool) -> bool:
    """Whether enough of a claim's words stand close together in the tweet, a telling one among them."""
    mine = tokenise(fold(untouched(text)))
    words = [word for word in mine.words if is_word(word)]
    if not words:
        return False
    enough = WORDS_ALONE * (2 if sum(map(unspaced, words)) > len(words) / 2 else 1)
    if found.faithful:
        return not alone or len(words) >= enough
    theirs = tokenise(fold(read_tweet(tweet))).words
    low = [word.casefold() for word in mine.words]
    common = [
        word
        for region in place(low, [word.casefold() for word in theirs])
        if region.same
        for word in low[slice(*region.quote)]
        if is_word(word)
    ]
    telling = any(len(word) >= SPEAKING_LETTERS or has_digit(word) or not word.isascii() for word in common)
    share = len(common) / len(words)
    least = SHORT_SHARE if len(words) <= TIED_SHORT else TIED_SHARE
    return telling and share >= least and (not alone or len(common) >= enough)
