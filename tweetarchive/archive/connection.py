"""urllib3 connections that keep what they send and receive, as on the wire.

No patching: pools are built on these classes, so import order does not matter and other sessions of the process are
untouched. What warcio's capture_http loses, and the design: reference/warc-and-replay.md §4.
"""

from __future__ import annotations

import errno
import http.client
import io
import socket
import tempfile
import time
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

from tweetarchive.archive.guard import public_addresses
from tweetarchive.model.capture import Truncation
from tweetarchive.model.errors import ArchiveError

SPOOL_IN_MEMORY = 1 << 18  # bytes; payloads and most pages stay in memory, media go to disk
READ_AT_ONCE = 1 << 18  # bytes; big reads are the measured gain of performance.md §4
SLOWEST = 1 << 15  # bytes a second; a quarter of a megabit, below which a body is given up as a drip
PATIENCE = 2.0  # timeouts an answer may last beyond what its bytes need at SLOWEST: one to start, one to stall
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # of a file; no socket says so


class _PatientSocket(io.RawIOBase):
    """Reads a socket under two limits: silence (the socket's own timeout) and the time of the whole answer.

    The second is PATIENCE timeouts plus what the bytes so far need at SLOWEST: a server that drips a byte a second
    is given up, a big video over a slow line is not.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._timeout = sock.gettimeout()
        self._started = time.monotonic()
        self.received = 0
        """Bytes so far."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if self._timeout is not None:
            allowed = PATIENCE * self._timeout + self.received / SLOWEST
            left = self._started + allowed - time.monotonic()
            if left <= 0:
                raise TimeoutError("the whole answer takes too long")
            if left < self._timeout:
                self._sock.settimeout(left)
        count = cast("int", self._raw.readinto(buffer))
        self.received += count
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TeeReader(io.BufferedReader):
    """Hands on what it reads to `sink`, framing included."""

    sink: BinaryIO
    taken = 0
    """Bytes handed on; the socket may have received more than were asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return self._keep(super().read(size))

    def read1(self, size: int = -1, /) -> bytes:
        return self._keep(super().read1(size))

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._keep(super().readline(size))

    def _keep(self, piece: bytes) -> bytes:
        self.taken += len(piece)
        self.sink.write(piece)
        return piece


class WireResponse(http.client.HTTPResponse):
    """An answer that keeps its head, and whose body is drained once, as on the wire, under caps."""

    sent: bytes
    """The head of the request it answers."""
    at: datetime
    """When that was sent."""
    tls: str | None
    """`TLSv1.3`, or None for plain HTTP."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._socket = _PatientSocket(self.fp.detach(), sock)
        self._tee = _TeeReader(self._socket)
        self.fp = self._tee
        self._head = io.BytesIO()
        self._tee.sink = self._head

    def _read_status(self) -> tuple[str, int, str]:
        """Skip every interim answer (RFC 9110 §15.2): http.client skips 100 only, and takes a 103 for the answer."""
        while True:
            self._head.seek(0)
            self._head.truncate()
            line = cast("tuple[str, int, str]", super()._read_status())  # type: ignore[misc]
            if not 100 <= line[1] < 200 or line[1] == http.HTTPStatus.SWITCHING_PROTOCOLS:
                return line
            while self.fp.readline(SPOOL_IN_MEMORY) not in (b"\r\n", b"\n", b""):
                pass

    def begin(self) -> None:
        super().begin()
        lengths = {length.strip() for line in self.headers.get_all("Content-Length", ()) for length in line.split(",")}
        if len(lengths) > 1:  # urllib3 would refuse it too, and leave this response open
            raise http.client.HTTPException("two lengths that contradict each other")

    @property
    def head(self) -> bytes:
        """Status line and header lines as received, blank line included."""
        return self._head.getvalue()

    def drain(self, limit: int) -> tuple[BinaryIO, int, Truncation | None]:
        """Read the body to its end, or to `limit` bytes.

        A body that says it is larger is not read at all.
        Returns: the bytes as on the wire in a spool, their number, and why they ended early if they did.
        Raises:  ArchiveError where they cannot be put aside: the disk is full, not the host gone.
        """
        spool = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=SPOOL_IN_MEMORY))  # noqa: SIM115  outlives this
        if self.length is not None and self.length > limit:
            return spool, 0, Truncation.LENGTH
        head_size = self._tee.taken
        self._tee.sink = spool
        truncated = self._read_body(head_size + limit)
        size = self._tee.taken - head_size
        if size > limit:
            spool.truncate(limit)
            size = limit
        spool.seek(0)
        return spool, size, truncated

    def _read_body(self, until: int) -> Truncation | None:
        try:
            while self.read1(READ_AT_ONCE):
                if self._tee.taken > until:
                    return Truncation.LENGTH
        except TimeoutError:
            return Truncation.TIME
        except (http.client.HTTPException, OSError) as error:  # IncompleteRead, a broken chunk, a reset, a TLS alert
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise ArchiveError(
                    f"what is fetched cannot be put aside in {tempfile.gettempdir()}: {error.strerror}; "
                    "make room there, or name another folder in TMPDIR, and run again"
                ) from error
            return Truncation.DISCONNECT
        return Truncation.DISCONNECT if self.length else None

    @property
    def clean(self) -> bool:
        """Whether nothing stands behind the answer that the next one on this connection would be taken from."""
        return self._socket.received == self._tee.taken


