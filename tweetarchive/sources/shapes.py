"""Taking typed values out of foreign JSON: what has another shape than promised is not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

from tweetarchive.model.tweet import StatusId

Table = Mapping[str, Any]

LARGEST_EXACT_NUMBER = 2**53  # beyond, JavaScript rounds a number; its decimal form then ends in 0

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RUBY_TIME = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})", re.A)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MEMENTO_PREFIX = re.compile(r"https?://web\.archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/", re.I)


def table(value: object) -> Table:
    """The object, or an empty one."""
    return value if isinstance(value, Mapping) else {}


def tables(value: object) -> tuple[Table, ...]:
    """The objects of a list."""
    return tuple(one for one in value if isinstance(one, Mapping)) if isinstance(value, (list, tuple)) else ()


def text(value: object) -> str | None:
    """The string; halves of surrogate pairs, which no file can hold, become U+FFFD (lengths stay)."""
    return _LONE_SURROGATE.sub("�", value) if isinstance(value, str) else None


def word(value: object) -> str | None:
    """The string without outer blanks; None where nothing is left."""
    return (text(value) or "").strip() or None


def whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def address(value: object) -> str | None:
    """An http(s) address; the prefix a web archive wrote before it is taken off."""
    found = _MEMENTO_PREFIX.sub("", word(value) or "", count=1)
    try:
        parts = urlsplit(found)
    except ValueError:  # http://[
        return None
    return found if parts.scheme in ("http", "https") and parts.netloc else None


def status_id(*values: object) -> StatusId | None:
    """The first value that is a tweet's number.

    A number beyond 2^53 that ends in 0 may be one that JavaScript rounded (681507091064946700): it is none.
    """
    for value in values:
        number = whole(value)
        if number is not None and (0 < number <= LARGEST_EXACT_NUMBER or (number % 10 and 0 < number < 2**63)):
            return StatusId(str(number))
        try:
            return StatusId(word(value) or "x")
        except ValueError:
            continue
    return None


def number_text(*values: object) -> str | None:
    """The first value that is a number in digits: an account's id."""
    for value in values:
        found = word(value) if not isinstance(value, int) else str(status_id(value) or "")
        if found and found.isascii() and found.isdecimal():
            return found
    return None


def instant(value: object) -> datetime | None:
    """ISO 8601 with a zone, or `Wed Oct 10 20:19:24 +0000 2018`: aware UTC, whole seconds."""
    written = word(value) or ""
    try:
        if (ruby := _RUBY_TIME.fullmatch(written)) is not None:
            month, day, hour, minute, second, sign, zone_hours, zone_minutes, year = ruby.groups()
            zone = timedelta(hours=int(zone_hours), minutes=int(zone_minutes)) * (-1 if sign == "-" else 1)
            moment = datetime(
                int(year),
                _MONTHS.index(month) + 1,
                int(day),
                int(hour),
                int(minute),
                int(second),
                tzinfo=timezone(zone),
            )
        else:
            moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def instant_of_milliseconds(value: object) -> datetime | None:
    """Milliseconds since 1970, as a number or in digits: aware UTC, whole seconds."""
    digits = word(value) if isinstance(value, str) else str(whole(value) or "")
    if not digits or not (digits.isascii() and digits.isdecimal()) or len(digits) > 15:
        return None
    try:
        return datetime.fromtimestamp(int(digits) // 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def clock(number: StatusId) -> datetime | None:
    """The instant in the id, whole seconds."""
    moment = number.created_at
    return moment.replace(microsecond=0) if moment else None
