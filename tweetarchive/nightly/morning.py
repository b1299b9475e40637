"""What is new in a period, read out of the ledger; of edited tweets out of the WARCs besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tweetarchive.archive.ledger_rows import CaptureRow, VisitRow
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.removed import Removed
from tweetarchive.model.fate import TweetNews
from tweetarchive.model.permalink import named_in
from tweetarchive.model.report import changes_from
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import TextOutcome, Verdict
from tweetarchive.nightly.changes import changes_between
from tweetarchive.nightly.lately import tweets_lately
from tweetarchive.nightly.period import Period
from tweetarchive.nightly.visit import Outcome
from tweetarchive.report.judged import STATES
from tweetarchive.report.morning import (
    ChangedEmbed,
    Failed,
    GoneArticle,
    Mismatch,
    Morning,
    Place,
    RunNews,
    Unresolved,
)
from tweetarchive.report.tweet_news import weight

_LABELS = {"text": "words", "author_name": "name", "status_id": "number"}
_PLAIN = {"match", "identical", "not_stated", "none", "same_utc_day", "same_normalised", "normalised", "tz_compatible"}
_FAILED = (Outcome.FAILED, Outcome.REFUSED, Outcome.POSTPONED)


@dataclass(slots=True)
class _Captured:
    """What the captures of a period hold that is to be told."""

    captures: int = 0
    articles: set[int] = field(default_factory=set)
    unread: int = 0
    embeds: Counter[Verdict] = field(default_factory=Counter)
    mismatches: list[Mismatch] = field(default_factory=list)
    changed: list[ChangedEmbed] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    removed: list[Unresolved] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)


def morning_of(archives: Path, view: LedgerView, period: Period) -> Morning:
    """Put the report together."""
    removed = {StatusId(one.status_id): one for one in view.removed()}
    captured = _captured(view, period, removed)
    visits = {one.article: one for one in period.visits}
    failing = Counter(one.article for one in period.visits if one.outcome in _FAILED)
    still = {article: one for article, one in visits.items() if one.outcome in _FAILED}
    tweets = tweets_lately(archives, view, period)
    failures = [
        Failed(
            what="article",
            url=view.article_by_id(article).url,
            why=one.why or one.outcome.replace("_", " "),
            times=failing[article],
        )
        for article, one in still.items()
    ]
    failures += captured.failures
    failures += (
        Failed(
            what="tweet",
            url=f"https://x.com/i/status/{one.status_id}",
            why=f"{one.why or 'nobody answered'}; it is asked for again",
        )
        for one in tweets.unanswered
    )
    mismatches = [*captured.mismatches, *_misquoted(tweets.news, captured.mismatches)]
    return Morning(
        since=period.since,
        until=period.until,
        runs=tuple(
            RunNews(kind=one.kind, started=one.started, ended=one.ended, interrupted=one.interrupted, exit=one.exit)
            for one in period.runs
        ),
        visits=dict(Counter(one.outcome for one in period.visits).most_common()),
        visited=len(visits),
        healed=failing.total() - sum(failing[article] for article in still),
        captures=captured.captures,
        captured=len(captured.articles),
        unread=captured.unread,
        embeds=captured.embeds,
        asked=dict(tweets.asked.most_common()),
        requoted=Counter(quote.verdict for one in tweets.news for quote in one.quotes if quote.now is not None),
        mismatches=tuple(sorted(mismatches, key=lambda one: not one.is_new)),
        tweets=tuple(sorted(tweets.news, key=weight)),
        changed=tuple(captured.changed),
        gone=tuple(_gone(view, period.visits)),
        unresolved=tuple(captured.unresolved),
        removed=tuple(captured.removed),
        failures=tuple(failures),
    )


def _captured(view: LedgerView, period: Period, removed: Mapping[StatusId, Removed]) -> _Captured:
    found = _Captured()
    captures = view.captures_in(period.files)
    last = {one.article: one.file for one in captures}
    for capture in captures:
        report = view.report(capture.file) or {}
        unread = _is_unread(report)
        found.captures += not unread
        latest = view.article_by_id(capture.article).file == capture.file
        if unread and last[capture.article] == capture.file:
            found.unread += 1
        elif not latest:
            continue
        found.failures += _failures(capture, removed)
        if unread:
            continue
        earlier = [one.file for one in view.captures(article=capture.article) if one.file not in period.files]
        before = view.report(earlier[-1]) if earlier else None
        found.articles.add(capture.article)
        found.embeds.update(Verdict(one["verdict"]) for one in report["embeds"])
        found.mismatches += _mismatches(capture, report, before)
        found.changed += _changed(capture, report, before)
        for one in _unresolved(view, capture, report):
            gone = removed.get(StatusId(one.place.status_id)) if one.place.status_id else None
            if gone:
                found.removed.append(replace(one, why=gone.told()))
            else:
                found.unresolved.append(one)
    return found


def _is_unread(report: Mapping[str, Any]) -> bool:
    return report["verdict"] == Verdict.UNCHECKABLE and not report["embeds"]


def _failures(capture: CaptureRow, removed: Mapping[StatusId, Removed]) -> Iterator[Failed]:
    for one in capture.problems:
        if not one.get("partial") and one["what"] != "page" and not named_in(one["url"] or "", removed):
            yield Failed(what=one["what"], url=one["url"], why=one["why"])


def _gone(view: LedgerView, visits: Iterable[VisitRow]) -> Iterator[GoneArticle]:
    """Articles that were captured and are gone since: told once, however often they are visited."""
    first: dict[int, VisitRow] = {}
    last = {one.article: one for one in visits if first.setdefault(one.article, one)}
    for number, visit in last.items():
        article = view.article_by_id(number)
        capture = view.capture(article.file) if article.file else None
        before = view.visit_before(first[number])
        if visit.outcome != Outcome.GONE or capture is None or (before and before.outcome == Outcome.GONE):
            continue
        yield GoneArticle(
            place=_place(capture, None, None),
            why=visit.why or "gone",
            captured_at=capture.captured_at,
            embeds=len(view.embeds_in(capture.file)),
        )


def _misquoted(news: Iterable[TweetNews], known: Iterable[Mismatch]) -> Iterator[Mismatch]:
    """Quotes that no version of an edited tweet bears out; those of this period's captures are told already."""
    told = {(one.place.file, one.place.embed) for one in known}
    for one in news:
        for quote in one.quotes:
            if quote.now is None or quote.verdict is not Verdict.MISMATCH or (quote.file, quote.place) in told:
                continue
            place = Place(url=quote.url, title=quote.title, file=quote.file, embed=quote.place, status_id=one.status_id)
            notes = (("edited", "no version of the tweet says so; beside it stands the newest"),)
            yield Mismatch(
                place=place,
                quoted=quote.text,
                archived=quote.now,
                outcome=None,
                changes=quote.changes,
                notes=(*notes, *((("words", quote.note),) if quote.note else ())),
                is_new=quote.verdict_before is not Verdict.MISMATCH,
            )


