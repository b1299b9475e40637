"""Is it that tweet, and are they its pictures? The checks of the permalink and of the media."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tweetarchive.model.article import Embed
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.permalink import pic_code
from tweetarchive.model.tweet import Availability, LinkKind, Tweet
from tweetarchive.model.verdict import Finding, MediaOutcome, StatusIdOutcome
from tweetarchive.verify.author import retweets_of
from tweetarchive.verify.links import short_link_codes, shown_pic_codes, stray_short_links

_NO_TOMBSTONE = frozenset({Availability.NOT_FOUND, Availability.UNKNOWN})
"""A source's own 404 and its silence say nothing of this tweet."""


def check_status_id(embed: Embed, evidence: Evidence, tweet: Tweet | None) -> Finding[StatusIdOutcome]:
    """Does the mark-up name the tweet that was judged?"""
    named = embed.status_id
    if named is None:
        return Finding(StatusIdOutcome.ABSENT, "The article's mark-up names no tweet by its number.", "absent")
    if tweet is None:
        told = [
            one for one in evidence.absences if one.status_id in (None, named) and one.availability not in _NO_TOMBSTONE
        ]
        if told:
            note = f"A source knows this very tweet and says it is gone ({told[0].availability.value})."
            return Finding(StatusIdOutcome.MATCH, note, "tombstone", named, named)
        return Finding(StatusIdOutcome.NOT_CHECKABLE, "No source answered for this tweet.", "no_answer", named)
    if named == tweet.status_id:
        return Finding(StatusIdOutcome.MATCH, "The article links to this very tweet.", "match", named, tweet.status_id)
    if named in tweet.edit_ids:
        note = "The article links to another version of the tweet, which was edited."
        return Finding(StatusIdOutcome.EARLIER_VERSION, note, "earlier_version", named, tweet.status_id)
    if any(one.status_id == named for one in retweets_of(tweet, evidence.statements)):
        note = "The article links to a retweet of this tweet."
        return Finding(StatusIdOutcome.RETWEET, note, "retweet", named, tweet.status_id)
    note = "The article links to another tweet than the one it quotes."
    return Finding(StatusIdOutcome.DIFFERENT, note, "different", named, tweet.status_id)


def media_codes(tweets: Iterable[Tweet]) -> tuple[str, ...]:
    """The codes of the pic links of some tweets. Letter- and case-exact."""
    found: list[str] = []
    for tweet in tweets:
        links = [link.url for link in tweet.links if link.kind is LinkKind.MEDIA]
        links += [link.display for link in tweet.links if link.kind is LinkKind.MEDIA]
        links += [one.link for one in tweet.media or () if one.link]
        found += [code for link in links if (code := pic_code(link))]
    return tuple(dict.fromkeys(found))


def check_media(
    embed: Embed, tweet: Tweet | None, others: Sequence[Tweet], statements: Sequence[Tweet] = ()
) -> Finding[MediaOutcome]:
    """Is the pic link shown the tweet's own, and is there the picture that the article points to?

    Args:
        others: its versions, and the tweets a composite quote shows as well.
        statements: all that is held, to name the tweet whose picture is shown instead.
    """
    shown = tuple(dict.fromkeys((*shown_pic_codes(embed.text or ""), *shown_pic_codes(" ".join(embed.pic_links)))))
    if tweet is None:
        return Finding(
            MediaOutcome.NOT_CHECKABLE, "No copy of the tweet is at hand.", "no_copy", " ".join(shown) or None
        )
    own = media_codes((tweet, *others))
    if not shown and tweet.media and own:
        shown = tuple(code for code in stray_short_links(embed.text or "", tweet) if code not in own)
    shown += tuple(code for code in short_link_codes(embed.text or "") if code in own and code not in shown)
    archived = " ".join(own) or None
    if not shown:
        if own or tweet.media:
            held = _counted(tweet) or "pictures or video"
            note = f"The tweet has {held} that the quote shows no link to; pages often drop it."
            if embed.pictures:
                note = f"The page shows {_shown(embed)} without a link to compare; the tweet has {held}."
            return Finding(MediaOutcome.ABSENT_IN_QUOTE, note, "absent_in_quote", None, archived)
        if embed.pictures:
            note = f"The copy of the tweet names no picture; the page shows {_shown(embed)}, perhaps of a link."
            return Finding(MediaOutcome.NONE, note, "none")
        return Finding(MediaOutcome.NONE, "Neither quote nor tweet has a picture or video.", "none")
    quoted = " ".join(shown)
    if all(code in own for code in shown):
        reused = next(
            (one.owner for one in tweet.media or () if one.owner not in (None, tweet.status_id, *tweet.edit_ids)), None
        )
        note = "The pic link shown is the tweet's own."
        if reused is not None:
            note = f"The pic link shown is the tweet's; the picture itself is re-used from tweet {reused}."
        elif held := _counted(tweet):
            note = f"The pic link shown is the tweet's own, and stands for {held}."
            if embed.pictures:
                note = f"{note.removesuffix('.')}; the page shows {_shown(embed)}."
        return Finding(MediaOutcome.MATCH, note, "match", quoted, archived)
    if not own and (tweet.media is None or tweet.media):
        note = "The copy of the tweet does not tell the links of its pictures."
        return Finding(MediaOutcome.NOT_CHECKABLE, note, "unnamed", quoted)
    note = "The pic link shown is not the tweet's."
    for one in statements:
        if any(code in media_codes((one,)) for code in shown if code not in own):
            note = f"The pic link shown is not the tweet's: it is that of tweet {one.status_id} by @{one.handle}."
            break
    return Finding(MediaOutcome.DIFFERENT, note, "different", quoted, archived)


def _shown(embed: Embed) -> str:
    """`2 pictures`. Only told: a card that shows fewer than the tweet has is made so, and is no difference."""
    return f"{embed.pictures} picture{'s' * ((embed.pictures or 0) > 1)}"


def _counted(tweet: Tweet) -> str:
    """`3 photos`, `1 photo and 1 video`; nothing where the source does not speak of media."""
    kinds = Counter(one.kind.value.replace("_", " ") for one in tweet.media or ())
    return " and ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in kinds.items())
