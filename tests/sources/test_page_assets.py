"""What an article looks like is kept with it, within limits, and never what only counts readers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest

from tests.sources.exchanges import answer
from tweetarchive.model.capture import Exchange, Purpose, Request
from tweetarchive.model.errors import Failure, NotRecorded, Unreachable
from tweetarchive.sources.page_assets import MOST_ASSETS, find_parts, keep_page_assets

URL = "https://news.example/2024/story"
TYPES = {"css": "text/css", "png": "image/png", "jpg": "image/jpeg", "woff2": "font/woff2"}


def served(files: Mapping[str, str]) -> tuple[Callable[[Request], Exchange], list[Request]]:
    """A site that has these files and answers 404 to all else; and what was asked."""
    asked: list[Request] = []

    def fetch(request: Request) -> Exchange:
        asked.append(request)
        if request.url not in files:
            return answer(request, "gone", 404, content_type="text/html")
        kind = TYPES[request.url.partition("?")[0].rpartition(".")[2]]
        return answer(request, files[request.url], content_type=kind)

    return fetch, asked


def page(html: str) -> Exchange:
    return answer(Request(URL, Purpose.SOURCE), html, content_type="text/html")


def test_sheets_and_what_they_load_pictures_and_fonts_are_asked_for() -> None:
    fetch, asked = served(
        {
            "https://news.example/s/a.css": "@import 'b.css'; body { background: url(../bg.png) }",
            "https://news.example/s/b.css": "@font-face { src: url(https://fonts.example/f.woff2) }",
            "https://news.example/lead.jpg": "x",
            "https://news.example/bg.png": "x",
            "https://fonts.example/f.woff2": "x",
        }
    )
    problems = keep_page_assets(page("<link rel=stylesheet href=/s/a.css><img src='/lead.jpg' alt='a > b'>"), fetch)
    assert problems == ()
    assert [one.url for one in asked] == [
        "https://news.example/s/a.css", "https://news.example/s/b.css", "https://news.example/lead.jpg",
        "https://fonts.example/f.woff2", "https://news.example/bg.png",
    ]  # fmt: skip
    assert {one.purpose for one in asked} == {Purpose.PAGE_ASSET}
    assert [dict(one.headers)["Referer"] for one in asked][2:4] == [URL, "https://news.example/"]


def test_what_is_not_had_is_one_problem_that_takes_nothing_from_the_article() -> None:
    fetch, _ = served({"https://news.example/a.jpg": "x"})
    [problem] = keep_page_assets(page("<img src=/a.jpg><img src=/b.jpg><img src=/c.jpg>"), fetch)
    assert problem.partial
    assert "2 of its 3 pictures" in problem.why
    assert "https://news.example/b.jpg (answered HTTP 404)" in problem.why


def test_a_host_that_does_not_answer_is_asked_once() -> None:
    asked: list[str] = []

    def fetch(request: Request) -> Exchange:
        asked.append(request.url)
        raise Unreachable("no", request=request, failure=Failure.TIMEOUT)

    images = "".join(f"<img src=https://slow.example/{number}.jpg>" for number in range(5))
    [problem] = keep_page_assets(page(images), fetch)
    assert asked == ["https://slow.example/0.jpg"]
    assert "5 of its 5" in problem.why


def test_no_page_is_without_end() -> None:
    fetch, asked = served({})
    [problem] = keep_page_assets(page("".join(f"<img src=/{number}.jpg>" for number in range(MOST_ASSETS + 9))), fetch)
    assert len(asked) == MOST_ASSETS
    assert "9 more than the limits allow were not asked for" in problem.why


def test_sheets_that_import_each_other_come_to_an_end() -> None:
    fetch, asked = served(
        {f"https://news.example/{n}.css": f"@import '{n + 1}.css'; @import '0.css';" for n in range(9)}
    )
    keep_page_assets(page("<link rel=stylesheet href=/0.css>"), fetch)
    assert len(asked) == 3


def test_an_archive_made_without_them_is_no_problem() -> None:
    def fetch(request: Request) -> Exchange:
        raise NotRecorded("never asked", request=request)

    assert keep_page_assets(page("<img src=/a.jpg>"), fetch) == ()


@pytest.mark.parametrize(
    "html",
    [
        "<script src=/a.js></script><script>document.write('<img src=/b.jpg>')</script>",
        "<iframe src=https://ads.example/></iframe>",
        "<img src=https://count.example/p width=1 height=1>",
        "<noscript><img src='https://count.example/tr?id=1&ev=PageView'></noscript>",
        "<img style='display:none' src=https://count.example/b?c1=2>",
        "<!-- <img src=/a.jpg> --><template><img src=/a.jpg></template>",
        "<link rel='alternate stylesheet' href=/a.css><link rel=preload as=script href=/a.js>",
        "<img src='data:image/png;base64,AA'><a href=/b.jpg>",
        "<base href='http://['><img src='http://['><img src='ftp://x/y.jpg'><img src='mailto:a@b'>",
    ],
)
def test_what_shows_nothing_is_not_asked_for(html: str) -> None:
    found = find_parts(html, URL)
    assert (found.sheets, found.pictures, found.fonts) == ([], [], [])


def test_every_place_that_shows_a_picture_is_known() -> None:
    html = (
        "<base href=https://cdn.example/x/><link rel='shortcut icon' href=fav.ico>"
        "<style>a{background:url(1.png)}</style>"
        "<div style=\"background-image:url('2.png')\"></div><body style='background:url(&quot;3.png&quot;)'>"
        "<picture><source srcset='4.webp'><img src=5.jpg></picture><video poster=6.jpg></video>"
        "<noscript><img src=7.jpg></noscript><amp-img src='8 b.jpg'></amp-img>"
    )
    names = ["fav.ico", "1.png", "2.png", "3.png", "4.webp", "5.jpg", "6.jpg", "7.jpg", "8%20b.jpg"]
    assert find_parts(html, URL).pictures == [f"https://cdn.example/x/{name}" for name in names]


@pytest.mark.parametrize(
    "piece", ["<img ", "<img src='", "<!--", "<style>", "<script>", '<img "', " style='", "<picture>"]
)
def test_hostile_pages_take_no_time(piece: str) -> None:
    begun = time.process_time()
    find_parts(piece * (300_000 // len(piece)), URL)
    assert time.process_time() - begun < 2
