"""Paragraphs: the article's own text, without embeds and furniture, with its links."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tweetarchive.embeds.prose import Paragraph, read_paragraphs, read_plain_paragraphs
from tweetarchive.model.article import Span, SpanKind


def read(page: str, embedded: str | None = None) -> tuple[Paragraph, ...]:
    tree = LexborHTMLParser(page)
    nodes = tree.css(embedded) if embedded else []
    return read_paragraphs(tree, embedded={node.mem_id: at for at, node in enumerate(nodes)})


def texts(page: str, embedded: str | None = None) -> list[str]:
    return [paragraph.text for paragraph in read(page, embedded)]


def test_blocks_end_paragraphs_and_inline_elements_do_not() -> None:
    assert texts("<div>one <b>t</b>wo<p>three</p>four</div>") == ["one two", "three", "four"]


def test_white_space_is_collapsed_and_no_break_spaces_kept() -> None:
    assert texts("<p> a\n\t b&nbsp; c </p>") == ["a b\u00a0 c"]


def test_one_line_break_is_a_space_and_two_a_paragraph() -> None:
    assert texts("<p>one<br>two<br> <br>three</p>") == ["one two", "three"]


def test_furniture_is_no_prose() -> None:
    page = "<nav>n</nav><p>a</p><aside>s</aside><script>x</script><div role=navigation>m</div><p hidden>h</p><p>b</p>"
    assert texts(page) == ["a", "b"]


def test_embeds_are_left_out_and_counted() -> None:
    page = "<p>a<blockquote class=t><p>T</p></blockquote><p>b<aside><blockquote class=t></blockquote></aside><p>c"
    assert [(p.text, p.after) for p in read(page, ".t")] == [("a", 0), ("b", 1), ("c", 2)]


def test_an_embed_inside_an_embed_counts_by_itself() -> None:
    page = "<blockquote class=t>A<blockquote class=t>B</blockquote></blockquote><p>c</p>"
    assert [(p.text, p.after) for p in read(page, ".t")] == [("c", 2)]


def test_links_keep_their_place_and_target() -> None:
    (paragraph,) = read("<p>  He <a href='https://x.com/a/status/20'>wrote <b>it</b></a> down</p>")
    (link,) = paragraph.links
    assert paragraph.text[link.start : link.end] == "wrote it"
    assert (link.kind, link.target) == (SpanKind.LINK, "https://x.com/a/status/20")


def test_a_link_over_two_blocks_is_a_link_in_both() -> None:
    assert [p.links for p in read("<a href=u><div>one</div><div>two</div></a>")] == [
        (Span(0, 3, SpanKind.LINK, "u"),),
        (Span(0, 3, SpanKind.LINK, "u"),),
    ]


def test_emoji_pictures_are_read_by_their_alt_text_and_others_not() -> None:
    assert texts("<p>so <img class=emoji alt=🎉> <img alt=photo>good</p>") == ["so 🎉 good"]


def test_a_page_nested_very_deep_is_read_in_bounded_time() -> None:
    # not deeper: Lexbor's own parser is quadratic in depth (0.2 s here, 39 s at 100,000); our walk is linear
    tree = LexborHTMLParser("<p>a</p>" + "<div>" * 10_000 + "deep")
    started = time.process_time()
    assert read_paragraphs(tree, embedded={})[-1].text == "deep"
    assert time.process_time() - started < 2  # seconds; measured 0.03


def test_plain_lines_are_paragraphs_and_embeds_are_cut_out() -> None:
    text = "One.\n\nTweet words\n— Name (@n) May 1, 2020\nTwo."
    start, end = text.index("Tweet"), text.index("Two")
    found = read_plain_paragraphs(text, embedded=[(start, end)])
    assert [(p.text, p.after) for p in found] == [("One.", 0), ("Two.", 1)]


def test_markdown_links_and_bare_addresses_are_links() -> None:
    (paragraph,) = read_plain_paragraphs("> He [wrote](https://x.com/a/status/20) and https://x.com/b/status/21")
    assert paragraph.text == "He wrote and https://x.com/b/status/21"
    assert [link.target for link in paragraph.links] == ["https://x.com/a/status/20", "https://x.com/b/status/21"]


@given(st.text(alphabet="ab <>/=\n&;p\"'aidv!-", max_size=300))
def test_links_lie_in_the_text_of_any_page(page: str) -> None:
    for paragraph in read("<a href=u>" + page):
        assert paragraph.text == paragraph.text.strip(" ")
        assert all(0 <= link.start < link.end <= len(paragraph.text) for link in paragraph.links)
