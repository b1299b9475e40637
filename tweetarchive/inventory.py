"""What the ledger knows, put together for a report: every embed of each article's latest capture, and its tweet now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from tweetarchive.archive.ledger_rows import CaptureRow, Observation
from tweetarchive.archive.ledger_view import LedgerView
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.held import HeldArticle, HeldClaim, HeldEmbed, Holding
from tweetarchive.report.holdings import embeds_of
from tweetarchive.report.lifetimes import Lifetime
from tweetarchive.report.states import NO_LONGER_PUBLIC, UNSTATED, Sight, State, state_of, state_to_dict


def states_of(view: LedgerView) -> dict[str, State]:
    """Of every tweet that was ever asked for, by its number."""
    captures = {one.file for one in view.captures()}
    seen = sorted(view.observations(), key=lambda one: one.status_id)  # stable: each oldest first, as they come
    return {
        status_id: state_of(_sight(one, captures) for one in of_one)
        for status_id, of_one in groupby(seen, key=lambda one: one.status_id)
    }


def _sight(one: Observation, captures: set[str]) -> Sight:
    return Sight(
        at=one.at,
        availability=Availability(one.availability),
        source=one.source,
        words=one.words,
        file=one.file,
        record_offset=one.record_offset,
        record_id=one.record_id,
        recheck=one.file not in captures,
    )


def holdings_of(view: LedgerView, states: Mapping[str, State]) -> Iterator[Holding]:
    """Article by article, in order of capture: its embeds, then its quotations of tweets, in reading order."""
    published = {one.id: one.published for one in view.articles()}
    for capture in view.latest_captures():
        article = HeldArticle(
            url=capture.url,
            title=capture.title,
            source=capture.source,
            published=published.get(capture.article),
            captured_at=capture.captured_at,
            file=capture.file,
            record_offset=capture.record_offset,
            record_id=capture.record_id,
            verdict=Verdict(capture.verdict),
            problems=tuple(capture.problems),
        )
        embeds = [
            HeldEmbed(article=article, state=_state(embed.report, capture, states), report=embed.report)
            for embed in view.embeds_in(capture.file)
        ]
        claims = list(_claims(article, capture, embeds, states))
        yield from (*embeds, *claims)
        if not embeds and not claims:
            yield Holding(article=article)


def _claims(
    article: HeldArticle, capture: CaptureRow, embeds: Iterable[HeldEmbed], states: Mapping[str, State]
) -> Iterator[HeldClaim]:
    """Those tied to a tweet: a quotation of nobody knows what tells nothing of any tweet."""
    by_place = {one.embed["index"]: one for one in embeds}
    for claim in capture.claims:
        tied, number = by_place.get(claim["embed"]), claim.get("status_id")
        if tied or number:
            state = tied.state if tied and number in (None, tied.number) else states.get(number or "")
            yield HeldClaim(article=article, state=state, claim=claim, tied=tied)


def _state(embed: Mapping[str, Any], capture: CaptureRow, states: Mapping[str, State]) -> State:
    """By now; that of the capture, of a tweet without a number and of one that is asked for no longer."""
    if known := states.get(embed["status_id"] or ""):
        return known
    then = Availability(embed["availability"])
    if then in UNSTATED or capture.captured_at is None:
        return State(now=then)
    return state_of([Sight(at=capture.captured_at, availability=then)])


def lifetimes_of(view: LedgerView, states: Mapping[str, State], holdings: Iterable[Holding]) -> Iterator[Lifetime]:
    """Of each tweet whose first second is known: as a source states it, else by its number.

    A tweet was public when X showed it; and when the article that embeds it came out, where its site tells that day.
    One that was gone when it was first asked for went before that.
    """
    embedded: dict[str, datetime] = {}
    for one in embeds_of(holdings):
        day = one.article.published
        if one.number and day:
            embedded[one.number] = max(day, embedded.get(one.number, day))
    for tweet in view.tweets():
        created_at = tweet.created_at or StatusId(tweet.status_id).created_at
        state = states.get(tweet.status_id)
        if created_at is None or state is None:
            continue
        gone = state.gone_since if state.now in NO_LONGER_PUBLIC else None
        seen = [at for at in (state.last_live, embedded.get(tweet.status_id)) if at and at >= created_at]
        yield Lifetime(
            created_at=created_at,
            seen=max((min(at, gone) if gone else at for at in seen), default=None),
            gone=gone,
        )


def documents_of(view: LedgerView, states: Mapping[str, State]) -> Iterator[dict[str, Any]]:
    """The stored report of each article's latest capture; embeds and claims with `now`: what is known since."""
    for capture in view.latest_captures():
        report = view.report(capture.file)
        if report is None:
            continue
        for one in (*report["embeds"], *report["claims"]):
            state = states.get(one.get("status_id") or "")
            one["now"] = state_to_dict(state) if state else None
        yield report
