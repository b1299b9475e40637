"""The door of auditing: every byte of an archive, whoever made it; nothing is asked of it that it does not promise.

What is compared with what, and what no audit can know: docs/audit.md.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tweetarchive.archive.audit_index import Expected, audit_index
from tweetarchive.archive.audit_manifest import Listing
from tweetarchive.archive.audit_rules import check_ours
from tweetarchive.archive.audit_wacz import audit_wacz
from tweetarchive.archive.audit_warc import Examined, examine
from tweetarchive.archive.index import index_files
from tweetarchive.archive.layout import OPEN, PUT_ASIDE, collection
from tweetarchive.archive.members import Section
from tweetarchive.archive.originals import Originals, is_original
from tweetarchive.archive.reader import Session
from tweetarchive.archive.wacz_reader import is_wacz
from tweetarchive.model.audit import AuditFinding, FileAudit, What
from tweetarchive.model.errors import ArchiveError, InputError

Judged = tuple[tuple[AuditFinding, ...], tuple[str, ...]]
"""What comes of judging a session again: findings, and notes."""
Rejudge = Callable[[Session], Judged]

_WARC_NAMES = (".warc", ".warc.gz")
_UNFINISHED = re.compile(rf".*({re.escape(OPEN)}|{re.escape(PUT_ASIDE)}(-\d+)?)", re.S)
_FILES_AT_ONCE = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder of WARCs and what stands beside it."""

    path: str
    folder: Path
    strict: bool
    """Whether it is laid out as ours: then a manifest and an index are due, and nothing else may lie there."""
    being_written: bool

    @property
    def listing(self) -> Path:
        return self.folder.parent / "manifest-sha256.txt"

    @property
    def indexes(self) -> Path:
        return self.folder.parent / "indexes"


def audit(path: Path, rejudge: Rejudge, *, roots: Sequence[Path] | None = None) -> Iterator[FileAudit]:
    """Every file of a WARC, a WACZ, a folder of them, or an archives folder; in order of name, then index and manifest.

    Args:
        rejudge: how a session of ours is judged again; called only where its records are sound. From threads.
        roots: PEM files of authorities of timestamps; None: those of the system.
    Raises: InputError where there is no such thing, or nothing in it that could be audited.
    """
    try:
        if path.is_dir():
            yield from _audit_folders(path, rejudge, roots)
            return
        path.stat()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or folder") from None
    except OSError as error:
        yield _unread(str(path), path.name, f"cannot be read: {error.strerror}")
        return
    yield from _audit_file(path, str(path), rejudge, roots)


def _audit_file(file: Path, path: str, rejudge: Rejudge, roots: Sequence[Path] | None) -> Iterator[FileAudit]:
    try:
        packed = is_wacz(file)
    except OSError as error:
        yield _unread(path, file.name, f"cannot be read: {error.strerror}")
        return
    if packed or file.name.endswith(".wacz"):

        def audit_member(section: Section, originals: Originals) -> FileAudit:
            return audit_section(examine(section, indexed=False), path, originals, rejudge, complete=True)

        yield from audit_wacz(file, path, audit_member, roots)
        return
    if _UNFINISHED.fullmatch(file.name):
        yield _told(path, file)
        return
    listing = Listing.read(file.parent.parent / "manifest-sha256.txt")
    beside = Originals(
        lambda: map(Section, _warcs(file.parent)), file.parent, index_files(file.parent.parent / "indexes")
    )
    yield _audit_warc(file, path, listing, beside, rejudge, strict=listing.there)[0]


