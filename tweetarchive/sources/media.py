"""Ask for a tweet's pictures and videos at their best, with all fallbacks (reference/sources.md §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request, follow
from tweetarchive.model.errors import FetchError, NotRecorded, SourceFormatError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.report import HeldMedia
from tweetarchive.model.tweet import Media, MediaKind, Tweet
from tweetarchive.sources.archived_media import archived_copy
from tweetarchive.sources.media_addresses import (
    avatar_addresses,
    media_addresses,
    playlist_address,
    poster_addresses,
)
from tweetarchive.sources.playlist import MasterPlaylist, MediaPlaylist, parse_playlist
from tweetarchive.sources.source import no_answer

_IMAGE, _VIDEO = "image/", "video/"


def keep_media(
    tweet: Tweet, fetch: Fetch, *, web_archive: bool = True
) -> tuple[tuple[HeldMedia, ...], tuple[Problem, ...]]:
    """Ask for everything a tweet shows: each picture and video, the videos' posters, the author's avatar.

    Args:
        web_archive: ask the Internet Archive for pictures and videos that X no longer serves.
    Returns: one entry for each of `tweet.media`, in order, without a record where nothing could be had; and what
        went wrong. A missing poster or avatar is `partial`: it takes nothing from what the tweet says.
    """
    problems: list[Problem] = []
    held = tuple(_keep(media, fetch, problems, web_archive) for media in tweet.media or ())
    for media in tweet.media or ():
        if media.kind is not MediaKind.PHOTO:
            _ask_aside(poster_addresses(media.image_url), fetch, problems)
    if tweet.avatar_url is not None:
        _ask_aside(avatar_addresses(tweet.avatar_url), fetch, problems)
    return held, tuple(problems)


def avatar_of(tweet: Tweet, holds: Callable[[str], bool]) -> str | None:
    """The address under which the author's picture was kept."""
    return next(filter(holds, avatar_addresses(tweet.avatar_url)), None) if tweet.avatar_url else None


def poster_of(media: Media, holds: Callable[[str], bool]) -> str | None:
    """The address under which a video's still was kept."""
    return next(filter(holds, poster_addresses(media.image_url)), None)


def _keep(media: Media, fetch: Fetch, problems: list[Problem], web_archive: bool) -> HeldMedia:
    addresses = media_addresses(media)
    kind = _IMAGE if media.kind is MediaKind.PHOTO else _VIDEO
    found, why = _first(addresses, fetch, (kind,))
    url = addresses[0] if addresses else media.image_url
    playlist = playlist_address(media)
    if found is None and not addresses:
        url = playlist or media.image_url
        found, why = _keep_stream(playlist, fetch) if playlist else (None, "the source names no file of it")
    remedy = "kept in another size"
    if found is None and web_archive and why in _NO_LONGER_SERVED:
        found, remedy = _archived(addresses[0], kind, fetch)
        why = why if found else f"{why}{remedy}"
    if found is None:
        problems.append(Problem("media", url, why, partial=why == _NOT_ASKED))
    elif why != _NOT_ASKED:
        problems.append(Problem("media", addresses[0], f"{why}; {remedy}", partial=True))
    if found is not None and found.body.sha256 is None:
        problems.append(Problem("media", found.request.url, "the record it repeats is not at hand"))
    return HeldMedia(
        kind=media.kind,
        url=found.request.url if found else url,
        alt=media.alt,
        sha256=found.body.sha256 if found else None,
        size=found.body.size if found else None,
        content_type=found.content_type if found else None,
        record=found.record if found else None,
    )


def _archived(url: str, kind: str, fetch: Fetch) -> tuple[Exchange | None, str]:
    """The web archive's copy of what X no longer serves, and what there is to tell of it."""
    try:
        copy, why = archived_copy(url, kind, fetch)
    except NotRecorded:  # by a version that did not ask
        return None, ""
    if copy is None:
        return None, f"; web archive: {why}"
    return copy, f"kept from the web archive: {copy.memento}"


def _ask_aside(addresses: Iterable[str], fetch: Fetch, problems: list[Problem]) -> None:
    asked = tuple(addresses)
    found, why = _first(asked, fetch, (_IMAGE,))
    if found is None and why != _NOT_ASKED:
        problems.append(Problem("media", asked[0], why, partial=True))


_NOT_ASKED = "not in this archive"
_REFUSAL = "answered HTTP {}"
_NO_LONGER_SERVED = frozenset(_REFUSAL.format(status) for status in (403, 404, 410, 451))
"""X's own word that the file is gone; where it merely fails, another night will do."""


def _first(addresses: Iterable[str], fetch: Fetch, kinds: tuple[str, ...]) -> tuple[Exchange | None, str]:
    """The first address that gives a whole file of the kind wanted, and why the one asked before it did not."""
    why = _NOT_ASKED
    for url in addresses:
        if not urlsplit(url).hostname:
            continue
        try:
            exchange = follow(Request(url, Purpose.MEDIA), fetch)[-1]
        except NotRecorded:
            continue
        except FetchError as error:
            why = no_answer(error)
            continue
        stated = exchange.content_type or "application/octet-stream"
        if exchange.status != 200:
            why = _REFUSAL.format(exchange.status)
        elif exchange.body.size == 0:
            why = "an empty answer"
        elif not stated.startswith((*kinds, "application/octet-stream", "binary/octet-stream")):
            why = f"answered {stated}"
        else:
            return exchange, why
    return None, why


def _keep_stream(playlist: str, fetch: Fetch) -> tuple[Exchange | None, str]:
    """Ask for an HLS video: master playlist, the best rendition's, all its segments, its sound.

    Returns: the exchange of the rendition's playlist, which names the segments.
    """
    try:
        exchange, listed = _playlist(playlist, fetch)
        sound = None
        if isinstance(listed, MasterPlaylist):
            best = listed.renditions[0]
            exchange, listed = _playlist(best.url, fetch)
            sound = _playlist(best.audio_url, fetch)[1] if best.audio_url else None
    except SourceFormatError as error:
        return None, str(error)
    except NotRecorded:
        return None, _NOT_ASKED
    except FetchError as error:
        return None, no_answer(error)
    for one in (listed, sound):
        for segment in one.segments if isinstance(one, MediaPlaylist) else ():
            found, why = _first((segment,), fetch, ("",))
            if found is None:
                return None, f"a piece of the video is missing: {why}"
    return exchange, _NOT_ASKED


def _playlist(url: str, fetch: Fetch) -> tuple[Exchange, MasterPlaylist | MediaPlaylist]:
    exchange = follow(Request(url, Purpose.MEDIA), fetch)[-1]
    if exchange.status != 200:
        raise SourceFormatError(f"{url}: answered HTTP {exchange.status}")
    return exchange, parse_playlist(exchange.body.read().decode("utf-8", "replace"), exchange.request.url)
