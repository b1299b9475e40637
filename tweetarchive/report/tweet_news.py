"""What is new of archived tweets, as text for a terminal and as JSON."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.fate import Fate, Quoted, Sees, TweetNews
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.difference import LEGEND, Passage, Side, marked
from tweetarchive.report.flow import Flow, Lines, Rows, address
from tweetarchive.report.foreign import foreign, neutral
from tweetarchive.report.judged import STATES
from tweetarchive.report.layout import exact, instant, joined, verdict_sign
from tweetarchive.report.tally import number

FATES = {
    Fate.GONE: ("✘", "gone", "bold red"),
    Fate.PROTECTED: ("✘", "no longer public", "bold red"),
    Fate.RESTRICTED: ("≈", "restricted", "yellow"),
    Fate.EDITED: ("≈", "edited", "yellow"),
    Fate.RENAMED: ("≈", "renamed", "yellow"),
    Fate.BACK: ("✔", "back", "green"),
    Fate.NOT_SEEN: ("?", "not seen", "magenta"),
}
"""The gravest first."""
LOST = frozenset({Fate.GONE, Fate.PROTECTED, Fate.RESTRICTED, Fate.NOT_SEEN})
SEES = {
    Sees.FULL: "all its words, in the article's own page",
    Sees.TEXT_ONLY: "its words, without its pictures",
    Sees.NOTHING: "nothing of it",
}

_ANSWERED = {
    Availability.LIVE: "live",
    Availability.DELETED: "deleted",
    Availability.SUSPENDED: "suspended",
    Availability.ACCOUNT_GONE: "of accounts that are gone",
    Availability.PROTECTED: "protected",
    Availability.RULE_VIOLATION: "removed by X",
    Availability.WITHHELD: "withheld",
    Availability.AGE_RESTRICTED: "for adults only",
    Availability.NOT_FOUND: "not found",
    Availability.UNKNOWN: "without an answer",
}


def address_of(news: TweetNews) -> str:
    return f"https://x.com/{news.handle or 'i'}/status/{news.status_id}"


def weight(news: TweetNews) -> tuple[int, bool, str]:
    """Sorts the gravest news first; of edited tweets those that are misquoted."""
    return min(map(list(FATES).index, news.fates)), not is_mismatch(news), news.status_id


def signs_of(news: TweetNews) -> Iterator[tuple[str, str, str]]:
    """Sign, words and style of all that is new of it."""
    for fate in sorted(news.fates, key=list(FATES).index):
        sign, words, style = FATES[fate]
        misquoted = fate is Fate.EDITED and is_mismatch(news)
        yield ("✘", "edited, misquoted", "bold red") if misquoted else (sign, words, style)


def left_out(news: Iterable[TweetNews]) -> str:
    """Those that are not shown, by what is new of each; empty where all are."""
    counts = Counter(list(FATES)[weight(one)[0]] for one in news)
    return ", ".join(f"{counts[fate]:,} {words}" for fate, (_, words, _) in FATES.items() if counts[fate])


def card_command(news: TweetNews, archives: str | None) -> str:
    """What makes a card of it, ready to be pasted. Args: archives: the folder, where it has to be named."""
    return f"tweetarchive card {news.status_id}" + (f" --archives {shlex.quote(archives)}" if archives else "")


def state_of(news: TweetNews) -> str:
    """Its state in words; a miss is told as what it is."""
    if Fate.NOT_SEEN not in news.fates:
        return STATES[news.state]
    often = "once" if news.misses == 1 else f"{news.misses} times in a row"
    last = f"; X last showed it {instant(news.last_live)}" if news.last_live else ""
    return f"X answered 404 {often} and does not say why: that is no proof of a deletion{last}"


def render_news(news: Iterable[TweetNews], *, archives: str | None) -> RenderableType:
    """A block for each, the gravest first. Args: archives: as `card_command` has it."""
    held = sorted(news, key=weight)
    parts: list[RenderableType] = []
    for one in held:
        parts += [_block(one, archives), Text()]
    if any(quote.changes for one in held for quote in one.quotes):
        parts += [Text(LEGEND, style="dim"), Text()]
    return Group(*parts)


def render_line(news: TweetNews) -> RenderableType:
    """One tweet in one line."""
    signs = [Text(f"{sign} {words}", style) for sign, words, style in signs_of(news)]
    return Text.assemble(joined(signs or ["–"], ", "), "  ", address(address_of(news)), f"  {state_of(news)}")


def counted(counts: Mapping[str, int]) -> str:
    """What a recheck came to: tweets by the state that was answered, which add up, then what is new among them."""
    states = {one.value: words for one, words in _ANSWERED.items()}
    told = [f"{counts[state]:,} {words}" for state, words in states.items() if counts.get(state)]
    new = [f"{counts[f'now_{one.value}']:,} {FATES[one][1]}" for one in FATES if counts.get(f"now_{one.value}")]
    asked = counts.get("asked", 0)
    sentence = f"{number(asked, 'tweet')} asked for" + (f": {', '.join(told)}" if told else "")
    return f"{sentence}. New: {', '.join(new)}" if new else sentence


def _block(news: TweetNews, archives: str | None) -> RenderableType:
    signs = [Text(f"{sign} {words}", style) for sign, words, style in signs_of(news)]
    rows: list[tuple[str, Lines]] = [("at", Flow(address(address_of(news)))), ("state", Flow(Text(state_of(news))))]
    if news.words and news.state is not Availability.LIVE:
        rows.append(("", Flow(Text.assemble("“", foreign(news.words, "italic"), "”"))))
    if Fate.RENAMED in news.fates:
        before = foreign(f"@{news.handle_before}")
        rows.append(("author", Flow(Text.assemble(before, " is now ", foreign(f"@{news.handle}")))))
    if Fate.EDITED in news.fates:
        rows += [
            (label, Passage(Text(neutral(text))))
            for label, text in (("before", news.text_before), ("now", news.text))
            if text
        ]
    elif news.text:
        rows.append(("said", Passage(Text(neutral(news.text)))))
    for quote in news.quotes:
        rows += _quote_rows(news, quote)
    if not news.quotes:
        rows.append(("in", Flow(Text("no article that embeds it now"))))
    if LOST.intersection(news.fates):
        rows.append(("stand-in", Flow(Text(card_command(news, archives), "bold"))))
    return Group(joined(signs, ", "), Rows(tuple(rows)))


def _quote_rows(news: TweetNews, quote: Quoted) -> Iterator[tuple[str, Lines]]:
    yield "in", Flow(address(quote.url) if quote.url else foreign(quote.file))
    if quote.title:
        yield "", Flow(foreign(quote.title))
    if LOST.intersection(news.fates):
        yield "readers", Flow(Text(f"see {SEES[quote.sees]}"))
    if quote.now is None:
        return
    yield "", Flow(Text.assemble("beside all its versions: ", verdict_sign(quote.verdict)))
    if quote.changes and quote.text:
        yield "quoted", Passage(marked(quote.text, quote.changes, Side.QUOTED))
        yield "says now", Passage(marked(quote.now, quote.changes, Side.ARCHIVED))
    if quote.note:
        yield "text", Flow(foreign(quote.note))


def news_to_dict(news: TweetNews, archives: str | None) -> dict[str, Any]:
    return {
        "status_id": news.status_id,
        "url": address_of(news),
        "handle": news.handle,
        "text": news.text,
        "asked_at": exact(news.at),
        "changes": [one.value for one in news.fates],
        "state_before": news.before.value,
        "state": news.state.value,
        "words": news.words,
        "misses": news.misses,
        "last_live": exact(news.last_live),
        "handle_before": news.handle_before,
        "text_before": news.text_before,
        "quotes": [_quote_to_dict(one) for one in news.quotes],
        "card": card_command(news, archives) if LOST.intersection(news.fates) else None,
    }


def _quote_to_dict(quote: Quoted) -> dict[str, Any]:
    return {
        "url": quote.url,
        "title": quote.title,
        "file": quote.file,
        "place": quote.place,
        "text": quote.text,
        "readers_see": quote.sees.value,
        "verdict": quote.verdict.value,
        "verdict_before": quote.verdict_before.value,
        "now": quote.now,
        "note": quote.note,
    }


def is_mismatch(news: TweetNews) -> bool:
    """Whether an article quotes what no version of an edited tweet says."""
    return any(one.now is not None and one.verdict is Verdict.MISMATCH for one in news.quotes)
