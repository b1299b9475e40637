"""Embeds found and invented, and MB/s, beside others: `python -m benchmarks.find_peers [FOLDER]`.

FOLDER holds `pages/` and `labels.jsonl` as cases/embeds does. The others are goose3 (`article.tweets`; installed into
a virtual environment that lasts as long as the run, the one benchmark that needs a package index) and the script one
would write. Found is: of the labelled embeds that have an id, those whose id is among the finds. False is: any other
id, but for tweets of other articles in page state. Embeds without an id, which only tweetarchive reads, are left out,
and so are pages and embeds whose label is unsure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.find_pages import CASES, Finder, obvious, ours
from benchmarks.measure import show

GOOSE = "goose3==3.1.22"
RUNS = 3
_GOOSE_PROGRAM = """\
import json, logging, re, sys, time
from goose3 import Goose
logging.disable()
goose = Goose({"enable_image_fetching": False})
pages = [open(name, "rb").read().decode("utf-8", "replace") for name in json.load(sys.stdin)]
def tweets(page):
    try:
        return goose.extract(raw_html=page).tweets or []
    except Exception:  # it has no error of its own for pages that it cannot read
        return []
found, seconds = [], []
for _ in range(int(sys.argv[1])):
    start = time.process_time()
    found = [tweets(page) for page in pages]
    seconds.append(time.process_time() - start)
ids = [[number for tweet in page for number in re.findall(r"(?:twitter|x)\\.com/\\w+/status/(\\d+)", str(tweet))[-1:]]
       for page in found]
json.dump([ids, seconds], sys.stdout)
"""


def in_process(finder: Finder) -> Callable[[Sequence[Path]], tuple[list[set[str]], list[float]]]:
    def read(pages: Sequence[Path]) -> tuple[list[set[str]], list[float]]:
        documents = [page.read_bytes() for page in pages]
        found: list[set[str]] = []
        seconds = []
        for _ in range(RUNS):
            start = time.process_time()
            found = [finder(document) for document in documents]
            seconds.append(time.process_time() - start)
        return found, seconds

    return read


def goose(pages: Sequence[Path]) -> tuple[list[set[str]], list[float]]:
    with TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", GOOSE], check=True)
        asked = json.dumps([str(page) for page in pages])
        command = [python, "-c", _GOOSE_PROGRAM, str(RUNS)]
        answered = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    found, seconds = json.loads(answered)
    return [set(ids) for ids in found], seconds


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CASES
    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    labels = [page for page in labels if not page.get("unsure")]
    pages = [folder / "pages" / page["file"] for page in labels]
    wanted = [
        {one["tweet_id"] for one in page["embeds"] if one["tweet_id"] and not one.get("unsure")} for page in labels
    ]
    neither = [{one["tweet_id"] for one in page["embeds"]} | set(page["ignore_ids"]) for page in labels]
    megabytes = sum(page.stat().st_size for page in pages) / 1e6
    rows = []
    for name, read in {
        "tweetarchive": in_process(ours),
        "BeautifulSoup script": in_process(obvious),
        GOOSE: goose,
    }.items():
        found, seconds = read(pages)
        right = sum(len(ids & named) for ids, named in zip(found, wanted, strict=True))
        wrong = sum(len(ids - known) for ids, known in zip(found, neither, strict=True))
        rows.append((name, f"{right} of {sum(map(len, wanted))}", wrong, f"{megabytes / median(seconds):.1f}"))
    title = f"{len(pages)} pages, {megabytes:.1f} MB: median of {RUNS} runs, one process, CPU time"
    show(title, ("finder", "labelled ids found", "false", "MB/s"), *rows)


if __name__ == "__main__":
    main()
