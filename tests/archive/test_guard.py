from __future__ import annotations

import pytest

from tests.archive.servers import serving
from tweetarchive.archive.connection import GuardedConnection
from tweetarchive.archive.guard import PrivateAddressError, is_private_name, public_addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "::",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "localhost",
        "LOCALHOST.",
        "db.localhost",
        "printer.local",
        "cms.internal",
        "router.home.arpa",
        "intranet",
    ],
)
def test_what_is_private_by_its_spelling(host: str) -> None:
    assert is_private_name(host)


@pytest.mark.parametrize(
    "host", ["x.com", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "mylocalhost.com", "1.com"]
)
def test_what_is_not(host: str) -> None:
    assert not is_private_name(host)


def test_a_name_is_judged_by_the_address_it_leads_to() -> None:
    with pytest.raises(PrivateAddressError):
        public_addresses("localhost", 443)


def test_a_guarded_connection_looks_before_it_connects() -> None:
    with serving(lambda visit: visit.send(b"HTTP/1.1 200 OK\r\n\r\n")) as server:
        with pytest.raises(PrivateAddressError):
            GuardedConnection("localhost", server.port).connect()
        assert server.connections == 0
