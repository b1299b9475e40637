"""Cookies of one recording: some news sites show the article only to who carries theirs through a redirect."""

from __future__ import annotations

import http.client
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any
from urllib.request import Request as UrllibRequest

from tweetarchive.archive.guard import host_of


class Cookies:
    """In memory, for one recording; sent, and never recorded (CONTRACT.md §4). Threads may share them."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def header(self, url: str) -> str | None:
        """The Cookie header for this URL; None where there is none."""
        if not len(self._jar) or not host_of(url):
            return None
        request = UrllibRequest(url)
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")

    def keep(self, url: str, head: bytes) -> None:
        """Take what an answer sets."""
        if b"set-cookie" in head.lower():
            answer: Any = _Answer(head)  # as much of a response as a CookieJar asks for
            self._jar.extract_cookies(answer, UrllibRequest(url))


class _Answer:
    def __init__(self, head: bytes) -> None:
        self._headers = http.client.parse_headers(BytesIO(head.partition(b"\n")[2]))

    def info(self) -> http.client.HTTPMessage:
        return self._headers
