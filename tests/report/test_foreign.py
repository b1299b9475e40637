from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.report.foreign import foreign, is_right_to_left, neutral, one_line


def test_an_escape_sequence_of_a_page_is_shown_and_not_obeyed() -> None:
    assert neutral("\x1b[2Jgone\x07\x7f\x9b31m") == "␛[2Jgone␇␡⟨U+009B⟩31m"


def test_an_override_that_turns_words_round_is_shown() -> None:
    assert neutral("no\u202etxet\u202c") == "no⟨U+202E⟩txet"


def test_the_isolates_x_puts_around_handles_are_left_out() -> None:
    assert neutral("\u2066@harbour\u2069 يغلق") == "@harbour يغلق"


def test_where_blanks_differ_they_can_be_seen() -> None:
    assert neutral("a\u00a0b\u200bc", reveal=True) == "a⟨U+00A0⟩b⟨U+200B⟩c"


def test_a_lone_surrogate_can_be_written() -> None:
    assert neutral("\ud83d!") == "\ufffd!"


def test_a_title_is_one_line() -> None:
    assert one_line("Storm\r\n  shuts\tbridge") == "Storm shuts bridge"


def test_the_direction_is_that_of_the_first_strong_character() -> None:
    assert is_right_to_left("1. الجسر closes") is True
    assert is_right_to_left("Bridge الجسر") is False
    assert is_right_to_left("Bridge 1") is None


def test_a_right_to_left_name_is_isolated_and_a_latin_one_is_left_alone() -> None:
    assert foreign("מוסטפא").plain == "\u2067מוסטפא\u2069"
    assert foreign("Mustafa").plain == "Mustafa"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_a_terminal_obeys_is_ever_left(text: str) -> None:
    shown = neutral(text)
    assert {unicodedata.category(one) for one in shown} & {"Cc", "Cs"} <= ({"Cc"} if "\n" in shown else set())
    assert not set(shown) & set("\x1b\x9b\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    assert neutral(shown) == shown
