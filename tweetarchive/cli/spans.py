"""Lengths of time as they are typed."""

from __future__ import annotations

import re

import typer

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_span(text: str | float) -> float:
    """`90`, `30m`, `6h`, `2d`: seconds. Raises: typer.BadParameter."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhdw]?)", str(text).strip(), re.A)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no time; write 90, 30m, 6h or 2d")
    return float(match[1]) * _UNITS[match[2] or "s"]
