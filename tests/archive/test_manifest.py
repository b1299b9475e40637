from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from tests.archive.recordings import NAME, recorded
from tweetarchive.archive.layout import collection, manifest_file, warc_folder
from tweetarchive.archive.manifest import add_to_manifest, read_manifest
from tweetarchive.model.errors import ArchiveError


def sha256sum(archives: Path) -> int:
    command = ["sha256sum", "--check", "--strict", "--quiet", manifest_file(archives).name]
    return subprocess.run(command, cwd=collection(archives), capture_output=True, check=False).returncode


def test_sha256sum_reads_it_and_finds_an_altered_gzip_header(tmp_path: Path) -> None:
    warc = recorded(tmp_path)
    add_to_manifest(tmp_path, warc)
    assert sha256sum(tmp_path) == 0
    raw = bytearray(warc.read_bytes())
    raw[4] ^= 1  # the time in the gzip header: no checksum covers it
    warc.write_bytes(raw)
    assert sha256sum(tmp_path) == 1


def test_it_is_read_back_by_base_name(tmp_path: Path) -> None:
    add_to_manifest(tmp_path, recorded(tmp_path))
    assert list(read_manifest(manifest_file(tmp_path))) == [NAME]
    assert read_manifest(tmp_path / "none") == {}


def test_threads_add_at_once_and_no_line_is_lost(tmp_path: Path) -> None:
    warcs = [recorded(tmp_path, name=f"{number:02}.warc.gz") for number in range(24)]
    threads = [threading.Thread(target=add_to_manifest, args=(tmp_path, warc)) for warc in warcs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_manifest(manifest_file(tmp_path))) == 24
    assert sha256sum(tmp_path) == 0


@pytest.mark.parametrize("left", [1, 30, 90])
def test_a_line_that_a_crash_cut_is_dropped(tmp_path: Path, left: int) -> None:
    for number in (1, 2):
        add_to_manifest(tmp_path, recorded(tmp_path, name=f"{number}.warc.gz"))
    manifest = manifest_file(tmp_path)
    whole = manifest.read_bytes()
    first, second = whole.splitlines(keepends=True)
    manifest.write_bytes(first + second[: min(left, len(second) - 1)])
    add_to_manifest(tmp_path, warc_folder(tmp_path) / "2.warc.gz")
    assert manifest.read_bytes() == whole


def test_a_manifest_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    warc = recorded(tmp_path)
    manifest_file(tmp_path).mkdir()
    with pytest.raises(ArchiveError, match=r"manifest-sha256\.txt"):
        add_to_manifest(tmp_path, warc)
