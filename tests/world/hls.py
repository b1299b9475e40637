"""A video offered as HLS: a master playlist, two renditions and their sound, each with two segments (RFC 8216)."""

from __future__ import annotations

from collections.abc import Iterator

SIZES = ((320, 180, 256_000), (1280, 720, 2_176_000))
"""Width, height and bits per second of the renditions."""


def stream(number: str, name: str) -> Iterator[tuple[str, str | None]]:
    """The files below `/amplify_video/NUMBER/`: path and words of each playlist, path and None of each segment.

    Args: name: of the master playlist, which comes first.
    """
    folder = f"/amplify_video/{number}"
    sound = f"{folder}/pl/mp4a/128000/{name}.m3u8"
    master = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS"]
    master += [f'#EXT-X-MEDIA:NAME="Audio",TYPE=AUDIO,GROUP-ID="audio-128000",AUTOSELECT=YES,URI="{sound}"']
    parts = [(sound, "mp4a/{}/128000")]
    for width, height, rate in SIZES:
        listed = f"{folder}/pl/avc1/{width}x{height}/{name}.m3u8"
        codecs = f'RESOLUTION={width}x{height},CODECS="mp4a.40.2,avc1.4D401F",AUDIO="audio-128000"'
        master += [f"#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH={rate * 9 // 10},BANDWIDTH={rate},{codecs}", listed]
        parts.append((listed, f"avc1/{{}}/{width}x{height}"))
    yield f"{folder}/pl/{name}.m3u8", "\n".join(master) + "\n"
    for listed, place in parts:
        start = f"{folder}/vid/{place.format('0/0')}/{name}.mp4"
        segments = [f"{folder}/vid/{place.format(span)}/{name}.m4s" for span in ("0/3000", "3000/5000")]
        lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-TARGETDURATION:3", "#EXT-X-PLAYLIST-TYPE:VOD"]
        lines += [f'#EXT-X-MAP:URI="{start}"', "#EXTINF:3.000,", segments[0], "#EXTINF:2.000,", segments[1]]
        yield listed, "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"
        yield from ((path, None) for path in (start, *segments))
