"""`tweetarchive replay` with the real pywb: what people see of an archive, while runs write and after they died."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.replaying import FOUND, ROOT, WAYBACK, Replay, replaying
from tests.world import Stall, World
from tweetarchive.archive.network import Network
from tweetarchive.archive.recorder import Recorder
from tweetarchive.archive.replay import HOST, Root, free_port, replay_root, running
from tweetarchive.archive.stored import newest_reports
from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit
from tweetarchive.demo import ARTICLE_URL, answers
from tweetarchive.model.errors import DamagedArchive, TweetarchiveError
from tweetarchive.packing import pack
from tweetarchive.pipeline import archive_article

pytestmark = pytest.mark.skipif(not FOUND, reason="pywb is not fetched: make test")
MAYOR = "https://tweetarchive.invalid/tweet/1942993486869431374"
EAGER = Network(delay=0, limits=(), retries=0)
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 20.0  # seconds in which what a run has just finished must stand on the start page


def loaded(replay: Replay, path: str = "") -> str:
    """A page as pywb serves it; the words of its error page where it is none."""
    try:
        with _DIRECT.open(replay.address + path) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read().decode()}"


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "archives"
    archive_article(ARTICLE_URL, archives=folder, network=EAGER, transport=answers())
    return folder


@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM])
def test_an_archive_is_browsed_from_its_start_page_and_nothing_is_left_behind(
    archives: Path, ended_by: signal.Signals
) -> None:
    held = sorted(archives.rglob("*"))
    with replaying(archives) as replay:
        page = loaded(replay)
        assert page.count('class="verdict mismatch"') == 2  # the article, and one of its tweets
        assert f"/{ARTICLE_URL}" in page
        assert "The reservoir holds enough water for 14 days." in loaded(replay, f"tweets/mp_/{MAYOR}")
        assert "The worst July storm in a generation" in loaded(replay, f"tweets/mp_/{ARTICLE_URL}")
        [pywb] = children(replay.process.pid)
        replay.process.send_signal(ended_by)
        assert replay.process.wait(20) == Exit.DONE
    assert not Path(f"/proc/{pywb}").exists()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(replay.address.rstrip("/").rpartition(":")[2])))
    assert sorted(archives.rglob("*")) == held


def test_a_packed_archive_and_a_single_file_are_browsed_where_they_lie(archives: Path, tmp_path: Path) -> None:
    wacz = pack(tmp_path / "demo.wacz", archives, now=datetime.now(UTC)).packed.path
    [warc] = archives.rglob("*.warc.gz")
    for file in (wacz, warc):
        with replaying(file) as replay:
            assert "uncovers a wreck" in loaded(replay)
            assert "The reservoir holds enough water for 14 days." in loaded(replay, f"tweets/mp_/{MAYOR}")


def test_what_a_run_has_finished_is_there_while_it_goes_on(world: World, tmp_path: Path) -> None:
    tweet = world.tweet("1183347177645227129", text="The ferry is back.")
    world.article("https://news.example/first", f"<title>First</title><p>So it was.</p>{tweet.blockquote()}")
    world.article(
        "https://news.example/second",
        f"<title>Second {{{{ 7 * 7 }}}} {{% if %}}</title><p>And so.</p>{tweet.blockquote()}",
    )
    world.article("https://news.example/slow", "<title>Slow</title><p>Never all of it.</p>")
    world.fault("https://news.example/slow", Stall(5))
    archives = tmp_path / "archives"
    archive_article("https://news.example/first", archives=archives, network=EAGER)
    command = [sys.executable, "-m", "tweetarchive", "archive", "--workers=1", "--delay=0", "--archives", str(archives)]
    sources = ["https://news.example/second", "https://news.example/slow"]
    with replaying(archives) as replay:
        assert "404" in loaded(replay, "tweets/mp_/https://news.example/second")
        with subprocess.Popen(
            [*command, *sources], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            try:
                world.arrived("https://news.example/slow")
                assert "And so." in loaded(replay, "tweets/mp_/https://news.example/second")
                assert "The ferry is back." in loaded(
                    replay, f"tweets/mp_/https://tweetarchive.invalid/tweet/{tweet.id}"
                )
                assert any("Second {{ 7 * 7 }} {% if %}" in loaded(replay) for _ in again(PATIENCE))
            finally:
                run.kill()
        assert "And so." in loaded(replay, "tweets/mp_/https://news.example/second")  # also after kill -9
        assert "So it was." in loaded(replay, "tweets/mp_/https://news.example/first")


def test_pywb_alone_opens_an_archive_also_one_that_holds_nothing_yet(archives: Path, tmp_path: Path) -> None:
    with Recorder(tmp_path, EAGER):
        pass
    copied = tmp_path / "copied"
    shutil.copytree(archives, copied)
    for folder, said in ((tmp_path, "404"), (copied, "The worst July storm in a generation")):
        port = free_port(8600 + os.getpid() % 1000, only=False)
        with running(WAYBACK, Root(folder), port, stopped=lambda: False) as process:
            assert said in loaded(Replay(process, f"http://{HOST}:{port}/"), f"tweets/mp_/{ARTICLE_URL}")


def test_files_without_an_index_and_damaged_ones_among_them(archives: Path, tmp_path: Path) -> None:
    [warc] = archives.rglob("*.warc.gz")
    whole = warc.read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(whole)
    (tmp_path / "b.warc.gz").write_bytes(whole[:-3])
    told: list[str] = []
    with replay_root(tmp_path, warn=told.append) as root:
        total, newest = newest_reports(root.indexes, root.warcs, 10)
        assert (total, [one.report["verdict"] for one in newest]) == (1, ["mismatch"])
        folder = root.folder
    assert [one.startswith("left out: b.warc.gz: damaged") for one in told] == [True]
    assert not folder.exists()
    with pytest.raises(DamagedArchive, match=r"b\.warc\.gz"), replay_root(tmp_path / "b.warc.gz", warn=told.append):
        pass


def test_what_cannot_be_browsed_is_refused_with_a_reason(archives: Path, tmp_path: Path) -> None:
    [warc] = archives.rglob("*.warc.gz")
    single = tmp_path / "single.warc.gz"
    head = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://news.example/{}\r\n"
    head += "Content-Length: 2\r\n\r\n{}\r\n\r\n"
    single.write_bytes(gzip.compress("".join(head.format(one, one * 2) for one in "abc").encode()))
    bomb = tmp_path / "outside.wacz"
    with zipfile.ZipFile(bomb, "w") as out:
        out.writestr("archive/../../outside.warc.gz", warc.read_bytes())
    for path, why in ((single, "warcio recompress"), (bomb, "leads out of it"), (tmp_path / "no", "no such file")):
        with pytest.raises(TweetarchiveError, match=why), replay_root(path, warn=print):
            pass


def test_deflated_and_uncompressed_files_of_a_package_are_browsed(archives: Path, tmp_path: Path) -> None:
    [warc] = archives.rglob("*.warc.gz")
    wacz = tmp_path / "other.wacz"
    with zipfile.ZipFile(wacz, "w") as out:
        out.writestr("archive/packed.warc.gz", warc.read_bytes(), zipfile.ZIP_DEFLATED)
        out.writestr("archive/plain.warc", gzip.decompress(warc.read_bytes()))
    with replaying(wacz) as replay:
        assert loaded(replay).count("<article") == 2
        for moment in set(re.findall(rf"tweets/(\d+)/{MAYOR}", loaded(replay))):
            assert "The reservoir holds enough water" in loaded(replay, f"tweets/{moment}mp_/{MAYOR}")


def test_a_named_port_that_is_taken_is_told_before_anything_starts(archives: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["replay", str(archives), "--port", str(port), "--wayback", str(WAYBACK)])
    assert (result.exit_code, f"port {port} is taken" in result.stderr) == (Exit.USAGE, True)


def again(seconds: float) -> Iterator[None]:
    """As often as there is time for, a little apart."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        threading.Event().wait(0.1)


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
