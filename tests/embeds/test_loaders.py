"""Signs of tweets that only a page's script would make are told; signs of anything else are not."""

from __future__ import annotations

import pytest

from tweetarchive.embeds.find import read_article

WIDGETS = '<script src="https://platform.twitter.com/widgets.js"></script>'
TWEET = '<blockquote class="twitter-tweet"><a href="https://twitter.com/a/status/1187000000000000001"></a></blockquote>'


def notes(body: str) -> tuple[str, ...]:
    return read_article(f"<html><body><article><h1>Storm</h1><p>The harbour is shut.</p>{body}</article></body>").notes


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (WIDGETS, "X's widgets.js"),
        ('<script async src="//cdn.embedly.com/widgets/platform.js"></script>', "Embedly"),
        ('<div data-oembed-url="/e/1"></div><script src="https://cdn.iframe.ly/embed.js"></script>', "Iframely"),
        ('<div class="twitter-embed"></div>', "an empty place"),
        ("<script>twttr.widgets.createTweet(number, place)</script>", "createTweet"),
    ],
)
def test_a_loader_or_an_empty_place_without_any_tweet_is_noted(body: str, said: str) -> None:
    (note,) = notes(body)
    assert said in note
    assert notes(body + TWEET) == ()


@pytest.mark.parametrize(
    "body",
    [
        '<blockquote class="instagram-media"></blockquote><script src="//www.instagram.com/embed.js"></script>',
        f'<a class="twitter-follow-button" href="https://twitter.com/a">Follow @a</a>{WIDGETS}',
        f'<a class="twitter-timeline" href="https://twitter.com/a">Tweets by a</a>{WIDGETS}',
    ],
)
def test_other_networks_buttons_and_timelines_are_not_noted(body: str) -> None:
    assert notes(body) == ()
