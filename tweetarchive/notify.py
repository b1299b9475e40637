"""Messages by way of Apprise: mail, Slack, Teams, webhooks and a hundred others. The only file that knows it.

The addresses hold passwords and tokens, so nothing here repeats one: not in an error, not in a log.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

import apprise

from tweetarchive.model.errors import InputError

_SENT = "notification was not taken: see that its address is right and its service up, and give the command again"
_PARTS = 3  # messages into which a report may be split, for services that take little at once
_PASSWORD = re.compile(r"^([\w.+-]+://[^/?#@:]*):[^/?#]*@")
_PASSWORD_OPTION = re.compile(r"(?<=[?&])(?:pass|password|pwd)=[^&]*&?", re.I)


class Kind(StrEnum):
    """How a message is marked, in colour or with a picture: Apprise's own names."""

    NEWS = "info"
    MISMATCH = "warning"
    INCOMPLETE = "failure"


def check_addresses(addresses: Sequence[str]) -> None:
    """Whether each is one that messages can be sent to. Nothing is sent.

    Raises: InputError; which of them, by its place.
    """
    for place, address in enumerate(addresses, 1):
        if _service(address) is None:
            scheme = address.partition("://")[0] if "://" in address[:40] else None
            kind = f"{scheme}://… " if scheme and scheme.isalnum() else ""
            raise InputError(
                f"number {place} ({kind}not repeated here, since it may hold a password) is no address that messages "
                "can be sent to, such as json://host/path; https://github.com/caronc/apprise/wiki lists them"
            )


def send(address: str, title: str, write: Callable[[int], str], kind: Kind) -> str | None:
    """Send a message.

    Args: write: gives the body, of so many characters at most; plain text, which Apprise escapes where it has to be.
    Returns: the name of the service that did not take it; None where it was taken.
    """
    service = _service(address)
    if service is None:
        return "unknown"
    if service.overflow_mode == apprise.OverflowMode.UPSTREAM:  # unless the address says otherwise: nothing is cut
        service.overflow_mode = apprise.OverflowMode.SPLIT
    sender = apprise.Apprise()
    sender.add(service)
    body = write(_PARTS * service.body_maxlen)
    with _quiet():
        taken = sender.notify(
            body=body, title=title, notify_type=apprise.NotifyType(kind), body_format=apprise.NotifyFormat.TEXT
        )
    return None if taken else str(service.service_name)


def not_taken(place: int, name: str) -> str:
    """What is said of it. Args: place: which of the addresses, from 1."""
    return f"--notify number {place} ({name}): the {_SENT}"


def fingerprint(address: str, salt: str) -> str:
    """Under which an address is known again, and from which nobody learns it, nor any secret in it.

    Its password is left out: with another one it is the same address, and still gets what it could not be sent.
    """
    known = _PASSWORD.sub(r"\1@", _PASSWORD_OPTION.sub("", address))
    slow = {"n": 1 << 14, "r": 8, "p": 1}  # OWASP's measure for passwords: a short token cannot be tried out
    return hashlib.scrypt(known.encode("utf-8", "surrogatepass"), salt=salt.encode(), dklen=16, **slow).hex()


def _service(address: str) -> apprise.NotifyBase | None:
    with _quiet():
        found = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    return found if isinstance(found, apprise.NotifyBase) else None


@contextmanager
def _quiet() -> Iterator[None]:
    """Apprise's own log, and that of the connections below it, names addresses, tokens and all: it goes nowhere."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(before)
