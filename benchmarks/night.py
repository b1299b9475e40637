"""A first and a second night over 20 loopback sites: `python -m benchmarks.night [ARTICLES] [SHARE]`.

The bound is what politeness allows, by the requests the world counted: each site is asked every 0.2 s at most, tweets
are asked for at two a second (archive/network.py), all side by side. A share of 1 would be a night that is never late.
The second night visits every article again (`--all`); the third is what a night with nothing new costs. Both ask
conditionally only.
Start-up is inside every figure; the world runs on the same cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.archive_list import HOSTS, ROOT, Apart, world_apart
from benchmarks.measure import show
from tweetarchive.archive.network import COURTESIES, COURTESY

LATENCY = 0.05  # seconds before every answer
SITES = [f"news{number}.example" for number in range(HOSTS)]
PACES = {prefix.partition("/")[0]: 1 / rate for prefix, rate in COURTESIES}


@dataclass(frozen=True, slots=True)
class Night:
    wall: float
    cpu: float
    megabytes: float
    """The most memory it had at one time."""
    asked: Counter[str]
    """Requests by host."""
    whole: int
    """Requests without a condition."""

    @property
    def bound(self) -> float:
        return max((count * PACES.get(host, COURTESY) for host, count in self.asked.items()), default=0.0)


def night(world: Apart, archives: str, *more: str) -> Night:
    before, whole = len(world.asked()), len(world.asked("whole"))
    command = [sys.executable, "-m", "tweetarchive", "nightly", *SITES, "--archives", archives, "-q", "--workers", "16"]
    environment = {**os.environ, **world.environment, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the night ended with {process.returncode}")
    asked = Counter(urlsplit(url).hostname or "" for url in world.asked()[before:])
    cpu, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    return Night(wall, cpu, megabytes, asked, len(world.asked("whole")) - whole)


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    share = float(sys.argv[2]) if len(sys.argv) > 2 else 0.12
    rows = []
    with (
        world_apart(articles, embeds=share, scheme="https", latency=LATENCY) as world,
        tempfile.TemporaryDirectory() as folder,
    ):
        for name, more in (("first", ()), ("all again", ("--all",)), ("nothing new", ())):
            one = night(world, folder, *more)
            rows.append(
                (
                    name,
                    f"{one.wall:.1f}",
                    f"{one.bound:.1f}",
                    f"{one.bound / one.wall:.2f}",
                    f"{one.cpu / articles * 1000:.1f}",
                    f"{one.megabytes:.0f}",
                    sum(one.asked.values()),
                    one.whole,
                )
            )
    title = f"{articles} articles on {HOSTS} sites, {share:.0%} with a tweet, {LATENCY * 1000:.0f} ms"
    show(title, ("night", "s", "bound, s", "share", "CPU ms/article", "MB", "requests", "unconditional"), *rows)


if __name__ == "__main__":
    main()
