"""Agreement with the labelled pairs beside the project (reference/verification.md §8)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import tweetarchive
from tweetarchive.model.article import Claim
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import Verdict
from tweetarchive.verify import judge_claim

CASES = Path(__file__).resolve().parents[2] / "../shared/cases/verification"
pytestmark = pytest.mark.cases

CHECKS = {
    "text": "text",
    "author": "handle",
    "author_name": "author_name",
    "date": "date",
    "permalink": "status_id",
    "media": "media",
}
PROSE_WORDS = {
    "verbatim_full": {"identical"},
    "verbatim_excerpt": {"excerpt_unmarked", "excerpt_marked"},
    "no_such_tweet": {"not_checkable"},
}


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def _judged(case: dict[str, Any]) -> dict[str, str]:
    held = case.get("context") or {}
    others = [one for key in ("other_versions", "other_tweets", "retweets") for one in held.get(key, [])]
    report = tweetarchive.compare(case.get("quote_html") or case["quote_text"], [case["tweet"], *others]).to_dict()
    if not report["embeds"]:
        return {"text": report["claims"][0]["outcome"], "overall": report["claims"][0]["verdict"]}
    judged = report["embeds"][0]
    found = {label: judged["checks"][check]["outcome"] for label, check in CHECKS.items()}
    return {**found, "overall": judged["verdict"]}


def test_the_labelled_pairs_get_their_outcomes_and_no_falsified_one_matches() -> None:
    asked: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    wrong = []
    for case in _lines("dev.jsonl"):
        found = _judged(case)
        for key, outcome in found.items():
            right = {case["expect"][key], *case.get("accept", {}).get(key, [])}
            asked[key] += 1
            agreed[key] += outcome in right
            if outcome not in right:
                wrong.append((case["id"], key, outcome, right))
        assert not (case["expect"]["overall"] == "mismatch" and found["overall"] == Verdict.MATCH), case["id"]
    assert agreed["overall"] == asked["overall"], wrong
    assert agreed["text"] >= 0.98 * asked["text"], wrong
    assert agreed.total() >= 0.98 * asked.total(), wrong


def test_the_labelled_claims_get_their_outcomes() -> None:
    wrong = []
    for case in _lines("prose.jsonl"):
        tweets = [
            one for answer in case["tweets"] for one in tweetarchive.read_payload(answer) if isinstance(one, Tweet)
        ]
        for label in case["expect"]:
            if label["outcome"] == "n/a":
                continue
            right = {label["outcome"], *case.get("accept", {}).get("outcome", [])}
            right |= {word for one in right for word in PROSE_WORDS.get(one, ())}
            speaker = next((one.author_name for one in tweets if one.handle == label["author"]), None)
            claim = Claim(text=label["span"], speaker=speaker, handle=None, sentence=case["article"])
            judged = judge_claim(claim, (), (), tweets)
            if judged.finding.outcome not in right or (judged.tweet and judged.tweet.status_id) != label["tweet_id"]:
                wrong.append((case["id"], label["span"], judged.finding.outcome))
    assert not wrong
