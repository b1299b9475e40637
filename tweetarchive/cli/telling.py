"""The report of what is new: shown, written, sent; and noted as told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.options import option
from tweetarchive.cli.output import Output
from tweetarchive.model.errors import ArchiveError, InputError

if TYPE_CHECKING:
    from tweetarchive.report.morning import Morning


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyOptions:
    """To whom the report is sent."""

    notify: Annotated[
        list[str] | None,
        option(
            "--notify",
            help="Send what is new since the last report: mailto://, slack://, json://… (Apprise); may be repeated.",
            metavar="URL",
        ),
    ] = None
    notify_always: Annotated[bool, option("--notify-always", help="Send it also where nothing is new.")] = False

    def checked(self) -> NotifyOptions:
        """Raises: typer.BadParameter for an address that is none; the message does not repeat it."""
        if self.notify:
            from tweetarchive.notify import check_addresses

            try:
                check_addresses(self.notify)
            except InputError as error:
                raise typer.BadParameter(str(error), param_hint="--notify") from error
        return self


def gather_news(archives: Path, since: datetime | None, until: datetime) -> Morning:
    """Args: since: None: since the last report."""
    from tweetarchive.archive.writing import read_ledger
    from tweetarchive.nightly.morning import last_reported, morning_of

    with read_ledger(archives) as view:
        return morning_of(archives, view, since or last_reported(view), until)


def send_news(morning: Morning, options: NotifyOptions, out: Output, *, page: Path | None = None) -> bool:
    """Send the report where something happened, or where it is always sent. Returns: whether everybody took it."""
    if not options.notify or not (morning.has_news or options.notify_always):
        return True
    from tweetarchive.notify import send
    from tweetarchive.report.morning import headline
    from tweetarchive.report.morning_message import message

    failed = list(
        send(options.notify, f"tweetarchive: {headline(morning)}", message(morning, page=str(page) if page else None))
    )
    for one in failed:
        out.fail(one, Exit.INCOMPLETE)
    return not failed


def note_as_told(archives: Path, until: datetime, out: Output) -> None:
    """The next report begins where this one ends."""
    from tweetarchive.archive.ledger import Ledger
    from tweetarchive.archive.writing import archive_lock
    from tweetarchive.nightly.morning import KIND

    try:
        with archive_lock(archives), Ledger(archives) as ledger:
            ledger.end_run(ledger.begin_run(KIND, KIND, until), datetime.now(UTC), {})
    except ArchiveError as error:
        out.note(f"not noted as told, so the next report begins where this one did: {error}")


def tell_news(archives: Path, options: NotifyOptions, out: Output) -> None:
    """At the end of a run: send what is new since the last report, where somebody is to be told."""
    if not options.notify:
        return
    until = datetime.now(UTC)
    if send_news(gather_news(archives, None, until), options, out):
        note_as_told(archives, until, out)
