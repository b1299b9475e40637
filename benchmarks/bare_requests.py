"""The obvious script: fetch the addresses on standard input with requests, in so many threads, and keep nothing."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch(urls: list[str]) -> None:
    with requests.Session() as session:
        for url in urls:
            session.get(url, allow_redirects=False, timeout=30).content  # noqa: B018  reads the body


if __name__ == "__main__":
    workers = int(sys.argv[1])
    asked = sys.stdin.read().split()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(fetch, (asked[start::workers] for start in range(workers))))
