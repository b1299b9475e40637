"""Keys that sign packed archives (WACZ-Auth 0.1.0, anonymous form): ECDSA on P-384, in PEM files.

P-384 with SHA-256, because ReplayWeb.page verifies no other (wabac.js 2.27.2 imports every key as P-384).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from tweetarchive.model.errors import InputError

_PRIVATE_MODE = 0o600
_PUBLIC_MODE = 0o644
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_ALGORITHM = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)  # RFC 6979: no weak random number gives a key away
_LARGEST = 1 << 16  # bytes of a key file; ours have some 300


class PublicKey:
    """What a signature is checked with. It says that the same key signed, and nothing of whose it is."""

    def __init__(self, key: ec.EllipticCurvePublicKey) -> None:
        self._key = key
        self._der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    @classmethod
    def from_base64(cls, stated: str) -> PublicKey:
        """Read `publicKey` of signed data. Raises: ValueError where it is no elliptic-curve key."""
        try:
            key = serialization.load_der_public_key(base64.b64decode(stated, validate=True))
        except (binascii.Error, UnsupportedAlgorithm) as error:
            raise ValueError(str(error)) from error
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise ValueError("no ECDSA key")
        return cls(key)

    @property
    def base64(self) -> str:
        """DER (SubjectPublicKeyInfo), as it stands in a WACZ."""
        return base64.b64encode(self._der).decode()

    @property
    def fingerprint(self) -> str:
        """`sha256:` and hex over the DER: `openssl pkey -pubin -in KEY.pub -outform DER | sha256sum`."""
        return "sha256:" + hashlib.sha256(self._der).hexdigest()

    @property
    def pem(self) -> bytes:
        return self._key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether a signature over SHA-256 holds: the two numbers side by side (WebCrypto), or DER (OpenSSL)."""
        size = (self._key.curve.key_size + 7) // 8
        if len(signature) == 2 * size:
            numbers = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
            signature = encode_dss_signature(*numbers)
        try:
            self._key.verify(signature, message, _ALGORITHM)
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """A private key."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key())

    def sign(self, message: bytes) -> bytes:
        """The two numbers side by side (IEEE P1363), as WebCrypto takes them."""
        size = (self._key.curve.key_size + 7) // 8
        return b"".join(
            number.to_bytes(size, "big") for number in decode_dss_signature(self._key.sign(message, _ALGORITHM))
        )


def public_file(private: Path) -> Path:
    """Where the public half of a key stands."""
    return private.with_name(f"{private.name}.pub")


def make_key(path: Path, passphrase: bytes | None = None) -> PublicKey:
    """Make a key: the private half at `path`, readable by its owner only, the public one beside it.

    Raises: InputError where either is there already (a key is never overwritten) or cannot be written.
    """
    for file in (path, public_file(path)):
        if os.path.lexists(file):
            raise InputError(f"{file}: is there already, and a key is never overwritten; name another file")
    key = ec.generate_private_key(ec.SECP384R1())
    sealed = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed)
    public = PublicKey(key.public_key())
    _write_new(path, pem, _PRIVATE_MODE)
    _write_new(public_file(path), public.pem, _PUBLIC_MODE)
    return public


def read_key(path: Path, passphrase: Callable[[], bytes | None]) -> SigningKey:
    """Read a private key.

    Args:   passphrase: called only where the key is sealed; None where there is none to be had.
    Raises: InputError where it cannot be read, is sealed with another passphrase, or is of a kind that replay tools
            do not verify.
    """
    pem = _read(path)
    try:
        try:
            key = serialization.load_pem_private_key(pem, None)
        except TypeError:  # sealed
            word = passphrase()
            if not word:
                raise InputError(f"{path}: is sealed with a passphrase, and none was given") from None
            key = serialization.load_pem_private_key(pem, word)
    except (ValueError, UnsupportedAlgorithm) as error:
        sealed = b"ENCRYPTED" in pem
        why = "the passphrase is wrong, or the file damaged" if sealed else "holds no private key in PEM"
        raise InputError(f"{path}: {why}; `tweetarchive keys new` makes a key") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP384R1):
        raise InputError(f"{path}: is no ECDSA key on P-384, the only kind that ReplayWeb.page verifies; "
                         "`tweetarchive keys new` makes one")  # fmt: skip
    return SigningKey(key)


def read_public_key(path: Path) -> PublicKey:
    """Read the public half from a `.pub` file, or from the one beside a private key.

    Raises: InputError.
    """
    pem = _read(path)
    if b"PRIVATE KEY" in pem:
        return read_public_key(public_file(path))
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError(f"{path}: holds no public key in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise InputError(f"{path}: is no ECDSA key")
    return PublicKey(key)


def is_open_to_others(path: Path) -> bool:
    """Whether anyone but its owner may read or change the file."""
    return bool(path.stat().st_mode & _OTHERS)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise InputError(f"{path}: the key cannot be read: {error.strerror}") from error


def _write_new(path: Path, content: bytes, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise InputError(f"{path}: the key cannot be written: {error.strerror}") from error
