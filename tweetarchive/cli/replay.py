from __future__ import annotations

import os
import signal
import sys
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output

if TYPE_CHECKING:
    from tweetarchive.archive.replay import Root

_PORT = 8080  # where pywb stands by itself, and where the pages of `tweetarchive report` link to
_LISTED = 1000  # captures on the start page; a browser lays out so many within a second
_TICK = 0.2  # seconds: how long Ctrl-C may go unseen
_LOOK = 5  # ticks between two looks whether a run has added something


def replay(
    *,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PATH", help="An archives folder, a WARC or a WACZ; without: --archives."),
    ] = None,
    port: Annotated[
        int | None,
        option(
            "--port",
            help="Where to listen, on 127.0.0.1. [default: 8080, or the next that is free]",
            metavar="N",
            min=1,
            max=65535,
            show_default=False,
        ),
    ] = None,
    no_browser: Annotated[bool, option("--no-browser", help="Print the address, and open no browser.")] = False,
    wayback: Annotated[
        str | None,
        option("--wayback", help="The program of pywb. [default: beside python, or on the PATH]", metavar="FILE"),
    ] = None,
    common: Common,
) -> Exit:
    """Browse the archive in pywb, on this machine alone, from a page that lists articles and tweets; Ctrl-C ends it.

    Prints the address. What a run archives meanwhile is there when the page is loaded again. Nothing is written into
    the archive, and nothing of a WARC or WACZ is unpacked.
    """
    start_log(common, warn_always=True)
    from tweetarchive.archive.replay import HOST, ReplayError, find_wayback, free_port, last_words, replay_root, running

    out = Output(common)
    try:
        program = find_wayback(wayback)
        listening = free_port(port or _PORT, only=port is not None)
    except ReplayError as error:
        raise typer.BadParameter(str(error)) from error
    with replay_root(path or common.archives, warn=out.note) as root:
        seen = _show(root)
        stop: list[int] = []  # a plain list: a handler may stand in the middle of any wait, and must not wait
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, lambda number, _: stop.append(number))
        with running(program, root, listening, stopped=lambda: bool(stop)) as process:
            address = f"http://{HOST}:{listening}/"
            if not stop:
                if common.json:
                    out.document({"url": address})
                else:
                    out.print_lines([address])
                out.note("Ctrl-C ends it")
                if not no_browser and _has_display():
                    _open(address)
            for tick in count(1):
                time.sleep(_TICK)
                if stop or process.poll() is not None:
                    break
                if tick % _LOOK == 0 and seen != _state(root):
                    seen = _show(root)
            if not stop:
                out.fail(f"pywb ended by itself: {last_words(root)}", Exit.INCOMPLETE)
    return out.finish()


def _show(root: Root) -> object:
    """Put the start page up to date; returns the state of the index it was made of."""
    from tweetarchive.archive.replay import COLLECTION
    from tweetarchive.archive.stored import captured_pages, newest_reports
    from tweetarchive.report.start_page import start_page

    state = _state(root)
    total, newest = newest_reports(root.indexes, root.warcs, _LISTED)
    pages = captured_pages(root.indexes, _LISTED) if not total else ()
    root.show(start_page(list(newest), pages, total=total, root=f"{COLLECTION}/"))
    return state


def _state(root: Root) -> object:
    """Changes when lines are added to the index."""
    try:
        return sorted((one.name, one.stat().st_mtime_ns) for one in os.scandir(root.indexes))
    except FileNotFoundError:  # a short file has just gone into a longer one
        return None


def _has_display() -> bool:
    """Whether a window can be opened: a browser of the terminal would take it over."""
    windows = sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(windows) and sys.stdout.isatty()


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
