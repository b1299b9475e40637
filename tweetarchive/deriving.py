"""The pages we make of what the second pass judged: cards of tweets, the article with cards in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from tweetarchive.archive.reader import Session
from tweetarchive.embeds.marking import mark_embeds
from tweetarchive.model.article import Embed
from tweetarchive.model.capture import Exchange, Request
from tweetarchive.model.errors import NotRecorded
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.report import ArticleReport, HeldMedia
from tweetarchive.model.tweet import Absence, MediaKind, StatusId, Tweet
from tweetarchive.report.card import CARD_ADDRESS, Card, CardMedia, render_card
from tweetarchive.report.view import VIEW_ADDRESS, Place, mark, render_view
from tweetarchive.sources.media import avatar_of, keep_media, poster_of


@dataclass(frozen=True, slots=True)
class Derived:
    """A page of ours, to be kept as a derived record."""

    uri: str
    html: str
    refers_to: tuple[str, ...]
    """Ids of the records it was made of."""


def derive(report: ArticleReport, session: Session) -> Iterator[Derived]:
    """Every page that is made of a report and of the records it was judged from. The same records, the same bytes."""
    cards = make_cards(report, session)
    for status_id, card in cards.items():
        made_of = (card.tweet and card.tweet.record, card.absence and card.absence.record, report.record)
        yield Derived(CARD_ADDRESS + status_id, render_card(card), tuple(one.id for one in made_of if one))
    page = session.record(report.record.id) if report.record and report.embeds else None
    if page is not None:
        yield _view(report, page, cards, session)


def _view(report: ArticleReport, page: Exchange, cards: Mapping[StatusId, Card], session: Session) -> Derived:
    places = {}
    for judged in report.embeds:
        tweet = judged.evidence.tweet
        status_id = tweet.status_id if tweet else judged.evidence.status_id
        address = CARD_ADDRESS + status_id if status_id else None
        places[judged.embed.index] = Place(judged, cards.get(status_id) if status_id else None, address)
    content = page.body.read()
    token = f"tweetarchive{sha256(content).hexdigest()}"
    marked = mark_embeds(
        content,
        partial(mark, token),
        keep=[index for index, place in places.items() if not place.held],
        content_type=page.header("Content-Type"),
    )
    html = render_view(marked, places, report, token=token, base=report.url, holds=session.holds)
    return Derived(VIEW_ADDRESS + (report.url or page.request.url), html, (page.record.id,) if page.record else ())


def make_cards(report: ArticleReport, session: Session) -> Mapping[StatusId, Card]:
    """A card for each tweet that is embedded, quoted, answered, or another version of such a one; and for each that an
    embed names and nobody shows."""
    cards: dict[StatusId, Card] = {}
    held: dict[StatusId, Tweet] = {}
    looked_into: list[tuple[Evidence, Sequence[HeldMedia], Embed | None]] = [
        *((one.evidence, one.media, one.embed) for one in report.embeds),
        *((one.related.evidence, one.media, None) for one in report.context),
    ]
    for evidence, _, _ in looked_into:
        for stated in sorted(evidence.statements, key=lambda stated: not stated.complete):
            held.setdefault(stated.status_id, stated)
    for evidence, media, embed in looked_into:
        tweet, status_id = evidence.tweet, evidence.status_id
        if tweet is not None and (tweet.status_id not in cards or cards[tweet.status_id].tweet is None):
            cards[tweet.status_id] = _card(tweet, media, held, session, evidence)
        elif tweet is None and status_id is not None and status_id not in cards:
            cards[status_id] = _tombstone(status_id, evidence, embed, report.url)
    beside = [other for card in tuple(cards.values()) if card.tweet for other in _named_by(card.tweet)]
    beside += [claim.tweet.status_id for claim in report.claims if claim.tweet]
    for status_id in beside:
        if status_id in held and (status_id not in cards or cards[status_id].tweet is None):
            cards[status_id] = _card(held[status_id], None, held, session)
    return cards


def _named_by(tweet: Tweet) -> tuple[StatusId, ...]:
    named = (tweet.quoted_status_id, tweet.in_reply_to_status_id, tweet.retweet_of, *tweet.edit_ids)
    return tuple(one for one in named if one is not None)


def _tombstone(status_id: StatusId, evidence: Evidence, embed: Embed | None, article: str | None) -> Card:
    return Card(
        status_id=status_id,
        availability=evidence.availability,
        absence=_witness(evidence),
        embed=embed,
        article=article,
    )


def _witness(evidence: Evidence) -> Absence | None:
    """The answer that decided what is said of the tweet's state."""
    return next((one for one in evidence.absences if one.availability is evidence.availability), None)


def _card(
    tweet: Tweet,
    media: Sequence[HeldMedia] | None,
    held: Mapping[StatusId, Tweet],
    session: Session,
    evidence: Evidence | None = None,
    *,
    with_quoted: bool = True,
) -> Card:
    def fetch(request: Request) -> Exchange:
        exchange = session.kept(request.url)
        if exchange is None:
            raise NotRecorded(f"{request.url}: not in {session.file}", request=request)
        return exchange

    whole = media is not None and len(media) == len(tweet.media or ())  # with --no-media nothing was asked for
    found = media if media is not None and whole else keep_media(tweet, fetch)[0]
    quoted = held.get(tweet.quoted_status_id) if tweet.quoted_status_id and with_quoted else None
    return Card(
        status_id=tweet.status_id,
        tweet=tweet,
        media=tuple(
            CardMedia(
                kind=one.kind,
                address=one.url,
                shown=one.url if one.sha256 else None,
                content_type=one.content_type,
                poster=poster_of(stated, session.holds) if one.kind is not MediaKind.PHOTO else None,
                alt=one.alt,
            )
            for stated, one in zip(tweet.media or (), found, strict=True)
        ),
        avatar=avatar_of(tweet, session.holds),
        quoted=_card(quoted, None, held, session, with_quoted=False) if quoted else None,
        availability=evidence.availability if evidence else None,
        absence=_witness(evidence) if evidence else None,
    )
