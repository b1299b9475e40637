from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.archive.keys import (
    PublicKey,
    SigningKey,
    is_open_to_others,
    make_key,
    public_file,
    read_key,
    read_public_key,
)
from tweetarchive.model.errors import InputError

SIGNING = SigningKey(ec.derive_private_key(7, ec.SECP384R1()))


def nobody() -> None:
    raise AssertionError("no passphrase should be asked for")


def test_a_new_key_is_its_owners_alone_and_its_public_half_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "desk.pem"
    public = make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not is_open_to_others(path)
    assert read_public_key(public_file(path)).fingerprint == public.fingerprint
    assert read_public_key(path).fingerprint == public.fingerprint
    assert read_key(path, nobody).public.fingerprint == public.fingerprint


def test_the_fingerprint_is_the_one_openssl_gives(tmp_path: Path) -> None:
    public = make_key(tmp_path / "desk.pem")
    der = ["openssl", "pkey", "-pubin", "-in", str(tmp_path / "desk.pem.pub"), "-pubout", "-outform", "DER"]
    summed = subprocess.run(
        ["sha256sum"],
        input=subprocess.run(der, capture_output=True, check=True).stdout,
        capture_output=True,
        check=True,
    )
    assert public.fingerprint == "sha256:" + summed.stdout.decode().split()[0]


@pytest.mark.parametrize("there", ["desk.pem", "desk.pem.pub"])
def test_a_key_is_never_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("precious")
    with pytest.raises(InputError, match="never overwritten"):
        make_key(tmp_path / "desk.pem")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(there, "precious")]


def test_a_sealed_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    path = tmp_path / "desk.pem"
    public = make_key(path, "Brücke".encode())
    assert read_key(path, lambda: "Brücke".encode()).public.fingerprint == public.fingerprint
    with pytest.raises(InputError, match="passphrase is wrong"):
        read_key(path, lambda: b"harbour")
    with pytest.raises(InputError, match="none was given"):
        read_key(path, lambda: None)


def test_a_key_that_others_may_read_is_known(tmp_path: Path) -> None:
    path = tmp_path / "desk.pem"
    make_key(path)
    path.chmod(0o640)
    assert is_open_to_others(path)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "P-384"),
        (ed25519.Ed25519PrivateKey.generate(), "P-384"),
        (None, "PEM"),
    ],
)
def test_a_key_that_replay_tools_do_not_verify_is_refused(tmp_path: Path, key: object, why: str) -> None:
    path = tmp_path / "other.pem"
    path.write_bytes(b"words" if key is None else _pem(key))
    with pytest.raises(InputError, match=why):
        read_key(path, nobody)


def _pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | object) -> bytes:
    assert isinstance(key, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@given(message=st.binary(), other=st.binary())
def test_a_signature_holds_for_its_message_and_for_no_other(message: bytes, other: bytes) -> None:
    signature = SIGNING.sign(message)
    assert len(signature) == 96
    assert SIGNING.public.verifies(message, signature)
    assert SIGNING.public.verifies(other, signature) is (message == other)
    assert SIGNING.sign(message) == signature


def test_a_signature_as_openssl_makes_it_holds_too() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    made = key.sign(b"words", ec.ECDSA(hashes.SHA256()))
    public = PublicKey(key.public_key())
    assert public.verifies(b"words", made)
    assert not public.verifies(b"swords", made)
    assert not public.verifies(b"words", b"")


@pytest.mark.parametrize("stated", ["", "AAAA", "not base64!", "None"])
def test_what_is_no_public_key_is_said_to_be_none(stated: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the reader's own words are shown
        PublicKey.from_base64(stated)