def _audit_folders(root: Path, rejudge: Rejudge, roots: Sequence[Path] | None) -> Iterator[FileAudit]:
    places = [root, root / "archive", root / "tweets" / "archive", collection(root) / "archive"]
    some = False
    for folder in places:
        if folder.is_dir():
            ours = any((folder.parent / name).exists() for name in ("manifest-sha256.txt", "index.lock"))
            strict = folder.name == "archive" and ours and (folder.parent / "indexes").is_dir()
            for one in _audit_place(_Place(str(root), folder, strict, _is_being_written(folder)), rejudge):
                some = True
                yield one
    for wacz in sorted(root.glob("*.wacz")):
        some = True
        yield from _audit_file(wacz, str(root), rejudge, roots)
    if not some:
        raise InputError(f"{root}: holds no WARC; name a WARC, a WACZ or an archives folder")


def _audit_place(place: _Place, rejudge: Rejudge) -> Iterator[FileAudit]:
    files = sorted(place.folder.iterdir(), key=lambda file: file.name)
    listing = Listing.read(place.listing)
    beside = Originals(lambda: map(Section, _warcs(place.folder)), place.folder, index_files(place.indexes))
    expected, damaged = Expected(), set[str]()

    def read(file: Path) -> tuple[FileAudit, Examined | None]:
        return _audit_warc(file, place.path, listing, beside, rejudge, strict=place.strict, writing=place.being_written)

    with ThreadPoolExecutor(_FILES_AT_ONCE) as pool:
        waiting: deque[Future[tuple[FileAudit, Examined | None]] | FileAudit] = deque()
        try:
            for file in files:
                if _UNFINISHED.fullmatch(file.name):
                    waiting.append(_told(place.path, file))
                elif file.name.endswith(_WARC_NAMES):
                    waiting.append(pool.submit(read, file))
                elif place.strict:
                    waiting.append(_stray(place.path, file, "no WARC"))
                while len(waiting) > _FILES_AT_ONCE * 2:
                    yield _collected(waiting.popleft(), expected, damaged)
            while waiting:
                yield _collected(waiting.popleft(), expected, damaged)
        finally:
            pool.shutdown(cancel_futures=True)
    if listing.there or place.strict:
        yield from listing.audit(place.path, place.folder)
    ours = listing.there and place.strict
    if ours and place.indexes.is_dir():
        yield from audit_index(
            place.indexes, place.folder, place.path, expected, damaged=damaged, being_written=place.being_written
        )
        allowed = {f"{file.name}{end}" for file in index_files(place.indexes) for end in ("", ".new")}
        for file in sorted(place.indexes.iterdir()):
            if file.name not in allowed:
                yield _stray(place.path, file, "no index of ours, and replay tools read every .cdxj there")


def _collected(
    one: Future[tuple[FileAudit, Examined | None]] | FileAudit, expected: Expected, damaged: set[str]
) -> FileAudit:
    if isinstance(one, FileAudit):
        return one
    audited, seen = one.result()
    if seen is not None:
        expected.add(audited.file, seen.lines, seen.offsets)
    if seen is None or audited.findings:
        damaged.add(audited.file)
    return audited


def _audit_warc(
    file: Path,
    path: str,
    listing: Listing,
    beside: Originals,
    rejudge: Rejudge,
    *,
    strict: bool,
    writing: bool = False,
) -> tuple[FileAudit, Examined | None]:
    try:
        section = Section(file)
        seen = examine(section, indexed=strict)
    except ArchiveError as error:
        why = str(error).removeprefix(f"{file.name}: ")
        if strict and not (file.is_file() and os.access(file, os.R_OK)):
            return _stray(path, file, why), None
        return _unread(path, file.name, why), None
    audited = audit_section(seen, path, beside, rejudge, complete=strict)
    stated = listing.digests.get(file.name)
    findings, notes = list(audited.findings), list(audited.notes)
    if stated is not None and stated != seen.sha256:
        findings.append(_unlike_listed(seen, listing))
    elif stated is None and strict and writing:
        notes.append("is not listed yet: a run is writing here")
    elif stated is None and strict:
        why = "manifest-sha256.txt does not list it"
        findings.append(AuditFinding(what=What.UNLISTED_FILE, file=file.name, offset=None, record=None, why=why))
    rules = (*audited.rules, "manifest") if stated is not None else audited.rules
    return replace(audited, findings=tuple(findings), notes=tuple(notes), rules=rules), seen


