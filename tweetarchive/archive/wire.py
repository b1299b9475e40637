"""One request over the web: its answer byte by byte, or a reason out of a closed set."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_environ_proxies

from tweetarchive.archive.bearer import BearerToken
from tweetarchive.archive.coding import ACCEPT_ENCODING, BrokenBodyError, blocks
from tweetarchive.archive.connection import GUARDED_POOLS, POOLS, WireResponse, wire_of
from tweetarchive.archive.guard import PrivateAddressError, is_private_name, split_address
from tweetarchive.archive.message import WireExchange, decoded_body, parse_head
from tweetarchive.archive.network import Network
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import Failure, FetchError, Refused, Unreachable

HOSTS_IN_MIND = 256  # pools kept; a night visits some twenty sites, X's hosts and two archives
CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as a transport gets it."""

    request: Request
    guarded: bool = True
    """Whether a private address is refused."""
    cookie: str | None = None
    """Sent, and never recorded."""
    attempt: int = 1
    content: bytes | None = None
    """Sent by POST, to an authority of timestamps; None: a GET, as all that is recorded."""


Transport = Callable[[Ask], WireExchange]
"""Ask once. The answer's body may be cut, and then says why; its `request` and `attempt` are the ask's.

Raises: FetchError where no answer came; its text is the same on every machine.
"""


class Web:
    """The Transport over sockets. Shared by all threads: they share connections, never exchanges."""

    def __init__(self, network: Network) -> None:
        """Read proxies and CA bundle from the environment. Raises: OSError where the bundle cannot be read."""
        self._network = network
        context = _tls_context()
        self._open = _Adapter(POOLS, context, network.connections)
        self._guarded = _Adapter(GUARDED_POOLS, context, network.connections)
        self._proxies: dict[str, dict[str, str]] = {}

    def __call__(self, ask: Ask) -> WireExchange:
        request = ask.request
        prepared = self._prepare(ask)
        guarded = ask.guarded and not self._network.allow_private_addresses
        try:
            if guarded and is_private_name(urlsplit(prepared.url or "").hostname or ""):
                raise PrivateAddressError
            adapter = self._guarded if guarded else self._open
            proxies = self._proxies_for(request.url)
            response = adapter.send(prepared, stream=True, timeout=self._network.timeout, proxies=proxies).raw
        except (requests.RequestException, urllib3.exceptions.HTTPError, PrivateAddressError, OSError) as error:
            raise explain(error, request) from error
        wire = _take(ask, response, self._network.largest(request.purpose))
        if self._network.token is not None and self._network.token.header_for(prepared.url or "") is not None:
            _keep_secret(wire, self._network.token)
        return wire

    def close(self) -> None:
        """Close idle connections."""
        self._open.close()
        self._guarded.close()

    def _prepare(self, ask: Ask) -> requests.PreparedRequest:
        headers = {"User-Agent": self._network.agent, "Accept-Encoding": ACCEPT_ENCODING, "Accept": "*/*"}
        headers.update(ask.request.headers)
        if ask.cookie:
            headers["Cookie"] = ask.cookie
        prepared = requests.PreparedRequest()
        try:
            split_address(ask.request.url)
            prepared.prepare_method("GET" if ask.content is None else "POST")
            prepared.prepare_url(ask.request.url, None)
            if self._network.token is not None and (secret := self._network.token.header_for(prepared.url or "")):
                headers["Authorization"] = secret
            prepared.prepare_headers(headers)  # and no sign-in, no cookies of requests' own
            if ask.content is not None:
                prepared.prepare_body(ask.content, None)
        except ValueError as error:  # requests' InvalidURL is one
            raise _refused(ask.request, Failure.BAD_URL) from error
        return prepared

    def _proxies_for(self, url: str) -> dict[str, str]:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin not in self._proxies:
            self._proxies[origin] = get_environ_proxies(origin)
        return self._proxies[origin]


