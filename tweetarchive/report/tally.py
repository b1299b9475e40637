"""Counts over one article or many, and the line that states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import Verdict

WORST_FIRST = (
    Verdict.MISMATCH,
    Verdict.UNCHECKABLE,
    Verdict.MATCH_WITH_DIFFERENCES,
    Verdict.MATCH,
    Verdict.NO_QUOTE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a run came to; tallies add up."""

    articles: int = 0
    failed: int = 0
    """Articles of which nothing could be read."""
    embeds: Mapping[Verdict, int] = field(default_factory=dict)
    claims: Mapping[Verdict, int] = field(default_factory=dict)
    problems: int = 0

    @classmethod
    def of(cls, report: ArticleReport) -> Tally:
        return cls(
            articles=1,
            failed=int(not report.embeds and report.verdict is Verdict.UNCHECKABLE),
            embeds=Counter(one.verdict for one in report.embeds),
            claims=Counter(one.verdict for one in report.claims),
            problems=len(report.problems),
        )

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            articles=self.articles + other.articles,
            failed=self.failed + other.failed,
            embeds=Counter(self.embeds) + Counter(other.embeds),
            claims=Counter(self.claims) + Counter(other.claims),
            problems=self.problems + other.problems,
        )

    def sentence(self) -> str:
        """`2 embeds: 1 mismatch, 1 match; 1 problem`; several articles are counted first."""
        nothing_read = 0 < self.articles == self.failed  # says nothing about embeds: "no embeds" would be a finding
        parts = ["nothing could be read"] if nothing_read else [_counted("embed", self.embeds)]
        if self.claims:
            parts.append(_counted("quotation", self.claims) + " (in the running text)")
        if self.failed and not nothing_read:
            parts.append(f"{number(self.failed, 'article')} not readable")
        if self.problems:
            parts.append(number(self.problems, "problem"))
        articles = f"{number(self.articles, 'article')}, " if self.articles != 1 else ""
        return articles + "; ".join(parts)


def number(count: int, noun: str) -> str:
    """`1 embed`, `2 embeds`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def in_words(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")


def _counted(noun: str, verdicts: Mapping[Verdict, int]) -> str:
    shown = ", ".join(f"{verdicts[one]} {in_words(one)}" for one in WORST_FIRST if verdicts.get(one))
    total = number(sum(verdicts.values()), noun)
    return f"{total}: {shown}" if shown else f"no {noun}s"
