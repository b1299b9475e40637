"""Packages: what they state of themselves, the WARCs in them, and zips that would do harm."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.archive.authority import Authority
from tests.archive.recordings import JPEG, NAME
from tests.archive.test_audit import not_judged, pointing
from tests.archive.test_proof import KEY, packed, rewritten, stamped
from tests.archive.test_reader import LATER, wacz
from tweetarchive.archive.audit import audit
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.proof import timestamp_file
from tweetarchive.model.audit import AuditFinding, FileAudit, State, What


def audited(path: Path, *roots: Path) -> list[FileAudit]:
    return list(audit(path, not_judged, roots=roots))


def findings(path: Path) -> list[AuditFinding]:
    return [finding for one in audited(path) for finding in one.findings]


def whats(path: Path) -> set[What]:
    return {one.what for one in findings(path)}


def test_a_signed_package_and_all_in_it_is_signed_and_an_unsigned_one_never_is(tmp_path: Path) -> None:
    signed = audited(packed(tmp_path).path)
    assert [one.state for one in signed] == [State.SIGNED] * 2
    assert {one.signed for one in signed} == {KEY.public.fingerprint}
    (tmp_path / "plain").mkdir()
    plain = audited(packed(tmp_path / "plain", None).path)
    assert [one.state for one in plain] == [State.AS_LISTED] * 2
    assert any("not signed" in note for note in plain[0].notes)


def test_a_timestamp_is_told_only_where_its_authority_is_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    package = stamped(tmp_path, authority)
    assert {one.timestamp is not None for one in audited(package, authority.root)} == {True}
    unknown = audited(package, Authority(tmp_path / "other").root)
    assert {one.timestamp for one in unknown} == {None}
    assert [(one.what, "claim" in one.why) for one in unknown[0].findings] == [(What.TIMESTAMP_NOT_CHECKED, True)]
    assert (unknown[0].state, unknown[0].signed) == (State.UNCHECKED, unknown[1].signed)
    assert any("claim" in note for note in audited(package)[0].notes)  # nobody named an authority: no fault, only told
    stamp = timestamp_file(package)
    stamp.write_bytes(stamp.read_bytes()[:-40])
    assert whats(package) == {What.TIMESTAMP}


def test_a_single_byte_change_in_a_package_is_found(tmp_path: Path) -> None:
    package = packed(tmp_path).path
    raw = package.read_bytes()
    for place in random.Random(7).sample(range(zipfile.ZipFile(package).start_dir), 60):
        package.write_bytes(raw[:place] + bytes([raw[place] ^ 0x21]) + raw[place + 1 :])
        assert findings(package), f"byte {place}"


@pytest.mark.parametrize("name", ["datapackage.json", "datapackage-digest.json", "pages/pages.jsonl"])
def test_a_member_that_cannot_be_unpacked_is_found(tmp_path: Path, name: str) -> None:
    package = packed(tmp_path).path
    raw = package.read_bytes()
    start = zipfile.ZipFile(package).getinfo(name).header_offset + 30 + len(name)
    for place in range(start, start + 8):
        for byte in (0x00, 0xFF):
            package.write_bytes(raw[:place] + bytes([byte]) + raw[place + 1 :])
            assert byte == raw[place] or findings(package), f"byte {place}"


@pytest.mark.parametrize(
    ("name", "what"),
    [("datapackage.json", What.SIGNATURE), ("pages/pages.jsonl", What.PACKAGE)],
)
def test_another_member_in_a_sound_zip_is_named(tmp_path: Path, name: str, what: What) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[name] += b" "

    found = findings(rewritten(packed(tmp_path).path, change))
    assert what in {one.what for one in found}


def test_a_member_that_is_not_listed_or_gone_is_named(tmp_path: Path) -> None:
    def swap(members: dict[str, bytes]) -> None:
        members["pages/more.jsonl"] = members.pop("pages/pages.jsonl")

    package = rewritten(packed(tmp_path).path, swap)
    assert {one.file for one in findings(package)} - {package.name} == {"pages/more.jsonl", "pages/pages.jsonl"}


def test_damage_in_a_warc_of_a_package_is_named_by_member_offset_and_record(tmp_path: Path) -> None:
    package = packed(tmp_path).path
    package.write_bytes(package.read_bytes().replace(JPEG, JPEG[::-1]))
    found = [one for one in findings(package) if one.record is not None]
    assert [one.file for one in found] == [f"archive/{NAME}"]
    assert found[0].offset


@pytest.mark.parametrize("deflated", [True, False])
def test_a_package_must_hold_the_originals_of_its_revisits(tmp_path: Path, deflated: bool) -> None:
    later = pointing(tmp_path)
    held = {f"archive/{LATER}": later.read_bytes(), f"archive/{NAME}": (warc_folder(tmp_path) / NAME).read_bytes()}
    assert What.ORIGINAL not in whats(wacz(tmp_path / "both.wacz", held, deflated=deflated))
    held.popitem()
    assert What.ORIGINAL in whats(wacz(tmp_path / "one.wacz", held, deflated=deflated))


def test_a_folder_of_packages_is_audited(tmp_path: Path) -> None:
    packed(tmp_path)
    assert [one.state for one in audited(tmp_path)] == [State.SIGNED] * 2


# ── zips that would do harm ─────────────────────────────────────────────────


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def overlapping() -> bytes:
    """Two members whose directory entries point at the same bytes."""
    raw = zipped({"archive/a.warc": b"WARC" * 9, "archive/b.warc": b"WARC" * 9})
    second = raw.index(b"PK\x01\x02", raw.index(b"PK\x01\x02") + 1)
    return raw[: second + 42] + struct.pack("<I", 0) + raw[second + 46 :]


def lying(field: int) -> bytes:
    """A member whose directory entry states another size: packed at 20, unpacked at 24 (APPNOTE 4.3.12)."""
    raw = zipped({"archive/a.warc": b"WARC" * 9})
    entry = raw.index(b"PK\x01\x02")
    return raw[: entry + field] + struct.pack("<I", 1 << 30) + raw[entry + field + 4 :]


def encrypted() -> bytes:
    raw = zipped({"archive/a.warc": b"WARC"})
    entry = raw.index(b"PK\x01\x02")
    return raw[: entry + 8] + b"\x01" + raw[entry + 9 :]


def twice() -> bytes:
    return zipped({"archive/a.warc": b"one", "archive/b.warc": b"two"}).replace(b"archive/b.warc", b"archive/a.warc")


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: zipped({"archive/../../a.warc.gz": b""}), "leads out of it"),
        (lambda: zipped({"/archive/a.warc.gz": b""}), "leads out of it"),
        (lambda: zipped({"C:/archive/a.warc.gz": b""}), "leads out of it"),
        (lambda: zipped({"archive/a.warc": bytes(1 << 24)}, zipfile.ZIP_DEFLATED), "zip bombs"),
        (lambda: zipped({f"{n}": bytes(1 << 20) for n in range(70)}, zipfile.ZIP_DEFLATED), "zip bombs"),
        (overlapping, "lies over other files"),
        (lambda: lying(20), "stored in another number of bytes"),
        (lambda: lying(24), "refused"),
        (encrypted, "encrypted"),
        (twice, "twice"),
        (lambda: b"PK\x03\x04 and nothing more", "cannot be read"),
        (lambda: b"no zip at all", "cannot be read"),
    ],
)
def test_a_package_that_would_do_harm_is_refused_with_a_reason(
    tmp_path: Path, made: Callable[[], bytes], says: str
) -> None:
    package = tmp_path / "evil.wacz"
    package.write_bytes(made())
    assert any(says in one.why for one in findings(package)), findings(package)


def test_a_package_that_is_a_pipe_or_a_folder_never_hangs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wacz")
    assert [one.state for one in audited(tmp_path / "a.wacz")] == [State.UNCHECKED]
    (tmp_path / "b.wacz").mkdir()
    assert [one.state for one in audited(tmp_path)] == [State.UNCHECKED] * 2


def test_other_peoples_packages_are_held_to_what_they_state(tmp_path: Path) -> None:
    stated = json.dumps({"resources": []}).encode()
    (found,) = audited(wacz(tmp_path / "theirs.wacz", {"datapackage.json": stated}))
    assert {one.what for one in found.findings} == {What.PACKAGE}


def test_every_byte_of_the_zip_around_its_files_is_compared(tmp_path: Path) -> None:
    package = packed(tmp_path).path
    raw = package.read_bytes()
    assert findings(package) == []
    for place in range(zipfile.ZipFile(package).start_dir, len(raw)):
        package.write_bytes(raw[:place] + bytes([raw[place] ^ 0x01]) + raw[place + 1 :])
        assert findings(package), place


def _with_folder(raw: bytes) -> bytes:
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("notes/", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda raw: b"#!/bin/sh\n" + raw, "bytes that belong to no file"),
        (lambda raw: raw + b"a tail", "the end of the zip's directory"),
        (lambda raw: raw[:-2] + b"\x05\x00words", "the end of the zip's directory"),
        (_with_folder, "an entry of the zip's directory"),
    ],
    ids=["before", "behind", "comment", "folder"],
)
def test_what_was_put_around_the_files_is_named(tmp_path: Path, change: Callable[[bytes], bytes], why: str) -> None:
    package = packed(tmp_path).path
    package.write_bytes(change(package.read_bytes()))
    assert any(one.what is What.PACKAGE and why in one.why for one in findings(package))
