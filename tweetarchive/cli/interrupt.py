"""Ctrl-C once: finish the articles under way, then stop. Twice: stop now. SIGTERM, with which systemd stops a service,
is a Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tweetarchive.cli.exits import Exit

_FINISHING = "\nFinishing the articles under way; Ctrl-C again stops now.\n"
_STOPPED = "\nStopped. What is finished is safe; give the same command again to go on.\n"
_SHOW_CURSOR = "\x1b[?25h"  # DECTCEM: the progress bar hides it


@contextmanager
def finishing_first(stop: threading.Event) -> Iterator[threading.Event]:
    """Set `stop` at the first interrupt and leave the process at the second. Yields what tells whether there was one.

    It leaves at once, without waiting for threads that wait for a host: a half-written file is one that the next run
    puts aside (CONTRACT.md §4).
    """
    asked = threading.Event()

    def interrupted(number: int, frame: FrameType | None) -> None:
        # os.write: a handler may stand in the middle of a buffered write to the same stream.
        if not asked.is_set():
            asked.set()
            stop.set()
            os.write(2, _FINISHING.encode())
            return
        os.write(2, ((_SHOW_CURSOR if sys.stderr.isatty() else "") + _STOPPED).encode())
        os._exit(Exit.INTERRUPTED)

    before = {one: signal.signal(one, interrupted) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
