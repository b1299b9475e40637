"""Which tweet an embed stands for, where several are at hand and the mark-up may not say."""

from __future__ import annotations

from collections.abc import Sequence

from tweetarchive.model.article import Embed
from tweetarchive.model.permalink import pic_code
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import TextOutcome
from tweetarchive.verify.checks import is_short
from tweetarchive.verify.compare import RANK, Comparison, Quote, compare
from tweetarchive.verify.identity import media_codes

_WHOLE = frozenset({TextOutcome.IDENTICAL, TextOutcome.SAME_NORMALISED})
_NO_TIE = frozenset({TextOutcome.DIFFERENT, TextOutcome.NOT_CHECKABLE, TextOutcome.NOT_QUOTED})


def pair(embeds: Sequence[Embed], tweets: Sequence[Tweet]) -> tuple[Tweet | None, ...]:
    """The tweet of each embed, in the order of the embeds; None where none at hand is about it.

    By number first (of any edit version, or of a retweet, which stands for the tweet it passes on), then by pic link,
    then by author and words. An embed that names no number is judged against the one tweet where there is only one.
    """
    return tuple(_pair_one(embed, tweets) for embed in embeds)


def _pair_one(embed: Embed, tweets: Sequence[Tweet]) -> Tweet | None:
    if embed.status_id is not None:
        for found in (
            [one for one in tweets if one.status_id == embed.status_id],
            [one for one in tweets if embed.status_id in one.edit_ids],
        ):
            if found:
                return _original(min(found, key=lambda one: (not one.complete,)), tweets)
    shown = {pic_code(link) for link in embed.pic_links}
    for one in tweets:
        if shown & set(media_codes((one,))):
            return _original(one, tweets)
    found_by_words = _by_words(embed, tweets)
    if found_by_words is not None:
        return found_by_words
    if embed.status_id is None and len({one.status_id for one in tweets if one.retweet_of is None}) == 1:
        return next(one for one in tweets if one.retweet_of is None)
    return None


def _original(tweet: Tweet, tweets: Sequence[Tweet]) -> Tweet:
    """The tweet that a retweet passes on, where it is at hand."""
    return next((one for one in tweets if one.status_id == tweet.retweet_of), tweet)


def _by_words(embed: Embed, tweets: Sequence[Tweet]) -> Tweet | None:
    """The author's tweet whose words the quote has, or most of them. Without an author only the very words count."""
    best: tuple[tuple[int, float], Tweet] | None = None
    for one in tweets:
        if one.retweet_of is not None:
            continue
        found = _compared(embed, one)
        if found is None or found.outcome in _NO_TIE or not (found.faithful or _is_author(embed, one)):
            continue
        if embed.status_id is not None and not _is_author(embed, one):
            continue
        key = (RANK[found.outcome], -found.share)
        if best is None or key < best[0]:
            best = key, one
    return best[1] if best else None


def _compared(embed: Embed, tweet: Tweet) -> Comparison | None:
    return compare(Quote(embed.text, embed.spans, embed.language), tweet) if embed.text else None


def _is_author(embed: Embed, tweet: Tweet) -> bool:
    if embed.handle is not None and embed.handle_shown:
        return (tweet.handle or "").lower() == embed.handle.lower()
    return embed.author_name is not None and embed.author_name == tweet.author_name


def confirms(embed: Embed, tweet: Tweet) -> bool:
    """Whether a tweet found by a pic link or in a web archive is the embed's: its words, or its author and most words.

    A re-used picture's link names somebody else's tweet: a link alone proves nothing.
    """
    found = _compared(embed, tweet)
    if found is None:
        return _is_author(embed, tweet)
    return found.faithful or (_is_author(embed, tweet) and found.outcome not in _NO_TIE)


def settles(embed: Embed, tweet: Tweet) -> bool:
    """Whether a tweet of the author's day is the embed's beyond doubt: all its words, and enough of them."""
    found = _compared(embed, tweet)
    return found is not None and found.outcome in _WHOLE and not is_short(embed.text or "")


def choose(embed: Embed, tweets: Sequence[Tweet], *, every: bool) -> Tweet | None:
    """The one among an author's tweets of a day that an embed without a number shows; None where that is not sure.

    Two that fit equally well are none. Words that are not all the tweet's are believed only where every tweet of the
    day is at hand: one that was not read may have the very words.
    """
    fitting: dict[str, tuple[tuple[int, float], Tweet]] = {}
    for one in tweets:
        found = _compared(embed, one)
        if found is None or one.retweet_of is not None:
            continue
        if found.outcome in _WHOLE or (every and _is_author(embed, one) and found.outcome not in _NO_TIE):
            fitting[one.status_id] = (RANK[found.outcome], -found.share), one
    best = min((key for key, _ in fitting.values()), default=None)
    chosen = [one for key, one in fitting.values() if key == best]
    return chosen[0] if len(chosen) == 1 else None
