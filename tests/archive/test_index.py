from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surt import surt as reference_surt

from tests.archive.recordings import photo, recorded, wire, write_every_kind, writer
from tweetarchive.archive.index import (
    add_to_index,
    find_lines,
    find_places,
    fold_index,
    index_file,
    index_files,
    rebuild_index,
)
from tweetarchive.archive.layout import index_folder, warc_folder
from tweetarchive.archive.surt import surt
from tweetarchive.model.errors import DamagedArchive


def reference_index(archives: Path) -> str:
    """What cdxj-indexer makes of the same files, in the order of bytes."""
    files = [str(file) for file in sorted(warc_folder(archives).glob("*.warc.gz"))]
    command = [sys.executable, "-c", "from cdxj_indexer.main import main; main()", *files]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    return "".join(sorted(made.stdout.splitlines(keepends=True)))


def varied(archives: Path) -> Path:
    """A session with every kind of record."""
    warc = writer(archives)
    write_every_kind(warc)
    return warc.finish()


def test_the_lines_are_those_of_cdxj_indexer_byte_for_byte(tmp_path: Path) -> None:
    add_to_index(tmp_path, varied(tmp_path))
    lines = index_file(tmp_path).read_text()
    assert lines == reference_index(tmp_path)
    assert len(lines.splitlines()) == 9


def test_an_attempt_without_an_answer_and_the_end_are_not_in_the_index(tmp_path: Path) -> None:
    add_to_index(tmp_path, varied(tmp_path))
    lines = index_file(tmp_path).read_text()
    assert "slow.example" not in lines
    assert "tweetarchive:end" not in lines


def test_adding_a_file_again_changes_nothing(tmp_path: Path) -> None:
    warc = varied(tmp_path)
    add_to_index(tmp_path, warc)
    once = index_file(tmp_path).read_bytes()
    add_to_index(tmp_path, warc)
    assert index_file(tmp_path).read_bytes() == once


def test_many_threads_add_at_once_and_no_line_is_lost(tmp_path: Path) -> None:
    warcs = [recorded(tmp_path, wire(url=f"https://news.example/{n}"), name=f"{n:02}.warc.gz") for n in range(24)]
    threads = [threading.Thread(target=add_to_index, args=(tmp_path, warc)) for warc in warcs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index_file(tmp_path).read_text() == reference_index(tmp_path)


def test_several_processes_add_at_once_and_no_line_is_lost(tmp_path: Path) -> None:
    warcs = [recorded(tmp_path, wire(url=f"https://news.example/{n}"), name=f"{n:02}.warc.gz") for n in range(8)]
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.starmap(add_to_index, [(tmp_path, warc) for warc in warcs])
    assert index_file(tmp_path).read_text() == reference_index(tmp_path)


def long_index(host: str) -> str:
    """Five sorted megabytes of lines of another time."""
    return "".join(f"example,{host})/{number:06} 20200101000000 {{}}{' ' * 140}\n" for number in range(30_000))


def test_a_long_index_is_not_rewritten_for_every_article(tmp_path: Path) -> None:
    index_folder(tmp_path).mkdir(parents=True)
    index_file(tmp_path).write_text(long_index("old"))
    for name in ("1.warc.gz", "2.warc.gz"):
        add_to_index(tmp_path, recorded(tmp_path, name=name))
    recent, gathered, index = index_files(index_folder(tmp_path))
    assert index.read_text() == long_index("old")
    assert recent.read_text() == reference_index(tmp_path)
    fold_index(tmp_path)
    merged = index_file(tmp_path).read_text().splitlines(keepends=True)
    assert merged == sorted([*long_index("old").splitlines(keepends=True), *reference_index(tmp_path).splitlines(True)])
    assert not recent.exists()
    assert not gathered.exists()


def test_lines_that_gathered_go_into_the_long_index_by_themselves(tmp_path: Path) -> None:
    index_folder(tmp_path).mkdir(parents=True)
    recent, gathered, index = index_files(index_folder(tmp_path))
    index.write_text(long_index("old"))
    recent.write_text("".join(long_index("recent").splitlines(keepends=True)[:500]))
    add_to_index(tmp_path, recorded(tmp_path))
    assert (recent.exists(), gathered.exists()) == (False, True)
    recent.write_text(long_index("recent"))
    add_to_index(tmp_path, recorded(tmp_path, name="2.warc.gz"))
    assert (recent.exists(), gathered.exists()) == (False, False)
    assert len(index.read_text().splitlines()) == 60_004


def test_a_line_is_found_where_the_file_it_stood_in_is_gone(tmp_path: Path) -> None:
    assert list(find_lines(tmp_path / "recent.cdxj", "com,example)/")) == []


def test_a_lost_index_is_made_anew_from_the_warcs(tmp_path: Path) -> None:
    add_to_index(tmp_path, varied(tmp_path))
    before = index_file(tmp_path).read_bytes()
    index_file(tmp_path).write_text("nonsense\n")
    index_files(index_folder(tmp_path))[0].write_text("nonsense\n")
    rebuild_index(tmp_path)
    assert index_file(tmp_path).read_bytes() == before
    assert [file.name for file in index_folder(tmp_path).iterdir()] == ["index.cdxj"]


def test_a_damaged_warc_leaves_the_old_index(tmp_path: Path) -> None:
    warc = varied(tmp_path)
    add_to_index(tmp_path, warc)
    before = index_file(tmp_path).read_bytes()
    warc.write_bytes(warc.read_bytes()[:-9])
    with pytest.raises(DamagedArchive):
        rebuild_index(tmp_path)
    assert index_file(tmp_path).read_bytes() == before


@given(st.lists(st.text("abc", max_size=3), max_size=30), st.text("abc", min_size=1, max_size=3))
def test_a_line_is_found_by_halving_as_by_reading_all(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], key: str
) -> None:
    lines = sorted(f"{word} {number}\n" for number, word in enumerate(words))
    file = tmp_path_factory.getbasetemp() / "sorted.cdxj"
    file.write_text("".join(lines))
    assert list(find_lines(file, key)) == [line for line in lines if line.startswith(key)]


