"""One WARC, read from its first byte to its last; what is found is gathered, and the reading goes on behind it."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tweetarchive.archive.coding import BLOCK
from tweetarchive.archive.index import index_line
from tweetarchive.archive.members import ENDS_EARLY, MEMBER_HEAD, MemberReader, Section
from tweetarchive.archive.reader import is_ours, read_fields
from tweetarchive.archive.records import END_URI, Entry, walk
from tweetarchive.model.audit import AuditFinding, What
from tweetarchive.model.errors import ArchiveError, DamagedArchive

_HASHED_AT_ONCE = 1 << 20  # bytes of one read: the interpreter's share of hashing them is nothing
_ASIDE = 1 << 21  # bytes; a smaller file is hashed sooner than a thread is begun
_TAIL = 1 << 20  # bytes; the last record begins in them, up to some 17,000 records a file
_PACKED_START = re.compile(re.escape(MEMBER_HEAD[:3]))
_PLAIN_START = re.compile(rb"(?<=\n)WARC/[01]\.\d+\r?\n")
_LONGEST_START = 16  # bytes; what a search must overlap by
_HEAD = 1 << 12  # bytes of a record in which its id stands
_RECORD_ID = re.compile(rb"^WARC-Record-ID:[ \t]*<?([^>\s]+)", re.I | re.M)
_MOST_FINDINGS = 1000  # of one file; what comes behind is counted


@dataclass(frozen=True, slots=True)
class Fact:
    """What is remembered of a record of ours, requests included."""

    type: str
    id: str
    offset: int
    uri: str
    date: str
    warcinfo: str
    concurrent_to: str
    refers_to: str
    has_digest: bool


@dataclass(slots=True, kw_only=True)
class Examined:
    """What was read of a WARC."""

    section: Section
    ours: bool = False
    packed: bool = True
    finished_as: str | None = None
    """The name it states it was finished under."""
    records: int = 0
    software: str | None = None
    sha256: str = ""
    sha256_before_end: str = ""
    """Over all bytes before the last record."""
    entries: list[Entry] = field(default_factory=list)
    """Of a file of ours all but requests; of another only its revisits."""
    facts: list[Fact] = field(default_factory=list)
    """Of a file of ours: every record."""
    findings: list[AuditFinding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: array[int] = field(default_factory=lambda: array("q"))
    """Hashes of the lines that the index is to have, in order of the file."""
    offsets: array[int] = field(default_factory=lambda: array("Q"))
    """Of the records of those lines."""

    def find(self, what: What, offset: int | None, record: str | None, why: str) -> None:
        self.findings.append(
            AuditFinding(what=what, file=self.section.name, offset=offset, record=record or None, why=why)
        )

    @property
    def whole(self) -> bool:
        return not self.findings


class WholeDigest:
    """The sha256 of a file, made in a thread of its own while the file is being walked, and of any part up to a place.

    Raises: ArchiveError, from its methods, where the file cannot be read.
    """

    def __init__(self, section: Section) -> None:
        self._section = section
        self._tail = max(0, section.size - _TAIL)
        self._later: Future[hashlib._Hash] | None = None
        if section.size > _ASIDE:
            pool = ThreadPoolExecutor(1, "sha256")
            self._later = pool.submit(self._over, 0, self._tail)
            pool.shutdown(wait=False)  # ends when this is done
        else:
            self._start = self._over(0, self._tail)

    def before(self, offset: int) -> str:
        """In hex over all bytes before `offset`."""
        if self._later:
            self._start = self._later.result()
        if offset < self._tail:
            return self._over(0, offset).hexdigest()
        return self._over(self._tail, offset, self._start.copy()).hexdigest()

    def whole(self) -> str:
        return self.before(self._section.size)

    def _over(self, start: int, end: int, sha256: hashlib._Hash | None = None) -> hashlib._Hash:
        sha256 = sha256 or hashlib.sha256()
        while start < end and (block := self._section.read_at(start, min(_HASHED_AT_ONCE, end - start))):
            sha256.update(block)
            start += len(block)
        return sha256


def examine(section: Section, *, indexed: bool) -> Examined:
    """Read a WARC to its end, whatever is found on the way.

    Lengths, checksums and digests of every record are compared; of a damaged record the place and, where its headers
    can still be read, the id are told, and the reading goes on with the next record.

    Args:   indexed: whether to make the lines that the index is to have.
    Raises: ArchiveError where it is refused, or cannot be read.
    """
    seen = Examined(section=section, packed=section.read_at(0, 2) == MEMBER_HEAD[:2])
    digest = WholeDigest(section)
    ids: set[int] = set()
    offset: int | None = 0
    end: int | None = None
    while offset is not None:
        try:
            for entry, _ in walk(
                section, offset, hashed=False, altered=lambda error, one: _note_altered(seen, error, one)
            ):
                end = entry.offset if entry.uri.startswith(END_URI) else end
                _take(seen, entry, ids, indexed)
            break
        except DamagedArchive as error:
            offset = _note_damage(seen, error)
    seen.sha256 = digest.whole()
    seen.sha256_before_end = digest.before(end) if seen.ours and end is not None else ""
    return seen


def record_at(section: Section, offset: int) -> str | None:
    """The id of the record that begins there; None where that cannot be read."""
    head = section.read_at(offset, BLOCK)
    if head.startswith(MEMBER_HEAD[:2]):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)  # the checksum at its end is not come to
        except zlib.error:
            return None
    found = _RECORD_ID.search(head.partition(b"\r\n\r\n")[0])
    return found[1].decode("ascii", "replace") if found else None


def _take(seen: Examined, entry: Entry, ids: set[int], indexed: bool) -> None:
    if not seen.records:
        info = read_fields(seen.section, entry) if entry.type == "warcinfo" else {}
        seen.software = info.get("software")
        tail = seen.section.read_at(max(0, seen.section.size - _TAIL), _TAIL)
        seen.ours = is_ours(info) or END_URI.encode() in tail
        own = PurePosixPath(seen.section.name).name  # in a WACZ the member's name has a folder
        name = entry.headers.get("warc-filename", own)
        if seen.ours:
            seen.finished_as = name
            seen.notes += [f"was finished under the name {name}"] if name != own else []
    seen.records += 1
    if seen.ours:
        seen.facts.append(_fact(entry))
        if entry.type != "request":
            seen.entries.append(entry)
    else:
        if entry.type == "revisit":
            seen.entries.append(entry)
        known = hash(entry.id)  # eight bytes of each record, not its id: the file may hold millions
        if entry.id and known in ids:
            seen.find(What.DOUBLED_RECORD, entry.offset, entry.id, "a record with this id stands before it")
        ids.add(known)
    if indexed and (line := index_line(entry, seen.section.name)):
        seen.lines.append(hash(line))
        seen.offsets.append(entry.offset)


def _fact(entry: Entry) -> Fact:
    def reference(name: str) -> str:
        return entry.headers.get(name, "").strip("<>")

    return Fact(
        type=entry.type,
        id=entry.id,
        offset=entry.offset,
        uri=entry.uri,
        date=entry.date,
        warcinfo=reference("warc-warcinfo-id"),
        concurrent_to=reference("warc-concurrent-to"),
        refers_to=reference("warc-refers-to"),
        has_digest="warc-block-digest" in entry.headers or entry.type == "warcinfo",
    )


def _note_altered(seen: Examined, error: DamagedArchive, entry: Entry) -> None:
    seen.find(What.ALTERED, error.offset, entry.id, error.what)


def _note_damage(seen: Examined, error: DamagedArchive) -> int | None:
    """Note it; where to read on, None where there is nothing more."""
    offset = error.offset or 0
    following = _next_start(seen.section, offset + 1, seen.packed)
    cut = following is None and (error.what == ENDS_EARLY or (seen.records > 0 and not seen.packed))
    seen.find(What.CUT if cut else What.ALTERED, offset, record_at(seen.section, offset), error.what)
    if len(seen.findings) >= _MOST_FINDINGS:
        seen.notes.append(f"given up after {_MOST_FINDINGS} findings")
        return None
    return following


def _next_start(section: Section, after: int, packed: bool) -> int | None:
    """Where the next record begins that can be read."""
    sign = _PACKED_START if packed else _PLAIN_START
    for place in _places(section, sign, after):
        if not packed or _begins_a_record(section, place):
            return place
    return None


def _places(section: Section, sign: re.Pattern[bytes], after: int) -> Iterator[int]:
    at = after - 1  # for what must stand before the sign
    while piece := section.read_at(at, BLOCK):
        found = at
        for match in sign.finditer(piece, int(at == after - 1)):
            found = at + match.start()
            yield found
        if len(piece) < BLOCK:
            return
        at = max(found + 1, at + BLOCK - _LONGEST_START)


def _begins_a_record(section: Section, place: int) -> bool:
    reader = MemberReader(section, place, hashed=False)
    try:
        return reader.next_member() and reader.readline(_LONGEST_START).startswith(b"WARC/")
    except ArchiveError:
        return False