def _unlike_listed(seen: Examined, listing: Listing) -> AuditFinding:
    name = seen.section.name
    if seen.ours and seen.whole and seen.finished_as == name:
        why = f"lists another sha256 for {name}, whole in itself: this line was changed, or the file replaced"
        return AuditFinding(what=What.MANIFEST, file=listing.file, offset=listing.places[name], record=None, why=why)
    why = f"its sha256 is not the one that {listing.file} lists"
    return AuditFinding(what=What.ALTERED, file=name, offset=None, record=None, why=why)


def audit_section(seen: Examined, path: str, originals: Originals, rejudge: Rejudge, *, complete: bool) -> FileAudit:
    """What was examined, held to the rules of its kind and judged again where it is ours.

    Args: complete: whether every original must be at hand: in an archive as a whole, or a package.
    """
    rules, notes = ["warc"], seen.notes
    if seen.ours:
        rules.append("tweetarchive")
        check_ours(seen)
    _check_originals(seen, originals, complete=complete)
    if seen.ours:
        if not seen.whole:
            notes.append("not judged again: it is not whole")
        else:
            named = seen.section.under(seen.finished_as or seen.section.name)  # as its report and pages call it
            found, told = rejudge(Session(named, originals, entries=tuple(seen.entries), sha256=seen.sha256))
            seen.findings += (replace(one, file=seen.section.name) for one in found)
            notes += told
            rules.append("report")
    return FileAudit(
        path=path,
        file=seen.section.name,
        size=seen.section.size,
        sha256=seen.sha256,
        records=seen.records,
        software=seen.software,
        rules=tuple(rules),
        findings=tuple(seen.findings),
        notes=tuple(notes),
    )


def _check_originals(seen: Examined, originals: Originals, *, complete: bool) -> None:
    lost = {one.offset for one in seen.findings}
    missing = 0
    for revisit in (one for one in seen.entries if one.type == "revisit"):
        own = next((one for one in seen.entries if is_original(one, revisit)), None)
        if (own is not None and own.offset not in lost) or originals.find(revisit) is not None:
            continue
        place = originals.place(revisit)
        if own is None and place is None and not complete:
            missing += 1
            if seen.ours:
                why = f"the record that holds its bytes is not at hand: {revisit.headers.get('warc-refers-to', '')}"
                seen.find(What.ORIGINAL_NOT_AT_HAND, revisit.offset, revisit.id, why)
            continue
        where = f"stood in {place[0]} at byte {place[1]} and are damaged there" if place else "are missing or damaged"
        seen.find(What.ORIGINAL, revisit.offset, revisit.id, f"its bytes {where}: this record is lost with them")
    if missing and not seen.ours:
        seen.notes.append(f"{missing} of its revisits point at records that are not at hand")


def _warcs(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.iterdir()) if file.name.endswith(_WARC_NAMES) and file.is_file())


def _is_being_written(folder: Path) -> bool:
    """Whether a run holds the lock of the archives folder that this is part of."""
    try:
        with (folder.absolute().parents[2] / "archive.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (OSError, IndexError):
        pass
    return False


def _told(path: str, file: Path) -> FileAudit:
    note = "was never finished; the next run does its article again"
    size = file.stat().st_size if file.is_file() else None
    return FileAudit(path=path, file=file.name, size=size, notes=(note,), evidence=False)


def _stray(path: str, file: Path, why: str) -> FileAudit:
    finding = AuditFinding(
        what=What.STRAY_FILE, file=file.name, offset=None, record=None, why=f"does not belong here: {why}"
    )
    return FileAudit(path=path, file=file.name, findings=(finding,))


def _unread(path: str, file: str, why: str) -> FileAudit:
    finding = AuditFinding(what=What.UNREADABLE, file=file, offset=None, record=None, why=why)
    return FileAudit(path=path, file=file, findings=(finding,))
