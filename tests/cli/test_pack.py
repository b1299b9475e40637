"""`pack` and `keys` as their users run them; what `pack` prints is run too."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.archive.authority import Authority
from tests.archive.test_proof import in_json, rewritten
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.proof import timestamp_file, verify_proof
from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit
from tweetarchive.demo import ARTICLE_URL


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archives = tmp_path_factory.mktemp("kept") / "archives"
    assert CliRunner().invoke(app, ["demo", "-q", "--archives", str(archives)]).exit_code == Exit.DONE
    return archives


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "one")


@pytest.fixture(autouse=True)
def folder(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(kept, tmp_path / "archives")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, code: Exit = Exit.DONE) -> tuple[str, str]:
    """stdout and stderr."""
    shown = CliRunner().invoke(app, list(arguments), prog_name="tweetarchive")
    assert shown.exit_code == code, shown.output
    return shown.stdout, shown.stderr


def test_what_is_handed_over_is_told() -> None:
    out, _ = run("pack", "a.wacz", ARTICLE_URL)
    assert "a.wacz: 1 article in 1 WARC" in out
    assert "not signed" in out
    proof = verify_proof(Path("a.wacz"))
    assert proof.package_sha256 is not None
    assert proof.package_sha256 in out


def test_the_command_that_checks_the_timestamp_is_printed_and_works(authority: Authority) -> None:
    run("keys", "new", "desk.pem")
    with authority.serving() as url:
        out, _ = run(
            "pack", "my hand-over.wacz", "--sign", "desk.pem", "--timestamp", url, "--timestamp-ca", str(authority.root)
        )
    command = out.splitlines()[-1]
    shown = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=True)
    assert "Verification: OK" in shown.stdout
    wacz = Path("my hand-over.wacz")
    proof = verify_proof(wacz, roots=[authority.root])
    assert (proof.faults, proof.unchecked) == ((), ())
    assert proof.signature is not None
    assert proof.signature.key in out
    rewritten(wacz, in_json("datapackage-digest.json", lambda one: one["signedData"].update(software="other")))
    assert subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False).returncode != 0


def test_json_tells_the_same(authority: Authority) -> None:
    run("keys", "new", "desk.pem")
    with authority.serving() as url:
        options = ["--sign", "desk.pem", "--timestamp", url, "--timestamp-ca", str(authority.root), "--json"]
        out, err = run("pack", "a.wacz", *options)
    document = json.loads(out)
    assert (document["wacz"], document["articles"], document["warcs"]) == ("a.wacz", 1, 1)
    assert document["bytes"] == Path("a.wacz").stat().st_size
    assert document["key"].startswith("sha256:")
    assert document["timestamp"]["checked"] is True
    assert (document["problems"], err) == ([], "")


def test_an_authority_that_is_not_known_is_status_3_and_its_answer_is_kept(authority: Authority) -> None:
    with authority.serving() as url:
        _, err = run("pack", "a.wacz", "--timestamp", url, code=Exit.INCOMPLETE)
    assert "--timestamp-ca" in err
    assert timestamp_file(Path("a.wacz")).exists()
    assert "not checked" in err


def test_an_authority_that_fails_is_status_3_and_the_file_stays_whole(authority: Authority) -> None:
    with authority.serving(status=503) as url:
        _, err = run("pack", "a.wacz", "--timestamp", url, code=Exit.INCOMPLETE)
    assert "without a timestamp" in err
    assert verify_proof(Path("a.wacz")).faults == ()
    assert not timestamp_file(Path("a.wacz")).exists()


def test_a_timestamp_that_failed_is_had_later_without_packing_anew(authority: Authority) -> None:
    with authority.serving(status=503) as url:
        _, err = run("pack", "a.wacz", "--timestamp", url, code=Exit.INCOMPLETE)
    assert "--timestamp-only" in err
    before = Path("a.wacz").read_bytes()
    with authority.serving() as url:
        again = ["pack", "a.wacz", "--timestamp", url, "--timestamp-only", "--timestamp-ca", str(authority.root)]
        out, _ = run(*again)
        assert "CN=Loopback Time, in a.wacz.tsr" in out
        assert "is there already" in run(*again, code=Exit.INCOMPLETE)[1]
        timestamp_file(Path("a.wacz")).unlink()
        assert json.loads(run(*again, "--json")[0])["timestamp"]["checked"] is True
    assert Path("a.wacz").read_bytes() == before
    proof = verify_proof(Path("a.wacz"), roots=[authority.root])
    assert proof.faults == ()
    assert proof.timestamp


def test_what_is_damaged_or_not_there_is_not_timestamped() -> None:
    again = ["--timestamp", "http://127.0.0.1:9/", "--timestamp-only"]
    assert "a.wacz: is not there" in run("pack", "a.wacz", *again, code=Exit.INCOMPLETE)[1]
    run("pack", "a.wacz")
    raw = Path("a.wacz").read_bytes()
    Path("a.wacz").write_bytes(raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:])
    assert "a.wacz" in run("pack", "a.wacz", *again, code=Exit.DAMAGED)[1]


def test_an_article_that_is_not_held_is_status_3_and_nothing_is_written() -> None:
    _, err = run("pack", "a.wacz", "https://news.example/elsewhere", code=Exit.INCOMPLETE)
    assert "https://news.example/elsewhere" in err
    assert not list(Path().glob("a.wacz*"))


def test_a_damaged_archive_is_status_4_and_named() -> None:
    (file,) = warc_folder(Path("archives")).iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    _, err = run("pack", "a.wacz", code=Exit.DAMAGED)
    assert file.name in err


def test_where_there_is_no_room_it_is_status_4_and_nothing_is_left() -> None:
    """A limit on the size of a file stands for a full disk: both end a write with an error of the system."""
    command = f"ulimit -f 8; exec {sys.executable} -m tweetarchive pack a.wacz"
    shown = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stdout) == (Exit.DAMAGED, ""), shown.stderr
    assert "a.wacz: cannot be written" in shown.stderr
    assert not list(Path().glob("a.wacz*"))


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["a.zip"], "ends in .wacz"),
        (["a.wacz", "--timestamp", "tsa.example"], "no http(s) address"),
        (["a.wacz", "--timestamp-ca", "root.pem"], "goes with --timestamp"),
        (["a.wacz", "--timestamp-only"], "goes with --timestamp alone"),
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], why: str) -> None:
    assert why in run("pack", *arguments, code=Exit.USAGE)[1]


def test_a_key_that_others_can_read_is_warned_of() -> None:
    run("keys", "new", "desk.pem")
    assert run("pack", "a.wacz", "--sign", "desk.pem")[1] == ""
    Path("desk.pem").chmod(0o644)
    assert "chmod 600" in run("pack", "b.wacz", "--sign", "desk.pem")[1]
    assert "chmod 600" in run("keys", "show", "desk.pem")[1]


def test_a_new_key_is_shown_by_its_public_half_only() -> None:
    out, _ = run("keys", "new", "desk.pem")
    assert stat.S_IMODE(Path("desk.pem").stat().st_mode) == 0o600
    shown = json.loads(run("keys", "show", "desk.pem", "--json")[0])
    assert shown["fingerprint"] in out
    assert "PRIVATE" not in out
    assert json.loads(run("keys", "show", "desk.pem.pub", "--json")[0])["fingerprint"] == shown["fingerprint"]
    assert "never overwritten" in run("keys", "new", "desk.pem", code=Exit.INCOMPLETE)[1]


def test_a_sealed_key_takes_its_passphrase_from_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "TWEETARCHIVE_KEY_PASSPHRASE" in run("keys", "new", "desk.pem", "--passphrase", code=Exit.USAGE)[1]
    monkeypatch.setenv("TWEETARCHIVE_KEY_PASSPHRASE", "harbour")
    run("keys", "new", "desk.pem", "--passphrase")
    assert b"ENCRYPTED" in Path("desk.pem").read_bytes()
    run("pack", "a.wacz", "--sign", "desk.pem")
    with zipfile.ZipFile("a.wacz") as wacz:
        assert "signedData" in json.loads(wacz.read("datapackage-digest.json"))
    monkeypatch.setenv("TWEETARCHIVE_KEY_PASSPHRASE", "wrong")
    assert "passphrase is wrong" in run("pack", "b.wacz", "--sign", "desk.pem", code=Exit.INCOMPLETE)[1]
    assert not Path("b.wacz").exists()
