"""Small cards with fixed clocks."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.report.reports import STATUS, tweet
from tweetarchive.model.tweet import Availability, Link, LinkKind, MediaKind, StatusId
from tweetarchive.report.card import Card, CardMedia

FETCHED = datetime(2026, 11, 22, 14, 31, 5, tzinfo=UTC)
PHOTO = "https://pbs.twimg.com/media/A?format=jpg&name=orig"
VIDEO = "https://video.twimg.com/amplify_video/1/vid/a.mp4?tag=14"
STILL = "https://pbs.twimg.com/amplify_video_thumb/1/img/a.jpg?name=orig"
HOSTILE = "</p></style><script>alert(1)</script><img src=x onerror=a()>\"'&amp;\u202e\x00\ud83d"


def card(text: str = "The bridge closes on Monday at noon.", **fields: object) -> Card:
    """A card of a live tweet; fields that are none of the card's own are the tweet's."""
    own = {name: fields.pop(name) for name in tuple(fields) if name in Card.__slots__ and name != "tweet"}
    given = {"status_id": STATUS, "availability": Availability.LIVE, **own}
    return Card(tweet=tweet(text, fetched_at=FETCHED, **fields), **given)  # type: ignore[arg-type]


def photo(**fields: object) -> CardMedia:
    given = {"kind": MediaKind.PHOTO, "address": PHOTO, "shown": PHOTO, "content_type": "image/jpeg", **fields}
    return CardMedia(**given)  # type: ignore[arg-type]


def video(**fields: object) -> CardMedia:
    stated = {"kind": MediaKind.VIDEO, "address": VIDEO, "shown": VIDEO, "content_type": "video/mp4", "poster": STILL}
    return CardMedia(**(stated | fields))  # type: ignore[arg-type]


def linked(text: str, part: str, target: str | None, kind: LinkKind = LinkKind.LINK) -> Link:
    start = text.index(part)
    return Link(start, start + len(part), kind, "https://t.co/abc", part, target)


OTHER = StatusId("1183347177645227130")
