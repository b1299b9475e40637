from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.archive.servers import Server, Visit, serving
from tweetarchive.archive.layout import manifest_file, warc_folder
from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.names import warc_name
from tweetarchive.archive.network import Network
from tweetarchive.archive.reader import Session
from tweetarchive.archive.recorder import Recorder, Recording
from tweetarchive.archive.wire import Ask
from tweetarchive.model.capture import Purpose, Request, follow
from tweetarchive.model.errors import ArchiveError, Failure, FetchError, NotRecorded, Unreachable

QUICK = Network(timeout=5, delay=0, retries=1, max_size=100_000, allow_private_addresses=True)
JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 40
SECRETS = (b"SECRET-COOKIE", b"SECRET-TOKEN", b"Bearer")


def news_site(visit: Visit) -> bool:
    """Answers by path what a news site, X and a bad line may answer."""
    match visit.path:
        case "/article" if b"SECRET-COOKIE" not in visit.head:
            visit.send(b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n")
        case "/login":
            visit.send(b"HTTP/1.1 302 Found\r\nSet-Cookie: pass=SECRET-COOKIE; Path=/\r\n")
            visit.send(b"Location: /article\r\nContent-Length: 0\r\n\r\n")
        case "/article":
            packed = gzip.compress(b"<p>the article</p>", mtime=0)
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
            visit.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed))
        case "/photo.jpg" | "/same.jpg":
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(JPEG), JPEG)
        case "/busy-once" if visit.number == 1:
            visit.send(b"HTTP/1.1 429 Slow Down\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")
        case "/cut":
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
            return False
        case "/nothing":
            return False
        case "/large":
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n")
            return False
        case path:
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(path), path.encode()))
    return True


@pytest.fixture
def site() -> Iterator[Server]:
    with serving(news_site) as server:
        yield server


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    with Recorder(tmp_path, QUICK) as recorder:
        yield recorder


def record(recorder: Recorder, url: str | None = None) -> Recording:
    return recorder.record(url or "article.html", slug_url=url, settings={"settings": "{}"})


def fetch_failing(recording: Recording, request: Request) -> Failure:
    with pytest.raises(FetchError) as caught:
        recording.fetch(request)
    return caught.value.failure


def types_of(warc: Path) -> list[str]:
    with warc.open("rb") as file:
        return [one.rec_type for one in ArchiveIterator(file)]


def test_what_was_recorded_is_answered_again_without_the_web(recorder: Recorder, site: Server) -> None:
    request = Request(site.url("/tweet?id=1"), Purpose.TWEET)
    with record(recorder) as recording:
        live = recording.fetch(request)
        replayed = Session.open(recording.flush(), name=recording.name).fetch(request)
        warc = recording.finish()
    assert replayed.body.read() == b"/tweet?id=1"
    assert (live.status, live.headers, live.body, live.at) == (
        replayed.status,
        replayed.headers,
        replayed.body,
        replayed.at,
    )
    assert live.record == replayed.record
    assert Session.open(warc).fetch(request).record == live.record


def test_the_file_holds_the_bytes_that_were_sent(recorder: Recorder, site: Server) -> None:
    with record(recorder) as recording:
        follow(Request(site.url("/article"), Purpose.SOURCE), recording.fetch)
        warc = recording.finish()
    with warc.open("rb") as file:
        bodies = {
            one.http_headers.get_statuscode(): one.raw_stream.read()
            for one in ArchiveIterator(file, no_record_parse=False)
            if one.rec_type == "response"
        }
    packed = gzip.compress(b"<p>the article</p>", mtime=0)
    assert bodies["200"] == b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)


def test_each_redirect_hop_is_an_exchange_and_cookies_go_along(recorder: Recorder, site: Server) -> None:
    with record(recorder) as recording:
        hops = follow(Request(site.url("/article"), Purpose.SOURCE), recording.fetch)
        assert hops[-1].body.read() == b"<p>the article</p>"
        warc = recording.finish()
    assert [hop.status for hop in hops] == [302, 302, 200]
    assert types_of(warc).count("response") == 3
    assert types_of(warc).count("request") == 3


def test_no_secret_is_in_any_byte_of_the_file(recorder: Recorder, site: Server) -> None:
    with record(recorder) as recording:
        follow(Request(site.url("/article"), Purpose.SOURCE), recording.fetch)
        secret = (("Authorization", "Bearer SECRET-TOKEN"),)
        recording.fetch(Request(site.url("/2/tweets/1"), Purpose.TWEET, secret))
        fetch_failing(recording, Request(site.url("/nothing"), Purpose.TWEET, secret))
        warc = recording.finish()
    assert b"Authorization: Bearer SECRET-TOKEN" in site.visits[-1].head
    content = gzip.decompress(warc.read_bytes())
    assert not [secret for secret in SECRETS if secret in content]
    assert b"headers-left-out: Authorization, Proxy-Authorization, Cookie, Set-Cookie" in content


