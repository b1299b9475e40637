"""Timestamps (RFC 3161): an authority states that some bytes existed at a time.

Kept as the response that came, which `openssl ts -verify` takes as it is.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from tweetarchive.archive.message import parse_head
from tweetarchive.archive.network import Network
from tweetarchive.archive.session import PoliteSession, Unanswered
from tweetarchive.archive.wire import Ask, Web, ca_bundle
from tweetarchive.model.capture import Purpose, Request
from tweetarchive.model.errors import Failure, InputError, Unreachable

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"  # RFC 3161 §3.4
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.S)
_LONGEST_CHAIN = 8  # certificates from an authority's to a root; public ones have three
_SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_Held = Sequence[tuple[Path, Sequence[x509.Certificate]]]
"""Files of trusted certificates, and what each holds."""
LARGEST_RESPONSE = 1 << 20  # bytes; those of public authorities have some 6,000


class BrokenTimestampError(Exception):
    """A response that states no time for these bytes: refused, unreadable, over other bytes, or falsely signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """What a response states of the bytes it was checked against."""

    at: datetime
    """UTC, as the authority's clock had it."""
    authority: str
    """Name in the certificate that signed (RFC 4514), or in the response where it holds no certificate."""
    known_by: Path | None
    """The file with the root to which that certificate leads. None where none of those given does: then nothing but
    the digest was compared, and time and name are claims."""


def ask_timestamp(url: str, message: bytes, network: Network, roots: Iterable[Path]) -> tuple[bytes, Timestamp]:
    """Have an authority state the time of some bytes; of them it is told the SHA-256 only.

    Returns: its response as it came, checked with `check_timestamp`, and what it states.
    Raises:  FetchError where no timestamp came; InputError where a file of roots cannot be read.
    """
    query = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
    request = Request(url, Purpose.SOURCE, (("Content-Type", _QUERY), ("Accept", _REPLY)))
    status, response = _post(Ask(request, guarded=False, content=query.as_bytes()), network)
    try:
        if status != HTTPStatus.OK:
            raise BrokenTimestampError(f"its answer has status {status or 'unreadable'}")
        return response, check_timestamp(response, message, roots, query=query)
    except BrokenTimestampError as error:
        why = f"{url}: gave no timestamp: {error}"
        raise Unreachable(why, request=request, failure=Failure.NOT_HTTP) from error


def _post(ask: Ask, network: Network) -> tuple[int, bytes]:
    """Status, 0 where it cannot be read, and body of the last attempt's answer. Raises: FetchError."""
    status, content, error = 0, b"", None
    with closing(Web(network)) as web:
        for outcome in PoliteSession(network, web).attempts(ask):
            if isinstance(outcome, Unanswered):
                error = outcome.error
                continue
            head, error = parse_head(outcome.head), None
            with outcome.body as body:
                body.seek(0)
                status, content = head.status if head else 0, body.read(LARGEST_RESPONSE + 1)
    if error is not None:
        raise error
    return status, content


def check_timestamp(
    response: bytes, message: bytes, roots: Iterable[Path], *, query: TimeStampRequest | None = None
) -> Timestamp:
    """Check that a response is about these bytes and, where a root it leads to is given, truly signed.

    The authority's certificate needs to hold at the time stated, not today.

    Args:   roots: PEM files of certificates that are trusted.
            query: what was asked, where that is known.
    Raises: BrokenTimestampError; InputError where a file of roots cannot be read.
    """
    try:
        decoded = decode_timestamp_response(response)
        if decoded.status != PKIStatus.GRANTED:
            raise BrokenTimestampError(f"the authority refused: {', '.join(decoded.status_string) or decoded.status}")
        stated = decoded.tst_info
        imprint = stated.message_imprint
        certificates = [
            _checked(x509.load_der_x509_certificate(one)) for one in sorted(decoded.signed_data.certificates)
        ]
        signers = _signers(decoded, certificates)
    except (
        ValueError,
        KeyError,
        x509.InvalidVersion,
    ) as error:  # KeyError: rfc3161-client, of an unknown part of a name
        raise BrokenTimestampError(f"it is no timestamp response ({error})") from error
    if imprint.hash_algorithm != _SHA256 or imprint.message != hashlib.sha256(message).digest():
        raise BrokenTimestampError("it is about other bytes")
    if query is not None and stated.nonce != query.nonce:
        raise BrokenTimestampError("it answers another question")
    held = [(file, _certificates_in(file)) for file in roots]
    if altered := next((one for one in certificates if _is_altered(one, held)), None):
        raise BrokenTimestampError(f"a certificate in it is not as {altered.issuer.rfc4514_string()} signed it")
    name = signers[0].subject.rfc4514_string() if signers else str(getattr(stated.name, "value", "unknown"))
    known_by = None
    if found := next(filter(None, (_root_of(one, certificates, held) for one in signers)), None):
        known_by, chain = found
        builder = VerifierBuilder(roots=[chain[-1]], intermediates=chain[1:-1])
        try:
            builder.build().verify_message(decoded, message)
        except (VerificationError, ValueError) as error:
            raise BrokenTimestampError(f"its signature does not hold ({error})") from error
    return Timestamp(at=stated.gen_time, authority=name, known_by=known_by)


