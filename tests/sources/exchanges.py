"""A web of a few written answers: every fetch of these tests is one of these."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tweetarchive.model.capture import Body, Exchange, Fetch, RecordRef, Request
from tweetarchive.model.errors import NotRecorded

ANSWERS = Path(__file__).parents[1] / "answers"
NOW = datetime(2026, 11, 22, 14, 31, 5, 123456, tzinfo=UTC)
RECORD = RecordRef("20261122143105-news-example.warc.gz", 4711, "urn:uuid:00000000-0000-4000-8000-000000000001")

FOG = "1785946199946166272"
"""The tweet of answers/syndication/emoji-before-link-and-own-photo.json, 2024-05-02T08:15:30Z."""


def written(name: str) -> bytes:
    return (ANSWERS / name).read_bytes()


def answer(
    request: Request,
    content: bytes | str | Mapping[str, Any] = b"",
    status: int = 200,
    *,
    content_type: str = "application/json; charset=utf-8",
    location: str | None = None,
) -> Exchange:
    body = content if isinstance(content, bytes) else content.encode() if isinstance(content, str) else _json(content)
    headers = [("Content-Type", content_type)] + ([("Location", location)] if location else [])
    return Exchange(
        request=request,
        at=NOW,
        status=status,
        headers=tuple(headers),
        body=Body(len(body), hashlib.sha256(body).hexdigest(), lambda: body),
        record=RECORD,
    )


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def web(pages: Mapping[str, Any], asked: list[str] | None = None) -> Fetch:
    """A fetch that knows addresses by their beginning; any other was never recorded.

    A page is its content, a dict of `answer`'s arguments under "content", or an exception to raise.
    """

    def fetch(request: Request) -> Exchange:
        if asked is not None:
            asked.append(request.url)
        for beginning, page in pages.items():
            if request.url.startswith(beginning):
                if callable(page):
                    page = page(request)
                if isinstance(page, Exception):
                    raise page
                if isinstance(page, dict) and "answer" in page:
                    return answer(request, **page["answer"])
                return answer(request, page)
        raise NotRecorded(f"{request.url}: not recorded", request=request)

    return fetch


def says(content: bytes | str | Mapping[str, Any] = b"", status: int = 200, **more: Any) -> dict[str, Any]:
    """A page with its status and headers."""
    return {"answer": {"content": content, "status": status, **more}}
