"""Auditing one big WARC of ours: `python -m benchmarks.audit_speed [MEGABYTES]`.

Beside it, one after the other as a user would: `sha256sum`, `gunzip -t`, `sha1sum` of the file: the digests alone, of
which an audit makes one over the file and two over every answer (block and payload). Aim: at most their time together.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from benchmarks.measure import run, show
from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.writer import WarcWriter
from tweetarchive.model.capture import Purpose, Request

MEGABYTES = 1000
VIDEO = 20_000_000  # bytes of an mp4


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    with tempfile.TemporaryDirectory() as folder:
        writer = WarcWriter(Path(folder), "bench.warc.gz", info={"source": "bench"})
        body = random.Random(7).randbytes(VIDEO)
        for number in range(wanted * 10**6 // VIDEO):
            head = f"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {VIDEO}\r\n\r\n".encode()
            request = Request(f"https://video.twimg.com/{number}.mp4", Purpose.MEDIA)
            sent = b"GET / HTTP/1.1\r\nHost: video.twimg.com\r\n\r\n"
            wire = WireExchange(request, datetime.now(UTC), sent, head, BytesIO(body), VIDEO, None, ("http/1.1",))
            writer.write_exchange(wire)
        warc = str(writer.finish())
        ways = {
            "sha256sum": ["sha256sum", warc],
            "sha1sum, for blocks": ["sha1sum", warc],
            "sha1sum, for payloads": ["sha1sum", warc],
            "gunzip -t": ["gunzip", "-t", warc],
            "tweetarchive audit": [sys.executable, "-m", "tweetarchive", "audit", warc],
        }
        costs = {name: run(command) for name, command in ways.items()}
        assert all(cost.status == 0 for cost in costs.values())
        *others, (ours, audit) = costs.items()
        wall, cpu = sum(cost.wall for _, cost in others), sum(cost.cpu for _, cost in others)
        rows = [(name, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", "") for name, cost in others]
        rows.append(("together", f"{wall:.2f}", f"{cpu:.2f}", "1.00"))
        rows.append((ours, f"{audit.wall:.2f}", f"{audit.cpu:.2f}", f"{audit.wall / wall:.2f}"))
        show(f"{wanted} MB in one WARC", ("way", "seconds", "CPU seconds", "x together"), *rows)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        sys.stdout.write(f"largest of these programs: {largest / 1024:.0f} MiB\n")


if __name__ == "__main__":
    main()
