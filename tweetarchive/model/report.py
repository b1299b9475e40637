"""What is said of one article, and its JSON (CONTRACT.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tweetarchive.model.article import Claim, Embed
from tweetarchive.model.capture import RecordRef
from tweetarchive.model.context import Related
from tweetarchive.model.evidence import Evidence, Problem
from tweetarchive.model.tweet import Absence, MediaKind, Tweet
from tweetarchive.model.verdict import (
    RULES_VERSION,
    Change,
    ChangeOp,
    Finding,
    Findings,
    TextOutcome,
    Verdict,
    Weight,
)

SCHEMA = "tweetarchive/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMedia:
    """A picture or video of a tweet, and where the archive has it."""

    kind: MediaKind
    url: str
    """The address that was kept, or the first that was asked for."""
    alt: str | None
    sha256: str | None
    size: int | None
    """Bytes."""
    content_type: str | None
    record: RecordRef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedEmbed:
    embed: Embed
    evidence: Evidence
    media: tuple[HeldMedia, ...] = ()
    findings: Findings
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBeside:
    """A tweet around an embed's own, kept as a tweet of its own."""

    related: Related
    media: tuple[HeldMedia, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClaim:
    claim: Claim
    embed: int | None
    """The embed whose tweet it was judged by."""
    tweet: Tweet | None
    finding: Finding[TextOutcome]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it stands in an archive: somebody's word, of any shape, until it is judged again."""

    report: Mapping[str, Any]
    pages: Mapping[str, str]
    """Addresses of what was kept with it and can be opened (article, view, cards), each with its timestamp14."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page that was captured by whomever."""

    url: str
    timestamp: str
    """timestamp14."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReport:
    """One article: what it embeds, what is held, what was found. `to_dict()` is the contract's JSON."""

    source: str
    """As typed."""
    url: str | None
    title: str | None
    language: str | None
    captured_at: datetime | None
    record: RecordRef | None
    embeds: tuple[JudgedEmbed, ...] = ()
    claims: tuple[JudgedClaim, ...] = ()
    verdict: Verdict
    problems: tuple[Problem, ...] = field(default=())
    context: tuple[KeptBeside, ...] = ()
    screenshot: RecordRef | None = None
    """The page as a browser showed it; derived, and no evidence."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of CONTRACT.md §2: keys in its order, times RFC 3339 UTC, ids as strings."""
        return {
            "schema": SCHEMA,
            "rules": RULES_VERSION,
            "article": {
                "source": self.source,
                "url": self.url,
                "title": self.title,
                "language": self.language,
                "captured_at": _instant(self.captured_at, "microseconds"),
                "record": _record(self.record),
                # only where it was taken: reports stored before there were any stay as they are
                **({"screenshot": _record(self.screenshot)} if self.screenshot else {}),
            },
            "embeds": [_judged(one) for one in self.embeds],
            "claims": [_claim(one) for one in self.claims],
            "verdict": self.verdict.value,
            "problems": [problem_to_dict(one) for one in self.problems],
            "context": [_beside(one) for one in self.context],
        }


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """One of `problems`. `partial` says that it is told, and no reason for exit 3."""
    return {"what": problem.what, "url": problem.url, "why": problem.why, "partial": problem.partial}


def embed_to_dict(embed: Embed) -> dict[str, Any]:
    """`embeds[].embed` of the contract, which `find` gives alone."""
    day = embed.date.day if embed.date else None
    return {
        "index": embed.index,
        "form": embed.form.value,
        "status_id": embed.status_id,
        "permalink": embed.permalink,
        "handle": embed.handle,
        "author_name": embed.author_name,
        "date_text": embed.date.text if embed.date else None,
        "date": day.isoformat() if day else None,
        "text": embed.text,
        "language": embed.language,
        "pic_links": list(embed.pic_links),
        "links": list(embed.links),
    }


def _judged(one: JudgedEmbed) -> dict[str, Any]:
    evidence = one.evidence
    return {
        "embed": embed_to_dict(one.embed),
        "status_id": evidence.status_id,
        "resolved_by": evidence.resolved_by.value if evidence.resolved_by else None,
        "availability": evidence.availability.value,
        "tweet": _tweet(evidence.tweet, one.media) if evidence.tweet else None,
        "checks": findings_to_dict(one.findings),
        "verdict": one.verdict.value,
        "absences": [_absence(absence) for absence in evidence.absences],
        "corroborated_by": [
            {"source": witness.source.value, "memento": witness.memento, "record": _record(witness.record)}
            for witness in evidence.witnesses
        ],
    }


def findings_to_dict(findings: Findings) -> dict[str, Any]:
    """`embeds[].checks` of the contract."""
    return {
        "text": _finding(findings.text),
        "handle": _finding(findings.handle),
        "author_name": _finding(findings.author_name),
        "date": _finding(findings.date),
        "status_id": _finding(findings.status_id),
        "media": _finding(findings.media),
    }


def _beside(one: KeptBeside) -> dict[str, Any]:
    evidence = one.related.evidence
    around = {"status_id": evidence.status_id, "relation": one.related.relation.value, "of": one.related.of}
    return around | evidence_to_dict(evidence, one.media)


def evidence_to_dict(evidence: Evidence, media: tuple[HeldMedia, ...]) -> dict[str, Any]:
    """What is held of one tweet, apart from any article."""
    return {
        "status_id": evidence.status_id,
        "availability": evidence.availability.value,
        "tweet": _tweet(evidence.tweet, media) if evidence.tweet else None,
        "absences": [_absence(absence) for absence in evidence.absences],
    }


def _absence(absence: Absence) -> dict[str, Any]:
    return {
        "availability": absence.availability.value,
        "words": absence.words,
        "source": absence.source.value,
        "third_party": absence.third_party,
        "fetched_at": _instant(absence.fetched_at, "microseconds"),
        "memento": absence.memento,
        "record": _record(absence.record),
    }


def _tweet(tweet: Tweet, media: tuple[HeldMedia, ...]) -> dict[str, Any]:
    return {
        "status_id": tweet.status_id,
        "url": tweet.url,
        "handle": tweet.handle,
        "author_name": tweet.author_name,
        "created_at": _instant(tweet.created_at, "seconds"),
        "text": tweet.text,
        "language": tweet.language,
        "complete": tweet.complete,
        "edit_ids": list(tweet.edit_ids),
        "quoted_status_id": tweet.quoted_status_id,
        "in_reply_to_status_id": tweet.in_reply_to_status_id,
        "source": tweet.source.value,
        "third_party": tweet.third_party,
        "fetched_at": _instant(tweet.fetched_at, "microseconds"),
        "memento": tweet.memento,
        "record": _record(tweet.record),
        "media": [
            {
                "kind": one.kind.value,
                "url": one.url,
                "alt": one.alt,
                "sha256": one.sha256,
                "bytes": one.size,
                "content_type": one.content_type,
                "record": _record(one.record),
            }
            for one in media
        ],
    }


def _claim(one: JudgedClaim) -> dict[str, Any]:
    return {
        "text": one.claim.text,
        "speaker": one.claim.speaker,
        "handle": one.claim.handle,
        "sentence": one.claim.sentence,
        "embed": one.embed,
        "outcome": one.finding.outcome.value,
        "verdict": one.verdict.value,
        "status_id": one.tweet.status_id if one.tweet else one.claim.status_id,
        "check": _finding(one.finding),
    }


def _finding(finding: Finding[Any] | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "outcome": finding.outcome.value,
        "note": finding.note,
        "rule": finding.rule,
        "quoted": finding.quoted,
        "archived": finding.archived,
        "changes": [
            {
                "op": change.op.value,
                "quoted": change.quoted,
                "archived": change.archived,
                "weight": change.weight.value,
                "reason": change.reason,
                "quoted_at": list(change.quoted_at),
                "archived_at": list(change.archived_at),
            }
            for change in finding.changes
        ],
        "classes": list(finding.classes),
        "flags": list(finding.flags),
        "confidence": finding.confidence.value if finding.confidence else None,
    }


def changes_from(check: Mapping[str, Any] | None) -> tuple[Change, ...]:
    """The changes of a check, read back from its JSON; none where an earlier version did not place them."""
    return tuple(
        Change(
            op=ChangeOp(one["op"]),
            quoted=one["quoted"],
            archived=one["archived"],
            weight=Weight(one["weight"]),
            reason=one["reason"],
            quoted_at=(one["quoted_at"][0], one["quoted_at"][1]),
            archived_at=(one["archived_at"][0], one["archived_at"][1]),
        )
        for one in (check["changes"] if check else ())
        if "quoted_at" in one
    )


def _record(record: RecordRef | None) -> dict[str, Any] | None:
    return {"file": record.file, "offset": record.offset, "id": record.id} if record else None


def _instant(moment: datetime | None, precision: str) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")
