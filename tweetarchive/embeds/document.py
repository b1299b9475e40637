"""What was handed in: bytes to characters, and which kind of document it is."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup
from dataclasses import dataclass
from email.message import Message
from enum import Enum, auto

from tweetarchive.embeds.encoding import guess_encoding
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
    notes: tuple[str, ...] = ()
    """What a reader of the report should know of how it was read."""
    fault: str | None = None
    """Why JSON cannot be read whole; None for all else."""


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
_BOMS = (
    (BOM_UTF8, "utf-8"), (BOM_UTF32_LE, "utf-32-le"), (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_MARKUP_START = re.compile(rb"\s*<[!?a-z]", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SNIFFED = 1024  # bytes looked at for UTF-16 without a mark
_SNIFFED_FOR_CONTROLS = 65_536  # bytes
_JSON_START = re.compile(r'\s*(?:(?:\[\s*)?\{\s*"[^"\n]{0,200}"\s*:|\[\s*"[^"\n]{0,2000}"\s*,)')
_RENDERED = re.compile(r"<(?:!doctype|html|head|body|p|article|\?xml)[\s/>]", re.I)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|article|section|main|div|p|span|blockquote|figure|iframe|amp-[a-z]+|a|br|img|"
    r"[a-z]{0,20}tweet[a-z]{0,20}|h[1-6]|ul|ol|table|center|script|textarea|template|noscript|meta|title)(?:[\s/>]|$)",
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
    text, guessed = (document, None) if isinstance(document, str) else _decode(document, content_type)
    text = text.removeprefix("\ufeff")
    kind = _kind(text, media_type)
    notes = (f"the page names no encoding; it was read as {guessed}",) if guessed else ()
    return Document(kind, text, notes, _json_fault(text) if kind is Kind.JSON else None)


def _decode(document: bytes, content_type: str | None) -> tuple[str, str | None]:
    """Characters by BOM, then HTTP, then valid UTF-8, then <meta>, then likelihood; the encoding where it is guessed.

    Valid UTF-8 with non-ASCII letters goes before <meta>: saved pages are often re-encoded under their old <meta>, and
    no other encoding gives valid UTF-8 by chance.
    """
    for magic, what in _MAGIC.items():
        if document.startswith(magic):
            raise InputError(f"not an article but {what}")
    for bom, encoding in _BOMS:
        if document.startswith(bom):
            return document[len(bom) :].decode(encoding, "replace"), None
    head = document[:_SNIFFED]
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 7 and head[at::2].count(0) > len(head) * 0.4 and not head[1 - at :: 2].count(0):
            return document.decode(encoding, "replace"), None
    if _is_binary(document[:_SNIFFED_FOR_CONTROLS]):
        raise InputError("not an article: binary content")
    declared = Message()
    declared["content-type"] = content_type or ""
    stated = _codec(str(declared.get_param("charset", "") or ""))
    if stated:
        return document.decode(stated, "replace"), None
    meta = _META_CHARSET.search(document, 0, _META_WINDOW)
    named = _codec(meta[1].decode("ascii", "replace")) if meta else None
    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if not (text.isascii() and named and named.startswith("iso2022")):
            return text, None
    guessed = None
    if named is None or named.startswith("utf-16"):  # read as ASCII it cannot be UTF-16: WHATWG §13.2.3.2
        named = guessed = "utf-8" if _nearly_utf8(document) else guess_encoding(document)
    return document.decode(named, "replace"), guessed


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


def _is_binary(head: bytes) -> bool:
    """Control characters as no text has them: a NUL anywhere but in mark-up, or more than one in fifty bytes."""
    controls = _CONTROL.findall(head)
    return len(controls) * 50 > len(head) or (b"\x00" in controls and not _MARKUP_START.match(head))


def _kind(text: str, media_type: str) -> Kind:
    start = text[:4096].lstrip()
    if media_type.endswith("json") or (start[:1] in ("{", "[") and _is_json(text)):
        return Kind.JSON
    if start.startswith("<") and not _is_unrendered(text):
        return Kind.HTML if media_type != "text/plain" or _TAG.search(text) else Kind.TEXT
    if media_type.endswith("javascript") or _SCRIPT_LINE.match(text):
        return Kind.SCRIPT
    return Kind.MARKDOWN if _TAG.search(text) else Kind.TEXT


def _is_unrendered(text: str) -> bool:
    """Whether mark-up is what an editor wrote, before its CMS made paragraphs of what blank lines part."""
    return _BLANK_LINE.search(text) is not None and _RENDERED.search(text) is None


def _is_json(text: str) -> bool:
    return _json_fault(text) is None or _JSON_START.match(text) is not None


def _json_fault(text: str) -> str | None:
    """Where JSON breaks off; None where it is whole, has one value a line, or is nested too deep to say."""
    try:
        json.loads(text)
    except RecursionError:
        return None
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(_is_value(line) for line in lines):
            return None
        return str(error)
    return None


def _is_value(line: str) -> bool:
    try:
        json.loads(line)
    except (RecursionError, ValueError):
        return False
    return True
