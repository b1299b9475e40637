"""WARC records (WARC 1.0 and 1.1) as they are walked: every byte read, every length and digest compared."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from tweetarchive.archive.coding import BLOCK, BrokenBodyError, blocks, dechunked, decoded
from tweetarchive.archive.members import MemberReader, Section
from tweetarchive.archive.message import Head, parse_head
from tweetarchive.model.capture import RecordRef, Truncation
from tweetarchive.model.errors import DamagedArchive

DERIVED = "Tweetarchive-Derived"
"""The one header by which a derived record says that tweetarchive made it. Readers never take it for evidence."""
ATTEMPT = "Tweetarchive-Attempt"
"""On records of attempts after the first, and on every attempt without an answer."""
END_URI = "urn:tweetarchive:end:"
"""Begins the address of the last record of a finished file: how many records, bytes, and the sha256 before it."""
END_RECORD = "record"
"""Name of the fields of that last record that list the others, in order: offset, a blank, WARC-Record-ID."""
SOFTWARE = "tweetarchive/"

_VERSIONS = (b"WARC/1.0", b"WARC/1.1", b"WARC/0.17", b"WARC/0.18")
_LONGEST_HEAD = 1 << 20  # bytes of WARC or HTTP head; servers stop at 64 KiB, one cookie-laden head had 300
_URI = "".join(map(chr, range(0x21, 0x7F)))  # kept in an address: all of ASCII that shows
_ALGORITHMS = ("sha1", "sha256", "sha512", "md5")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record and where it stands; nothing of its block but an HTTP head is in memory."""

    headers: Mapping[str, str]
    """By lower-case name; of a repeated one the first."""
    offset: int
    """Start of its gzip member, or of itself where the file is not compressed."""
    inner: int
    """Where it starts within its member: 0 but in files that are one big gzip."""
    length: int
    """Bytes on disk up to the next record; 0 where several records share a gzip member."""
    head_size: int
    """Bytes of version line, headers and blank line."""
    block_size: int
    http_head: bytes
    """Of a response or revisit, with the blank line; else empty."""
    body_sha1: bytes
    """Over the block after the HTTP head, as it stands on disk."""

    @property
    def body_digest(self) -> str:
        """The same as `sha1:BASE32`."""
        return digest(self.body_sha1)

    @property
    def type(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def id(self) -> str:
        return self.headers.get("warc-record-id", "").strip("<>")

    @property
    def uri(self) -> str:
        return self.headers.get("warc-target-uri", "").strip("<>")

    @property
    def date(self) -> str:
        return self.headers.get("warc-date", "")

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def at(self) -> datetime:
        """WARC-Date; the first second of the era where it is none."""
        return parse_date(self.date)

    @property
    def attempt(self) -> int:
        number = self.headers.get(ATTEMPT.lower(), "1")
        return int(number) if number.isdecimal() else 1

    @property
    def is_attempt(self) -> bool:
        """An attempt without an answer."""
        return self.type == "metadata" and ATTEMPT.lower() in self.headers

    @property
    def derived(self) -> bool:
        return DERIVED.lower() in self.headers

    @property
    def truncated(self) -> Truncation | None:
        stated = self.headers.get("warc-truncated")
        if stated is None:
            return None
        return Truncation(stated) if stated in tuple(Truncation) else Truncation.UNSPECIFIED

    @property
    def body_size(self) -> int:
        return self.block_size - len(self.http_head)

    @property
    def head(self) -> Head | None:
        return parse_head(self.http_head)

    def ref(self, section: Section) -> RecordRef:
        return RecordRef(section.name, self.offset, self.id)

    def body(self, section: Section) -> Limited:
        """The block after its HTTP head, read from disk."""
        reader = MemberReader(section, self.offset)
        reader.next_member()
        before = Limited(reader, self.inner + self.head_size + len(self.http_head))
        while before.read():
            pass
        return Limited(reader, self.body_size)


def walk(
    section: Section,
    offset: int = 0,
    *,
    hashed: bool = True,
    altered: Callable[[DamagedArchive, Entry], None] | None = None,
) -> Iterator[tuple[Entry, MemberReader]]:
    """Every record of a file (from the one at `offset`), compared with its digests; the reader stands behind it.

    Tolerated, as other programs write it: no compression, one gzip member for all records, missing digests, payload
    digests over the body in or out of its codings (warc-and-replay.md §1), bare newlines.

    Args:   hashed: whether the reader makes the sha256 of the file along the way.
            altered: told of a record that is whole but not what its digests were made of, instead of an error.
    Raises: DamagedArchive at the first cut or altered byte; ArchiveError where the file cannot be read.
    """
    reader = MemberReader(section, offset, hashed=hashed)
    seen = 0
    while not reader.at_end() or reader.next_member():
        if reader.at_end():
            continue  # an empty member, or an empty file
        reader.begin_record()
        entry, fault = _read_record(section, reader, first=seen == 0)
        if fault and altered is None:
            raise fault
        if fault and altered:
            altered(fault, entry)
        yield entry, reader
        seen += 1
    if not seen:
        raise reader.damaged("it holds no record")


def _read_record(section: Section, reader: MemberReader, *, first: bool) -> tuple[Entry, DamagedArchive | None]:
    """A record, and what is wrong with it where its digests are not those of its bytes."""
    inner = reader.inner
    headers = _read_headers(reader, first=first)
    head_size = reader.inner - inner
    stated = headers.get("content-length", "")
    if not stated.isdecimal():
        raise reader.damaged("a record does not state its length")
    block = Limited(reader, int(stated))
    http_head = block.read_head(_LONGEST_HEAD) if _holds_http_answer(headers) else b""
    block_claim, payload_claim = headers.get("warc-block-digest"), headers.get("warc-payload-digest")
    over_body = hashlib.sha1(usedforsecurity=False)
    over_payload = _hash_for(payload_claim, over_body)
    over_block = _hash_for(block_claim, None if http_head else over_body)
    over_block.update(http_head)
    hashes = {id(one): one for one in (over_body, over_payload, over_block)}.values()
    for piece in blocks(block):
        for one in hashes:
            one.update(piece)
    if block.left:
        raise reader.damaged("the last record is shorter than it states")
    if not reader.skip_newlines() and not reader.at_end():
        raise reader.damaged("a record is longer than it states")
    shared = reader.packed and (inner > 0 or not reader.at_end())
    length = 0 if shared else reader.position - reader.offset
    entry = Entry(headers, reader.offset, inner, length, head_size, int(stated), http_head, over_body.digest())
    if not _agrees(block_claim, over_block.digest()):
        return entry, reader.damaged(f"the bytes of record {entry.id} are not those its digest was made of")
    if entry.type == "revisit" or _agrees(payload_claim, over_payload.digest()) or _is_other_payload(section, entry):
        return entry, None
    return entry, reader.damaged(f"the body of record {entry.id} is not the one its digest was made of")


def read_entries(warc: Path) -> tuple[Entry, ...]:
    """All records of a file, read and compared as `walk` does: to be entered in index and ledger at once."""
    return tuple(entry for entry, _ in walk(Section(warc)))


class Limited:
    """The next `left` bytes of a reader."""

    def __init__(self, reader: MemberReader, left: int) -> None:
        self._reader = reader
        self.left = left

    def read(self, size: int = BLOCK) -> bytes:
        return self._count(self._reader.read(min(size if size >= 0 else BLOCK, self.left)) if self.left else b"")

    def readline(self, size: int = BLOCK) -> bytes:
        return self._count(self._reader.readline(min(size if size >= 0 else BLOCK, self.left)))

    def read_head(self, size: int) -> bytes:
        return self._count(self._reader.read_head(min(size, self.left)))

    def _count(self, piece: bytes) -> bytes:
        self.left -= len(piece)
        return piece


def digest(sha1: bytes) -> str:
    """As WARC tools match it: `sha1:` and base32."""
    return "sha1:" + base64.b32encode(sha1).decode()


def record_uri(url: str) -> str:
    """An address as WARC-Target-URI holds it: ASCII (RFC 3986; pywb 2.10 answers 500 to any other), without blanks."""
    return quote(url, safe=_URI, errors="surrogatepass")


def format_date(at: datetime) -> str:
    """WARC-Date with microseconds (WARC 1.1, §5.4)."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_date(stated: str) -> datetime:
    """A WARC-Date of any precision down to the day; the first second of year 1 where it is none."""
    try:
        at = datetime.fromisoformat(stated)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _read_headers(reader: MemberReader, *, first: bool) -> dict[str, str]:
    if reader.readline(64).strip() not in _VERSIONS:
        raise reader.damaged("it is not a WARC" if first else "something stands there that is no record")
    head = reader.read_head(_LONGEST_HEAD)
    *lines, blank = head.decode("utf-8", "replace").split("\n")[:-1] or [""]
    if blank not in ("\r", "") or not head:
        raise reader.damaged("the headers of a record do not end")
    headers: dict[str, str] = {}
    name = ""
    for line in lines:
        if line.startswith((" ", "\t")) and name:
            headers[name] = f"{headers[name]} {line.strip()}"
            continue
        stated, colon, value = line.partition(":")
        if not colon:
            raise reader.damaged("a header of a record has no name")
        name = stated.strip().lower()
        headers.setdefault(name, value.strip())
    return headers


def _holds_http_answer(headers: Mapping[str, str]) -> bool:
    kind, media = headers.get("warc-type", "").lower(), headers.get("content-type", "").lower()
    return kind in ("response", "revisit") and media.startswith("application/http")


class _Hash(Protocol):
    def update(self, piece: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


class _NoHash:
    """Where no digest is claimed, or in an algorithm we do not know."""

    def update(self, piece: bytes, /) -> None: ...
    def digest(self) -> bytes:
        return b""


def _hash_for(claim: str | None, sha1: _Hash | None = None) -> _Hash:
    """What a claimed digest is to be compared with; `sha1`, where that is it and is made anyway."""
    algorithm = (claim or "").partition(":")[0].lower()
    if algorithm == "sha1" and sha1 is not None:
        return sha1
    return hashlib.new(algorithm, usedforsecurity=False) if algorithm in _ALGORITHMS else _NoHash()


def _agrees(claim: str | None, found: bytes) -> bool:
    """Base32 and hex in either case are both in use (WARC 1.1, §5.8 leaves it open)."""
    if not found or claim is None:
        return True
    stated = claim.partition(":")[2].strip()
    return stated.upper().rstrip("=") == base64.b32encode(found).decode().rstrip("=") or stated.lower() == found.hex()


def _is_other_payload(section: Section, entry: Entry) -> bool:
    """The digest is not over the body as it stands: over the body out of its codings, then?"""
    claim = entry.headers["warc-payload-digest"]
    if entry.type == "request":  # of a request it is over what follows its own head, mostly nothing (pywb, wget)
        question, over_rest = entry.body(section), _hash_for(claim)
        question.read_head(_LONGEST_HEAD)
        for piece in blocks(question):
            over_rest.update(piece)
        return _agrees(claim, over_rest.digest())
    codings = entry.head.header("Content-Encoding") if entry.head else None
    for undo in (
        dechunked,
        lambda stream: decoded(blocks(stream), codings),
        lambda stream: decoded(dechunked(stream), codings),
    ):
        over_payload = _hash_for(claim)
        try:
            for piece in undo(entry.body(section)):
                over_payload.update(piece)
        except BrokenBodyError:
            continue
        if _agrees(claim, over_payload.digest()):
            return True
    return False
