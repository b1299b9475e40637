"""Messages by way of Apprise: mail, Slack, Teams, webhooks and a hundred others. The only file that knows it.

The addresses hold passwords and tokens, so nothing here repeats one: not in an error, not in a log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import apprise

from tweetarchive.model.errors import InputError

_SENT = "notification was not taken: see that its address is right and its service up, and give the command again"


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


def send(addresses: Sequence[str], title: str, body: str) -> Iterator[str]:
    """Send a message to each.

    Yields: for each that did not take it, which one, by its place and the name of its service.
    """
    for place, address in enumerate(addresses, 1):
        service = _service(address)
        name = str(service.service_name) if service is not None else "unknown"
        with _quiet():
            taken = service is not None and service.notify(title=title, body=body)
        if not taken:
            yield f"--notify number {place} ({name}): the {_SENT}"


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
