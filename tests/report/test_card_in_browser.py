"""The card as a reader's browser shows it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import opened
from tests.report.cards import HOSTILE, card, photo, video
from tests.world.media import picture
from tweetarchive.report.card import Card, render_card, render_snippet

pytestmark = pytest.mark.browser
AT = "https://tweetarchive.invalid/tweet/1"
LONG = "An unbrokenlylongwordthatnobreakopportunityinterruptsatanyplaceatall " * 3
ARABIC = "@harbour أُغلق الجسر يوم الاثنين ظهراً #المرسى"


def show(page: Any, html: str) -> list[str]:
    """Show a page as if it came from the archive; returns the addresses that were asked for."""
    asked: list[str] = []

    def answer(route: Any) -> None:
        url = route.request.url
        asked.append(url)
        if url == AT:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif "pbs.twimg.com" in url:
            route.fulfill(body=picture(url, 500), content_type="image/jpeg")
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto(AT, wait_until="load")
    return asked[1:]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_card_needs_no_sideways_scrolling_in_either_scheme(scheme: str) -> None:
    with opened(viewport={"width": 320, "height": 600}, color_scheme=scheme) as page:
        show(page, render_card(card(LONG, media=(photo(), photo()), author_name=LONG)))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        ink, paper = page.evaluate(
            "(style => [style.color, style.backgroundColor].map(one => Number(one.match(/\\d+/)[0])))"
            "(getComputedStyle(document.querySelector('.tweetarchive-card')))"
        )
        assert (ink < 60 < 200 < paper) if scheme == "light" else (paper < 60 < 200 < ink)


def test_the_policy_lets_pictures_load_and_nothing_else_leave() -> None:
    with opened() as page:
        violations: list[str] = []
        page.on("console", lambda message: violations.append(message.text))
        asked = show(page, render_card(card(HOSTILE, author_name=HOSTILE, media=(photo(), video()))))
        assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
        assert {url.split("/")[2] for url in asked} <= {"pbs.twimg.com", "video.twimg.com"}
        assert not [one for one in violations if "Content Security Policy" in one]
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://tracker.example/p.gif'}))")
        page.wait_for_timeout(200)
        assert any("Content Security Policy" in one for one in violations)


def test_arabic_words_stand_at_the_right() -> None:
    with opened(viewport={"width": 600, "height": 600}) as page:
        show(page, render_card(card(ARABIC, language="ar")))
        style = "getComputedStyle(document.querySelector('.ta-words'))"
        assert page.evaluate(f"[{style}.direction, {style}.textAlign]") == ["rtl", "start"]


def test_a_snippet_keeps_its_looks_in_a_page_of_somebody_else() -> None:
    theirs = (
        "<style>p, a, figure {color: red !important} * {text-transform: uppercase; float: left}</style><p>Theirs</p>"
    )
    with opened(java_script_enabled=True) as page:
        asked = show(
            page, theirs + render_snippet(card(media=(photo(shown="data:image/gif;base64,R0lGODlhAQABAAAAACw="),)))
        )
        assert asked == []
        words = page.locator(".ta-words")
        assert words.evaluate("one => [getComputedStyle(one).textTransform, getComputedStyle(one).float]") == [
            "none",
            "none",
        ]
        assert (
            page.locator("p", has_text="Theirs").evaluate("one => getComputedStyle(one).textTransform") == "uppercase"
        )


def test_the_card_of_a_tweet_not_held_fits_a_telephone() -> None:
    with opened(viewport={"width": 320, "height": 600}) as page:
        show(page, render_card(Card(status_id=card().status_id)))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
