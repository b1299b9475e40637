"""A record on its way to disk: warcio writes it, into a gzip member of ours."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import IO, BinaryIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tweetarchive.archive.coding import BLOCK
from tweetarchive.archive.members import PackedMember, StoredMember
from tweetarchive.archive.records import Entry, digest

_END = b"\r\n\r\n"  # of every record (WARC 1.1, §4)

Headers = list[tuple[str, str]]
"""Of one record; a list, since some names repeat."""


@dataclass(slots=True)
class OutgoingRecord:
    kind: str
    """WARC-Type."""
    headers: Headers
    """All but WARC-Type, WARC-Record-ID, Content-Type and Content-Length; digests among them."""
    content_type: str
    block: IO[bytes] | HeadAndBody
    size: int
    """Bytes of the block."""
    body_sha1: bytes
    """Over the block after its HTTP head."""
    http_head: bytes = b""
    """Of a response or revisit."""
    id: str = ""
    """`urn:uuid:…`; a new one where none is given."""
    stored: bool = False
    """Whether the member is stored instead of packed."""

    def __post_init__(self) -> None:
        self.id = self.id or new_id()

    def write(self, out: BinaryIO) -> Entry:
        """Append as one gzip member. Returns what a reader will find there."""
        start = out.tell()
        stated = [("WARC-Type", self.kind), ("WARC-Record-ID", f"<{self.id}>"), *self.headers]
        headers = StatusAndHeaders("", stated, protocol="WARC/1.1")
        member = (StoredMember if self.stored else PackedMember)(out)
        # To warcio all are responses: of a revisit it would write no block, taking its head for parsed.
        record = ArcWarcRecord("warc", "response", headers, self.block, None, self.content_type, self.size)
        _WholeWriter(member, gzip=False).write_record(record)
        member.close()
        return Entry(
            headers={name.lower(): value for name, value in reversed(headers.headers)},  # of a repeated one the first
            offset=start,
            inner=0,
            length=out.tell() - start,
            head_size=member.size - self.size - len(_END),
            block_size=self.size,
            http_head=self.http_head,
            body_sha1=self.body_sha1,
        )


class _WholeWriter(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer, taking the digests as we made them: its own are over the body with chunk frames."""

    def ensure_digest(self, record: object, block: bool = True, payload: bool = True) -> None: ...


class HeadAndBody:
    """A head and the body after it, as one stream."""

    def __init__(self, head: bytes, body: BinaryIO | None) -> None:
        self._head, self._body = head, body
        if body is not None:
            body.seek(0)

    def read(self, _: int) -> bytes:
        """The next piece, of our own size: fewer than warcio asks for."""
        if self._head or self._body is None:
            head, self._head = self._head, b""
            return head
        return self._body.read(BLOCK)


def small_record(kind: str, headers: Headers, content_type: str, content: bytes, record_id: str = "") -> OutgoingRecord:
    """A record whose block is all it has: no payload digest, which FastWARC looks for in HTTP messages only."""
    sha1 = hashlib.sha1(content, usedforsecurity=False).digest()
    claims = [("WARC-Block-Digest", digest(sha1))]
    return OutgoingRecord(kind, [*headers, *claims], content_type, BytesIO(content), len(content), sha1, id=record_id)


def sha1s(head: bytes, body: BinaryIO | None) -> tuple[bytes, bytes]:
    """Over the body as on the wire, and over head and body."""
    over_body, over_block = hashlib.sha1(usedforsecurity=False), hashlib.sha1(head, usedforsecurity=False)
    if body is not None:
        body.seek(0)
        while piece := body.read(BLOCK):
            over_body.update(piece)
            over_block.update(piece)
    return over_body.digest(), over_block.digest()


def new_id() -> str:
    return uuid.uuid4().urn
