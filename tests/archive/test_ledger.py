from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.archive.recordings import ARTICLE, AT, JPEG, NAME, PHOTO, photo, recorded, wire, writer
from tweetarchive.archive.finished import read_finished
from tweetarchive.archive.index import index_file
from tweetarchive.archive.layout import ledger_file, manifest_file, warc_folder
from tweetarchive.archive.ledger import Ledger, command_key
from tweetarchive.archive.manifest import read_manifest
from tweetarchive.archive.message import Original, dedupe_key
from tweetarchive.archive.reader import open_sessions
from tweetarchive.archive.writing import archive_lock, put_aside_unfinished
from tweetarchive.model.errors import ArchiveError

RUN = command_key(["archive", "a", "b"])


def key() -> str:
    found = dedupe_key(photo())
    assert found is not None
    return found


def test_an_interrupted_command_knows_what_it_had_finished(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.finish(RUN, "a", 0, NAME)
        ledger.finish(command_key(["another"]), "b", 1, NAME)
    with Ledger(tmp_path) as ledger:
        assert ledger.finished(RUN).keys() == {("a", 0)}


def test_a_completed_command_given_again_leaves_nothing_out(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.finish(RUN, "a", 0, NAME)
        ledger.complete(RUN)
        assert ledger.finished(RUN) == {}


def test_commands_are_the_same_only_when_all_of_them_is() -> None:
    assert command_key(["archive", "a", "b"]) == RUN
    assert command_key(["archive", "ab"]) != RUN
    assert command_key(["archive", "b", "a"]) != RUN


def test_held_media_are_found_by_digest_and_length(tmp_path: Path) -> None:
    warc = recorded(tmp_path, wire(JPEG, "https://pbs.twimg.com/no-media"), photo())
    with Ledger(tmp_path) as ledger:
        ledger.enter([read_finished(warc)])
        held = ledger.original(key(), len(JPEG))
        assert ledger.original(key(), len(JPEG) + 1) is None
    exchange = list(next(open_sessions(tmp_path)).exchanges())[1]
    assert exchange.record is not None
    assert held == Original(exchange.record, PHOTO, AT, key())


def test_a_medium_whose_file_is_gone_is_not_pointed_at(tmp_path: Path) -> None:
    warc = recorded(tmp_path, photo())
    with Ledger(tmp_path) as ledger:
        assert ledger.original(key(), len(JPEG)) is not None
        warc.unlink()
        assert ledger.original(key(), len(JPEG)) is None


def test_the_first_original_stays_and_revisits_are_none(tmp_path: Path) -> None:
    first = recorded(tmp_path, photo(), name="1.warc.gz")
    with Ledger(tmp_path) as ledger:
        held = ledger.original(key(), len(JPEG))
        assert held is not None
        later = writer(tmp_path, "2.warc.gz")
        later.write_exchange(photo(), revisit_of=held)
        for warc in (later.finish(), recorded(tmp_path, photo(), name="3.warc.gz")):
            ledger.enter([read_finished(warc)])
        again = ledger.original(key(), len(JPEG))
        assert again is not None
        assert again.record.file == first.name


def test_a_lost_ledger_is_made_anew_from_the_warcs_and_a_damaged_one_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recorded(tmp_path, photo(), name="2.warc.gz")
    bad = recorded(tmp_path, photo(), name="1.warc.gz")
    bad.write_bytes(bad.read_bytes()[:-200])
    with caplog.at_level(logging.WARNING), Ledger(tmp_path) as ledger:
        held = ledger.original(key(), len(JPEG))
    assert held is not None
    assert held.record.file == "2.warc.gz"
    assert "1.warc.gz" in caplog.text


def test_a_corrupt_ledger_is_put_aside_and_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    recorded(tmp_path, photo())
    nonsense = b"this is no database" * 500
    ledger_file(tmp_path).write_bytes(nonsense)
    with caplog.at_level(logging.WARNING), Ledger(tmp_path) as ledger:
        assert ledger.original(key(), len(JPEG)) is not None
    assert "put aside and made anew" in caplog.text
    assert (tmp_path / "ledger.sqlite.put-aside").read_bytes() == nonsense


def test_a_page_of_the_ledger_that_was_altered_is_noticed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Ledger(tmp_path) as ledger:
        for number in range(2000):
            ledger.finish(RUN, f"https://news.example/{number}", number, NAME)
    raw = bytearray(ledger_file(tmp_path).read_bytes())
    raw[4096:8192] = b"\xff" * 4096
    ledger_file(tmp_path).write_bytes(raw)
    with caplog.at_level(logging.WARNING), Ledger(tmp_path) as ledger:
        assert ledger.finished(RUN) == {}
    assert "put aside" in caplog.text


def test_a_ledger_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    database = sqlite3.connect(ledger_file(tmp_path))
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(ArchiveError, match="later tweetarchive"):
        Ledger(tmp_path)


def test_threads_share_a_ledger(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:

        def finish(thread: int) -> None:
            for number in range(20):
                ledger.finish(RUN, f"{thread}", number, NAME)

        threads = [threading.Thread(target=finish, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(ledger.finished(RUN)) == 160


def test_a_second_process_says_that_the_archive_is_being_written(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from tweetarchive.archive.writing import archive_lock\n"
    code += "with archive_lock(Path(sys.argv[1])): pass"
    command = [sys.executable, "-c", code, str(tmp_path)]
    with archive_lock(tmp_path):
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        with pytest.raises(ArchiveError, match="another tweetarchive"), archive_lock(tmp_path):
            pass
    assert "another tweetarchive is writing here" in second.stderr
    assert subprocess.run(command, check=False).returncode == 0


def test_half_written_files_are_put_aside_and_never_read(tmp_path: Path) -> None:
    whole = recorded(tmp_path, name="1.warc.gz")
    dead = writer(tmp_path)
    dead.write_exchange(wire())
    dead.sync()
    written = dead.path.read_bytes()
    (aside,) = put_aside_unfinished(tmp_path)
    assert aside.name == f"{NAME}.put-aside"
    assert aside.read_bytes() == written
    assert [session.file for session in open_sessions(tmp_path)] == [whole.name]
    assert put_aside_unfinished(tmp_path) == ()


def test_two_half_written_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    names = []
    for _ in range(2):
        writer(tmp_path).sync()
        names += [aside.name for aside in put_aside_unfinished(tmp_path)]
    assert names == [f"{NAME}.put-aside", f"{NAME}.put-aside-2"]


def test_what_was_finished_but_not_yet_entered_is_entered(tmp_path: Path) -> None:
    warc = writer(tmp_path, command=RUN, place="3")
    warc.write_exchange(wire())
    warc.finish()
    bad = recorded(tmp_path, name="bad.warc.gz")
    bad.write_bytes(bad.read_bytes()[:-1])
    with Ledger(tmp_path) as ledger:
        put_aside_unfinished(tmp_path, ledger)
        assert ledger.finished(RUN).keys() == {(ARTICLE, 3)}
    assert set(read_manifest(manifest_file(tmp_path))) == {NAME}
    assert NAME in index_file(tmp_path).read_text()


def test_an_empty_archive_has_nothing_to_clear_up(tmp_path: Path) -> None:
    assert put_aside_unfinished(tmp_path / "new") == ()
    assert not warc_folder(tmp_path / "new").exists()
