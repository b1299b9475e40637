"""What holds for every test: a clean environment, and no connection that leaves the loopback."""

from __future__ import annotations

import ipaddress
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import CHROMIUM
from tests.world import World

CASES = Path(__file__).resolve().parents[1] / "../shared/cases"
"""Labelled cases beside the project; nothing of them is copied into it."""

_OUTSIDE = re.compile(
    r"\w*_proxy|requests_ca_bundle|curl_ca_bundle|ssl_cert_(file|dir)|x_bearer_token|tweetarchive_\w+|xdg_\w+|netrc"
    r"|no_color|force_color|clicolor\w*|columns|lines",
    re.I,
)


class LeftTheLoopback(BaseException):
    """No Exception: nothing in the tool may take it for a host that does not answer."""


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook (PEP 578): sees every connection of the process, whichever library opens it."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return
    try:
        outside = not ipaddress.ip_address(host).is_loopback
    except ValueError:
        outside = True
    if outside:
        raise LeftTheLoopback(f"a test tried to reach {host}")


sys.addaudithook(_only_loopback)


@pytest.fixture(scope="session", autouse=True)
def _clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the machine decides a test: no proxies, CA bundles, tokens, options or settings from outside."""
    with pytest.MonkeyPatch.context() as patch:
        for name in tuple(os.environ):
            if _OUTSIDE.fullmatch(name):
                patch.delenv(name)
        home = tmp_path_factory.mktemp("home")
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
        yield


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A loopback internet; this process, and every program it starts, reaches it and nothing else."""
    with World() as world:
        for name, value in world.environment.items():
            monkeypatch.setenv(name, value)
        yield world


@pytest.fixture
def cases() -> Path:
    """The folder of labelled cases; for tests marked `cases`."""
    return CASES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not CASES.is_dir():
        for item in items:
            if item.get_closest_marker("cases"):
                item.add_marker(pytest.mark.skip(reason="the labelled cases are not beside the project"))
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="there is no chromium"))
