"""Real archives, packed: what stands in the file, and that nothing of it was lost on the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.archive.recordings import recorded
from tests.world import Answer, World, snowflake
from tests.world.media import picture
from tweetarchive.archive.index import rebuild_index
from tweetarchive.archive.keys import SigningKey
from tweetarchive.archive.layout import collection, index_folder, warc_folder
from tweetarchive.archive.network import Network
from tweetarchive.archive.proof import verify_proof
from tweetarchive.model.errors import DamagedArchive, InputError
from tweetarchive.offline import verify_archive
from tweetarchive.packing import Handover, pack
from tweetarchive.pipeline import archive_articles
from tweetarchive.report.card import CARD_ADDRESS
from tweetarchive.report.view import VIEW_ADDRESS

WACZ = Path(__file__).parents[1] / ".venv-peers/bin/wacz"
NOON = datetime(2024, 3, 5, 12, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EAGER = Network(delay=0, limits=(), retries=0, timeout=5)
FERRY, BRIDGE, MARKET = (f"https://news.example/2024/{name}" for name in ("ferry", "bridge", "market"))
IDS = {url: snowflake(NOON.replace(hour=hour)) for hour, url in enumerate((FERRY, BRIDGE, MARKET), 8)}
WORDS = {FERRY: "No ferry before 9 today.", BRIDGE: "الجسر مغلق منذ الظهر", MARKET: "Zwetschgen sind wieder da!"}
SHARED = Answer(200, (("Content-Type", "image/jpeg"),), picture("shared", 4000))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles; the second and third show the photo of the first, which is kept once. The ferry is kept twice."""
    archives = tmp_path_factory.mktemp("kept") / "archives"
    with World() as world, pytest.MonkeyPatch.context() as patch:
        for name, value in world.environment.items():
            patch.setenv(name, value)
        for url, words in WORDS.items():
            tweet = world.tweet(IDS[url], handle="mira_quays", name="Mira", text=words, photos=1)
            world.answer(tweet.photo_url(0), SHARED)
            world.article(url, _page(url))
        world.short_link("ferry", FERRY)
        for sources in ([FERRY], [BRIDGE, MARKET], ["https://t.co/ferry"]):
            assert len(list(archive_articles(sources, archives=archives, network=EAGER, workers=1))) == len(sources)
    return archives


def _page(url: str) -> str:
    name = url.rpartition("/")[2].title()
    return (
        f"<html lang=en><title>{name}</title><body><p>{name} news of the harbour.</p>"
        f'<blockquote class="twitter-tweet"><p>{WORDS[url]}</p>&mdash; Mira (@mira_quays) '
        f'<a href="https://twitter.com/mira_quays/status/{IDS[url]}">March 5, 2024</a></blockquote></body></html>'
    )


@pytest.fixture
def archives(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "archives"))


def packed(archives: Path, *urls: str, key: SigningKey | None = None, name: str = "out.wacz") -> Handover:
    return pack(archives.parent / name, archives, urls, key=key, now=NOW)


def held(handover: Handover) -> dict[str, bytes]:
    with zipfile.ZipFile(handover.packed.path) as wacz:
        return {one.filename: wacz.read(one) for one in wacz.infolist()}


def pages(handover: Handover) -> list[dict[str, Any]]:
    head, *rest = map(json.loads, held(handover)["pages/pages.jsonl"].splitlines())
    assert (head["format"], head["hasText"]) == ("json-pages-1.0", True)
    return list(rest)


def test_everything_is_packed_as_it_is_on_disk(archives: Path) -> None:
    made = packed(archives)
    warcs = {f"archive/{file.name}": file.read_bytes() for file in warc_folder(archives).iterdir()}
    inside = held(made)
    assert {name: inside[name] for name in inside if name.startswith("archive/")} == warcs
    assert (made.articles, made.packed.warcs, made.added, made.missing) == (4, 4, (), ())
    assert made.packed.size == made.packed.path.stat().st_size
    assert made.packed.package_sha256 == verify_proof(made.packed.path).package_sha256


def test_what_is_packed_gives_the_same_reports(archives: Path) -> None:
    made = packed(archives)

    def told(path: Path) -> list[dict[str, Any]]:
        return [json.loads(json.dumps(one.to_dict()).replace('"archive/', '"')) for one in verify_archive(path)]

    assert told(made.packed.path) == told(archives)


def test_the_same_archive_gives_the_same_bytes_until_it_is_signed(archives: Path) -> None:
    first, second = packed(archives), packed(archives, name="again.wacz")
    assert first.packed.path.read_bytes() == second.packed.path.read_bytes()
    assert json.loads(held(first)["datapackage.json"])["created"] != "2026-11-23T08:00:00Z"
    signed = packed(archives, key=SigningKey(ec.derive_private_key(7, ec.SECP384R1())), name="signed.wacz")
    assert json.loads(held(signed)["datapackage.json"])["created"] == "2026-11-23T08:00:00Z"
    assert held(first).keys() == held(signed).keys()


