"""The picture that a browser on a desktop would load."""

from __future__ import annotations

import pytest

from tweetarchive.sources.image_candidates import choose_images, matches, slot_width


@pytest.mark.parametrize(
    ("image", "chosen"),
    [
        ({"src": "a.jpg"}, ("a.jpg",)),
        ({"src": "a.jpg", "srcset": "a.jpg 1x, b.jpg 2x"}, ("a.jpg",)),
        ({"src": "a.jpg", "srcset": "b.jpg 2x, c.jpg 3x"}, ("b.jpg", "a.jpg")),
        ({"src": "a.jpg", "srcset": "s.jpg 400w, m.jpg 800w, l.jpg 1600w", "sizes": "700px"}, ("m.jpg", "a.jpg")),
        ({"srcset": "s.jpg 400w,m.jpg 800w", "sizes": "(max-width: 600px) 100vw, 400px"}, ("s.jpg",)),
        ({"srcset": "s.jpg 400w, l.jpg 1600w"}, ("l.jpg",)),
        ({"srcset": "https://c.example/w_400,h_3/s.jpg 400w, https://c.example/w_2000,h_3/l.jpg 2000w"},
         ("https://c.example/w_2000,h_3/l.jpg",)),
        ({"src": "data:image/gif;base64,R0", "data-src": "real.jpg"}, ("real.jpg",)),
        ({"src": "blank.gif", "data-lazy-src": "real.jpg"}, ("real.jpg",)),
        ({"src": "blank.gif", "data-srcset": "r.jpg 1x", "data-src": "real.jpg"}, ("r.jpg", "real.jpg")),
        ({"src": "a.jpg", "data-src-type": "photo", "data-credit": "b.jpg"}, ("a.jpg",)),
        ({"src": ""}, ()),
    ],
)  # fmt: skip
def test_the_choice_at_one_pixel_per_pixel(image: dict[str, str], chosen: tuple[str, ...]) -> None:
    assert choose_images(image) == chosen


def test_of_a_picture_the_first_source_that_holds_is_taken() -> None:
    sources = (
        {"media": "(max-width: 600px)", "srcset": "phone.jpg"},
        {"type": "image/jxl", "srcset": "new.jxl"},
        {"media": "(min-width: 60em)", "type": "image/webp", "srcset": "wide.webp 1x, wide2.webp 2x"},
    )
    assert choose_images({"src": "a.jpg"}, sources) == ("wide.webp", "a.jpg")
    assert choose_images({"src": "a.jpg"}, sources[:2]) == ("a.jpg",)


@pytest.mark.parametrize(
    ("sizes", "width"),
    [("", 1280), ("50vw", 640), ("20em", 320), ("(min-width: 1300px) 900px, 300px", 300), ("calc(100vw - 2em)", 1280),
     ("(min-width: 600px) 640px, 100vw", 640)],
)  # fmt: skip
def test_the_width_on_the_page(sizes: str, width: float) -> None:
    assert slot_width(sizes) == width


@pytest.mark.parametrize(
    ("media", "holds"),
    [("", True), ("screen", True), ("print", False), ("(prefers-color-scheme: dark)", False), ("print, screen", True),
     ("(min-width: 1281px)", False), ("(hover: hover)", True)],
)  # fmt: skip
def test_media_queries_on_a_desktop(media: str, holds: bool) -> None:
    assert matches(media) is holds
