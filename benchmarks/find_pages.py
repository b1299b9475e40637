"""`find_embeds` beside the script one would write: `python -m benchmarks.find_pages [FOLDER]`. Aim: 20 times its speed.

FOLDER holds `pages/` and `labels.jsonl` as cases/embeds does. Found is: of the labelled embeds that have an id, those
whose id is among the finds.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup

from benchmarks.measure import interleaved, show
from tweetarchive.embeds.find import find_embeds
from tweetarchive.model.errors import InputError

CASES = Path(__file__).resolve().parents[1] / "../shared/cases/embeds"
STATUS = re.compile(r"(?:twitter|x)\.com/\w+/status/(\d+)")
RUNS = 3

Finder = Callable[[bytes], set[str]]


def obvious(document: bytes) -> set[str]:
    """Blockquotes, AMP and iframes with BeautifulSoup's own parser, one selector after another."""
    soup = BeautifulSoup(document, "html.parser")
    ids: set[str] = set()
    for quote in soup.select("blockquote.twitter-tweet, blockquote.twitter-video"):
        links = [found[1] for link in quote.find_all("a", href=True) if (found := STATUS.search(str(link["href"])))]
        ids.update(links[-1:])
    ids.update(str(one["data-tweetid"]) for one in soup.select("amp-twitter[data-tweetid]"))
    for frame in soup.select('iframe[src*="platform.twitter.com/embed"]'):
        ids.update(re.findall(r"[?&]id=(\d+)", str(frame["src"])))
    return ids


def ours(document: bytes) -> set[str]:
    try:
        return {embed.status_id for embed in find_embeds(document) if embed.status_id}
    except InputError:
        return set()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CASES
    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    pages = {one["file"]: (folder / "pages" / one["file"]).read_bytes() for one in labels}
    megabytes = sum(map(len, pages.values())) / 1e6
    finders: dict[str, Finder] = {"BeautifulSoup(html.parser)": obvious, "find_embeds": ours}
    found: dict[str, tuple[int, int]] = {}
    wanted = 0
    for name, finder in finders.items():
        right = wrong = wanted = 0
        for page in labels:
            ids = finder(pages[page["file"]])
            named = {one["tweet_id"] for one in page["embeds"] if one["tweet_id"]}
            wanted, right = wanted + len(named), right + len(ids & named)
            wrong += len(ids - named - set(page["ignore_ids"]))
        found[name] = right, wrong

    def over_all(finder: Finder) -> Callable[[], None]:
        def read() -> None:
            for page in pages.values():
                finder(page)

        return read

    seconds = interleaved(RUNS, clock=time.process_time, **{name: over_all(finder) for name, finder in finders.items()})
    base = seconds["BeautifulSoup(html.parser)"]
    rows = [
        (name, f"{megabytes / taken:.1f}", f"{base / taken:.1f}", f"{found[name][0]} of {wanted}", found[name][1])
        for name, taken in seconds.items()
    ]
    title = f"{len(pages)} pages, {megabytes:.1f} MB: median of {RUNS} interleaved runs, one process, CPU time"
    show(title, ("finder", "MB/s", "x", "labelled ids found", "others"), *rows)


if __name__ == "__main__":
    main()
