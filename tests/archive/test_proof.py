from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.archive.authority import Authority
from tests.archive.recordings import recorded
from tweetarchive.archive.keys import SigningKey
from tweetarchive.archive.network import Network
from tweetarchive.archive.proof import Proof, keep_timestamp, timestamp_file, verify_proof
from tweetarchive.archive.reader import Session
from tweetarchive.archive.timestamp import ask_timestamp
from tweetarchive.archive.wacz import Packed, WaczWriter
from tweetarchive.model.errors import ArchiveError, DamagedArchive

KEY = SigningKey(ec.derive_private_key(7, ec.SECP384R1()))
OTHER_KEY = SigningKey(ec.derive_private_key(8, ec.SECP384R1()))
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EAGER = Network(delay=0, limits=(), retries=0, timeout=5)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "one")


def packed(folder: Path, key: SigningKey | None = KEY) -> Packed:
    with WaczWriter(folder / "a.wacz") as writer:
        writer.add(Session.open(recorded(folder / "archives")), ())
        return writer.finish(title="Camp", description="One article.", key=key, now=NOW)


def stamped(folder: Path, authority: Authority) -> Path:
    made = packed(folder)
    with authority.serving() as url:
        keep_timestamp(made.path, ask_timestamp(url, made.sealed, EAGER, [authority.root])[0])
    return made.path


