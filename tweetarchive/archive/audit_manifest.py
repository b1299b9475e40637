"""The manifest, read to the letter: `sha256sum -c` forgives what here must not pass."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tweetarchive.model.audit import AuditFinding, FileAudit, What
from tweetarchive.model.errors import ArchiveError

_LINE = re.compile(rb"([0-9a-f]{64})  archive/([^/\n]+)\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a manifest lists."""

    there: bool
    digests: Mapping[str, str]
    """sha256 in hex by base name."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Where in the manifest the line of a file begins, by base name."""
    size: int = 0
    sha256: str | None = None
    findings: tuple[AuditFinding, ...] = field(default=())
    """Lines that are none."""
    file: str = "manifest-sha256.txt"

    @classmethod
    def read(cls, manifest: Path) -> Listing:
        """Raises: ArchiveError where it is there and cannot be read."""
        try:
            raw = manifest.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return cls(there=False, digests={})
        except OSError as error:
            raise ArchiveError(f"{manifest.name}: cannot be read: {error.strerror}") from error
        digests: dict[str, str] = {}
        places: dict[str, int] = {}
        findings: list[AuditFinding] = []
        offset = 0
        for line in raw.split(b"\n"):
            if not line and offset == len(raw):
                break
            ended = raw[offset : offset + len(line) + 1]
            found = _LINE.fullmatch(ended)
            name = found[2].decode("utf-8", "surrogateescape") if found else ""
            if not found or name in digests:
                why = "a line that lists no file" if not found else f"lists {name} again"
                findings.append(
                    AuditFinding(what=What.MANIFEST, file=manifest.name, offset=offset, record=None, why=why)
                )
            else:
                digests[name], places[name] = found[1].decode(), offset
            offset += len(ended)
        return cls(
            there=True,
            digests=digests,
            places=places,
            size=len(raw),
            sha256=hashlib.sha256(raw).hexdigest(),
            findings=tuple(findings),
        )

    def audit(self, path: str, folder: Path) -> Iterator[FileAudit]:
        """Each file that it lists and that is not there; then the manifest itself."""
        for name in sorted(self.digests):
            if not (folder / name).exists():
                why = f"{self.file} lists it, and it is not there; take it from a copy"
                lost = AuditFinding(what=What.MISSING_FILE, file=name, offset=None, record=None, why=why)
                yield FileAudit(path=path, file=name, rules=("manifest",), findings=(lost,))
        findings = self.findings
        if not self.there:
            why = "is missing: nothing tells which files there were"
            findings = (AuditFinding(what=What.MANIFEST, file=self.file, offset=None, record=None, why=why),)
        yield FileAudit(path=path, file=self.file, size=self.size, sha256=self.sha256, findings=findings)
