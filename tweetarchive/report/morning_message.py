"""The morning report as a message: mail, chat, webhook (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from tweetarchive.model.fate import TweetNews
from tweetarchive.report.foreign import one_line
from tweetarchive.report.morning import (
    CHANGED,
    Mismatch,
    Morning,
    Place,
    counted,
    named,
    period,
    reason_of,
    run_line,
)
from tweetarchive.report.tweet_news import FATES, address_of, state_of

_TOLD = 5  # of each kind: it is to be read on a telephone
_WIDEST = 140  # characters of a line


def message(morning: Morning, *, page: str | None = None) -> str:
    """The report as plain text that may be sent: short, and every kind of news in it.

    Args: page: where the whole of it was written, for those who can reach it.
    """
    lines = [period(morning), *map(run_line, morning.runs), *counted(morning)]
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("Mismatches", (f"{_at(one.place)}: {_short(one)}" for one in morning.mismatches)),
        ("Tweets", (f"{_fates(one)}: {address_of(one)} ({state_of(one)})" for one in morning.tweets)),
        ("Changed embeds", (f"{_at(one.place)}: {named(one.place)} {CHANGED[one.change]}" for one in morning.changed)),
        ("Unresolved embeds", (f"{_at(one.place)}: {one.why}" for one in morning.unresolved)),
        ("Failures", (f"{one.url or one.what}: {reason_of(one)}" for one in morning.failures)),
    )
    for heading, found in kinds:
        held = list(found)
        if held:
            lines += ["", heading, *(f"- {_cut(one)}" for one in held[:_TOLD])]
            lines += [f"- and {len(held) - _TOLD:,} more"] * (len(held) > _TOLD)
    if page:
        lines += ["", f"All of it: {page}"]
    return "\n".join(lines)


def _at(place: Place) -> str:
    return place.url or place.file


def _fates(news: TweetNews) -> str:
    return ", ".join(FATES[one][1] for one in news.fates)


def _short(one: Mismatch) -> str:
    parted = [
        f"“{change.quoted}” for “{change.archived}”" for change in one.changes if change.quoted or change.archived
    ]
    return ", ".join(parted[:2]) or next((note for _, note in one.notes), "does not match")


def _cut(line: str) -> str:
    line = one_line(line)
    return line if len(line) <= _WIDEST or "http" in line[_WIDEST - 60 :] else f"{line[: _WIDEST - 1]}…"