class WireConnection(HTTPConnection):
    """A connection that hands its WireResponse what was sent for it."""

    response_class = WireResponse
    guarded = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sent: list[bytes] = []
        self._at = datetime.now(UTC)
        self._past_proxy = False

    @property
    def has_connected_to_proxy(self) -> bool:
        """Whether the proxy did its part. urllib3 forgets it when the connection is closed, and then blames the proxy
        for a host that breaks off inside the tunnel."""
        return self._past_proxy or super().has_connected_to_proxy

    def connect(self) -> None:
        self._past_proxy = False
        super().connect()
        self._past_proxy = self.proxy is not None

    def _tunnel(self) -> None:
        super()._tunnel()
        self._past_proxy = True

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        self._sent = []  # drops what a CONNECT before it left: tunnels are no exchanges
        self._at = datetime.now(UTC)
        super().putrequest(*args, **kwargs)

    def send(self, data: bytes) -> None:  # type: ignore[override]  # requests without a body send bytes only
        self._sent.append(data)
        super().send(data)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3's own
        version = getattr(self.sock, "version", None)
        tls = version() if version is not None and not self.proxy_is_forwarding else None
        response = super().getresponse()
        wire = wire_of(response)
        wire.sent, wire.at, wire.tls = b"".join(self._sent), self._at, tls
        return response

    def _new_conn(self) -> socket.socket:
        """Connect to an address that was looked at: a name that resolves otherwise a moment later gains nothing."""
        if not self.guarded or self.proxy is not None:
            return super()._new_conn()
        addresses = public_addresses(self._dns_host, self.port)
        for position, address in enumerate(addresses, 1):
            try:
                return create_connection((address, self.port), self.timeout, None, self.socket_options)
            except OSError:
                if position == len(addresses):
                    raise
        raise OSError("the name has no address")


class WireTLSConnection(WireConnection, HTTPSConnection):
    pass


class GuardedConnection(WireConnection):
    """Connects to public addresses only."""

    guarded = True


class GuardedTLSConnection(WireTLSConnection):
    guarded = True


class _Pool(HTTPConnectionPool):
    ConnectionCls = WireConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = WireTLSConnection


class _GuardedPool(HTTPConnectionPool):
    ConnectionCls = GuardedConnection


class _GuardedTLSPool(HTTPSConnectionPool):
    ConnectionCls = GuardedTLSConnection


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _TLSPool}
GUARDED_POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _GuardedPool, "https": _GuardedTLSPool}


def wire_of(response: HTTPResponse) -> WireResponse:
    """Our own response below urllib3's; requests finds its cookies by the same attribute."""
    return cast("WireResponse", response._original_response)
