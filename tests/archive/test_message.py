from __future__ import annotations

import gzip
import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.recordings import JPEG, chunked, photo, wire
from tweetarchive.archive import coding
from tweetarchive.archive.message import dedupe_key, parse_head, read_exchange, without_secrets
from tweetarchive.model.capture import Truncation
from tweetarchive.model.errors import Failure, Unreachable


def test_an_answer_is_read_with_its_status_headers_and_body() -> None:
    exchange = read_exchange(wire(b"gone", status="404 Not Found"))
    assert exchange.status == 404
    assert exchange.header("content-type") == "text/html; charset=utf-8"
    assert (exchange.body.size, exchange.body.read()) == (4, b"gone")
    assert exchange.body.sha256 == hashlib.sha256(b"gone").hexdigest()
    assert exchange.record is None


def test_a_body_can_be_read_twice() -> None:
    exchange = read_exchange(wire(b"once"))
    assert exchange.body.read() == exchange.body.read() == b"once"


@given(st.binary(max_size=400), st.integers(1, 50))
def test_a_chunked_gzip_body_comes_out_of_both_codings(body: bytes, size: int) -> None:
    coded = chunked(gzip.compress(body), size)
    exchange = read_exchange(wire(coded, headers={"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}))
    assert exchange.body.read() == body
    assert exchange.body.size == len(body)


@given(st.binary(min_size=1, max_size=400), st.data())
def test_a_chunked_body_cut_anywhere_before_its_last_chunk_is_unreachable(body: bytes, draw: st.DataObject) -> None:
    whole = chunked(body)
    cut = whole[: draw.draw(st.integers(0, len(whole) - len(b"0\r\n\r\n")))]
    with pytest.raises(Unreachable) as caught:
        read_exchange(wire(cut, headers={"Transfer-Encoding": "chunked"}))
    assert caught.value.failure is Failure.NOT_HTTP


@pytest.mark.parametrize("wbits", [15, -15], ids=["zlib, as the RFC says", "raw, as servers do"])
def test_deflate_is_read_in_both_of_its_meanings(wbits: int) -> None:
    packer = zlib.compressobj(wbits=wbits)
    packed = packer.compress(b"tweet " * 90) + packer.flush()
    assert read_exchange(wire(packed, headers={"Content-Encoding": "deflate"})).body.read() == b"tweet " * 90


def test_several_gzip_members_are_one_body() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0"
    assert read_exchange(wire(packed, headers={"Content-Encoding": "gzip"})).body.read() == b"one two"


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (b"not packed", "gzip"),
        (gzip.compress(b"cut short", mtime=0)[:-3], "gzip"),
        (b"not packed", "deflate"),
        (zlib.compress(b"cut short")[:-3], "deflate"),
        (b"?", "compress"),
        (b"not packed", "br"),
    ],
)
def test_a_body_that_is_not_in_its_coding_is_unreachable_and_says_so(body: bytes, codings: str) -> None:
    with pytest.raises(Unreachable, match="the body cannot be read") as caught:
        read_exchange(wire(body, headers={"Content-Encoding": codings}))
    assert caught.value.failure is Failure.NOT_HTTP


def test_a_bomb_is_not_unpacked() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range((coding.LARGEST_UNPACKED >> 20) + 1))
    with pytest.raises(Unreachable, match="unpacks to more than"):
        read_exchange(wire(bomb + packer.flush(), headers={"Content-Encoding": "gzip"}))


@pytest.mark.parametrize(
    ("truncated", "failure"),
    [
        (Truncation.LENGTH, Failure.TOO_LARGE),
        (Truncation.TIME, Failure.TIMEOUT),
        (Truncation.DISCONNECT, Failure.CUT_BODY),
        (Truncation.UNSPECIFIED, Failure.CUT_BODY),
    ],
)
def test_a_cut_answer_is_unreachable(truncated: Truncation, failure: Failure) -> None:
    with pytest.raises(Unreachable, match="after 12 bytes") as caught:
        read_exchange(wire(b"<p>Hello</p>", truncated=truncated))
    assert caught.value.failure is failure


def test_a_header_is_utf8_where_it_can_be_and_latin1_else() -> None:
    head = parse_head("HTTP/1.1 302 Found\r\nLocation: /سوريا\r\n".encode() + b"X-Name: caf\xe9\r\n  au lait\r\n\r\n")
    assert head is not None
    assert head.headers == (("Location", "/سوريا"), ("X-Name", "café au lait"))


def test_what_has_no_status_line_is_no_http() -> None:
    assert parse_head(b"SSH-2.0-OpenSSH_9.6\r\n") is None


def test_secrets_are_left_out_of_a_head_and_nothing_else_is_touched() -> None:
    head = (
        b"GET / HTTP/1.1\r\nhost:  x.com\r\nCOOKIE: a=1\r\n ; b=2\r\nAuthorization : Bearer T\r\nX-Cookie: kept\r\n\r\n"
    )
    assert without_secrets(head) == b"GET / HTTP/1.1\r\nhost:  x.com\r\nX-Cookie: kept\r\n\r\n"


def test_only_whole_plain_media_have_a_key_for_deduplication() -> None:
    assert dedupe_key(photo()) == dedupe_key(photo(url="https://pbs.twimg.com/other"))
    assert dedupe_key(photo(body=JPEG + b"!")) != dedupe_key(photo())
    assert dedupe_key(wire(JPEG)) is None
    assert dedupe_key(wire(JPEG, headers={"Content-Type": "image/jpeg", "Transfer-Encoding": "chunked"})) is None
    assert dedupe_key(wire(JPEG, headers={"Content-Type": "image/jpeg"}, status="404 Not Found")) is None
    assert dedupe_key(wire(JPEG, headers={"Content-Type": "image/jpeg"}, truncated=Truncation.TIME)) is None
