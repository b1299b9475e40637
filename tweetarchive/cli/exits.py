"""What the exit status says: the table of CONTRACT.md §1 and its "Settled" rules."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from tweetarchive.model.report import ArticleReport, JudgedClaim, JudgedEmbed
from tweetarchive.model.verdict import Verdict


class Exit(IntEnum):
    DONE = 0
    MISMATCH = 1
    USAGE = 2
    """Only before work starts."""
    INCOMPLETE = 3
    DAMAGED = 4
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "all archived; every quote matches (or there was none)",
    Exit.MISMATCH: "at least one mismatch",
    Exit.USAGE: "usage or configuration",
    Exit.INCOMPLETE: "no mismatch, but something could not be fetched, archived or checked",
    Exit.DAMAGED: "the archive is damaged or cannot be written",
    Exit.INTERRUPTED: "interrupted; run again to resume",
}
_WORST_FIRST = (Exit.USAGE, Exit.INTERRUPTED, Exit.DAMAGED, Exit.MISMATCH, Exit.INCOMPLETE, Exit.DONE)


def exit_code(reports: Iterable[ArticleReport], *others: Exit) -> Exit:
    """The status of a run.

    Args: others: what happened beside the reports: an interruption, a damaged archive, a list that is not there.
    """
    seen = {*others, *map(exit_of, reports)}
    return next((one for one in _WORST_FIRST if one in seen), Exit.DONE)


def exit_of(report: ArticleReport) -> Exit:
    """What one article says: a mismatch of an embed or of a tied claim, else whether anything is missing."""
    judged: tuple[JudgedEmbed | JudgedClaim, ...] = (*report.embeds, *report.claims)
    if report.verdict is Verdict.MISMATCH or any(map(_contradicts, judged)):
        return Exit.MISMATCH
    incomplete = (
        report.verdict is Verdict.UNCHECKABLE
        or any(not problem.partial for problem in report.problems)
        or any(_lacks(one) for one in report.embeds)
    )
    return Exit.INCOMPLETE if incomplete else Exit.DONE


def _contradicts(one: JudgedEmbed | JudgedClaim) -> bool:
    tied = isinstance(one, JudgedEmbed) or one.embed is not None or one.tweet is not None
    return tied and one.verdict is Verdict.MISMATCH


def _lacks(one: JudgedEmbed) -> bool:
    """Whether an embed could not be checked, or is a tweet that should be held and is not."""
    return one.verdict is Verdict.UNCHECKABLE or (one.verdict is Verdict.NO_QUOTE and one.evidence.tweet is None)
