"""A tweet was edited: every quote of it, held against what it says now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.model.errors import DamagedArchive
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.report import ArticleReport, JudgedEmbed, findings_to_dict
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import Findings, Verdict
from tweetarchive.offline import verify_archive
from tweetarchive.verify import judge, verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Requoted:
    """One quote of a tweet that was edited since."""

    report: ArticleReport
    """Of the capture, as its own records give it."""
    judged: JudgedEmbed
    """The quote as it was judged then."""
    version: Tweet
    """What the tweet says now."""
    against: Findings
    """The quote beside that version alone: what a reader of both sees."""
    findings: Findings
    """With all versions at hand: quoting an earlier one in its own words is no mismatch."""

    @property
    def verdict(self) -> Verdict:
        return verdict(self.findings)

    def to_dict(self) -> dict[str, Any]:
        return {
            "url": self.report.url,
            "title": self.report.title,
            "file": self.report.record.file if self.report.record else None,
            "place": self.judged.embed.index,
            "text": self.judged.embed.text,
            "verdict_before": self.judged.verdict.value,
            "verdict": self.verdict.value,
            "checks": findings_to_dict(self.findings),
            "checks_against_version": findings_to_dict(self.against),
        }


def requote(
    archives: Path, view: LedgerView, status_id: str, version: Tweet, statements: Sequence[Tweet]
) -> Iterator[Requoted]:
    """Judge every quote of a tweet in the latest capture of each article, from the captures' own records.

    Args:
        version:    the newest.
        statements: all that was said of the tweet when that was found out.
    """
    for file in dict.fromkeys(one.file for one in view.embeds_of(status_id)):
        try:
            reports = list(verify_archive(warc_folder(archives) / file))
        except DamagedArchive:
            continue  # `audit` tells; an edited tweet is told all the same
        for report in reports:
            for judged in report.embeds:
                if judged.evidence.status_id == status_id:
                    yield _held_against(report, judged, version, statements)


def _held_against(report: ArticleReport, judged: JudgedEmbed, version: Tweet, statements: Sequence[Tweet]) -> Requoted:
    known = tuple(dict.fromkeys((version, *statements, *judged.evidence.statements)))
    alone = Evidence(
        status_id=judged.evidence.status_id,
        resolved_by=judged.evidence.resolved_by,
        tweet=version,
        statements=(version,),
        availability=judged.evidence.availability,
    )
    whole = replace(judged.evidence, tweet=version, statements=known)
    return Requoted(
        report=report,
        judged=judged,
        version=version,
        against=judge(judged.embed, alone),
        findings=judge(judged.embed, whole),
    )
