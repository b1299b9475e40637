"""`archive --screenshot`, with the system's browser: kept beside the records, and never taken for one."""

from __future__ import annotations

import http.server
import json
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.browser import CHROMIUM
from tests.world import World
from tweetarchive.archive.guarded_socks import guarded_socks
from tweetarchive.archive.network import Network
from tweetarchive.archive.reader import Session
from tweetarchive.archive.screenshot import Camera, find_browser
from tweetarchive.audit import audit_archive
from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit
from tweetarchive.model.capture import Purpose, Request
from tweetarchive.model.errors import InputError, Unreachable

PAGE = "http://news.example/ferry"
"""Without TLS: the browser trusts the authorities of its system, and not the world's."""
SHOWN = Request(f"urn:view:{PAGE}", Purpose.SCREENSHOT)
PNG = b"\x89PNG\r\n\x1a\n"


def archive(archives: Path, *options: str) -> tuple[int, dict[str, object], str]:
    command = ["archive", PAGE, "--archives", str(archives), "--json", "--delay=0", "--retries=0", *options]
    result = CliRunner().invoke(app, command)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout or "{}"), result.stderr


def tell(world: World, body: str = "") -> None:
    tweet = world.tweet("1183347177645227129", text="The ferry is back.")
    world.article(PAGE, f"<!doctype html><title>Ferry</title><h1>Ferry</h1>{body}{tweet.blockquote()}")


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.browser
def test_the_picture_is_kept_named_in_the_report_and_judged_again_without_a_browser(
    world: World, tmp_path: Path
) -> None:
    tell(world, "<div style='height: 3000px'></div>")
    code, report, _ = archive(tmp_path, "--screenshot", "--browser", str(CHROMIUM))
    assert (code, report["problems"]) == (Exit.DONE, [])
    [warc] = tmp_path.rglob("*.warc.gz")
    session = Session.open(warc)
    [entry] = [one for one in session.entries if one.uri == f"urn:view:{PAGE}"]
    assert (entry.type, entry.derived, entry.content_type) == ("resource", True, "image/png")
    stated = report["article"]["screenshot"]  # type: ignore[index]
    assert stated == {"file": warc.name, "offset": entry.offset, "id": entry.id}
    png = session.content(entry, 1 << 24)
    assert png is not None
    width, height = size_of(png)
    assert width == 1280
    assert 3000 < height < 4000
    verified = CliRunner().invoke(app, ["verify", str(tmp_path), "--json"])
    assert json.loads(verified.stdout) == report
    assert [one.findings for one in audit_archive(tmp_path) if one.findings] == []
    hosts = {"news.example", "cdn.syndication.twimg.com", "publish.x.com", "pbs.twimg.com"}
    assert {one.host for one in world.requests} == hosts  # the browser asked nobody of itself
    assert f"urn:view:{PAGE}" not in {one.request.url for one in session.exchanges()}


@pytest.mark.browser
def test_a_page_that_the_browser_does_not_get_is_a_problem_and_no_reason_for_a_status(
    world: World, tmp_path: Path
) -> None:
    tell(world)
    given = tmp_path / "chromium"
    given.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    given.chmod(0o755)
    code, report, _ = archive(tmp_path / "archives", "--screenshot", "--browser", str(given))
    [problem] = report["problems"]  # type: ignore[misc]
    assert (code, problem["what"], problem["partial"]) == (Exit.DONE, "page", True)  # type: ignore[index]
    assert "no screenshot of http://news.example/ferry" in problem["why"]  # type: ignore[index]
    assert str(tmp_path) not in problem["why"]  # type: ignore[index]
    verified = CliRunner().invoke(app, ["verify", str(tmp_path / "archives"), "--json"])
    assert json.loads(verified.stdout) == report


def test_no_browser_is_told_before_anything_is_asked(world: World, tmp_path: Path) -> None:
    tell(world)
    code, _, said = archive(tmp_path / "archives", "--screenshot", "--browser", str(tmp_path / "none"))
    assert code == Exit.USAGE
    assert "no such program" in said
    assert world.requests == ()
    with pytest.raises(InputError, match="no such program"):
        find_browser("no-such-browser")


@pytest.fixture
def office() -> Iterator[tuple[str, list[str]]]:
    """A page inside a private network, that pages of others must not reach; and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.headers['Host'].partition(':')[0]}{self.path}")
            body = (
                f"<!doctype html><h1>Front page</h1><img src=http://localhost:{self.server.server_port}/secret>"
                f"<script>new WebSocket('ws://localhost:{self.server.server_port}/secret')</script>"
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield f":{server.server_port}/", asked
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.browser
def test_a_page_reaches_no_private_address_but_its_own(office: tuple[str, list[str]]) -> None:
    rest, asked = office
    camera = Camera(find_browser(CHROMIUM), Network(timeout=20))
    url = f"http://127.0.0.1{rest}"
    png = camera.take(Request(f"urn:view:{url}", Purpose.SCREENSHOT), url)
    assert size_of(png) == (1280, 800)
    assert {one for one in asked if "favicon" not in one} == {"127.0.0.1/"}


@pytest.mark.browser
def test_a_page_that_is_not_there_is_unreachable() -> None:
    camera = Camera(find_browser(CHROMIUM), Network(timeout=20))
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable, match="the browser got no page"):
        camera.take(SHOWN, f"http://127.0.0.1:{port}/")


def test_the_guard_refuses_private_addresses_and_lets_the_named_host_pass(office: tuple[str, list[str]]) -> None:
    rest, asked = office
    port = int(rest.strip(":/"))
    with guarded_socks(lambda host: host == "127.0.0.1", 5) as address:
        assert reply_of(address, "127.0.0.1", port) == 0
        assert reply_of(address, "127.0.0.2", port) == 2
        assert reply_of(address, "localhost", port) == 2
    assert asked == []


def reply_of(socks: str, host: str, port: int) -> int:
    """The second byte of the answer to a CONNECT (RFC 1928 §6)."""
    with socket.create_connection(("127.0.0.1", int(socks.rpartition(":")[2])), 5) as browser:
        browser.sendall(b"\x05\x01\x00")
        assert browser.recv(2) == b"\x05\x00"
        name = host.encode()
        browser.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + struct.pack("!H", port))
        return browser.recv(10)[1]