def test_a_record_is_found_by_its_exact_address_and_second(tmp_path: Path) -> None:
    one, other = "https://pbs.twimg.com/media/AaBb", "https://pbs.twimg.com/media/aAbB"
    warc = writer(tmp_path)
    offsets = [warc.write_exchange(photo(url)).offset for url in (one, other)]
    path = warc.finish()
    add_to_index(tmp_path, path)
    places = [list(find_places(index_file(tmp_path), url, "2026-11-22T14:31:05.123456Z")) for url in (one, other)]
    assert places == [[(path.name, offset)] for offset in offsets]
    assert list(find_places(index_file(tmp_path), one, "2026-11-22T14:31:06Z")) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://X.com/User/status/1?s=20&ref_src=a",
        "http://www2.news.example:80/a/../b/./c//d/",
        "https://news.example:8443",
        "https://user:pass@news.example/?",
        "https://عربي.example/ا?ب=ج",
        "https://news.example/%7Euser/%2541?q=%20a+b&&=",
        "https://news.example/(S(abcdefghijklmnopqrstuvwx))/page.aspx?x=1",
        "https://news.example/?jsessionid=0123456789abcdef0123456789ABCDEF&a=1",
        "https://news.example/?b&a=&a",
        "https://news.example/;jsessionid=1#fragment",
        "urn:tweetarchive:report:A-b",
        "urn:uuid:F81D4FAE",
        "https://tweetarchive.invalid/view/https://news.example/a?b=1",
        "https://cdn.syndication.twimg.com/tweet-result?id=1183347177645227129&lang=en&token=4c.1",
        "http://2130706433/",
        "https://news.example../a b",
        "metadata://theirs.example/x",
        "https://news.example/a'b|c[d]{e}",
    ],
)
def test_a_key_is_the_one_replay_tools_look_up(url: str) -> None:
    assert surt(url) == reference_surt(url)


_PIECES = st.sampled_from(
    [
        "/",
        "//",
        "..",
        ".",
        "a",
        "B",
        "%41",
        "%2e",
        "%25",
        "é",
        "ا",
        "?",
        "&",
        "=",
        "b=2",
        "a",
        "sid=",
        "+",
        " ",
        ";",
        "'",
        "~",
    ]
)


@given(st.sampled_from(["https://news.example", "http://www.X.com:80/", "urn:a:"]), st.lists(_PIECES, max_size=12))
def test_any_key_is_the_one_replay_tools_look_up(start: str, pieces: list[str]) -> None:
    url = start + ("/" if start.startswith("https") else "") + "".join(pieces)
    assert surt(url) == reference_surt(url)
