"""The report of what is new: shown, written, sent; and noted as told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.options import archives_named, is_address, option
from tweetarchive.cli.output import Output
from tweetarchive.model.errors import ArchiveError, InputError

if TYPE_CHECKING:
    from tweetarchive.archive.ledger_rows import Told
    from tweetarchive.report.morning import Morning


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyOptions:
    """To whom the report is sent, and where it is to be read."""

    notify: Annotated[
        list[str] | None,
        option(
            "--notify",
            help="Send what is new since the last report: mailto://, slack://, json://… (Apprise); may be repeated.",
            metavar="URL",
        ),
    ] = None
    page_url: Annotated[
        str | None,
        option("--page-url", help="Where the whole report is to be read; told in messages.", metavar="URL"),
    ] = None
    notify_always: Annotated[bool, option("--notify-always", help="Send it also where nothing is new.")] = False

    def checked(self) -> NotifyOptions:
        """Raises: typer.BadParameter for an address that is none; the message does not repeat one of --notify."""
        if self.page_url is not None and not is_address(self.page_url):
            raise typer.BadParameter(f"{self.page_url!r} is no address of a page", param_hint="--page-url")
        if self.notify:
            from tweetarchive.notify import check_addresses

            try:
                check_addresses(self.notify)
            except InputError as error:
                raise typer.BadParameter(str(error), param_hint="--notify") from error
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who is told, and what is new for them."""

    place: int
    """Which of the addresses, from 1; 0: who looks at the report."""
    told: Told | None
    """Up to where they were told before, under their own name; None where they have none yet."""
    begun: Told | None
    """Where their report begins."""
    whom: str
    news: Morning

    def is_told_by(self, other: Reader) -> bool:
        """Whether the other's report begins no later, and so holds all of this one."""
        mine, others = (one.begun.warcs if one.begun else 0 for one in (self, other))
        return others <= mine


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The report as it is for everybody, all of it read at one moment."""

    looking: Reader
    addressed: tuple[Reader, ...]
    everything: Told | None
    """Where the next report begins; None where this one only looks back."""


def gather_news(archives: Path, options: NotifyOptions, since: datetime | None, until: datetime) -> Gathered:
    """Args: since: None: since everybody was told last."""
    from tweetarchive.archive.writing import read_ledger
    from tweetarchive.nightly.morning import morning_of
    from tweetarchive.nightly.period import after, looking_back

    made: dict[Told | None, Morning] = {}
    with read_ledger(archives) as view, view.standing_still():

        def reader(place: int, whom: str) -> Reader:
            told = view.told(whom)
            begun = told or view.told()
            key = replace(begun, whom="") if begun else None
            if key not in made:
                period = looking_back(view, since, until) if since else after(view, key, until)
                made[key] = replace(morning_of(archives, view, period), archives=archives_named(archives))
            return Reader(place=place, told=told, begun=begun, whom=whom, news=made[key])

        return Gathered(
            looking=reader(0, ""),
            addressed=tuple(reader(place, whom) for place, whom in enumerate(_fingerprints(options, view.salt()), 1)),
            everything=None if since else view.all_of_it(until),
        )


def _fingerprints(options: NotifyOptions, salt: str) -> list[str]:
    if not options.notify:
        return []
    from tweetarchive.notify import fingerprint

    return [fingerprint(one, salt) for one in options.notify]


def tell(archives: Path, gathered: Gathered, options: NotifyOptions, out: Output, *, is_shown: bool | None) -> None:
    """Send everybody what is new for them, where something is or it is always sent; and note who was told.

    Args: is_shown: False where a page was asked for and could not be written; None where nobody looks.
    """
    from tweetarchive.archive.ledger_rows import Told

    everything = gathered.everything
    taken = []
    for one in gathered.addressed:
        taken.append(_is_told(one, options, out, page=None if is_shown is False else options.page_url))
        if everything is None:
            continue
        if taken[-1]:  # noted at once: a kill while the others are told makes nobody get it twice
            _note(archives, replace(everything, whom=one.whom), out)
        elif one.told is None:  # who could not be reached keeps their place, whatever others are told meanwhile
            _note(archives, replace(one.begun or Told(until=None), whom=one.whom), out)
    if is_shown is None:  # what a message told counts as looked at, where it held all of that
        holds_all = map(gathered.looking.is_told_by, gathered.addressed)
        is_shown = any(one and whole for one, whole in zip(taken, holds_all, strict=True))
    if everything is not None and is_shown and (any(taken) or not taken):
        _note(archives, everything, out)


def _note(archives: Path, told: Told, out: Output) -> None:
    from tweetarchive.archive.told import note_told

    try:
        note_told(archives, told)
    except ArchiveError as error:
        out.fail(f"not noted as told: {error}", Exit.INCOMPLETE)


def _is_told(reader: Reader, options: NotifyOptions, out: Output, *, page: str | None) -> bool:
    """Whether they know all that is new."""
    news = reader.news
    if not (news.has_news or options.notify_always):
        return True
    from tweetarchive.notify import Kind, not_taken, send
    from tweetarchive.report.morning_message import LONGEST, message, title_of

    kind = Kind.MISMATCH if news.has_mismatch else Kind.INCOMPLETE if news.is_incomplete else Kind.NEWS
    name = send(
        (options.notify or [])[reader.place - 1],
        title_of(news),
        lambda room: message(news, page=page, longest=min(room, LONGEST)),
        kind,
    )
    if name is not None:
        out.fail(not_taken(reader.place, name), Exit.INCOMPLETE)
    return name is None


def tell_news(archives: Path, options: NotifyOptions, out: Output) -> None:
    """At the end of a run: send what is new since the last report, where somebody is to be told."""
    if not options.notify:
        return
    from tweetarchive.archive.told import turn_to_tell

    with turn_to_tell(archives):
        tell(archives, gather_news(archives, options, None, datetime.now(UTC)), options, out, is_shown=None)
