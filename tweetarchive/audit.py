"""Auditing an archive and judging it again: what is stored beside the records must be what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tweetarchive import __version__
from tweetarchive.archive import audit as archive_audit
from tweetarchive.archive.audit import Judged
from tweetarchive.archive.reader import Session
from tweetarchive.archive.records import SOFTWARE
from tweetarchive.deriving import derive
from tweetarchive.judging import replay
from tweetarchive.model.audit import AuditFinding, FileAudit, What
from tweetarchive.model.capture import SCREENSHOT_URI, Exchange
from tweetarchive.model.errors import TweetarchiveError
from tweetarchive.model.verdict import RULES_VERSION
from tweetarchive.rechecking import is_recheck, recheck_report, replay_recheck

_REPORT = "urn:tweetarchive:report:"


def audit_archive(path: Path | str, *, roots: Sequence[Path] | None = None) -> Iterator[FileAudit]:
    """Read every byte of a WARC, a WACZ or a folder of them, and compare it with all that is stated of it.

    Args:   roots: PEM files of authorities of timestamps; None: those of the system.
    Yields: each file, in order of name; then index and manifest.
    Raises: InputError: no such file or folder, or nothing in it that could be audited.
    """
    return archive_audit.audit(Path(path), rejudge, roots=roots)


def compare_copies(path: Path | str, other: Path | str, *, roots: Sequence[Path] | None = None) -> Iterator[FileAudit]:
    """Audit two copies of an archive, and compare them file by file by name and sha256.

    Yields: the files of the first, each with what the second says of it; then those that only the second has.
    Raises: InputError, as `audit_archive`.
    """
    theirs = {one.file: one for one in audit_archive(other, roots=roots) if one.sha256 and one.records is not None}
    for one in audit_archive(path, roots=roots):
        copy = theirs.pop(one.file, None)
        yield one if one.records is None and copy is None else _compared(one, copy, str(other))
    for copy in theirs.values():
        lacks = _differs(copy.file, f"only {other} has it, and there it is: {_in_words(copy)}")
        yield FileAudit(path=str(path), file=copy.file, findings=(lacks,))


def _compared(one: FileAudit, copy: FileAudit | None, other: str) -> FileAudit:
    if copy is None:
        return replace(one, findings=(*one.findings, _differs(one.file, f"{other} has no such file")))
    if copy.sha256 == one.sha256:
        return replace(one, notes=(*one.notes, f"{other} has the same bytes"))
    has = f"other bytes ({copy.sha256})" if one.sha256 else "it"
    why = f"{other} has {has}: here {_in_words(one)}, there {_in_words(copy)}"
    return replace(one, findings=(*one.findings, _differs(one.file, why)))


def _in_words(audit: FileAudit) -> str:
    return audit.state.value.replace("_", " ")


def _differs(file: str, why: str) -> AuditFinding:
    return AuditFinding(what=What.DIFFERENT_COPY, file=file, offset=None, record=None, why=why)


def rejudge(session: Session) -> Judged:
    """Derive the report of a session and the pages made of it anew, and compare them with those beside the records."""
    findings: list[AuditFinding] = []
    notes: list[str] = []
    made = [one for one in session.made() if one.record is not None]
    reports = [one for one in made if one.request.url.startswith(_REPORT)]
    if not reports:
        return (), ()
    removed = tuple(f"{one.url}: {one.why}" for one in session.problems if one.what == "tweet")
    try:
        if is_recheck(session):
            report, pages = recheck_report(session, replay_recheck(session)), dict[str, bytes]()
        else:
            judged = replay(session)
            report = judged.to_dict()
            pages = {page.uri: page.html.encode("utf-8", "replace") for page in derive(judged, session)}
    except TweetarchiveError as error:
        return (_finding(What.VERDICT, reports[0], f"the records do not lead to any report: {error}"),), ()
    except (KeyError, ValueError, TypeError) as error:  # of settings that are not as we write them
        return (_finding(What.VERDICT, reports[0], f"its settings cannot be read ({type(error).__name__})"),), ()
    for one in reports:
        why, note = _compare_report(one, report)
        findings += [_finding(What.VERDICT, one, why)] if why else []
        notes += [note] if note else []
    if session.software != f"{SOFTWARE}{__version__}" or notes:
        return tuple(findings), (*notes, f"its pages were made by {session.software} and are not compared", *removed)
    for one in made:
        if one.request.url.startswith(SCREENSHOT_URI):
            continue  # made by a browser from the web, and from no record
        if one not in reports and pages.get(one.request.url) != one.body.read():
            findings.append(_finding(What.DERIVED, one, "it is not the page that its records make"))
    return tuple(findings), (*notes, *removed)


def _compare_report(made: Exchange, report: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What is wrong with a stored report, and what is to be known of it."""
    try:
        stored = json.loads(made.body.read())
        rules = stored["rules"]
    except (ValueError, KeyError, TypeError):
        return "the stored report is none", None
    if rules != RULES_VERSION:
        return None, f"judged by rules {rules}; these are rules {RULES_VERSION}, and its report is not compared"
    derived = json.loads(json.dumps(report))
    place = _first_difference(stored, derived)
    if place is None:
        return None, None
    where, told, found = place
    return f"the stored report says {told} at {where}, the records say {found}", None


def _first_difference(stored: Any, derived: Any, where: str = "$") -> tuple[str, str, str] | None:
    """Where two JSON values first part, as a path, and what each says there."""
    if isinstance(stored, dict) and isinstance(derived, dict) and stored.keys() == derived.keys():
        pairs = [(f"{where}.{key}", stored[key], derived[key]) for key in stored]
    elif isinstance(stored, list) and isinstance(derived, list) and len(stored) == len(derived):
        pairs = [(f"{where}[{place}]", *both) for place, both in enumerate(zip(stored, derived, strict=True))]
    else:
        return None if stored == derived else (where, _short(stored), _short(derived))
    return next((found for path, one, other in pairs if (found := _first_difference(one, other, path))), None)


def _short(value: Any) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 80 else f"{told[:79]}…"


def _finding(what: What, made: Exchange, why: str) -> AuditFinding:
    assert made.record is not None  # it was read from a file
    return AuditFinding(what=what, file=made.record.file, offset=made.record.offset, record=made.record.id, why=why)
