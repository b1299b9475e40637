"""A forward proxy on the loopback that is itself every server behind it.

It ends each CONNECT with a certificate of its own authority and hands every request, plain or out of TLS, to one
function. Threads, not asyncio: TLS of asyncio is Python code and takes the cores from what is measured.
"""

from __future__ import annotations

import contextlib
import functools
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import trustme

from tests.world.faults import BadCertificate, Fault, Refuse
from tests.world.wire import Answer, Asked

LONGEST_HEAD = 65536  # bytes; more is no request of ours
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 seconds: close() sends RST
UNKNOWN_HOST = Answer.text("no such host in the test world\n", "text/plain", 502).with_headers(
    Proxy_Status="world; error=dns_error"
)

Reply = Callable[[Asked], tuple[Answer | None, Fault]]
"""What is answered to a request, None where no host of that name exists, and what goes wrong on the way."""
HostFault = Callable[[str], Fault | None]
"""What is wrong with a host as a whole; None: nothing."""


@functools.cache
def authority() -> trustme.CA:
    """The authority of this process: keys cost more than worlds."""
    return trustme.CA(organization_name="tests.world")


@functools.cache
def _tls(host: str, fault: BadCertificate | None) -> ssl.SSLContext:
    kind = fault.kind if fault else None
    issuer = trustme.CA() if kind == "unknown_authority" else authority()
    name = "somebody-else.example" if kind == "other_name" else host
    expiry = datetime(2020, 1, 1, tzinfo=UTC) if kind == "expired" else None
    start = datetime(2019, 1, 1, tzinfo=UTC) if kind == "expired" else None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(name, not_after=expiry, not_before=start).configure_cert(context)
    return context


class Connection:
    """One client's connection, in the clear or in TLS; the `Line` that faults see."""

    def __init__(self, sock: socket.socket, closing: threading.Event) -> None:
        self._sock = sock
        self._closing = closing
        self._unread = b""
        self.open = True

    def start_tls(self, context: ssl.SSLContext) -> None:
        self._sock = context.wrap_socket(self._sock, server_side=True)

    def read_head(self) -> list[str] | None:
        """The lines of the next request's head; None at the end of the connection."""
        while b"\r\n\r\n" not in self._unread:
            piece = self._sock.recv(LONGEST_HEAD)
            if not piece or len(self._unread) > LONGEST_HEAD:
                return None
            self._unread += piece
        head, self._unread = self._unread.split(b"\r\n\r\n", 1)
        return head.decode("latin-1").split("\r\n")

    def send(self, piece: bytes) -> None:
        self._sock.sendall(piece)

    def hang_up(self) -> None:
        self.open = False

    def reset(self) -> None:
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self.open = False

    def wait(self, seconds: float | None) -> None:
        if self._closing.wait(seconds):
            self.open = False

    def shut(self) -> None:
        """End it from another thread: whoever reads or writes here wakes up."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._sock.close()


class Proxy:
    """Listens from `start` to `close`; every connection has its thread."""

    def __init__(self, reply: Reply, host_fault: HostFault, latency: float) -> None:
        self._reply = reply
        self._host_fault = host_fault
        self._latency = latency
        self._closing = threading.Event()
        self._connections: dict[Connection, threading.Thread] = {}
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._accepting = threading.Thread(target=self._accept, name="world", daemon=True)
        self.port: int = self._listener.getsockname()[1]

    def start(self) -> None:
        self._accepting.start()

    def close(self) -> None:
        """No connection, thread or wait is left behind."""
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._accepting.join()
        self._listener.close()
        with self._guard:
            left = dict(self._connections)
        for connection in left:
            connection.shut()
        for thread in left.values():
            thread.join()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(sock, self._closing)
            thread = threading.Thread(target=self._serve, args=(connection,), name="world connection", daemon=True)
            with self._guard:
                self._connections[connection] = thread
            thread.start()

    def _serve(self, connection: Connection) -> None:
        try:
            self._converse(connection)
        except OSError:  # the client left, or does not like our certificate: its affair
            pass
        finally:
            connection.close()
            with self._guard:
                del self._connections[connection]

    def _converse(self, connection: Connection) -> None:
        origin = ""
        while connection.open and (head := connection.read_head()):
            method, target, _ = head[0].split(" ", 2)
            if method == "CONNECT":
                if not self._tunnel(target.rpartition(":")[0], connection):
                    return
                origin = "https://" + target.removesuffix(":443")
                continue
            headers = tuple(
                (name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:])
            )
            asked = Asked(time.monotonic(), method, origin + target, headers)
            answer, fault = self._reply(asked)
            connection.wait(self._latency)
            if not connection.open:
                return
            if answer is None or isinstance(fault, Refuse):
                answer, fault = UNKNOWN_HOST, Fault()
            answer = fault.change(asked, answer.packed_for(asked))
            if method == "HEAD":
                connection.send(answer.head())
            else:
                fault.deliver(answer, connection)

    def _tunnel(self, host: str, connection: Connection) -> bool:
        fault = self._host_fault(host)
        if isinstance(fault, Refuse):
            connection.send(UNKNOWN_HOST.head() + UNKNOWN_HOST.body)
            return False
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        connection.start_tls(_tls(host, fault if isinstance(fault, BadCertificate) else None))
        return True
