"""`report --html` of tens of thousands of embeds: seconds, bytes, and how soon a browser has filtered them.

    python -m benchmarks.report_page [EMBEDS]

Beside it, what a user would do instead: one page with every embed in it, as `verify --html` writes.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

from tests.report.reports import altered, matching, report
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.difference_page import report_page
from tweetarchive.report.held import HeldArticle, HeldEmbed
from tweetarchive.report.holdings_page import holdings_page
from tweetarchive.report.lifetimes import Lifetime
from tweetarchive.report.states import UNSTATED, Sight, state_of

SECTIONS = ("world", "politics", "sport", "culture", "science")
START = datetime(2015, 1, 1, tzinfo=UTC)


def holdings(number: int) -> Iterator[HeldEmbed]:
    """Three embeds an article, every tenth altered, a quarter gone."""
    chance = random.Random(7)
    stated = [report(one).to_dict()["embeds"][0] for one in (matching(), altered())]
    for place in range(number):
        article = place // 3
        told = stated[chance.random() < 0.1]
        tweet = {**told["tweet"], "created_at": f"{START + timedelta(days=article % 4000):%Y-%m-%dT%H:%M:%SZ}"}
        at = START + timedelta(days=article % 4000, hours=5)
        embed = {**told["embed"], "index": place % 3}
        now = chance.choices(list(Availability), [70, 5, 3, 3, 1, 14, 0, 0, 2, 2])[0]
        words = "This Post was deleted by the Post author. Learn more" if now is not Availability.LIVE else None
        later = {"source": "syndication", "file": f"recheck-{article % 300}.warc.gz", "recheck": True}
        first = Sight(at=at, availability=Availability.LIVE, file=f"story-{article}.warc.gz", record_offset=900)
        last = Sight(at=at + timedelta(days=30), availability=now, words=words, record_offset=place, **later)
        yield HeldEmbed(
            article=HeldArticle(
                url=f"https://news.example/{SECTIONS[article % 5]}/{at:%Y/%m}/story-{article}",
                title=f"Story {article} of the {SECTIONS[article % 5]} desk",
                source="sitemap",
                published=at,
                captured_at=at,
                file=f"story-{article}.warc.gz",
                record_offset=700,
                record_id="urn:uuid:00000000-0000-4000-8000-000000000700",
                verdict=Verdict(told["verdict"]),
            ),
            state=state_of([last] if now in UNSTATED else [first, last]),
            report={**told, "status_id": str(10**18 + place), "tweet": tweet, "embed": embed},
        )


def lifetimes(held: list[HeldEmbed]) -> Iterator[Lifetime]:
    for place, one in enumerate(held):
        if one.created_at:
            gone = one.created_at + timedelta(days=(place * 37) % 3000)
            ended = one.state is not None and one.state.gone_since is not None
            yield Lifetime(created_at=one.created_at, seen=None if ended else gone, gone=gone if ended else None)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    held = list(holdings(number))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        began = time.process_time()
        ours = Path(folder, "ours.html")
        ours.write_text(holdings_page(held, list(lifetimes(held))), encoding="utf-8")
        tell("report --html", number, time.process_time() - began, ours, browser.new_page())
        began = time.process_time()
        plain = Path(folder, "plain.html")
        reports = [report(*(replace(matching(), embed=replace(matching().embed, index=at)) for at in range(3)))] * (
            number // 3
        )
        plain.write_text(report_page(reports, made_by="verify"), encoding="utf-8")
        tell("one long page", number, time.process_time() - began, plain, browser.new_page())


def tell(what: str, number: int, seconds: float, file: Path, page: Page) -> None:
    page.set_default_timeout(120_000)
    began = time.perf_counter()
    page.goto(file.as_uri())
    opened = time.perf_counter() - began
    filtered = ""
    if page.locator("#filters").count():
        began = time.perf_counter()
        page.locator("select[name=verdict]").select_option("mismatch")
        expect(page.locator("#count")).to_contain_text(" of ")
        filtered = f", filtered after {time.perf_counter() - began:.2f} s"
        began = time.perf_counter()
        before = page.locator("#count").inner_text()
        page.locator("input[name=q]").fill('"monday at noon" culture')
        expect(page.locator("#count")).not_to_have_text(before)
        filtered += f", searched after {time.perf_counter() - began:.2f} s"
    nodes = page.evaluate("document.querySelectorAll('*').length")
    size = file.stat().st_size / 1e6
    made = f"{number:,} embeds, {seconds:.1f} s of CPU, {size:.1f} MB"
    sys.stdout.write(f"{what}: {made}, open after {opened:.1f} s{filtered}, {nodes:,} elements\n")


if __name__ == "__main__":
    main()
