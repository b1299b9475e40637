"""Which addresses are never asked: what an article or a tweet links to must not reach into the newsroom's network."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052 §2.1: the last 32 bits are an IPv4 address
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa")  # RFC 6761 §6.3, RFC 6762, ICANN 2024, RFC 8375


class PrivateAddressError(Exception):
    """A name that leads to no public address. No OSError, so that no library takes it for a fault to try again."""


def split_address(url: str) -> tuple[str, str]:
    """Scheme and host, lower case. Raises: ValueError where it is no http(s) URL, or one that holds a password."""
    parts = urlsplit(url)
    host = parts.hostname
    parts.port  # noqa: B018  raises ValueError where the port is no number
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("not an http(s) address")
    if "@" in parts.netloc:
        raise ValueError("an address with a user name")
    return parts.scheme, host


def host_of(url: str) -> str:
    """The host, lower case; "" where there is none: Location headers hold anything."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # http://[
        return ""


def is_private_name(host: str) -> bool:
    """Whether a host is private by its spelling alone; all that can be known where a proxy resolves names."""
    host = host.rstrip(".").lower()
    address = _literal(host)
    if address is not None:
        return not _is_public(address)
    return "." not in host or host.endswith(tuple(f".{name}" for name in _LOCAL_NAMES))


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """Resolve a name.

    Returns: its addresses, as the resolver orders them.
    Raises:  PrivateAddressError where one of them is not public; socket.gaierror where there is none.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 characters
        raise socket.gaierror(f"{host}: not a host name") from error
    addresses = tuple(dict.fromkeys(str(where[0]) for *_, where in found))
    if not all(_is_public(ipaddress.ip_address(address.split("%")[0])) for address in addresses):
        raise PrivateAddressError(host)
    return addresses


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))  # 127.1, 2130706433, 0x7f.1: as resolvers take them
    except OSError:
        return None


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast
