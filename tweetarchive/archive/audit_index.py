"""The index beside the files it was made from: every line it must have, and none that is nobody's."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from tweetarchive.archive.audit_warc import record_at
from tweetarchive.archive.index import index_files
from tweetarchive.archive.members import Section
from tweetarchive.model.audit import AuditFinding, FileAudit, What

_MOST_NAMED = 100  # lines that are missing or nobody's; a lost index is told by fewer words than its lines
_LONGEST_LINE = 1 << 20  # bytes; an address may have 64 KiB, and is in it twice
_SHOWN = 80  # characters of a line


@dataclass(slots=True)
class Expected:
    """The lines that the index is to have, by their hashes: sixteen bytes for each, however many files there are."""

    files: list[tuple[str, array[int], array[int]]] = field(default_factory=list)
    """Name, hashes of lines, offsets of their records."""

    def add(self, file: str, lines: array[int], offsets: array[int]) -> None:
        self.files.append((file, lines, offsets))

    def hashes(self) -> set[int]:
        return {one for _, lines, _ in self.files for one in lines}


def audit_index(
    folder: Path, warcs: Path, path: str, expected: Expected, *, damaged: Collection[str], being_written: bool
) -> list[FileAudit]:
    """Each file of an index folder.

    Args:
        warcs: the folder of the files that it is an index of.
        damaged: names of files that could not be read whole: lines about them are let pass.
        being_written: whether a run is at work there: what it is just entering is not missing.
    """
    wanted, have = expected.hashes(), set[int]()
    known = {name for name, _, _ in expected.files}
    present = [file for file in index_files(folder) if file.is_file()]
    audits = []
    for file in present:
        findings: list[AuditFinding] = []
        size, sha256 = 0, hashlib.sha256()
        before = b""
        with file.open("rb") as opened:
            while line := opened.readline(_LONGEST_LINE):
                if not line.endswith(b"\n") or line < before:
                    why = "its last line is torn" if line >= before else "it does not stand in its order"
                    findings.append(_finding(file, size, why))
                text = line.decode("utf-8", "replace")
                have.add(hash(text))
                if hash(text) not in wanted and not _is_of_another(text, warcs, known, damaged):
                    findings.append(_finding(file, size, f"it is the line of no record: {text[:_SHOWN].rstrip()!r}"))
                sha256.update(line)
                size += len(line)
                before = line
        named = tuple(findings[:_MOST_NAMED])
        more = (f"{len(findings) - _MOST_NAMED} more lines are wrong",) if len(findings) > _MOST_NAMED else ()
        rules = ("index",)
        audits.append(
            FileAudit(
                path=path,
                file=file.name,
                size=size,
                sha256=sha256.hexdigest(),
                rules=rules,
                findings=named,
                notes=more,
            )
        )
    missing = [
        (name, offset)
        for name, lines, offsets in expected.files
        for one, offset in zip(lines, offsets, strict=True)
        if one not in have
    ]
    if missing and not being_written:
        audits.append(_missing(index_files(folder)[-1], warcs, path, missing))
    return _merged(audits)


def _finding(file: Path, offset: int, why: str) -> AuditFinding:
    return AuditFinding(what=What.INDEX, file=file.name, offset=offset, record=None, why=why)


def _is_of_another(line: str, warcs: Path, known: Collection[str], damaged: Collection[str]) -> bool:
    """Whether a line is about a file that was damaged, or finished only after the audit began."""
    try:
        name = str(json.loads(line.split(" ", 2)[2])["filename"])
    except (IndexError, KeyError, TypeError, ValueError):
        return False
    return name in damaged or (name not in known and "/" not in name and (warcs / name).is_file())


def _missing(index: Path, warcs: Path, path: str, missing: list[tuple[str, int]]) -> FileAudit:
    findings = tuple(
        AuditFinding(
            what=What.INDEX,
            file=name,
            offset=offset,
            record=record_at(Section(warcs / name), offset),
            why=f"{index.name} has no line for it",
        )
        for name, offset in missing[:_MOST_NAMED]
    )
    more = (f"{len(missing) - _MOST_NAMED} more records have no line",) if len(missing) > _MOST_NAMED else ()
    advice = (f"to make the index anew: delete {index.name}; the next run writes it from the WARCs",)
    return FileAudit(path=path, file=index.name, rules=("index",), findings=findings, notes=more + advice)


def _merged(audits: list[FileAudit]) -> list[FileAudit]:
    """One of each file: the last may speak of a file that was read before."""
    if len(audits) < 2 or audits[-1].file != audits[-2].file:
        return audits
    *others, read, lacking = audits
    return [*others, replace(read, findings=read.findings + lacking.findings, notes=read.notes + lacking.notes)]