def test_pages_are_found_by_the_words_of_article_and_tweet(archives: Path) -> None:
    listed = {page["url"]: page for page in pages(packed(archives))}
    for url, words in WORDS.items():
        assert listed[url]["title"] == url.rpartition("/")[2].title()
        assert f"{listed[url]['title']} news of the harbour." in listed[url]["text"]
        assert words in listed[url]["text"]
        assert "Mira (@mira_quays)" in listed[url]["text"]
        view, card = listed[VIEW_ADDRESS + url], listed[CARD_ADDRESS + IDS[url]]
        assert view["title"] == f"{listed[url]['title']} (with its tweets in place)"
        assert view["text"] == listed[url]["text"]
        assert words in card["text"]
        assert card["title"].startswith("Mira (@mira_quays): ")


@pytest.mark.parametrize("url", [FERRY, "https://t.co/ferry", f"{FERRY}#top"])
@pytest.mark.parametrize("indexed", [True, False])
def test_an_article_is_packed_with_all_its_captures_under_any_address_it_had(
    archives: Path, url: str, indexed: bool
) -> None:
    if not indexed:
        shutil.rmtree(index_folder(archives))
    made = packed(archives, url)
    assert [page["url"] for page in pages(made) if "invalid" not in page["url"]] == [FERRY] * (2 - ("t.co" in url))


def test_the_files_that_hold_the_originals_of_revisits_come_with_an_article(archives: Path) -> None:
    made = packed(archives, MARKET)
    (first,) = warc_folder(archives).glob("*-news.example-ferry-*")
    assert made.added == (first.name,)
    assert made.articles == 1
    assert {page["url"] for page in pages(made) if "invalid" not in page["url"]} == {MARKET}
    assert [report.problems for report in verify_archive(made.packed.path)] == [(), ()]


def test_an_original_that_is_nowhere_is_told(archives: Path) -> None:
    (first,) = warc_folder(archives).glob("*-news.example-ferry-*")
    first.unlink()
    (collection(archives) / "manifest-sha256.txt").unlink()
    rebuild_index(archives)
    made = packed(archives, MARKET)
    assert "not at hand" in made.missing[0]


def test_an_address_that_is_not_held_is_refused_and_nothing_is_written(archives: Path) -> None:
    with pytest.raises(InputError, match="no-such-article"):
        packed(archives, FERRY, "https://news.example/no-such-article")
    assert not list(archives.parent.glob("*.wacz*"))


def test_an_archive_that_holds_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no archived article"):
        pack(tmp_path / "out.wacz", tmp_path, now=NOW)


def test_a_file_is_never_overwritten(archives: Path) -> None:
    (archives.parent / "out.wacz").write_text("precious")
    with pytest.raises(InputError, match="is there already"):
        packed(archives)
    assert (archives.parent / "out.wacz").read_text() == "precious"


def test_a_damaged_warc_is_refused_by_name_and_nothing_is_left(archives: Path) -> None:
    file = sorted(warc_folder(archives).iterdir())[1]
    content = bytearray(file.read_bytes())
    content[9] ^= 1  # the system byte of the first gzip head, which no checksum of gzip covers
    file.write_bytes(content)
    with pytest.raises(DamagedArchive, match=file.name):
        packed(archives)
    assert not list(archives.parent.glob("*.wacz*"))


def test_a_warc_that_is_lost_is_named(archives: Path) -> None:
    file = sorted(warc_folder(archives).iterdir())[1]
    file.unlink()
    with pytest.raises(DamagedArchive, match=file.name):
        packed(archives)


def test_what_is_still_being_written_is_left_out(archives: Path, caplog: pytest.LogCaptureFixture) -> None:
    (warc_folder(archives) / "20261122000000-news.example-late-00000000.warc.gz.open").write_bytes(b"half")
    assert packed(archives).packed.warcs == 4
    assert "not finished" in caplog.text


def test_more_warcs_are_packed_than_files_may_be_open(tmp_path: Path) -> None:
    for number in range(60):
        recorded(tmp_path / "archives", name=f"{number:02}.warc.gz")
    command = (
        f"ulimit -n 40; exec {sys.executable} -m tweetarchive pack {tmp_path}/out.wacz --archives {tmp_path}/archives"
    )
    subprocess.run(["bash", "-c", command], check=True)
    assert verify_proof(tmp_path / "out.wacz").members == 63


@pytest.mark.skipif(not WACZ.exists(), reason="py-wacz is not installed: make test")
@pytest.mark.parametrize("signed", [False, True])
def test_py_wacz_finds_it_valid(archives: Path, signed: bool) -> None:
    key = SigningKey(ec.derive_private_key(7, ec.SECP384R1())) if signed else None
    made = packed(archives, key=key)
    shown = subprocess.run([WACZ, "validate", "-f", made.packed.path], capture_output=True, text=True, check=True)
    assert "Validation succeeded" in shown.stdout
