"""What an audit says of one file, and its JSON (docs/audit.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SCHEMA = "tweetarchive-audit/1"


class What(StrEnum):
    """What can be wrong: the closed set of `findings[].what`. docs/audit.md says what each means."""

    ALTERED = "altered"
    CUT = "cut"
    MISSING_RECORD = "missing_record"
    DOUBLED_RECORD = "doubled_record"
    SWAPPED_RECORD = "swapped_record"
    FOREIGN_RECORD = "foreign_record"
    REFERENCE = "reference"
    ORIGINAL = "original"
    VERDICT = "verdict"
    DERIVED = "derived"
    INDEX = "index"
    MANIFEST = "manifest"
    MISSING_FILE = "missing_file"
    UNLISTED_FILE = "unlisted_file"
    STRAY_FILE = "stray_file"
    PACKAGE = "package"
    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"
    TIMESTAMP_NOT_CHECKED = "timestamp_not_checked"
    DIFFERENT_COPY = "different_copy"
    ORIGINAL_NOT_AT_HAND = "original_not_at_hand"
    UNREADABLE = "unreadable"


NO_DAMAGE = frozenset({What.ORIGINAL_NOT_AT_HAND, What.TIMESTAMP_NOT_CHECKED, What.UNREADABLE})
"""What was not checked, or not in full; nothing is known to be wrong with it."""


class State(StrEnum):
    """What the findings on a file come to. Nothing that is unsigned is ever called verified."""

    DAMAGED = "damaged"
    UNCHECKED = "unchecked"
    """Not read, or not in full: see its findings."""
    SIGNED = "signed"
    """No damage found, and a valid signature covers every byte that counts."""
    AS_LISTED = "intact_as_listed"
    """No damage found, and its sha256 is the one that the manifest, or its package, lists."""
    IN_ITSELF = "intact_in_itself"
    """No damage found, and its own last record covers every byte before it."""
    NO_DAMAGE_FOUND = "no_damage_found"
    """All that it states of itself holds; that need not be much."""
    TOLD = "told"
    """Not evidence, only named: a file that was never finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    what: What
    file: str
    """Base name; in a WACZ the member's name."""
    offset: int | None
    """Bytes from the start of that file; None where it concerns all of it."""
    record: str | None
    """WARC-Record-ID, without angle brackets."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAudit:
    """One file that was read from its first byte to its last."""

    path: str
    """The archive it belongs to, as it was handed in."""
    file: str
    """Base name; in a WACZ the member's name."""
    size: int | None = None
    """Bytes."""
    sha256: str | None = None
    """Lower-case hex over all bytes; None where it could not be read."""
    records: int | None = None
    """WARC records that were read; None of a file that is no WARC."""
    software: str | None = None
    """Who wrote it, as it says itself."""
    rules: tuple[str, ...] = ()
    """Which rules it was held to: `warc`, `tweetarchive`, `manifest`, `package`, `index`, `report`."""
    signed: str | None = None
    """Who signed it: the key's fingerprint, where the signature is valid."""
    timestamp: str | None = None
    """When an authority saw it (RFC 3339 UTC), where its answer is valid."""
    findings: tuple[AuditFinding, ...] = ()
    notes: tuple[str, ...] = ()
    """What is no fault and should be known."""
    evidence: bool = True
    """False of what is only named."""

    @property
    def state(self) -> State:
        if any(one.what not in NO_DAMAGE for one in self.findings):
            return State.DAMAGED
        if self.findings:
            return State.UNCHECKED
        if not self.evidence:
            return State.TOLD
        if self.signed:
            return State.SIGNED
        if "manifest" in self.rules or "package" in self.rules:
            return State.AS_LISTED
        return State.IN_ITSELF if "tweetarchive" in self.rules else State.NO_DAMAGE_FOUND

    def to_dict(self) -> dict[str, Any]:
        """The JSON of docs/audit.md: every key always there."""
        return {
            "schema": SCHEMA,
            "path": self.path,
            "file": self.file,
            "bytes": self.size,
            "sha256": self.sha256,
            "records": self.records,
            "software": self.software,
            "rules": list(self.rules),
            "state": self.state.value,
            "signed": self.signed,
            "timestamp": self.timestamp,
            "findings": [
                {
                    "what": one.what.value,
                    "file": one.file,
                    "offset": one.offset,
                    "record": one.record,
                    "why": one.why,
                }
                for one in self.findings
            ],
            "notes": list(self.notes),
        }
