"""HTTP messages as on the wire, and what they say: the same reading while recording and in replay."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO

from tweetarchive.archive.coding import BrokenBodyError, Readable, blocks, dechunked, decoded
from tweetarchive.model.capture import Body, Exchange, RecordRef, Request, Truncation
from tweetarchive.model.errors import Failure, Unreachable

HEADERS_LEFT_OUT = ("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "Set-Cookie2")
"""Header lines that no record holds (CONTRACT.md §4); the writer leaves them out and names them in `warcinfo`."""

_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: [^\r\n]*)?\r?\n?")


@dataclass(frozen=True, slots=True)
class WireExchange:
    """One request and what came back, byte by byte."""

    request: Request
    at: datetime
    """When it was sent: aware UTC, microseconds."""
    sent: bytes
    """The request's head as on the wire, blank line included."""
    head: bytes
    """Status line and header lines as received, up to and including the blank line."""
    body: BinaryIO
    """Spooled, seekable, and open as long as the Exchange made of it is in use: the bytes exactly as on the wire."""
    body_size: int
    """Bytes in `body`."""
    truncated: Truncation | None
    protocols: tuple[str, ...]
    """WARC-Protocol, one line each: `http/1.1`, `tls/1.3`."""
    attempt: int = 1
    """1, 2, 3 … of the same ask."""


@dataclass(frozen=True, slots=True)
class Original:
    """A record that holds a body in full, for `revisit` records to point at."""

    record: RecordRef
    uri: str
    at: datetime
    """Its WARC-Date, to the microsecond."""
    payload_digest: str
    """`sha1:BASE32`."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """As received, in order; UTF-8 where the bytes are that, else Latin-1."""

    def header(self, name: str) -> str | None:
        """All lines of that name, joined as RFC 9110 §5.3 joins them; None where there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower()) or None

    @property
    def chunked(self) -> bool:
        return "chunked" in (self.header("Transfer-Encoding") or "").lower()


def read_exchange(wire: WireExchange) -> Exchange:
    """What a recorded exchange says. Write it to the WARC first: one that raises here is a record all the same.

    Raises: Unreachable where the body was cut, or is not in the coding its head names: just what replay raises.
    """

    def open_body() -> BinaryIO:
        wire.body.seek(0)
        return wire.body

    head = parse_head(wire.head)
    if head is None:
        url = wire.request.url
        raise Unreachable(f"{url}: the answer is not HTTP", request=wire.request, failure=Failure.NOT_HTTP)
    return read_answer(wire.request, wire.at, head, open_body, wire.body_size, wire.truncated)


def read_answer(
    request: Request,
    at: datetime,
    head: Head,
    open_body: Callable[[], Readable],
    body_size: int,
    truncated: Truncation | None,
    record: RecordRef | None = None,
) -> Exchange:
    """The one way from a head and a body to an Exchange, for the wire and for a WARC.

    Args:    open_body: the body as on the wire, from its first byte, each time it is called.
    Raises:  Unreachable as `read_exchange`.
    """
    if truncated:
        failure, why = _CUT[truncated]
        raise Unreachable(f"{request.url}: {why} after {body_size} bytes", request=request, failure=failure)
    try:
        size, sha256 = _measure(decoded_body(head, open_body()))
    except BrokenBodyError as error:
        raise Unreachable(
            f"{request.url}: the body cannot be read: {error}", request=request, failure=Failure.NOT_HTTP
        ) from error
    body = Body(size, sha256, lambda: b"".join(decoded_body(head, open_body())))
    return Exchange(request, at, head.status, head.headers, body, record)


def really_coded(head: Head, open_body: Callable[[], Readable]) -> Head:
    """The head without the codings that its body is not in: many archives hold bodies decoded under their old heads."""
    without: tuple[frozenset[str], ...] = (frozenset(), _TRANSFER, _CONTENT, _TRANSFER | _CONTENT)
    for dropped in without:
        claimed = Head(head.status, tuple(line for line in head.headers if line[0].lower() not in dropped))
        try:
            for _ in decoded_body(claimed, open_body()):
                pass
        except BrokenBodyError:
            continue
        return claimed
    return claimed


_TRANSFER, _CONTENT = frozenset({"transfer-encoding"}), frozenset({"content-encoding"})


_CUT = {
    Truncation.LENGTH: (Failure.TOO_LARGE, "larger than --max-size allows, given up"),
    Truncation.TIME: (Failure.TIMEOUT, "took too long, given up"),
    Truncation.DISCONNECT: (Failure.CUT_BODY, "the answer broke off"),
    Truncation.UNSPECIFIED: (Failure.CUT_BODY, "the answer ended early"),
}


@lru_cache(maxsize=64)  # the same head is asked for its status, its type and its codings, live and in replay
def parse_head(head: bytes) -> Head | None:
    """Status and header lines; None where there is no status line. Folded lines are joined (RFC 9112 §5.2)."""
    status = _STATUS_LINE.match(head)
    if status is None:
        return None
    headers: list[tuple[str, str]] = []
    for line in head[status.end() :].splitlines():
        if line[:1] in (b" ", b"\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {_text(line)}")
        elif b":" in line:
            name, value = line.split(b":", 1)
            headers.append((_text(name), _text(value)))
    return Head(int(status[1]), tuple(headers))


def decoded_body(head: Head, wire: Readable) -> Iterator[bytes]:
    """The body out of its transfer and content codings, piece by piece.

    Raises: BrokenBodyError.
    """
    pieces = dechunked(wire) if head.chunked else blocks(wire)
    return decoded(pieces, head.header("Content-Encoding"))


def is_media(head: bytes) -> bool:
    """Whether the body is a picture, video or sound: no smaller when packed, and often met again."""
    read = parse_head(head)
    media_type = (read.header("Content-Type") or "" if read else "").lower()
    return media_type.startswith(("image/", "video/", "audio/")) and not media_type.startswith("image/svg")


def dedupe_key(wire: WireExchange) -> str | None:
    """`sha1:BASE32` of a body that may be held already or pointed at later; None for what always stands whole.

    Only whole media answered with 200 and in no coding: articles and payloads each stand alone as evidence.
    """
    read = parse_head(wire.head)
    if wire.truncated or not is_media(wire.head) or not is_plain_ok(read):
        return None
    wire.body.seek(0)
    sha1 = hashlib.sha1(usedforsecurity=False)
    for piece in blocks(wire.body):
        sha1.update(piece)
    return "sha1:" + base64.b32encode(sha1.digest()).decode()


def is_plain_ok(head: Head | None) -> bool:
    return bool(head and head.status == 200 and not head.chunked and not head.header("Content-Encoding"))


def without_secrets(head: bytes) -> bytes:
    """A head without the lines of HEADERS_LEFT_OUT (and their folded continuations), else byte by byte the same."""
    kept: list[bytes] = []
    leaving_out = False
    for line in head.splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            leaving_out = line.split(b":")[0].strip().lower() in _SECRET
        if not leaving_out:
            kept.append(line)
    return b"".join(kept)


_SECRET = frozenset(name.lower().encode() for name in HEADERS_LEFT_OUT)


def _measure(pieces: Iterator[bytes]) -> tuple[int, str]:
    size, sha256 = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        sha256.update(piece)
    return size, sha256.hexdigest()


def _text(raw: bytes) -> str:
    try:
        return raw.strip().decode("utf-8")
    except UnicodeDecodeError:
        return raw.strip().decode("latin-1")
