"""The page of `report --html`, as an editor works with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import opened
from tests.report.holdings import NOON, bare, holding, quotation
from tests.report.reports import altered, embed, matching, photo
from tweetarchive.model.tweet import Availability, StatusId
from tweetarchive.report.held import Holding
from tweetarchive.report.holdings_page import holdings_page
from tweetarchive.report.lifetimes import Lifetime

pytestmark = pytest.mark.browser
WIDTHS = (360, 640, 1024, 1280, 1920)


def many(number: int = 100) -> list[Holding]:
    first = holding(altered(), file="a.warc.gz")
    held: list[Holding] = [first, holding(matching(1), file="a.warc.gz", now=Availability.SUSPENDED)]
    held += [quotation(tied=first, file="a.warc.gz"), bare(file="b.warc.gz")]
    return held + [
        holding(url=f"https://news.example/sport/{at}", file=f"{at}.warc.gz") for at in range(number - len(held))
    ]


@contextmanager
def page_of(folder: Path, held: Sequence[Holding], place: str = "", **context: Any) -> Iterator[Any]:
    """The page, opened; it may ask for nothing and complain of nothing."""
    file = folder / "report.html"
    file.write_text(holdings_page(held, [Lifetime(created_at=NOON, seen=NOON, gone=None)]), encoding="utf-8")
    asked, faults = [], []
    with opened(**{"viewport": {"width": 1280, "height": 800}, **context}) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: faults.append(said.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(file.as_uri() + place)
        yield page
    assert all(one.startswith("file:") for one in asked)
    assert faults == []


def said(quote: str, **fields: Any) -> Holding:
    return holding(replace(matching(), embed=embed(quote)), **fields)


def test_an_editor_filters_searches_and_walks_the_list_by_keyboard(tmp_path: Path) -> None:
    with page_of(tmp_path, many(), viewport={"width": 320, "height": 700}) as page:
        assert page.locator("#list > li").count() < 100
        assert page.locator("#list > li").first.locator("del").text_content() == "[only in the article: March]"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.keyboard.press("/")
        page.keyboard.type("storm sport/41")
        expect(page.locator("#list > li")).to_have_count(1)
        assert page.locator("#count").inner_text() == "1 of 100 entries"
        page.locator("button[type=reset]").click()
        expect(page.locator("#count")).to_have_text("100 entries")
        page.locator("select[name=kind]").select_option("claim")
        expect(page.locator("#list > li")).to_have_count(1)
        expect(page.locator("#list > li")).to_contain_text("quoted in the running text")
        page.locator("button[type=reset]").click()
        page.locator("select[name=state]").select_option("gone otherwise")
        expect(page.locator("#list > li")).to_have_count(1)
        page.locator("select[name=state]").select_option("suspended")
        expect(page.locator("#list > li")).to_have_count(1)
        expect(page).to_have_url(re.compile("state=suspended"))
        page.reload()
        assert page.locator("#count").inner_text() == "1 of 100 entries"


SPELLINGS = [
    ("cafe", "Das CAFÉ"),
    ("café", "Das Cafe\u0301"),
    ("strasse", "STRASSE, straße"),
    ("STRAßE", "die strasse"),
    ("istanbul", "İSTANBUL"),
    ("ISTANBUL", "ıstanbul"),
    ("الاربعة", "القوارب الأربعة"),
    ("شكرًا", "شكــرا"),
    ("don’t", "I don't"),
    ('"on Monday"', "closes on\nMonday"),
]


@pytest.mark.parametrize(("typed", "written"), SPELLINGS)
def test_a_word_is_found_in_whatever_spelling(tmp_path: Path, typed: str, written: str) -> None:
    with page_of(tmp_path, [said(written), said("nothing of it")]) as page:
        page.locator("input[name=q]").fill(typed)
        expect(page.locator("#count")).to_have_text("1 of 2 entries")


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ('"closes Monday"', "0 of 3 entries"),
        ("closes Monday", "1 of 3 entries"),
        ("https://twitter.com/anybody/status/1183347177645227129?s=20", "2 of 3 entries"),
        ("1183347177645227129", "2 of 3 entries"),
        ("https://x.com/jack/status/20", "1 of 3 entries"),
        ("harbour at dusk", "1 of 3 entries"),
        ("day was replaced", "1 of 3 entries"),
    ],
)
def test_phrases_addresses_descriptions_and_notes_are_sought(tmp_path: Path, typed: str, count: str) -> None:
    pictured = matching(media=(replace(photo(), alt="The harbour at dusk"),), status_id=StatusId("20"))
    pictured = replace(pictured, embed=embed("z"))
    held = [holding(altered("The bridge closes on Monday.", "It opens.", ())), said("x"), holding(pictured)]
    with page_of(tmp_path, held) as page:
        page.locator("input[name=q]").fill(typed)
        expect(page.locator("#count")).to_have_text(count)


def test_a_row_of_a_plot_sets_the_filters_and_leads_to_the_list(tmp_path: Path) -> None:
    with page_of(tmp_path, many()) as page:
        page.get_by_role("link", name="news.example/world").click()
        expect(page.locator("#count")).to_have_text("2 of 100 entries")
        assert page.locator("select[name=kind]").input_value() == "embed"
        assert page.locator("#all").bounding_box()["y"] < 400


def test_an_address_that_changes_sets_the_filters_and_one_that_has_become_empty_is_said(tmp_path: Path) -> None:
    with page_of(tmp_path, many(), "#verdict=mismatch&year=1999") as page:
        expect(page.locator("#told")).to_have_text(
            "This address asks for year “1999”, which this report does not have; it is left out."
        )
        expect(page.locator("#count")).to_have_text("2 of 100 entries")
        page.evaluate("location.hash = '#kind=article'")
        expect(page.locator("#count")).to_have_text("1 of 100 entries")
        assert page.locator("select[name=verdict]").input_value() == ""
        expect(page.locator("#told")).to_be_hidden()


def test_an_empty_list_says_which_filters_to_drop(tmp_path: Path) -> None:
    with page_of(tmp_path, many(), "#verdict=mismatch&kind=article") as page:
        expect(page.locator("#none p")).to_have_text(
            "Nothing is all of this: kind “article without either”; verdict “mismatch”."
        )
        page.get_by_role("button", name="Without verdict “mismatch”: 1").click()
        expect(page.locator("#count")).to_have_text("1 of 100 entries")
        expect(page.locator("#none")).to_be_hidden()


def test_filtering_from_far_down_leads_back_to_the_first_hit_and_the_count_is_in_sight(tmp_path: Path) -> None:
    with page_of(tmp_path, many()) as page:
        page.evaluate("scrollTo(0, document.querySelector('#list').offsetTop + 4000)")
        expect(page.locator("#count")).to_be_in_viewport()
        page.locator("select[name=section]").select_option("news.example/sport")
        expect(page.locator("#count")).to_have_text("96 of 100 entries")
        bar = page.locator("#filters").bounding_box()
        first = page.locator("#list > li").first.bounding_box()
        assert bar["y"] == 0
        assert bar["height"] <= first["y"] < bar["height"] + 60


def test_the_keys_begin_in_view_stay_clear_of_the_bar_and_can_be_switched_off(tmp_path: Path) -> None:
    here = "[...list.children].indexOf(document.activeElement)"
    with page_of(tmp_path, many()) as page:
        page.evaluate("scrollTo(0, document.querySelector('#list').offsetTop + 4000)")
        page.wait_for_timeout(100)
        page.keyboard.press("j")
        at = page.evaluate(here)
        assert at > 3
        page.keyboard.press("j")
        assert page.evaluate(here) == at + 1
        page.keyboard.press("k")
        assert page.evaluate(here) == at
        bar = page.locator("#filters").bounding_box()
        assert page.locator("#list > li").nth(at).bounding_box()["y"] >= bar["height"]
        page.locator("#keys").uncheck()
        page.keyboard.press("j")
        assert page.evaluate(here) == -1
        page.reload()
        assert not page.locator("#keys").is_checked()


def test_focus_is_never_under_the_bar(tmp_path: Path) -> None:
    hidden = """() => { const at = document.activeElement.getBoundingClientRect();
        return Boolean(document.activeElement.closest('#list')) && at.top < form.getBoundingClientRect().bottom; }"""
    with page_of(tmp_path, many(12)) as page:
        page.locator("#list > li").nth(6).locator("a").first.focus()
        for _ in range(15):
            page.keyboard.press("Shift+Tab")
            assert not page.evaluate(hidden)


def test_the_first_stop_leads_to_the_list(tmp_path: Path) -> None:
    with page_of(tmp_path, many(), "#verdict=mismatch") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "list-of-all"
        expect(page.locator("#count")).to_have_text("2 of 100 entries")


def test_undated_tweets_come_last_from_either_end(tmp_path: Path) -> None:
    undated = matching(tweet=None, status_id=None)
    held = [said("first", changed={"tweet": None, "status_id": "20"}), holding(undated), said("dated")]
    with page_of(tmp_path, held, "#sort=oldest") as page:
        assert page.locator("#list > li time").count() == 1
        expect(page.locator("#list > li").first).to_contain_text("dated")
        page.locator("select[name=sort]").select_option("newest")
        expect(page.locator("#list > li").first).to_contain_text("dated")


def test_links_follow_the_address_of_the_replay_and_never_a_script(tmp_path: Path) -> None:
    link = "#list > li:first-child dd a >> text=as archived"
    with page_of(tmp_path, [holding()]) as page:
        assert page.locator(link).get_attribute("href").startswith("http://127.0.0.1:8080/tweets/20191014120000/")
        page.locator("#replay").fill("https://replay.example/kept")
        page.keyboard.press("Tab")
        assert page.locator(link).get_attribute("href").startswith("https://replay.example/kept/20191014120000/")
        page.locator("#replay").fill("javascript:alert(1)//")
        page.keyboard.press("Tab")
        assert page.locator(link).count() == 0


def test_paper_tells_the_filters_and_whether_all_is_on_it(tmp_path: Path) -> None:
    with page_of(tmp_path, many(1200)) as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        printed = page.locator("#printed")
        assert printed.text_content() == "1,000 of 1,200 are printed; choose fewer, or show more first."
        page.locator("select[name=verdict]").select_option("mismatch")
        expect(page.locator("#count")).to_have_text("2 of 1,200 entries")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert printed.text_content() == "Only verdict “mismatch”. All 2 are printed."
        page.emulate_media(media="print")
        expect(printed).to_be_visible()
        expect(page.locator("#filters")).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_figure_is_cut_at_any_width(tmp_path: Path, width: int) -> None:
    held: list[Holding] = [
        holding(now=now, url=f"https://longer-name.news.example/a-rather-long-section-{place}/storm")
        for now in Availability
        for place in range(150)
    ]
    cut = """() => [...document.querySelectorAll('.scrolled, .scrolled td, .lives td')].filter((one) =>
        one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.textContent)"""
    with page_of(tmp_path, held, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate(cut) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_whatever_is_touched_is_as_large_as_a_finger_needs(tmp_path: Path) -> None:
    small = """() => [...document.querySelectorAll('a:not(.skip), button, input, select, summary')].filter((one) =>
        one.checkVisibility() && (one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24))
        .map((one) => one.outerHTML)"""
    with page_of(tmp_path, many(8), viewport={"width": 360, "height": 740}) as page:
        assert page.evaluate(small) == []
