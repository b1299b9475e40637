"""The command line: options, console, clock and exit status. The only place that prints."""

from __future__ import annotations

import logging
import sys

from tweetarchive import __version__
from tweetarchive.cli.commands import front_page

logger = logging.getLogger(__name__)


def main() -> None:
    """The console script. Ends by SystemExit with the status of the exit table."""
    match sys.argv[1:]:
        case ["-h" | "--help"]:
            sys.stdout.write(front_page())
        case ["--version"]:
            sys.stdout.write(f"tweetarchive {__version__}\n")
        case []:
            sys.stderr.write(front_page())
            raise SystemExit(2)
        case _:
            _run()


def _run() -> None:
    from tweetarchive.cli.app import app  # Typer alone takes three times as long to import as the rest to run

    try:
        app(prog_name="tweetarchive")
    except Exception:
        # Python's own status for a crash is 1, which would say that a quote is false.
        logger.exception("a fault in tweetarchive itself; what was finished is safe. Please report it with these lines")
        raise SystemExit(3) from None
