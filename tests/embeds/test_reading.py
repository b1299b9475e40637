"""The article's text around its embeds: each embed stands where the page has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tweetarchive.embeds.find import read_article
from tweetarchive.embeds.reading import read_prose

PAGES = Path(__file__).parents[1] / "pages"


def reading_order(document: str | bytes) -> list[str]:
    """Each paragraph, and in between each embed by its index."""
    order: list[str] = []
    shown = 0
    for paragraph in read_prose(document):
        order += (str(index) for index in range(shown, paragraph.after))
        shown = paragraph.after
        order.append(paragraph.text)
    return order + [str(index) for index in range(shown, len(read_article(document).embeds))]


def test_embeds_stand_between_the_paragraphs() -> None:
    tweet = '<blockquote class="twitter-tweet"><p>Words</p><a href="https://x.com/n_n/status/{}">May 1</a></blockquote>'
    page = f"<p>One.</p>{tweet.format(1187000000000000001)}<p>Two.</p>{tweet.format(1187000000000000002)}"
    assert reading_order(page) == ["One.", "0", "Two.", "1"]


def test_flattened_embeds_of_a_page_stand_below_their_words() -> None:
    assert reading_order((PAGES / "flattened-in-html-with-link.html").read_bytes()) == [
        "Prose before.",
        "0",
        "Flat words with a https://t.co/flat000001",
        "— Flat (@flat) October 23, 2019",
        "1",
        "All on one line — Two (@two) October 25, 2019",
        "2",
        "3",
        "Comment words — Troll (@troll) October 26, 2019",
    ]


def test_embeds_of_plain_text_stand_in_place_of_their_words() -> None:
    assert reading_order((PAGES / "flattened-lines-are-paragraphs.txt").read_bytes()) == [
        "The camp was quiet, an aid worker said.",
        "Ana Roe, who works there, tweeted: “Nearly all have left.”",
        "0",
        "The ministry did not answer.",
    ]


def test_what_is_in_page_state_only_stands_below_everything() -> None:
    *text, last = reading_order((PAGES / "page-state-of-this-and-another-article.html").read_bytes())
    assert len(text) > 2
    assert last.isdigit()


@pytest.mark.parametrize("page", sorted(PAGES.iterdir()), ids=lambda page: page.name)
def test_every_embed_has_one_place(page: Path) -> None:
    order = [int(one) for one in reading_order(page.read_bytes()) if one.isdigit()]
    assert order == list(range(len(read_article(page.read_bytes()).embeds)))
