from __future__ import annotations

import gzip
import logging
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
import urllib3

from tests.archive.servers import Answer, Visit, certificates, connect_proxy, sent_path, serving
from tests.world import Answer as WorldAnswer
from tests.world import Refuse, Reset, World
from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.network import Network
from tweetarchive.archive.wire import Ask, Web, explain
from tweetarchive.model.capture import Purpose, Request, Truncation
from tweetarchive.model.errors import Failure, FetchError, Refused, Unreachable

OPEN = Network(timeout=5, allow_private_addresses=True)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    """A server's context whose authority this process trusts."""
    context, authority = certificates()
    (tmp_path / "ca.pem").write_bytes(authority)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return context


def get(url: str, network: Network = OPEN, purpose: Purpose = Purpose.TWEET, *, guarded: bool = True) -> WireExchange:
    web = Web(network)
    try:
        return web(Ask(Request(url, purpose), guarded=guarded))
    finally:
        web.close()


def answering(*pieces: bytes) -> Answer:
    """Send these bytes, then close."""
    return lambda visit: visit.send(*pieces)


def body_of(wire: WireExchange) -> bytes:
    with wire.body:
        content = wire.body.read()
    assert len(content) == wire.body_size
    return content


def failure_of(ask: Callable[[], WireExchange]) -> Failure:
    with pytest.raises(FetchError) as caught:
        ask().body.close()
    return caught.value.failure


def test_head_and_body_are_the_bytes_on_the_wire() -> None:
    head = b"HTTP/1.1 200  Fine \r\nServer:odd\r\nX-Twice: a\r\nx-twice:  b\r\nContent-Length: 4\r\n\r\n"
    with serving(answering(head, b"\x00\xff\r\n")) as server:
        wire = get(server.url("/a%20b?c=%C3%A9"))
    assert wire.head == head
    assert body_of(wire) == b"\x00\xff\r\n"
    assert wire.truncated is None
    assert wire.protocols == ("http/1.1",)
    assert wire.sent == server.visits[0].head
    assert sent_path(wire.sent) == "/a%20b?c=%C3%A9"


def test_chunk_frames_and_content_coding_are_kept() -> None:
    packed = gzip.compress(b"words" * 1000)
    framed = (
        b"5;ext=1\r\n" + packed[:5] + b"\r\n%x\r\n" % (len(packed) - 5) + packed[5:] + b"\r\n0\r\nTrailer: x\r\n\r\n"
    )
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    with serving(answering(head, framed)) as server:
        wire = get(server.url())
    assert body_of(wire) == framed
    assert wire.truncated is None


def test_a_body_without_length_ends_with_the_connection() -> None:
    with serving(answering(b"HTTP/1.0 200 OK\r\n\r\n", b"all of it")) as server:
        wire = get(server.url())
    assert (body_of(wire), wire.truncated, wire.protocols) == (b"all of it", None, ("http/1.0",))


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_an_answer_that_has_no_body_is_not_waited_for(status: bytes) -> None:
    with serving(lambda visit: bool(visit.send(b"HTTP/1.1 " + status + b"\r\n\r\n")) or True) as server:
        wire = get(server.url())
    assert (body_of(wire), wire.truncated) == (b"", None)


def test_early_hints_are_not_the_answer() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    with serving(answering(hints, HEAD, b"words")) as server:
        wire = get(server.url())
    assert wire.head == HEAD
    assert body_of(wire) == b"words"


def test_a_redirect_is_an_exchange_and_is_not_followed() -> None:
    with serving(answering(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")) as server:
        wire = get(server.url("/a"))
    wire.body.close()
    assert wire.head.startswith(b"HTTP/1.1 302")
    assert len(server.visits) == 1


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"half"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", b"4\r\nhalf\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf", b"9\r\nhalf"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n", b"no size\r\n"),
    ],
)
def test_a_cut_body_says_so(answer: bytes, kept: bytes) -> None:
    with serving(answering(answer)) as server:
        wire = get(server.url())
    assert body_of(wire) == kept
    assert wire.truncated is Truncation.DISCONNECT


