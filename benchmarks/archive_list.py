"""`tweetarchive archive -i LIST --workers 8` over the loopback world: `python -m benchmarks.archive_list [ARTICLES]`.

Two figures. Speed, as a share of what latency allows: requests x latency / workers, with the requests the world
counted (aim 0.80; news sites over plain HTTP; X's hosts have TLS only, on kept connections). And CPU over TLS, beside
a script of requests that fetches the very same addresses and keeps nothing (aim: at most 2 times). The world runs on
the same cores. Start-up is inside every figure.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from benchmarks.measure import Cost, run, show

ROOT = Path(__file__).parents[1]
LATENCY = 0.05  # seconds before every answer
WORKERS = 8
HOSTS = 20


@dataclass(frozen=True, slots=True)
class Apart:
    """A world in a process of its own."""

    environment: dict[str, str]
    articles: tuple[str, ...]

    def asked(self, which: str = "requests") -> list[str]:
        """The addresses that were asked for so far; `whole`: those without a condition."""
        proxies = {"http": self.environment["HTTP_PROXY"]}
        seen: list[str] = requests.get(f"http://world.test/{which}", proxies=proxies, timeout=30).json()
        return seen


@contextmanager
def world_apart(articles: int, *, embeds: float, scheme: str, latency: float) -> Iterator[Apart]:
    command = [sys.executable, "-m", "tests.world", f"--articles={articles}", f"--hosts={HOSTS}", f"--embeds={embeds}"]
    command += [f"--scheme={scheme}", f"--latency-ms={latency * 1000}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        yield Apart(told["environment"], tuple(told["articles"]))
        process.communicate()


def archive(world: Apart) -> Cost:
    tool = shutil.which("tweetarchive", path=str(Path(sys.executable).parent))
    if tool is None:
        sys.exit("tweetarchive is not installed beside this Python")
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "list.txt"
        listed.write_text("\n".join(world.articles) + "\n", encoding="utf-8")
        command = [tool, "archive", "-i", str(listed), "--workers", str(WORKERS), "--delay", "0", "--json", "-q"]
        out = Path(folder) / "out.jsonl"
        with out.open("w", encoding="utf-8") as output:
            cost = run([*command, "--archives", f"{folder}/archives"], world.environment, output=output)
        done = out.read_text(encoding="utf-8").count("\n")
        kept = len(list(Path(folder).glob("archives/collections/tweets/archive/*.warc.gz")))
    if cost.status or done != len(world.articles) or kept != done:
        sys.exit(f"exit {cost.status}, {done} reports and {kept} WARCs for {len(world.articles)} articles")
    return cost


def bare(world: Apart, urls: list[str]) -> Cost:
    with tempfile.TemporaryFile("w+") as listed:
        listed.write("\n".join(urls))
        listed.seek(0)
        script = str(Path(__file__).with_name("bare_requests.py"))
        return run([sys.executable, script, str(WORKERS)], world.environment, input=listed)


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    rows: list[tuple[object, ...]] = []
    for embeds in (0.0, 0.12, 1.0):
        with world_apart(articles, embeds=embeds, scheme="http", latency=LATENCY) as world:
            cost = archive(world)
            asked = len(world.asked())
            bound = asked * LATENCY / WORKERS
            speed = articles / cost.wall
            share = f"{bound / cost.wall:.2f}"
            rows.append((f"{embeds:.0%}", f"{asked / articles:.2f}", f"{speed:.1f}", f"{articles / bound:.1f}", share))
    head = ("articles with a tweet", "requests/article", "articles/s", "latency bound", "share")
    show(f"{articles} articles, {WORKERS} workers, {LATENCY * 1000:.0f} ms, plain HTTP", head, *rows)

    rows = []
    with world_apart(articles, embeds=1.0, scheme="https", latency=LATENCY) as world:
        ours = archive(world)
        asked_urls = world.asked()
        theirs = bare(world, asked_urls)
        for name, cost in (("requests, keeps nothing", theirs), ("tweetarchive archive", ours)):
            rows.append((name, f"{cost.cpu / articles * 1000:.1f}", f"{cost.cpu / theirs.cpu:.2f}", f"{cost.wall:.1f}"))
    show(
        f"{articles} articles with a tweet, {len(asked_urls) / articles:.2f} requests each, TLS, {WORKERS} workers",
        ("program", "CPU ms/article", "x", "wall s"),
        *rows,
    )


if __name__ == "__main__":
    main()
