from __future__ import annotations

import pytest

from tests.report.holdings import DAY, NOON, sight
from tweetarchive.model.tweet import Availability
from tweetarchive.report.states import GROUPS, NO_LONGER_PUBLIC, Group, in_a_sentence, state_of, state_to_dict

LIVE, DELETED, PROTECTED = Availability.LIVE, Availability.DELETED, Availability.PROTECTED
NOT_FOUND, UNKNOWN = Availability.NOT_FOUND, Availability.UNKNOWN


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([LIVE], "still on X on 2019-10-14"),
        ([LIVE, UNKNOWN], "still on X on 2019-10-14; asked again on 2019-10-15, without an answer"),
        ([LIVE, NOT_FOUND], "still on X on 2019-10-14; asked again on 2019-10-15: not found"),
        (
            [LIVE, NOT_FOUND, UNKNOWN, UNKNOWN],
            "still on X on 2019-10-14; asked again on 2019-10-15: not found; asked again on 2019-10-17, without an "
            "answer",
        ),
        ([LIVE, UNKNOWN, LIVE], "still on X on 2019-10-16"),
        ([LIVE, DELETED], "gone from X: deleted, as stated on 2019-10-15"),
        (
            [UNKNOWN, UNKNOWN],
            "not known whether it is still on X; asked on 2019-10-15, without an answer",
        ),
        ([NOT_FOUND], "not found at X, which does not say why; asked on 2019-10-14: not found"),
        ([], "not known whether it is still on X"),
    ],
)
def test_a_state_is_told_with_the_day_it_was_stated_and_the_questions_since(
    seen: list[Availability], told: str
) -> None:
    assert in_a_sentence(state_of(sight(one, days) for days, one in enumerate(seen))) == told


def test_an_answer_that_states_nothing_does_not_date_the_state() -> None:
    state = state_of([sight(LIVE), sight(UNKNOWN, 5)])
    assert state.stated is not None
    assert (state.now, state.stated.at, state.asked_at) == (LIVE, NOON, NOON + 5 * DAY)


def test_a_404_is_no_statement() -> None:
    state = state_of([sight(NOT_FOUND)])
    assert (state.now, state.stated, state.gone_since) == (NOT_FOUND, None, None)


def test_a_tweet_is_gone_from_the_first_statement_of_it_on_and_no_longer_once_it_is_back() -> None:
    gone = [sight(LIVE), sight(DELETED, 1), sight(NOT_FOUND, 2), sight(PROTECTED, 3)]
    assert (state_of(gone).gone_since, state_of(gone).last_live) == (NOON + DAY, NOON)
    assert state_of([*gone, sight(LIVE, 4)]).gone_since is None
    assert state_of([*gone, sight(LIVE, 4), sight(DELETED, 5)]).gone_since == NOON + 5 * DAY


def test_json_names_who_stated_it_when_in_what_words_and_the_record() -> None:
    said = sight(DELETED, 1, words="This Post was deleted", record_offset=7, record_id="urn:uuid:1", file="a.warc.gz")
    assert state_to_dict(state_of([sight(LIVE), said, sight(UNKNOWN, 3)])) == {
        "availability": "deleted",
        "stated_at": "2019-10-15T12:00:00Z",
        "asked_at": "2019-10-17T12:00:00Z",
        "last_live": "2019-10-14T12:00:00Z",
        "gone_since": "2019-10-15T12:00:00Z",
        "source": "syndication",
        "words": "This Post was deleted",
        "record": {"file": "a.warc.gz", "offset": 7, "id": "urn:uuid:1"},
    }


def test_every_state_has_its_group_and_what_x_states_is_not_unknown() -> None:
    assert set(GROUPS) == set(Availability)
    assert GROUPS[Availability.WITHHELD] is GROUPS[Availability.AGE_RESTRICTED] is Group.RESTRICTED
    assert GROUPS[NOT_FOUND] is Group.NOT_FOUND
    assert [one for one, group in GROUPS.items() if group is Group.UNKNOWN] == [UNKNOWN]
    assert {GROUPS[one] for one in NO_LONGER_PUBLIC} == {Group.DELETED, Group.PROTECTED, Group.GONE}
