"""Marks stand where embeds stand."""

from __future__ import annotations

import re

from tweetarchive.embeds.marking import mark_embeds

FIRST = (
    '<blockquote class="twitter-tweet"><p>No ferry.</p>&mdash; Mira (@mira) '
    '<a href="https://twitter.com/mira/status/1183347177645227129">October 13, 2019</a></blockquote>'
)
SECOND = FIRST.replace("No ferry", "A ferry").replace("1183347177645227129", "1183347177645227130")


def mark(index: int) -> str:
    return f"mark{index}."


def words(marked: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", marked).split())


def test_each_embed_gives_way_to_its_mark_in_reading_order() -> None:
    marked = mark_embeds(f"<p>One.</p>{FIRST}<p>Two.</p>{SECOND}<p>Three.</p>", mark)
    assert words(marked) == "One. mark0. Two. mark1. Three."


def test_an_embed_to_keep_has_its_mark_below() -> None:
    marked = mark_embeds(f"<p>One.</p>{FIRST}<p>Two.</p>", mark, keep=[0])
    assert words(marked) == "One. No ferry. — Mira (@mira) October 13, 2019 mark0. Two."


def test_flattened_words_stay_and_the_mark_stands_below_their_attribution() -> None:
    flat = (
        "<p>One.</p><p>The quay is closed until noon today. pic.twitter.com/abcdefghij</p>"
        "<p>— Mira (@mira_quays) March 5, 2024</p><p>Two.</p>"
    )
    marked = words(mark_embeds(flat, mark))
    assert marked.index("until noon") < marked.index("(@mira_quays)") < marked.index("mark0.") < marked.index("Two.")


def test_plain_text_becomes_paragraphs_with_marks_between() -> None:
    text = "One & only.\n\nThe quay is closed. — Mira (@mira_quays) March 5, 2024\n\nTwo."
    marked = mark_embeds(text, mark)
    assert "<p>One &amp; only.</p>" in marked
    order = ["One", "The quay is closed.", "mark0.", "Two."]
    assert sorted(order, key=marked.index) == order
    assert mark_embeds("The quay is closed. — Mira (@mira_quays) March 5, 2024", mark).endswith("mark0.")


def test_what_is_in_data_only_has_no_mark() -> None:
    assert (
        mark_embeds('{"body": "<p>x</p>", "tweet": "https://twitter.com/mira/status/1183347177645227129"}', mark) == ""
    )
