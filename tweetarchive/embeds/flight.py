"""What React sends of a page in pieces: `self.__next_f.push([1,"5:[\\"$\\",\\"p\\",…]\\n"])`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

PUSHES = "__next_f"
_PUSH = re.compile(r"self\.__next_f\s?(?:=\s?self\.__next_f\s?\|\|\s?\[\]\s?\)?)?\.push\(\s?(?=\[)")
_ROW = re.compile(r"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,6}),|(?=[\[{\"]))|[0-9a-f]{0,8}:?[^\n]*\n?")
"""A row is `hex:JSON` and a newline, or `hex:T`, the length in bytes as hex, a comma and that much text (React 19)."""


def unite_rows(scripts: Sequence[str]) -> list[str]:
    """The scripts, those that push rows of a page replaced by one JSON list of the rows, in order."""
    pushed = [_pieces(script) if PUSHES in script else [] for script in scripts]
    rows = "".join(piece for pieces in pushed for piece in pieces)
    if not rows:
        return list(scripts)
    others = [script for script, pieces in zip(scripts, pushed, strict=True) if not pieces]
    values: list[object] = []
    at = 0
    while at < len(rows) and (match := _ROW.match(rows, at)) is not None and match.end() > at:
        at = match.end()
        if match[2] is not None:
            text = rows[at : at + int(match[2], 16)].encode()[: int(match[2], 16)].decode(errors="ignore")
            values.append(text)
            at += len(text)
        elif match[1] is not None:
            end = rows.find("\n", at)
            end = len(rows) if end < 0 else end
            values.append(_decoded(rows[at:end]))
            at = end + 1
    return [*others, json.dumps(values, ensure_ascii=False)]


def _pieces(script: str) -> list[str]:
    pieces = []
    for match in _PUSH.finditer(script):
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(script, match.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
            pieces.append(value[1])
    return pieces


def _decoded(row: str) -> object:
    try:
        return json.loads(row, strict=False)
    except (ValueError, RecursionError):
        return None
