from __future__ import annotations

import errno
import gzip
import hashlib
import io
import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastWarcIterator
from warcio.archiveiterator import ArchiveIterator

from tests.archive.recordings import (
    AT,
    JPEG,
    NAME,
    PHOTO,
    ask,
    chunked,
    photo,
    recorded,
    wire,
    write_every_kind,
    writer,
)
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.message import Original, dedupe_key
from tweetarchive.archive.reader import Session
from tweetarchive.archive.records import read_entries
from tweetarchive.model.capture import RecordRef, Truncation
from tweetarchive.model.errors import ArchiveError, Failure

Record = tuple[str, dict[str, str], bytes]


def records(warc: Path) -> list[Record]:
    """Type, headers and block of each, as warcio reads them."""
    with warc.open("rb") as file:
        return [
            (record.rec_type, dict(record.rec_headers.headers), record.raw_stream.read())
            for record in ArchiveIterator(file, no_record_parse=True)
        ]


def test_a_session_is_warcinfo_then_answer_and_question_of_every_exchange(tmp_path: Path) -> None:
    kinds = [kind for kind, _, _ in records(recorded(tmp_path))]
    assert kinds == ["warcinfo", "response", "request", "response", "request", "metadata"]


def test_answer_and_question_are_a_pair(tmp_path: Path) -> None:
    _, (_, answer, block), (_, question, sent), *_ = records(recorded(tmp_path, wire(b"x")))
    assert question["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
    assert question["WARC-Date"] == answer["WARC-Date"] == "2026-11-22T14:31:05.123456Z"
    assert question["WARC-Target-URI"] == answer["WARC-Target-URI"] == "https://news.example/camp"
    assert block == b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nx"
    assert sent == b"GET /camp HTTP/1.1\r\nHost: news.example\r\n\r\n"


def test_protocols_stand_on_a_line_each(tmp_path: Path) -> None:
    assert gzip.decompress(recorded(tmp_path, wire()).read_bytes()).count(b"WARC-Protocol: ") == 2


def test_warcinfo_names_the_final_file_and_the_headers_left_out(tmp_path: Path) -> None:
    kind, headers, block = records(recorded(tmp_path))[0]
    assert kind == "warcinfo"
    assert headers["WARC-Filename"] == NAME
    assert b"headers-left-out: Authorization, Proxy-Authorization, Cookie, Set-Cookie" in block


def test_no_secret_reaches_the_disk(tmp_path: Path) -> None:
    secret = wire(
        headers={"Set-Cookie": "guest=SECRET"},
        sent=b"GET / HTTP/1.1\r\nAuthorization: Bearer SECRET\r\ncookie: SECRET\r\nProxy-Authorization: SECRET\r\n\r\n",
    )
    assert b"SECRET" not in gzip.decompress(recorded(tmp_path, secret).read_bytes())


def test_a_chunked_answer_has_no_payload_digest_since_its_checkers_disagree(tmp_path: Path) -> None:
    warc = recorded(tmp_path, wire(chunked(b"body"), headers={"Transfer-Encoding": "chunked"}), wire(b"body"))
    framed, plain = (headers for kind, headers, _ in records(warc) if kind == "response")
    assert "WARC-Payload-Digest" not in framed
    assert "WARC-Payload-Digest" in plain
    assert "WARC-Block-Digest" in framed


def test_a_cut_answer_says_so(tmp_path: Path) -> None:
    _, (_, headers, _), *_ = records(recorded(tmp_path, wire(truncated=Truncation.DISCONNECT)))
    assert headers["WARC-Truncated"] == "disconnect"


def test_an_address_stands_in_ascii_and_is_found_as_it_was_asked(tmp_path: Path) -> None:
    url = "https://news.example/قەندیل a%20b?q='\r\nWARC-Type: x"
    path = recorded(tmp_path, wire(url=url))
    _, (_, headers, _), *_ = records(path)
    assert headers["WARC-Target-URI"].isascii()
    assert Session.open(path).fetch(ask(url)).request.url == url


def test_only_later_attempts_are_numbered(tmp_path: Path) -> None:
    warc = recorded(tmp_path, wire(status="503 Busy"), wire(attempt=2))
    numbers = [headers.get("Tweetarchive-Attempt") for kind, headers, _ in records(warc) if kind == "response"]
    assert numbers == [None, "2"]


def test_media_stand_in_the_file_as_they_are_and_text_is_packed(tmp_path: Path) -> None:
    text = b"<p>words</p>" * 900
    raw = recorded(tmp_path, wire(text), photo()).read_bytes()
    assert JPEG in raw
    assert text not in raw


def test_a_revisit_is_a_head_that_points_at_the_original(tmp_path: Path) -> None:
    first = writer(tmp_path)
    key = dedupe_key(photo())
    assert key is not None
    original = Original(first.write_exchange(photo()), PHOTO, AT, key)
    first.write_exchange(photo(), revisit_of=original)
    (kind, headers, block) = records(first.finish())[3]
    assert kind == "revisit"
    assert headers["WARC-Refers-To"] == f"<{original.record.id}>"
    assert headers["WARC-Refers-To-Date"] == "2026-11-22T14:31:05.123456Z"
    assert headers["WARC-Payload-Digest"] == key
    assert block.endswith(b"\r\n\r\n")


def test_what_we_made_says_so_in_exactly_one_header_of_ours(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    given = warc.write_resource("https://news.example/saved", b"<p>", "text/html", AT, derived=False)
    warc.write_resource("https://tweetarchive.invalid/tweet/1", b"<p>", "text/html", AT, derived=True)
    warc.write_metadata("urn:tweetarchive:report:1", b"{}", "application/json", AT, derived=True, refers_to=[given.id])
    ours = [[name for name in headers if name.startswith("Tweetarchive-")] for _, headers, _ in records(warc.finish())]
    assert ours == [[], [], ["Tweetarchive-Derived"], ["Tweetarchive-Derived"], ["Tweetarchive-Derived"]]


def test_a_reference_is_the_place_of_the_record(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    refs = [warc.write_exchange(wire(b"1")), warc.write_attempt(ask(), AT, Failure.TIMEOUT, "late", 2)]
    path = warc.finish()
    for ref in refs:
        with path.open("rb") as file:
            file.seek(ref.offset)
            record = next(iter(ArchiveIterator(file)))
        assert record.rec_headers["WARC-Record-ID"] == f"<{ref.id}>"
        assert ref.file == NAME


def test_what_the_writer_tells_of_its_records_is_what_a_reader_finds(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    write_every_kind(warc)
    path = warc.finish()
    assert warc.entries == read_entries(path)
    assert warc.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_bears_its_name_only_when_it_is_finished(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_exchange(wire())
    assert [file.name for file in warc_folder(tmp_path).iterdir()] == [f"{NAME}.open"]
    assert warc.finish() == warc_folder(tmp_path) / NAME
    assert [file.name for file in warc_folder(tmp_path).iterdir()] == [NAME]


@pytest.mark.parametrize("there", [NAME, f"{NAME}.open"])
def test_a_name_that_is_taken_is_never_written_to(tmp_path: Path, there: str) -> None:
    taken = warc_folder(tmp_path) / there
    taken.parent.mkdir(parents=True)
    taken.write_bytes(b"evidence")
    with pytest.raises(ArchiveError, match=NAME):
        writer(tmp_path)
    assert taken.read_bytes() == b"evidence"


def test_an_abandoned_file_is_gone(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.abandon()
    assert list(warc_folder(tmp_path).iterdir()) == []


def test_a_full_disk_is_said_and_leaves_whole_records_only(tmp_path: Path) -> None:
    """A file-size limit fails write(2) in the middle of a group, as a full disk does."""
    warc = writer(tmp_path)
    warc.write_exchange(wire())
    before = warc.path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (before + 1000, hard))
    try:
        with pytest.raises(ArchiveError, match=os.strerror(errno.EFBIG)):
            warc.write_exchange(photo())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert warc.path.stat().st_size == before
    warc.write_exchange(photo())
    assert len(list(Session.open(warc.finish()).exchanges())) == 2


def test_threads_share_a_writer_and_nothing_crosses(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    refs: list[tuple[RecordRef, bytes]] = []

    def write(thread: int) -> None:
        for number in range(12):
            body = b"%d-%d " % (thread, number) * 500
            one = photo(f"https://pbs.twimg.com/{thread}/{number}", body) if number % 3 else wire(body)
            refs.append((warc.write_exchange(one), body))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = {exchange.record: exchange.body.read() for exchange in Session.open(warc.finish()).exchanges()}
    assert held == dict(refs)


def test_a_kill_leaves_an_open_file_and_no_warc(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from pathlib import Path
from tests.archive.recordings import photo, writer
warc = writer(Path(sys.argv[1]))
for _ in range(5):
    warc.write_exchange(photo())
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [file.name for file in warc_folder(tmp_path).iterdir()] == [f"{NAME}.open"]


def test_foreign_readers_read_all_of_it_and_pass_every_digest(tmp_path: Path) -> None:
    framed = wire(chunked(gzip.compress(b"x" * 999)), headers={"Transfer-Encoding": "chunked"})
    warc = recorded(tmp_path, wire(), photo(), framed, wire(b"", status="302 Found"), wire(truncated=Truncation.TIME))
    check = subprocess.run(
        [sys.executable, "-c", "from warcio.cli import main; main()", "check", "-v", str(warc)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout
    assert check.stdout.count("digest pass") == 12
    with warc.open("rb") as file:
        seen = [record.verify_block_digest() for record in FastWarcIterator(io.BytesIO(file.read()), parse_http=False)]
    assert seen == [True] * 12