def _place(capture: CaptureRow, embed: int | None, status_id: str | None) -> Place:
    return Place(
        url=capture.url or capture.source,
        title=capture.title,
        file=capture.file,
        embed=embed,
        status_id=status_id,
    )


def _mismatches(capture: CaptureRow, report: Mapping[str, Any], before: Mapping[str, Any] | None) -> Iterator[Mismatch]:
    known = {_identity(one) for one in before["embeds"] if one["verdict"] == Verdict.MISMATCH} if before else set()
    told = {(one["text"], one["sentence"]) for one in before["claims"]} if before else set()
    for one in report["embeds"]:
        if one["verdict"] != Verdict.MISMATCH:
            continue
        text, tweet = one["checks"]["text"], one["tweet"]
        notes = ((_LABELS.get(name, name), check) for name, check in one["checks"].items() if check)
        yield Mismatch(
            place=_place(capture, one["embed"]["index"], one["status_id"]),
            quoted=one["embed"]["text"],
            archived=text["archived"] if text and text["archived"] else tweet["text"] if tweet else None,
            outcome=TextOutcome(text["outcome"]) if text else None,
            changes=changes_from(text),
            notes=tuple(
                (name, check["note"]) for name, check in notes if check["note"] and check["outcome"] not in _PLAIN
            ),
            is_new=_identity(one) not in known,
        )
    for claim in report["claims"]:
        if claim["verdict"] == Verdict.MISMATCH and (claim["embed"] is not None or claim["status_id"]):
            check = claim.get("check") or {}
            yield Mismatch(
                place=_place(capture, None, claim["status_id"]),
                quoted=claim["text"],
                archived=check.get("archived"),
                outcome=TextOutcome(claim["outcome"]),
                changes=changes_from(check) if check else (),
                notes=(("text", check["note"]),) if check.get("note") else (),
                is_new=(claim["text"], claim["sentence"]) not in told,
            )


def _identity(embed: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return embed["status_id"], embed["embed"]["text"]


def _unresolved(view: LedgerView, capture: CaptureRow, report: Mapping[str, Any]) -> Iterator[Unresolved]:
    for one in report["embeds"]:
        lacks = one["verdict"] == Verdict.NO_QUOTE and one["tweet"] is None
        if one["verdict"] != Verdict.UNCHECKABLE and not lacks:
            continue
        notes = (check["note"] for check in one["checks"].values() if check and check["note"])
        why = "its mark-up names no tweet" if one["status_id"] is None else "no source shows the tweet"
        known = view.tweet(one["status_id"]) if one["status_id"] and one["tweet"] is None else None
        if known and known.text is not None:
            why = f"{STATES[Availability(known.availability)]}; its words are held from an earlier capture"
        elif one["embed"]["text"]:
            why = next(notes, why)
        yield Unresolved(
            place=_place(capture, one["embed"]["index"], one["status_id"]),
            form=one["embed"]["form"],
            text=one["embed"]["text"],
            why=why,
        )


def _changed(
    capture: CaptureRow, report: Mapping[str, Any], before: Mapping[str, Any] | None
) -> Iterator[ChangedEmbed]:
    for one in changes_between(before, report)["embeds"] if before else ():
        yield ChangedEmbed(
            place=_place(capture, one["place"], one["status_id"]),
            change=one["change"],
            status_id_before=one["status_id_before"],
            text_before=one["text_before"],
            text=one["text"],
        )
