"""An archive of several articles as people see it who were not there: in pywb and in ReplayWeb.page, in a real browser.

With SCREENSHOTS=DIR in the environment every page that is looked at is kept there as a picture, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import replay_web_page, replaying
from tests.browser import opened
from tests.world import Answer, Photo, Tweet, Video, World, snowflake
from tests.world.media import picture
from tweetarchive.archive.network import Network
from tweetarchive.packing import pack
from tweetarchive.pipeline import archive_articles

pytestmark = pytest.mark.browser
SITE = "https://news.example"
FERRY, ARABIC, GONE = f"{SITE}/2024/ferry", f"{SITE}/2024/harbour-arabic", f"{SITE}/2024/council"
VIEW, CARD = "https://tweetarchive.invalid/view/", "https://tweetarchive.invalid/tweet/"
SHEET = "body { font: 20px/1.5 serif; max-width: 40rem; margin: 2rem auto; } h1 { color: rgb(10, 90, 60); }"
CLIP = 2.0  # seconds that the world's videos play
ARABIC_WORDS = "عادت القوارب الثلاثة كلها إلى الميناء سالمة. شكراً لكل من سهر معنا #بورت_إليري"
LOOKS = 400  # at something that is to come, every 50 ms
SCREENSHOTS = os.environ.get("SCREENSHOTS")


@dataclass(frozen=True, slots=True)
class Archived:
    archives: Path
    wacz: Path
    photos: Tweet
    video: Tweet
    arabic: Tweet
    deleted: Tweet
    altered: Tweet


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    folder = tmp_path_factory.mktemp("several")
    with World() as world, pytest.MonkeyPatch.context() as patch:
        for name, value in world.environment.items():
            patch.setenv(name, value)
        told = _tell(world)
        network = Network(delay=0, limits=(), retries=1, timeout=5)
        reports = list(archive_articles([FERRY, ARABIC, GONE], archives=folder / "archives", network=network))
    assert [one.verdict for one in reports] == ["match", "match", "mismatch"]
    assert [one.problems for one in reports if any(not problem.partial for problem in one.problems)] == []
    packed = pack(folder / "several.wacz", folder / "archives", now=datetime(2026, 11, 22, tzinfo=UTC)).packed.path
    return Archived(folder / "archives", packed, **told)


def _tell(world: World) -> dict[str, Tweet]:
    def tweet(minute: int, **wrote: Any) -> Tweet:
        return world.tweet(snowflake(datetime(2024, 3, 5, 12, minute, tzinfo=UTC)), **wrote)

    four = tuple(Photo(alt=f"Boat number {number}") for number in (1, 2, 3, 4))
    photos = tweet(1, handle="harbour", name="Harbour Office", text="Four boats are home again.", photos=four)
    video = tweet(2, handle="mira_quays", name="Mira Quays", text="See the ferry turn.", video=Video())
    arabic = tweet(3, handle="fishers", name="صيادو الميناء", text=ARABIC_WORDS, lang="ar", photos=(Photo(),))
    deleted = tweet(4, handle="council", name="Cllr Marsh", text="Nobody warned the crews.")
    altered = tweet(5, handle="mayor", name="Mayor Lund", text="The bridge reopens on Monday at noon.")
    world.article(
        FERRY,
        f"<!doctype html><html lang=en><title>The ferry turns</title><link rel=stylesheet href=/paper.css>"
        f"<h1>The ferry turns</h1><p>Nobody had expected <img src=/quay.jpg alt='The quay' width=300></p>"
        f"{photos.blockquote()}<p>and then this:</p>{video.blockquote()}<p>So it ended.</p>",
    )
    world.article(
        ARABIC,
        f"<!doctype html><html lang=ar dir=rtl><title>القوارب</title><link rel=stylesheet href=/paper.css>"
        f"<h1>عادت القوارب</h1><p>كتب الصيادون:</p>{arabic.blockquote()}",
    )
    falsified = altered.blockquote().replace("Monday", "Friday")
    world.article(
        GONE,
        f"<!doctype html><html lang=en><title>The council</title><h1>The council</h1><p>He wrote:</p>"
        f"{deleted.blockquote()}<p>She wrote:</p>{falsified}",
    )
    world.answer(f"{SITE}/paper.css", Answer(200, (("Content-Type", "text/css"),), SHEET.encode()))
    world.answer(f"{SITE}/quay.jpg", Answer(200, (("Content-Type", "image/jpeg"),), picture("quay", 3000)))
    world.deleted(deleted.id)
    return {"photos": photos, "video": video, "arabic": arabic, "deleted": deleted, "altered": altered}


@dataclass(slots=True)
class Reader:
    """Somebody who has opened the archive in a replay tool."""

    tool: str
    page: Any
    begin: Callable[[], None]
    """Go to the tool's own list."""
    open: Callable[[str], Any]
    """Follow the link of that list to an address; returns playwright's Frame."""

    def keep_picture(self, name: str) -> None:
        if SCREENSHOTS:
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=f"{SCREENSHOTS}/{self.tool}-{name}.png")


