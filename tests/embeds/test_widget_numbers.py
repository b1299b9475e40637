"""Numbers that mark-up gives and no tweet can have: found by the fuzzer, they stop nobody."""

from __future__ import annotations

import pytest

from tweetarchive.embeds.find import find_embeds

S9E = r"""<span data-s9e-mediaembed="twitter"
 data-s9e-mediaembed-iframe='["src","https:\/\/s9e.github.io\/iframe\/2\/twitter.min.html#{}#theme=auto"]'></span>"""


@pytest.mark.parametrize("number", ["0000000001794856623", "9999999999999999999", "0"])
@pytest.mark.parametrize(
    "markup",
    [
        S9E,
        '<div class="tweet" id="tweet-{}"></div>',
        '<div class="twitter-embed" data-service="twitter" data-id="{}"></div>',
        '<iframe src="https://platform.twitter.com/embed/Tweet.html?id={}"></iframe>',
        '<amp-twitter data-tweetid="{}"></amp-twitter>',
    ],
)
def test_a_number_that_no_tweet_can_have_is_none(markup: str, number: str) -> None:
    embeds = find_embeds(f"<p>A tweet about twitter.</p>{markup.replace('{}', number)}")
    assert all(embed.status_id is None for embed in embeds)


def test_the_same_mark_up_with_a_true_number_is_an_embed() -> None:
    (embed,) = find_embeds(f"<p>A tweet about twitter.</p>{S9E.replace('{}', '1183347177645227129')}")
    assert embed.status_id == "1183347177645227129"
