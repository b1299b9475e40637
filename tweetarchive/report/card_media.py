"""A tweet's pictures and videos as HTML, and the policy that lets a page load them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tweetarchive.model.tweet import MediaKind
from tweetarchive.report.card_words import outward
from tweetarchive.report.html_page import text


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMedia:
    """A picture or video of the tweet, by the address under which it is to be shown."""

    kind: MediaKind
    address: str
    """Its own, on the web."""
    shown: str | None
    """Where it is loaded from: the same, a `data:` address, a file beside; None where it was not kept."""
    content_type: str | None = None
    poster: str | None = None
    """Where a video's still is loaded from."""
    alt: str | None = None
    lost: str = "not kept"
    """Why it is not shown, where it is not."""


def render_media(media: tuple[CardMedia, ...]) -> str:
    shown = "\n".join(_one_medium(one, place, len(media)) for place, one in enumerate(media, 1))
    return f'<div class="ta-media{" ta-several" if len(media) > 1 else ""}">\n{shown}\n</div>'


def _one_medium(one: CardMedia, place: int, of: int) -> str:
    noun = {MediaKind.PHOTO: "Photo", MediaKind.VIDEO: "Video", MediaKind.ANIMATED_GIF: "Animation"}[one.kind]
    named = f"{noun} {place} of {of}" if of > 1 else noun
    alt = text(one.alt) if one.alt else f"{named}; its author gave no description"
    if one.shown is None:
        described = f'<br>Its author described it: <q dir="auto">{text(one.alt)}</q>' if one.alt else ""
        return f'<p class="ta-lost">{named}, {one.lost}: {outward(one.address, text(one.address))}{described}</p>'
    if one.kind is MediaKind.PHOTO:
        return f'<img src="{text(one.shown)}" alt="{alt}">'
    poster = f' poster="{text(one.poster)}"' if one.poster else ""
    loop = " loop muted" if one.kind is MediaKind.ANIMATED_GIF else ""
    kind = f' type="{text(one.content_type)}"' if one.content_type else ""
    return (
        f'<video controls playsinline preload="metadata"{loop}{poster} aria-label="{alt}">'
        f'<source src="{text(one.shown)}"{kind}>{outward(one.address, f"{named}: {text(one.address)}")}</video>'
    )


def origins(addresses: Iterable[str | None]) -> str:
    """As a policy names them: `https://pbs.twimg.com`, `data:`, `'self'` for a file beside; `'none'` for nothing."""
    named = set()
    for address in filter(None, addresses):
        parts = urlsplit(address)
        host = re.fullmatch(r"[\w.-]+(?::\d+)?", parts.netloc, re.A)
        named.add("data:" if parts.scheme == "data" else f"{parts.scheme}://{parts.netloc}" if host else "'self'")
    return " ".join(sorted(named)) or "'none'"
