"""Quotes in sentences: what ties one to a tweet, and what is said of it then."""

from __future__ import annotations

import pytest

from tests.verify.factories import NUMBER, embed, evidence, tweet
from tweetarchive.model.article import Claim
from tweetarchive.model.report import JudgedClaim
from tweetarchive.model.tweet import StatusId, Tweet
from tweetarchive.model.verdict import TextOutcome, Verdict
from tweetarchive.verify import judge_claim

OTHER = "1654916438996506584"


def claim(text: str, speaker: str | None = "Ada Holt", **fields: object) -> Claim:
    return Claim(text=text, speaker=speaker, sentence=f"“{text}” she tweeted.", **{"handle": None, **fields})  # type: ignore[arg-type]


def dunne(text: str = "We will not move the lamp. Not this year, not ever.", number: str = NUMBER) -> Tweet:
    return tweet(text, number, handle="keeper_holt", author_name="Keeper Ada Holt")


def judged(one: Claim, *held: Tweet) -> JudgedClaim:
    return judge_claim(one, (), (), held or (dunne(),))


@pytest.mark.parametrize("speaker", ["Holt", "Keeper Holt", "the keeper, Ada Holt", "@keeper_holt"])
def test_a_speaker_and_the_words_tie_a_claim(speaker: str) -> None:
    found = judged(claim("Not this year,", speaker))
    assert found.finding.outcome is TextOutcome.EXCERPT_UNMARKED
    assert found.verdict is Verdict.MATCH_WITH_DIFFERENCES
    assert found.tweet is not None


def test_the_whole_tweet_is_identical() -> None:
    found = judged(claim("We will not move the lamp. Not this year, not ever."))
    assert (found.finding.outcome, found.verdict) == (TextOutcome.IDENTICAL, Verdict.MATCH)


def test_a_weaker_promise_is_altered() -> None:
    found = judged(claim("We will not move the lamp this year,"))
    assert (found.finding.outcome, found.verdict) == (TextOutcome.ALTERED_MEANING, Verdict.MISMATCH)


def test_of_several_tweets_the_words_choose() -> None:
    auditor = dunne("I have told the painter to redo all 27 shutters.", OTHER)
    found = judged(claim("all 37 shutters"), dunne(), auditor)
    assert found.tweet is auditor
    assert found.verdict is Verdict.MISMATCH


@pytest.mark.parametrize(
    "one",
    [
        claim("I should have read the letter."),
        claim("a miser who hides behind curtains"),
        claim("the harbour", speaker=None),
        claim("Kein Verkauf des Hafens"),
        claim("We will not move the lamp.", handle="surveyor_lin"),
        claim("We will not move the lamp.", status_id=StatusId(OTHER)),
    ],
)
def test_what_nothing_ties_is_not_checkable_and_no_fault(one: Claim) -> None:
    found = judged(one, dunne(), dunne("I have told the painter to redo all 27 shutters.", "1654048219152886943"))
    assert found.finding.outcome is TextOutcome.NOT_CHECKABLE
    assert (found.verdict, found.embed, found.tweet) == (Verdict.UNCHECKABLE, None, None)


def test_words_alone_tie_a_claim_of_an_unnamed_speaker() -> None:
    nurse = tweet("What a f***ing mess it is. Pay the cooks.")
    found = judged(claim("What a fucking mess it is,", "one cook"), nurse)
    assert found.tweet is nurse
    assert found.finding.outcome is TextOutcome.ALTERED_MINOR


def test_a_claim_names_the_embed_it_was_judged_by() -> None:
    held = evidence(dunne())
    shown = embed("We will not move the lamp. Not this year, not ever.")
    found = judge_claim(claim("Not this year"), (shown,), (held,), held.statements)
    assert found.embed == 0


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("[W]e will not move the lamp.", TextOutcome.MARKED_EDIT),
        ("not this year, not ever", TextOutcome.EXCERPT_UNMARKED),
        ("We will not move … Not this year, not ever.", TextOutcome.EXCERPT_MARKED),
        ("We will … move the lamp.", TextOutcome.ALTERED_MEANING),
        ("Move the lamp.", TextOutcome.ALTERED_MEANING),
    ],
)
def test_prose_has_its_own_licence_and_no_more(text: str, outcome: TextOutcome) -> None:
    assert judged(claim(text)).finding.outcome is outcome


def test_a_sentence_that_names_another_author_at_hand_is_not_of_this_tweet() -> None:
    painter = tweet("The keeper will move the lamp in May.", OTHER, handle="tove_hagen", author_name="Tove Hagen")
    words = "The keeper will move the lamp in May."
    assert judged(claim(words, "Ada Holt"), dunne(), painter).verdict is Verdict.UNCHECKABLE
    assert judged(claim(words, "Tove Hagen"), dunne(), painter).verdict is Verdict.MATCH
    assert judged(claim(words, "the painter"), dunne(), painter).verdict is Verdict.MATCH
