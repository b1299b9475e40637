from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

WAIT = """
import sys, threading, time
from tweetarchive.cli.interrupt import finishing_first
stop = threading.Event()
busy = threading.Thread(target=threading.Event().wait)
with finishing_first(stop):
    {work}
    print("ready", flush=True)
    while not stop.is_set(): time.sleep(0.01)  # Event.wait holds the lock that a handler within it would need
    print("finishing", flush=True)
    {finish}
print("finished")
"""


def interrupted(
    times: int, *, work: str = "", finish: str = "", by: signal.Signals = signal.SIGINT
) -> tuple[int, str, str]:
    command = [sys.executable, "-c", WAIT.format(work=work, finish=finish)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(times):
            process.stdout.readline()
            process.send_signal(by)
        out, err = process.stdout.read(), process.stderr.read()
    return process.returncode, out, err


def test_the_first_interrupt_lets_the_articles_under_way_finish() -> None:
    code, out, err = interrupted(1)
    assert (code, out) == (0, "finishing\nfinished\n")
    assert "Finishing the articles under way; Ctrl-C again stops now." in err


def test_a_service_that_is_stopped_finishes_what_is_under_way() -> None:
    code, out, _ = interrupted(1, by=signal.SIGTERM)
    assert (code, out) == (0, "finishing\nfinished\n")


def test_the_second_stops_now_even_where_a_thread_waits_for_ever() -> None:
    code, out, err = interrupted(2, work="busy.start()", finish="busy.join()")
    assert (code, out) == (130, "")
    assert err.endswith("Stopped. What is finished is safe; give the same command again to go on.\n")
