"""The overview of the report's page: embeds by year, month and section, and how long tweets live (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from tweetarchive.report.held import HeldEmbed, Holding
from tweetarchive.report.holdings import counted, crossed, embeds_of, largest
from tweetarchive.report.html_page import text
from tweetarchive.report.lifetimes import Lifetime, survival
from tweetarchive.report.plots import falling, percent, stacked
from tweetarchive.report.states import GROUPS, NO_LONGER_PUBLIC, Group
from tweetarchive.report.tally import in_words

NOWHERE = "-"
"""What the filters call a year, month or section that nobody knows."""
_ROWS = 30  # of sections: a screenful; what is smaller is one row together
_STATES = {
    Group.LIVE.value: "good",
    Group.DELETED.value: "bad",
    Group.PROTECTED.value: "near",
    Group.GONE.value: "open",
    Group.RESTRICTED.value: "held",
    Group.NOT_FOUND.value: "lost",
    Group.UNKNOWN.value: "soft",
}
_VERDICTS = {
    "match": "good",
    "mismatch": "bad",
    "match with differences": "near",
    "uncheckable": "open",
    "no quote": "soft",
}


def overview(holdings: Sequence[Holding], lifetimes: Sequence[Lifetime]) -> str:
    """Of embeds alone; every row is a link that sets the filters of the list to it."""
    embeds = embeds_of(holdings)

    def verdict(one: Holding) -> str:
        return in_words(one.verdict)

    years = crossed(embeds, lambda one: one.year, _group)
    months = crossed(embeds, lambda one: one.article.month, verdict)
    sections, others, rest = largest(crossed(embeds, lambda one: one.article.section, verdict), _ROWS)
    newest_first = dict(sorted(months.items(), key=lambda pair: pair[0], reverse=True))
    figures = [
        stacked(
            "Embeds by the year of their tweet, and what has become of it",
            f"{_overall(embeds)} Gone only where a source says so; “not found” is an answer that says nothing of why.",
            "year",
            years,
            _STATES,
            shown=_row("year"),
        ),
        stacked(
            "Verdicts by month of the article",
            "Of publication where the site states it, else of the first copy.",
            "month",
            newest_first,
            _VERDICTS,
            shown=_row("month"),
        ),
        stacked(
            "Verdicts by section",
            "The site, and the first part of the address that is a name.",
            "section",
            sections,
            _VERDICTS,
            shown=_row("section", nowhere="no address"),
            others=(counted(others, "other"), rest) if others else None,
        ),
    ]
    lives = survival(lifetimes)
    gone = ", ".join(one.value.replace("_", " ") for one in NO_LONGER_PUBLIC)
    note = (
        f"{counted(lives.tweets, 'tweet')}, {lives.gone:,} of them no longer public ({gone}). Nobody watches all the "
        "time: the share is the likeliest one, given the last look that saw each and the first that did not. Where it "
        "is shaded, nothing that was seen tells when within it they went."
    )
    figures.append(falling("How long tweets stay public, by their age in years", note, lives))
    return f'<section class="figures" aria-label="Overview">{"".join(figures)}</section>'


def _group(one: Holding) -> str:
    return (one.state.group if one.state else Group.UNKNOWN).value


def _overall(embeds: Sequence[HeldEmbed]) -> str:
    """`22 of 31 still on X, 71 %; 3 deleted, 10 %.`"""
    counts = Counter(map(_group, embeds))
    live, total = counts.pop(Group.LIVE.value, 0), len(embeds)
    told = [f"{live:,} of {total:,} still on X, {percent(live, total)}"]
    told += [
        f"{counts[one]:,} {one.value}, {percent(counts[one], total)}"
        for one in dict.fromkeys(GROUPS.values())
        if counts[one]
    ]
    return f"{'; '.join(told)}."


def _row(field: str, *, nowhere: str = "not known") -> Callable[[str], str]:
    def shown(name: str) -> str:
        place = urlencode({"kind": "embed", field: name or NOWHERE})
        return f'<a href="#{text(place)}"><bdi>{text(name or nowhere)}</bdi></a>'

    return shown
