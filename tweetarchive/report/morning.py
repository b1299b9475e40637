"""What happened since the last report, and what is said of it wherever it is told (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tweetarchive.model.fate import TweetNews
from tweetarchive.model.verdict import Change, TextOutcome, Verdict
from tweetarchive.report.layout import instant
from tweetarchive.report.tally import WORST_FIRST, in_words, number
from tweetarchive.report.tweet_news import FATES

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
    """False: it was one before: in the article's capture before, or before the tweet was edited."""


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
class GoneArticle:
    """An article that was captured, and that its site no longer has."""

    place: Place
    """With the capture that holds it."""
    why: str
    """What its site answers."""
    captured_at: datetime | None
    embeds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Something that could not be had."""

    what: str
    """`article`, as `visits` has it, or one word of a problem (CONTRACT.md §2)."""
    url: str | None
    why: str
    times: int = 1
    """Visits of the article that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """All of it. Each of the countings adds up to its total."""

    archives: str | None = None
    """The archives folder, where it is not the one that commands take by themselves."""
    since: datetime | None
    """None: from the beginning."""
    until: datetime
    runs: tuple[RunNews, ...] = ()
    visits: Mapping[str, int]
    """Every visit, by outcome."""
    visited: int = 0
    """Articles that these visits were of."""
    healed: int = 0
    """Visits that failed, of articles that a later one had."""
    captures: int
    """Every capture of which something could be read."""
    captured: int = 0
    """Articles that they are of."""
    unread: int = 0
    """Articles that were to be captured last, and of which nothing could be read."""
    embeds: Mapping[Verdict, int]
    """Embeds in the latest capture of each, by verdict."""
    asked: Mapping[str, int]
    """Tweets asked for again, by what was answered last."""
    requoted: Mapping[Verdict, int] = field(default_factory=dict)
    """Quotes of edited tweets, by the verdict beside all their versions."""
    mismatches: tuple[Mismatch, ...] = ()
    """Also quotes that no version of an edited tweet bears out."""
    tweets: tuple[TweetNews, ...] = ()
    """The gravest news first."""
    changed: tuple[ChangedEmbed, ...] = ()
    gone: tuple[GoneArticle, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    removed: tuple[Unresolved, ...] = ()
    """Embeds of tweets that were removed from the archive at a request: nothing is amiss."""
    failures: tuple[Failed, ...] = ()

    @property
    def has_mismatch(self) -> bool:
        return bool(self.mismatches)

    @property
    def is_incomplete(self) -> bool:
        return bool(self.unresolved or self.failures)

    @property
    def has_news(self) -> bool:
        """Whether anything happened that somebody should look at."""
        return self.has_mismatch or self.is_incomplete or bool(self.tweets or self.changed or self.gone)


def headline(morning: Morning) -> str:
    """The report in one line."""
    told = [number(len(morning.mismatches), "mismatch").replace("mismatchs", "mismatches")] * bool(morning.mismatches)
    fates = [fate for one in morning.tweets for fate in one.fates]
    told += [f"{number(fates.count(fate), 'tweet')} {words}" for fate, (_, words, _) in FATES.items() if fate in fates]
    told += [number(len(morning.changed), "changed embed")] * bool(morning.changed)
    told += [f"{number(len(morning.gone), 'article')} gone"] * bool(morning.gone)
    told += [number(len(morning.unresolved), "unresolved embed")] * bool(morning.unresolved)
    told += [number(len(morning.failures), "failure")] * bool(morning.failures)
    return ", ".join(told) or "nothing new"


def counted(morning: Morning) -> Iterator[str]:
    """The countings, each with its total first."""
    if morning.visits:
        visits = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in morning.visits.items())
        healed = f"; {morning.healed:,} that failed made good by a later one" if morning.healed else ""
        of = f" of {number(morning.visited, 'article')}" if morning.visited else ""
        yield f"{number(sum(morning.visits.values()), 'visit')}{of}: {visits}{healed}"
    if morning.captures:
        embeds = number(sum(morning.embeds.values()), "embed")
        told = f": {_verdicts(morning.embeds)}" if morning.embeds else ""
        articles = number(morning.captured, "article")
        if morning.captures > morning.captured:
            yield f"{number(morning.captures, 'capture')} of {articles}, {embeds} in the latest{told}"
        else:
            yield f"{articles} captured, {embeds}{told}"
    if morning.unread:
        yield f"{number(morning.unread, 'article')} could not be read"
    if morning.asked:
        states = ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in morning.asked.items())
        yield f"{number(sum(morning.asked.values()), 'tweet')} asked for again: {states}"
    if morning.requoted:
        quotes = number(sum(morning.requoted.values()), "quote")
        yield f"{quotes} of edited tweets beside all their versions: {_verdicts(morning.requoted)}"


def _verdicts(counts: Mapping[Verdict, int]) -> str:
    return ", ".join(f"{counts[one]:,} {in_words(one)}" for one in WORST_FIRST if counts.get(one))


def period(morning: Morning) -> str:
    begin = f"since {instant(morning.since)}" if morning.since else "from the beginning"
    return f"{begin}, until {instant(morning.until)}"


def run_line(run: RunNews) -> str:
    how = (
        "interrupted" if run.interrupted else "still under way, or killed" if run.ended is None else f"exit {run.exit}"
    )
    return f"{run.kind} of {instant(run.started)}: {how}"


def named(place: Place) -> str:
    """Which of what stands there."""
    which = "a quotation in the text" if place.embed is None else f"embed {place.embed + 1}"
    return f"{which}, tweet {place.status_id}" if place.status_id else which


def reason_of(one: Failed) -> str:
    """Without the address, which is told beside it."""
    times = f" ({one.times:,} times)" if one.times > 1 else ""
    return one.why.removeprefix(f"{one.url}: ") + times


def held_in(one: GoneArticle) -> str:
    """What there is of an article that is gone."""
    when = f" of {instant(one.captured_at)}" if one.captured_at else ""
    return f"{one.why}; held with {number(one.embeds, 'embed')} in the capture{when}"