class _Adapter(HTTPAdapter):
    """requests' adapter with our pools and one TLS context: certificates are loaded once, not per connection."""

    def __init__(
        self, pools: dict[str, type[urllib3.HTTPConnectionPool]], context: ssl.SSLContext, connections: int
    ) -> None:
        self._pools = pools
        self._context = context
        super().__init__(pool_connections=HOSTS_IN_MIND, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        if proxy.lower().startswith("socks"):
            raise requests.exceptions.InvalidProxyURL("its connections are not ours: nothing would be recorded")
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, proxy_ssl_context=self._context, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def build_response(self, request: requests.PreparedRequest, raw: Any) -> requests.Response:
        """Nothing but the answer as it came: it is read from the wire, and cookies are each recording's own."""
        response = requests.Response()
        response.raw = raw
        return response

    def build_connection_pool_key_attributes(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> Any:
        parts = urlsplit(request.url or "")
        return {"scheme": parts.scheme, "host": parts.hostname, "port": parts.port}, {}

    def cert_verify(self, *_: Any) -> None:
        """The context verifies; there is no switch to turn it off."""


def ca_bundle() -> str:
    """The file or folder of the certificates that are trusted."""
    return next((value for name in CA_VARIABLES if (value := os.environ.get(name))), DEFAULT_CA_BUNDLE_PATH)


def _tls_context() -> ssl.SSLContext:
    named = ca_bundle()
    folder = os.path.isdir(named)
    return ssl.create_default_context(cafile=None if folder else named, capath=named if folder else None)


def _take(ask: Ask, response: urllib3.HTTPResponse, limit: int) -> WireExchange:
    wire = wire_of(response)
    body, size, truncated = wire.drain(limit)
    if truncated or not wire.clean:
        response.close()  # closed, not pooled: the next answer would begin inside this one
    else:
        wire.close()
    response.release_conn()
    return WireExchange(
        request=ask.request,
        at=wire.at,
        sent=wire.sent,
        head=wire.head,
        body=body,
        body_size=size,
        truncated=truncated,
        protocols=_protocols(wire),
        attempt=ask.attempt,
    )


def _keep_secret(wire: WireExchange, token: BearerToken) -> None:
    """Let no answer pass that repeats the token: what is kept is kept as it came, or not at all.

    Raises: Unreachable.
    """
    head = parse_head(wire.head)
    wire.body.seek(0)
    repeated = token.stands_in(chain((wire.head,), blocks(wire.body)))
    if not repeated and head is not None:
        wire.body.seek(0)
        try:
            repeated = token.stands_in(decoded_body(head, wire.body))
        except BrokenBodyError:
            repeated = wire.truncated is None  # nobody can tell what is in it
    wire.body.seek(0)
    if repeated:
        wire.body.close()
        status = f"answered HTTP {head.status}, and " if head else ""
        raise Unreachable(
            f"{wire.request.url}: {status}{WORDS[Failure.SECRET_REPEATED]}",
            request=wire.request,
            failure=Failure.SECRET_REPEATED,
        )


def _protocols(wire: WireResponse) -> tuple[str, ...]:
    version = "http/1.0" if wire.version == 10 else "http/1.1"
    return (version, wire.tls.lower().replace("tlsv", "tls/")) if wire.tls else (version,)


WORDS = {
    Failure.NAME_NOT_FOUND: "the host's name is not known",
    Failure.CONNECTION_REFUSED: "the host refuses the connection",
    Failure.CONNECTION_LOST: "the connection was lost before an answer came",
    Failure.TLS: "no trusted TLS connection could be made",
    Failure.TIMEOUT: "the host did not answer in time",
    Failure.PROXY: "the proxy could not reach the host, or could not be reached",
    Failure.NOT_HTTP: "the answer is not HTTP",
    Failure.PRIVATE_ADDRESS: "leads to a private address; --allow-private-addresses lets it",
    Failure.BAD_URL: "not an http(s) address that can be asked without a password",
    Failure.RATE_LIMITED: "the host wants to be left alone longer than a run waits; run again later",
    Failure.INTERRUPTED: "interrupted",
    Failure.LEFT_ALONE: "not asked now",
    Failure.SECRET_REPEATED: "repeats the bearer token; the answer is not kept",
}
"""What is said of a failure: no address of memory, no path, no number that another system would not give."""

_CAUSES: tuple[tuple[Failure, tuple[type[BaseException], ...]], ...] = (
    (Failure.PRIVATE_ADDRESS, (PrivateAddressError,)),
    (Failure.PROXY, (urllib3.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)),
    (Failure.BAD_URL, (requests.exceptions.InvalidURL, urllib3.exceptions.LocationValueError)),
    (Failure.NAME_NOT_FOUND, (socket.gaierror,)),
    (Failure.TIMEOUT, (TimeoutError,)),
    (Failure.CONNECTION_REFUSED, (ConnectionRefusedError,)),
    (Failure.CONNECTION_LOST, (ConnectionError,)),  # http.client.RemoteDisconnected is one, and a BadStatusLine too
    (Failure.TLS, (ssl.SSLError, ssl.CertificateError, urllib3.exceptions.SSLError)),
    (Failure.NOT_HTTP, (http.client.HTTPException, urllib3.exceptions.InvalidHeader)),
)
"""First what decides: the whole chain of causes is looked through for each."""


def explain(error: BaseException, request: Request) -> FetchError:
    """A library's exception in our words."""
    chain = tuple(_chain(error))
    failure = next(
        (failure for failure, kinds in _CAUSES if any(isinstance(cause, kinds) for cause in chain)),
        Failure.CONNECTION_LOST,
    )
    if failure in (Failure.PRIVATE_ADDRESS, Failure.BAD_URL):
        return _refused(request, failure)
    return Unreachable(f"{request.url}: {WORDS[failure]}", request=request, failure=failure)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and everything it wraps: requests and urllib3 keep causes in `args`, `reason` and `__cause__`."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]


def _refused(request: Request, failure: Failure) -> Refused:
    return Refused(f"{request.url}: {WORDS[failure]}", request=request, failure=failure)
