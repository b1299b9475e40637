"""`pack` of a small and of a large archive: peak memory and speed, beside py-wacz: `python -m benchmarks.pack_memory`.

Aim: the same memory whatever the size, and no slower than py-wacz, which neither compares a digest nor a manifest.
py-wacz is the one of `make test`, in .venv-peers.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from benchmarks.measure import show
from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.writer import WarcWriter
from tweetarchive.model.capture import Purpose, Request

WACZ = Path(".venv-peers/bin/wacz")
BYTES = 1_000_000  # of a photo
SIZES = ((4, 20), (20, 30))  # WARCs, and photos in each
SMALL = (4, 5_000)  # WARCs, and answers of some 300 bytes in each: for the index


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (warcs, photos), size in (*((f"{w * p} MB of photos", (w, p), BYTES) for w, p in SIZES),
                                            (f"{SMALL[0] * SMALL[1]:,} small records", SMALL, 300)):  # fmt: skip
            archives = Path(folder) / name
            write(archives, warcs, photos, size)
            out = Path(folder) / "out.wacz"
            pages = Path(folder) / "pages.jsonl"
            pages.write_text('{"format": "json-pages-1.0", "id": "pages"}\n')
            ours = [sys.executable, "-m", "tweetarchive", "pack", str(out), "--archives", str(archives), "-q"]
            files = map(str, sorted(warc_folder(archives).iterdir()))
            theirs = [str(WACZ), "create", "-o", str(out), "-p", str(pages), "-c", *files]
            for tool, command in (("tweetarchive", ours), *([("py-wacz", theirs)] if WACZ.exists() else [])):
                seconds, peak = cost(command)
                rows.append(
                    (
                        name,
                        tool,
                        f"{peak / 1e6:.0f} MB",
                        f"{seconds:.1f} s",
                        f"{out.stat().st_size / 1e6 / seconds:.0f} MB/s",
                    )
                )
                out.unlink()
    show("Packing", ("archive", "tool", "peak memory", "time", "speed"), *rows)


def write(archives: Path, warcs: int, count: int, size: int) -> None:
    at, noise = datetime(2026, 11, 22, tzinfo=UTC), random.Random(0)
    for number in range(warcs):
        warc = WarcWriter(
            warc_folder(archives), f"{number:02}.warc.gz", info={"source": f"https://news.example/{number}"}
        )
        for place in range(count):
            body = noise.randbytes(size)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {size}\r\n\r\n".encode()
            request = Request(f"https://pbs.twimg.com/media/{number}-{place}.jpg", Purpose.MEDIA)
            warc.write_exchange(
                WireExchange(request, at, b"GET / HTTP/1.1\r\n\r\n", head, BytesIO(body), size, None, ())
            )
        warc.finish()


def cost(command: list[str]) -> tuple[float, int]:
    """Seconds, and bytes of memory at its highest."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with status {process.returncode}")
    return time.perf_counter() - start, used.ru_maxrss * 1024


if __name__ == "__main__":
    main()
