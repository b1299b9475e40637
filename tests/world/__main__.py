"""The world as a process of its own, for benchmarks: prints one JSON line, serves until its input ends.

    python -m tests.world --articles 400 --hosts 20 --embeds 1 --latency-ms 50

The line holds `environment` (the variables to run a program with) and `articles` (their addresses).
`http://world.test/requests` tells the addresses that were asked for so far, `http://world.test/whole` those that were
asked for without a condition.
"""

from __future__ import annotations

import argparse
import json
import sys

from tests.world.newsroom import open_newsroom
from tests.world.wire import Answer, Asked
from tests.world.world import World


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100)
    options.add_argument("--hosts", type=int, default=1)
    options.add_argument("--embeds", type=float, default=1.0, help="share of articles with a tweet")
    options.add_argument("--photo-bytes", type=int, default=100_000)
    options.add_argument("--latency-ms", type=float, default=0.0, help="before every answer")
    options.add_argument("--scheme", choices=("http", "https"), default="https", help="of the news sites")
    chosen = options.parse_args()
    with World(latency=chosen.latency_ms / 1000) as world:
        articles = open_newsroom(
            world,
            chosen.articles,
            hosts=chosen.hosts,
            embeds=chosen.embeds,
            bytes_of_photo=chosen.photo_bytes,
            scheme=chosen.scheme,
        )

        def tell(asked: Asked) -> Answer:
            conditions = ("If-None-Match", "If-Modified-Since")
            found = [one for one in world.requests if one.host != asked.host]
            if asked.path == "/whole":
                found = [one for one in found if not any(map(one.header, conditions))]
            seen = [one.url for one in found]
            return Answer.text(json.dumps(seen), "application/json")

        world.site("world.test", tell)
        sys.stdout.write(json.dumps({"environment": world.environment, "articles": articles}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
