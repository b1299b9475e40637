"""`tweetarchive --help` beside a program of argparse: `python -m benchmarks.help_start`. Aim: at most 3 times."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import interleaved, run, show

ARGPARSE = """
import argparse
parser = argparse.ArgumentParser(description="Keep the tweets that news articles embed.")
parser.add_argument("--archives", default="archives", help="The archives folder.")
commands = parser.add_subparsers()
for name in ("archive", "find", "verify", "compare", "nightly", "recheck", "scan", "report", "card", "pack"):
    command = commands.add_parser(name, help="What it does.")
    for option in ("--json", "--quiet", "--no-color", "--timeout", "--retries", "--delay"):
        command.add_argument(option, help="What it changes.")
parser.parse_args()
"""
RUNS = 21


def main() -> None:
    tool = shutil.which("tweetarchive", path=str(Path(sys.executable).parent))
    if tool is None:
        sys.exit("tweetarchive is not installed beside this Python")
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(ARGPARSE)
        script.flush()
        seconds = interleaved(
            RUNS,
            python=lambda: run([sys.executable, "-c", "pass"]),
            argparse=lambda: run([sys.executable, script.name, "--help"]),
            tweetarchive=lambda: run([tool, "--help"]),
        )
    base = seconds["argparse"]
    rows = [(name, f"{taken * 1000:.0f}", f"{taken / base:.2f}") for name, taken in seconds.items()]
    show(f"--help: median of {RUNS} interleaved runs", ("program", "ms", "x argparse"), *rows)


if __name__ == "__main__":
    main()
