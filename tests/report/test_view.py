"""The view: the article as it was, cards in place of its embeds, and nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.report.cards import HOSTILE, card
from tests.report.reports import altered, judged, matching, report
from tweetarchive.model.report import JudgedEmbed
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.card import Card
from tweetarchive.report.view import Place, mark, render_view

TOKEN = "ta0123"
URL = "https://news.example/2024/storm"
CARD = "https://tweetarchive.invalid/tweet/1183347177645227129"


def place(one: JudgedEmbed, *, held: bool = True) -> Place:
    shown = card() if held else Card(status_id=card().status_id, availability=one.evidence.availability)
    return Place(one, shown, CARD)


def view(
    html: str, *places: Place, base: str | None = URL, holds: Callable[[str], bool] = lambda url: False, **more: object
) -> str:
    marked = re.sub(r"@(\d)", lambda found: mark(TOKEN, int(found[1])), html)
    placed = {one.judged.embed.index: one for one in places}
    told = report(*(one.judged for one in places), **more)  # type: ignore[arg-type]
    return render_view(marked, placed, told, token=TOKEN, base=base, holds=holds)


def test_a_card_stands_where_the_embed_stood_with_its_verdict_in_words() -> None:
    html = view("<p>One.</p>@0<p>Two.</p>", place(matching()))
    at = html.index("<iframe")
    assert html.index("One.") < at < html.index("match</b>", at) < html.index("Two.")
    assert f'src="{CARD}"' in html
    assert 'title="Archived tweet: Harbour Office (@harbour): The bridge closes' in html
    assert "allow-scripts" not in html
    assert TOKEN not in html


def test_what_the_article_made_of_the_words_stands_below_the_card() -> None:
    html = view("@0", place(altered()))
    assert '✘ mismatch</b> · embed 1 · A day was replaced. · The article shows: <q dir="auto">The bridge' in html


def test_a_tweet_not_held_leaves_the_articles_embed_and_a_note() -> None:
    one = judged(Verdict.UNCHECKABLE, tweet=None, availability=Availability.UNKNOWN)
    html = view("<blockquote>Its words</blockquote>@0", place(one, held=False))
    assert "<iframe" not in html
    assert f'Whether it is still on X was not answered. <a href="{CARD}">What is known of it</a>' in html


def test_embeds_without_a_place_are_listed_at_the_end_of_the_article() -> None:
    html = view("<article><p>One.</p></article><footer>Foot</footer>", place(matching()))
    assert html.index("One.") < html.index("without a place") < html.index("<iframe") < html.index("Foot")
    assert "<iframe" in view("", place(matching()))


def test_the_banner_tells_what_this_is_and_leads_to_the_article_as_fetched() -> None:
    html = view("<body>Words", place(matching()))
    assert html.index("Copy made by tweetarchive") < html.index("Words")
    assert '<a href="https://news.example/storm" rel="nofollow noopener noreferrer">' in html
    assert "1 embed: 1 match" in html


def test_nothing_in_the_page_acts_any_more() -> None:
    html = view(
        '<head><meta http-equiv=refresh content="0;url=/away"><meta http-equiv="Content-Security-Policy" content='
        "\"frame-src 'none'\"><script src=https://platform.twitter.com/widgets.js></script></head><body onload=go()>"
        '<script>document.body.innerHTML = ""</script><a href=" java\nscript:go()" ping=/p onclick=go()>Link</a>'
        "<object data=/x.swf></object><embed src=/y.swf><iframe src=https://ads.example/1></iframe><svg><script>a()"
        "</script></svg><iframe srcdoc='<script>a()</script>'></iframe><form action=javascript:a()>"
        "<img src=x onerror=a()>"
    )
    acting = re.findall(
        r"<script|<object|<embed|refresh|onload|onerror|onclick|ping=|script:|srcdoc|ads\.example/1", html
    )
    assert acting == []
    assert "A frame of ads.example was here" in html
    assert html.count("Content-Security-Policy") == 1


def test_elements_that_stand_in_each_other_go_together() -> None:
    nested = (
        "<object><object><embed src=/a></object></object><amp-iframe src=https://a.example/><iframe src=/b></iframe>"
    )
    html = view(f"<base href='http://['>{nested}</amp-iframe><iframe src='http://['></iframe><p>Words</p>")
    assert "Words" in html
    assert not re.search("<object|<embed|<iframe|<amp-iframe", html)


def test_addresses_stay_relative_to_where_the_article_was() -> None:
    assert f'<base href="{URL}">' in view("<head><title>x</title>")
    html = view('<head><base href="/assets/"><title>x</title>')
    assert re.findall("<base[^>]*>", html) == ['<base href="https://news.example/assets/">']
    assert "<base" not in view("<p>x", base=None)


def test_letters_are_in_the_encoding_that_is_declared() -> None:
    html = view(
        '<head><meta charset="windows-1251"><meta http-equiv=content-type content="text/html; charset=cp1251">Ж'
    )
    assert re.findall(r"<meta charset[^>]*>", html) == ['<meta charset="utf-8">']
    assert "cp1251" not in html


def test_the_picture_that_was_kept_is_the_one_that_is_shown() -> None:
    kept = {"https://news.example/p/800.jpg", "https://cdn.example/lazy.jpg", "https://news.example/n.jpg"}
    html = view(
        '<picture><source srcset="/p/1600.webp 2x"><img src="/p/tiny.jpg" sizes=100vw loading=lazy '
        'srcset="/p/400.jpg 400w, /p/800.jpg 800w"></picture><img class=lazy src="data:image/gif;base64,R0" '
        'data-src="//cdn.example/lazy.jpg"><noscript><img src="//cdn.example/lazy.jpg"></noscript><noscript><p>Enable '
        "scripts</p><img src=/n.jpg></noscript><img src=/pixel.gif width=1 height=1>"
        '<amp-img src="/p/800.jpg"></amp-img>',
        holds=kept.__contains__,
    )
    assert re.findall(r'src="(https://[^"]*jpg)"', html) == [
        "https://news.example/p/800.jpg", "https://cdn.example/lazy.jpg", "https://news.example/n.jpg",
        "https://news.example/p/800.jpg",
    ]  # fmt: skip
    assert "srcset" not in html
    assert "pixel.gif" not in html
    assert "Enable" not in html


def test_style_sheets_that_wait_for_a_script_are_applied() -> None:
    html = view(
        "<head><link rel=stylesheet href=/a.css media=print onload=\"this.media='all'\"><link rel=preload as=style "
        "href=/b.css onload=\"this.rel='stylesheet'\"><link rel=preload as=font href=/f.woff2><style amp-boilerplate>"
        "body{visibility:hidden}</style>"
    )
    assert 'href="/a.css" media="all"' in html
    assert 'rel="stylesheet" as="style" href="/b.css"' in html
    assert "f.woff2" not in html
    assert "visibility:hidden" not in html


def test_hostile_text_and_forged_marks_do_nothing() -> None:
    one = altered(quoted=HOSTILE, archived="x", changes=())
    html = view(f"<p>{TOKEN}.</p>@0", place(one), title=HOSTILE, url="javascript:alert(1)//" + HOSTILE)
    assert "<script" not in html
    assert 'href="javascript' not in html
    html.encode("utf-8")


def test_the_same_article_gives_the_same_bytes() -> None:
    assert view("<p>One.</p>@0", place(matching())) == view("<p>One.</p>@0", place(matching()))
