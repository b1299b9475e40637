"""A list's bytes → its letters: out of any gzip, in whatever encoding, piece by piece and never without bounds."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from itertools import chain

LARGEST_UNPACKED = 250_000_000  # bytes: five times what sitemaps.org allows; beyond it a packed list is a bomb
_PIECE = 1 << 16
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)""")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_UNMARKED_UTF16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


def unpacked(body: bytes, notes: list[str]) -> Iterator[bytes]:
    """Pieces of the list, out of any gzip: several servers pack a packed file again."""
    pieces: Iterator[bytes] = (body[at : at + _PIECE] for at in range(0, len(body), _PIECE))
    for _ in range(3):
        first = next(pieces, b"")
        pieces = chain([first], pieces)
        if not first.startswith(b"\x1f\x8b"):
            break
        pieces = _gunzipped(pieces, notes)
    return pieces


def _gunzipped(pieces: Iterator[bytes], notes: list[str]) -> Iterator[bytes]:
    size = 0
    unpack = zlib.decompressobj(wbits=31)
    left = b""
    try:
        for piece in pieces:
            left += piece
            while left:
                if unpack.eof:
                    if not left.startswith(b"\x1f\x8b"):
                        return  # padding behind the last member
                    unpack = zlib.decompressobj(wbits=31)
                out = unpack.decompress(left, _PIECE)
                left = unpack.unconsumed_tail or unpack.unused_data
                size += len(out)
                if size > LARGEST_UNPACKED:
                    notes.append(f"it unpacks to more than {LARGEST_UNPACKED:,} bytes; the rest is left")
                    return
                if out:
                    yield out
                elif not unpack.eof and not unpack.unconsumed_tail:
                    left = b""
    except zlib.error:
        notes.append("its gzip is damaged; what stands before that was read")
        return
    if not unpack.eof:
        notes.append("its gzip is cut; what stands before that was read")


def encoding_of(first: bytes) -> str:
    for bom, encoding in (*_BOMS, *_UNMARKED_UTF16):
        if first.startswith(bom):
            return encoding
    declared = _DECLARED.search(first[:512])
    name = declared[1].decode() if declared else "utf-8"
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return "utf-8"
    if codec.name.startswith(("utf-16", "utf-32")):
        return "utf-8"  # the declaration itself was read as ASCII
    return "cp1252" if codec.name == "iso8859-1" else codec.name if codec._is_text_encoding else "utf-8"


def decoded(pieces: Iterator[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)
