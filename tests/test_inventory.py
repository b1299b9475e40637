"""From the ledger to the report: what is held, and what has become of it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.archive.test_ledger_captures import captured
from tests.report.reports import STATUS, claim, failed, matching, report
from tweetarchive.archive.ledger import Ledger
from tweetarchive.archive.ledger_rows import Observation
from tweetarchive.inventory import documents_of, holdings_of, lifetimes_of, states_of
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.held import HeldClaim, Kind

CAPTURED = datetime(2026, 11, 22, 14, 31, 5, 123456, tzinfo=UTC)
FILE, RECHECK = "storm.warc.gz", "recheck.warc.gz"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Of two articles: one with an embed and a quotation, and one that could not be read."""
    claims = (claim(Verdict.MISMATCH), claim(Verdict.UNCHECKABLE, tied=False))
    first = report(matching(), claims=claims)
    enter(tmp_path, first, FILE)
    other = "https://news.example/other"
    later = CAPTURED + timedelta(minutes=1)
    enter(tmp_path, replace(failed(), source=other, url=other, captured_at=later), "failed.warc.gz")
    with Ledger(tmp_path) as opened:
        yield opened


def enter(archives: Path, stated: ArticleReport, file: str) -> None:
    captured(archives, stated.to_dict(), file)


def asked(days: int, availability: str, **fields: Any) -> Observation:
    at = CAPTURED + timedelta(days=days)
    return Observation(status_id=STATUS, at=at, file=RECHECK, availability=availability, **fields)


def test_embeds_tied_quotations_and_articles_without_either_are_held(ledger: Ledger) -> None:
    held = list(holdings_of(ledger, states_of(ledger)))
    assert [one.kind for one in held] == [Kind.EMBED, Kind.CLAIM, Kind.ARTICLE]
    assert [one.verdict for one in held] == [Verdict.MATCH, Verdict.MISMATCH, Verdict.UNCHECKABLE]
    assert isinstance(held[1], HeldClaim)
    assert held[1].tied is held[0]
    assert "the name is not found" in "".join(held[2].problems)


def test_the_state_is_dated_by_its_statement_and_shown_by_its_record(ledger: Ledger) -> None:
    words = {"source": "syndication", "words": "was deleted", "record_offset": 9, "record_id": "urn:uuid:9"}
    ledger.observe([asked(1, "deleted", **words), asked(2, "not_found"), asked(3, "unknown")])
    [state] = states_of(ledger).values()
    assert state.stated is not None
    assert (state.stated.at, state.stated.words, state.stated.record_offset) == (
        CAPTURED + timedelta(days=1),
        "was deleted",
        9,
    )
    assert state.stated.recheck
    assert state.asked_at == CAPTURED + timedelta(days=3)
    assert state.last_live == CAPTURED


def test_a_record_of_an_article_is_told_from_one_of_a_recheck(ledger: Ledger) -> None:
    [state] = states_of(ledger).values()
    assert state.stated is not None
    assert (state.stated.file, state.stated.recheck) == (FILE, False)


def test_embeds_and_quotations_have_what_is_known_now_in_json(ledger: Ledger) -> None:
    ledger.observe([asked(3, "unknown")])
    by_source = {one["verdict"]: one for one in documents_of(ledger, states_of(ledger))}
    document = by_source["match"]
    for one in (document["embeds"][0], document["claims"][0]):
        assert one["now"]["availability"] == "live"
        assert one["now"]["stated_at"] == "2026-11-22T14:31:05Z"
        assert one["now"]["asked_at"] == "2026-11-25T14:31:05Z"
    assert document["claims"][1]["now"] is None


def test_a_tweet_that_no_source_dates_has_a_lifetime_by_its_number(tmp_path: Path) -> None:
    gone = matching(tweet=None, availability=Availability.DELETED)
    enter(tmp_path, report(gone), FILE)
    with Ledger(tmp_path) as ledger:
        ledger.observe([asked(0, "deleted")])
        states = states_of(ledger)
        [life] = lifetimes_of(ledger, states, holdings_of(ledger, states))
    assert life.created_at == StatusId(STATUS).created_at
    assert (life.seen, life.gone) == (None, CAPTURED)


def test_a_tweet_that_is_back_has_not_ended(ledger: Ledger) -> None:
    ledger.observe([asked(1, "deleted"), asked(2, "live")])
    states = states_of(ledger)
    [life] = lifetimes_of(ledger, states, holdings_of(ledger, states))
    assert (life.seen, life.gone) == (CAPTURED + timedelta(days=2), None)


def test_a_tweet_that_nobody_observed_is_what_it_was_at_the_capture(ledger: Ledger) -> None:
    embed, *_ = holdings_of(ledger, {})
    assert embed.state is not None
    assert embed.state.stated is not None
    assert (embed.state.now, embed.state.stated.at) == ("live", CAPTURED)
