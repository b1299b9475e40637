"""The checks beside the words: handle, display name, date, permalink, media; and what all findings have."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.verify.factories import NUMBER, embed, evidence, tweet
from tweetarchive.model.article import ShownDate
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


@pytest.mark.parametrize("archived", ["RT @tove_hagen: Nobody missing.", "So true! MT @tove_hagen Nobody missing."])
def test_words_repeated_by_hand_are_not_those_of_who_repeats_them(archived: str) -> None:
    repeated = tweet(archived)
    assert handle("merrow_light", repeated) is HandleOutcome.RETWEETER
    assert handle("merrow_light", repeated, text=archived) is HandleOutcome.MATCH
    assert handle("merrow_light", tweet("So true! RT @tove_hagen Gone."), text="So true!") is HandleOutcome.MATCH


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


def yearless(month: int, day: int, clock: str | None = None) -> ShownDate:
    return ShownDate("", (), time.fromisoformat(clock) if clock else None, None, ((month, day),))


@pytest.mark.parametrize(
    ("seen", "instant", "outcome"),
    [
        (yearless(2, 10), MIDNIGHT, DateOutcome.SAME_UTC_DAY),
        (yearless(2, 9), MIDNIGHT, DateOutcome.TZ_COMPATIBLE),
        (yearless(2, 11), MIDNIGHT, DateOutcome.DIFFERENT),
        (yearless(2, 10, "06:15"), MIDNIGHT, DateOutcome.SAME_UTC_DAY),
        (yearless(2, 10, "06:17"), MIDNIGHT, DateOutcome.DIFFERENT),
        (yearless(1, 1), datetime(2020, 12, 31, 23, 50, tzinfo=UTC), DateOutcome.TZ_COMPATIBLE),
        (yearless(2, 29), datetime(2024, 2, 29, 12, 0, tzinfo=UTC), DateOutcome.SAME_UTC_DAY),
    ],
)
def test_a_day_without_a_year_is_judged_by_month_and_day_alone(
    seen: ShownDate, instant: datetime, outcome: DateOutcome
) -> None:
    found = check_date(seen, (instant,))
    assert (found.outcome, found.rule) == (outcome, f"{outcome}_without_year")
    assert "without a year" in found.note


def test_what_the_number_says_is_told_whatever_the_page_shows() -> None:
    clock = "the id says 2021-02-12 13:01:09 UTC"
    for one, held in ((embed(), evidence(tweet())), (embed(), evidence()), (embed(date=shown()), evidence())):
        found = judge(one, held).date
        assert found is not None
        assert clock in found.note
        assert found.archived == "2021-02-12 13:01:09 UTC"


def test_a_source_that_states_another_moment_than_the_number_is_told_besides() -> None:
    other = datetime(2021, 2, 12, 15, 1, 9, tzinfo=UTC)
    found = judge(embed(), evidence(tweet(created_at=other))).date
    assert found is not None
    assert "the id says 2021-02-12 13:01:09 UTC, the source 2021-02-12 15:01:09 UTC" in found.note


def test_a_number_of_the_years_before_snowflake_holds_no_clock() -> None:
    made = datetime(2010, 1, 2, 3, 4, 5, tzinfo=UTC)
    found = judge(embed(number="29700859247"), evidence(tweet(number="29700859247", created_at=made))).date
    assert found is not None
    assert "the source says 2010-01-02 03:04:05 UTC; the id holds no clock" in found.note


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
        ("t.co/mQz47RtYbN", MediaOutcome.MATCH),
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


def test_the_pictures_behind_a_link_are_counted() -> None:
    film = Media(MediaKind.VIDEO, "https://pbs.example/b.jpg", link=PICTURE.link)
    held = evidence(tweet(media=(PICTURE, PICTURE, film)))
    shown, dropped = judge(embed("Nobody missing. pic.x.com/mQz47RtYbN"), held).media, judge(embed(), held).media
    assert shown is not None
    assert dropped is not None
    assert "2 photos and 1 video" in shown.note
    assert "2 photos and 1 video" in dropped.note


def test_a_picture_of_another_tweet_is_named_as_its() -> None:
    other = tweet("See.", number=LATER, handle="other_one", media=(PICTURE,))
    found = judge(embed("Nobody missing. pic.x.com/mQz47RtYbN"), evidence(tweet(), other)).media
    assert found is not None
    assert found.outcome is MediaOutcome.DIFFERENT
    assert f"tweet {LATER} by @other_one" in found.note


def test_a_source_that_does_not_speak_of_media_convicts_nobody() -> None:
    found = judge(embed("Nobody missing. pic.x.com/mQz47RtYbN"), evidence(tweet(media=None)))
    assert found.media is not None
    assert found.media.outcome is MediaOutcome.NOT_CHECKABLE


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
