"""One WARC of one capture session, written so that a crash at any instant leaves nothing a reader takes for whole."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import uuid
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from tweetarchive import __version__
from tweetarchive.archive import fields
from tweetarchive.archive.finished import OUR_FIELDS
from tweetarchive.archive.layout import OPEN, sync_folder
from tweetarchive.archive.message import HEADERS_LEFT_OUT, Original, WireExchange, is_media, parse_head, without_secrets
from tweetarchive.archive.outgoing import HeadAndBody, Headers, OutgoingRecord, new_id, sha1s, small_record
from tweetarchive.archive.records import (
    ATTEMPT,
    DERIVED,
    END_RECORD,
    END_URI,
    SOFTWARE,
    Entry,
    digest,
    format_date,
    record_uri,
)
from tweetarchive.model.capture import RecordRef, Request
from tweetarchive.model.errors import ArchiveError, Failure

_IN_MEMORY = 1 << 24  # bytes of a group held in memory before it goes to disk: a photo always, a video seldom
_APPENDED = 1 << 20  # bytes of one write(2)
_REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_HTTP_ANSWER, _HTTP_QUESTION = "application/http;msgtype=response", "application/http;msgtype=request"
_BY_US = "made by tweetarchive from other records"


class WarcWriter:
    """Writes `NAME.open` in a folder and gives it its name when it is finished. Threads may share it.

    Each group of records (an answer and its question) is built apart, then appended in one go or not at all. A
    finished file is never opened again; its last record says how many records and bytes it has and their sha256, so
    that a file cut between two records is known to be cut, and which they are, so that a missing one can be named.

    Args:    name: the final base name, `….warc.gz`.
             info: what the reader gives back as `Session.source` (key `source`) and `Session.settings` (the others).
    Raises:  ArchiveError, here and from every method, where the disk does not take it; what was appended before stays.
    """

    def __init__(self, folder: Path, name: str, *, info: Mapping[str, str], info_id: str | None = None) -> None:
        self.name = name
        self.info = info
        """As given; `warcinfo` holds it."""
        self.path = folder / f"{name}{OPEN}"
        """Where it stands until it is finished."""
        self._final = folder / name
        self._lock = threading.Lock()
        self._size = 0
        self._entries: list[Entry] = []
        self._sha256 = hashlib.sha256()
        self._info_id = info_id or new_id()  # records that are copied name that of the file they come from
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if self._final.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            self._handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            self._close = weakref.finalize(self, os.close, self._handle)  # also where a recording ends by an error
        except OSError as error:
            raise self._failed(error) from error
        self._append([self._warcinfo(info)])

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All records so far, as a reader finds them."""
        return tuple(self._entries)

    @property
    def sha256(self) -> str:
        """Over all bytes so far."""
        return self._sha256.hexdigest()

    def write_exchange(self, wire: WireExchange, *, revisit_of: Original | None = None) -> RecordRef:
        """Answer and question. Returns where the answer stands.

        Args: revisit_of: the record that holds the same body, to be pointed at instead of writing it again.
        """
        head = without_secrets(wire.head)
        body = None if revisit_of else wire.body
        over_body, over_block = sha1s(head, body)
        common = self._common(wire.request.url, wire.at, wire.attempt)
        answer: Headers = [*common, *(("WARC-Protocol", protocol) for protocol in wire.protocols)]
        if revisit_of:
            kind = "revisit"
            answer += [
                ("WARC-Profile", _REVISIT_PROFILE),
                ("WARC-Refers-To", f"<{revisit_of.record.id}>"),
                ("WARC-Refers-To-Target-URI", record_uri(revisit_of.uri)),
                ("WARC-Refers-To-Date", format_date(revisit_of.at)),
                ("WARC-Payload-Digest", revisit_of.payload_digest),
            ]
        else:
            kind = "response"
            if wire.truncated:
                answer.append(("WARC-Truncated", wire.truncated.value))
            parsed = parse_head(head)
            if parsed is not None and not parsed.chunked:  # else no checker agrees on it: warc-and-replay.md §1
                answer.append(("WARC-Payload-Digest", digest(over_body)))
        answer.append(("WARC-Block-Digest", digest(over_block)))
        size = len(head) + (0 if revisit_of else wire.body_size)
        response = OutgoingRecord(kind, answer, _HTTP_ANSWER, HeadAndBody(head, body), size, over_body, head)
        response.stored = is_media(wire.head)
        sent = without_secrets(wire.sent)
        question = [*common, ("WARC-Concurrent-To", f"<{response.id}>")]
        return self._append([response, small_record("request", question, _HTTP_QUESTION, sent)])[0]

    def write_attempt(
        self,
        request: Request,
        at: datetime,
        failure: Failure,
        message: str,
        attempt: int,
        *,
        retry_after: float | None = None,
    ) -> RecordRef:
        """An attempt without an answer: replay raises the same error with the same message.

        Args: retry_after: seconds, of a RateLimited that names them.
        """
        stated = [("url", request.url), ("purpose", request.purpose), ("failure", failure), ("message", message)]
        if retry_after is not None:
            stated.append(("retry-after", repr(retry_after)))
        headers = [*self._common(request.url, at, 1), (ATTEMPT, str(attempt))]
        return self._append([small_record("metadata", headers, fields.CONTENT_TYPE, fields.to_fields(stated))])[0]

    def write_resource(
        self,
        uri: str,
        content: bytes,
        content_type: str,
        at: datetime,
        *,
        derived: bool,
        refers_to: Sequence[str] = (),
    ) -> RecordRef:
        """Something that stands for itself: a file that was handed in, or (derived) a page that we made.

        Args: refers_to: record ids; WARC has room for the first only, the content is to list them all.
        """
        return self._write_content("resource", uri, content, content_type, at, derived, refers_to)

    def write_metadata(
        self,
        uri: str,
        content: bytes,
        content_type: str,
        at: datetime,
        *,
        derived: bool,
        refers_to: Sequence[str] = (),
    ) -> RecordRef:
        """Something about other records; see `write_resource`. Never under an article's or tweet's own address:
        pywb would show it in their place (warc-and-replay.md §1).
        """
        return self._write_content("metadata", uri, content, content_type, at, derived, refers_to)

    def copy(self, member: bytes, entry: Entry) -> None:
        """A record of another file, byte for byte. Args: member: its whole gzip member."""
        with self._lock:
            try:
                offset = self._size
                self._append_group(BytesIO(member))
                self._entries.append(replace(entry, offset=offset))
            except OSError as error:
                raise self._failed(error) from error

    def sync(self) -> None:
        """Return when all that was written is on the disk."""
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise self._failed(error) from error

    def finish(self) -> Path:
        """Close the file for good and give it its name, which is returned."""
        counts = [("records", str(len(self._entries))), ("bytes", str(self._size)), ("sha256", self.sha256)]
        counts += [(END_RECORD, f"{entry.offset} {entry.id}") for entry in self._entries]
        headers = [*self._common(f"{END_URI}{uuid.uuid4()}", datetime.now(UTC), 1), (DERIVED, _BY_US)]
        end = small_record("metadata", headers, fields.CONTENT_TYPE, fields.to_fields(counts))
        end.stored = True  # so that no bit of it is one that unpacking would pass over
        self._append([end])
        self.sync()
        try:
            self._close()
            os.rename(self.path, self._final)
            sync_folder(self._final.parent)
        except OSError as error:
            raise self._failed(error) from error
        return self._final

    def abandon(self) -> None:
        """Throw the unfinished file away: there was nothing to keep."""
        self._close()
        self.path.unlink(missing_ok=True)

    def _warcinfo(self, info: Mapping[str, str]) -> OutgoingRecord:
        stated = [
            ("software", f"{SOFTWARE}{__version__}"),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            ("headers-left-out", ", ".join(HEADERS_LEFT_OUT)),
            *((f"{OUR_FIELDS}{key}", value) for key, value in info.items()),
        ]
        headers = [("WARC-Date", format_date(datetime.now(UTC))), ("WARC-Filename", self.name)]
        return small_record("warcinfo", headers, fields.CONTENT_TYPE, fields.to_fields(stated), self._info_id)

    def _write_content(
        self,
        kind: str,
        uri: str,
        content: bytes,
        content_type: str,
        at: datetime,
        derived: bool,
        refers_to: Sequence[str],
    ) -> RecordRef:
        headers = self._common(uri, at, 1)
        headers += [("WARC-Refers-To", f"<{one}>") for one in refers_to[:1]]
        headers += [(DERIVED, _BY_US)] if derived else []
        return self._append([small_record(kind, headers, content_type, content)])[0]

    def _common(self, uri: str, at: datetime, attempt: int) -> Headers:
        headers = [
            ("WARC-Date", format_date(at)),
            ("WARC-Target-URI", record_uri(uri)),
            ("WARC-Warcinfo-ID", f"<{self._info_id}>"),
        ]
        return headers + ([(ATTEMPT, str(attempt))] if attempt > 1 else [])

    def _append(self, records: Sequence[OutgoingRecord]) -> list[RecordRef]:
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            try:
                written = [record.write(cast(BinaryIO, spool)) for record in records]
                with self._lock:
                    entries = [replace(entry, offset=self._size + entry.offset) for entry in written]
                    self._append_group(spool)
                    self._entries += entries
            except OSError as error:
                raise self._failed(error) from error
        return [RecordRef(self.name, entry.offset, entry.id) for entry in entries]

    def _append_group(self, group: IO[bytes]) -> None:
        sha256, size = self._sha256.copy(), self._size
        group.seek(0)
        try:
            while block := group.read(_APPENDED):
                sha256.update(block)
                left = memoryview(block)
                while left:
                    left = left[os.write(self._handle, left) :]
                size += len(block)
        except OSError:
            os.ftruncate(self._handle, self._size)
            os.lseek(self._handle, self._size, os.SEEK_SET)
            raise
        self._sha256, self._size = sha256, size

    def _failed(self, error: OSError) -> ArchiveError:
        advice = "make room and run again" if error.errno == errno.ENOSPC else "see that the archive can be written to"
        return ArchiveError(f"{self.name}: cannot be written: {error.strerror or error}; {advice}")
