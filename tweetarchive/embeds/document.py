"""What was handed in: bytes to characters, and which kind of document it is."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from dataclasses import dataclass
from email.message import Message
from enum import Enum, auto

from tweetarchive.model.errors import InputError


class Kind(Enum):
    HTML = auto()
    TEXT = auto()
    """Plain text and Markdown without mark-up of HTML."""
    MARKDOWN = auto()
    """Markdown (or any text) with HTML between its lines."""
    JSON = auto()
    SCRIPT = auto()
    """JavaScript or TypeScript source: fixtures and components of a CMS."""


@dataclass(frozen=True, slots=True)
class Document:
    kind: Kind
    text: str


_MAGIC = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a RIFF file (WebP, WAV or AVI)",
    b"PK\x03\x04": "a zip file (or WACZ, DOCX, EPUB)",
    b"\x1f\x8b": "a gzip file (a WARC? then use `verify` or `scan`)",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a SQLite file",
    b"WARC/1": "a WARC (use `verify` or `scan`)",
}
_NO_ARTICLE = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|octet-stream|gzip|warc)", re.I)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,500}?charset\s{0,20}=\s{0,20}["']?\s{0,20}([\w.:-]{1,40})""", re.I)
_META_WINDOW = 4096  # bytes; WHATWG's prescan reads 1024, real pages put long comments before the meta
_LABELS = {  # WHATWG Encoding Standard §4.2: labels that mean another encoding than their name says in Python
    "iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "iso8859-1": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "sjis": "cp932", "shift-jis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SNIFFED = 1024  # bytes looked at for binary content
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|article|section|main|div|p|span|blockquote|figure|iframe|amp-[a-z]+|a|br|img|"
    r"h[1-6]|ul|ol|table|center|script|textarea|template|noscript|meta|title)(?:[\s/>]|$)",
    re.I,
)
_SCRIPT_LINE = re.compile(
    r"\A\s*(?:/\*.{0,2000}?\*/\s*|//[^\n]*\n\s*|['\"]use \w+['\"];?\s*)*"
    r"(?:import\s[^\n]{0,500}?['\"]|import\s*\{|export\s+(?:default|const|function|type|interface)\b|"
    r"(?:const|let|var)\s+[\w{\[]|module\.exports\b|(?:window|self)\.\w|(?:async\s+)?function\s*\w*\s*\(|\w+\s*=\s*['\"`{\[])",
    re.S,
)


def read_document(document: str | bytes, *, content_type: str | None = None) -> Document:
    """Decode and tell apart.

    Args:
        content_type: the full value of the HTTP header, for its charset and its media type.
    Raises:
        InputError: bytes that are no text at all (a picture, a PDF, an archive).
    """
    media_type = (content_type or "").split(";")[0].strip().lower()
    if media_type != "application/octet-stream" and _NO_ARTICLE.match(media_type):
        raise InputError(f"not an article: the server calls it {media_type}")
    text = document if isinstance(document, str) else _decode(document, content_type)
    text = text.removeprefix("\ufeff")
    return Document(_kind(text, media_type), text)


def _decode(document: bytes, content_type: str | None) -> str:
    """Characters by BOM, then HTTP, then valid UTF-8, then <meta>, then likelihood.

    Valid UTF-8 with non-ASCII letters goes before <meta>: saved pages are often re-encoded under their old <meta>, and
    no other encoding gives valid UTF-8 by chance.
    """
    for magic, what in _MAGIC.items():
        if document.startswith(magic):
            raise InputError(f"not an article but {what}")
    for bom, encoding in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if document.startswith(bom):
            return document[len(bom) :].decode(encoding, "replace")
    head = document[:_SNIFFED]
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 7 and head[at::2].count(0) > len(head) * 0.4 and not head[1 - at :: 2].count(0):
            return document.decode(encoding, "replace")
    if len(head) == _SNIFFED and len(_CONTROL.findall(head)) > _SNIFFED * 0.1:
        raise InputError("not an article: binary content")
    declared = Message()
    declared["content-type"] = content_type or ""
    stated = _codec(str(declared.get_param("charset", "") or ""))
    if stated:
        return document.decode(stated, "replace")
    meta = _META_CHARSET.search(document, 0, _META_WINDOW)
    named = _codec(meta[1].decode("ascii", "replace")) if meta else None
    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if not (text.isascii() and named and named.startswith("iso2022")):
            return text
    if named is None or named.startswith(
        "utf-16"
    ):  # a <meta> that was read as ASCII cannot be UTF-16: WHATWG §13.2.3.2
        named = "utf-8" if _nearly_utf8(document) else _likeliest(document)
    return document.decode(named, "replace")


def _codec(label: str) -> str | None:
    label = label.strip("\"' ").lower()
    try:
        return lookup(_LABELS.get(label, label)).name if label else None
    except LookupError:
        return None


def _nearly_utf8(document: bytes) -> bool:
    """UTF-8 with a few broken bytes: at most one in a hundred of those that are not ASCII."""
    broken = document.decode("utf-8", "replace").count("\ufffd")
    return broken * 100 <= sum(byte > 0x7F for byte in document[:1_000_000])


def _likeliest(document: bytes) -> str:
    from bs4.dammit import UnicodeDammit  # here: 0.2 s of import that nearly no page needs

    guessed = UnicodeDammit(document[:100_000]).original_encoding
    return (guessed and _codec(guessed)) or "cp1252"


def _kind(text: str, media_type: str) -> Kind:
    start = text[:4096].lstrip()
    if media_type.endswith("json") or (start[:1] in ("{", "[") and _is_json(text)):
        return Kind.JSON
    if start.startswith("<"):
        return Kind.HTML if media_type != "text/plain" or _TAG.search(text) else Kind.TEXT
    if media_type.endswith("javascript") or _SCRIPT_LINE.match(text):
        return Kind.SCRIPT
    return Kind.MARKDOWN if _TAG.search(text) else Kind.TEXT


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return re.match(r'\s*(?:\[\s*)?\{\s*"[^"\n]{0,200}"\s*:', text) is not None  # cut short, or one value a line
    return True
