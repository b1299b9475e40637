"""The card says what is held of a tweet, who said it and when, and does nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.report.cards import FETCHED, HOSTILE, OTHER, PHOTO, STILL, VIDEO, card, linked, photo, video
from tests.report.reports import STATUS, absence, embed, tweet
from tests.report.test_finds_page import Seen
from tweetarchive.model.tweet import Availability, Link, LinkKind, MediaKind, StatusId
from tweetarchive.report.card import Card, height, render_card, render_snippet, title
from tweetarchive.report.foreign import neutral

VOID = ("meta", "br", "img", "source")


class Page(Seen):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag in VOID and self.open and self.open[-1] == tag:
            self.open.pop()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def policy(html: str) -> dict[str, str]:
    [stated] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    return {one.split()[0]: one.partition(" ")[2] for one in stated.split("; ")}


def test_a_card_tells_author_words_time_state_and_its_origin() -> None:
    page = Page(render_card(card()))
    for told in (
        "Harbour Office", "@harbour", "The bridge closes on Monday at noon.", "2019-10-13 11:42:07 UTC",
        "Still on X when it was archived on 2026-11-22 14:31 UTC.", "made by tweetarchive", "not by X",
        "X’s syndication", "fetched at 2026-11-22 14:31:05 UTC", "urn:uuid:", "storm-k3v9.warc.gz",
    ):  # fmt: skip
        assert told in page.text
    assert page.all("time") == [{"datetime": "2019-10-13T11:42:07Z"}]
    assert title(card()) == "Harbour Office (@harbour): The bridge closes on Monday at noon."


def test_links_lead_where_the_answer_says_and_are_shown_as_x_shows_them() -> None:
    text = "See news.example/ti… by @bay_watch on #ferry $EUR"
    links = (linked(text, "news.example/ti…", "https://news.example/timetable"),)
    found = {one["href"]: one for one in Page(render_card(card(text, links=links))).all("a")}
    assert found["https://news.example/timetable"]["title"] == "https://t.co/abc"
    assert {"https://x.com/bay_watch", "https://x.com/hashtag/ferry", "https://x.com/search?q=%24EUR"} <= found.keys()
    assert {one["rel"] for one in found.values()} == {"nofollow noopener noreferrer"}


def test_only_the_part_that_x_shows_is_shown_and_the_quoted_tweet_stands_for_its_link() -> None:
    text = "@harbour Indeed. x.com/harbour/status/1…"
    links = (linked(text, "x.com/harbour/status/1…", "https://x.com/harbour/status/1", LinkKind.QUOTE),)
    one = card(text, links=links, shown=(9, len(text)), quoted_status_id=OTHER, in_reply_to_status_id=OTHER,
               in_reply_to_handle="harbour")  # fmt: skip
    page = Page(render_card(replace(one, quoted=Card(status_id=OTHER, tweet=tweet("The words quoted.")))))
    assert "Replying to @harbour\nIndeed.\n" in page.text
    assert "The words quoted." in page.text
    assert page.text.count("made by tweetarchive") == 1
    assert f"Quotes tweet {OTHER}, not held" in Page(render_card(one)).text


@pytest.mark.parametrize(
    ("text", "declared", "direction"),
    [
        ("@harbour أُغلق الجسر", "ar", "rtl"),
        ("Bridge closed", "ar", "auto"),
        ("أُغلق الجسر", None, "auto"),
        ("@a הגשר סגור", "iw", "rtl"),
    ],
)
def test_words_run_as_their_language_does(text: str, declared: str | None, direction: str) -> None:
    assert f'dir="{direction}">' in render_card(card(text, language=declared)).partition("ta-words")[2]


def test_every_line_of_a_tweet_has_a_direction_of_its_own() -> None:
    html = render_card(card("First\nهذا"))
    assert '<span dir="auto">First</span><span dir="auto">هذا</span>' in html


def test_a_photo_has_its_authors_description_or_says_that_there_is_none() -> None:
    page = Page(render_card(card(media=(photo(alt="Boats"), photo()))))
    assert [one["alt"] for one in page.all("img")] == ["Boats", "Photo 2 of 2; its author gave no description"]


def test_a_video_can_be_played_and_has_its_still() -> None:
    page = Page(render_card(card(media=(video(),))))
    [player] = page.all("video")
    assert player.keys() >= {"controls", "aria-label"}
    assert player["poster"] == STILL
    assert page.all("source") == [{"src": VIDEO, "type": "video/mp4"}]
    assert "loop" in Page(render_card(card(media=(video(kind=MediaKind.ANIMATED_GIF),)))).all("video")[0]


def test_what_was_not_kept_is_said_and_not_loaded() -> None:
    page = Page(render_card(card(media=(photo(shown=None, alt="Boats"),))))
    assert not page.all("img")
    assert f"Photo, not kept: {PHOTO}" in page.text
    assert "Its author described it: Boats" in page.text


def test_the_policy_names_what_the_card_loads_and_nothing_else() -> None:
    assert policy(render_card(card())) == {
        "default-src": "'none'",
        "style-src": policy(render_card(card()))["style-src"],
        "img-src": "'none'",
        "media-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    quoted = Card(status_id=OTHER, tweet=tweet(), media=(video(shown="data:video/mp4;base64,AAAA", poster=None),))
    loads = policy(render_card(card(media=(photo(),), avatar="avatar.jpg", quoted=quoted)))
    assert (loads["img-src"], loads["media-src"]) == ("'self' https://pbs.twimg.com", "data:")


def test_edits_and_unfinished_words_are_told() -> None:
    text = Page(render_card(card(edit_ids=(STATUS, OTHER), complete=False))).text
    assert "Edited: X names 2 versions: version 1 (2019-10-13 11:42 UTC), this one; version 2 (" in text
    assert "The words go on: no source that was asked shows the whole of them." in text


def test_a_tweet_that_is_gone_says_who_said_so() -> None:
    said = replace(absence("This Post was deleted by the Post author."), fetched_at=FETCHED)
    gone = card(availability=Availability.DELETED, absence=said)
    words = (
        "Gone: deleted by its author, as X’s syndication said on 2026-11-22 14:31 UTC: "
        "“This Post was deleted by the Post author.”"
    )
    assert words in Page(render_card(gone)).text


@pytest.mark.parametrize("state", list(Availability))
def test_every_state_has_its_words_and_only_a_stated_one_is_called_gone(state: Availability) -> None:
    text = Page(render_card(card(availability=state))).text
    assert ("Gone:" in text) == (
        state in (Availability.SUSPENDED, Availability.ACCOUNT_GONE, Availability.RULE_VIOLATION, Availability.DELETED)
    )
    assert ("not answered" in text) == (state is Availability.UNKNOWN)


def test_of_a_tweet_not_held_the_articles_words_are_shown_as_the_articles() -> None:
    one = Card(status_id=STATUS, availability=Availability.NOT_FOUND, embed=embed(), article="https://news.example/a")
    page = Page(render_card(one))
    assert "not held by this archive" in page.text
    assert "The article shows this as the words of Harbour Office @harbour; nothing here confirms it:" in page.text
    assert title(one) == f"Tweet {STATUS}, not held. Not found on X, which does not say why"
    assert not page.open


def test_hostile_text_is_shown_and_does_nothing() -> None:
    links = (Link(0, 4, LinkKind.LINK, "javascript:a()", HOSTILE, "javascript:alert(1)//https://x"),)
    bad = card(HOSTILE, author_name=HOSTILE, handle=HOSTILE, links=links, language='en" onload="x', media=(
        photo(alt=HOSTILE, shown='https://pbs.twimg.com/"onerror="a()'),
        photo(alt=HOSTILE, shown=None, address="data:,x"),
        video(content_type='"><script>', poster="javascript:a()"),
    ), third_party=HOSTILE, memento=HOSTILE)  # fmt: skip
    for html in (render_card(bad), render_snippet(bad)):
        page = Page(html)
        assert not page.open
        assert "script" not in {tag for tag, _ in page.elements}
        assert not [name for _, found in page.elements for name in found if name.startswith("on")]
        for one in page.all("a"):
            assert (one["href"] or "").startswith(("https://x.com/", "https://video.twimg.com/"))
        assert "\u202e" not in html
        html.encode("utf-8")
    assert "javascript" not in policy(render_card(bad))["img-src"]


def test_a_snippet_is_one_element_with_a_style_that_concerns_nothing_else() -> None:
    html = render_snippet(card(media=(photo(),)))
    assert re.fullmatch(r'<figure class="tweetarchive-card".*</figure>\n', html, re.S)
    style = re.sub(r"/\*.*?\*/", "", html.partition("<style>")[2].partition("</style>")[0], flags=re.S)
    selectors = [one for rule in re.findall(r"([^{}]+)\{[^{}]*\}", style) for one in rule.split(",")]
    assert all(one.strip().startswith(".tweetarchive-card") for one in selectors)
    assert not re.search(r"url\(|@import|@font-face", style)


def test_more_to_show_is_higher() -> None:
    assert height(card()) < height(card("word " * 100)) < height(card("word " * 100, media=(photo(),)))


@example("\n0", [(0, 1)])
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=4))
def test_any_text_with_any_links_keeps_its_letters_and_closes_its_elements(
    text: str, links: list[tuple[int, int]]
) -> None:
    placed = tuple(Link(at, at + size, LinkKind.LINK, "https://t.co/a", "x", None) for at, size in links)
    page = Page(render_card(card(text, links=placed)))
    assert not page.open
    assert re.sub(r"[\W_]", "", neutral(text)) in re.sub(r"[\W_]", "", page.text)


def test_the_same_card_gives_the_same_bytes() -> None:
    assert render_card(card(media=(photo(), video()))) == render_card(card(media=(photo(), video())))
    assert StatusId("20").created_at is None
    assert "number was given out" not in render_card(Card(status_id=StatusId("20")))
