"""ReplayWeb.page itself, served on the loopback, driven in the system's browser: for tests marked `browser`.

`make test` fetches it into .venv-peers/replaywebpage; where it is not, the tests are skipped.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.browser import opened

BUILT = Path(__file__).parents[1] / ".venv-peers/replaywebpage"
FOUND = (BUILT / "ui.js").exists()
_PAGE = b'<!doctype html><meta charset="utf-8"><script src="ui.js"></script><replay-app-main></replay-app-main>'
_VERIFIED = """async () => {
  const read = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result); request.onerror = failed });
  for (const { name } of await indexedDB.databases()) {
    const db = await read(indexedDB.open(name));
    if (db.objectStoreNames.contains("verification"))
      return Object.fromEntries((await read(db.transaction("verification").objectStore("verification").getAll()))
        .map((one) => [one.id, one.matched]));
  }
}"""


class ReplayWebPage:
    """One archive, opened in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.outside: list[str] = []
        """Requests that would have left the machine: the browser resolves no other name."""
        page.context.on("request", self._note)

    def _note(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            self.outside.append(request.url)

    def listed(self) -> list[str]:
        """The addresses of the pages that are shown in the list."""
        marks = self.page.locator("wr-page-entry .page-url keyword-mark").all()
        return [mark.get_attribute("title") for mark in marks]

    def search(self, words: str) -> list[str]:
        """What the search of the page list finds, the best first."""
        self.page.get_by_placeholder("Search by Page URL, Title, or Text").fill(words)
        self.page.locator("wr-page-entry keyword-mark[keywords]:not([keywords=''])").first.wait_for()
        return self.listed()

    def open(self, url: str) -> Any:
        """Open a page from the list. Returns playwright's Frame with the replayed document."""
        with self.page.expect_event("framenavigated", lambda frame: frame.url.endswith(f"mp_/{url}")) as navigated:
            self.page.locator(f'wr-page-entry a:has(keyword-mark[title="{url}"])').first.click()
        navigated.value.wait_for_load_state()
        return navigated.value

    def verified(self) -> dict[str, bool | None]:
        """What it found when it compared hashes and signature, as its own database has it."""
        return dict(self.page.evaluate(_VERIFIED))


@contextmanager
def replaying(wacz: Path, **context: Any) -> Iterator[ReplayWebPage]:
    """Open a WACZ. `context`: as playwright's `new_context`."""
    with _serving(wacz) as address, opened(**context) as page:
        replay = ReplayWebPage(page)
        page.goto(f"{address}/?{urlencode({'source': f'{address}/{wacz.name}'})}")
        page.locator("wr-page-entry").first.wait_for()
        yield replay


@contextmanager
def _serving(wacz: Path) -> Iterator[str]:
    class Handler(SimpleHTTPRequestHandler):
        """The two built files, the archive with Range, and a page that starts all."""

        def do_GET(self) -> None:
            name = self.path.partition("?")[0].strip("/")
            if name == wacz.name:
                self._part(wacz)
            elif name in ("", "ui.js", "sw.js"):
                content = (BUILT / name).read_bytes() if name else _PAGE
                self._answer(200, "text/javascript" if name else "text/html", content)
            else:
                self.send_error(404)

        def do_HEAD(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(wacz.stat().st_size))
            self.end_headers()

        def _part(self, file: Path) -> None:
            size = file.stat().st_size
            asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
            if asked is None:
                self._answer(200, "application/wacz", file.read_bytes())
                return
            first = int(asked[1]) if asked[1] else size - int(asked[2])
            last = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
            with file.open("rb") as opened:
                opened.seek(first)
                content = opened.read(last - first + 1)
            self._answer(206, "application/wacz", content, ("Content-Range", f"bytes {first}-{last}/{size}"))

        def _answer(self, status: int, content_type: str, content: bytes, *more: tuple[str, str]) -> None:
            self.send_response(status)
            for name, value in (("Content-Type", content_type), ("Content-Length", str(len(content))), *more):
                self.send_header(name, value)
            self.send_header("Accept-Ranges", "bytes")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
