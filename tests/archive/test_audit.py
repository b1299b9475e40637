"""Everything an audit finds, each with a test in which it is there."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import random
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.archive.recordings import AT, JPEG, NAME, PHOTO, photo, recorded, wire, writer
from tests.archive.test_reader import LATER, foreign, members
from tweetarchive.archive.audit import Judged, audit
from tweetarchive.archive.index import add_to_index, fold_index, index_file
from tweetarchive.archive.layout import index_folder, manifest_file, warc_folder
from tweetarchive.archive.manifest import add_to_manifest
from tweetarchive.archive.members import StoredMember
from tweetarchive.archive.message import Original, dedupe_key
from tweetarchive.archive.reader import Session
from tweetarchive.archive.writing import archive_lock
from tweetarchive.model.audit import AuditFinding, FileAudit, State, What
from tweetarchive.model.errors import InputError


def not_judged(_: Session) -> Judged:
    return (), ()


def audited(path: Path) -> list[FileAudit]:
    return list(audit(path, not_judged))


def findings(path: Path) -> list[AuditFinding]:
    return [finding for one in audited(path) for finding in one.findings]


def whats(path: Path) -> set[What]:
    return {one.what for one in findings(path)}


def entered(archives: Path, warc: Path) -> Path:
    add_to_index(archives, warc)
    add_to_manifest(archives, warc)
    return warc


def pointing(archives: Path) -> Path:
    """A second session whose photo points at the one in the first session."""
    first = writer(archives)
    first.write_exchange(wire())
    ref = first.write_exchange(photo())
    entered(archives, first.finish())
    later = writer(archives, LATER)
    later.write_exchange(
        photo(at=AT + timedelta(days=1)), revisit_of=Original(ref, PHOTO, AT, dedupe_key(photo()) or "")
    )
    return entered(archives, later.finish())


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    """Two sessions, listed and indexed; the second points at the first."""
    pointing(tmp_path)
    return tmp_path


def alone(archives: Path, raw: bytes, name: str = NAME) -> Path:
    """A file in a folder of its own, beside no manifest and no index."""
    place = archives / "alone" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(raw)
    return place


# ── what is whole ───────────────────────────────────────────────────────────


def test_a_whole_archive_is_intact_as_listed_and_never_called_verified(archives: Path) -> None:
    found = audited(archives)
    assert [one.file for one in found] == [NAME, LATER, "manifest-sha256.txt", "index.cdxj"]
    assert [one.findings for one in found] == [()] * 4
    assert [one.state for one in found[:2]] == [State.AS_LISTED] * 2
    assert [one.signed for one in found] == [None] * 4
    assert "verified" not in json.dumps([one.to_dict() for one in found])


@pytest.mark.parametrize("part", ["collections/tweets", "collections/tweets/archive"])
def test_any_folder_of_the_archive_may_be_named(archives: Path, part: str) -> None:
    assert [one.state for one in audited(archives / part)[:2]] == [State.AS_LISTED] * 2


def test_a_file_alone_is_held_against_itself_and_against_the_manifest_beside_it(archives: Path) -> None:
    warc = warc_folder(archives) / NAME
    assert [one.state for one in audited(warc)] == [State.AS_LISTED]
    assert [one.state for one in audited(alone(archives, warc.read_bytes()))] == [State.IN_ITSELF]


def test_the_json_has_every_key_and_the_sha256_of_the_file(archives: Path) -> None:
    document = audited(archives)[0].to_dict()
    keys = "schema path file bytes sha256 records software rules state signed timestamp findings notes"
    assert list(document) == keys.split()
    assert f"{document['sha256']}  archive/{NAME}" in manifest_file(archives).read_text()
    assert (document["records"], document["bytes"]) == (6, (warc_folder(archives) / NAME).stat().st_size)


def test_unfinished_files_are_told_and_no_fault(archives: Path) -> None:
    for end in (".open", ".put-aside", ".put-aside-2"):
        (warc_folder(archives) / f"x.warc.gz{end}").write_bytes(b"half")
    told = [one for one in audited(archives) if one.state is State.TOLD]
    assert [one.file for one in told] == ["x.warc.gz.open", "x.warc.gz.put-aside", "x.warc.gz.put-aside-2"]
    assert findings(archives) == []
    assert [one.state for one in audited(warc_folder(archives) / "x.warc.gz.open")] == [State.TOLD]


def test_while_a_run_writes_what_it_is_entering_is_not_missing(archives: Path) -> None:
    recorded(archives, name="20261124000000-new.warc.gz")
    with archive_lock(archives):
        assert findings(archives) == []
    assert whats(archives) == {What.UNLISTED_FILE, What.INDEX}


def test_an_archive_written_by_an_earlier_version_lists_no_records_and_is_intact(tmp_path: Path) -> None:
    """Its last record has counts and sha256 alone."""
    raw = recorded(tmp_path).read_bytes()
    assert findings(alone(tmp_path, resealed(members(raw)[:-1], raw, listed=False))) == []


# ── bytes ───────────────────────────────────────────────────────────────────


def test_every_single_byte_change_is_found_and_placed_gzip_headers_included(archives: Path) -> None:
    """A hundred of the thousand that `python -m benchmarks.audit_bytes` tries."""
    files = [*sorted(warc_folder(archives).iterdir()), index_file(archives), manifest_file(archives)]
    chance = random.Random(20261122)
    for _ in range(100):
        file = chance.choice(files)
        raw = file.read_bytes()
        place = chance.randrange(len(raw))
        file.write_bytes(raw[:place] + bytes([raw[place] ^ chance.randrange(1, 256)]) + raw[place + 1 :])
        found = findings(archives)
        file.write_bytes(raw)
        assert found, f"byte {place} of {file.name}"
        assert any(one.offset is not None or one.what is What.MISSING_FILE for one in found), (file.name, place)
    assert findings(archives) == []


def test_a_changed_byte_of_a_file_alone_is_found(tmp_path: Path) -> None:
    raw = recorded(tmp_path, wire(), photo(body=JPEG[:300])).read_bytes()
    for place in random.Random(7).sample(range(len(raw)), 150):
        changed = raw[:place] + bytes([raw[place] ^ 0x10]) + raw[place + 1 :]
        assert findings(alone(tmp_path, changed)), f"byte {place}"


@pytest.mark.parametrize("place", [4, 8, 9], ids=["time", "level", "system"])
def test_a_byte_of_a_gzip_header_is_named_with_its_record(tmp_path: Path, place: int) -> None:
    pieces = members(recorded(tmp_path).read_bytes())
    pieces[3] = pieces[3][:place] + b"\x07" + pieces[3][place + 1 :]
    found = findings(alone(tmp_path, b"".join(pieces)))
    assert [(one.what, one.offset) for one in found] == [(What.ALTERED, sum(map(len, pieces[:3])))]
    assert (found[0].record or "").startswith("urn:uuid:")


def test_a_bit_that_unpacking_passes_over_is_named_with_its_record(tmp_path: Path) -> None:
    pieces = members(recorded(tmp_path).read_bytes())
    pieces[3] = pieces[3][:10] + bytes([pieces[3][10] ^ 0x80]) + pieces[3][11:]  # padding of a stored block
    assert gzip.decompress(pieces[3])
    found = findings(alone(tmp_path, b"".join(pieces)))
    assert [(one.what, one.offset) for one in found] == [(What.ALTERED, sum(map(len, pieces[:3])))]


def test_one_flipped_bit_is_named_by_offset_and_record_and_hides_no_other(tmp_path: Path) -> None:
    pieces = members(recorded(tmp_path).read_bytes())
    for number in (1, 4):
        pieces[number] = pieces[number][:60] + bytes([pieces[number][60] ^ 1]) + pieces[number][61:]
    found = [one for one in findings(alone(tmp_path, b"".join(pieces))) if one.what is What.ALTERED]
    assert [one.offset for one in found] == [sum(map(len, pieces[:1])), sum(map(len, pieces[:4]))]


def test_a_cut_tail_is_named(tmp_path: Path) -> None:
    raw = recorded(tmp_path).read_bytes()
    for end in (len(raw) - 1, len(raw) - len(members(raw)[-1]), len(raw) // 2, 200):
        assert What.CUT in whats(alone(tmp_path, raw[:end]))


@pytest.mark.parametrize("tail", [b"\0", b"50 stray bytes", gzip.compress(b"", mtime=0)])
def test_bytes_behind_the_end_are_found(tmp_path: Path, tail: bytes) -> None:
    assert whats(alone(tmp_path, recorded(tmp_path).read_bytes() + tail))


# ── records ─────────────────────────────────────────────────────────────────

Change = Callable[[Sequence[bytes]], Sequence[bytes]]


def resealed(pieces: Sequence[bytes], raw: bytes, *, listed: bool = True) -> bytes:
    """The members, and the last record of the file made anew for them, as someone who means to deceive would."""
    body = b"".join(pieces)
    end = gzip.decompress(members(raw)[-1])
    head, _, fields = end.partition(b"\r\n\r\n")
    lines = {"records": str(len(pieces)), "bytes": str(len(body)), "sha256": hashlib.sha256(body).hexdigest()}
    fields = "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()
    offset = 0
    for piece in pieces:
        found = re.search(rb"WARC-Record-ID: <(.*?)>", gzip.decompress(piece))
        assert found is not None
        fields += b"record: %d %s\r\n" % (offset, found[1]) if listed else b""
        offset += len(piece)
    head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(fields), head)
    head = re.sub(rb"WARC-Block-Digest: .*", b"WARC-Block-Digest: md4:unknown", head)
    out = io.BytesIO()
    member = StoredMember(out)
    member.write(head + b"\r\n\r\n")
    member.write(fields)
    member.write(b"\r\n\r\n")
    member.close()
    return body + out.getvalue()


@pytest.mark.parametrize(
    ("change", "what", "number"),
    [
        (lambda one: [*one[:3], *one[4:]], What.MISSING_RECORD, 3),
        (lambda one: [*one[:3], one[1], *one[3:]], What.DOUBLED_RECORD, 3),
        (lambda one: [*one[:1], one[3], one[4], one[1], one[2], *one[5:]], What.SWAPPED_RECORD, 1),
    ],
    ids=["missing", "doubled", "swapped"],
)
def test_a_missing_doubled_or_swapped_record_is_named(tmp_path: Path, change: Change, what: What, number: int) -> None:
    pieces = members(recorded(tmp_path).read_bytes())
    found = findings(alone(tmp_path, b"".join(change(pieces))))
    assert {one.what for one in found} == {what}
    assert found[0].offset == sum(map(len, change(pieces)[:number]))
    assert (found[0].record or "").startswith("urn:uuid:")


def test_a_record_of_another_file_is_named(tmp_path: Path) -> None:
    pieces = members(recorded(tmp_path).read_bytes())
    other = members(recorded(tmp_path, name="other.warc.gz").read_bytes())
    found = findings(alone(tmp_path, b"".join([*pieces[:3], other[3], other[4], *pieces[3:]])))
    assert [one.what for one in found] == [What.FOREIGN_RECORD] * 2
    assert found[0].offset == sum(map(len, pieces[:3]))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda one: [*one[:3], *one[4:-1]], What.MISSING_RECORD),
        (lambda one: [*one[:4], *one[5:-1]], What.MISSING_RECORD),
        (lambda one: [*one[:3], one[4], one[3], *one[5:-1]], What.SWAPPED_RECORD),
        (lambda one: [*one[:3], one[1], *one[3:-1]], What.DOUBLED_RECORD),
    ],
    ids=["no answer", "no request", "request first", "doubled"],
)
def test_pairs_show_it_even_where_the_last_record_was_made_anew(tmp_path: Path, change: Change, what: What) -> None:
    raw = recorded(tmp_path).read_bytes()
    for listed in (True, False):
        assert what in whats(alone(tmp_path, resealed(change(members(raw)), raw, listed=listed)))


def test_a_record_of_another_file_shows_even_where_the_last_record_was_made_anew(tmp_path: Path) -> None:
    raw = recorded(tmp_path).read_bytes()
    other = members(recorded(tmp_path, name="other.warc.gz").read_bytes())
    mixed = [*members(raw)[:-1], other[3], other[4]]
    assert whats(alone(tmp_path, resealed(mixed, raw))) == {What.FOREIGN_RECORD}


def test_a_reference_to_nothing_is_named(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_exchange(wire())
    card = warc.write_resource(
        "https://tweetarchive.invalid/tweet/1", b"<p>", "text/html", AT, derived=True, refers_to=["urn:uuid:none"]
    )
    found = findings(alone(tmp_path, warc.finish().read_bytes()))
    assert [(one.what, one.offset, one.record) for one in found] == [(What.REFERENCE, card.offset, card.id)]


# ── revisits ────────────────────────────────────────────────────────────────


def test_every_record_that_depends_on_a_damaged_original_is_named(archives: Path) -> None:
    first = warc_folder(archives) / NAME
    first.write_bytes(first.read_bytes().replace(JPEG, JPEG[::-1]))
    found = [one for one in findings(archives) if one.what is What.ORIGINAL]
    assert [one.file for one in found] == [LATER]
    assert NAME in found[0].why


def test_a_revisit_whose_original_is_gone_is_lost_in_an_archive_and_unchecked_alone(archives: Path) -> None:
    (warc_folder(archives) / NAME).unlink()
    assert What.ORIGINAL in whats(archives)
    only = audited(alone(archives, (warc_folder(archives) / LATER).read_bytes(), LATER))
    assert [(one.state, [each.what for each in one.findings]) for one in only] == [
        (State.UNCHECKED, [What.ORIGINAL_NOT_AT_HAND])
    ]


# ── files ───────────────────────────────────────────────────────────────────


def test_a_file_that_is_gone_is_named(archives: Path) -> None:
    (warc_folder(archives) / LATER).unlink()
    assert [(one.what, one.file) for one in findings(archives) if one.what is not What.INDEX] == [
        (What.MISSING_FILE, LATER)
    ]


def test_a_file_that_is_not_listed_is_named(archives: Path) -> None:
    entered(archives, recorded(archives, name="x.warc.gz"))
    manifest = manifest_file(archives)
    manifest.write_text("".join(line for line in manifest.read_text().splitlines(True) if "x.warc.gz" not in line))
    assert [(one.what, one.file) for one in findings(archives)] == [(What.UNLISTED_FILE, "x.warc.gz")]


def test_a_file_replaced_by_another_whole_one_is_named(archives: Path) -> None:
    recorded(archives, name="x.warc.gz").replace(warc_folder(archives) / LATER)
    assert (What.ALTERED, LATER) in [(one.what, one.file) for one in findings(archives)]


def test_stray_files_are_named_and_folders_pipes_and_loops_never_hang(archives: Path) -> None:
    folder = warc_folder(archives)
    (folder / "notes.txt").write_text("by hand")
    (folder / "a.warc.gz").mkdir()
    os.mkfifo(folder / "b.warc.gz")
    (folder / "c.warc.gz").symlink_to("c.warc.gz")
    (index_folder(archives) / "old.cdxj").write_text("")
    found = [(one.what, one.file) for one in findings(archives)]
    assert found == [
        (What.STRAY_FILE, name) for name in ("a.warc.gz", "b.warc.gz", "c.warc.gz", "notes.txt", "old.cdxj")
    ]


@pytest.mark.parametrize("kind", ["pipe", "loop"])
def test_what_cannot_be_read_is_unchecked_not_damaged(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.warc.gz"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path.name)
    assert [one.state for one in audited(path)] == [State.UNCHECKED]


def test_what_is_not_there_or_holds_nothing_says_so(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(InputError):
            audited(path)


# ── index and manifest ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [*lines, "org,example)/ 20261122143105 {}\n"],
        lambda lines: [lines[0].replace('"offset": "', '"offset": "1'), *lines[1:]],
        lambda lines: lines[::-1],
        lambda lines: [*lines[:-1], lines[-1].rstrip()],
    ],
    ids=["missing", "nobody's", "wrong offset", "out of order", "torn"],
)
def test_an_index_that_is_not_equal_to_the_files_is_named(
    archives: Path, change: Callable[[list[str]], list[str]]
) -> None:
    index = index_file(archives)
    index.write_text("".join(change(index.read_text().splitlines(keepends=True))))
    assert whats(archives) == {What.INDEX}
    assert all(one.offset is not None for one in findings(archives))


def test_a_lost_index_is_named(archives: Path) -> None:
    index_file(archives).unlink()
    assert whats(archives) == {What.INDEX}


def test_lines_may_stand_in_the_shorter_files_of_the_index(archives: Path) -> None:
    index = index_file(archives)
    first, *others = index.read_text().splitlines(keepends=True)
    index.write_text("".join(others))
    index.with_name("recent.cdxj").write_text(first)
    assert findings(archives) == []
    index.with_name("gathered.cdxj").write_text("nobody's\n")
    assert whats(archives) == {What.INDEX}
    index.with_name("gathered.cdxj").unlink()
    fold_index(archives)
    assert findings(archives) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.rstrip("\n"),
        lambda text: text + text,
        lambda text: text.replace("  archive", " *archive"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.upper(),
    ],
)
def test_a_manifest_that_is_not_to_the_letter_is_named(archives: Path, change: Callable[[str], str]) -> None:
    manifest = manifest_file(archives)
    manifest.write_bytes(change(manifest.read_text()).encode())
    assert What.MANIFEST in whats(archives)


def test_a_lost_manifest_is_named(archives: Path) -> None:
    manifest_file(archives).unlink()
    assert whats(archives) == {What.MANIFEST, What.UNLISTED_FILE}


# ── other people's files ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "raw",
    [foreign(), foreign(packed=False), gzip.compress(foreign(packed=False), mtime=0), foreign(digests=False)],
    ids=["warcio", "not compressed", "one big gzip", "no digests"],
)
def test_other_peoples_files_are_held_to_what_they_state_and_to_nothing_else(tmp_path: Path, raw: bytes) -> None:
    (found,) = audited(alone(tmp_path, raw))
    assert (found.state, found.rules, found.software) == (State.NO_DAMAGE_FOUND, ("warc",), "somebody/1.0")


def test_a_recording_of_pywb_is_no_archive_of_ours_and_its_requests_have_digests_of_their_own(tmp_path: Path) -> None:
    empty = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    asked = b"GET /a HTTP/1.1\r\nHost: theirs.example\r\n\r\n"
    head = f"WARC/1.0\r\nWARC-Type: request\r\nWARC-Payload-Digest: {empty}\r\nContent-Length: {len(asked)}\r\n\r\n"
    collection = tmp_path / "collections" / "rec"
    (collection / "indexes").mkdir(parents=True)
    (collection / "archive").mkdir()
    recorded_by_them = head.encode() + asked + b"\r\n\r\n"
    (collection / "archive" / "rec-1.warc").write_bytes(recorded_by_them)
    assert [one.state for one in audited(collection)] == [State.NO_DAMAGE_FOUND]
    (collection / "archive" / "rec-1.warc").write_bytes(recorded_by_them.replace(empty.encode(), b"sha1:" + b"A" * 32))
    assert whats(collection) == {What.ALTERED}


def test_a_bad_digest_in_their_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    raw = foreign(packed=False).replace(b"<p>plain</p>", b"<p>PLAIN</p>")
    for one in (raw, gzip.compress(raw, mtime=0)):
        (found,) = audited(alone(tmp_path, one))
        assert found.records == 5
        assert [each.what for each in found.findings] == [What.ALTERED]


def test_a_record_of_theirs_that_stands_there_twice_is_named(tmp_path: Path) -> None:
    raw = foreign(packed=False)
    assert whats(alone(tmp_path, raw + raw)) == {What.DOUBLED_RECORD}


def test_zstd_is_refused_with_a_reason_and_unchecked(tmp_path: Path) -> None:
    (found,) = audited(alone(tmp_path, b"\x28\xb5\x2f\xfd" + bytes(40), "x.warc.zst"))
    assert found.state is State.UNCHECKED
    assert "zstd -d" in found.findings[0].why


def test_damage_in_a_file_that_is_not_packed_hides_no_record_behind_it(tmp_path: Path) -> None:
    raw = foreign(packed=False)
    place = raw.index(b"WARC/1.0\r\n", 10)
    (found,) = audited(alone(tmp_path, raw[:place] + b"warc" + raw[place + 4 :]))
    assert (found.records, [one.what for one in found.findings]) == (4, [What.ALTERED])


def test_our_records_unpacked_by_someone_are_intact_and_said_to_be_unpacked(tmp_path: Path) -> None:
    (found,) = audited(alone(tmp_path, gzip.decompress(recorded(tmp_path).read_bytes()), "x.warc"))
    assert found.findings == ()
    assert any("unpacked" in note for note in found.notes)
