"""Where the log of a run goes: warnings to stderr, more with -v, everything to --log-file."""

from __future__ import annotations

import logging
import time

import typer

from tweetarchive.cli.options import Common
from tweetarchive.cli.output import complain


class _ToStderr(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        complain(f"{record.levelname.lower()}: {self.format(record)}")


def start_log(common: Common) -> None:
    """Send what the library logs where the options say.

    Raises: typer.BadParameter where the log file cannot be written.
    """
    logger = logging.getLogger("tweetarchive")
    logger.handlers.clear()
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    shown = _ToStderr()
    shown.setLevel(logging.ERROR if common.quiet else max(logging.WARNING - 10 * common.verbose, logging.DEBUG))
    logger.addHandler(shown)
    if common.log_file:
        try:
            written = logging.FileHandler(common.log_file, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            message = f"{common.log_file}: cannot be written: {error.strerror}"
            raise typer.BadParameter(message, param_hint="--log-file") from error
        form = logging.Formatter("%(asctime)sZ %(levelname)s %(threadName)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        form.converter = time.gmtime
        written.setFormatter(form)
        logger.addHandler(written)