def test_cookies_end_with_their_recording_and_never_go_to_where_tweets_are(recorder: Recorder, site: Server) -> None:
    with record(recorder) as recording:
        follow(Request(site.url("/article"), Purpose.SOURCE), recording.fetch)
        recording.fetch(Request(site.url("/tweet"), Purpose.TWEET))
        recording.finish()
    assert b"Cookie" not in site.visits[-1].head
    with record(recorder) as recording:
        assert recording.fetch(Request(site.url("/article"), Purpose.SOURCE)).status == 302
        recording.finish()


def test_every_attempt_is_kept_and_the_last_one_is_the_answer(recorder: Recorder, site: Server) -> None:
    request = Request(site.url("/busy-once"), Purpose.TWEET)
    with record(recorder) as recording:
        assert recording.fetch(request).status == 200
        warc = recording.finish()
    assert types_of(warc).count("response") == 2
    session = Session.open(warc)
    assert session.fetch(request).status == 200
    with pytest.raises(NotRecorded):
        session.fetch(request)


@pytest.mark.parametrize(
    ("path", "failure", "responses"),
    [("/cut", Failure.CUT_BODY, 2), ("/large", Failure.TOO_LARGE, 1), ("/nothing", Failure.CONNECTION_LOST, 0)],
)
def test_what_failed_is_kept_and_fails_the_same_in_replay(
    recorder: Recorder, site: Server, path: str, failure: Failure, responses: int
) -> None:
    request = Request(site.url(path), Purpose.TWEET)
    with record(recorder) as recording:
        with pytest.raises(Unreachable) as live:
            recording.fetch(request)
        warc = recording.finish()
    with pytest.raises(Unreachable) as replayed:
        Session.open(warc).fetch(request)
    assert live.value.failure == replayed.value.failure == failure
    assert str(live.value) == str(replayed.value)
    assert types_of(warc).count("response") == responses
    assert (b"WARC-Truncated" in gzip.decompress(warc.read_bytes())) is bool(responses)


def test_a_picture_that_is_held_already_is_pointed_at(recorder: Recorder, site: Server) -> None:
    warcs = []
    for paths in (("/photo.jpg", "/same.jpg"), ("/photo.jpg", "/page", "/page")):
        with record(recorder) as recording:
            for path in paths:
                recording.fetch(Request(site.url(path), Purpose.MEDIA))
            warcs.append(recording.finish())
    assert [types_of(warc).count("revisit") for warc in warcs] == [1, 1]
    assert types_of(warcs[1]).count("response") == 2
    again = Session.open(warcs[1]).fetch(Request(site.url("/photo.jpg"), Purpose.MEDIA))
    assert again.body.read() == JPEG
    assert again.body.sha256 == hashlib.sha256(JPEG).hexdigest()


def kept_twice(recorder: Recorder, site: Server, between: Callable[[Path], None] = lambda _: None) -> list[Path]:
    warcs = []
    for _ in range(2):
        with record(recorder) as recording:
            recording.fetch(Request(site.url("/photo.jpg"), Purpose.MEDIA))
            warcs.append(recording.finish())
        between(warcs[0])
    return warcs


def test_without_dedupe_every_picture_is_kept_whole(tmp_path: Path, site: Server) -> None:
    with Recorder(tmp_path, QUICK, dedupe=False) as recorder:
        assert [types_of(warc).count("revisit") for warc in kept_twice(recorder, site)] == [0, 0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda warc: warc.write_bytes(warc.read_bytes().replace(JPEG, JPEG[::-1])),
        lambda warc: warc.write_bytes(warc.read_bytes()[:300]),
        lambda warc: warc.unlink(missing_ok=True),
    ],
    ids=["altered", "cut", "gone"],
)
def test_a_picture_whose_copy_is_damaged_is_kept_again(
    recorder: Recorder, site: Server, damage: Callable[[Path], None]
) -> None:
    later = kept_twice(recorder, site, damage)[1]
    assert types_of(later).count("revisit") == 0


def test_a_finished_file_is_in_index_and_manifest(recorder: Recorder, site: Server, tmp_path: Path) -> None:
    with record(recorder, site.url("/2025/07/a-story.html")) as recording:
        recording.fetch(Request(site.url("/page"), Purpose.SOURCE))
        warc = recording.finish()
    assert warc.parent == warc_folder(tmp_path)
    assert "-127.0.0.1-a-story-" in warc.name
    line = f"{hashlib.sha256(warc.read_bytes()).hexdigest()}  archive/{warc.name}\n"
    assert manifest_file(tmp_path).read_text() == line
    indexes = "".join(file.read_text() for file in (tmp_path / "collections/tweets/indexes").glob("*.cdxj"))
    assert warc.name in indexes


def test_what_was_handed_in_is_kept_and_read_back(recorder: Recorder) -> None:
    with record(recorder) as recording:
        kept = recording.keep_input(b"<p>words</p>", None, None)
        report = recording.keep_report(b"{}", [kept.record.id] if kept.record else [])
        warc = recording.finish()
    read = Session.open(warc).input
    assert read is not None
    assert (read.request, read.headers, read.body, read.record) == (kept.request, kept.headers, kept.body, kept.record)
    assert read.request.url == f"urn:tweetarchive:input:{hashlib.sha256(b'<p>words</p>').hexdigest()}"
    assert report.file == warc.name