def rewritten(wacz: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same WACZ with other members, in a zip that is sound in itself."""
    with zipfile.ZipFile(wacz) as old:
        members = {one.filename: old.read(one) for one in old.infolist()}
    change(members)
    with zipfile.ZipFile(wacz, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    return wacz


def in_json(name: str, change: Callable[[Any], None]) -> Callable[[dict[str, bytes]], None]:
    def changed(members: dict[str, bytes]) -> None:
        document = json.loads(members[name])
        change(document)
        members[name] = json.dumps(document).encode()

    return changed


def faults(proof: Proof) -> Mapping[str, str]:
    return {one.file: str(one) for one in proof.faults}


def test_a_signed_and_timestamped_wacz_holds(tmp_path: Path, authority: Authority) -> None:
    proof = verify_proof(stamped(tmp_path, authority), roots=[authority.root])
    assert (proof.faults, proof.unchecked, proof.members) == ((), (), 4)
    assert proof.signature is not None
    assert (proof.signature.key, proof.signature.created) == (KEY.public.fingerprint, "2026-11-23T08:00:00Z")
    assert proof.timestamp is not None
    assert (proof.timestamp.authority, proof.timestamp.known_by) == ("CN=Loopback Time", authority.root)


def test_an_unsigned_wacz_is_whole_and_proves_nothing_more(tmp_path: Path) -> None:
    proof = verify_proof(packed(tmp_path, None).path)
    assert (proof.faults, proof.unchecked, proof.signature, proof.timestamp) == ((), (), None, None)


def test_every_member_that_was_altered_is_named(tmp_path: Path) -> None:
    wacz = packed(tmp_path).path
    with zipfile.ZipFile(wacz) as held:
        names = [name for name in held.namelist() if "/" in name]
    for name in names:
        proof = verify_proof(rewritten(wacz, lambda members, name=name: members.update({name: members[name] + b" "})))  # type: ignore[misc]
        assert name in faults(proof)


@pytest.mark.parametrize(
    ("change", "file", "why"),
    [
        (lambda members: members.update({"archive/x.warc.gz": b"foreign"}), "archive/x.warc.gz", "not named"),
        (lambda members: members.pop("pages/pages.jsonl"), "pages/pages.jsonl", "not there"),
        (lambda members: members.pop("datapackage.json"), "datapackage.json", "not there"),
        (in_json("datapackage.json", lambda one: one.update(title="Other")), "datapackage-digest.json", "not those"),
        (in_json("datapackage.json", lambda one: one["resources"].pop()), "datapackage-digest.json", "not those"),
        (
            in_json("datapackage-digest.json", lambda one: one["signedData"].update(created="2020-01-01T00:00:00Z")),
            "datapackage-digest.json",
            "another time",
        ),
        (
            in_json("datapackage-digest.json", lambda one: one["signedData"].update(publicKey=OTHER_KEY.public.base64)),
            "datapackage-digest.json",
            "not made by the key",
        ),
        (
            in_json("datapackage-digest.json", lambda one: one["signedData"].update(signature="AA" * 64)),
            "datapackage-digest.json",
            "not made by the key",
        ),
        (
            in_json("datapackage-digest.json", lambda one: one["signedData"].update(publicKey="words")),
            "datapackage-digest.json",
            "cannot be read",
        ),
        (
            in_json("datapackage-digest.json", lambda one: one["signedData"].update(hash="sha256:00")),
            "datapackage-digest.json",
            "what is signed",
        ),
    ],
)
def test_what_was_altered_after_it_was_signed_is_named(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], file: str, why: str
) -> None:
    proof = verify_proof(rewritten(packed(tmp_path).path, change))
    assert why in faults(proof)[file]
    if file == "datapackage-digest.json":
        assert proof.signature is None


def test_a_hash_that_was_altered_with_its_member_breaks_the_chain_above(tmp_path: Path) -> None:
    def forge(members: dict[str, bytes]) -> None:
        name = next(name for name in members if name.startswith("archive/"))
        package = members["datapackage.json"].decode()
        digest = next(one["hash"] for one in json.loads(package)["resources"] if one["path"] == name)
        members[name] += b"\n"
        import hashlib

        forged = f"sha256:{hashlib.sha256(members[name]).hexdigest()}"
        members["datapackage.json"] = package.replace(digest, forged).encode()

    assert "datapackage-digest.json" in faults(verify_proof(rewritten(packed(tmp_path).path, forge)))


def test_a_member_that_stands_in_the_zip_twice_is_named(tmp_path: Path) -> None:
    wacz = packed(tmp_path).path
    with zipfile.ZipFile(wacz, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("pages/pages.jsonl", b"other pages")
    assert any("twice" in str(one) for one in verify_proof(wacz).faults)


def test_without_the_digest_file_nothing_is_said_to_be_signed(tmp_path: Path) -> None:
    proof = verify_proof(rewritten(packed(tmp_path).path, lambda members: members.pop("datapackage-digest.json")))
    assert (proof.signature, proof.faults) == (None, ())
    assert "nothing vouches" in proof.unchecked[0]


def test_a_timestamp_of_another_signature_is_none(tmp_path: Path, authority: Authority) -> None:
    wacz = stamped(tmp_path, authority)
    rewritten(wacz, in_json("datapackage-digest.json", lambda one: one.pop("signedData")))
    proof = verify_proof(wacz, roots=[authority.root])
    assert "other bytes" in faults(proof)["a.wacz.tsr"]
    assert (proof.timestamp, proof.signature) == (None, None)


def test_a_timestamp_that_was_altered_is_named(tmp_path: Path, authority: Authority) -> None:
    wacz = stamped(tmp_path, authority)
    response = bytearray(timestamp_file(wacz).read_bytes())
    response[-5] ^= 1  # within the authority's signature, which ends the response
    timestamp_file(wacz).write_bytes(response)
    proof = verify_proof(wacz, roots=[authority.root])
    assert "does not hold" in faults(proof)["a.wacz.tsr"]
    assert proof.timestamp is None


def test_a_timestamp_by_an_unknown_authority_is_a_claim(tmp_path: Path, authority: Authority) -> None:
    proof = verify_proof(stamped(tmp_path, authority), roots=[])
    assert proof.timestamp is not None
    assert proof.timestamp.known_by is None
    assert "the time is a claim" in proof.unchecked[0]


def test_a_timestamp_is_never_overwritten(tmp_path: Path, authority: Authority) -> None:
    wacz = stamped(tmp_path, authority)
    with pytest.raises(ArchiveError, match="cannot be written"):
        keep_timestamp(wacz, b"another")


def test_what_is_no_zip_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(DamagedArchive, match="cannot be read"):
        verify_proof(tmp_path / "a.wacz")
