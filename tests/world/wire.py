"""What is asked of the world and what it answers, as on the wire."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import SplitResult, parse_qsl, urlsplit

GZIP_LEAST = 512  # bytes; servers leave smaller bodies as they are


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it reached the world."""

    at: float
    """When its head was read: `time.monotonic()` seconds."""
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    parts: SplitResult = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", urlsplit(self.url))

    @property
    def host(self) -> str:
        return self.parts.hostname or ""

    @property
    def path(self) -> str:
        return self.parts.path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.parts.query, keep_blank_values=True))

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, header lines beside the framing ones, and a body."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    chunked: bool = False

    @classmethod
    def text(cls, body: str, content_type: str = "text/html; charset=utf-8", status: int = 200) -> Answer:
        return cls(status, (("Content-Type", content_type),), body.encode())

    @classmethod
    def redirect(cls, location: str, status: int = 301) -> Answer:
        return cls(status, (("Location", location),))

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def with_headers(self, **headers: str) -> Answer:
        """The same, these headers set: `Content_Type="…"`."""
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        names = {name.lower() for name in changed}
        kept = tuple(line for line in self.headers if line[0].lower() not in names)
        return replace(self, headers=kept + tuple(changed.items()))

    def packed_for(self, asked: Asked) -> Answer:
        """Gzipped, where the asker takes it and it is words: as nearly every server answers."""
        words = (self.header("Content-Type") or "").startswith(("text/", "application/json", "application/xml"))
        if not (words and len(self.body) >= GZIP_LEAST and "gzip" in (asked.header("Accept-Encoding") or "")):
            return self
        if self.header("Content-Encoding"):
            return self
        packed = replace(self, body=gzip.compress(self.body, 6, mtime=0))
        return packed.with_headers(Content_Encoding="gzip", Vary="Accept-Encoding")

    def head(self) -> bytes:
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Unknown"
        framing = ("Transfer-Encoding", "chunked") if self.chunked else ("Content-Length", str(len(self.body)))
        lines = [f"HTTP/1.1 {self.status} {phrase}"]
        lines += [f"{name}: {value}" for name, value in (*self.headers, framing)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def framed_body(self) -> bytes:
        """The body as on the wire; chunked ones in two chunks at least."""
        if not self.chunked:
            return self.body
        half = len(self.body) // 2 + 1
        pieces = [piece for piece in (self.body[:half], self.body[half:]) if piece]
        return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which requests are meant.

    Scheme, host and path are equal (a path that ends in `*` is a beginning), and every query parameter that the
    pattern names is there: `https://cdn.syndication.twimg.com/tweet-result?id=20` means it with any token.
    """

    scheme: str
    host: str
    path: str
    query: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, url: str) -> Pattern:
        parts = urlsplit(url)
        query = frozenset(parse_qsl(parts.query, keep_blank_values=True))
        return cls(parts.scheme, parts.hostname or "", parts.path or "/", query)

    def matches(self, asked: Asked) -> bool:
        if (asked.parts.scheme, asked.host) != (self.scheme, self.host):
            return False
        path = asked.path or "/"
        if not (path.startswith(self.path[:-1]) if self.path.endswith("*") else path == self.path):
            return False
        return self.query <= set(parse_qsl(asked.parts.query, keep_blank_values=True))
