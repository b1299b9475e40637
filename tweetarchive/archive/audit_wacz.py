"""A WACZ: the package against what it states of itself, then every WARC in it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tweetarchive.archive.audit_warc import WholeDigest
from tweetarchive.archive.audit_zip import changes_around_files
from tweetarchive.archive.members import Section
from tweetarchive.archive.originals import Originals
from tweetarchive.archive.proof import PACKAGE_DIGEST, Proof, timestamp_file, verify_proof
from tweetarchive.archive.wacz_reader import wacz_heads, wacz_sections
from tweetarchive.model.audit import AuditFinding, FileAudit, What
from tweetarchive.model.errors import ArchiveError, DamagedArchive

AuditSection = Callable[[Section, Originals], FileAudit]

_LOCAL_HEAD = struct.Struct("<IHHHHHIIIHH")  # APPNOTE 4.3.7
_SIZES_LATER = 0x8  # the flag by which sizes and CRC stand behind the bytes (APPNOTE 4.4.4)
_IN_EXTRA_FIELD = 0xFFFFFFFF  # sizes of zip64 (APPNOTE 4.5.3)


def audit_wacz(wacz: Path, path: str, audit_section: AuditSection, roots: Sequence[Path] | None) -> Iterator[FileAudit]:
    """The package, then each WARC in it.

    Args:
        audit_section: how a WARC in it is audited.
        roots: PEM files of authorities of timestamps; None: those of the system.
    """
    with ThreadPoolExecutor(2) as pool:
        checking = pool.submit(verify_proof, wacz, roots=roots)
        hashing = pool.submit(lambda: WholeDigest(Section(wacz)).whole())
        try:
            proof, sha256 = checking.result(), hashing.result()
        except DamagedArchive as error:
            yield _only(wacz, path, What.PACKAGE, error.what)
            return
        except ArchiveError as error:
            yield _only(wacz, path, What.UNREADABLE, str(error).removeprefix(f"{wacz.name}: "))
            return
    package = _package(wacz, path, proof, sha256, roots_given=bool(roots))
    yield package
    faulty = {one.file for one in proof.faults}
    originals = Originals(lambda: (section for section, _ in wacz_sections(wacz)))
    try:
        for section, stated in wacz_sections(wacz):
            try:
                audited = audit_section(section, originals)
            except ArchiveError as error:
                why = str(error).removeprefix(f"{section.name}: ")
                finding = AuditFinding(what=What.UNREADABLE, file=section.name, offset=None, record=None, why=why)
                audited = FileAudit(path=path, file=section.name, findings=(finding,))
            if stated is not None and section.name not in faulty:
                audited = replace(audited, rules=(*audited.rules, "package"))
                if not audited.findings:
                    audited = replace(audited, signed=package.signed, timestamp=package.timestamp)
            yield audited
    except DamagedArchive as error:  # of a zip whose members overlap, or stand in it twice
        yield _only(wacz, path, What.PACKAGE, error.what)
    except ArchiveError as error:
        yield _only(wacz, path, What.UNREADABLE, str(error).removeprefix(f"{wacz.name}: "))


def _package(wacz: Path, path: str, proof: Proof, sha256: str, *, roots_given: bool) -> FileAudit:
    findings = [
        AuditFinding(what=_kind(wacz, one), file=one.file, offset=None, record=None, why=one.what)
        for one in proof.faults
    ]
    findings += _heads_that_differ(wacz)
    findings += [
        AuditFinding(what=What.PACKAGE, file=wacz.name, offset=offset, record=None, why=why)
        for offset, why in changes_around_files(wacz)
    ]
    timestamp = proof.timestamp
    known = timestamp is not None and timestamp.known_by is not None
    signed = proof.signature.key if proof.signature and not findings else None
    notes = list(proof.unchecked)
    if (
        roots_given and timestamp is not None and not known
    ):  # by default it is a note: few authorities are known for TLS
        stamp = timestamp_file(wacz).name
        claim = next(one for one in notes if one.startswith(f"{stamp}: "))
        notes.remove(claim)
        why = claim.removeprefix(f"{stamp}: ")
        findings.append(AuditFinding(what=What.TIMESTAMP_NOT_CHECKED, file=stamp, offset=None, record=None, why=why))
    if proof.signature is None:
        notes.append("is not signed: nothing in it tells whose it is, or that nobody changed all of it")
    return FileAudit(
        path=path,
        file=wacz.name,
        size=wacz.stat().st_size,
        sha256=sha256,
        software=proof.signature.software if proof.signature else None,
        rules=("package",) if proof.package_sha256 else (),
        signed=signed,
        timestamp=timestamp.at.strftime("%Y-%m-%dT%H:%M:%SZ") if timestamp and known and not findings else None,
        findings=tuple(findings),
        notes=tuple(notes),
    )


def _kind(wacz: Path, fault: DamagedArchive) -> What:
    if fault.file == timestamp_file(wacz).name:
        return What.TIMESTAMP
    return What.SIGNATURE if fault.file == PACKAGE_DIGEST else What.PACKAGE


def _heads_that_differ(wacz: Path) -> Iterator[AuditFinding]:
    """Members of which the zip says one thing in its directory and another before their bytes."""
    for member, head in wacz_heads(wacz):
        _, version, flags, method, time, day, crc, packed, size, name, _ = _LOCAL_HEAD.unpack(head)
        year, month, of_month, hour, minute, second = member.date_time
        stated = (
            member.extract_version,
            member.flag_bits,
            member.compress_type,
            hour << 11 | minute << 5 | second // 2,
            (year - 1980) << 9 | month << 5 | of_month,
        )
        later = flags & _SIZES_LATER or _IN_EXTRA_FIELD in (packed, size)
        sizes = (crc, packed, size) == (member.CRC, member.compress_size, member.file_size)
        same_name = name == len(member.orig_filename.encode("utf-8" if flags & 0x800 else "cp437", "replace"))
        if (version, flags, method, time, day) != stated or not (later or sizes) or not same_name:
            why = "the zip says one thing of it in its directory and another before its bytes"
            yield AuditFinding(
                what=What.PACKAGE,
                file=wacz.name,
                offset=member.header_offset,
                record=None,
                why=f"{member.filename}: {why}",
            )


def _only(wacz: Path, path: str, what: What, why: str) -> FileAudit:
    finding = AuditFinding(what=what, file=wacz.name, offset=None, record=None, why=why)
    return FileAudit(path=path, file=wacz.name, findings=(finding,))
