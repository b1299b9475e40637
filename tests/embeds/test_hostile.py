"""No document makes the finder crash, wander or take its time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tweetarchive.embeds.find import find_embeds, read_article
from tweetarchive.model.errors import InputError

SECONDS = 20.0  # bounded, not fast: two busy cores; each of these takes less than 3 s alone

PIECES = st.sampled_from(
    [
        '<blockquote class="twitter-tweet">', "</blockquote>", "<p>", "</p>", "&mdash; Name (@name_x) ", "words ",
        '<a href="https://twitter.com/name_x/status/1187000000000000001">', "October 13, 2019", "</a>", "<br>", "\n\n",
        '<script>var x = {"html": "', '"}</script>', "<textarea>", "</textarea>", "<template>", "</template>", "— ",
        '<div class="tweet-text">', "</div>", '<div class="tweet" data-tweet-id="1187000000000000002">', "{", "[", '"',
        '<iframe data-tweet-id="1187000000000000003">', "pic.twitter.com/abcDEF1234", "\\u003c", "&#10;", "\x00", "🌊",
        "(@x) 3/4/2020", "[x](https://x.com/a/status/12345678901)", "<!--", "-->", "import x from 'y'\n", "'", "`",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_embeds_in_order_and_the_same_ones_twice(text: str) -> None:
    embeds = find_embeds(text)
    assert [embed.index for embed in embeds] == list(range(len(embeds)))
    assert find_embeds(text) == embeds
    for embed in embeds:
        assert embed.text is None or embed.text == embed.text.strip()
        for span in embed.spans:
            assert embed.text is not None
            assert 0 <= span.start < span.end <= len(embed.text)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    try:
        read_article(document)
    except InputError:
        return


ADDRESS = "https://x.com/n_n/status/1187000000000000001"
TWEET = (
    '<blockquote class="twitter-tweet"><p>Words</p>&mdash; N (@n_n) '
    '<a href="https://x.com/n_n/status/1187000000000000001">October 13, 2019</a></blockquote>'
)


@pytest.mark.parametrize(
    ("name", "document", "count"),
    [
        ("nested tags", "<div>" * 1_000_000 + TWEET, 1),
        ("nested blockquotes", '<blockquote class="twitter-tweet">' * 20_000 + TWEET, None),
        ("a long attribute", f'<div data-x="{"status/1 tweet " * 1_500_000}"></div>{TWEET}', 1),
        ("NUL bytes", TWEET.replace("Words", "\x00" * 100_000 + "Words"), None),
        ("unclosed quotes in a script", "<script>twitter-tweet" + "\\\"'" * 300_000 + "</script>" + TWEET, 1),
        ("deep JSON", '{"a":' * 200_000 + '"https://x.com/a/status/12345678901"', None),
        ("many handles", "<p>" + "— a (@b) " * 50_000 + "</p>" + TWEET, None),
        ("many dashes", "<p>" + "— " * 200_000 + "(@b) October 13, 2019</p>", None),
        ("many links", "<p>" + "<a href='https://x.com/a/status/12345678901'>x</a> " * 30_000, 0),
        ("many cards", "<div class='tweet-text'>x" * 3_000, 0),
        ("brackets in Markdown", "[" * 300_000 + "](@b)", 0),
        ("blank lines", "\n \n" * 300_000 + "— a (@b) October 13, 2019", 0),
        ("lists of a script", f"<script>'{ADDRESS}';\n" + "[\n" * 200 + "1," * 200_000 + "</script>", None),
        (
            "objects of a script",
            f"<script>'{ADDRESS}'" + "=(function(a){return {a:b}}(1))" * 20_000 + "</script>",
            None,
        ),
        ("marks of base64", '<div data-a="' + "dHdpdHRlci10d2Vld" * 20_000 + '">', 0),
        ("unclosed scripts in Markdown", "x <b>y</b>\n" + "<script>" * 30_000 + ADDRESS, None),
        ("unclosed short codes", "<p>" + "[tweet " * 50_000 + "{{< x " * 50_000, 0),
        ("unclosed fences", "```\n" * 50_000 + "(@b) <p>", 0),
    ],
)
def test_hostile_documents_end_in_bounded_time(name: str, document: str, count: int | None) -> None:
    start = time.perf_counter()
    embeds = find_embeds(document)
    assert time.perf_counter() - start < SECONDS, name
    if count is not None:
        assert len(embeds) == count
