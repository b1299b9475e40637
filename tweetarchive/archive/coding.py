"""HTTP bodies out of their codings: chunked (RFC 9112 §7.1), gzip, deflate, br (RFC 9110 §8.4.1).

Everything streams: a body is never held whole.
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

ACCEPT_ENCODING = "gzip, deflate"
"""What a recording asks for: only what every Python can undo, so that an archive made here reads the same anywhere."""

BLOCK = 1 << 16  # bytes; 64 KiB pieces keep the interpreter's share small and the memory flat
LARGEST_UNPACKED = 1 << 28  # bytes; five times the 50 MB article of issue 2; beyond it a packed body is a bomb
_LONGEST_LINE = 65536  # bytes of one chunk-size or trailer line; the limit of http.client


class BrokenBodyError(ValueError):
    """The bytes are not what the head says they are."""


class Readable(Protocol):
    """As much of a file as is needed to read it once, from where it stands to its end."""

    def read(self, size: int = -1, /) -> bytes: ...
    def readline(self, size: int = -1, /) -> bytes: ...


def blocks(stream: Readable) -> Iterator[bytes]:
    """The rest of a stream, piece by piece."""
    while block := stream.read(BLOCK):
        yield block


def dechunked(stream: Readable) -> Iterator[bytes]:
    """A chunked body without its frames; trailers are dropped.

    Raises: BrokenBodyError where a frame is no frame, or the last chunk is missing.
    """
    while True:
        line = stream.readline(_LONGEST_LINE)
        try:
            left = int(line.split(b";")[0].strip(), 16)
        except ValueError as error:
            raise BrokenBodyError("a chunk does not start with its size") from error
        if left == 0:
            break
        while left > 0:
            block = stream.read(min(left, BLOCK))
            if not block:
                raise BrokenBodyError("the last chunk is missing")
            left -= len(block)
            yield block
        if stream.readline(2) not in (b"\r\n", b"\n"):
            raise BrokenBodyError("a chunk is longer than its size")
    while line not in (b"\r\n", b"\n", b""):
        line = stream.readline(_LONGEST_LINE)


def decoded(pieces: Iterable[bytes], codings: str | None) -> Iterator[bytes]:
    """A body out of its content codings.

    Args:    codings: the value of Content-Encoding; None where there is none.
    Raises:  BrokenBodyError where the bytes are not in the coding named, the coding is unknown here, or the body
             unpacks to more than LARGEST_UNPACKED.
    """
    names = [name for part in (codings or "").lower().split(",") if (name := part.strip()) not in ("", "identity")]
    undone: Iterable[bytes] = pieces
    for name in reversed(names):  # listed in the order in which they were applied
        match name:
            case "gzip" | "x-gzip":
                undone = _gunzipped(undone)
            case "deflate":
                undone = _inflated(undone)
            case "br":
                undone = _unbrotlied(undone)
            case _:
                raise BrokenBodyError(f"its content coding {name!r} cannot be read here")
    size = 0
    for piece in undone:
        size += len(piece)
        if names and size > LARGEST_UNPACKED:
            raise BrokenBodyError(f"it unpacks to more than {LARGEST_UNPACKED} bytes")
        yield piece


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One or several members; zero bytes and the like after the last one are let pass, as browsers do."""
    member = None
    whole = 0
    for piece in pieces:
        rest = piece
        while rest:
            if member is None:
                if whole and not rest.startswith(b"\x1f"):
                    return
                member = zlib.decompressobj(wbits=31)
            yield from _unpack(member, rest, "gzip")
            rest = member.unused_data
            if member.eof:
                member, whole = None, whole + 1
    if member is not None:
        raise BrokenBodyError("it ends in the middle of its gzip coding")


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """`deflate` is zlib by the RFC and raw deflate on many servers; the first byte tells (RFC 1950 §2.2)."""
    stream = None
    for piece in pieces:
        if stream is None:
            stream = zlib.decompressobj(wbits=15 if piece[0] & 0x0F == 8 else -15)
        yield from _unpack(stream, piece, "deflate")
    if stream is not None and not stream.eof:
        raise BrokenBodyError("it ends in the middle of its deflate coding")


def _unpack(stream: zlib._Decompress, packed: bytes, name: str) -> Iterator[bytes]:
    while packed and not stream.eof:
        try:
            piece = stream.decompress(packed, BLOCK)
        except zlib.error as error:
            raise BrokenBodyError(f"it is not the {name} its head says it is") from error
        packed = stream.unconsumed_tail
        if piece:
            yield piece


def _unbrotlied(pieces: Iterable[bytes]) -> Iterator[bytes]:
    try:
        brotli = importlib.import_module("brotli")  # not a dependency: only other people's archives hold br
    except ImportError as error:
        raise BrokenBodyError("its content coding 'br' needs `pip install brotli`") from error
    stream = brotli.Decompressor()
    unpack = getattr(stream, "process", None) or stream.decompress  # the second of brotlipy, which pywb brings along
    for piece in pieces:
        try:
            yield unpack(piece)
        except brotli.error as error:
            raise BrokenBodyError("it is not the br its head says it is") from error
    try:
        finished = stream.is_finished() if hasattr(stream, "is_finished") else stream.finish() is not None
    except brotli.error:
        finished = False
    if not finished:
        raise BrokenBodyError("it ends in the middle of its br coding")
