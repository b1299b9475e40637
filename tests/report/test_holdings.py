from __future__ import annotations

from collections import Counter

from tests.report.holdings import DAY, NOON, bare, holding, quotation, sight
from tests.report.reports import altered, matching
from tweetarchive.model.tweet import Availability
from tweetarchive.report.holdings import as_of, crossed, largest, scope
from tweetarchive.report.states import state_of


def test_embeds_are_counted_by_two_of_their_sides_and_what_nobody_knows_comes_last() -> None:
    held = [holding(), holding(altered()), holding(url=None), holding(matching(), url="https://other.example/a/b")]
    table = crossed(held, lambda one: one.article.section, lambda one: one.verdict.value)
    assert table == {
        "news.example/world": {"match": 1, "mismatch": 1},
        "other.example/a": {"match": 1},
        "": {"match": 1},
    }
    assert list(table)[-1] == ""


def test_the_largest_rows_stay_in_their_order_and_the_others_are_added_up() -> None:
    table = {"a": Counter(x=1), "b": Counter(x=5), "c": Counter(y=2), "d": Counter(x=3)}
    assert largest(table, 2) == ({"b": Counter(x=5), "d": Counter(x=3)}, 2, Counter(x=1, y=2))
    assert largest(table, 9) == (table, 0, Counter())


def test_the_scope_tells_one_from_many_and_every_kind() -> None:
    assert scope([holding()]) == "1 embed of 1 tweet in 1 article"
    assert scope([]) == "0 embeds of 0 tweets in 0 articles"
    assert scope([holding(), quotation(), quotation(), bare()]) == (
        "1 embed of 1 tweet in 1 article, 2 quotations in the running text, 1 article without either"
    )


def test_the_report_is_as_of_the_last_question_answered_or_not() -> None:
    asked = state_of([sight(), sight(Availability.UNKNOWN, 3)])
    assert as_of([holding(), holding(state=asked), bare(captured_at=NOON + DAY)]) == NOON + 3 * DAY
    assert as_of([]) is None
