"""From findings to a verdict: a table, and nothing else. docs/verdicts.md shows it to readers."""

from __future__ import annotations

from collections.abc import Iterable

from tweetarchive.model.verdict import CONTRADICTIONS, UNSOUGHT, Findings, HandleOutcome, TextOutcome, Verdict

WHOLE = frozenset({TextOutcome.IDENTICAL, TextOutcome.SAME_NORMALISED})
AUTHOR_HOLDS = frozenset({HandleOutcome.MATCH, HandleOutcome.NAME_ONLY, HandleOutcome.NOT_STATED})

WORST_FIRST = (
    Verdict.MISMATCH,
    Verdict.UNCHECKABLE,
    Verdict.MATCH_WITH_DIFFERENCES,
    Verdict.MATCH,
    Verdict.NO_QUOTE,
)


def verdict(findings: Findings) -> Verdict:
    """The table of docs/verdicts.md, top to bottom.

    1. Any contradiction is a MISMATCH, also without a copy of the tweet.
    2. No words shown is NO_QUOTE.
    3. No text finding, or one that says nothing, is UNCHECKABLE: nothing checked is nothing proved. So is a handle that
       is not the author's now, where it could not be sought whether it was once.
    4. The whole text, and an author who holds, is a MATCH.
    5. All else is MATCH_WITH_DIFFERENCES.

    The display name never decides: it changes freely.
    """
    checks = (findings.text, findings.handle, findings.date, findings.status_id, findings.media)
    if any(check is not None and check.outcome in CONTRADICTIONS for check in checks):
        return Verdict.MISMATCH
    if findings.text is None or findings.text.outcome is TextOutcome.NOT_CHECKABLE:
        return Verdict.UNCHECKABLE
    if findings.text.outcome is TextOutcome.NOT_QUOTED:
        return Verdict.NO_QUOTE
    if findings.handle is not None and findings.handle.rule == UNSOUGHT:
        return Verdict.UNCHECKABLE
    if findings.text.outcome in WHOLE and findings.handle is not None and findings.handle.outcome in AUTHOR_HOLDS:
        return Verdict.MATCH
    return Verdict.MATCH_WITH_DIFFERENCES


def article_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of an article's embeds; NO_EMBEDS where there are none."""
    return min(verdicts, key=WORST_FIRST.index, default=Verdict.NO_EMBEDS)
