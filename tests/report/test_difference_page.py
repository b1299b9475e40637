"""The page of differences: seen without colour, heard without sight, in either direction, and without any power."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.reports import absence, altered, claim, judged, matching, replaced, report, tweet
from tweetarchive.model.verdict import Change, ChangeOp, Finding, TextOutcome, Verdict, Weight
from tweetarchive.report.difference_page import difference_html, difference_style, report_page

HOSTILE = "</blockquote><script>alert(1)</script>\u202ednob <b>x"


def seen(fragment: str) -> str:
    """What is read: without mark-up."""
    return re.sub(r"<[^>]+>", "", fragment)


def dropped(quoted: str, archived: str, words: str, **fields: object) -> Change:
    at = archived.index(words)
    here = len(archived[:at])
    weight = Weight.MEANING
    return Change(ChangeOp.DELETE, "", words, weight, "negation", (here, here), (at, at + len(words)), **fields)  # type: ignore[arg-type]


def test_changed_words_are_marked_by_element_and_by_words_that_are_read_aloud() -> None:
    made = difference_html(altered())
    assert '<del class="meaning"><bdi class="unseen" lang="en" dir="ltr">[only in the article: </bdi>March' in made
    assert '<ins class="meaning"><bdi class="unseen" lang="en" dir="ltr">[only in the tweet: </bdi>Monday' in made
    assert "March stands where the tweet says Monday changes the meaning" in seen(made)


def test_a_place_where_words_are_missing_is_shown_where_they_are_missing() -> None:
    quoted, archived = "It is over.", "It is not over."
    change = dropped(quoted, archived, "not ")
    made = difference_html(altered(quoted, archived, (change,)))
    assert re.search(r"It is <i class=\"gap meaning\">.*words are missing here.*</i>over\.", made)
    assert "not  was left out" in seen(made)


def test_equal_words_are_shown_once() -> None:
    made = difference_html(matching())
    assert made.count("<blockquote") == 1
    assert "The tweet says" not in made


def test_other_words_stand_side_by_side_without_marks() -> None:
    whole = replaced("Mine own.", "Theirs.", was="Mine own.", became="Theirs.")
    finding = Finding(TextOutcome.DIFFERENT, "Another.", quoted="Mine own.", archived="Theirs.", changes=(whole,))
    made = difference_html(judged(Verdict.MISMATCH, finding, text="Mine own.", tweet=tweet("Theirs.")))
    assert made.count("<blockquote") == 2
    assert "<del" not in made


def test_each_text_has_its_own_direction_whatever_is_marked_in_it() -> None:
    quoted, archived = "المدينة تسقط الليلة", "المدينة لم تسقط الليلة"
    made = difference_html(altered(quoted, archived, (dropped(quoted, archived, "لم "),)))
    assert made.count('dir="rtl"') == 2


def test_letters_that_only_look_alike_are_told_by_their_code_points() -> None:
    quoted, archived = "by M\u0430zloum", "by Mazloum"
    change = replaced(quoted, archived, was="M\u0430zloum", became="Mazloum", weight=Weight.MINOR)
    change = replace(change, reason="homoglyph")
    assert "U+0430" in difference_html(altered(quoted, archived, (change,)))


def test_what_cannot_be_seen_is_shown_by_its_number_where_it_differs() -> None:
    change = replaced("no\u200bone", "no one", was="no\u200bone", became="no one")
    assert "no⟨U+200B⟩one" in difference_html(altered("no\u200bone", "no one", (change,)))


def test_a_long_stretch_that_is_alike_can_be_opened_and_is_all_there() -> None:
    alike = "one two three four " * 200
    quoted, archived = f"March {alike}", f"Monday {alike}"
    made = difference_html(altered(quoted, archived, (replaced(quoted, archived, was="March", became="Monday"),)))
    folded = re.findall(r"<details class=\"alike\"><summary>.*?characters alike …</bdi></summary>(.*?)</details>", made)
    assert len(folded) == 2
    assert made.count("three") == 400


def test_without_a_copy_the_page_says_that_the_tweet_is_not_known() -> None:
    finding = Finding(TextOutcome.NOT_CHECKABLE, "No copy.")
    made = difference_html(judged(Verdict.UNCHECKABLE, finding, tweet=None, absences=(absence("Gone."),)))
    assert "no copy of it is held" in made


@pytest.mark.parametrize("foreign", [HOSTILE, "\x1b[31m", "&lt;b&gt;"])
def test_foreign_words_have_no_power(foreign: str) -> None:
    made = report_page([report(altered(foreign, "Monday", ()), title=foreign)], made_by="tweetarchive verify")
    assert "<script" not in made
    assert "<b>" not in made
    assert "\u202e" not in made
    assert "\x1b" not in made


def test_the_page_holds_every_embed_and_quotation_and_where_they_are_kept() -> None:
    one = report(altered(), matching(1), claims=(claim(), claim(Verdict.MISMATCH)))
    made = report_page([one, report(title="Second")], made_by="tweetarchive verify")
    assert made.count("<article ") == 4
    assert 'href="#a1"' in made
    assert "news.example-storm-k3v9.warc.gz</bdi> at 512" in made
    assert "mismatch" in seen(made)
    names = re.findall(r' id="([^"]+)"', made)
    assert len(names) == len(set(names))


def test_the_page_is_the_same_each_time_and_asks_nothing_of_the_network() -> None:
    reports = [report(altered())]
    made = report_page(reports, made_by="tweetarchive verify")
    assert made == report_page(reports, made_by="tweetarchive verify")
    assert not re.search(r"<(?:img|link|script|iframe)|\bsrc=|url\(", made)
    assert difference_style() in made


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_no_text_and_no_place_of_a_change_breaks_the_marks(quoted: str, archived: str, at: int, size: int) -> None:
    here, there = quoted[at : at + size], archived[at : at + size]
    change = Change(ChangeOp.REPLACE, here, there, Weight.MEANING, "word", (at, at + len(here)), (at, at + len(there)))
    made = difference_html(altered(quoted, archived, (change,)))
    assert made.count("<del") == made.count("</del>")
    assert made.count("<blockquote") == 2
