"""Small recordings, written by the writer itself, with fixed clocks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.message import Original, WireExchange
from tweetarchive.archive.writer import WarcWriter
from tweetarchive.model.capture import Purpose, Request, Truncation
from tweetarchive.model.errors import Failure

AT = datetime(2026, 11, 22, 14, 31, 5, 123456, tzinfo=UTC)
NAME = "20261122143105-news.example-camp-a1b2c3.warc.gz"
ARTICLE = "https://news.example/camp"
PHOTO = "https://pbs.twimg.com/media/AaBb.jpg?format=jpg&name=orig"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 64


def ask(url: str = ARTICLE) -> Request:
    return Request(url, Purpose.TWEET)


def wire(
    body: bytes = b"<p>Hello</p>",
    url: str = ARTICLE,
    *,
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
    sent: bytes = b"GET /camp HTTP/1.1\r\nHost: news.example\r\n\r\n",
    attempt: int = 1,
    truncated: Truncation | None = None,
    at: datetime = AT,
) -> WireExchange:
    lines = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return WireExchange(
        ask(url), at, sent, head.encode(), io.BytesIO(body), len(body), truncated, ("http/1.1", "tls/1.3"), attempt
    )


def photo(url: str = PHOTO, body: bytes = JPEG, *, at: datetime = AT) -> WireExchange:
    return wire(body, url, headers={"Content-Type": "image/jpeg"}, at=at)


def chunked(body: bytes, size: int = 5) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def writer(archives: Path, name: str = NAME, **info: str) -> WarcWriter:
    return WarcWriter(warc_folder(archives), name, info={"source": ARTICLE, **info})


def recorded(archives: Path, *wires: WireExchange, name: str = NAME) -> Path:
    """A finished WARC with these exchanges, or with an article and a photo."""
    warc = writer(archives, name)
    for one in wires or (wire(), photo()):
        warc.write_exchange(one)
    return warc.finish()


def write_every_kind(warc: WarcWriter) -> None:
    ref = warc.write_exchange(photo())
    warc.write_exchange(wire("<p>قەندیل</p>".encode(), "https://www.News.example/قەندیل/Camp/?b=2&a=1"))
    warc.write_exchange(wire(chunked(b"framed"), headers={"Transfer-Encoding": "chunked"}))
    warc.write_exchange(wire(b"", status="302 Found", headers={"Location": "/x", "Content-Type": ""}))
    warc.write_exchange(wire(truncated=Truncation.TIME))
    original = Original(ref, PHOTO, AT, "sha1:" + "A" * 32)
    warc.write_exchange(photo("https://pbs.twimg.com/b"), revisit_of=original)
    warc.write_attempt(ask("https://slow.example/"), AT, Failure.TIMEOUT, "late", 1)
    warc.write_resource("https://tweetarchive.invalid/tweet/1", b"<p>", "text/html; charset=utf-8", AT, derived=True)
    warc.write_resource("urn:tweetarchive:input:AB", b"words", "text/plain", AT, derived=False)
    warc.write_metadata("urn:tweetarchive:report:1", b"{}", "application/json", AT, derived=True)
