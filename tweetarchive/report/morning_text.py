"""The morning report on a terminal (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.verdict import TextOutcome, Verdict
from tweetarchive.report.difference import LEGEND, Passage, Side, marked
from tweetarchive.report.flow import Flow, Lines, Rows, address
from tweetarchive.report.foreign import foreign, neutral
from tweetarchive.report.layout import verdict_sign
from tweetarchive.report.morning import (
    CHANGED,
    ChangedEmbed,
    Failed,
    GoneArticle,
    Mismatch,
    Morning,
    Place,
    Unresolved,
    counted,
    headline,
    held_in,
    named,
    period,
    reason_of,
    run_line,
)
from tweetarchive.report.tweet_news import left_out, render_news, weight

_LISTED = 20  # of each kind: a screenful; the page and the JSON have all
News = TypeVar("News")


def render_morning(morning: Morning) -> RenderableType:
    """The whole report."""
    parts: list[RenderableType] = [Text(headline(morning), style="bold"), Text(period(morning), style="dim")]
    parts += [Flow(Text(line)) for line in (*map(run_line, morning.runs), *counted(morning))]
    parts.append(Text())
    if morning.mismatches:
        parts += [*_listed("Mismatches", morning.mismatches, _mismatch), Text(LEGEND, style="dim"), Text()]
    if morning.tweets:
        tweets = sorted(morning.tweets, key=weight)
        parts += [Text("Tweets", style="bold"), render_news(tweets[:_LISTED], archives=morning.archives)]
        parts += _more(tweets, f" ({left_out(tweets[_LISTED:])})")
        parts += [Text()] * (len(tweets) > _LISTED)
    parts += _listed("Changed embeds", morning.changed, _changed)
    parts += _listed("Articles gone", morning.gone, _gone)
    parts += _listed("Unresolved embeds", morning.unresolved, _unresolved)
    parts += _listed("Removed at a request", morning.removed, _removed)
    parts += _listed("Failures", morning.failures, _failed)
    return Group(*parts[:-1] if isinstance(parts[-1], Text) and not parts[-1].plain else parts)


def _listed(heading: str, found: Sequence[News], block: Callable[[News], RenderableType]) -> Iterator[RenderableType]:
    if found:
        yield Text(heading, style="bold")
        for one in found[:_LISTED]:
            yield block(one)
        yield from _more(found)
        yield Text()


def _more(found: Sequence[object], which: str = "") -> Iterator[RenderableType]:
    if len(found) > _LISTED:
        yield Text(f"   and {len(found) - _LISTED:,} more{which}: --json and --html have all", style="dim")


def _where(place: Place) -> list[tuple[str, Lines]]:
    rows: list[tuple[str, Lines]] = [("in", Flow(address(place.url) if place.url else foreign(place.file)))]
    if place.title:
        rows.append(("", Flow(foreign(place.title))))
    return rows


def _mismatch(one: Mismatch) -> RenderableType:
    head = Text.assemble(verdict_sign(Verdict.MISMATCH), f"  {named(one.place)}", "" if one.is_new else " (as before)")
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
    rows += [
        (label, Passage(Text(neutral(words)))) for label, words in (("was", one.text_before), ("is", one.text)) if words
    ]
    return Group(Text(f"≈ {named(one.place)} {CHANGED[one.change]}"), Rows(tuple(rows)))


def _gone(one: GoneArticle) -> RenderableType:
    rows = [*_where(one.place), ("state", Flow(foreign(held_in(one)))), ("kept", Flow(foreign(one.place.file)))]
    return Group(Text("✘ gone"), Rows(tuple(rows)))


def _unresolved(one: Unresolved) -> RenderableType:
    return _without_tweet(one, verdict_sign(Verdict.UNCHECKABLE))


def _removed(one: Unresolved) -> RenderableType:
    return _without_tweet(one, Text("–"))


def _without_tweet(one: Unresolved, sign: Text) -> RenderableType:
    rows = _where(one.place) + ([("quoted", Passage(Text(neutral(one.text))))] if one.text else [])
    head = Text.assemble(sign, f"  {named(one.place)} ({one.form})")
    return Group(head, Rows((*rows, ("why", Flow(foreign(one.why))))))


def _failed(one: Failed) -> RenderableType:
    at = address(one.url) if one.url else Text("")
    return Flow(Text.assemble(f"   {one.what}  ", at, "  ", foreign(reason_of(one))))
