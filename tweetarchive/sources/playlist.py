"""HLS playlists (RFC 8216), as far as it takes to keep a video that is offered in no other form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from tweetarchive.model.errors import SourceFormatError

SEGMENT_LIMIT = 5000  # at 3 seconds each more than X's longest video of 4 hours

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",]*)')


@dataclass(frozen=True, slots=True)
class Rendition:
    url: str
    bandwidth: int
    """Bits per second, at most."""
    audio_url: str | None
    """The playlist of its sound, where that is kept apart."""


@dataclass(frozen=True, slots=True)
class MasterPlaylist:
    renditions: tuple[Rendition, ...]
    """Best first."""


@dataclass(frozen=True, slots=True)
class MediaPlaylist:
    segments: tuple[str, ...]
    """Addresses in playing order, each once; the initialisation section first."""


def parse_playlist(text: str, url: str) -> MasterPlaylist | MediaPlaylist:
    """A playlist fetched from `url`.

    Raises: SourceFormatError: no playlist, or one that names nothing.
    """
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    if not lines or lines[0] != "#EXTM3U":
        raise SourceFormatError(f"{url}: no HLS playlist")
    renditions: list[Rendition] = []
    segments: dict[str, None] = {}
    sounds: dict[str, str] = {}
    pending: dict[str, str] | None = None
    for line in lines[1:]:
        tag, _, rest = line.partition(":")
        match tag:
            case "#EXT-X-MEDIA":
                named = _attributes(rest)
                if named.get("TYPE") == "AUDIO" and named.get("URI"):
                    sounds.setdefault(named.get("GROUP-ID", ""), urljoin(url, named["URI"]))
            case "#EXT-X-STREAM-INF":
                pending = _attributes(rest)
            case "#EXT-X-MAP":
                if uri := _attributes(rest).get("URI"):
                    segments[urljoin(url, uri)] = None
            case _ if not line.startswith("#"):
                if pending is None:
                    segments[urljoin(url, line)] = None
                else:
                    bandwidth = pending.get("BANDWIDTH", "")
                    rate = int(bandwidth) if bandwidth.isascii() and bandwidth.isdecimal() else 0
                    renditions.append(Rendition(urljoin(url, line), rate, pending.get("AUDIO")))
                    pending = None
    if renditions:
        ordered = sorted(renditions, key=lambda one: -one.bandwidth)
        return MasterPlaylist(
            tuple(Rendition(one.url, one.bandwidth, sounds.get(one.audio_url or "")) for one in ordered)
        )
    if not segments or len(segments) > SEGMENT_LIMIT:
        raise SourceFormatError(f"{url}: a playlist of {len(segments)} segments")
    return MediaPlaylist(tuple(segments))


def _attributes(listed: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(listed)}
