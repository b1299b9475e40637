"""Lengths of time as they are typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import typer

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_span(text: str | float) -> float:
    """`90`, `30m`, `6h`, `2d`: seconds. Raises: typer.BadParameter."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhdw]?)", str(text).strip(), re.A)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no time; write 90, 30m, 6h or 2d")
    return float(match[1]) * _UNITS[match[2] or "s"]


def parse_day(text: str | datetime) -> datetime:
    """`2026-11-01`, `2026-11-01T06:00Z`, or how long ago: `7d`. Raises: typer.BadParameter."""
    from tweetarchive.nightly.listed import parse_instant

    if isinstance(text, datetime):
        return text
    at = parse_instant(text)
    if at is not None:
        return at
    try:
        return datetime.now(UTC) - timedelta(seconds=parse_span(text))
    except (typer.BadParameter, OverflowError):
        raise typer.BadParameter(f"{text!r} is no day; write 2026-11-01, or 7d for a week ago") from None
