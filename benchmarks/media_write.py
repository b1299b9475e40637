"""Media into a WARC: stored gzip members beside gzip and beside no gzip: `python -m benchmarks.media_write`.

Aim: at most 1.2 times the time of not compressing. Real JPEGs gain nothing by gzip; these bodies are noise in a
JPEG's frame, as long as a photo at original size.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.measure import interleaved, show
from tests.world.media import picture
from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.writer import WarcWriter
from tweetarchive.model.capture import Purpose, Request

PHOTOS = 40
BYTES = 700_000  # of a photo at original size
RUNS = 9
SENT = b"GET /media/x.jpg HTTP/1.1\r\nHost: pbs.twimg.com\r\n\r\n"
BODIES = tuple(picture(f"photo {number}", BYTES) for number in range(PHOTOS))


def ours(content_type: str) -> Callable[[], int]:
    """Write with the tool's writer; it stores what is media, and gzips the rest."""

    def write() -> int:
        with tempfile.TemporaryDirectory() as folder:
            writer = WarcWriter(Path(folder), "bench.warc.gz", info={"source": "bench"})
            for number, body in enumerate(BODIES):
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
                request = Request(f"https://pbs.twimg.com/media/{number}.jpg", Purpose.MEDIA)
                at = datetime.now(UTC)
                wire = WireExchange(request, at, SENT, head.encode(), BytesIO(body), len(body), None, ("http/1.1",))
                writer.write_exchange(wire)
            return writer.finish().stat().st_size

    return write


def theirs(gzip: bool) -> Callable[[], int]:
    """Write with warcio as its documentation tells."""

    def write() -> int:
        with tempfile.TemporaryFile() as out:
            writer = WARCWriter(out, gzip=gzip)
            for number, body in enumerate(BODIES):
                url = f"https://pbs.twimg.com/media/{number}.jpg"
                answer = StatusAndHeaders("200 OK", [("Content-Type", "image/jpeg")], protocol="HTTP/1.1")
                question = StatusAndHeaders(
                    "GET /media/x.jpg HTTP/1.1", [("Host", "pbs.twimg.com")], is_http_request=True
                )
                response = writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=answer)
                request = writer.create_warc_record(url, "request", payload=BytesIO(), http_headers=question)
                writer.write_request_response_pair(request, response)
            out.flush()
            os.fsync(out.fileno())
            return out.tell()

    return write


def main() -> None:
    ways = {
        "warcio, no gzip": theirs(gzip=False),
        "warcio, gzip": theirs(gzip=True),
        "ours, stored": ours("image/jpeg"),
        "ours, gzip": ours("text/plain"),
    }
    sizes = {name: way() for name, way in ways.items()}
    seconds = interleaved(RUNS, **ways)
    base = seconds["warcio, no gzip"]
    rows = [
        (name, f"{taken * 1e6 / PHOTOS:.0f}", f"{taken / base:.2f}", f"{sizes[name] / PHOTOS - BYTES:+.0f}")
        for name, taken in seconds.items()
    ]
    head = ("writer", "us/photo", "x no gzip", "bytes/photo above the body")
    show(f"{PHOTOS} photos of {BYTES:,} bytes, fsync at the end: median of {RUNS} interleaved runs", head, *rows)


if __name__ == "__main__":
    main()
