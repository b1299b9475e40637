"""The table of docs/verdicts.md, cell by cell."""

from __future__ import annotations

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from tweetarchive.model.verdict import (
    DateOutcome,
    Finding,
    Findings,
    HandleOutcome,
    MediaOutcome,
    NameOutcome,
    StatusIdOutcome,
    TextOutcome,
    Verdict,
)
from tweetarchive.verify import article_verdict, verdict


def findings(**outcomes: StrEnum) -> Findings:
    given: dict[str, Any] = {name: Finding(outcome, "") for name, outcome in outcomes.items()}
    return Findings(**given)


ALONE = {
    TextOutcome.IDENTICAL: Verdict.MATCH,
    TextOutcome.SAME_NORMALISED: Verdict.MATCH,
    TextOutcome.EARLIER_EDIT: Verdict.MATCH_WITH_DIFFERENCES,
    TextOutcome.TRUNCATED_BY_X: Verdict.MATCH_WITH_DIFFERENCES,
    TextOutcome.EXCERPT_MARKED: Verdict.MATCH_WITH_DIFFERENCES,
    TextOutcome.EXCERPT_UNMARKED: Verdict.MATCH_WITH_DIFFERENCES,
    TextOutcome.MARKED_EDIT: Verdict.MATCH_WITH_DIFFERENCES,
    TextOutcome.ALTERED_MINOR: Verdict.MATCH_WITH_DIFFERENCES,
    TextOutcome.COMPOSITE: Verdict.MATCH_WITH_DIFFERENCES,
    TextOutcome.ALTERED_MEANING: Verdict.MISMATCH,
    TextOutcome.DIFFERENT: Verdict.MISMATCH,
    TextOutcome.NOT_QUOTED: Verdict.NO_QUOTE,
    TextOutcome.NOT_CHECKABLE: Verdict.UNCHECKABLE,
}
CONTRADICTIONS = [
    ("handle", HandleOutcome.DIFFERENT),
    ("handle", HandleOutcome.MIXED),
    ("handle", HandleOutcome.RETWEETER),
    ("date", DateOutcome.DIFFERENT),
    ("status_id", StatusIdOutcome.DIFFERENT),
    ("media", MediaOutcome.DIFFERENT),
]
HARMLESS = [
    *(("date", one) for one in DateOutcome if one is not DateOutcome.DIFFERENT),
    *(("status_id", one) for one in StatusIdOutcome if one is not StatusIdOutcome.DIFFERENT),
    *(("media", one) for one in MediaOutcome if one is not MediaOutcome.DIFFERENT),
    *(("author_name", one) for one in NameOutcome),
]


def test_the_table_covers_every_text_outcome() -> None:
    assert set(ALONE) == set(TextOutcome)


@pytest.mark.parametrize("text", TextOutcome)
def test_a_text_with_its_author_gives_the_verdict_of_its_row(text: TextOutcome) -> None:
    assert verdict(findings(text=text, handle=HandleOutcome.MATCH)) is ALONE[text]


@pytest.mark.parametrize(("text", "contradiction"), list(product(TextOutcome, CONTRADICTIONS)))
def test_any_contradiction_is_a_mismatch(text: TextOutcome, contradiction: tuple[str, StrEnum]) -> None:
    name, outcome = contradiction
    given = {"text": text, "handle": HandleOutcome.MATCH, name: outcome}
    assert verdict(findings(**given)) is Verdict.MISMATCH


@pytest.mark.parametrize(("name", "outcome"), CONTRADICTIONS)
def test_a_contradiction_needs_no_copy_of_the_tweet(name: str, outcome: StrEnum) -> None:
    assert verdict(findings(**{name: outcome})) is Verdict.MISMATCH


@pytest.mark.parametrize(("text", "harmless"), list(product(TextOutcome, HARMLESS)))
def test_no_other_outcome_changes_a_verdict(text: TextOutcome, harmless: tuple[str, StrEnum]) -> None:
    name, outcome = harmless
    assert verdict(findings(text=text, handle=HandleOutcome.MATCH, **{name: outcome})) is ALONE[text]


@pytest.mark.parametrize("handle", HandleOutcome)
def test_the_whole_text_is_a_match_only_with_an_author_who_holds(handle: HandleOutcome) -> None:
    expected = Verdict.MATCH_WITH_DIFFERENCES
    if handle in (HandleOutcome.MATCH, HandleOutcome.NAME_ONLY, HandleOutcome.NOT_STATED):
        expected = Verdict.MATCH
    if handle in (HandleOutcome.DIFFERENT, HandleOutcome.MIXED, HandleOutcome.RETWEETER):
        expected = Verdict.MISMATCH
    assert verdict(findings(text=TextOutcome.IDENTICAL, handle=handle)) is expected


def test_no_findings_at_all_prove_nothing() -> None:
    assert verdict(Findings()) is Verdict.UNCHECKABLE


def test_findings_without_the_text_prove_nothing() -> None:
    assert verdict(findings(handle=HandleOutcome.MATCH, status_id=StatusIdOutcome.MATCH)) is Verdict.UNCHECKABLE


def test_a_text_without_an_author_check_is_no_plain_match() -> None:
    assert verdict(findings(text=TextOutcome.IDENTICAL)) is Verdict.MATCH_WITH_DIFFERENCES


def test_an_article_is_as_good_as_its_worst_embed() -> None:
    order = [
        Verdict.NO_QUOTE,
        Verdict.MATCH,
        Verdict.MATCH_WITH_DIFFERENCES,
        Verdict.UNCHECKABLE,
        Verdict.MISMATCH,
    ]
    for end in range(1, len(order) + 1):
        assert article_verdict(order[:end]) is order[end - 1]


def test_an_article_without_embeds_says_so() -> None:
    assert article_verdict(()) is Verdict.NO_EMBEDS
