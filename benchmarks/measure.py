"""What the benchmarks share: interleaved runs, what a program cost, a table."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took, in seconds."""

    wall: float
    cpu: float
    """User and system, its children included."""
    status: int


def interleaved(
    runs: int, *, clock: Callable[[], float] = time.perf_counter, **things: Callable[[], object]
) -> dict[str, float]:
    """Median seconds of each, run by turns so that a noisy moment hits all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(runs):
        for name, thing in things.items():
            start = clock()
            thing()
            seconds[name].append(clock() - start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def run(
    command: Sequence[str],
    environment: Mapping[str, str] = {},
    *,
    input: IO[str] | int = subprocess.DEVNULL,
    output: IO[str] | int = subprocess.DEVNULL,
) -> Cost:
    """Run a program to its end, its stderr passed on."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=input, stdout=output, env={**os.environ, **environment})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, process.returncode)


def show(title: str, head: Sequence[str], *rows: Sequence[object]) -> None:
    """A table on stdout, below the machine it was measured on."""
    cells = [list(map(str, head)), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in cells)
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    sys.stdout.write(f"\n{title}\n({machine})\n\n" + "\n".join(lines) + "\n")
