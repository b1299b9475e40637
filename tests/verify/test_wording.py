"""Which of a tweet's texts the words are held against: links, replies, versions, threads, quoted tweets."""

from __future__ import annotations

import pytest

from tests.verify.factories import NUMBER, embed, evidence, tweet
from tweetarchive.model.article import Span, SpanKind
from tweetarchive.model.tweet import Link, LinkKind, SourceName, StatusId
from tweetarchive.model.verdict import HandleOutcome, StatusIdOutcome, TextOutcome, Verdict
from tweetarchive.verify import judge, verdict

LATER = "1360212345778901248"
QUOTED = "1360100000000000000"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://t.co/mWk5dEf3Zq",
        "t.co/mWk5dEf3Zq",
        "merrownews.example/lamps/of-th…",
        "merrownews.example/lamps/of-the-year",
        "https://www.merrownews.example/lamps/of-the-year",
    ],
)
def test_a_link_is_the_same_in_any_spelling(spelling: str) -> None:
    text = "A defeat. merrownews.example/lamps/of-th… Read it."
    link = Link(
        10,
        text.index(" Read"),
        LinkKind.LINK,
        "https://t.co/mWk5dEf3Zq",
        "merrownews.example/lamps/of-th…",
        "https://www.merrownews.example/lamps/of-the-year",
    )
    found = judge(embed(f"A defeat. {spelling} Read it."), evidence(tweet(text, links=(link,))))
    assert found.text is not None
    assert found.text.outcome is TextOutcome.IDENTICAL
    false = judge(embed("A defeat. merrownews.example/lamps-not Read it."), evidence(tweet(text, links=(link,))))
    assert verdict(false) is Verdict.MISMATCH


def test_another_link_at_the_end_is_not_taken_for_the_quoted_tweets() -> None:
    text = "As I said. https://t.co/mWk5dEf3Zq"
    link = Link(11, len(text), LinkKind.QUOTE, "https://t.co/mWk5dEf3Zq", "x.com/bob/status/1", None)
    quoting = tweet(text, links=(link,), quoted_status_id=StatusId(QUOTED), shown=(0, 10))
    assert verdict(judge(embed("As I said."), evidence(quoting))) is Verdict.MATCH
    assert verdict(judge(embed(text), evidence(quoting))) is Verdict.MATCH
    assert verdict(judge(embed("As I said. https://t.co/mWk5dEf3Zz"), evidence(quoting))) is Verdict.MISMATCH


def test_the_mentions_that_x_hides_in_a_reply_may_be_missing() -> None:
    reply = tweet("@bob When?", shown=(5, 10), in_reply_to_handle="bob")
    for quoted in ("When?", "@bob When?"):
        found = judge(embed(quoted), evidence(reply)).text
        assert found is not None
        assert found.outcome is TextOutcome.IDENTICAL


def test_an_emoji_image_is_a_class_of_its_own() -> None:
    span = Span(4, 5, SpanKind.EMOJI_IMAGE)
    found = judge(embed("Sun ☀", spans=(span,)), evidence(tweet("Sun ☀"))).text
    assert found is not None
    assert (found.outcome, found.classes) == (TextOutcome.SAME_NORMALISED, ("emoji_img",))


def test_an_earlier_version_is_told_apart_and_one_not_held_proves_nothing() -> None:
    ids = (StatusId(NUMBER), StatusId(LATER))
    old = tweet("Judge sides with the renters.", edit_ids=ids)
    new = tweet("Judge sides against the renters.", LATER, edit_ids=ids)
    quoting = embed("Judge sides with the renters.")
    found = judge(quoting, evidence(old, new))
    assert found.text is not None
    assert found.text.outcome is TextOutcome.EARLIER_EDIT
    assert found.status_id is not None
    assert found.status_id.outcome is StatusIdOutcome.EARLIER_VERSION
    assert verdict(found) is Verdict.MATCH_WITH_DIFFERENCES
    assert verdict(judge(quoting, evidence(new))) is Verdict.UNCHECKABLE
    assert verdict(judge(embed("Judge sides with nobody."), evidence(old, new))) is Verdict.MISMATCH


FIRST, SECOND, THIRD = NUMBER, "1360212345778901248", "1360212345878901248"


def thread() -> tuple[object, ...]:
    return (
        tweet("1. I counted 40 boats.", FIRST),
        tweet("@merrow_light 2. Then 6.", SECOND, in_reply_to_status_id=StatusId(FIRST), shown=(14, 24)),
        tweet("3. Now none.", THIRD, in_reply_to_status_id=StatusId(SECOND)),
    )


@pytest.mark.parametrize(
    ("text", "outcome", "flags"),
    [
        ("1. I counted 40 boats.\n\n2. Then 6.", TextOutcome.COMPOSITE, ()),
        ("1. I counted 40 boats. 2. Then 6. 3. Now none.", TextOutcome.COMPOSITE, ()),
        ("1. I counted 40 boats. 3. Now none.", TextOutcome.COMPOSITE, ("thread_part_skipped",)),
        ("2. Then 6. 1. I counted 40 boats.", TextOutcome.ALTERED_MEANING, ()),
        ("1. I counted 40 boats. 2. Then 5.", TextOutcome.ALTERED_MEANING, ()),
        ("1. I counted 40 boats. Then 6.", TextOutcome.ALTERED_MEANING, ()),
    ],
)
def test_a_thread_is_joined_whole_and_in_order(text: str, outcome: TextOutcome, flags: tuple[str, ...]) -> None:
    found = judge(embed(text), evidence(*thread())).text  # type: ignore[arg-type]
    assert found is not None
    assert (found.outcome, found.flags) == (outcome, flags)


def test_words_from_another_tweet_are_a_splice() -> None:
    judged = tweet("1. I counted 40 boats on the quay this morning.")
    other = tweet("By noon there were none at all.", LATER)
    found = judge(embed("1. I counted 40 boats on the quay there were none at all."), evidence(judged, other)).text
    assert found is not None
    assert (found.outcome, found.rule) == (TextOutcome.ALTERED_MEANING, "splice")


@pytest.mark.parametrize(
    ("text", "outcome", "author"),
    [
        ("As I said. Dock Whispers (@dockwhispers): Tolls go up 12%.", TextOutcome.COMPOSITE, HandleOutcome.MATCH),
        ("As I said. Dock Whispers Tolls go up 12%.", TextOutcome.COMPOSITE, HandleOutcome.MATCH),
        ("As I said. Tolls go up 12%.", TextOutcome.ALTERED_MEANING, HandleOutcome.MIXED),
    ],
)
def test_a_quoted_tweet_may_be_joined_only_with_its_authors_name(
    text: str, outcome: TextOutcome, author: HandleOutcome
) -> None:
    quoting = tweet("As I said.", quoted_status_id=StatusId(QUOTED))
    quoted = tweet("Tolls go up 12%.", QUOTED, handle="dockwhispers", author_name="Dock Whispers")
    found = judge(embed(text), evidence(quoting, quoted))
    assert found.text is not None
    assert found.handle is not None
    assert (found.text.outcome, found.handle.outcome) == (outcome, author)


def test_a_longer_copy_from_another_source_is_a_reference_too() -> None:
    short = tweet("Nobody missing. The clerk", complete=False)
    whole = tweet("Nobody missing. The clerk has all of it.", source=SourceName.API_V2)
    quoting = embed("Nobody missing. The clerk has all of it.")
    assert verdict(judge(quoting, evidence(short))) is Verdict.UNCHECKABLE
    assert verdict(judge(quoting, evidence(short, whole))) is Verdict.MATCH
