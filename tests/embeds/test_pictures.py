"""How many pictures a card or blockquote shows: told in a note, never a difference."""

from __future__ import annotations

import pytest

from tests.verify.factories import embed, evidence, tweet
from tweetarchive.embeds.find import find_embeds
from tweetarchive.model.tweet import Media, MediaKind
from tweetarchive.model.verdict import MediaOutcome
from tweetarchive.verify import judge

ADDRESS = "https://twitter.com/bayharbour/status/1360215545987600390"
CARD = """<div class="tweet-card"><a href="{address}"><img class="tweet-avatar" src="a.png"></a>
<span class="tweet-author-handle">@bayharbour</span>
<div class="tweet-text">No ferry <img class="emoji" src="e.svg"></div>
{inside}</div>"""
PHOTO = "https://pbs.twimg.com/media/{}.jpg"


def pictures(inside: str) -> int | None:
    (found,) = find_embeds(f"<article><p>Today.</p>{CARD.format(address=ADDRESS, inside=inside)}</article>")
    return found.pictures


def test_faces_and_emoji_are_no_pictures_of_the_tweet() -> None:
    assert pictures("") is None


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (f'<img src="{PHOTO.format("AbC")}">', 1),
        (f'<img src="{PHOTO.format("AbC")}?name=small"><img data-src="{PHOTO.format("AbC")}">', 1),
        (f'<img src="{PHOTO.format("AbC")}"><img src="{PHOTO.format("DeF")}">', 2),
        ('<div class="tweet-photos"><img src="local-1.jpg"><img src="local-2.jpg"></div>', 2),
        ('<img src="https://cdn.example/fetch/https%3A%2F%2Fpbs.substack.com%2Fmedia%2FAbC.jpg">', 1),
        (f'<a href="{ADDRESS}/photo/3">three</a>', 3),
        ('<img class="quoted-tweet-photo" src="other.jpg">', None),
    ],
)
def test_pictures_are_counted_by_their_address_or_class(inside: str, shown: int | None) -> None:
    assert pictures(inside) == shown


def test_a_blockquote_shows_pictures_too() -> None:
    quote = (
        f'<blockquote class="twitter-tweet"><p>No ferry</p><img src="{PHOTO.format("AbC")}">— Bay (@bayharbour) '
        f'<a href="{ADDRESS}">May 1, 2020</a></blockquote>'
    )
    (found,) = find_embeds(f"<article>{quote}</article>")
    assert found.pictures == 1
    assert found.text == "No ferry"


@pytest.mark.parametrize("shown", [1, 2, 3])
def test_the_count_is_told_and_never_held_against_the_quote(shown: int) -> None:
    photos = tuple(Media(kind=MediaKind.PHOTO, image_url=PHOTO.format(name)) for name in ("AbC", "DeF"))
    found = judge(embed(pictures=shown), evidence(tweet(media=photos))).media
    assert found is not None
    assert found.outcome is MediaOutcome.ABSENT_IN_QUOTE
    assert f"The page shows {shown} picture" in found.note
    assert "the tweet has 2 photos" in found.note
