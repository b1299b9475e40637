"""`nightly` killed at random instants, then audited and resumed: `python -m benchmarks.night_kills [KILLS] [ARTICLES]`.

kill -9, as a machine that loses power would, but for what the disk had not got yet. Each round begins with an empty
archive and is resumed until the night is whole; when that is before the kills are used up, another round begins. At the
end of each: every article with a tweet has one WARC (0 lost, 0 doubled), every file and the ledger are whole (0
damaged), and the reports said every one of them once.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.archive_list import HOSTS, ROOT, Apart, world_apart
from benchmarks.measure import show

SHARE = 0.12  # of articles with a tweet
FIRST, LAST = 0.3, 6.0  # seconds after the start between which a run is killed
SITES = [f"news{number}.example" for number in range(HOSTS)]


def night(world: Apart, archives: Path, seconds: float | None) -> tuple[int, list[str]]:
    """One run, killed after so many seconds. Returns: its status (-9: killed), and what it said to have archived."""
    command = [sys.executable, "-m", "tweetarchive", "nightly", *SITES, "--archives", str(archives), "--json", "-q"]
    environment = {**os.environ, **world.environment, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([*command, "--delay", "0"], stdout=said, env=environment, start_new_session=True)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said.seek(0)
        whole = [line for line in said.read().splitlines(keepends=True) if line.endswith("\n")]
    return process.returncode, [json.loads(line)["article"]["url"] for line in whole]


def audit(world: Apart, archives: Path, said: Counter[str]) -> tuple[int, int, int, int]:
    """Lost, doubled and damaged articles, and those that no run has said."""
    folder = archives / "collections/tweets/archive"
    environment = {**os.environ, **world.environment, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tweetarchive", "verify", str(archives), "--json"]
    verified = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    reports = [json.loads(line) for line in verified.stdout.splitlines()]
    checked = subprocess.run(
        [*command[:3], "ledger", "check", "--archives", str(archives)],
        capture_output=True,
        env=environment,
        check=False,
    )
    sums = subprocess.run(
        ["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=folder.parent, capture_output=True, check=False
    )
    kept = Counter(report["article"]["url"] for report in reports if report["embeds"])
    articles = len(world.articles)
    wanted = {url for number, url in enumerate(world.articles) if int((number + 1) * SHARE) > int(number * SHARE)}
    unfinished = len(list(folder.glob("*.open")))
    listed = len((folder.parent / "manifest-sha256.txt").read_text("utf-8").splitlines())
    damaged = (verified.returncode != 0) + (checked.returncode != 0) + (sums.returncode != 0) + unfinished
    damaged += abs(listed - len(list(folder.glob("*.warc.gz"))))
    assert articles == len(set(world.articles))
    doubled = sum(number - 1 for number in kept.values()) + len(kept.keys() - wanted)
    return len(wanted - kept.keys()), doubled, damaged, len(wanted - said.keys())


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    articles = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    chance = random.Random(7)
    begun = time.monotonic()
    done = rounds = 0
    faults = [0, 0, 0, 0]
    with world_apart(articles, embeds=SHARE, scheme="https", latency=0.0) as world:
        while done < kills:
            with tempfile.TemporaryDirectory() as folder:
                archives, said, status = Path(folder) / "archives", Counter[str](), -9
                while status < 0:
                    seconds = chance.uniform(FIRST, LAST) if done < kills else None
                    status, urls = night(world, archives, seconds)
                    said.update(urls)
                    done += status < 0
                if status:
                    sys.exit(f"the resumed night ended with {status}")
                faults = [before + now for before, now in zip(faults, audit(world, archives, said), strict=True)]
                rounds += 1
    show(
        f"{done} kills in {rounds} nights of {articles} articles, {time.monotonic() - begun:.0f} s",
        ("", "lost", "doubled", "damaged", "not said"),
        ("articles", *faults),
    )


if __name__ == "__main__":
    main()
