"""The door: what each check sees of one embed."""

from __future__ import annotations

from dataclasses import replace

from tweetarchive.model.article import Embed
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import (
    Confidence,
    Finding,
    Findings,
    HandleOutcome,
    StatusIdOutcome,
    TextOutcome,
)
from tweetarchive.verify.author import check_author_name, check_handle
from tweetarchive.verify.clock import check_date, instants_of, what_is_said
from tweetarchive.verify.identity import check_media, check_status_id
from tweetarchive.verify.text import untouched
from tweetarchive.verify.tokens import is_word, tokenise, unspaced
from tweetarchive.verify.wording import check_text, newest_version, versions_of

SHORT_WORDS, SHORT_SIGNS = 5, 10
"""An excerpt of fewer words (signs, in scripts without spaces) could be from many a text (verification.md §1)."""
_WHOLE = frozenset({TextOutcome.IDENTICAL, TextOutcome.SAME_NORMALISED})
_UNPROVED = frozenset({TextOutcome.NOT_CHECKABLE, TextOutcome.NOT_QUOTED})


def judge(embed: Embed, evidence: Evidence) -> Findings:
    """Check one embed by all that is held about its tweet. Pure: the same two values give the same findings."""
    tweet = newest_version(evidence)
    versions = versions_of(evidence)
    wording = check_text(embed, evidence)
    joined = tuple(one for one in wording.joined.parts if one is not tweet) if wording.joined else ()
    handle = check_handle(embed, evidence, tweet, mixed_with=wording.mixed_with)
    status_id = check_status_id(embed, evidence, tweet)
    text = replace(wording.finding, confidence=_confidence(embed, wording.finding, handle, status_id))
    return Findings(
        text=text,
        handle=handle,
        author_name=check_author_name(embed, evidence, tweet),
        date=check_date(
            embed.date,
            instants_of(embed.status_id, tweet, (*versions, *_dated(evidence, embed))),
            what_is_said(embed.status_id, tweet),
        ),
        status_id=status_id,
        media=check_media(embed, tweet, (*versions, *joined), evidence.statements),
    )


def _dated(evidence: Evidence, embed: Embed) -> tuple[Tweet, ...]:
    """A retweet that the mark-up names has a day of its own."""
    return tuple(one for one in evidence.statements if one.status_id == embed.status_id and one.retweet_of is not None)


def _confidence(
    embed: Embed,
    text: Finding[TextOutcome],
    handle: Finding[HandleOutcome],
    status_id: Finding[StatusIdOutcome],
) -> Confidence | None:
    """How firmly the quote is tied to this tweet: by number, handle and whole text. Never changes a verdict."""
    if text.outcome in _UNPROVED:
        return None
    whole = text.outcome in _WHOLE
    if not whole and is_short(embed.text or ""):
        return Confidence.WEAK
    if handle.outcome is HandleOutcome.NAME_ONLY:
        return Confidence.WEAK
    ties = whole + (handle.outcome is HandleOutcome.MATCH) + (status_id.outcome is StatusIdOutcome.MATCH)
    return Confidence.STRONG if ties == 3 else Confidence.MEDIUM if ties == 2 else Confidence.WEAK


def is_short(text: str) -> bool:
    """Too short to be told from a chance."""
    words = [word for word in tokenise(untouched(text)).words if is_word(word)]
    signs = sum(unspaced(word) for word in words)
    return signs < SHORT_SIGNS if signs > len(words) / 2 else len(words) < SHORT_WORDS
