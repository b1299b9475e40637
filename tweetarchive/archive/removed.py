"""Tweets that were removed from an archive at a request: what its WARCs say of it, and the books after them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

FORGOTTEN = "forgotten"
"""Our own field of `warcinfo`: JSON, a list of what was removed, when and why."""
FORGOTTEN_URI = "urn:tweetarchive:forgotten:"
"""Begins the address of the record that stands for what was removed."""


_SHOWN = re.compile(rb'(?:"(?:id|id_str|rest_id)"\s*:\s*"?|data-(?:tweet|item)-id=")(\d{1,19})(?!\d)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    status_id: str
    at: str
    """RFC 3339, UTC."""
    reason: str
    """As it was given; empty where none was."""

    def told(self) -> str:
        because = f": {self.reason}" if self.reason else ""
        return f"removed from the archive on {self.at[:10]}, at a request{because}"


def removed_in(settings: Mapping[str, str]) -> tuple[Removed, ...]:
    """What a WARC says was removed from it. Args: settings: our own fields of its `warcinfo`."""
    return tuple(Removed(**one) for one in json.loads(settings.get(FORGOTTEN) or "[]"))


def shown_in(answer: bytes) -> set[str]:
    """The numbers of the tweets that an answer of a source or a copy of a page shows, quoted and answered ones too."""
    return {number.decode() for number in _SHOWN.findall(answer)}


def to_setting(removed: tuple[Removed, ...]) -> dict[str, str]:
    """The field that says so."""
    return {FORGOTTEN: json.dumps([asdict(one) for one in removed], ensure_ascii=False)}
