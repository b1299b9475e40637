"""Where the log of a run goes: warnings to stderr, the steps with -v, every request with -vv and in --log-file."""

from __future__ import annotations

import logging
import threading
import time

import typer

from tweetarchive.cli.options import Common
from tweetarchive.cli.output import complain

RECORDER = "tweetarchive.archive.recorder"
_ours: list[logging.Handler] = []


class _ToStderr(logging.Handler):
    """Says each step of an article once.

    Everything is gone through twice, first over the web and then over the finished records (`pipeline`); the second
    pass is told only where it comes to something else.
    """

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self._said = threading.local()  # each article has a thread to itself

    def emit(self, record: logging.LogRecord) -> None:
        message = f"{record.levelname.lower()}: {self.format(record)}"
        said: set[str] = self._said.__dict__.setdefault("steps", set())
        if record.name == RECORDER and record.levelno == logging.INFO:  # an article is begun or finished
            said.clear()
        if record.levelno != logging.INFO or message not in said:
            said.add(message)
            complain(message)


def start_log(common: Common, *, warn_always: bool = False) -> None:
    """Send what the library logs where the options say, and what other libraries log to no terminal.

    Args: warn_always: tell warnings on stderr although quiet was asked for: of a command that leaves things out.
    Raises: typer.BadParameter where the log file cannot be written.
    """
    logger, others = logging.getLogger("tweetarchive"), logging.getLogger()
    _forget(logger)
    _forget(others)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logging.captureWarnings(True)  # bs4 and dateparser speak to programmers; their words go where `others` goes
    quietest = logging.ERROR if common.quiet and not warn_always else logging.WARNING
    _add(logger, _ToStderr(max(quietest - 10 * common.verbose, logging.DEBUG)))
    if common.log_file is None:
        _add(others, logging.NullHandler())  # without any handler, Python itself writes to stderr
        return
    try:
        written = logging.FileHandler(common.log_file, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        message = f"{common.log_file}: cannot be written: {error.strerror}"
        raise typer.BadParameter(message, param_hint="--log-file") from error
    form = logging.Formatter("%(asctime)sZ %(levelname)s %(threadName)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    written.setFormatter(form)
    _add(logger, written)
    _add(others, written)


def _add(logger: logging.Logger, handler: logging.Handler) -> None:
    logger.addHandler(handler)
    _ours.append(handler)


def _forget(logger: logging.Logger) -> None:
    """Take away what an earlier command of the same process put there, and nobody else's."""
    for handler in [one for one in logger.handlers if one in _ours]:
        logger.removeHandler(handler)
        handler.close()
