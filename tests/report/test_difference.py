from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from tests.report.reports import replaced
from tweetarchive.model.verdict import Change, ChangeOp, Weight
from tweetarchive.report.difference import CONTEXT, LONGEST_UNMARKED, Passage, Side, marked
from tweetarchive.report.flow import INDENT, LABELS, Rows

QUOTED, ARCHIVED = "It closes in March, at noon.", "It closes on Monday, at noon."


def test_a_replaced_word_is_marked_in_both_texts() -> None:
    changes = (replaced(QUOTED, ARCHIVED, was="in March", became="on Monday"),)
    assert marked(QUOTED, changes, Side.QUOTED).plain == "It closes [-in March-], at noon."
    assert marked(ARCHIVED, changes, Side.ARCHIVED).plain == "It closes {+on Monday+}, at noon."


def test_words_only_one_side_has_are_marked_there_alone() -> None:
    change = Change(ChangeOp.DELETE, "", "not ", Weight.MEANING, quoted_at=(6, 6), archived_at=(6, 10))
    assert marked("It is open", (change,), Side.QUOTED).plain == "It is open"
    assert marked("It is not open", (change,), Side.ARCHIVED).plain == "It is {+not +}open"


def test_changes_that_a_class_explains_are_not_marked() -> None:
    changes = (replaced(QUOTED, ARCHIVED, was="in March", became="on Monday", weight=Weight.FORM),)
    assert marked(QUOTED, changes, Side.QUOTED).plain == QUOTED


def test_changes_in_any_order_and_out_of_range_lose_no_word() -> None:
    late = Change(ChangeOp.REPLACE, "d", "", Weight.MINOR, quoted_at=(6, 99))
    early = Change(ChangeOp.REPLACE, "b", "", Weight.MINOR, quoted_at=(2, 3))
    assert marked("a b c d", (late, early), Side.QUOTED).plain == "a [-b-] c [-d-]"


def test_a_blank_that_differs_is_shown_by_its_number() -> None:
    change = Change(ChangeOp.REPLACE, "\u200b", "", Weight.MINOR, quoted_at=(1, 2))
    assert marked("a\u200bb", (change,), Side.QUOTED).plain == "a[-⟨U+200B⟩-]b"


def test_long_unchanged_stretches_are_cut_and_say_so() -> None:
    text = "a" * 5000 + "X" + "b" * 5000
    change = Change(ChangeOp.REPLACE, "X", "Y", Weight.MEANING, quoted_at=(5000, 5001))
    assert marked(text, (change,), Side.QUOTED).plain == f"[…] {'a' * CONTEXT}[-X-]{'b' * CONTEXT} […]"


def test_a_long_text_without_changes_says_how_much_is_not_shown() -> None:
    assert marked("a" * 25_000, (), Side.QUOTED).plain == "a" * LONGEST_UNMARKED + " [… 23800 characters more]"


@pytest.mark.parametrize("width", [1, 12, 40])
def test_every_line_of_a_right_to_left_passage_is_isolated(width: int) -> None:
    out = StringIO()
    words = Passage(Text("الجسر يغلق @harbour يوم الاثنين"))
    Console(file=out, width=width + INDENT + LABELS).print(Rows((("", words),)), crop=False)
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert len(lines) > 1 or width == 40
    assert all(line.startswith("\u2067") and line.endswith("\u2069") for line in lines)
