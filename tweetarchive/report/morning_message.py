"""The morning report as a message: mail, chat, webhook (pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import PurePath

from tweetarchive.model.fate import Fate, Quoted, TweetNews
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Change, TextOutcome, Weight
from tweetarchive.report.difference import Side
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
from tweetarchive.report.tally import number
from tweetarchive.report.tweet_news import (
    LOST,
    SEES,
    address_of,
    card_command,
    left_out,
    signs_of,
    state_of,
    weight,
)
from tweetarchive.report.unmarked import clickable, unmarked

LONGEST = 3000  # characters: with the title and what is escaped in it (`&lt;` for `<`) one message of Telegram: 4,096
_WORDS = 120  # of a quote or a tweet
_AROUND = 40  # characters on each side of what parts them
_TITLE = 80
_ARTICLES = 3  # that embed one tweet
_RUNS = 6
_TAIL = 90  # characters of a heading and of the line that tells what is left out


def title_of(morning: Morning) -> str:
    """What happened, and in which archive where there may be several."""
    where = f" ({PurePath(morning.archives).name or morning.archives})" if morning.archives else ""
    return f"tweetarchive{where}: {headline(morning)}"


def message(morning: Morning, *, page: str | None = None, longest: int = LONGEST) -> str:
    """The report as plain text that may be sent: every kind of news in it, the gravest of each, whole.

    Args:
        page:    where the whole of it is to be read.
        longest: characters. One of each kind is told, then the next of each, until there is no more room.
    """
    runs = [run_line(one) for one in morning.runs]
    more = [f"and {len(runs) - _RUNS:,} runs before"] if len(runs) > _RUNS else []
    head = [period(morning), *more, *runs[-_RUNS:], *counted(morning)]
    foot = ["", f"All of it: {page}"] if page else []
    tweets = sorted(morning.tweets, key=weight)
    kinds: tuple[tuple[str, list[str], Callable[[int], str]], ...] = (
        ("Mismatches", [_mismatch(one) for one in morning.mismatches], str),
        ("Tweets", [_tweet(one, morning.archives) for one in tweets], lambda told: left_out(tweets[told:])),
        ("Changed embeds", [_changed(one) for one in morning.changed], str),
        ("Articles gone", [_gone(one) for one in morning.gone], str),
        ("Unresolved embeds", [_unresolved(one) for one in morning.unresolved], str),
        ("Failures", [_failed(one) for one in morning.failures], str),
    )
    held = [one for one in kinds if one[1]]
    room = longest - len("\n".join([*head, *foot])) - _TAIL * len(held)
    lines = list(head)
    for (heading, blocks, which), told in zip(held, _that_fit([blocks for _, blocks, _ in held], room), strict=True):
        lines += ["", heading, *(f"- {block}" for block in blocks[:told])]
        if left := len(blocks) - told:
            lines.append(f"- and {left:,} more" + (f": {which(told)}" if which is not str else ""))
    return "\n".join([*lines, *foot])


def _that_fit(kinds: Sequence[Sequence[str]], room: int) -> list[int]:
    """How many of each kind are told: in turns, none behind one that did not fit."""
    told, full = [0] * len(kinds), [False] * len(kinds)
    for turn in zip_longest(*kinds):
        for kind, block in enumerate(turn):
            if block is None or full[kind]:
                continue
            full[kind] = len(block) + 3 > room
            if not full[kind]:
                told[kind] += 1
                room -= len(block) + 3
    return told


def _lines(*lines: str) -> str:
    return "\n  ".join(line for line in lines if line)


def _article(place: Place) -> str:
    """Its title and its address."""
    return _where(place.title, place.url, place.file)


def _where(title: str | None, url: str | None, file: str) -> str:
    at = clickable(url) if url else file
    return f"“{unmarked(title, _TITLE)}” {at}" if title else at


def _tweet_at(place: Place) -> str:
    return f"https://x.com/i/status/{place.status_id}" if place.status_id else ""


def _mismatch(one: Mismatch) -> str:
    changes = () if one.outcome is TextOutcome.DIFFERENT else one.changes
    found = sorted((each for each in changes if each.weight is not Weight.FORM), key=_meaning_first)
    others = f"and {number(len(found) - 1, 'more difference')}" if len(found) > 1 else ""
    before = "" if one.is_new else " (as before)"
    told = [note for label, note in one.notes if label == "edited" or not found]
    return _lines(
        f"{_article(one.place)}{before}",
        f"article: {_around(one.quoted, found, Side.QUOTED)}" if one.quoted else "",
        f"tweet: {_around(one.archived, found, Side.ARCHIVED)}" if one.archived else "",
        others,
        *(unmarked(note, _WORDS) for note in told[:1]),
        _tweet_at(one.place),
    )


def _meaning_first(change: Change) -> bool:
    return change.weight is not Weight.MEANING


def _around(words: str, changes: Sequence[Change], side: Side) -> str:
    """The words around the first place where quote and tweet part."""
    if not changes:
        return f"“{unmarked(words, _WORDS)}”"
    start, end = side.span(changes[0])
    begin, after = max(start - _AROUND, 0), max(end, start) + _AROUND
    begin = words.rfind(" ", 0, begin) + 1 if begin else 0
    shown = f"{'…' * bool(begin)}{words[begin:after]}{'…' * (after < len(words))}"
    return f"“{unmarked(shown, _WORDS + _AROUND)}”"


def _tweet(news: TweetNews, archives: str | None) -> str:
    told = ", ".join(words for _, words, _ in signs_of(news))
    lost = bool(LOST.intersection(news.fates))
    said = f"X says “{unmarked(news.words, _WORDS)}”" if news.words and news.state is not Availability.LIVE else ""
    edited = Fate.EDITED in news.fates and news.text_before
    where = [_quoted(news, one) for one in news.quotes[:_ARTICLES]]
    if len(news.quotes) > _ARTICLES:
        where.append(f"and in {len(news.quotes) - _ARTICLES:,} more places")
    renamed = Fate.RENAMED in news.fates and news.handle_before
    return _lines(
        f"{told}: {address_of(news)}",
        f"before: “{unmarked(news.text_before or '', _WORDS)}”" if edited else "",
        f"{'now: ' if edited else ''}“{unmarked(news.text, _WORDS)}”" if news.text else "",
        f"author: {unmarked(f'@{news.handle_before} is now @{news.handle}', _TITLE)}" if renamed else "",
        state_of(news) if lost else "",
        said,
        *where,
        card_command(news, archives) if lost else "",
    )


def _quoted(news: TweetNews, quote: Quoted) -> str:
    sees = f": readers see {SEES[quote.sees]}" if LOST.intersection(news.fates) else ""
    return f"in {_where(quote.title, quote.url, quote.file)}{sees}"


def _changed(one: ChangedEmbed) -> str:
    swapped = one.status_id_before and one.status_id_before != one.place.status_id
    was = f"was: “{unmarked(one.text_before, _WORDS)}”" if one.text_before else ""
    return _lines(
        _article(one.place),
        f"{named(one.place)} {CHANGED[one.change]}",
        f"before: https://x.com/i/status/{one.status_id_before}" if swapped else "",
        was,
        f"is: “{unmarked(one.text, _WORDS)}”" if one.text else "",
        _tweet_at(one.place),
    )


def _gone(one: GoneArticle) -> str:
    return _lines(_article(one.place), unmarked(held_in(one), 2 * _WORDS))


def _unresolved(one: Unresolved) -> str:
    words = f"“{unmarked(one.text, _WORDS)}”" if one.text else ""
    return _lines(_article(one.place), words, unmarked(one.why, 2 * _WORDS), _tweet_at(one.place))


def _failed(one: Failed) -> str:
    return f"{clickable(one.url) if one.url else one.what}: {unmarked(reason_of(one), 2 * _WORDS)}"
