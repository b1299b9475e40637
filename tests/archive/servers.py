"""Servers on the loopback that answer bytes as written, and a proxy that leads every name to one of them."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import trustme


@dataclass
class Visit:
    """One request a server got, and the means to answer it."""

    path: str
    head: bytes
    sock: socket.socket
    stopped: threading.Event
    number: int
    """How often this path was asked for, this time included."""

    def send(self, *pieces: bytes) -> None:
        self.sock.sendall(b"".join(pieces))

    def drip(self, piece: bytes, every: float) -> None:
        """Send a piece now and then until the other side or the test has had enough."""
        with contextlib.suppress(OSError):
            while not self.stopped.wait(every):
                self.sock.sendall(piece)

    def reset(self) -> None:
        """Break off with an RST instead of an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Answer = Callable[[Visit], bool | None]
"""Answers one request; True keeps the connection open for the next."""


@dataclass
class Server:
    port: int
    visits: list[Visit] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/", scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextlib.contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    stopped = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = Server(listener.getsockname()[1])

    def talk(plain: socket.socket) -> None:
        with contextlib.suppress(OSError), plain:
            sock = tls.wrap_socket(plain, server_side=True) if tls else plain
            with sock, sock.makefile("rb") as lines:
                while head := read_head(lines):
                    path = head.split(b" ")[1].decode()
                    number = 1 + sum(one.path == path for one in server.visits)
                    visit = Visit(path, head, sock, stopped, number)
                    server.visits.append(visit)
                    if not answer(visit):
                        return

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = listener.accept()
                server.connections += 1
                threading.Thread(target=talk, args=(plain,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stopped.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@contextlib.contextmanager
def connect_proxy(backend: Server) -> Iterator[Server]:
    """A CONNECT proxy under which every name leads to one backend."""

    def answer(visit: Visit) -> None:
        if not visit.head.startswith(b"CONNECT "):
            visit.send(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", backend.port)) as far:
            visit.send(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=pump, args=(far, visit.sock), daemon=True)
            back.start()
            pump(visit.sock, far)
            back.join()

    with serving(answer) as proxy:
        yield proxy


def pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def read_head(lines: object) -> bytes:
    head = b""
    while line := lines.readline():  # type: ignore[attr-defined]
        head += line
        if line == b"\r\n":
            return head
    return b""


def certificates() -> tuple[ssl.SSLContext, bytes]:
    """A server's TLS context for news.example and cdn.example, and the PEM of the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example", "cdn.example").configure_cert(context)
    return context, authority.cert_pem.bytes()


def sent_path(sent: bytes) -> str:
    match = re.match(rb"GET (\S+) HTTP/1\.1\r\n", sent)
    assert match is not None
    return match[1].decode()