@contextmanager
def in_pywb(archived: Archived) -> Iterator[Reader]:
    if not replaying.FOUND:
        pytest.skip("pywb is not fetched: make test")
    with replaying.replaying(archived.archives) as replay, opened(viewport={"width": 1000, "height": 1100}) as page:

        def begin() -> None:
            page.goto(replay.address)

        def open_address(url: str) -> Any:
            begin()
            page.locator(f'a[href$="/{url}"]:not([href$="/view/{url}"])').first.click()
            for _ in range(LOOKS):
                if shown := next((one for one in page.frames if one.url.endswith(f"mp_/{url}")), None):
                    shown.wait_for_load_state()
                    return shown
                page.wait_for_timeout(50)
            raise AssertionError(f"{url} is not shown")

        outside = _watched(page)
        yield Reader("pywb", page, begin, open_address)
        assert outside == []


@contextmanager
def in_replay_web_page(archived: Archived) -> Iterator[Reader]:
    if not replay_web_page.FOUND:
        pytest.skip("ReplayWeb.page is not fetched: make test")
    with replay_web_page.replaying(archived.wacz, viewport={"width": 1400, "height": 1100}) as replay:
        start = replay.page.url

        def begin() -> None:
            replay.page.goto("about:blank")
            replay.page.goto(start)
            replay.page.locator("wr-page-entry").first.wait_for()

        def open_address(url: str) -> Any:
            begin()
            return replay.open(url)

        outside = _watched(replay.page)
        yield Reader("rwp", replay.page, begin, open_address)
        assert [*outside, *replay.outside] == []


