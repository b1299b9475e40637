"""Quotes made of several tweets: a thread merged, a tweet with the one it quotes, and splices that are neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tweetarchive.model.article import Embed
from tweetarchive.model.tweet import Tweet
from tweetarchive.verify.align import find_run
from tweetarchive.verify.classes import fold
from tweetarchive.verify.compare import Quote
from tweetarchive.verify.links import Sight, read_quote, read_tweet
from tweetarchive.verify.text import untouched
from tweetarchive.verify.tokens import is_word, join, tokenise

PARTS = 25
"""The longest thread looked at; X itself numbers threads of up to 25 when they are written at once."""
SPLICED_WORDS = 3
"""So many words in a row from another tweet are no chance."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Whole tweets that make up a quote, in the order of the quote."""

    parts: tuple[Tweet, ...]
    in_order: bool
    """As they were written, the quoting tweet before the quoted."""
    skipped: bool
    """A part of the thread between them is left out."""
    unnamed: Tweet | None
    """Another author's tweet among them whose author the quote does not name."""


def _words(text: str) -> tuple[str, ...]:
    return tokenise(fold(untouched(text))).words


def find_joined(embed: Embed, quote: Quote, tweet: Tweet, statements: Sequence[Tweet]) -> Joined | None:
    """Whether the quote is several whole tweets, this one among them; None where it is not."""
    others = related(tweet, statements)
    if not others:
        return None
    whole = (tweet, *others)
    mine = tokenise(fold(read_quote(quote.text, quote.spans, tweet))).words
    texts = [
        (one, words) for one in whole for sight in (Sight(), Sight(mentions=False)) if (words := _read(one, sight))
    ]
    chain: list[tuple[int, Tweet]] = []
    between: list[str] = []
    at = 0
    while at < len(mine):
        fitting = [(len(words), one) for one, words in texts if mine[at : at + len(words)] == words]
        fitting = [(size, one) for size, one in fitting if all(one is not part for _, part in chain)]
        if fitting:
            size, one = max(fitting, key=lambda found: found[0])
            chain.append((at, one))
            at += size
        else:
            between.append(mine[at])
            at += 1
    parts = tuple(one for _, one in chain)
    if len(parts) < 2 or all(one is not tweet for one in parts):
        return None
    foreign = [one for one in parts if not _same_author(one, tweet)]
    named = {word for one in foreign for word in _naming(one)}
    if any(word not in named for word in between if is_word(word)):
        return None
    unnamed = next((one for one in foreign if not _is_named(one, between, embed)), None)
    keys = [(bool(foreign) and not _same_author(one, tweet), int(one.status_id)) for one in parts]
    return Joined(parts, keys == sorted(keys), _skips(parts, statements), unnamed)


def related(tweet: Tweet, statements: Sequence[Tweet]) -> tuple[Tweet, ...]:
    """Other tweets a quote may have been joined with: by the same author, or quoted by this one. One of each id."""
    found = {
        one.status_id: one
        for one in reversed(statements)
        if one.status_id not in (tweet.status_id, *tweet.edit_ids)
        and one.retweet_of is None
        and (_same_author(one, tweet) or one.status_id == tweet.quoted_status_id)
    }
    return tuple(found[number] for number in sorted(found, key=int)[:PARTS])


def _read(tweet: Tweet, sight: Sight) -> tuple[str, ...]:
    return tokenise(fold(read_tweet(tweet, sight))).words


def _same_author(one: Tweet, other: Tweet) -> bool:
    return one.handle is not None and other.handle is not None and one.handle.lower() == other.handle.lower()


def _naming(tweet: Tweet) -> tuple[str, ...]:
    """The words that may name its author between two parts."""
    return (*_words(tweet.author_name or ""), f"@{tweet.handle}", tweet.handle or "", "RT", "QT", "via")


def _is_named(tweet: Tweet, between: Sequence[str], embed: Embed) -> bool:
    low = {word.lstrip("@").lower() for word in between}
    if tweet.handle and tweet.handle.lower() in low:
        return True
    name = [word.lower() for word in _words(tweet.author_name or "") if is_word(word)]
    return bool(name) and set(name) <= low


def _skips(parts: Sequence[Tweet], statements: Sequence[Tweet]) -> bool:
    held = {one.status_id: one for one in statements}
    shown = {one.status_id for one in parts}
    for earlier, later in pairwise(parts):
        above = later.in_reply_to_status_id
        if above is not None and above != earlier.status_id and above not in shown and above in held:
            return True
    return False


def spliced_from(quoted: str, tweet: Tweet, statements: Sequence[Tweet]) -> Tweet | None:
    """Another tweet that holds the words which are not in this one."""
    words = _words(quoted)
    if sum(map(is_word, words)) < SPLICED_WORDS:
        return None
    while words and not is_word(words[-1]):
        words = words[:-1]
    for one in statements:
        if one.status_id in (tweet.status_id, *tweet.edit_ids) or one.retweet_of == tweet.status_id:
            continue
        if find_run(words, join(_read(one, Sight()))) is not None:
            return one
    return None
