"""The bearer token of the X API: a secret that stands in one header line of requests to X's API, and nowhere else."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

from tweetarchive.model.errors import InputError

API_HOSTS = frozenset({"api.x.com", "api.twitter.com"})

_TOKEN = re.compile(r"[\x21-\x7e]{8,4096}", re.A)  # no blank, no control character: it would break the header
_STARTS = (0, 2, 3)  # base64 characters that bytes standing before the token change, by their number modulo 3


class BearerToken:
    """Handed about without being seen: no text of it, however it is made, holds the token.

    Raises: InputError, which does not hold it either.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        stripped = value.strip()
        if _TOKEN.fullmatch(stripped) is None:
            raise InputError("it is no bearer token: shorter than 8 characters, or with blanks or letters beyond ASCII")
        self._value = stripped

    def __repr__(self) -> str:
        return "BearerToken(…)"

    def header_for(self, url: str) -> str | None:
        """The Authorization line's value; None for whatever is not X's API over TLS on its own port."""
        parts = urlsplit(url)
        if parts.scheme == "https" and parts.hostname in API_HOSTS and parts.port in (None, 443):
            return f"Bearer {self._value}"
        return None

    def stands_in(self, pieces: Iterable[bytes]) -> bool:
        """Whether the token stands in these bytes, one after the other: plain, percent-encoded, in JSON or base64."""
        spellings = self._spellings()
        overlap = max(map(len, spellings)) - 1
        tail = b""
        for piece in pieces:
            window = tail + piece
            if any(spelling in window for spelling in spellings):
                return True
            tail = window[-overlap:]
        return False

    def _spellings(self) -> frozenset[bytes]:
        plain = {self._value, unquote(self._value)}  # X hands its tokens out percent-encoded
        written = {one.encode() for one in plain}
        written |= {spelt.encode() for one in plain for spelt in (quote(one, safe=""), one.replace("/", "\\/"))}
        return frozenset(written | {spelt for one in plain for spelt in _in_base64(one.encode())})


def _in_base64(value: bytes) -> Iterable[bytes]:
    """What of the value shows in base64, wherever in the encoded bytes it stands; both alphabets."""
    for before, start in enumerate(_STARTS):
        end = (before + len(value)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(bytes(before) + value)[start:end]
