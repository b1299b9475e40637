"""What a style sheet loads, and what it only mentions."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.sources.style_sheet import StyleSheet, parse_style_sheet


def test_sheets_fonts_and_pictures_are_told_apart() -> None:
    css = """@charset "utf-8"; @import url("a.css") screen; @import 'b.css'; @import url(c.css);
    @font-face { font-family: "X"; src: url(x.eot); src: url(x.eot?#iefix) format("embedded-opentype"),
      url(x.woff) format("woff"), url('x.woff2?v=1') format("woff2"); }
    body { background: URL( /bg.png ) no-repeat, url("/a b.png") } li { cursor: url(c.cur), auto }"""
    assert parse_style_sheet(css) == StyleSheet(
        ("a.css", "b.css", "c.css"), ("x.woff2?v=1",), ("/bg.png", "/a b.png", "c.cur")
    )


@pytest.mark.parametrize(
    "css",
    [
        "/* url(a.png) */",
        'q { content: "url(a.png)" }',
        "a { mask: url(#m); background: url(data:image/png;base64,AA) }",
    ],
)
def test_what_is_not_loaded_is_not_asked_for(css: str) -> None:
    assert parse_style_sheet(css) == StyleSheet((), (), ())


@pytest.mark.parametrize(
    ("source", "font"),
    [
        ("url(a.ttf)", ("a.ttf",)),
        ("local('X'), url(a.svg#x) format('svg'), url(b.woff)", ("b.woff",)),
        ("url(a.svg) format('svg')", ()),
        ("url(data:font/woff2;base64,AA) format('woff2')", ()),
    ],
)
def test_of_a_face_only_the_file_that_a_browser_takes_is_kept(source: str, font: tuple[str, ...]) -> None:
    assert parse_style_sheet(f"@font-face {{font-family: X; src: {source}}}").fonts == font


def test_escapes_are_read() -> None:
    assert parse_style_sheet(r"a { background: url(a\28 1\29.png) }").pictures == ("a(1).png",)


@given(st.text(alphabet="@import url(){}'\"/*\\;:-abfontsrc \n", max_size=200))
def test_anything_can_be_read(css: str) -> None:
    parse_style_sheet(css)


@pytest.mark.parametrize("piece", ["url(", '"', "/*", "@font-face{src:", "@import ", "@font-face{src:url(", "'\\"])
def test_hostile_sheets_take_no_time(piece: str) -> None:
    begun = time.process_time()
    parse_style_sheet(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 2
