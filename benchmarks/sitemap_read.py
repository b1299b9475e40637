"""A sitemap of 50,000 addresses, gzipped: `python -m benchmarks.sitemap_read`.

Beside a bare expat loop that keeps addresses and times of well-formed XML; and, where they are installed beside this
Python, beside ultimate-sitemap-parser and BeautifulSoup(xml) (which needs lxml). CPU seconds, each in a process of its
own, and the memory it had at most.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from benchmarks.measure import show

ADDRESSES = 50_000
RUNS = 3
PEERS = {"ultimate-sitemap-parser": "usp", "BeautifulSoup(xml)": "lxml"}


def ours(body: bytes) -> int:
    from tweetarchive.nightly.sitemap import read_list

    return sum(1 for _ in read_list(body, url="https://news.example/sitemap.xml.gz"))


def bare(body: bytes) -> int:
    found: list[tuple[str, str]] = []
    words: list[str] = []
    held: dict[str, str] = {}

    def end(name: str) -> None:
        held[name] = "".join(words)
        if name == "url":
            found.append((held["loc"].strip(), held["lastmod"].strip()))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: words.clear()
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words.append
    parser.Parse(gzip.decompress(body), True)
    return len(found)


def peer(body: bytes) -> int:
    from usp.fetch_parse import XMLSitemapParser  # type: ignore[import-not-found]

    text = gzip.decompress(body).decode()
    parsed = XMLSitemapParser(
        url="https://news.example/sitemap.xml", content=text, recursion_level=0, web_client=None, parent_urls=set()
    )
    return sum(1 for _ in parsed.sitemap().all_pages())


def soup(body: bytes) -> int:
    from bs4 import BeautifulSoup

    return len([one.loc.text for one in BeautifulSoup(gzip.decompress(body), "xml").find_all("url") if one.loc])


READERS: dict[str, Callable[[bytes], int]] = {
    "tweetarchive": ours,
    "bare expat": bare,
    "ultimate-sitemap-parser": peer,
    "BeautifulSoup(xml)": soup,
}


def measure(name: str, file: Path) -> tuple[float, float]:
    """CPU seconds, and megabytes at most."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.sitemap_read", name, str(file)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{name} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    if len(sys.argv) > 2:
        reader = READERS.get(sys.argv[1], lambda _: ADDRESSES)
        sys.exit(reader(Path(sys.argv[2]).read_bytes()) != ADDRESSES)
    names = [name for name in READERS if name not in PEERS or importlib.util.find_spec(PEERS[name])]
    entries = "".join(
        f"<url><loc>https://news.example/2026/{number % 12 + 1:02}/story-{number}-of-the-harbour</loc>"
        f"<lastmod>2026-{number % 12 + 1:02}-11T10:00:00+01:00</lastmod></url>\n"
        for number in range(ADDRESSES)
    )
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sitemap.xml.gz"
        file.write_bytes(gzip.compress(body.encode(), 6))
        taken = {name: [measure(name, file) for _ in range(RUNS)] for name in ["nothing", *names]}
    start = min(cpu for cpu, _ in taken["nothing"])
    costs = {name: (min(cpu for cpu, _ in runs) - start, max(size for _, size in runs)) for name, runs in taken.items()}
    rows = [(name, f"{costs[name][0]:.2f}", f"{costs[name][1]:.0f}") for name in names]
    show(f"{ADDRESSES:,} addresses, {len(body) / 1e6:.1f} MB; imports included", ("", "CPU, s", "MB"), *rows)


if __name__ == "__main__":
    main()
