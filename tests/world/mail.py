"""A mail server of the loopback: takes every mail and keeps it as it came (RFC 5321, as far as a client needs it)."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


class MailServer:
    """Use as a context manager."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        """Every mail, header and body, as it came."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self._say("220 mail.example")
                while line := self.rfile.readline():
                    match line.split(maxsplit=1)[0].upper():
                        case b"DATA":
                            self._say("354 go on")
                            outer.raw.append(self._mail())
                            self._say("250 taken")
                        case b"QUIT":
                            self._say("221 bye")
                            return
                        case _:
                            self._say("250 fine")

            def _say(self, answer: str) -> None:
                self.wfile.write(f"{answer}\r\n".encode())

            def _mail(self) -> bytes:
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                return b"".join(lines)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.url = f"mailto://127.0.0.1:{self._server.server_address[1]}?from=night@news.example&to=desk@news.example"
        """For `--notify`."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def mails(self) -> list[EmailMessage]:
        read = (message_from_bytes(one, policy=policy.default) for one in self.raw)
        return [one for one in read if isinstance(one, EmailMessage)]
