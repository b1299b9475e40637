"""What happened since the last report, put together for people: the terminal, a message, JSON (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.fate import TweetNews
from tweetarchive.model.report import SCHEMA
from tweetarchive.model.verdict import Change, TextOutcome, Verdict
from tweetarchive.report.difference import LEGEND, Passage, Side, marked
from tweetarchive.report.flow import Flow, Lines, Rows, address
from tweetarchive.report.foreign import foreign, one_line
from tweetarchive.report.layout import exact, instant, verdict_sign
from tweetarchive.report.tally import WORST_FIRST, in_words, number
from tweetarchive.report.tweet_news import FATES, address_of, is_mismatch, news_to_dict, render_news, state_of

_LISTED = 20  # of each kind: a screenful; the page and the JSON have all
_TOLD = 5  # of each kind, in a message: it is to be read on a telephone
_WIDEST = 140  # characters of a line of a message
CHANGED = {
    "gone": "is no longer embedded",
    "added": "is newly embedded",
    "swapped": "stands where another one stood",
    "quote_edited": "is quoted in other words",
}
"""By the names that `nightly --json` gives under `changes_since`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNews:
    """A run, as the ledger knows it."""

    kind: str
    started: datetime
    ended: datetime | None
    """None: still under way, or killed."""
    interrupted: bool
    exit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: an embed or a quotation in an article."""

    url: str | None
    title: str | None
    file: str
    embed: int | None = None
    """In reading order, from 0; None for a quotation in the running text."""
    status_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    place: Place
    quoted: str | None
    archived: str | None
    outcome: TextOutcome | None
    changes: tuple[Change, ...]
    notes: tuple[tuple[str, str], ...]
    """What each check that found something says."""
    is_new: bool
    """False: the capture before had it, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEmbed:
    place: Place
    change: str
    """A key of `CHANGED`."""
    status_id_before: str | None
    text_before: str | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """An embed that could not be checked, or whose tweet is not held."""

    place: Place
    form: str
    text: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Something that could not be had."""

    what: str
    """`article`, as `visits` has it, or one word of a problem (CONTRACT.md §2)."""
    url: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """All of it. Each of the three countings adds up to its total."""

    since: datetime | None
    """None: from the beginning."""
    until: datetime
    runs: tuple[RunNews, ...] = ()
    visits: Mapping[str, int]
    """Visits of articles by outcome."""
    embeds: Mapping[Verdict, int]
    """Embeds of what was captured, by verdict."""
    captures: int
    asked: Mapping[str, int]
    """Tweets asked for again, by what was answered last."""
    mismatches: tuple[Mismatch, ...] = ()
    tweets: tuple[TweetNews, ...] = ()
    changed: tuple[ChangedEmbed, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    failures: tuple[Failed, ...] = ()

    @property
    def has_mismatch(self) -> bool:
        return bool(self.mismatches) or any(map(is_mismatch, self.tweets))

    @property
    def is_incomplete(self) -> bool:
        return bool(self.unresolved or self.failures)

    @property
    def has_news(self) -> bool:
        """Whether anything happened that somebody should look at."""
        return self.has_mismatch or self.is_incomplete or bool(self.tweets or self.changed)


def headline(morning: Morning) -> str:
    """The report in one line."""
    told = [number(len(morning.mismatches), "mismatch").replace("mismatchs", "mismatches")] * bool(morning.mismatches)
    fates = [fate for one in morning.tweets for fate in one.fates]
    told += [f"{number(fates.count(fate), 'tweet')} {words}" for fate, (_, words, _) in FATES.items() if fate in fates]
    told += [number(len(morning.changed), "changed embed")] * bool(morning.changed)
    told += [number(len(morning.unresolved), "unresolved embed")] * bool(morning.unresolved)
    told += [number(len(morning.failures), "failure")] * bool(morning.failures)
    return ", ".join(told) or "nothing new"


def counted(morning: Morning) -> Iterator[str]:
    """The countings, each with its total first."""
    if morning.visits:
        visits = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in morning.visits.items())
        yield f"{number(sum(morning.visits.values()), 'visit')}: {visits}"
    if morning.captures:
        verdicts = ", ".join(
            f"{morning.embeds[one]:,} {in_words(one)}" for one in WORST_FIRST if morning.embeds.get(one)
        )
        embeds = number(sum(morning.embeds.values()), "embed")
        yield f"{number(morning.captures, 'article')} captured, {embeds}" + (f": {verdicts}" if verdicts else "")
    if morning.asked:
        states = ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in morning.asked.items())
        yield f"{number(sum(morning.asked.values()), 'tweet')} asked for again: {states}"


def period(morning: Morning) -> str:
    begin = f"since {instant(morning.since)}" if morning.since else "from the beginning"
    return f"{begin}, until {instant(morning.until)}"


def run_line(run: RunNews) -> str:
    how = (
        "interrupted" if run.interrupted else "still under way, or killed" if run.ended is None else f"exit {run.exit}"
    )
    return f"{run.kind} of {instant(run.started)}: {how}"


def render_morning(morning: Morning) -> RenderableType:
    """The whole report."""
    parts: list[RenderableType] = [Text(headline(morning), style="bold"), Text(period(morning), style="dim")]
    parts += [Flow(Text(line)) for line in (*map(run_line, morning.runs), *counted(morning))]
    parts.append(Text())
    if morning.mismatches:
        parts += [*_listed("Mismatches", morning.mismatches, _mismatch), Text(LEGEND, style="dim"), Text()]
    if morning.tweets:
        parts += [Text("Tweets", style="bold"), render_news(morning.tweets[:_LISTED]), *_more(morning.tweets)]
    parts += _listed("Changed embeds", morning.changed, _changed)
    parts += _listed("Unresolved embeds", morning.unresolved, _unresolved)
    parts += _listed("Failures", morning.failures, _failed)
    return Group(*parts[:-1] if isinstance(parts[-1], Text) and not parts[-1].plain else parts)


def _listed(heading: str, found: Sequence[Any], block: Any) -> Iterator[RenderableType]:
    if found:
        yield Text(heading, style="bold")
        for one in found[:_LISTED]:
            yield block(one)
        yield from _more(found)
        yield Text()


def _more(found: Sequence[Any]) -> Iterator[RenderableType]:
    if len(found) > _LISTED:
        yield Text(f"   and {len(found) - _LISTED:,} more: --json and --html have all", style="dim")


def _where(place: Place) -> list[tuple[str, Lines]]:
    rows: list[tuple[str, Lines]] = [("in", Flow(address(place.url) if place.url else foreign(place.file)))]
    if place.title:
        rows.append(("", Flow(foreign(place.title))))
    return rows


def _named(place: Place) -> str:
    which = "a quotation in the text" if place.embed is None else f"embed {place.embed + 1}"
    return f"{which}, tweet {place.status_id}" if place.status_id else which


def _mismatch(one: Mismatch) -> RenderableType:
    head = Text.assemble(verdict_sign(Verdict.MISMATCH), f"  {_named(one.place)}", "" if one.is_new else " (as before)")
    rows = _where(one.place)
    changes = () if one.outcome is TextOutcome.DIFFERENT else one.changes
    if one.quoted is not None:
        rows.append(("quoted", Passage(marked(one.quoted, changes, Side.QUOTED))))
    if one.archived is not None:
        rows.append(("tweet", Passage(marked(one.archived, changes, Side.ARCHIVED))))
    rows += [(label, Flow(foreign(note))) for label, note in one.notes]
    return Group(head, Rows(tuple(rows)))


def _changed(one: ChangedEmbed) -> RenderableType:
    rows = _where(one.place)
    if one.status_id_before and one.status_id_before != one.place.status_id:
        rows.append(("before", Flow(Text(f"tweet {one.status_id_before}"))))
    rows += [(label, Passage(foreign(words))) for label, words in (("was", one.text_before), ("is", one.text)) if words]
    return Group(Text(f"≈ {_named(one.place)} {CHANGED[one.change]}"), Rows(tuple(rows)))


def _unresolved(one: Unresolved) -> RenderableType:
    rows = _where(one.place) + ([("quoted", Passage(foreign(one.text)))] if one.text else [])
    head = Text.assemble(verdict_sign(Verdict.UNCHECKABLE), f"  {_named(one.place)} ({one.form})")
    return Group(head, Rows((*rows, ("why", Flow(foreign(one.why))))))


def _failed(one: Failed) -> RenderableType:
    at = address(one.url) if one.url else Text("")
    return Flow(Text.assemble(f"   {one.what}  ", at, "  ", foreign(_why(one))))


def _why(one: Failed) -> str:
    return one.why.removeprefix(f"{one.url}: ")


def message(morning: Morning, *, page: str | None = None) -> str:
    """The report as plain text that may be sent: short, and every kind of news in it.

    Args: page: where the whole of it was written, for those who can reach it.
    """
    lines = [period(morning), *map(run_line, morning.runs), *counted(morning)]
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("Mismatches", (f"{_at(one.place)}: {_short(one)}" for one in morning.mismatches)),
        ("Tweets", (f"{_fates(one)}: {address_of(one)} ({state_of(one)})" for one in morning.tweets)),
        ("Changed embeds", (f"{_at(one.place)}: {_named(one.place)} {CHANGED[one.change]}" for one in morning.changed)),
        ("Unresolved embeds", (f"{_at(one.place)}: {one.why}" for one in morning.unresolved)),
        ("Failures", (f"{one.url or one.what}: {_why(one)}" for one in morning.failures)),
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


def morning_to_dict(morning: Morning) -> dict[str, Any]:
    """`morning --json`, and what a webhook may be given."""
    return {
        "schema": SCHEMA,
        "kind": "morning",
        "since": exact(morning.since),
        "until": exact(morning.until),
        "headline": headline(morning),
        "has_news": morning.has_news,
        "runs": [
            {
                "kind": one.kind,
                "started": exact(one.started),
                "ended": exact(one.ended),
                "interrupted": one.interrupted,
                "exit": one.exit,
            }
            for one in morning.runs
        ],
        "counts": {
            "visits": dict(morning.visits),
            "captures": morning.captures,
            "embeds": {verdict.value: count for verdict, count in morning.embeds.items()},
            "asked_again": dict(morning.asked),
        },
        "mismatches": [
            {
                **_place(one.place),
                "quoted": one.quoted,
                "archived": one.archived,
                "outcome": one.outcome.value if one.outcome else None,
                "changes": [
                    {
                        "op": change.op.value,
                        "quoted": change.quoted,
                        "archived": change.archived,
                        "weight": change.weight.value,
                    }
                    for change in one.changes
                ],
                "notes": dict(one.notes),
                "is_new": one.is_new,
            }
            for one in morning.mismatches
        ],
        "tweets": [news_to_dict(one) for one in morning.tweets],
        "changed": [
            {
                **_place(one.place),
                "change": one.change,
                "status_id_before": one.status_id_before,
                "text_before": one.text_before,
                "text": one.text,
            }
            for one in morning.changed
        ],
        "unresolved": [
            {**_place(one.place), "form": one.form, "text": one.text, "why": one.why} for one in morning.unresolved
        ],
        "failures": [{"what": one.what, "url": one.url, "why": one.why} for one in morning.failures],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "url": place.url,
        "title": place.title,
        "file": place.file,
        "embed": place.embed,
        "status_id": place.status_id,
    }
