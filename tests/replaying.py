"""`tweetarchive replay` as a process of its own, with pywb's program out of .venv-peers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
WAYBACK = ROOT / ".venv-peers/bin/wayback"
FOUND = WAYBACK.exists()
_PORT = 8200 + 50 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""From which on a free one is sought: workers that seek at once must not find the same."""


@dataclass(frozen=True, slots=True)
class Replay:
    process: subprocess.Popen[Any]
    address: str


@contextmanager
def replaying(*arguments: str | Path, port: int | None = None) -> Iterator[Replay]:
    """It runs and answers; ends by Ctrl-C with the block, unless it has ended by then."""
    code = f"import sys; from tweetarchive.cli import replay, main; replay._PORT = {_PORT}; main()"
    command = [sys.executable, "-c", code, "replay", *map(str, arguments), "--wayback", str(WAYBACK), "--no-browser"]
    command += ["--port", str(port)] if port else []
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.stderr.read()
        try:
            yield Replay(process, address)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(20)
