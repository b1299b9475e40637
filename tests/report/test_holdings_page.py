from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import opened
from tests.report.holdings import NOON, holding
from tests.report.reports import altered, embed, matching
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.holdings import Lifetime
from tweetarchive.report.holdings_page import holdings_page, state_group

HOSTILE = "</script><script>alert(1)</script><!--"


def page_of(number: int = 3) -> str:
    held = [holding(altered(), file="a.warc.gz"), holding(matching(1), file="a.warc.gz", now=Availability.DELETED)]
    held += [
        holding(matching(), url=f"https://news.example/sport/{at}", file=f"{at}.warc.gz") for at in range(number - 2)
    ]
    return holdings_page(held, [Lifetime(created_at=NOON, seen=NOON, gone=None)])


def stated(page: str) -> dict[str, object]:
    (held,) = re.findall(r'<script type="application/json" id="held">(.*?)</script>', page, re.S)
    read = json.loads(held)
    assert isinstance(read, dict)
    return read


def test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else() -> None:
    page = page_of()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    for directive, element in (("script-src", "script"), ("style-src", "style")):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.S)
        assert f"{directive} 'sha256-{b64encode(sha256(content.encode()).digest()).decode()}';" in policy
    assert policy.startswith("default-src 'none';")


def test_foreign_words_cannot_end_the_script_that_holds_them() -> None:
    judged = replace(matching(), embed=replace(embed(HOSTILE), author_name=HOSTILE))
    page = holdings_page([holding(judged, title=HOSTILE, source=HOSTILE)], [])
    assert page.count("<script>") == 1
    assert HOSTILE in json.dumps(stated(page))


def test_a_javascript_address_is_no_link() -> None:
    (article,) = stated(holdings_page([holding(url="javascript:alert(1)")], []))["articles"]  # type: ignore[misc]
    assert "url" not in article


def test_every_state_and_verdict_has_its_place_in_the_plots() -> None:
    groups = {state_group(one) for one in Availability}
    assert groups == {"live", "deleted", "protected", "gone otherwise", "unknown"}
    assert state_group(Availability.NOT_FOUND) == "unknown"
    for verdict in set(Verdict) - {Verdict.NO_EMBEDS}:
        shown = holdings_page([holding(replace(matching(), verdict=verdict))], [])
        assert f"{verdict.value.replace('_', ' ')}</th>" in shown


def test_the_same_holdings_give_the_same_page() -> None:
    assert page_of() == page_of()


def test_an_empty_archive_has_a_page_too() -> None:
    assert "0 embeds of 0 tweets in 0 articles" in holdings_page([], [])


@pytest.mark.browser
def test_an_editor_filters_searches_and_walks_the_list_by_keyboard(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page_of(100), encoding="utf-8")
    asked, faults = [], []
    with opened(viewport={"width": 320, "height": 700}) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: faults.append(said.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(file.as_uri())
        assert page.locator("#list > li").count() < 100
        assert page.locator("#list > li").first.locator("del").text_content() == "[only in the article: March]"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.keyboard.press("/")
        page.keyboard.type("storm sport/41")
        expect(page.locator("#list > li")).to_have_count(1)
        assert page.locator("#count").inner_text() == "1 of 100 embeds"
        page.locator("button[type=reset]").click()
        expect(page.locator("#count")).to_have_text("100 embeds")
        page.locator("select[name=state]").select_option("deleted")
        expect(page.locator("#list > li")).to_have_count(1)
        assert "state=deleted" in page.url
        page.reload()
        assert page.locator("#count").inner_text() == "1 of 100 embeds"
        page.locator("h1").click()
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.matches('#list > li')")
    assert all(one.startswith("file:") for one in asked)
    assert faults == []
