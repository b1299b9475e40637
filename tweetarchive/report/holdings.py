"""What an archive holds, counted (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from tweetarchive.report.held import HeldEmbed, Holding, Kind


def scope(holdings: Sequence[Holding]) -> str:
    """`5 embeds of 4 tweets in 1 article`, and what else there is."""
    kinds = Counter(one.kind for one in holdings)
    embeds = embeds_of(holdings)
    tweets, articles = {one.number for one in embeds if one.number}, {one.article.file for one in embeds}
    told = f"{counted(len(embeds), 'embed')} of {counted(len(tweets), 'tweet')} in {counted(len(articles), 'article')}"
    if claims := kinds[Kind.CLAIM]:
        told += f", {counted(claims, 'quotation')} in the running text"
    if bare := kinds[Kind.ARTICLE]:
        told += f", {counted(bare, 'article')} without either"
    return told


def counted(count: int, noun: str) -> str:
    """`1 embed`, `2,000 embeds`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def embeds_of(holdings: Iterable[Holding]) -> list[HeldEmbed]:
    return [one for one in holdings if isinstance(one, HeldEmbed)]


def as_of(holdings: Iterable[Holding]) -> datetime | None:
    """When anything was last asked for."""
    states = (one.state.asked_at for one in holdings if one.state)
    return max((at for at in (*(one.article.captured_at for one in holdings), *states) if at), default=None)


def crossed(
    holdings: Iterable[Holding], row: Callable[[Holding], str], column: Callable[[Holding], str]
) -> dict[str, Counter[str]]:
    """How many there are of each row and column, rows sorted; "" is the last."""
    table: dict[str, Counter[str]] = {}
    for one in holdings:
        table.setdefault(row(one), Counter())[column(one)] += 1
    return dict(sorted(table.items(), key=lambda pair: (not pair[0], pair[0])))


def largest(table: Mapping[str, Counter[str]], number: int) -> tuple[dict[str, Counter[str]], int, Counter[str]]:
    """The rows that hold most, in their order; how many others there are, and what those hold together."""
    most = sorted(table, key=lambda name: -table[name].total())
    kept, rest = set(most[:number]), most[number:]
    together = sum((table[name] for name in rest), Counter[str]())
    return {name: row for name, row in table.items() if name in kept}, len(rest), together
