"""A web archive of somebody's own: TimeMaps in pages, raw copies, and rewritten ones for readers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.world.web_archive import Memento
from tests.world.wire import Answer, Asked


@dataclass(slots=True)
class NamedArchive:
    """Give its `handle` to `World.site`; its TimeMaps stand at `/kept/timemap/link/URL`."""

    host: str
    mementos: list[Memento] = field(default_factory=list)
    raw: bool = True
    """Whether `id_` gives the bytes as they were copied."""
    page_size: int = 2

    @property
    def timemaps(self) -> str:
        return f"https://{self.host}/kept/timemap/link/"

    def add(self, url: str, timestamp: str, body: str, content_type: str = "text/html") -> None:
        self.mementos.append(Memento(timestamp, url, Answer.text(body, content_type)))
        self.mementos.sort(key=lambda one: one.timestamp)

    def handle(self, asked: Asked) -> Answer:
        place = asked.url.partition(self.host)[2]
        if listed := re.fullmatch(r"/kept/timemap/(?:(\d+)/)?link/(.+)", place):
            return self._timemap(listed[2], int(listed[1] or 0))
        if copy := re.fullmatch(r"/kept/(\d{14})(id_)?/(.+)", place):
            return self._copy(copy[1], copy[3], raw=bool(copy[2]) and self.raw)
        return Answer(404)

    def _timemap(self, url: str, first: int) -> Answer:
        found = [one for one in self.mementos if one.original == url]
        if not found:
            return Answer.text("", "text/plain", 404)
        lines = [f'<{url}>; rel="original"', f'<{self.timemaps}{url}>; rel="self"; type="application/link-format"']
        for one in found[first : first + self.page_size]:
            at = format_datetime(_moment(one), usegmt=True)
            lines.append(f'<https://{self.host}/kept/{one.timestamp}/{url}>; rel="memento"; datetime="{at}"')
        if (then := first + self.page_size) < len(found):
            lines.append(f'</kept/timemap/{then}/link/{url}>; rel="timemap"; type="application/link-format"')
        return Answer.text(",\n".join(lines), "application/link-format")

    def _copy(self, timestamp: str, url: str, *, raw: bool) -> Answer:
        for one in self.mementos:
            if (one.timestamp, one.original) == (timestamp, url):
                body = one.answer.body
                if not raw:
                    before = f"https://{self.host}/kept/{timestamp}im_/https://pbs.twimg.com".encode()
                    body = body.replace(b"https://pbs.twimg.com", before)
                return Answer(200, one.answer.headers, body).with_headers(
                    Memento_Datetime=format_datetime(_moment(one), usegmt=True)
                )
        return Answer(404)


def _moment(one: Memento) -> datetime:
    return datetime.strptime(one.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