def test_an_error_leaves_the_file_open_and_the_next_run_puts_it_aside(tmp_path: Path, site: Server) -> None:
    def die(recording: Recording) -> None:
        with recording:
            recording.fetch(Request(site.url("/page"), Purpose.TWEET))
            raise KeyError

    with Recorder(tmp_path, QUICK) as recorder, pytest.raises(KeyError):
        die(record(recorder))
    assert [file.suffix for file in warc_folder(tmp_path).iterdir()] == [".open"]
    with Recorder(tmp_path, QUICK):
        assert [file.suffix for file in warc_folder(tmp_path).iterdir()] == [".put-aside"]


def test_what_is_left_unfinished_on_purpose_leaves_nothing(recorder: Recorder, tmp_path: Path) -> None:
    with record(recorder):
        pass
    assert list(warc_folder(tmp_path).iterdir()) == []


def test_two_runs_do_not_write_one_archive(recorder: Recorder, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError), Recorder(tmp_path, QUICK):
        pass


def test_a_ca_bundle_that_is_not_there_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "no-such.pem"))
    with pytest.raises(ArchiveError, match="REQUESTS_CA_BUNDLE"), Recorder(tmp_path, QUICK):
        pass


def test_the_users_own_host_is_not_guarded_and_where_it_leads_is(tmp_path: Path, site: Server) -> None:
    guarded = Network(timeout=5, delay=0, retries=0)
    with Recorder(tmp_path, guarded) as recorder, record(recorder, site.url("/page")) as recording:
        assert recording.fetch(Request(site.url("/page"), Purpose.SOURCE)).status == 200
        elsewhere = Request(site.url("/page", host="localhost"), Purpose.SOURCE)
        assert fetch_failing(recording, elsewhere) == Failure.PRIVATE_ADDRESS
        assert fetch_failing(recording, Request(site.url("/photo.jpg"), Purpose.MEDIA)) == Failure.PRIVATE_ADDRESS
        recording.finish()
    assert len(site.visits) == 1


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "https://a:b:c/", "javascript:1", "", "http://\x00/"])
def test_an_address_that_is_none_is_a_failure_like_others(recorder: Recorder, url: str) -> None:
    with record(recorder) as recording:
        for purpose in {*Purpose} - {Purpose.SCREENSHOT}:  # which a browser asks for
            assert fetch_failing(recording, Request(url, purpose)) == Failure.BAD_URL
        recording.finish()


def test_an_interrupted_run_asks_nothing_more(recorder: Recorder, site: Server) -> None:
    with record(recorder) as recording:
        recorder.interrupt()
        assert fetch_failing(recording, Request(site.url("/page"), Purpose.TWEET)) == Failure.INTERRUPTED
    assert site.visits == []


def test_a_transport_may_answer_instead_of_the_web(tmp_path: Path) -> None:
    def answer(ask: Ask) -> WireExchange:
        head = b"HTTP/1.1 200 OK\r\n\r\n"
        return WireExchange(ask.request, datetime.now(UTC), b"GET / HTTP/1.1\r\n\r\n", head, BytesIO(b"a"), 1, None, ())

    with Recorder(tmp_path, QUICK, transport=answer) as recorder, record(recorder) as recording:
        assert recording.fetch(Request("https://news.example/", Purpose.SOURCE)).body.read() == b"a"
        recording.finish()


def test_recordings_of_many_threads_never_cross(recorder: Recorder, site: Server) -> None:
    def record_one(article: int) -> tuple[int, Path]:
        with record(recorder) as recording:
            for number in range(20):
                recording.fetch(Request(site.url(f"/{article}/{number}"), Purpose.TWEET))
            return article, recording.finish()

    with ThreadPoolExecutor(32) as threads:
        recorded = list(threads.map(record_one, range(32)))
    for article, warc in recorded:
        session = Session.open(warc)
        for number in range(20):
            path = f"/{article}/{number}"
            assert session.fetch(Request(site.url(path), Purpose.TWEET)).body.read() == path.encode()
        assert types_of(warc).count("response") == 20


@pytest.mark.parametrize(
    ("source", "url", "told"),
    [
        (
            "https://a",
            "https://www.News.example:8443/2025/07/A-Story_it%20is.html?x=1",
            "www.news.example-a-story-it-is",
        ),
        ("https://a", "https://news.example/", "news.example-index"),
        ("https://a", "https://news.example/مقال/", "news.example-index"),
        ("folder/Saved page.html", None, "input-saved-page"),
        ("-", None, "input-index"),
        ("x", f"https://{'n' * 80}.example/{'s' * 300}", f"{'n' * 60}-{'s' * 60}"),
    ],
)
def test_a_file_is_named_by_time_host_and_slug(source: str, url: str | None, told: str) -> None:
    name = warc_name(source, url, datetime(2026, 11, 22, 14, 31, 5, tzinfo=UTC))
    stem, suffix = name.removesuffix(".warc.gz").rsplit("-", 1)
    assert stem == f"20261122143105-{told}"
    assert len(suffix) == 8
    assert name != warc_name(source, url, datetime(2026, 11, 22, 14, 31, 5, tzinfo=UTC))
