"""What goes wrong on the way: one small class per fault.

A fault changes what is answered (`change`), or how it is sent (`deliver`). Nothing here sleeps: whatever waits, waits
on the world's own end, so that closing the world ends every wait at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from tests.world.wire import Answer, Asked


class Line(Protocol):
    """The open connection, as a fault sees it."""

    def send(self, piece: bytes) -> None: ...
    def hang_up(self) -> None: ...
    def reset(self) -> None: ...
    def wait(self, seconds: float | None) -> None: ...


class Fault:
    """No fault: the answer as it is, sent as it is."""

    def change(self, asked: Asked, answer: Answer) -> Answer:
        return answer

    def deliver(self, answer: Answer, line: Line) -> None:
        line.send(answer.head() + answer.framed_body())


@dataclass(frozen=True, slots=True)
class Refuse(Fault):
    """The proxy cannot reach the host; for https:// it refuses the CONNECT (of the whole host)."""


@dataclass(frozen=True, slots=True)
class BadCertificate(Fault):
    """Of the whole host: a certificate nobody vouches for, of another name, or out of date."""

    kind: str = "unknown_authority"
    """unknown_authority · other_name · expired"""


@dataclass(frozen=True, slots=True)
class Reset(Fault):
    """The connection is reset before the first byte, or after so many."""

    after: int = 0

    def deliver(self, answer: Answer, line: Line) -> None:
        line.send((answer.head() + answer.framed_body())[: self.after])
        line.reset()


@dataclass(frozen=True, slots=True)
class Cut(Fault):
    """The connection ends in order after `body_bytes` of the body, whatever the head promised."""

    body_bytes: int

    def deliver(self, answer: Answer, line: Line) -> None:
        line.send(answer.head() + answer.framed_body()[: self.body_bytes])
        line.hang_up()


@dataclass(frozen=True, slots=True)
class Stall(Fault):
    """After so many bytes of the body nothing more comes, and the connection stays open."""

    body_bytes: int = 0

    def deliver(self, answer: Answer, line: Line) -> None:
        line.send(answer.head() + answer.framed_body()[: self.body_bytes])
        line.wait(None)


@dataclass(frozen=True, slots=True)
class Drip(Fault):
    """The body comes byte by byte."""

    seconds_per_byte: float

    def deliver(self, answer: Answer, line: Line) -> None:
        line.send(answer.head())
        for byte in answer.framed_body():
            line.wait(self.seconds_per_byte)
            line.send(bytes([byte]))


@dataclass(frozen=True, slots=True)
class Delay(Fault):
    """The answer comes whole, and late."""

    seconds: float

    def deliver(self, answer: Answer, line: Line) -> None:
        line.wait(self.seconds)
        Fault.deliver(self, answer, line)


@dataclass(frozen=True, slots=True)
class EarlyHints(Fault):
    """A `103 Early Hints` comes before the answer."""

    def deliver(self, answer: Answer, line: Line) -> None:
        line.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
        Fault.deliver(self, answer, line)


@dataclass(frozen=True, slots=True)
class NotHttp(Fault):
    """Something answers that speaks no HTTP."""

    def deliver(self, answer: Answer, line: Line) -> None:
        line.send(b"SSH-2.0-OpenSSH_9.6\r\n")
        line.hang_up()


@dataclass(frozen=True, slots=True)
class RateLimited(Fault):
    """429 as X words it; `retry_after` as in the header: seconds or an HTTP date; None: no header."""

    retry_after: float | str | None = None

    def change(self, asked: Asked, answer: Answer) -> Answer:
        limited = Answer.text("Rate limit exceeded\n", "text/plain; charset=utf-8", 429)
        return limited if self.retry_after is None else limited.with_headers(Retry_After=str(self.retry_after))


@dataclass(frozen=True, slots=True)
class ServerError(Fault):
    """The host is there, and not well."""

    status: int = 503

    def change(self, asked: Asked, answer: Answer) -> Answer:
        return Answer.text("<html><body><h1>Over capacity</h1></body></html>", status=self.status)


@dataclass(frozen=True, slots=True)
class WrongType(Fault):
    """The right body under a wrong Content-Type."""

    content_type: str = "application/octet-stream"

    def change(self, asked: Asked, answer: Answer) -> Answer:
        return answer.with_headers(Content_Type=self.content_type)


@dataclass(frozen=True, slots=True)
class BadGzip(Fault):
    """A body that is not in the coding its head names."""

    def change(self, asked: Asked, answer: Answer) -> Answer:
        return replace(answer, body=b"\x1f\x8b no gzip at all").with_headers(Content_Encoding="gzip")


@dataclass(frozen=True, slots=True)
class RedirectLoop(Fault):
    """302 to itself."""

    def change(self, asked: Asked, answer: Answer) -> Answer:
        return Answer.redirect(asked.url, 302)
