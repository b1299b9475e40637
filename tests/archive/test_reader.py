from __future__ import annotations

import gzip
import io
import json
import logging
import zipfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.archive.recordings import AT, JPEG, NAME, PHOTO, ask, chunked, photo, recorded, wire, writer
from tweetarchive.archive.index import add_to_index
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.manifest import add_to_manifest
from tweetarchive.archive.message import Original, WireExchange, dedupe_key, read_exchange
from tweetarchive.archive.reader import Session, open_sessions
from tweetarchive.model.capture import Truncation
from tweetarchive.model.errors import (
    ArchiveError,
    DamagedArchive,
    Failure,
    InputError,
    NotRecorded,
    RateLimited,
    Refused,
    Unreachable,
)

# ── replay ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "one",
    [
        wire("<p>قەندیل</p>".encode()),
        photo(),
        wire(
            chunked(gzip.compress(b"x" * 70000), 999),
            headers={"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
        ),
        wire(b"", status="302 Found", headers={"Location": "/elsewhere"}),
        wire(b"no", status="404 Not Found"),
    ],
    ids=["text", "photo", "chunked and packed", "redirect", "refusal"],
)
def test_what_was_recorded_is_replayed_equal(tmp_path: Path, one: WireExchange) -> None:
    live = read_exchange(one)
    replayed = Session.open(recorded(tmp_path, one)).fetch(one.request)
    assert replayed.record is not None
    assert (replayed.at, replayed.status, replayed.headers, replayed.body) == (
        live.at,
        live.status,
        live.headers,
        live.body,
    )
    assert replayed.body.read() == live.body.read()
    assert replayed.location == live.location


def test_the_nth_ask_of_an_address_gets_the_nth_answer(tmp_path: Path) -> None:
    session = Session.open(recorded(tmp_path, wire(b"first"), photo(), wire(b"second")))
    assert [session.fetch(ask()).body.read() for _ in range(2)] == [b"first", b"second"]
    with pytest.raises(NotRecorded, match="again"):
        session.fetch(ask())


def test_attempts_of_one_ask_are_one_and_the_last_is_its_answer(tmp_path: Path) -> None:
    busy = [wire(status="503 Busy", attempt=number) for number in (1, 2)]
    session = Session.open(recorded(tmp_path, *busy, wire(b"at last", attempt=3), wire(b"asked anew")))
    assert [session.fetch(ask()).body.read() for _ in range(2)] == [b"at last", b"asked anew"]


def test_what_was_never_asked_is_not_recorded(tmp_path: Path) -> None:
    with pytest.raises(NotRecorded, match="was not asked when"):
        Session.open(recorded(tmp_path)).fetch(ask("https://x.com/other"))


