"""The same fetch, answered from a WARC and from nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

from tweetarchive.archive.asks import Asks, failed_attempt
from tweetarchive.archive.fields import parse_fields
from tweetarchive.archive.finished import OUR_FIELDS
from tweetarchive.archive.index import index_files
from tweetarchive.archive.layout import OPEN, PUT_ASIDE, collection
from tweetarchive.archive.manifest import read_manifest
from tweetarchive.archive.members import Section, is_stored_member
from tweetarchive.archive.message import Head, read_answer, really_coded
from tweetarchive.archive.originals import Original, Originals, is_original
from tweetarchive.archive.records import END_URI, SOFTWARE, Entry, record_uri, walk
from tweetarchive.archive.removed import removed_in
from tweetarchive.archive.wacz_reader import is_wacz, wacz_sections
from tweetarchive.model.capture import Body, Exchange, Purpose, Request
from tweetarchive.model.errors import ArchiveError, DamagedArchive, FetchError, InputError
from tweetarchive.model.evidence import Problem

logger = logging.getLogger(__name__)

_WARC_NAMES = (".warc", ".warc.gz")
_NO_HEAD = Head(200, ())  # of a record that holds a body and no answer: it was there
_LARGEST_FIELDS = 1 << 24  # bytes of a record of fields; the last record has some sixty for each of the file


class Session:
    """What was recorded in one file. Opening it reads it whole once and compares all lengths, checksums and digests.

    Bodies stay on disk until they are read. A session answers one pass: `fetch` counts what was asked.

    Raises: DamagedArchive where a byte is cut or altered.
    """

    def __init__(
        self,
        section: Section,
        originals: Originals,
        *,
        finished: bool = True,
        sha256: str | None = None,
        entries: tuple[Entry, ...] | None = None,
    ) -> None:
        """Open a session. `entries` are those of a file that was read and compared already, `sha256` its own."""
        self.file = section.name
        """Final base name; inside a WACZ the member's name."""
        self._section, self._originals = section, originals
        if entries is None or sha256 is None:
            entries, sha256 = _read_whole(section, finished, sha256)
        self._entries, self.sha256 = entries, sha256
        info = _info(section, self._entries[0])
        self.ours = is_ours(info)
        """Whether tweetarchive recorded it: then `fetch` answers as it did live, request by request."""
        self.software = info.get("software")
        """Who recorded it, as the file says itself."""
        stated = _stated(info)
        self.source = stated.pop("source", None)
        """SOURCE as the user typed it."""
        self.settings: Mapping[str, str] = stated
        """What decided which questions were asked."""
        self._asks = Asks(self._entries)
        self._revisits = {entry.id: self._original(entry) for entry in self._entries if entry.type == "revisit"}
        self.problems: tuple[Problem, ...] = tuple(self._find_problems())

    @classmethod
    def open(cls, path: Path, *, name: str | None = None) -> Session:
        """Open one WARC.

        Args: name: the final name of a file that is read, flushed, while it still bears its `.open` name.
        """
        section = Section(path, name=name)
        finished = name is None or name == path.name
        manifest = read_manifest(path.parent.parent / "manifest-sha256.txt") if finished else {}
        return cls(section, _originals_beside(path.parent), finished=finished, sha256=manifest.get(path.name))

    @property
    def section(self) -> Section:
        """The bytes of it."""
        return self._section

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its records in order of the file, requests left out."""
        return self._entries

    @property
    def original_sections(self) -> tuple[Section, ...]:
        """The other files in which the bytes stand that its revisits point at, as far as they are at hand."""
        held = {section.name: section for section, _ in self.originals}
        return tuple(section for name, section in sorted(held.items()) if name != self.file)

    @property
    def originals(self) -> tuple[Original, ...]:
        """The records that its revisits point at, and where they stand, as far as they are at hand."""
        return tuple(found for found in self._revisits.values() if found)

    def content(self, entry: Entry, most: int) -> bytes | None:
        """The body of one of its records as it stands there; None where it has more bytes than `most`."""
        return _read_body(self._section, entry) if entry.body_size <= most else None

    @property
    def input(self) -> Exchange | None:
        """The document that was handed in as a file or by standard input; None where there was none."""
        entry = next((one for one in self._entries if one.type == "resource" and not one.derived), None)
        return self._resource(entry) if entry else None

    def fetch(self, request: Request) -> Exchange:
        """Answer as was answered when it was recorded: a `Fetch`."""
        entry = self._asks.next(request, self.file)
        if entry.is_attempt:
            raise failed_attempt(request, tuple(self.fields(entry).items()))
        return self._resource(entry) if entry.type == "resource" else self._answer(entry, request)

    def exchanges(self) -> Iterator[Exchange]:
        """Every whole answer and every thing handed in, in order of the file; what tweetarchive made is left out.

        Bodies of other people's archives are taken out of their codings as far as they really are in them.
        """
        for entry in self._entries:
            request = Request(entry.uri, Purpose.SOURCE)
            if entry.type == "resource" and not entry.derived:
                yield self._resource(entry)
            elif entry.type in ("response", "revisit") and entry.head:
                try:
                    yield self._answer(entry, request)
                except FetchError as error:
                    logger.info("%s: %s", self.file, error)

    def holds(self, url: str) -> bool:
        """Whether a whole answer of status 200 was kept for an address, whoever asked for it."""
        return record_uri(url) in self._kept

    def kept(self, url: str) -> Exchange | None:
        """The first whole answer of status 200 for an address; None where there is none. Counts for no pass."""
        entry = self._kept.get(record_uri(url))
        return self._answer(entry, Request(url, Purpose.SOURCE)) if entry else None

    def record(self, id: str) -> Exchange | None:
        """What a record of the file holds: an answer, or what was handed in. Counts for no pass."""
        entry = next((one for one in self._entries if one.id == id), None)
        if entry is None or entry.type not in ("response", "revisit", "resource"):
            return None
        return (
            self._resource(entry)
            if entry.type == "resource"
            else self._answer(entry, Request(entry.uri, Purpose.SOURCE))
        )

    @cached_property
    def _kept(self) -> dict[str, Entry]:
        kept: dict[str, Entry] = {}
        for entry in self._entries:
            held = self._revisits[entry.id] if entry.type == "revisit" else entry.type == "response"
            if held and entry.head and entry.head.status == 200 and not entry.truncated:
                kept.setdefault(entry.uri, entry)
        return kept

    def made(self) -> Iterator[Exchange]:
        """What tweetarchive made itself from other records, in order of the file: the report, pages for people."""
        for entry in self._entries:
            if entry.derived and not entry.uri.startswith(END_URI):
                yield self._resource(entry)

    def _answer(self, entry: Entry, request: Request) -> Exchange:
        held = self._revisits[entry.id] if entry.type == "revisit" else (self._section, entry)
        ref = entry.ref(self._section)
        if held is None:
            head = entry.head or _NO_HEAD
            body = Body(None, None, partial(_not_at_hand, entry))
            return Exchange(request, entry.at, head.status, head.headers, body, ref)
        section, holder = held
        open_body = partial(holder.body, section)
        coded = holder.head or _NO_HEAD
        if not self.ours:
            coded = really_coded(coded, open_body)
        exchange = read_answer(request, entry.at, coded, open_body, holder.body_size, holder.truncated, ref)
        head = entry.head or holder.head or _NO_HEAD
        return replace(exchange, status=head.status, headers=head.headers)

    def _resource(self, entry: Entry) -> Exchange:
        head = Head(200, (("Content-Type", entry.content_type),))
        request = Request(entry.uri, Purpose.SOURCE)
        open_body = partial(entry.body, self._section)
        return read_answer(request, entry.at, head, open_body, entry.body_size, None, entry.ref(self._section))

    def _original(self, revisit: Entry) -> Original | None:
        own = next((entry for entry in self._entries if is_original(entry, revisit)), None)
        return (self._section, own) if own else self._originals.find(revisit)

    def _find_problems(self) -> Iterator[Problem]:
        for one in removed_in(self.settings) if self.ours else ():
            yield Problem("tweet", f"https://x.com/i/status/{one.status_id}", one.told(), partial=True)
        for entry in self._entries:
            if entry.type == "revisit" and self._revisits[entry.id] is None:
                yield Problem("record", entry.uri, "the record that holds its bytes is not at hand")
            elif entry.type == "response" and entry.truncated and not self.ours:
                yield Problem("record", entry.uri, f"was recorded in part only ({entry.truncated})", partial=True)

    def fields(self, entry: Entry) -> dict[str, str]:
        """What a record of `application/warc-fields` states: of an attempt, why no answer came (`failure`)."""
        return read_fields(self._section, entry)


def stated_in(warc: Path) -> Mapping[str, str]:
    """`source` and settings of a recording of ours, out of its first record alone; empty for other people's.

    Raises: DamagedArchive, ArchiveError where that record cannot be read.
    """
    section = Section(warc)
    first, _ = next(walk(section))
    return _stated(_info(section, first))


def open_sessions(path: Path) -> Iterator[Session]:
    """Every session in a WARC, a WACZ, a folder of WARCs or an archives root, in order of file name.

    After an error the iterator goes on with the next file, if it is asked to: one bad file does not hide the others.

    Raises: InputError where there is no such thing; DamagedArchive, ArchiveError per file.
    """
    try:
        if path.is_dir():
            return _open_folder(path)
        if is_wacz(path):
            originals = Originals(lambda: (section for section, _ in wacz_sections(path)))

            def open_member(found: tuple[Section, str | None]) -> Session:
                return Session(found[0], originals, sha256=found[1])

            return map(open_member, wacz_sections(path))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or folder") from None
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read: {error.strerror}") from error
    if path.name.endswith((OPEN, PUT_ASIDE)):
        raise ArchiveError(f"{path.name}: was never finished; the next run does its article again")
    return map(Session.open, iter([path]))


def _open_folder(folder: Path) -> Iterator[Session]:
    places = [folder, folder / "archive", folder / "tweets" / "archive", collection(folder) / "archive"]
    files = sorted((file for place in places if place.is_dir() for file in place.iterdir()), key=lambda file: file.name)
    for file in files:
        if file.name.endswith((f".warc.gz{OPEN}", f".warc.gz{PUT_ASIDE}")):
            logger.warning("%s: skipped: it was never finished", file.name)
    warcs = [file for file in files if file.name.endswith(_WARC_NAMES)]
    if not warcs:
        raise InputError(f"{folder}: holds no WARC; name a WARC, a WACZ or an archives folder")
    manifests = {place: read_manifest(place.parent / "manifest-sha256.txt") for place in places}
    beside = {place: _originals_beside(place) for place in places}

    def open_one(file: Path) -> Session:
        return Session(Section(file), beside[file.parent], sha256=manifests[file.parent].get(file.name))

    held = {file.name for file in warcs}
    lost = sorted(name for listed in manifests.values() for name in listed if name not in held)
    return chain(map(open_one, warcs), map(_lost, lost))


def _lost(name: str) -> Session:
    raise DamagedArchive(f"{name}: named in the manifest, but not there; take it from a copy", file=name, offset=None)


def _originals_beside(folder: Path) -> Originals:
    def siblings() -> Iterator[Section]:
        return (Section(file) for file in sorted(folder.iterdir()) if file.name.endswith(_WARC_NAMES))

    return Originals(siblings, folder, index_files(folder.parent / "indexes"))


def _read_whole(section: Section, finished: bool, sha256: str | None) -> tuple[tuple[Entry, ...], str]:
    """Every record but requests, which replay does not need; and the sha256 of the file.

    Args: finished: whether the file has its last record; only then a cut between two records shows.
    """
    entries: list[Entry] = []
    count = 0
    for last, reader in walk(section):  # noqa: B007  # both are looked at behind the loop; walk yields or raises
        count += 1
        if last.type != "request":
            entries.append(last)
    found_sha256 = reader.sha256.hexdigest()
    if sha256 is not None and found_sha256 != sha256:
        raise _altered(section, None, "its bytes are not those the manifest was made of")
    if not (finished and entries[0].type == "warcinfo" and is_ours(read_fields(section, entries[0]))):
        return tuple(entries), found_sha256
    if not last.uri.startswith(END_URI):
        raise _altered(section, section.size, "its end is missing")
    end = read_fields(section, last)
    stated = (end.get("records"), end.get("bytes"), end.get("sha256"))
    found = (str(count - 1), str(last.offset), reader.sha256_before.hexdigest())
    if reader.packed and (stated != found or not is_stored_member(section, last.offset, last.length)):
        raise _altered(section, None, "its bytes are not those its last record was made of")
    if stated[0] != found[0]:  # unpacked by someone: the bytes differ, the records must not
        raise _altered(section, None, f"it has {found[0]} records, not the {stated[0]} it was finished with")
    return tuple(entries), found_sha256


def _info(section: Section, first: Entry) -> dict[str, str]:
    return read_fields(section, first) if first.type == "warcinfo" else {}


def _stated(info: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(OUR_FIELDS): value for name, value in info.items() if name.startswith(OUR_FIELDS)}


def is_ours(info: Mapping[str, str]) -> bool:
    """Whether a file whose `warcinfo` says this was written by tweetarchive."""
    return info.get("software", "").startswith(SOFTWARE)


def read_fields(section: Section, entry: Entry) -> dict[str, str]:
    """What a record of fields says; of a repeated name the last."""
    return dict(read_pairs(section, entry))


def read_pairs(section: Section, entry: Entry) -> tuple[tuple[str, str], ...]:
    """All that a record of fields says, in order."""
    if entry.block_size > _LARGEST_FIELDS:
        return ()
    return parse_fields(_read_body(section, entry))


def _read_body(section: Section, entry: Entry) -> bytes:
    return b"".join(iter(entry.body(section).read, b""))


def _altered(section: Section, offset: int | None, what: str) -> DamagedArchive:
    message = f"{section.name}: damaged: {what}. Nothing of the file is believed; take it from a copy"
    return DamagedArchive(message, file=section.name, offset=offset)


def _not_at_hand(revisit: Entry) -> bytes:
    raise ArchiveError(f"{revisit.uri}: the record that holds its bytes is not at hand")
