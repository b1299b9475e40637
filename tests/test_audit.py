"""Stored verdicts beside the records they were reached from, and two copies beside each other."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.archive.recordings import AT, writer
from tests.archive.test_audit import resealed
from tests.archive.test_reader import members
from tweetarchive.archive.layout import manifest_file, warc_folder
from tweetarchive.archive.members import PackedMember
from tweetarchive.archive.network import Network
from tweetarchive.archive.records import digest
from tweetarchive.audit import audit_archive, compare_copies
from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit
from tweetarchive.demo import ARTICLE_URL, answers
from tweetarchive.model.audit import State, What
from tweetarchive.pipeline import archive_article


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, archived twice: the pictures of the second are revisits."""
    archives = tmp_path_factory.mktemp("made")
    for _ in range(2):
        archive_article(
            ARTICLE_URL, archives=archives, network=Network(delay=0, limits=(), retries=0), transport=answers()
        )
    return archives


@pytest.fixture
def archives(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archives"))


def test_a_whole_archive_is_judged_again_and_intact(archives: Path) -> None:
    found = list(audit_archive(archives))
    assert [one.findings for one in found] == [()] * 4
    assert [one.notes for one in found[:2]] == [()] * 2
    assert all("report" in one.rules for one in found[:2])


def with_report(
    archives: Path, change: Callable[[Any], Any], *, card: Callable[[bytes], bytes] = lambda html: html
) -> Path:
    """The first session made anew with another report or cards, every digest and its last record right."""
    source = max(warc_folder(archives).iterdir(), key=lambda warc: warc.stat().st_size)  # it holds the pictures
    raw = source.read_bytes()
    *pieces, report, _ = members(raw)
    pieces = [rewritten(one, card) if b"Tweetarchive-Derived" in gzip.decompress(one) else one for one in pieces]
    pieces.append(rewritten(report, lambda block: json.dumps(change(json.loads(block))).encode()))
    forged = warc_folder(archives / "forged") / source.name
    forged.parent.mkdir(parents=True)
    forged.write_bytes(resealed(pieces, raw))
    return forged


def rewritten(member: bytes, change: Callable[[bytes], bytes]) -> bytes:
    head, _, block = gzip.decompress(member).partition(b"\r\n\r\n")
    stated = change(block.removesuffix(b"\r\n\r\n"))
    sha1 = hashlib.sha1(stated, usedforsecurity=False).digest()
    head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(stated), head)
    head = re.sub(rb"WARC-Block-Digest: \S+", b"WARC-Block-Digest: " + digest(sha1).encode(), head)
    out = io.BytesIO()
    packed = PackedMember(out)
    packed.write(head + b"\r\n\r\n" + stated + b"\r\n\r\n")
    packed.close()
    return out.getvalue()


def test_a_changed_verdict_is_named_even_in_a_file_that_was_made_anew(archives: Path) -> None:
    (found,) = audit_archive(with_report(archives, lambda report: report | {"verdict": "match"}))
    assert [one.what for one in found.findings] == [What.VERDICT]
    assert "$" in found.findings[0].why
    assert found.findings[0].record is not None


@pytest.mark.parametrize("stated", [[], {"rules": None}, "words"])
def test_a_report_that_is_none_is_named_or_of_other_rules(archives: Path, stated: object) -> None:
    (found,) = audit_archive(with_report(archives, lambda _: stated))
    assert bool(found.findings) != any("rules" in note for note in found.notes)


def test_a_report_by_other_rules_is_told_and_not_compared(archives: Path) -> None:
    (found,) = audit_archive(with_report(archives, lambda report: report | {"rules": "0", "verdict": "match"}))
    assert found.state is State.IN_ITSELF
    assert any("judged by rules 0" in note for note in found.notes)


def test_settings_that_are_none_are_a_finding_and_no_fault_of_ours(archives: Path) -> None:
    odd = writer(archives / "odd")
    odd.write_metadata("urn:tweetarchive:report:1", b'{"rules": 1}', "application/json", AT, derived=True)
    (found,) = audit_archive(odd.finish())
    assert [one.what for one in found.findings] == [What.VERDICT]


def test_a_card_that_its_records_do_not_make_is_named(archives: Path) -> None:
    def forge(member: bytes) -> bytes:
        return member.replace(b"<p", b"<p ", 1)

    (found,) = audit_archive(with_report(archives, lambda report: report, card=forge))
    assert {one.what for one in found.findings} == {What.DERIVED}


# ── two copies ──────────────────────────────────────────────────────────────


def test_equal_copies_are_equal(archives: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(archives, tmp_path / "copy")
    assert [one.findings for one in compare_copies(archives, copy)] == [()] * 4


def test_the_copy_that_is_damaged_is_named(archives: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archives, tmp_path / "copy"))
    first, second = sorted(warc_folder(copy).iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    second.unlink()
    differing = [
        (one.file, finding.why)
        for one in compare_copies(archives, copy)
        for finding in one.findings
        if finding.what is What.DIFFERENT_COPY
    ]
    assert [file for file, _ in differing] == [first.name, second.name]
    assert "here intact as listed, there damaged" in differing[0][1]
    assert "no such file" in differing[1][1]
    back = [
        one for one in compare_copies(copy, archives) if any(two.what is What.DIFFERENT_COPY for two in one.findings)
    ]
    assert {one.file for one in back} == {first.name, second.name}


# ── the command ─────────────────────────────────────────────────────────────


def run(*arguments: str) -> tuple[int, str]:
    shown = CliRunner().invoke(app, ["audit", *arguments], prog_name="tweetarchive")
    return shown.exit_code, shown.stdout


def test_the_command_shows_a_line_for_each_file_and_says_that_nothing_is_signed(archives: Path) -> None:
    status, shown = run(str(archives))
    assert status == Exit.DONE
    assert shown.count("intact as listed") == 3
    assert "Not signed" in shown
    assert "verified" not in shown


def test_damage_gives_status_4_and_a_document_for_each_file(archives: Path) -> None:
    first = min(warc_folder(archives).iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    status, shown = run(str(archives), "--json")
    documents = [json.loads(line) for line in shown.splitlines()]
    assert status == Exit.DAMAGED
    assert [one["file"] for one in documents[2:]] == [manifest_file(archives).name, "index.cdxj"]
    assert documents[0]["state"] == "damaged"
    assert {"what", "file", "offset", "record", "why"} == documents[0]["findings"][0].keys()
    status, shown = run(str(archives), "--no-color")
    assert status == Exit.DAMAGED
    assert "cut (byte" in shown


def test_what_is_not_there_gives_status_3(tmp_path: Path) -> None:
    assert run(str(tmp_path / "nothing"))[0] == Exit.INCOMPLETE


def test_a_copy_is_compared_by_the_command(archives: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(archives, tmp_path / "copy")
    status, shown = run(str(archives), "--against", str(copy))
    assert status == Exit.DONE
    assert "has the same bytes" in shown
