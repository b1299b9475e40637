"""The bundled article and its bundled answers: the whole job without a network.

Town, people, accounts and tweets are made up. `answers.json` is written by `python -m tests.make_demo`; each of its
entries answers the addresses it names, whatever further query parameters a request carries.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlsplit

from tweetarchive.archive.message import WireExchange
from tweetarchive.model.errors import Failure, Unreachable

if TYPE_CHECKING:
    from tweetarchive.archive.wire import Ask, Transport

ARTICLE_URL = "https://port-ellery-post.example/2025/07/storm-closes-lower-quay"
"""The address to archive; `.example` is nobody's (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class _Bundled:
    address: SplitResult
    query: frozenset[tuple[str, str]]
    head: bytes
    body: bytes


def answers() -> Transport:
    """A transport that asks nobody: what is not bundled is a host that does not exist (Unreachable)."""
    bundled = _read_bundle()

    def answer(ask: Ask) -> WireExchange:
        request = ask.request
        asked = urlsplit(request.url)
        query = frozenset(parse_qsl(asked.query))
        for one in bundled:
            if (asked.hostname, asked.path) == (one.address.hostname, one.address.path) and one.query <= query:
                target = asked._replace(scheme="", netloc="").geturl()
                lines = [f"GET {target} HTTP/1.1", f"Host: {asked.netloc}"]
                lines += [f"{name}: {value}" for name, value in request.headers]
                sent = ("\r\n".join(lines) + "\r\n\r\n").encode()
                now = datetime.now(UTC)
                body, size = BytesIO(one.body), len(one.body)
                return WireExchange(request, now, sent, one.head, body, size, None, ("http/1.1",), ask.attempt)
        raise Unreachable(
            f"{request.url}: not in the demo, which asks no network", request=request, failure=Failure.NAME_NOT_FOUND
        )

    return answer


def _read_bundle() -> tuple[_Bundled, ...]:
    """One per address, those that name more query parameters first."""
    folder = files(__name__)
    bundled = []
    for entry in json.loads((folder / "answers.json").read_text(encoding="utf-8")):
        match entry:
            case {"file": str(name)}:
                body = (folder / name).read_bytes()
            case {"json": stated}:
                body = json.dumps(stated, ensure_ascii=False).encode()
            case {"text": str(text)}:
                body = text.encode()
            case _:
                body = b""
        head = _head(entry["status"], entry["headers"], len(body))
        for url in entry["urls"]:
            address = urlsplit(url)
            bundled.append(_Bundled(address, frozenset(parse_qsl(address.query)), head, body))
    return tuple(sorted(bundled, key=lambda one: -len(one.query)))


def _head(status: int, headers: dict[str, str], size: int) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {size}", "X-Demo: bundled with tweetarchive, never on any wire"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