def test_an_attempt_without_an_answer_raises_what_it_raised_live(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_attempt(ask("https://a.example/"), AT, Failure.TIMEOUT, "no answer:\nlate ✗", 1)
    warc.write_attempt(ask("https://b.example/"), AT, Failure.RATE_LIMITED, "wait", 1, retry_after=900.0)
    warc.write_attempt(ask("http://127.0.0.1/"), AT, Failure.PRIVATE_ADDRESS, "private", 1)
    session = Session.open(warc.finish())
    with pytest.raises(Unreachable, match="no answer:\nlate ✗") as unreachable:
        session.fetch(ask("https://a.example/"))
    assert unreachable.value.failure is Failure.TIMEOUT
    with pytest.raises(RateLimited, match="wait") as limited:
        session.fetch(ask("https://b.example/"))
    assert limited.value.retry_after == 900.0
    with pytest.raises(Refused, match="private"):
        session.fetch(ask("http://127.0.0.1/"))


def test_an_attempt_without_an_answer_may_be_followed_by_one_with(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_attempt(ask(), AT, Failure.CONNECTION_LOST, "lost", 1)
    warc.write_exchange(wire(b"here", attempt=2))
    assert Session.open(warc.finish()).fetch(ask()).body.read() == b"here"


def test_a_cut_answer_raises_what_it_raised_live(tmp_path: Path) -> None:
    cut = wire(truncated=Truncation.DISCONNECT)
    with pytest.raises(Unreachable) as live:
        read_exchange(cut)
    with pytest.raises(Unreachable) as replayed:
        Session.open(recorded(tmp_path, cut)).fetch(ask())
    assert (str(replayed.value), replayed.value.failure) == (str(live.value), live.value.failure)


def test_source_and_settings_come_back_as_they_were(tmp_path: Path) -> None:
    odd = 'a file\nwith "odd" ↦ \udcff bytes: .html '
    warc = writer(tmp_path, source=odd, settings='{"media": true}')
    session = Session.open(warc.finish())
    assert (session.ours, session.source, session.settings) == (True, odd, {"settings": '{"media": true}'})
    assert session.problems == ()


def test_a_document_handed_in_is_the_input_and_what_we_made_is_not(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_resource("https://tweetarchive.invalid/tweet/1", b"<p>card", "text/html", AT, derived=True)
    warc.write_resource("urn:tweetarchive:input:aa", b"<p>saved", "text/html", AT, derived=False)
    session = Session.open(warc.finish())
    assert session.input is not None
    assert (session.input.request.url, session.input.content_type) == ("urn:tweetarchive:input:aa", "text/html")
    assert session.input.body.read() == b"<p>saved"
    assert [exchange.request.url for exchange in session.exchanges()] == ["urn:tweetarchive:input:aa"]
    assert Session.open(recorded(tmp_path, name="b.warc.gz")).input is None


def test_a_flushed_file_is_read_under_its_open_name_and_bodies_survive_the_renaming(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_exchange(wire(b"words"))
    warc.sync()
    session = Session.open(warc.path, name=warc.name)
    exchange = session.fetch(ask())
    warc.finish()
    assert exchange.record is not None
    assert (session.file, exchange.record.file, exchange.body.read()) == (NAME, NAME, b"words")


# ── revisits ────────────────────────────────────────────────────────────────

LATER = "20261123143105-news.example-b.warc.gz"


def pointing(archives: Path, *, original: bytes = JPEG) -> Path:
    """A second session whose photo points at the one in the first session."""
    first = writer(archives)
    ref = first.write_exchange(photo(body=original))
    add_to_index(archives, first.finish())
    key = dedupe_key(photo())
    assert key is not None
    later = writer(archives, LATER)
    again = photo(at=AT + timedelta(days=1))
    later.write_exchange(again, revisit_of=Original(ref, PHOTO, AT, key))
    return later.finish()


@pytest.mark.parametrize("indexed", [True, False])
def test_a_revisit_has_the_bytes_of_its_original_and_is_named_as_itself(tmp_path: Path, indexed: bool) -> None:
    path = pointing(tmp_path)
    if not indexed:
        (tmp_path / "collections/tweets/indexes/index.cdxj").unlink()
    session = Session.open(path)
    exchange = session.fetch(ask(PHOTO))
    assert exchange.body.read() == JPEG
    assert exchange.record is not None
    assert exchange.record.file == LATER
    assert exchange.at == AT + timedelta(days=1)
    assert session.problems == ()


@pytest.mark.parametrize("what", ["missing", "with other bytes", "damaged"])
def test_a_revisit_without_its_original_has_no_digest_and_is_a_problem(tmp_path: Path, what: str) -> None:
    path = pointing(tmp_path, original=JPEG + b"!" if what == "with other bytes" else JPEG)
    first = warc_folder(tmp_path) / NAME
    if what == "missing":
        first.unlink()
    elif what == "damaged":
        first.write_bytes(first.read_bytes().replace(JPEG, JPEG[::-1]))
    session = Session.open(path)
    exchange = session.fetch(ask(PHOTO))
    assert (exchange.status, exchange.body.size, exchange.body.sha256) == (200, None, None)
    assert [problem.what for problem in session.problems] == ["record"]
    with pytest.raises(ArchiveError, match="not at hand"):
        exchange.body.read()


def test_a_revisit_in_the_file_of_its_original_needs_no_other(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    key = dedupe_key(photo())
    assert key is not None
    ref = warc.write_exchange(photo())
    warc.write_exchange(photo("https://pbs.twimg.com/b"), revisit_of=Original(ref, PHOTO, AT, key))
    alone = tmp_path / "alone" / NAME
    alone.parent.mkdir()
    warc.finish().rename(alone)
    assert Session.open(alone).fetch(ask("https://pbs.twimg.com/b")).body.read() == JPEG


# ── damage ──────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished WARC in a folder of its own, without manifest."""
    root = tmp_path_factory.mktemp("sound")
    return recorded(
        root, wire(), photo(body=JPEG[:300]), wire(chunked(b"abc"), headers={"Transfer-Encoding": "chunked"})
    )


def reopen(sound: Path, raw: bytes) -> Session:
    altered = sound.parent.parent / "altered" / NAME
    altered.parent.mkdir(exist_ok=True)
    altered.write_bytes(raw)
    return Session.open(altered)


@settings(max_examples=400, deadline=None)
@given(draw=st.data())
def test_any_altered_byte_is_found_gzip_headers_included(sound: Path, draw: st.DataObject) -> None:
    raw = bytearray(sound.read_bytes())
    raw[draw.draw(st.integers(0, len(raw) - 1))] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(DamagedArchive, match=NAME):
        reopen(sound, bytes(raw))


def test_a_file_cut_at_any_byte_is_found(sound: Path) -> None:
    raw = sound.read_bytes()
    for end in range(len(raw)):
        with pytest.raises(DamagedArchive, match=NAME):
            reopen(sound, raw[:end])


@pytest.mark.parametrize(
    "tail",
    [
        b"\0",
        b"\r\n",
        b"50 stray bytes",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n", mtime=0),
    ],
    ids=["NUL", "line", "text", "empty member", "record"],
)
def test_bytes_behind_the_end_are_found(sound: Path, tail: bytes) -> None:
    with pytest.raises(DamagedArchive, match=NAME):
        reopen(sound, sound.read_bytes() + tail)


def members(raw: bytes) -> list[bytes]:
    starts = [0, *(entry for entry in range(1, len(raw)) if raw.startswith(b"\x1f\x8b\x08\0\0\0\0\0\0\xff", entry))]
    return [raw[start:end] for start, end in zip(starts, [*starts[1:], len(raw)], strict=True)]


@pytest.mark.parametrize(
    "change",
    [
        lambda one: [*one[:2], *one[3:]],
        lambda one: one[:-1],
        lambda one: [*one[:2], one[1], *one[2:]],
        lambda one: [one[0], one[3], one[2], one[1], *one[4:]],
        lambda one: [*one[:1], *one[-1:]],
    ],
    ids=["missing", "without end", "doubled", "swapped", "emptied"],
)
def test_a_missing_doubled_or_swapped_record_is_found(
    sound: Path, change: Callable[[Sequence[bytes]], Sequence[bytes]]
) -> None:
    pieces = members(sound.read_bytes())
    assert len(pieces) == 8
    with pytest.raises(DamagedArchive, match=NAME):
        reopen(sound, b"".join(change(pieces)))


def test_the_place_of_the_damage_is_named(tmp_path: Path) -> None:
    path = recorded(tmp_path, wire(), photo())
    exchange = list(Session.open(path).exchanges())[1]
    assert exchange.record is not None
    path.write_bytes(path.read_bytes().replace(JPEG, JPEG[::-1]))
    with pytest.raises(DamagedArchive, match=f"{NAME}: damaged at byte {exchange.record.offset}") as caught:
        Session.open(path)
    assert (caught.value.file, caught.value.offset) == (NAME, exchange.record.offset)


def test_a_file_replaced_by_another_whole_one_is_told_by_the_manifest(tmp_path: Path) -> None:
    path = recorded(tmp_path, wire(b"evidence"))
    add_to_manifest(tmp_path, path)
    path.unlink()
    recorded(tmp_path, wire(b"forgery"))
    with pytest.raises(DamagedArchive, match="manifest"):
        Session.open(path)
    with pytest.raises(DamagedArchive, match="manifest"):
        list(open_sessions(tmp_path))


def test_our_records_unpacked_by_someone_are_still_ours_and_all_there(sound: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(sound.read_bytes()))
    assert len(list(Session.open(plain).exchanges())) == 3
    pieces = [gzip.decompress(piece) for piece in members(sound.read_bytes())]
    plain.write_bytes(b"".join([*pieces[:3], *pieces[5:]]))
    with pytest.raises(DamagedArchive, match="records"):
        Session.open(plain)


# ── other people's archives ─────────────────────────────────────────────────


def foreign(*, packed: bool = True, digests: bool = True) -> bytes:
    """As warcio writes it: a page, a metadata record, a page that was unpacked under its old head."""
    out = io.BytesIO()
    warc = WARCWriter(out, gzip=packed)
    warc.write_record(warc.create_warcinfo_record("theirs.warc.gz", {"software": "somebody/1.0", "robots": "obey"}))
    for path, body, headers in (
        ("/a", b"<p>a</p>", [("Content-Type", "text/html")]),
        ("/b", b"<p>plain</p>", [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]),
        ("/c", chunked(gzip.compress(b"<p>c</p>")), [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]),
    ):
        head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        record = warc.create_warc_record(
            f"http://theirs.example{path}", "response", io.BytesIO(body), len(body), http_headers=head
        )
        if not digests:
            record.rec_headers.remove_header("WARC-Payload-Digest")
            warc.ensure_digest = lambda *_, **__: None
        warc.write_record(record)
    warc.write_record(warc.create_warc_record("http://theirs.example/a", "metadata", io.BytesIO(b"via: hand\r\n"), 11))
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        foreign(),
        foreign(packed=False),
        gzip.compress(foreign(packed=False), mtime=0),
        foreign(digests=False),
        foreign(packed=False).replace(
            b"WARC-Target-URI: http://theirs.example/a", b"WARC-Target-URI: <http://theirs.example/a>"
        ),
    ],
    ids=["warcio", "not compressed", "one big gzip", "no digests", "angle brackets, as wget writes"],
)
def test_other_peoples_archives_are_read(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(raw)
    session = Session.open(path)
    assert (session.ours, session.source, session.input, session.problems) == (False, None, None, ())
    pages = [(exchange.request.url, exchange.body.read()) for exchange in session.exchanges()]
    assert pages == [
        ("http://theirs.example/a", b"<p>a</p>"),
        ("http://theirs.example/b", b"<p>plain</p>"),
        ("http://theirs.example/c", b"<p>c</p>"),
    ]
    assert session.fetch(ask("http://theirs.example/a")).body.read() == b"<p>a</p>"


@pytest.mark.parametrize("packed", [True, False])
def test_an_altered_body_in_their_archive_is_found(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "theirs.warc"
    raw = foreign(packed=packed)
    path.write_bytes(raw.replace(b"<p>a</p>", b"<p>A</p>") if not packed else raw[:700] + b"\0" + raw[701:])
    with pytest.raises(DamagedArchive, match=r"theirs\.warc"):
        Session.open(path)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "holds no record"),
        (b"<!doctype html><p>hello", "is not a WARC"),
        (gzip.compress(b"hello", mtime=0), "is not a WARC"),
        (b"\x28\xb5\x2f\xfd whatever", "zstd -d"),
        (b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", "does not state its length"),
        (b"WARC/1.1\r\nContent-Length: 9\r\n\r\n12345", "shorter than it states"),
    ],
)
def test_what_is_no_warc_says_why(tmp_path: Path, raw: bytes, says: str) -> None:
    path = tmp_path / "odd.warc.gz"
    path.write_bytes(raw)
    with pytest.raises(ArchiveError, match=says):
        list(open_sessions(path))


# ── folders and WACZ ────────────────────────────────────────────────────────


def test_a_folder_is_read_in_order_of_name_and_unfinished_files_are_skipped(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recorded(tmp_path, name="20260102000000-b.warc.gz")
    recorded(tmp_path, name="20260101000000-a.warc.gz")
    writer(tmp_path, "20260103000000-c.warc.gz").sync()
    (warc_folder(tmp_path) / "20260104000000-d.warc.gz.put-aside").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        for place in (tmp_path, warc_folder(tmp_path), warc_folder(tmp_path).parent):
            files = [session.file for session in open_sessions(place)]
            assert files == ["20260101000000-a.warc.gz", "20260102000000-b.warc.gz"]
    assert "20260103000000-c.warc.gz.open: skipped" in caplog.text
    assert "20260104000000-d.warc.gz.put-aside: skipped" in caplog.text


def test_a_damaged_file_in_a_folder_does_not_hide_the_next(tmp_path: Path) -> None:
    bad = recorded(tmp_path, name="1.warc.gz")
    bad.write_bytes(bad.read_bytes()[:-1])
    recorded(tmp_path, name="2.warc.gz")
    sessions = open_sessions(tmp_path)
    with pytest.raises(DamagedArchive):
        next(sessions)
    assert next(sessions).file == "2.warc.gz"


def test_what_is_not_there_and_what_holds_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_sessions(tmp_path / "none")
    with pytest.raises(InputError, match="holds no WARC"):
        open_sessions(tmp_path)
    with pytest.raises(ArchiveError, match="never finished"):
        open_sessions(writer(tmp_path).path)


def wacz(path: Path, members: dict[str, bytes], *, deflated: bool = False) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


@pytest.mark.parametrize("deflated", [False, True])
def test_a_wacz_is_its_warcs(tmp_path: Path, deflated: bool) -> None:
    later = pointing(tmp_path)
    first = (warc_folder(tmp_path) / NAME).read_bytes()
    held = {f"archive/{LATER}": later.read_bytes(), "pages/pages.jsonl": b"{}", f"archive/{NAME}": first}
    package = wacz(tmp_path / "handed-over.wacz", held, deflated=deflated)
    one, two = open_sessions(package)
    assert (one.file, two.file) == (f"archive/{NAME}", f"archive/{LATER}")
    assert two.fetch(ask(PHOTO)).body.read() == JPEG
    assert two.ours
    assert two.problems == ()


def test_a_warc_that_is_not_the_one_its_wacz_states_is_found(tmp_path: Path) -> None:
    name = f"archive/{NAME}"
    stated = {"resources": [{"path": name, "hash": "sha256:" + "0" * 64}]}
    held = {name: recorded(tmp_path).read_bytes(), "datapackage.json": json.dumps(stated).encode()}
    with pytest.raises(DamagedArchive):
        list(open_sessions(wacz(tmp_path / "a.wacz", held)))


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"archive/../../evil.warc.gz": b""}, "leads out of it"),
        ({"/archive/evil.warc.gz": b""}, "leads out of it"),
        ({"archive/bomb.warc": bytes(1 << 24)}, "zip bombs"),
    ],
)
def test_a_wacz_that_would_do_harm_is_refused_with_a_reason(
    tmp_path: Path, members: dict[str, bytes], says: str
) -> None:
    with pytest.raises(DamagedArchive, match=says):
        list(open_sessions(wacz(tmp_path / "evil.wacz", members, deflated=True)))


def test_a_cut_wacz_is_damaged(tmp_path: Path) -> None:
    package = wacz(tmp_path / "cut.wacz", {f"archive/{NAME}": recorded(tmp_path).read_bytes()})
    package.write_bytes(package.read_bytes()[:-9])
    with pytest.raises(DamagedArchive, match="zip cannot be read"):
        list(open_sessions(package))
