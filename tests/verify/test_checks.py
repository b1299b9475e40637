"""The checks beside the words, and which of a tweet's texts the words are held against."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.verify.factories import NUMBER, embed, evidence, tweet
from tweetarchive.model.article import ShownDate, Span, SpanKind
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.tweet import Absence, Availability, Link, LinkKind, Media, MediaKind, SourceName, StatusId
from tweetarchive.model.verdict import (
    Confidence,
    DateOutcome,
    HandleOutcome,
    MediaOutcome,
    NameOutcome,
    StatusIdOutcome,
    TextOutcome,
    Verdict,
)
from tweetarchive.verify import judge, verdict
from tweetarchive.verify.clock import check_date

LATER = "1360212345778901248"
QUOTED = "1360100000000000000"


def gone(number: str | None = NUMBER, availability: Availability = Availability.DELETED) -> Absence:
    return Absence(
        status_id=StatusId(number) if number else None, availability=availability, source=SourceName.SYNDICATION
    )


def handle(shown: str | None, *held: object, **fields: object) -> HandleOutcome:
    given = {"handle": shown, "handle_shown": shown is not None, "author_name": None, **fields}
    found = judge(embed(**given), evidence(*(held or (tweet(),)))).handle  # type: ignore[arg-type]
    assert found is not None
    return found.outcome


def test_a_handle_is_the_authors_whatever_its_capitals() -> None:
    assert handle("Merrow_Light") is HandleOutcome.MATCH


@pytest.mark.parametrize("shown", ["merr0w_light", "merrow_1ight", "merrowlight", "bob"])
def test_another_handle_is_different_however_alike(shown: str) -> None:
    assert handle(shown) is HandleOutcome.DIFFERENT


@pytest.mark.parametrize("shown", ["mеrrow_light", "merrow_light_of_the_bay", "merrow-light"])
def test_a_handle_that_cannot_exist_is_different_even_without_a_copy(shown: str) -> None:
    found = judge(embed(handle=shown), evidence(absences=(gone(),))).handle
    assert found is not None
    assert found.outcome is HandleOutcome.DIFFERENT


def test_the_permalinks_handle_alone_states_nothing() -> None:
    assert handle("bob", handle_shown=False) is HandleOutcome.NOT_STATED


def test_the_name_alone_is_name_only() -> None:
    assert handle(None, author_name="Merrow Light ⚓") is HandleOutcome.NAME_ONLY


def test_another_name_alone_is_no_match() -> None:
    assert handle(None, author_name="Tove Hagen") is HandleOutcome.NOT_CHECKABLE


def test_a_copy_of_the_tweet_under_the_old_handle_proves_a_renaming() -> None:
    old = tweet(handle="light_of_merrow", source=SourceName.WEB_ARCHIVE)
    assert handle("light_of_merrow", tweet(), old) is HandleOutcome.RENAMED


def test_another_tweet_of_the_same_user_id_proves_a_renaming() -> None:
    old = tweet(number=QUOTED, handle="light_of_merrow", user_id="7")
    assert handle("light_of_merrow", tweet(user_id="7"), old) is HandleOutcome.RENAMED


def test_another_tweet_of_another_user_id_proves_nothing() -> None:
    other = tweet(number=QUOTED, handle="light_of_merrow", user_id="8")
    assert handle("light_of_merrow", tweet(user_id="7"), other) is HandleOutcome.DIFFERENT


def test_a_mirrors_word_proves_no_renaming() -> None:
    mirrored = tweet(handle="light_of_merrow", third_party="a mirror")
    assert handle("light_of_merrow", tweet(), mirrored) is HandleOutcome.DIFFERENT


def test_words_credited_to_a_retweeter_are_a_mismatch_unless_the_quote_says_so() -> None:
    passed_on = tweet("RT @merrow_light: Nobody missing.", LATER, handle="bob", retweet_of=StatusId(NUMBER))
    assert handle("bob", tweet(), passed_on) is HandleOutcome.RETWEETER
    assert handle("bob", tweet(), passed_on, text="RT @merrow_light: Nobody missing.") is HandleOutcome.RETWEETER_SHOWN
    named = judge(embed("RT @merrow_light: Nobody missing.", LATER, handle="bob"), evidence(tweet(), passed_on))
    assert named.text is not None
    assert named.text.outcome is TextOutcome.IDENTICAL
    assert named.status_id is not None
    assert named.status_id.outcome is StatusIdOutcome.RETWEET


@pytest.mark.parametrize(
    ("text", "shown_handle", "outcome"),
    [
        ("Nobody missing.", "merrow_light", HandleOutcome.MATCH),
        ("Nobody missing.", "bob", HandleOutcome.RETWEETER),
        ("RT @merrow_light: Nobody missing.", "bob", HandleOutcome.RETWEETER_SHOWN),
        ("Nobody missing.", "eve", HandleOutcome.DIFFERENT),
    ],
)
def test_of_a_retweet_alone_the_author_is_read_from_its_words(
    text: str, shown_handle: str, outcome: HandleOutcome
) -> None:
    passed_on = tweet("RT @merrow_light: Nobody missing.", handle="bob", retweet_of=StatusId(QUOTED))
    found = judge(embed(text, handle=shown_handle), evidence(passed_on))
    assert found.handle is not None
    assert found.handle.outcome is outcome
    assert found.text is not None
    assert found.text.outcome is TextOutcome.IDENTICAL


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        ("Merrow Light", NameOutcome.MATCH),
        ("MERROW  LIGHT ⚓", NameOutcome.NORMALISED),
        ("Mérrow Light", NameOutcome.NORMALISED),
        ("Tove Hagen", NameOutcome.DIFFERENT),
        (None, NameOutcome.NOT_STATED),
    ],
)
def test_a_display_name_informs(shown: str | None, outcome: NameOutcome) -> None:
    found = judge(embed(author_name=shown), evidence(tweet()))
    assert found.author_name is not None
    assert found.author_name.outcome is outcome
    assert verdict(found) is Verdict.MATCH


MIDNIGHT = datetime(2021, 2, 10, 0, 30, 12, tzinfo=UTC)
EVENING = datetime(2021, 2, 10, 21, 44, tzinfo=UTC)


def shown(*days: str, clock: str | None = None, offset: float | None = None) -> ShownDate:
    return ShownDate(
        " / ".join(days),
        tuple(map(date.fromisoformat, days)),
        time.fromisoformat(clock) if clock else None,
        None if offset is None else timedelta(hours=offset),
    )


@pytest.mark.parametrize(
    ("seen", "instant", "outcome"),
    [
        (shown("2021-02-10"), MIDNIGHT, DateOutcome.SAME_UTC_DAY),
        (shown("2021-02-09"), MIDNIGHT, DateOutcome.TZ_COMPATIBLE),
        (shown("2021-02-11"), MIDNIGHT, DateOutcome.DIFFERENT),
        (shown("2021-02-11"), EVENING, DateOutcome.TZ_COMPATIBLE),
        (shown("2021-02-09"), EVENING, DateOutcome.DIFFERENT),
        (shown("2021-02-10", clock="06:00"), MIDNIGHT, DateOutcome.SAME_UTC_DAY),
        (shown("2021-02-09", clock="19:30"), MIDNIGHT, DateOutcome.TZ_COMPATIBLE),
        (shown("2021-02-10", clock="06:15"), MIDNIGHT, DateOutcome.SAME_UTC_DAY),
        (shown("2021-02-10", clock="06:17"), MIDNIGHT, DateOutcome.DIFFERENT),
        (shown("2021-02-09", clock="06:30"), MIDNIGHT, DateOutcome.DIFFERENT),
        (shown("2021-02-10", clock="06:30", offset=2), MIDNIGHT, DateOutcome.DIFFERENT),
        (shown("2021-02-10", clock="02:30", offset=2), MIDNIGHT, DateOutcome.SAME_UTC_DAY),
        (shown("2021-10-02", "2021-02-10"), MIDNIGHT, DateOutcome.AMBIGUOUS),
        (shown("2021-10-02", "2021-02-12"), MIDNIGHT, DateOutcome.DIFFERENT),
        (shown(), MIDNIGHT, DateOutcome.NOT_CHECKABLE),
        (None, MIDNIGHT, DateOutcome.NOT_STATED),
    ],
)
def test_a_date_is_judged_by_the_instant(seen: ShownDate | None, instant: datetime, outcome: DateOutcome) -> None:
    assert check_date(seen, (instant,)).outcome is outcome


def test_without_any_clock_a_date_is_not_checkable() -> None:
    assert check_date(shown("2021-02-10"), ()).outcome is DateOutcome.NOT_CHECKABLE


def test_the_permalinks_own_clock_convicts_a_false_date_under_a_deleted_tweet() -> None:
    found = judge(embed(date=shown("2021-02-19")), evidence(absences=(gone(),)))
    assert verdict(found) is Verdict.MISMATCH
    honest = judge(embed(date=shown("2021-02-12")), evidence(absences=(gone(),)))
    assert verdict(honest) is Verdict.UNCHECKABLE


def test_the_number_needs_an_answer_for_that_very_tweet() -> None:
    def outcome(number: str | None, held: Evidence) -> StatusIdOutcome:
        found = judge(embed(number=number), held).status_id
        assert found is not None
        return found.outcome

    assert outcome(NUMBER, evidence(tweet())) is StatusIdOutcome.MATCH
    assert outcome(NUMBER, evidence(absences=(gone(),))) is StatusIdOutcome.MATCH
    assert outcome(NUMBER, evidence(absences=(gone(None),))) is StatusIdOutcome.MATCH
    assert outcome(NUMBER, evidence(absences=(gone(LATER),))) is StatusIdOutcome.NOT_CHECKABLE
    silent = gone(availability=Availability.NOT_FOUND)
    assert outcome(NUMBER, evidence(absences=(silent,))) is StatusIdOutcome.NOT_CHECKABLE
    assert outcome(NUMBER, evidence()) is StatusIdOutcome.NOT_CHECKABLE
    assert outcome(LATER, evidence(tweet())) is StatusIdOutcome.DIFFERENT
    assert outcome(None, evidence(tweet())) is StatusIdOutcome.ABSENT


PICTURE = Media(MediaKind.PHOTO, "https://pbs.example/a.jpg", link="https://t.co/mQz47RtYbN")


def pictured(text: str = "Nobody missing.", **fields: object) -> object:
    whole = f"{text} pic.x.com/mQz47RtYbN"
    link = Link(len(text) + 1, len(whole), LinkKind.MEDIA, "https://t.co/mQz47RtYbN", "pic.x.com/mQz47RtYbN", None)
    return tweet(whole, links=(link,), media=(PICTURE,), shown=(0, len(text)), **fields)


@pytest.mark.parametrize(
    ("link", "outcome"),
    [
        ("pic.twitter.com/mQz47RtYbN", MediaOutcome.MATCH),
        ("pic.x.com/mQz47RtYbN", MediaOutcome.MATCH),
        ("https://t.co/mQz47RtYbN", MediaOutcome.MATCH),
        ("pic.twitter.com/mqz47rtybn", MediaOutcome.DIFFERENT),
        ("https://t.co/mQz47RtYbM", MediaOutcome.DIFFERENT),
        ("", MediaOutcome.ABSENT_IN_QUOTE),
    ],
)
def test_a_pic_link_is_the_tweets_own_letter_by_letter(link: str, outcome: MediaOutcome) -> None:
    codes = (link,) if link.startswith("pic.") else ()
    found = judge(embed(f"Nobody missing. {link}", pic_links=codes), evidence(pictured()))  # type: ignore[arg-type]
    assert found.media is not None
    assert found.media.outcome is outcome
    assert found.text is not None
    assert found.text.outcome is TextOutcome.IDENTICAL


def test_a_reused_picture_is_named_as_such() -> None:
    owned = Media(MediaKind.PHOTO, "https://pbs.example/a.jpg", link=PICTURE.link, owner=StatusId(QUOTED))
    found = judge(embed("Nobody missing. pic.x.com/mQz47RtYbN"), evidence(tweet(media=(owned,))))
    assert found.media is not None
    assert found.media.outcome is MediaOutcome.MATCH
    assert QUOTED in found.media.note


def test_a_source_that_does_not_speak_of_media_convicts_nobody() -> None:
    found = judge(embed("Nobody missing. pic.x.com/mQz47RtYbN"), evidence(tweet(media=None)))
    assert found.media is not None
    assert found.media.outcome is MediaOutcome.NOT_CHECKABLE


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


def test_without_any_words_nothing_is_quoted_and_without_any_copy_nothing_is_checked() -> None:
    assert verdict(judge(embed(None), evidence(tweet()))) is Verdict.NO_QUOTE
    assert verdict(judge(embed(), Evidence())) is Verdict.UNCHECKABLE


def test_how_firmly_a_quote_is_tied_is_said_and_decides_nothing() -> None:
    def confidence(*held: object, **fields: object) -> Confidence | None:
        found = judge(embed(**fields), evidence(*held)).text  # type: ignore[arg-type]
        assert found is not None
        return found.confidence

    long = "Nobody was hurt on the quay today."
    assert confidence(tweet(long), text=long) is Confidence.STRONG
    assert confidence(tweet(long), text=long, number=None) is Confidence.MEDIUM
    assert confidence(tweet(long), text=long, number=None, handle_shown=False) is Confidence.WEAK
    assert confidence(tweet(long), text="hurt on the quay") is Confidence.WEAK
    assert confidence(text=long) is None


def test_every_finding_has_a_sentence_and_a_rule() -> None:
    for held in (evidence(tweet()), evidence(tweet("Something else.")), evidence(absences=(gone(),)), Evidence()):
        found = judge(embed("Nobody missing, 5."), held)
        for check in (found.text, found.handle, found.author_name, found.date, found.status_id, found.media):
            assert check is not None
            assert check.note.endswith((".", ")"))
            assert check.rule