def default_roots() -> tuple[Path, ...]:
    """The certificates that are trusted for TLS too: REQUESTS_CA_BUNDLE, SSL_CERT_FILE, else those of certifi."""
    bundle = Path(ca_bundle())
    return (bundle,) if bundle.is_file() else ()


def _checked(certificate: x509.Certificate) -> x509.Certificate:
    """Raises: ValueError where a name or an extension of it cannot be read: they are parsed on first use."""
    try:
        _ = certificate.issuer, certificate.subject, certificate.extensions
    except (x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise ValueError(str(error)) from error
    return certificate


def _signers(response: TimeStampResponse, certificates: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    """The certificates that are named as the signer's: one, but where a copy of it was altered."""
    infos = response.signed_data.signer_infos
    if len(infos) != 1:
        raise BrokenTimestampError("it is not signed by one authority")
    by = next(iter(infos))
    return [one for one in certificates if (one.issuer, one.serial_number) == (by.issuer, by.serial_number)]


def _is_altered(certificate: x509.Certificate, held: _Held) -> bool:
    """Whether it names, by name and key, a held certificate as its issuer, which did not sign it as it stands."""
    by = _key_id(certificate, x509.AuthorityKeyIdentifier)
    named = [
        one
        for _, certificates in held
        for one in certificates
        if one.subject == certificate.issuer and by is not None and _key_id(one, x509.SubjectKeyIdentifier) == by
    ]
    return bool(named) and not any(_issued(certificate, one) for one in named)


def _key_id(
    certificate: x509.Certificate, kind: type[x509.AuthorityKeyIdentifier] | type[x509.SubjectKeyIdentifier]
) -> bytes | None:
    """RFC 5280 §4.2.1.1 and §4.2.1.2."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value.key_identifier
    except x509.ExtensionNotFound:
        return None


def _root_of(
    signer: x509.Certificate, sent: Iterable[x509.Certificate], roots: _Held
) -> tuple[Path, list[x509.Certificate]] | None:
    """The file with the root to which a certificate leads, and the way there, the root last.

    Who signed may have sent a root too; only those in the files count. Whether each on the way was allowed to issue the
    one before is for OpenSSL, which gets this way and no other.
    """
    for file, held in roots:
        between = [one for one in (*sent, *held) if not _is_root(one)]
        chain = [signer]
        while len(chain) < _LONGEST_CHAIN:
            if root := next((one for one in held if _is_root(one) and _issued(chain[-1], one)), None):
                return file, [*chain, root]
            issuer = next((one for one in between if one not in chain and _issued(chain[-1], one)), None)
            if issuer is None:
                break
            chain.append(issuer)
    return None


def _is_root(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject


def _issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    if certificate.issuer != by.subject:
        return False
    try:
        certificate.verify_directly_issued_by(by)
    except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
        return False
    return True


def _certificates_in(file: Path) -> list[x509.Certificate]:
    """All that can be read: bundles for TLS hold old ones that break today's rules.

    Raises: InputError where there is none.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: the certificates cannot be read: {error.strerror}") from error
    certificates = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for pem in _PEM.findall(content):
            with suppress(ValueError, x509.InvalidVersion):
                certificates.append(_checked(x509.load_pem_x509_certificate(pem)))
    if not certificates:
        raise InputError(f"{file}: holds no certificates in PEM")
    return certificates
