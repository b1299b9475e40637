"""`application/warc-fields` (WARC 1.1, §10): one `name: value` per line.

Values are escaped as in a JSON string, so that a file name with a newline in it, or with bytes that are no UTF-8,
comes back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

CONTENT_TYPE = "application/warc-fields"


def to_fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)[1:-1]}\r\n" for name, value in pairs)
    return "".join(lines).encode("utf-8", "backslashreplace")  # a lone surrogate becomes its JSON escape


def parse_fields(block: bytes) -> tuple[tuple[str, str], ...]:
    """All lines, in order; other programs' values that are no JSON string stay as they are."""
    return tuple(_pair(line) for line in block.decode("utf-8", "replace").split("\n") if ":" in line)


def _pair(line: str) -> tuple[str, str]:
    name, value = line.rstrip("\r").split(":", 1)
    value = value.removeprefix(" ")
    try:
        return name, str(json.loads(f'"{value}"'))
    except ValueError:
        return name, value
