"""What proves a packed archive, and what of it holds.

The chain: `datapackage.json` states size and sha256 of every file of the WACZ, `datapackage-digest.json` states the
sha256 of that, a signature in it (WACZ-Auth 0.1.0) covers that hash; and a timestamp beside the WACZ, in
`NAME.wacz.tsr`, covers all of `datapackage-digest.json`, the signature with it. docs/proof.md tells what follows from
that and what does not.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tweetarchive import __version__
from tweetarchive.archive.coding import BLOCK
from tweetarchive.archive.keys import PublicKey, SigningKey
from tweetarchive.archive.records import SOFTWARE
from tweetarchive.archive.timestamp import (
    LARGEST_RESPONSE,
    BrokenTimestampError,
    Timestamp,
    check_timestamp,
    default_roots,
)
from tweetarchive.archive.wacz_reader import LONGEST_PACKAGE, open_wacz, resources
from tweetarchive.model.errors import ArchiveError, DamagedArchive, InputError

PACKAGE, PACKAGE_DIGEST = "datapackage.json", "datapackage-digest.json"
_AUTH_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature that holds."""

    key: str
    """Fingerprint of the public key in the WACZ: it tells that the same key signed, and nothing of whose it is."""
    created: str
    """When it was signed, as the signer states it."""
    software: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was checked of one WACZ, and what came of it."""

    file: str
    """Base name of the WACZ."""
    members: int
    """Files in it whose bytes are those that datapackage.json states."""
    package_sha256: str | None
    """Over datapackage.json; None where it cannot be read."""
    signature: Signature | None
    """None where there is none, or none that holds: then `faults` says so."""
    timestamp: Timestamp | None
    """None where there is none, or none that is about these bytes: then `faults` says so. Proves its time only where
    it is `known_by` a root."""
    faults: tuple[DamagedArchive, ...]
    """All that does not hold, `file` being `NAME.wacz`, a member of it, or `NAME.wacz.tsr`."""
    unchecked: tuple[str, ...]
    """What is there and could not be checked, as sentences."""


def timestamp_file(wacz: Path) -> Path:
    """Where the timestamp of a WACZ stands: beside it.

    Not inside: every file in a WACZ must be listed in datapackage.json, which is hashed and signed before, and
    WACZ-Auth allows no further key in signed data.
    """
    return wacz.with_name(f"{wacz.name}.tsr")


def keep_timestamp(wacz: Path, response: bytes) -> None:
    """Put a response beside its WACZ. Raises: ArchiveError where it cannot be written, or one is there."""
    file = timestamp_file(wacz)
    try:
        with file.open("xb") as out:
            out.write(response)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise ArchiveError(f"{file}: cannot be written: {error.strerror}") from error


def read_seal(wacz: Path) -> bytes:
    """The content of datapackage-digest.json, of a WACZ that is whole and has no timestamp yet: what one is asked for.

    Raises: InputError where it is not there, or has a timestamp; DamagedArchive for what does not hold; else as
            `verify_proof`.
    """
    if not wacz.exists():
        raise InputError(f"{wacz}: is not there; `tweetarchive pack {wacz}` packs it")
    if os.path.lexists(timestamp_file(wacz)):
        raise InputError(f"{timestamp_file(wacz)}: is there already; take it away to ask anew")
    for fault in verify_proof(wacz, roots=()).faults:
        raise fault
    with open_wacz(wacz) as package:
        if PACKAGE_DIGEST not in package.namelist():
            raise InputError(f"{wacz}: holds no {PACKAGE_DIGEST}, and so nothing that a timestamp could be of")
        return package.read(PACKAGE_DIGEST)


def package_digest(package: bytes, created: str, key: SigningKey | None) -> bytes:
    """The content of datapackage-digest.json, signed where there is a key.

    Args: created: as `datapackage.json` states it: py-wacz takes no other.
    """
    digest = _sha256(package)
    stated: dict[str, Any] = {"path": PACKAGE, "hash": digest}
    if key is not None:
        stated["signedData"] = {
            "hash": digest,
            "created": created,
            "software": f"{SOFTWARE}{__version__}",
            "version": _AUTH_VERSION,
            "signature": base64.b64encode(key.sign(digest.encode())).decode(),
            "publicKey": key.public.base64,
        }
    return json.dumps(stated, indent=2).encode() + b"\n"


def verify_proof(wacz: Path, *, roots: Sequence[Path] | None = None) -> Proof:
    """Check every hash of a WACZ, its signature, and the timestamp beside it; in constant memory.

    The WARCs inside are compared with their hashes, not read: that is for the audit.

    Args:   roots: PEM files of authorities of timestamps; None: `default_roots()`.
    Raises: DamagedArchive where it is no readable zip, or one that would do harm; ArchiveError where it cannot be read;
            InputError where a file of roots cannot be read.
    """
    check = _Check(wacz)
    with open_wacz(wacz) as package:
        members = check.members(package)
        content, sealed = check.content(package, PACKAGE), check.content(package, PACKAGE_DIGEST)
    signature = check.signature(content, sealed)
    timestamp = check.timestamp(sealed, default_roots() if roots is None else roots)
    return Proof(
        file=wacz.name,
        members=members,
        package_sha256=None if content is None else _sha256(content),
        signature=signature,
        timestamp=timestamp,
        faults=tuple(check.faults),
        unchecked=tuple(check.unchecked),
    )


class _Check:
    """One pass over a WACZ; what does not hold, and what could not be checked, gathers in it."""

    def __init__(self, wacz: Path) -> None:
        self._wacz = wacz
        self.faults: list[DamagedArchive] = []
        self.unchecked: list[str] = []

    def content(self, package: zipfile.ZipFile, name: str) -> bytes | None:
        """A small member; None where it is not there, or cannot be read."""
        try:
            member = package.getinfo(name)
            if member.file_size <= LONGEST_PACKAGE:
                return package.read(member)
            self._fault(name, f"is larger than {LONGEST_PACKAGE} bytes")
        except KeyError:
            pass
        except (zipfile.BadZipFile, zlib.error) as error:
            self._fault(name, f"cannot be unpacked ({error})")
        return None

    def members(self, package: zipfile.ZipFile) -> int:
        """Compare all members with what datapackage.json states of them. Returns how many agree."""
        stated = {path: one for one in resources(package) if isinstance(path := one.get("path"), str)}
        if not stated:
            self._fault(PACKAGE, "names no file, or is not there: nothing in the WACZ is vouched for")
        agreeing, seen = 0, {PACKAGE, PACKAGE_DIGEST}
        for member in package.infolist():
            name = member.filename
            if name in (PACKAGE, PACKAGE_DIGEST) or member.is_dir():
                continue
            if name in seen:
                self._fault(name, "stands in the zip twice: readers differ in which they take")
            elif name not in stated:
                self._fault(name, f"is not named in {PACKAGE}")
            elif self._agrees(package, member, stated[name]):
                agreeing += 1
            seen.add(name)
        for path in stated.keys() - seen:
            self._fault(path, f"is named in {PACKAGE}, but not there")
        return agreeing

    def _agrees(self, package: zipfile.ZipFile, member: zipfile.ZipInfo, stated: Mapping[str, Any]) -> bool:
        algorithm, _, digest = str(stated.get("hash")).partition(":")
        if algorithm not in hashlib.algorithms_guaranteed or not digest or algorithm.startswith("shake"):
            self._fault(member.filename, f"{PACKAGE} states no hash of it that can be checked")
            return False
        found, size = hashlib.new(algorithm, usedforsecurity=False), 0
        try:
            with package.open(member) as content:
                while block := content.read(BLOCK):
                    found.update(block)
                    size += len(block)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            self._fault(member.filename, f"cannot be unpacked ({error})")
            return False
        if found.hexdigest() != digest.lower() or stated.get("bytes", size) != size:
            self._fault(member.filename, f"its bytes are not those {PACKAGE} was made of")
            return False
        if algorithm != "sha256":
            self.unchecked.append(f"{member.filename}: agrees with its {algorithm}, which proves less than sha256")
        return True

    def signature(self, content: bytes | None, sealed: bytes | None) -> Signature | None:
        """Compare the hash of datapackage.json, and check the signature over it where there is one."""
        if sealed is None:
            self.unchecked.append(f"{PACKAGE_DIGEST} is not there: nothing vouches for {PACKAGE} itself")
            return None
        stated = _parsed(sealed)
        if content is None or stated.get("path") != PACKAGE or stated.get("hash") != _sha256(content):
            self._fault(PACKAGE_DIGEST, f"the bytes of {PACKAGE} are not those it was made of")
            return None
        if "signedData" not in stated:
            return None
        signed = stated["signedData"]
        if not isinstance(signed, dict) or signed.get("hash") != stated["hash"]:
            self._fault(PACKAGE_DIGEST, f"what is signed is not the hash of {PACKAGE}")
        elif "domainCert" in signed:
            self.unchecked.append(
                f"signed in the name of {signed.get('domain')}, which is not checked here: wacz validate --verify-auth"
            )
        elif signed.get("created") != _parsed(content).get("created"):
            self._fault(PACKAGE_DIGEST, f"states another time of signing than {PACKAGE}, which is signed")
        else:
            return self._anonymous(signed)
        return None

    def _anonymous(self, signed: Mapping[str, Any]) -> Signature | None:
        try:
            key = PublicKey.from_base64(str(signed.get("publicKey")))
            signature = base64.b64decode(str(signed.get("signature")), validate=True)
        except ValueError as error:
            self._fault(PACKAGE_DIGEST, f"its signature cannot be read ({error})")
            return None
        if not key.verifies(str(signed["hash"]).encode(), signature):
            self._fault(PACKAGE_DIGEST, "its signature was not made by the key it names over this hash")
            return None
        return Signature(key=key.fingerprint, created=str(signed["created"]), software=str(signed.get("software", "")))

    def timestamp(self, sealed: bytes | None, roots: Sequence[Path]) -> Timestamp | None:
        """Check the timestamp beside the WACZ, where there is one."""
        file = timestamp_file(self._wacz)
        try:
            with file.open("rb") as opened:
                response = opened.read(LARGEST_RESPONSE + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ArchiveError(f"{file.name}: cannot be read: {error.strerror}") from error
        try:
            stated = check_timestamp(response, sealed or b"", roots)
        except BrokenTimestampError as error:
            self._fault(file.name, str(error))
            return None
        if stated.known_by is None:
            self.unchecked.append(
                f"{file.name}: states {stated.at:%Y-%m-%d %H:%M:%S} UTC by {stated.authority}, whose root certificate "
                "is not among those trusted here: the time is a claim"
            )
        return stated

    def _fault(self, file: str, what: str) -> None:
        place = file if file.startswith(self._wacz.name) else f"{self._wacz.name}: {file}"
        self.faults.append(DamagedArchive(f"{place}: {what}", file=file, offset=None, what=what))


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _sha256(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
