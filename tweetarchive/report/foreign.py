"""Text that is not ours, made safe to show on a terminal.

A page, a tweet or a file name may hold escape sequences (a terminal obeys them), bidirectional overrides (a reader
sees other words than were written) and right-to-left words (which pull the punctuation around them along).
"""

from __future__ import annotations

import re
import unicodedata

from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_EMBEDDING = re.compile("[\u202a\u202b\u202c\u2066-\u2069]")
_UNSEEN = re.compile(r"[^\S \n]|[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_LEFT_TO_RIGHT_ISOLATE, _RIGHT_TO_LEFT_ISOLATE, _POP_ISOLATE = "\u2066", "\u2067", "\u2069"


def neutral(text: str, *, reveal: bool = False) -> str:
    """The text without any character that a terminal obeys; line feeds stay.

    Controls are shown as their pictures (ESC as U+241B), bidirectional overrides as their number. Embeddings and
    isolates, which X itself puts around handles in right-to-left tweets, are left out: `isolate` does their work
    line by line. Lone surrogates, which no encoding can write, become U+FFFD.

    Args: reveal: show blanks and invisible characters by their numbers too, where they are what differs.
    """
    text = text.replace("\r\n", "\n")
    if reveal:
        text = _EMBEDDING.sub(_numbered, _UNSEEN.sub(_numbered, text))
    text = _OVERRIDE.sub(_numbered, _CONTROL.sub(_pictured, text))
    return _EMBEDDING.sub("", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def one_line(text: str) -> str:
    """`neutral`, and all white space runs a single blank: for titles, names and addresses."""
    return " ".join(neutral(text).split())


def is_right_to_left(text: str) -> bool | None:
    """Whether the first strong character reads from right to left (UAX 9, P2); None where no character does at all."""
    classes = [unicodedata.bidirectional(character) for character in text]
    if not any(one in ("R", "AL", "AN") for one in classes):
        return None
    return next(one for one in (*classes, "R") if one in ("L", "R", "AL")) != "L"


def isolate(line: Text, right_to_left: bool | None) -> Text:
    """The line in an isolate of the direction of the text it belongs to, so that it moves nothing around it.

    Args: right_to_left: of the whole text, by `is_right_to_left`; None leaves the line as it is.
    """
    if right_to_left is None:
        return line
    opening = _RIGHT_TO_LEFT_ISOLATE if right_to_left else _LEFT_TO_RIGHT_ISOLATE
    return Text.assemble(opening, line, _POP_ISOLATE)


def foreign(text: str, style: str = "") -> Text:
    """A name, title or address of somebody else, ready to stand in a line of ours."""
    line = one_line(text)
    return isolate(Text(line, style=style), is_right_to_left(line))


def _pictured(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _numbered(match)


def _numbered(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
