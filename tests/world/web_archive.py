"""web.archive.org: its CDX search and the raw copies under `id_`."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from tests.world.wire import Answer, Asked

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


@dataclass(frozen=True, slots=True)
class Memento:
    timestamp: str
    """timestamp14, UTC."""
    original: str
    answer: Answer

    def row(self) -> dict[str, str]:
        digest = base64.b32encode(hashlib.sha1(self.answer.body).digest()).decode()
        return {
            "urlkey": _key(self.original),
            "timestamp": self.timestamp,
            "original": self.original,
            "mimetype": (self.answer.header("Content-Type") or "unk").split(";")[0],
            "statuscode": str(self.answer.status),
            "digest": digest,
            "length": str(len(self.answer.body) + 400),
        }


@dataclass(slots=True)
class WebArchive:
    """Another archive's copies, oldest first."""

    mementos: list[Memento] = field(default_factory=list)

    def add(self, memento: Memento) -> None:
        self.mementos.append(memento)
        self.mementos.sort(key=lambda one: one.timestamp)

    def handle(self, asked: Asked) -> Answer:
        if asked.path == "/cdx/search/cdx":
            return self._search(asked.query)
        if copy := re.fullmatch(r"/web/(\d{1,14})id_/(.+)", asked.url.partition("web.archive.org")[2]):
            return self._copy(copy[1], copy[2])
        return Answer.text("<html><body>The Wayback Machine</body></html>", status=404)

    def _search(self, query: dict[str, str]) -> Answer:
        """As Wayback's CDX server answers: a head row and rows; `[]` where there is none."""
        wanted = _key(query.get("url", "").removesuffix("*"))
        prefix = query.get("matchType") == "prefix" or query.get("url", "").endswith("*")
        rows = [one.row() for one in self.mementos]
        rows = [row for row in rows if (row["urlkey"].startswith(wanted) if prefix else row["urlkey"] == wanted)]
        rows = [row for row in rows if query.get("from", "") <= row["timestamp"]]
        rows = [row for row in rows if row["timestamp"][: len(query.get("to", ""))] <= query.get("to", "9")]
        limit = int(query.get("limit", "0") or 0)
        rows = rows[limit:] if limit < 0 else rows[:limit] if limit else rows
        names = tuple(query["fl"].split(",")) if "fl" in query else FIELDS
        if query.get("output") == "json":
            table = [list(names)] + [[row[name] for name in names] for row in rows]
            return Answer.text(json.dumps(table if rows else []), "application/json")
        return Answer.text("".join(" ".join(row[name] for name in names) + "\n" for row in rows), "text/plain")

    def _copy(self, timestamp: str, original: str) -> Answer:
        """The copy of that very time; else a redirect to the nearest, as Wayback does."""
        copies = [one for one in self.mementos if _key(one.original) == _key(original)]
        if not copies:
            return Answer.text("<html><body>Wayback Machine has not archived that URL.</body></html>", status=404)
        nearest = min(copies, key=lambda one: abs(int(one.timestamp) - int(timestamp.ljust(14, "0"))))
        if nearest.timestamp != timestamp:
            return Answer.redirect(f"https://web.archive.org/web/{nearest.timestamp}id_/{nearest.original}", 302)
        moment = datetime.strptime(nearest.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return nearest.answer.with_headers(Memento_Datetime=format_datetime(moment, usegmt=True))


def _key(url: str) -> str:
    """A key that merges http, https, www and case, as SURT does; `mobile.` stays apart."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}){parts.path.rstrip('/') or '/'}{query}".lower()
