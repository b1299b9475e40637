"""Which addresses to ask for a picture or video, best first (reference/sources.md §7)."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from tweetarchive.model.tweet import Media, MediaKind

SIZES = ("orig", "4096x4096", "large", "medium", "small")  # gallery-dl's order; a bare address is `medium`

_PICTURE_HOST = "pbs.twimg.com"
_OLD_SIZE = re.compile(r":(?:orig|large|medium|small|thumb)$")
_AVATAR_SIZE = re.compile(r"_(?:normal|bigger|mini|\d+x\d+)(?=\.\w+$|$)")
_PLAYLISTS = ("application/x-mpegurl", "application/vnd.apple.mpegurl")


def photo_addresses(image_url: str) -> tuple[str, ...]:
    """The photo in X's sizes, largest first; an address of another host as it is.

    EXT is the one X stored it under: a PNG asked of an uploaded JPEG is a 404.
    """
    parts = urlsplit(image_url)
    if parts.hostname != _PICTURE_HOST:
        return (image_url,)
    path = _OLD_SIZE.sub("", parts.path)
    extension = parse_qs(parts.query).get("format", [path.rpartition(".")[2] if "." in path else "jpg"])[0]
    return tuple(f"https://{_PICTURE_HOST}{path}?format={extension}&name={size}" for size in SIZES)


def poster_addresses(image_url: str) -> tuple[str, ...]:
    """The poster of a video or GIF at its original size, then as stated."""
    parts = urlsplit(image_url)
    if parts.hostname != _PICTURE_HOST:
        return (image_url,)
    return (f"https://{_PICTURE_HOST}{_OLD_SIZE.sub('', parts.path)}?name=orig", image_url)


def avatar_addresses(avatar_url: str) -> tuple[str, ...]:
    """The avatar at 400 × 400, the largest size X always keeps, then as stated."""
    larger = _AVATAR_SIZE.sub("_400x400", avatar_url)
    return tuple(dict.fromkeys((larger, avatar_url)))


def video_addresses(media: Media) -> tuple[str, ...]:
    """Its MP4 renditions, the best first; () where only a playlist is offered. GIFs are MP4 of bit rate 0."""
    files = [one for one in media.variants if one.content_type.lower() == "video/mp4"]
    return tuple(dict.fromkeys(one.url for one in sorted(files, key=lambda one: -(one.bitrate or 0))))


def playlist_address(media: Media) -> str | None:
    """The HLS master playlist of a video."""
    return next((one.url for one in media.variants if one.content_type.lower() in _PLAYLISTS), None)


def media_addresses(media: Media) -> tuple[str, ...]:
    """What shows it whole, best first: the photo, or the video's files. () for a video offered as a playlist only."""
    return photo_addresses(media.image_url) if media.kind is MediaKind.PHOTO else video_addresses(media)
