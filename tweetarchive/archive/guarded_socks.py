"""A SOCKS 5 proxy on the loopback (RFC 1928), through which a browser reaches public addresses and no others.

A browser follows redirects, opens sockets and looks names up by itself; only here does every connection pass. The
address that was judged is the one that is connected to, so a name that changes its mind leads nowhere else.
"""

from __future__ import annotations

import logging
import select
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tweetarchive.archive.guard import PrivateAddressError, public_addresses

logger = logging.getLogger(__name__)

_NO_AUTHENTICATION = b"\x05\x00"
_CONNECT = 1
_DOMAIN, _IPV4, _IPV6 = 3, 1, 4
_DONE, _NOT_ALLOWED, _UNREACHABLE = 0, 2, 4  # §6
_PIECE = 1 << 16  # bytes


@contextmanager
def guarded_socks(allowed: Callable[[str], bool], timeout: float) -> Iterator[str]:
    """Yields its address, `socks5://127.0.0.1:port`.

    Args:
        allowed: hosts that are reached wherever they are.
        timeout: seconds for a connection to be made, and of silence after which it ends.
    """

    class Handler(socketserver.BaseRequestHandler):
        request: socket.socket

        def handle(self) -> None:
            with suppress(OSError, struct.error):
                self.request.settimeout(timeout)
                host, port = _asked(self.request)
                code, reached = _reach(host, port, allowed(host), timeout)
                self.request.sendall(struct.pack("!BBBBIH", 5, code, 0, _IPV4, 0, 0))
                if reached is not None:
                    with reached:
                        _relay(self.request, reached)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler, bind_and_activate=True)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield f"socks5://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _asked(browser: socket.socket) -> tuple[str, int]:
    """Greeting and request; host and port. Raises: OSError, struct.error where it speaks something else."""
    version, methods = struct.unpack("!BB", _exactly(browser, 2))
    _exactly(browser, methods)
    browser.sendall(_NO_AUTHENTICATION)
    version, command, _, kind = struct.unpack("!BBBB", _exactly(browser, 4))
    if version != 5 or command != _CONNECT:
        raise ConnectionError("no SOCKS 5, or no CONNECT")
    if kind == _DOMAIN:
        host = _exactly(browser, _exactly(browser, 1)[0]).decode("ascii", "replace")
    elif kind in (_IPV4, _IPV6):
        family = socket.AF_INET if kind == _IPV4 else socket.AF_INET6
        host = socket.inet_ntop(family, _exactly(browser, 4 if kind == _IPV4 else 16))
    else:
        raise ConnectionError("an address of no known kind")
    return host, int(struct.unpack("!H", _exactly(browser, 2))[0])


def _exactly(browser: socket.socket, size: int) -> bytes:
    read = b""
    while len(read) < size:
        piece = browser.recv(size - len(read))
        if not piece:
            raise ConnectionError("it ended early")
        read += piece
    return read


def _reach(host: str, port: int, anywhere: bool, timeout: float) -> tuple[int, socket.socket | None]:
    try:
        addresses = (host,) if anywhere else public_addresses(host, port)
        return _DONE, socket.create_connection((addresses[0], port), timeout)
    except PrivateAddressError:
        logger.info("a page wanted %s, which leads to no public address: refused", host)
        return _NOT_ALLOWED, None
    except OSError as error:
        logger.debug("%s: %s", host, error)
        return _UNREACHABLE, None


def _relay(one: socket.socket, other: socket.socket) -> None:
    """Until one end closes, or nothing comes for as long as the sockets' own timeout."""
    towards = {one: other, other: one}
    while ready := select.select([one, other], [], [], one.gettimeout())[0]:
        for source in ready:
            piece = source.recv(_PIECE)
            if not piece:
                return
            towards[source].sendall(piece)
