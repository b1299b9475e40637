"""The written pairs, by class: what each class forgives, and the nearest thing it must not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.verify.factories import tweet
from tweetarchive.model.verdict import TextOutcome
from tweetarchive.verify.compare import Quote, compare

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "pairs.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: f"{case['class']}-{case['quote'][:24]}")
def test_a_pair_has_the_outcome_of_its_class(case: dict[str, Any]) -> None:
    archived = tweet(case["tweet"], language=case["lang"], complete=case.get("complete", True))
    found = compare(Quote(case["quote"], prose=case.get("prose", False)), archived)
    assert found.outcome == TextOutcome(case["outcome"]), (found.rule, found.changes)
    assert list(found.classes) == case.get("classes", list(found.classes))
    assert set(case.get("flags", ())) <= set(found.flags)
    if "reason" in case:
        assert case["reason"] in {found.rule, *(change.reason for change in found.changes)}
