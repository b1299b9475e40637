"""SURT keys: addresses in the order in which archives are searched.

The rules are those of the Internet Archive's `surt`, by which pywb and cdxj-indexer look up; compared with it address
by address in tests/archive/test_index.py. (`surt` itself is AGPL, and asks the name server about hosts made of digits.)
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from urllib.parse import quote_from_bytes, unquote_to_bytes

_PARTS = re.compile(rb"(?:([a-z][a-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?", re.I)  # RFC 3986, appendix B
_DEFAULT_PORTS = {b"http": b"80", b"https": b"443"}
_KEPT = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SESSION_FOLDERS = (
    re.compile(rb"^(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^?]+\.aspx.*)$", re.I),
    re.compile(rb"^(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)$", re.I),
)
_SESSION_PARAMETERS = tuple(
    re.compile(rb"^(.*)(?:" + form + rb")(?:&(.*))?$", re.I)
    for form in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """`https://www.X.com/A?b=2&a=1` → `com,x)/a?a=1&b=2`; an address without host keeps its scheme: `urn:…`."""
    raw = re.sub(rb"[\r\n\t]", b"", url.encode("utf-8", "surrogatepass").strip())
    if not re.match(rb"[a-z][a-z0-9+.-]*:", raw, re.I):
        raw = b"http://" + raw
    parts = _PARTS.match(raw)
    assert parts is not None  # every part may be empty
    scheme, authority, path, query = (parts[group] or b"" for group in range(1, 5))
    host, port = _host_and_port(authority)
    path = _unquoted(path)
    path = _quoted(_without_dots(path) if host else path).lower()
    for pattern in _SESSION_FOLDERS:
        path = pattern.sub(rb"\1\2", path)
    if len(path) > 1 and path.endswith(b"/"):
        path = path[:-1]
    key = b",".join(reversed(host.split(b"."))) if host else scheme + b":"
    if host:
        key += (b":" + port if port and port != _DEFAULT_PORTS.get(scheme.lower()) else b"") + b")"
    query = _query(_quoted(_unquoted(query)))
    return (key + path + (b"?" + query if query else b"")).decode()


def _host_and_port(authority: bytes) -> tuple[bytes, bytes]:
    host, _, port = authority.rpartition(b"@")[2].rstrip(b":").partition(b":")
    host = _unquoted(host)
    if not host.isascii():
        with contextlib.suppress(UnicodeError):  # what is no host name is kept, and escaped below
            host = host.decode("utf-8", "ignore").encode("idna")
    host = host.replace(b"..", b".").strip(b".")
    if host.isdigit():
        host = socket.inet_ntoa(struct.pack(">L", int(host) & 0xFFFFFFFF)).encode()
    return re.sub(rb"^www\d*\.", b"", _quoted(host.lower())), port


def _query(query: bytes) -> bytes:
    for pattern in _SESSION_PARAMETERS:
        query = pattern.sub(lambda found: found[1] + (found[2] or b""), query)
    pairs = sorted(tuple(pair.split(b"=", 1)) for pair in query.lower().split(b"&"))
    return b"&".join(b"=".join(pair) for pair in pairs)


def _without_dots(path: bytes) -> bytes:
    """`.` and `..` followed, empty folders dropped, a slash at the end kept."""
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    return b"/" + b"/".join([*(part for part in kept[:-1] if part), *kept[-1:]])


def _unquoted(text: bytes) -> bytes:
    while (plain := unquote_to_bytes(text)) != text:
        text = plain
    return text


def _quoted(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_KEPT).encode()
