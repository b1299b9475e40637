"""With openssl as the authority, and openssl as the judge."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.archive.authority import Authority
from tweetarchive.archive.network import Network
from tweetarchive.archive.timestamp import BrokenTimestampError, Timestamp, ask_timestamp, check_timestamp
from tweetarchive.model.errors import FetchError, InputError

SEALED = b'{"path": "datapackage.json", "hash": "sha256:00"}\n'
EAGER = Network(delay=0, limits=(), retries=0, timeout=5)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authorities") / "one")


@pytest.fixture(scope="module")
def stamped(authority: Authority) -> tuple[bytes, Timestamp]:
    with authority.serving() as url:
        return ask_timestamp(url, SEALED, EAGER, [authority.root])


def test_an_authority_states_the_time_and_openssl_says_so_too(
    tmp_path: Path, authority: Authority, stamped: tuple[bytes, Timestamp]
) -> None:
    response, stated = stamped
    assert (stated.authority, stated.known_by) == ("CN=Loopback Time", authority.root)
    assert abs(stated.at - datetime.now(UTC)) < timedelta(minutes=5)
    (tmp_path / "a.tsr").write_bytes(response)
    shown = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "/dev/stdin", "-in", "a.tsr", "-CAfile", str(authority.root)],
        input=SEALED, cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    assert b"Verification: OK" in shown.stdout


def test_other_bytes_have_no_timestamp(authority: Authority, stamped: tuple[bytes, Timestamp]) -> None:
    with pytest.raises(BrokenTimestampError, match="other bytes"):
        check_timestamp(stamped[0], SEALED + b" ", [authority.root])


def test_a_time_that_was_altered_is_found(authority: Authority, stamped: tuple[bytes, Timestamp]) -> None:
    year = stamped[1].at.strftime("%Y%m%d%H%M%SZ").encode()
    assert year in stamped[0]
    with pytest.raises(BrokenTimestampError, match="signature does not hold"):
        check_timestamp(stamped[0].replace(year, b"2019" + year[4:]), SEALED, [authority.root])


def test_an_authority_whose_root_is_not_given_proves_no_time(
    tmp_path: Path, authority: Authority, stamped: tuple[bytes, Timestamp]
) -> None:
    stranger = Authority(tmp_path / "two", "Loopback Time")  # of the same name, with another key
    assert check_timestamp(stamped[0], SEALED, [stranger.root]).known_by is None
    assert check_timestamp(stamped[0], SEALED, []).known_by is None


def test_a_root_among_several_in_several_files_is_found(
    tmp_path: Path, authority: Authority, stamped: tuple[bytes, Timestamp]
) -> None:
    other = Authority(tmp_path / "two").root
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(other.read_bytes() + (authority.folder / "tsa.pem").read_bytes() + authority.root.read_bytes())
    assert check_timestamp(stamped[0], SEALED, [other, bundle]).known_by == bundle


@pytest.mark.parametrize("response", [b"", b"<html>", b"\x30\x03\x02\x01\x02"])
def test_what_is_no_timestamp_is_none(response: bytes) -> None:
    with pytest.raises(BrokenTimestampError):
        check_timestamp(response, SEALED, [])


def test_an_answer_to_another_question_is_refused(authority: Authority, stamped: tuple[bytes, Timestamp]) -> None:
    with authority.serving(instead=stamped[0]) as url, pytest.raises(FetchError, match="another question"):
        ask_timestamp(url, SEALED, EAGER, [authority.root])


def test_an_authority_that_fails_gives_no_timestamp(authority: Authority) -> None:
    with authority.serving(status=500) as url, pytest.raises(FetchError, match="status 500"):
        ask_timestamp(url, SEALED, EAGER, [])
    with pytest.raises(FetchError, match="refuses the connection"):
        ask_timestamp(url, SEALED, EAGER, [])


def test_roots_that_cannot_be_read_are_said_to_be(
    tmp_path: Path, authority: Authority, stamped: tuple[bytes, Timestamp]
) -> None:
    (tmp_path / "words.pem").write_text("words")
    for name in ("words.pem", "absent.pem"):
        with pytest.raises(InputError, match=name):
            check_timestamp(stamped[0], SEALED, [tmp_path / name])


def test_no_altered_byte_of_a_response_ends_in_another_error_or_another_time(
    authority: Authority, stamped: tuple[bytes, Timestamp]
) -> None:
    response, stated = stamped
    told = 0
    for place in range(len(response)):
        altered = response[:place] + bytes([response[place] ^ 0x54]) + response[place + 1 :]
        try:
            found = check_timestamp(altered, SEALED, [authority.root])
        except BrokenTimestampError:
            told += 1
            continue
        assert found.known_by is None or found.at == stated.at
    assert told > len(response) * 0.9


def test_a_certificate_that_was_altered_is_named(authority: Authority, stamped: tuple[bytes, Timestamp]) -> None:
    name = b"Loopback Time0"  # the subject of the authority's certificate, and what follows
    assert name in stamped[0]
    with pytest.raises(BrokenTimestampError, match="not as CN=Loopback Time Root signed it"):
        check_timestamp(stamped[0].replace(name, b"Roopback Time0"), SEALED, [authority.root])