def _watched(page: Any) -> list[str]:
    """Every address asked for that is not of this machine, as it grows."""
    outside: list[str] = []

    def note(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            outside.append(request.url)

    page.context.on("request", note)
    return outside


@pytest.fixture(scope="module", params=[in_pywb, in_replay_web_page], ids=["pywb", "ReplayWeb.page"])
def reader(request: pytest.FixtureRequest, archived: Archived) -> Iterator[Reader]:
    with request.param(archived) as reader:
        yield reader


def test_the_article_as_fetched_shows_its_words_and_pictures(reader: Reader, archived: Archived) -> None:
    article = reader.open(FERRY)
    words = article.locator("body").inner_text()
    assert "Nobody had expected" in words
    assert "Four boats are home again." in words
    assert article.locator("h1").evaluate("one => getComputedStyle(one).color") == "rgb(10, 90, 60)"
    all_pictures_load(article, 1)
    reader.keep_picture("article")


def test_the_view_shows_both_tweets_in_their_places(reader: Reader, archived: Archived) -> None:
    view = reader.open(VIEW + FERRY)
    assert view.locator("h1").inner_text() == "The ferry turns"
    photos, video = (framed(view, tweet) for tweet in (archived.photos, archived.video))
    assert "Four boats are home again." in photos.locator("body").inner_text()
    assert "See the ferry turn." in video.locator("body").inner_text()
    all_pictures_load(view, 1)
    all_pictures_load(photos, 4)
    seeks(video)
    reader.keep_picture("view")


def test_four_photos_with_their_descriptions(reader: Reader, archived: Archived) -> None:
    card = reader.open(CARD + archived.photos.id)
    all_pictures_load(card, 4)
    for number in (1, 2, 3, 4):
        assert card.get_by_alt_text(f"Boat number {number}").count() == 1
    reader.keep_picture("photos")


def test_the_video_seeks(reader: Reader, archived: Archived) -> None:
    card = reader.open(CARD + archived.video.id)
    assert "See the ferry turn." in card.locator("body").inner_text()
    seeks(card)
    reader.keep_picture("video")


def test_arabic_reads_from_right_to_left(reader: Reader, archived: Archived) -> None:
    view = reader.open(VIEW + ARABIC)
    assert view.locator("h1").inner_text() == "عادت القوارب"
    card = framed(view, archived.arabic)
    assert "عادت القوارب الثلاثة كلها إلى الميناء سالمة." in card.locator("body").inner_text()
    said = card.get_by_text("عادت القوارب الثلاثة").first
    assert said.evaluate("one => getComputedStyle(one).direction") == "rtl"
    all_pictures_load(card, 1)
    reader.keep_picture("arabic")


def test_a_deleted_tweet_and_an_altered_quote_are_told(reader: Reader, archived: Archived) -> None:
    view = reader.open(VIEW + GONE)
    words = view.locator("body").inner_text()
    assert "mismatch" in words
    assert "Friday" in words
    assert "Monday at noon" in framed(view, archived.altered).locator("body").inner_text()
    reader.keep_picture("gone")
    assert "deleted" in reader.open(CARD + archived.deleted.id).locator("body").inner_text()
    reader.keep_picture("deleted")
    assert "Friday at noon" in reader.open(GONE).locator("body").inner_text()


@pytest.mark.parametrize("reader", [in_replay_web_page], ids=["ReplayWeb.page"], indirect=True)
def test_search_finds_the_words_of_a_tweet(reader: Reader, archived: Archived) -> None:
    replay = replay_web_page.ReplayWebPage(reader.page)
    for tweet, words in ((archived.photos, "boats are home"), (archived.arabic, "القوارب الثلاثة")):
        reader.begin()
        assert CARD + tweet.id in replay.search(words)
    reader.keep_picture("search")


def framed(view: Any, tweet: Tweet) -> Any:
    """The card in the view, as playwright's Frame."""
    element = view.locator(f'iframe[src$="{CARD}{tweet.id}"]')
    element.scroll_into_view_if_needed()
    frame = element.element_handle().content_frame()
    frame.locator("article, figure").first.wait_for()
    return frame


def all_pictures_load(frame: Any, least: int) -> None:
    pictures = frame.locator("img")
    assert pictures.count() >= least
    for one in pictures.all():
        one.scroll_into_view_if_needed()
        becomes(one, "one => one.complete", True)
        assert one.evaluate("one => one.naturalWidth") > 0


def seeks(frame: Any) -> None:
    """The video shows the moment that it is told to, back and forth."""
    video = frame.locator("video")
    video.scroll_into_view_if_needed()
    video.evaluate("video => { video.preload = 'auto' }")
    for moment in (CLIP * 0.75, CLIP * 0.25):
        becomes(video, "video => video.readyState >= 1", True)  # HAVE_METADATA
        video.evaluate("(video, moment) => { video.currentTime = moment }", moment)
        becomes(video, "video => !video.seeking && video.readyState >= 2", True)  # HAVE_CURRENT_DATA
        assert video.evaluate("video => video.currentTime") == pytest.approx(moment, abs=0.1)
    assert video.evaluate("video => video.duration") == pytest.approx(CLIP, abs=0.2)
    assert video.evaluate("video => video.videoWidth") > 0


def becomes(element: Any, expression: str, wanted: object) -> None:
    """Asked again and again from here: where a frame may run no scripts, no promise within it ever ends."""
    for _ in range(LOOKS):
        if element.evaluate(expression) == wanted:
            return
        element.page.wait_for_timeout(50)
    raise AssertionError(f"{expression} does not become {wanted}")
