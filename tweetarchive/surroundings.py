"""The tweets around an embed's own: those that were stated along with it are not asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tweetarchive.model.context import Context, Related, Relation
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.permalink import Permalink, parse_permalink
from tweetarchive.model.tweet import StatusId, Tweet
from tweetarchive.sources.lookup import gather

THREAD_LIMIT = 25  # tweets upwards; X itself numbers threads of up to 25 when they are written at once


def surroundings(evidence: Evidence, context: Context, look_up: Callable[[Permalink], Evidence]) -> Iterator[Related]:
    """What an embed's tweet says it belongs to, as far as `context` goes: versions, quoted, parent, thread upwards."""
    tweet = evidence.tweet
    if tweet is None or context is Context.NONE:
        return
    for version in tweet.edit_ids:
        if version != tweet.status_id and (held := _held(version, evidence)) is not None:
            yield Related(relation=Relation.VERSION, of=tweet.status_id, evidence=held)
    if tweet.quoted_status_id is not None:
        found = _found(_quoted_link(tweet, tweet.quoted_status_id), evidence, look_up)
        yield Related(relation=Relation.QUOTED, of=tweet.status_id, evidence=found)
    if not context.includes(Context.PARENT):
        return
    seen = {tweet.status_id, *tweet.edit_ids}
    below, relation = tweet, Relation.PARENT
    while below.in_reply_to_status_id is not None and below.in_reply_to_status_id not in seen:
        above = below.in_reply_to_status_id
        seen.add(above)
        found = _found(Permalink(above, below.in_reply_to_handle), evidence, look_up)
        yield Related(relation=relation, of=tweet.status_id, evidence=found)
        evidence = replace(evidence, statements=(*evidence.statements, *found.statements))  # it may hold the next
        relation = Relation.THREAD
        if found.tweet is None or not _same_author(found.tweet, tweet) or context is not Context.THREAD:
            return
        if len(seen) > THREAD_LIMIT:
            return
        below = found.tweet


def _quoted_link(tweet: Tweet, quoted: StatusId) -> Permalink:
    """With the handle in the link at the end of the words: web archives list copies under it."""
    named = (parse_permalink(link.expanded) for link in tweet.links if link.expanded)
    return next((one for one in named if one and one.status_id == quoted), Permalink(quoted, None))


def _found(link: Permalink, evidence: Evidence, look_up: Callable[[Permalink], Evidence]) -> Evidence:
    """What the answers about the embed's tweet say of another one; where that is not all of it, what sources say."""
    held = _held(link.status_id, evidence)
    if held is not None and held.tweet is not None and held.tweet.complete and held.tweet.media is not None:
        return held
    named = held.tweet.handle if held is not None and held.tweet is not None else None
    asked = look_up(Permalink(link.status_id, link.handle or named))
    if held is None:
        return asked
    both = gather(link.status_id, (*asked.statements, *asked.absences, *held.statements), resolved_by=None)
    return replace(both, problems=asked.problems)


def _held(number: StatusId, evidence: Evidence) -> Evidence | None:
    stated = [one for one in evidence.statements if one.status_id == number]
    return gather(number, stated, resolved_by=None) if stated else None


def _same_author(one: Tweet, other: Tweet) -> bool:
    if one.user_id and other.user_id:
        return one.user_id == other.user_id
    return one.handle is not None and other.handle is not None and one.handle.lower() == other.handle.lower()
