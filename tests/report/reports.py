"""Small reports with fixed clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tweetarchive.model.article import Claim, Embed, Form, ShownDate
from tweetarchive.model.capture import RecordRef
from tweetarchive.model.evidence import Evidence, Problem, ResolvedBy
from tweetarchive.model.report import ArticleReport, HeldMedia, JudgedClaim, JudgedEmbed
from tweetarchive.model.tweet import Absence, Availability, MediaKind, SourceName, StatusId, Tweet
from tweetarchive.model.verdict import (
    Change,
    ChangeOp,
    DateOutcome,
    Finding,
    Findings,
    HandleOutcome,
    TextOutcome,
    Verdict,
    Weight,
)

FILE = "20261122143105-news.example-storm-k3v9.warc.gz"
STATUS = StatusId("1183347177645227129")
WORDS = "The bridge closes on Monday at noon."


def record(offset: int = 0) -> RecordRef:
    return RecordRef(FILE, offset, "urn:uuid:00000000-0000-4000-8000-000000000000")


def tweet(text: str = WORDS, **fields: object) -> Tweet:
    return Tweet(
        **{
            "status_id": STATUS,
            "handle": "harbour",
            "author_name": "Harbour Office",
            "created_at": datetime(2019, 10, 13, 11, 42, 7, tzinfo=UTC),
            "text": text,
            "source": SourceName.SYNDICATION,
            "record": record(512),
            **fields,
        }
    )


def absence(words: str) -> Absence:
    return Absence(
        status_id=STATUS, availability=Availability.DELETED, words=words, source=SourceName.SYNDICATION, record=record()
    )


def embed(text: str | None = WORDS, index: int = 0) -> Embed:
    return Embed(
        index=index,
        form=Form.BLOCKQUOTE,
        status_id=STATUS,
        permalink=f"https://twitter.com/harbour/status/{STATUS}",
        handle="harbour",
        author_name="Harbour Office",
        date=ShownDate("October 13, 2019", (date(2019, 10, 13),)),
        text=text,
    )


def photo(*, kept: bool = True) -> HeldMedia:
    return HeldMedia(
        kind=MediaKind.PHOTO,
        url="https://pbs.twimg.com/media/A.jpg",
        alt=None,
        sha256="0" * 64 if kept else None,
        size=1_234_567 if kept else None,
        content_type="image/jpeg" if kept else None,
        record=record(900) if kept else None,
    )


def replaced(quoted: str, archived: str, *, was: str, became: str, weight: Weight = Weight.MEANING) -> Change:
    """The change from `became`, in the archived text, to `was`, in the quoted one."""
    start, other = quoted.index(was), archived.index(became)
    return Change(
        ChangeOp.REPLACE,
        was,
        became,
        weight,
        quoted_at=(start, start + len(was)),
        archived_at=(other, other + len(became)),
    )


def matching(index: int = 0, **evidence: object) -> JudgedEmbed:
    return judged(Verdict.MATCH, Finding(TextOutcome.IDENTICAL, "The words are the same."), index=index, **evidence)


def altered(
    quoted: str = "The bridge closes on March at noon.",
    archived: str = WORDS,
    changes: tuple[Change, ...] | None = None,
    index: int = 0,
) -> JudgedEmbed:
    if changes is None:
        changes = (replaced(quoted, archived, was="March", became="Monday"),)
    finding = Finding(
        TextOutcome.ALTERED_MEANING, "A day was replaced.", quoted=quoted, archived=archived, changes=changes
    )
    return judged(Verdict.MISMATCH, finding, text=quoted, index=index, tweet=tweet(archived))


def judged(
    verdict: Verdict,
    text_finding: Finding[TextOutcome] | None = None,
    *,
    text: str | None = WORDS,
    index: int = 0,
    media: tuple[HeldMedia, ...] = (),
    date_finding: Finding[DateOutcome] | None = None,
    handle_finding: Finding[HandleOutcome] | None = None,
    **evidence: object,
) -> JudgedEmbed:
    held = {
        "status_id": STATUS,
        "resolved_by": ResolvedBy.PERMALINK,
        "tweet": tweet(),
        "availability": Availability.LIVE,
        **evidence,
    }
    return JudgedEmbed(
        embed=embed(text, index),
        evidence=Evidence(**held),
        media=media,
        findings=Findings(text=text_finding, date=date_finding, handle=handle_finding),
        verdict=verdict,
    )


def claim(verdict: Verdict = Verdict.MATCH, *, tied: bool = True) -> JudgedClaim:
    outcome = {
        Verdict.MATCH: TextOutcome.IDENTICAL,
        Verdict.MISMATCH: TextOutcome.ALTERED_MEANING,
        Verdict.UNCHECKABLE: TextOutcome.NOT_CHECKABLE,
    }[verdict]
    return JudgedClaim(
        claim=Claim(text="closes on Monday", speaker="Harbour Office", handle=None, sentence="It tweeted: “…”."),
        embed=0 if tied else None,
        tweet=tweet() if tied else None,
        finding=Finding(outcome, "What the sentence quotes."),
        verdict=verdict,
    )


def report(
    *embeds: JudgedEmbed,
    verdict: Verdict | None = None,
    claims: tuple[JudgedClaim, ...] = (),
    problems: tuple[Problem, ...] = (),
    title: str | None = "Storm shuts the harbour bridge",
    url: str = "https://news.example/storm",
) -> ArticleReport:
    if verdict is None:
        verdict = min((one.verdict for one in embeds), key=list(Verdict).index, default=Verdict.NO_EMBEDS)
    return ArticleReport(
        source=url,
        url=url,
        title=title,
        language="en",
        captured_at=datetime(2026, 11, 22, 14, 31, 5, 123456, tzinfo=UTC),
        record=record(),
        embeds=embeds,
        claims=claims,
        verdict=verdict,
        problems=problems,
    )


def failed(why: str = "https://news.example/storm: the name is not found; check the address") -> ArticleReport:
    return ArticleReport(
        source="https://news.example/storm",
        url="https://news.example/storm",
        title=None,
        language=None,
        captured_at=None,
        record=None,
        verdict=Verdict.UNCHECKABLE,
        problems=(Problem("article", "https://news.example/storm", why),),
    )