def test_a_reset_in_the_body_is_a_cut_body() -> None:
    def answer(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n\r\nhalf")
        visit.reset()

    with serving(answer) as server:
        wire = get(server.url())
    wire.body.close()
    assert wire.truncated is Truncation.DISCONNECT


def test_a_dripping_body_is_given_up_by_the_time_of_the_whole() -> None:
    def answer(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n")
        visit.drip(b".", every=0.02)

    with serving(answer) as server:
        wire = get(server.url(), Network(timeout=0.2, allow_private_addresses=True))
    assert 1 < len(body_of(wire)) < 100
    assert wire.truncated is Truncation.TIME


def test_a_dripping_head_is_given_up_too() -> None:
    def answer(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nX: ")
        visit.drip(b".", every=0.02)

    with serving(answer) as server:
        assert failure_of(lambda: get(server.url(), Network(timeout=0.2, allow_private_addresses=True))) == "timeout"


def test_a_body_that_falls_silent_is_cut_by_time() -> None:
    def answer(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        visit.stopped.wait()

    with serving(answer) as server:
        wire = get(server.url(), Network(timeout=0.1, allow_private_addresses=True))
    assert (body_of(wire), wire.truncated) == (b"half", Truncation.TIME)


def test_a_body_beyond_the_cap_is_cut_at_the_cap() -> None:
    with serving(answering(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 5000)) as server:
        wire = get(server.url(), Network(max_size=1000, allow_private_addresses=True), Purpose.MEDIA)
    assert (body_of(wire), wire.truncated) == (b"x" * 1000, Truncation.LENGTH)


def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    with serving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"x" * 5000)) as server:
        wire = get(server.url(), Network(max_size=1000, allow_private_addresses=True), Purpose.MEDIA)
    assert (body_of(wire), wire.truncated) == (b"", Truncation.LENGTH)


def test_a_page_is_capped_lower_than_a_video() -> None:
    assert Network().largest(Purpose.SOURCE) < Network().largest(Purpose.MEDIA)


def test_a_cap_the_user_names_is_everythings() -> None:
    assert {Network(max_size=1 << 40).largest(purpose) for purpose in Purpose} == {1 << 40}


def test_a_whole_answer_leaves_its_connection_for_the_next() -> None:
    def answer(visit: Visit) -> bool:
        visit.send(HEAD, visit.path[1:].encode())
        return True

    with serving(answer) as server:
        web = Web(OPEN)
        for words in ("first", "other"):
            assert body_of(web(Ask(Request(server.url(f"/{words}"), Purpose.TWEET)))) == words.encode()
        web.close()
    assert server.connections == 1


def test_a_cut_answer_does_not() -> None:
    def answer(visit: Visit) -> bool:
        visit.send(HEAD, b"words")
        return True

    with serving(answer) as server:
        web = Web(Network(max_size=3, allow_private_addresses=True))
        for _ in range(2):
            web(Ask(Request(server.url(), Purpose.TWEET))).body.close()
        web.close()
    assert server.connections == 2


def test_an_answer_with_more_than_it_says_does_not_spoil_the_next() -> None:
    def answer(visit: Visit) -> bool:
        visit.send(HEAD, b"words", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")
        return True

    with serving(answer) as server:
        web = Web(OPEN)
        bodies = [body_of(web(Ask(Request(server.url(), Purpose.TWEET)))) for _ in range(3)]
        web.close()
    assert bodies == [b"words"] * 3


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (answering(), Failure.CONNECTION_LOST),
        (lambda visit: visit.reset(), Failure.CONNECTION_LOST),
        (answering(b"SSH-2.0-OpenSSH\r\n"), Failure.NOT_HTTP),
        (answering(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 200, b"\r\n"), Failure.NOT_HTTP),
        (answering(b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n"), Failure.NOT_HTTP),
        (lambda visit: bool(visit.stopped.wait()), Failure.TIMEOUT),
    ],
)
def test_no_answer_has_a_reason(answer: Answer, failure: Failure) -> None:
    patience = 0.2 if failure is Failure.TIMEOUT else 10  # seconds; a busy machine is no slow host
    with serving(answer) as server:
        assert failure_of(lambda: get(server.url(), Network(timeout=patience, allow_private_addresses=True))) == failure


def test_a_closed_port_has_its_reason() -> None:
    with serving(answering()) as server:
        url = server.url()
    assert failure_of(lambda: get(url)) == Failure.CONNECTION_REFUSED


def test_the_reason_is_found_below_the_libraries_wrappings() -> None:
    request = Request("http://nobody.example/", Purpose.TWEET)
    cause = urllib3.exceptions.NewConnectionError(urllib3.connection.HTTPConnection("nobody.example"), "at 0x7f")
    cause.__cause__ = socket.gaierror(-2, "no such name")
    wrapped = requests.ConnectionError(urllib3.exceptions.MaxRetryError(urllib3.HTTPConnectionPool("a"), "/", cause))
    assert explain(wrapped, request).failure is Failure.NAME_NOT_FOUND


def test_a_reason_reads_the_same_on_every_run() -> None:
    with serving(answering()) as server:
        texts = set()
        for _ in range(2):
            with pytest.raises(Unreachable) as caught:
                get(server.url("/x"))
            texts.add(str(caught.value))
    assert texts == {f"{server.url('/x')}: the connection was lost before an answer came"}


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "file:///etc/passwd", "https://", "https://user:secret@a.example/", "http://a.example:port/"],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused) as caught:
        get(url)
    assert caught.value.failure is Failure.BAD_URL


def test_a_certificate_nobody_vouches_for_is_no_answer() -> None:
    context, _ = certificates()
    with serving(answering(HEAD, b"words"), context) as server:
        assert failure_of(lambda: get(server.url(scheme="https"))) == Failure.TLS
    assert server.visits == []


def test_a_certificate_of_another_name_is_no_answer(tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(HEAD, b"words"), tls) as server, connect_proxy(server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        assert failure_of(lambda: get("https://news.elsewhere/")) == Failure.TLS
    assert server.visits == []


def test_the_tunnel_of_a_proxy_is_no_part_of_the_exchange(tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(HEAD, b"words"), tls) as server, connect_proxy(server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:secret@127.0.0.1:{proxy.port}")
        wire = get("https://news.example/a", Network(timeout=5))
    assert body_of(wire) == b"words"
    assert wire.sent == server.visits[0].head
    assert wire.head == HEAD
    assert b"CONNECT" not in wire.sent
    assert b"Proxy-Authorization" not in wire.sent
    assert b"Proxy-Authorization" in proxy.visits[0].head
    assert wire.protocols == ("http/1.1", "tls/1.3")


def test_no_proxy_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(answering(HEAD, b"words")) as server:
        assert body_of(get(server.url())) == b"words"


def test_a_proxy_that_is_down_or_says_no_is_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        assert failure_of(lambda: get("https://news.example/")) == Failure.PROXY
    assert failure_of(lambda: get("https://news.example/")) == Failure.PROXY


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_that_breaks_off_inside_a_tunnel_is_not_told_as_the_proxys_fault(world: World, scheme: str) -> None:
    url = f"{scheme}://news.example/a"
    world.answer(url, WorldAnswer.text("words"))
    world.fault(url, Reset())
    assert failure_of(lambda: get(url)) == Failure.CONNECTION_LOST
    world.fault("https://cdn.example/", Refuse())
    assert failure_of(lambda: get("https://cdn.example/")) == Failure.PROXY


def test_a_socks_proxy_is_refused_for_nothing_would_be_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1/")
    assert failure_of(lambda: get("https://news.example/")) == Failure.PROXY


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_link_to_this_machine_is_refused_before_a_byte_is_sent(host: str) -> None:
    with serving(answering(HEAD, b"words")) as server:
        assert failure_of(lambda: get(server.url(host=host), Network(timeout=5))) == Failure.PRIVATE_ADDRESS
    assert server.connections == 0


def test_a_private_address_is_refused_to_the_proxy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(HEAD, b"words")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        for host in ("10.0.0.1", "169.254.169.254", "intranet", "cms.internal", "[fd00::1]"):
            assert failure_of(lambda host=host: get(f"http://{host}/", Network(timeout=5))) == Failure.PRIVATE_ADDRESS
        assert proxy.connections == 0
        assert body_of(get("http://news.example/", Network(timeout=5))) == b"words"


def test_what_the_user_named_is_not_guarded() -> None:
    with serving(answering(HEAD, b"words")) as server:
        assert body_of(get(server.url(), Network(timeout=5), Purpose.SOURCE, guarded=False)) == b"words"


def test_no_netrc_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login user password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with serving(answering(HEAD, b"words")) as server:
        get(server.url()).body.close()
    assert b"Authorization" not in server.visits[0].head


def test_it_says_who_asks_and_asks_only_for_codings_that_can_be_read() -> None:
    with serving(answering(HEAD, b"words")) as server:
        get(server.url(), Network(contact="desk@news.example", allow_private_addresses=True)).body.close()
    assert b"User-Agent: tweetarchive/" in server.visits[0].head
    assert b"desk@news.example" in server.visits[0].head
    assert b"Accept-Encoding: gzip, deflate\r\n" in server.visits[0].head


def test_threads_share_connections_and_never_exchanges(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)  # of urllib3's pools

    def answer(visit: Visit) -> bool:
        words = visit.path.encode() * 200
        visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Path: ", visit.path.encode(), b"\r\n\r\n")
        visit.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(words), words))
        return True

    def visit_twenty(web: Web, thread: int) -> list[tuple[str, WireExchange]]:
        paths = [f"/{thread}-{number}" for number in range(20)]
        return [(path, web(Ask(Request(f"https://news.example{path}", Purpose.TWEET)))) for path in paths]

    with serving(answer, tls) as server, connect_proxy(server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        web = Web(Network(timeout=30))
        with ThreadPoolExecutor(32) as threads:
            asked = [pair for some in threads.map(lambda thread: visit_twenty(web, thread), range(32)) for pair in some]
        web.close()
    assert len(asked) == 640
    assert server.connections <= 32
    for path, wire in asked:
        assert sent_path(wire.sent) == path
        assert f"X-Path: {path}\r\n".encode() in wire.head
        assert body_of(wire).count(path.encode()) == 200
