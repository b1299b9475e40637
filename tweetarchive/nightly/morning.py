"""What is new since the last report, read out of the ledger; of edited tweets out of the WARCs besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tweetarchive.archive.layout import warc_folder
from tweetarchive.archive.ledger_rows import CaptureRow
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.archive.reader import Session
from tweetarchive.model.errors import DamagedArchive
from tweetarchive.model.fate import Fate, TweetNews
from tweetarchive.model.report import changes_from
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import TextOutcome, Verdict
from tweetarchive.nightly.changes import changes_between
from tweetarchive.nightly.history import Step, steps
from tweetarchive.nightly.news import news_of
from tweetarchive.nightly.requote import Requoted, requote
from tweetarchive.nightly.visit import Outcome
from tweetarchive.rechecking import is_recheck, replay_recheck
from tweetarchive.report.morning import ChangedEmbed, Failed, Mismatch, Morning, Place, RunNews, Unresolved

KIND = "morning"
"""Of the runs that mark what was reported."""
_LOST = {Fate.GONE, Fate.PROTECTED, Fate.RESTRICTED, Fate.NOT_SEEN}
_LABELS = {"text": "words", "author_name": "name", "status_id": "number"}
_PLAIN = {"match", "identical", "not_stated", "none", "same_utc_day", "same_normalised", "normalised", "tz_compatible"}


def last_reported(view: LedgerView) -> datetime | None:
    """Until when everything was reported; None where nothing ever was."""
    return next((one.started for one in view.runs(KIND) if one.ended), None)


def morning_of(archives: Path, view: LedgerView, since: datetime | None, until: datetime) -> Morning:
    """Put the report together. Args: since: None: all there is."""
    captures = [one for one in view.captures(since=since) if view.article_by_id(one.article).file == one.file]
    files = {one.file for one in view.captures(since=since)}
    runs = [one for one in view.runs() if one.kind != KIND and (since is None or (one.ended or one.started) >= since)]
    visits = {
        visit.article: visit
        for run in reversed(runs)
        for visit in view.visits(run.id)
        if since is None or visit.at >= since
    }
    outcomes = Counter(one.outcome for one in visits.values())
    failures = [
        Failed(what="article", url=view.article_by_id(one.article).url, why=one.why or one.outcome.replace("_", " "))
        for one in visits.values()
        if one.outcome in (Outcome.FAILED, Outcome.REFUSED, Outcome.POSTPONED)
    ]
    embeds: Counter[Verdict] = Counter()
    mismatches: list[Mismatch] = []
    changed: list[ChangedEmbed] = []
    unresolved: list[Unresolved] = []
    for capture in captures:
        report = view.report(capture.file) or {}
        earlier = [one.file for one in view.captures(article=capture.article) if one.file not in files]
        before = view.report(earlier[-1]) if earlier else None
        embeds.update(Verdict(one["verdict"]) for one in report["embeds"])
        mismatches += _mismatches(capture, report, before)
        unresolved += _unresolved(capture, report)
        changed += _changed(capture, report, before)
        failures += (
            Failed(what=one["what"], url=one["url"], why=one["why"])
            for one in capture.problems
            if not one.get("partial") and one["what"] != "page"
        )
    tweets, asked, unanswered = _tweets(archives, view, since, files)
    failures += (
        Failed(what="tweet", url=f"https://x.com/i/status/{one}", why="nobody answered; it is asked for again")
        for one in unanswered
    )
    return Morning(
        since=since,
        until=until,
        runs=tuple(
            RunNews(kind=one.kind, started=one.started, ended=one.ended, interrupted=one.interrupted, exit=one.exit)
            for one in reversed(runs)
        ),
        visits=dict(outcomes.most_common()),
        captures=len(captures),
        embeds=embeds,
        asked=dict(asked.most_common()),
        mismatches=tuple(sorted(mismatches, key=lambda one: not one.is_new)),
        tweets=tweets,
        changed=tuple(changed),
        unresolved=tuple(unresolved),
        failures=tuple(failures),
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


def _unresolved(capture: CaptureRow, report: Mapping[str, Any]) -> Iterator[Unresolved]:
    for one in report["embeds"]:
        lacks = one["verdict"] == Verdict.NO_QUOTE and one["tweet"] is None
        if one["verdict"] != Verdict.UNCHECKABLE and not lacks:
            continue
        notes = (check["note"] for check in one["checks"].values() if check and check["note"])
        why = "its mark-up names no tweet" if one["status_id"] is None else "no source shows the tweet"
        yield Unresolved(
            place=_place(capture, one["embed"]["index"], one["status_id"]),
            form=one["embed"]["form"],
            text=one["embed"]["text"],
            why=next(notes, why) if one["embed"]["text"] else why,
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


def _tweets(
    archives: Path, view: LedgerView, since: datetime | None, captured: set[str]
) -> tuple[tuple[TweetNews, ...], Counter[str], list[str]]:
    """What is new of tweets; how many were asked for again, by what was answered; those nobody answered about."""
    news: list[TweetNews] = []
    asked: Counter[str] = Counter()
    unanswered: list[str] = []
    for status_id in dict.fromkeys(one.status_id for one in view.observations(since=since)):
        history = steps(view.observations(status_id))
        lately = [one for one in history if since is None or one.seen.at >= since]
        rechecked = [one for one in lately if one.seen.file not in captured]
        if rechecked:
            asked[rechecked[-1].seen.availability] += 1
            if rechecked[-1].seen.availability == Availability.UNKNOWN:
                unanswered.append(status_id)
        if summed := _summed(lately):
            requoted = _requoted(archives, view, status_id, lately)
            news.append(news_of(view, summed, requoted))
    return tuple(news), asked, unanswered


def _summed(lately: Sequence[Step]) -> Step | None:
    """Several steps as one; None where they come to nothing new."""
    fates = dict.fromkeys(fate for one in lately for fate in one.changes)
    last, first = lately[-1], lately[0]
    if last.state is Availability.LIVE:
        lost = {Fate.NOT_SEEN} if Fate.NOT_SEEN in last.changes else set()
        back = {Fate.BACK} if first.before not in (Availability.LIVE, Availability.UNKNOWN) else set()
        kept = [one for one in fates if one not in _LOST - lost and (one is not Fate.BACK or back)]
    else:
        kept = [one for one in fates if one not in (Fate.BACK, Fate.NOT_SEEN)]
        if last.state is first.before:
            kept = [one for one in kept if one not in _LOST]
    if not kept:
        return None
    words = next((one.seen.words for one in reversed(lately) if one.seen.words and one.state is last.state), None)
    renamed = next((one for one in lately if Fate.RENAMED in one.changes), first)
    edited = next((one for one in lately if Fate.EDITED in one.changes), first)
    said = edited.seen.text if Fate.EDITED in kept else last.seen.text
    return replace(
        last,
        seen=replace(last.seen, words=words, text=said),
        before=first.before,
        handle_before=renamed.handle_before,
        text_before=edited.text_before,
        changes=tuple(kept),
    )


def _requoted(archives: Path, view: LedgerView, status_id: str, lately: Sequence[Step]) -> Iterator[Requoted]:
    """Every quote of a tweet that a recheck found edited, held against what it says now."""
    for step in reversed(lately):
        if Fate.EDITED not in step.changes:
            continue
        try:
            session = Session.open(warc_folder(archives) / step.seen.file)
        except DamagedArchive:
            return  # `audit` tells
        for seen in replay_recheck(session) if is_recheck(session) else ():
            if seen.asked.status_id == status_id and seen.version:
                yield from requote(archives, view, status_id, seen.version, seen.evidence.statements)
        return
