"""The encoding of a page that names none, guessed from its letters and its declared language."""

from __future__ import annotations

import re
from codecs import lookup

_NO_LETTERS = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>|&#?\w+;", re.S | re.I)
_LINE = re.compile(rb"[\r\n]+")
_DECLARED = re.compile(rb"""<html\b[^>]{0,500}?\blang\s{0,9}=\s{0,9}["']?([a-z]{2,3})""", re.I)
_LONGEST = 20_000  # bytes of letters; more do not change the guess
_SEARCHED = 200_000  # bytes of page
_BY_LANGUAGE = {
    "ar fa ur ckb ps": ("cp1256",),
    "he iw yi": ("cp1255",),
    "el": ("cp1253",),
    "ru uk be bg mk sr kk ky mn": ("cp1251", "koi8_r", "cp1250"),
    "pl cs sk hu sl hr bs ro sq": ("cp1250", "iso8859_2"),
    "tr az ku": ("cp1254",),
    "lt lv et": ("cp1257",),
    "th": ("cp874",),
    "vi": ("cp1258",),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "zh": ("gb18030", "big5hkscs"),
    "de fr es pt it nl sv da nb no fi is ca eu gl ga cy af id ms sw": ("cp1252",),
}
"""Legacy encodings by language, after the fallbacks of HTML §13.2.3.2; English is what themes say unasked."""
_ALL = (
    "cp1252", "cp1251", "cp1256", "cp1255", "cp1253", "cp1250", "cp1254", "cp874", "koi8_r", "gb18030", "big5hkscs",
    "cp932", "euc_jp", "cp949",
)  # fmt: skip
_CENTRAL_EUROPEAN = re.compile(rb"[A-Za-z][\x9a\x9c-\x9f\xb3\xb9\xbe\xbf]")
"""Letters in cp1250 (š ś ť ž ź ł ą ľ ż) that are signs in cp1252, or rare."""


def guess_encoding(document: bytes) -> str:
    """The likeliest Python codec, cp1252 where nothing speaks for another."""
    from charset_normalizer import from_bytes  # here: an import that nearly no page needs

    candidates = _of_language(document[:4096]) or _ALL
    if len(candidates) == 1:
        return candidates[0]
    letters = _letters(document[:_SEARCHED])
    best = from_bytes(letters, cp_isolation=list(candidates), enable_fallback=False).best()
    guessed = lookup(best.encoding).name if best is not None else candidates[0]
    if guessed in ("cp1250", "cp1252") and candidates is _ALL:
        return "cp1250" if len(_CENTRAL_EUROPEAN.findall(letters)) > 1 else "cp1252"
    return guessed


def _of_language(head: bytes) -> tuple[str, ...] | None:
    declared = _DECLARED.search(head)
    language = declared[1].decode("ascii").lower() if declared else ""
    return next((codecs for languages, codecs in _BY_LANGUAGE.items() if language in languages.split()), None)


def _letters(document: bytes) -> bytes:
    """The lines with letters beyond ASCII, each once, without mark-up: ASCII speaks for every encoding."""
    lines = (line.strip() for line in _LINE.split(_NO_LETTERS.sub(b"\n", document)) if not line.isascii())
    return b"\n".join(dict.fromkeys(lines))[:_LONGEST]
