"""A page as a reader sees it: the system's own browser, steered by playwright (extra `[browser]`).

It asks the live page a second time, by itself: what it shows is no evidence of what was recorded, only of what a
browser showed then. Nothing it loads is kept but the picture.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests.utils

from tweetarchive.archive.guard import host_of, is_private_name
from tweetarchive.archive.guarded_socks import guarded_socks
from tweetarchive.archive.network import Network
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import Failure, InputError, Unreachable

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WIDTH, _HEIGHT = 1280, 800  # CSS pixels; the width for which page assets are chosen
_TALLEST = 10_000  # CSS pixels: 16,384 is the tallest that GPUs take, and endless pages have no end
_SETTLED = 5.0  # seconds for late pictures and widgets after the document is there
_AT_ONCE = 2  # browsers: each takes some 300 MB
_BROWSERS_OWN = ("accounts.google.com", "clients2.google.com", "update.googleapis.com")
"""Whom the browser asks of itself at every start, whatever it is told (Chromium 156): sent past the proxy, nowhere."""
_FLAGS = (
    "--host-resolver-rules=" + ", ".join(f"MAP {host} ~NOTFOUND" for host in _BROWSERS_OWN),
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_NET_ERROR = re.compile(r"net::(ERR_[A-Z_]+)")
_FAILURES = {"ERR_NAME_NOT_RESOLVED": Failure.NAME_NOT_FOUND, "ERR_CONNECTION_REFUSED": Failure.CONNECTION_REFUSED}


def find_browser(named: str | None) -> Path:
    """The browser's program. Raises: InputError where there is none, or no playwright."""
    if find_spec("playwright") is None:
        raise InputError("screenshots need playwright: pip install 'tweetarchive[browser]'")
    found = next((path for one in ((named,) if named else _PROGRAMS) if (path := shutil.which(one))), None)
    if found is None:
        missing = f"{named}: no such program" if named else f"none of {', '.join(_PROGRAMS)} is here"
        raise InputError(f"{missing}; screenshots need a browser: apt install chromium, or name it with --browser")
    return Path(found)


class Camera:
    """Takes pictures of pages; threads may share it."""

    def __init__(self, program: Path, network: Network) -> None:
        self._program = program
        self._network = network
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    def take(self, request: Request, url: str) -> bytes:
        """A PNG of the whole page, to a height of 10,000 pixels. Raises: Unreachable, for `request`."""
        from playwright.sync_api import Error, sync_playwright

        try:
            with self._free, self._proxy(url) as proxy, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=self._program,
                    args=list(_FLAGS),
                    proxy=proxy,
                    chromium_sandbox=os.geteuid() != 0,  # the browser's own sandbox refuses root
                    timeout=self._network.timeout * 1000,
                )
                try:
                    return self._picture(browser, url)
                finally:
                    browser.close()
        except Error as error:
            stated = _NET_ERROR.search(str(error))
            name = stated[1] if stated else "no page"
            failure = _FAILURES.get(name, Failure.TIMEOUT if "TIMED_OUT" in name else Failure.CONNECTION_LOST)
            why = f"no screenshot of {url}: the browser got no page" + (f" ({name})" if stated else "")
            raise Unreachable(why, request=request, failure=failure) from error

    def _picture(self, browser: Any, url: str) -> bytes:
        from playwright.sync_api import TimeoutError as TimedOut

        limit = self._network.timeout * 1000
        context = browser.new_context(
            viewport={"width": _WIDTH, "height": _HEIGHT},
            user_agent=self._network.agent,
            accept_downloads=False,
            service_workers="block",
        )
        context.set_default_timeout(limit)
        page = context.new_page()
        if not self._network.allow_private_addresses:
            page.route("**/*", lambda route: _pass_on(route, host_of(url)))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.goto(url, wait_until="domcontentloaded", timeout=limit)
        with suppress(TimedOut):
            page.wait_for_load_state("networkidle", timeout=_SETTLED * 1000)
        tall = min(int(page.evaluate("document.documentElement.scrollHeight")), _TALLEST)
        whole = {"x": 0, "y": 0, "width": _WIDTH, "height": max(tall, _HEIGHT)}
        return bytes(page.screenshot(full_page=True, clip=whole, type="png", animations="disabled"))

    @contextmanager
    def _proxy(self, url: str) -> Iterator[Any]:
        """As playwright takes it: the proxy of the environment, else our own, which guards."""
        bypass = ",".join(_BROWSERS_OWN)
        named = requests.utils.get_environ_proxies(url, no_proxy=None).get(urlsplit(url).scheme)
        if named:
            parts = urlsplit(named if "://" in named else f"http://{named}")
            server = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
            yield {
                "server": server,
                "bypass": bypass,
                "username": parts.username or "",
                "password": parts.password or "",
            }
            return
        everywhere = self._network.allow_private_addresses

        def anywhere(host: str) -> bool:
            return everywhere or host == host_of(url)

        with guarded_socks(anywhere, self._network.timeout) as server:
            yield {"server": server, "bypass": bypass}


def _pass_on(route: Any, own: str) -> None:
    """Where a proxy of the environment resolves names, their spelling is all that can be judged."""
    host = host_of(route.request.url)
    if host and host != own and is_private_name(host):
        route.abort()
    else:
        route.continue_()
