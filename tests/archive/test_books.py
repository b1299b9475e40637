from __future__ import annotations

import fcntl
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

from tests.archive.recordings import photo, wire, writer
from tweetarchive.archive.books import Books
from tweetarchive.archive.finished import Finished
from tweetarchive.archive.index import index_file
from tweetarchive.archive.layout import collection, manifest_file
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.manifest import read_manifest
from tweetarchive.archive.message import dedupe_key


def finished(archives: Path, number: int) -> Finished:
    warc = writer(archives, f"{number:02}.warc.gz")
    warc.write_exchange(photo(body=b"%d" % number))
    path = warc.finish()
    return Finished(path.name, warc.entries, warc.sha256, warc.info)


def test_a_warc_is_entered_in_all_three_books(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        Books(tmp_path, ledger).enter(finished(tmp_path, 1))
        digest = dedupe_key(photo(body=b"1"))
        assert digest is not None
        assert ledger.original(digest, 1)
    assert "01.warc.gz" in index_file(tmp_path).read_text()
    assert set(read_manifest(manifest_file(tmp_path))) == {"01.warc.gz"}


def test_an_article_without_media_is_entered_too(tmp_path: Path) -> None:
    warc = writer(tmp_path)
    warc.write_exchange(wire())
    path = warc.finish()
    with Ledger(tmp_path) as ledger:
        Books(tmp_path, ledger).enter(Finished(path.name, warc.entries, warc.sha256, warc.info))
    assert set(read_manifest(manifest_file(tmp_path))) == {path.name}


def test_nobody_waits_for_another_threads_disk_and_no_warc_is_left_out(tmp_path: Path) -> None:
    warcs = [finished(tmp_path, number) for number in range(12)]
    with Ledger(tmp_path) as ledger, ThreadPoolExecutor(len(warcs)) as pool:
        books = Books(tmp_path, ledger)
        (collection(tmp_path) / "indexes").mkdir()
        with (collection(tmp_path) / "index.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # whoever writes first stands here
            entered = [pool.submit(books.enter, warc) for warc in warcs]
            writing = set(entered)
            while len(writing) > 1:
                done, writing = wait(writing, timeout=30, return_when=FIRST_COMPLETED)
                assert done
        for one in entered:
            one.result(timeout=30)
    assert set(read_manifest(manifest_file(tmp_path))) == {warc.file for warc in warcs}
    assert len(index_file(tmp_path).read_text().splitlines()) == len(warcs)
