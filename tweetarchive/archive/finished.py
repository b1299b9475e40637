"""A finished WARC as its books know it: from its writer's memory, or read back whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tweetarchive.archive.fields import CONTENT_TYPE, parse_fields
from tweetarchive.archive.members import Section
from tweetarchive.archive.records import SOFTWARE, Entry, walk

REPORT_URI = "urn:tweetarchive:report:"
"""Begins the address of the record that holds a report."""
OUR_FIELDS = "tweetarchive-"
"""Begins the names of our own fields of `warcinfo`."""


@dataclass(frozen=True, slots=True)
class Finished:
    file: str
    """Base name."""
    entries: tuple[Entry, ...]
    sha256: str
    """Over the whole file, hex."""
    settings: Mapping[str, str]
    """Our own fields of its `warcinfo`, `source` among them; none in other people's files."""
    report: bytes | None = None
    """The JSON it holds of itself, its last one."""


def read_finished(warc: Path) -> Finished:
    """Read a file whole. Raises: DamagedArchive."""
    section = Section(warc)
    entries: list[Entry] = []
    for entry, reader in walk(section):  # noqa: B007  # the reader is looked at behind the loop; walk yields or raises
        entries.append(entry)
    first = entries[0]
    stated = dict(parse_fields(_block(first, section))) if first.type == "warcinfo" else {}
    ours = stated if stated.get("software", "").startswith(SOFTWARE) else {}
    settings = {name.removeprefix(OUR_FIELDS): value for name, value in ours.items() if name.startswith(OUR_FIELDS)}
    report = _last_report(entries) if ours else None
    return Finished(
        section.name, tuple(entries), reader.sha256.hexdigest(), settings, _block(report, section) if report else None
    )


def _last_report(entries: Iterable[Entry]) -> Entry | None:
    reports = [one for one in entries if one.type == "metadata" and one.uri.startswith(REPORT_URI)]
    return next((one for one in reversed(reports) if one.content_type != CONTENT_TYPE), None)


def _block(entry: Entry, section: Section) -> bytes:
    body, block = entry.body(section), b""
    while piece := body.read():
        block += piece
    return block
