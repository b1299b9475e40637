"""Each written page gives its embeds, in order, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tweetarchive.embeds.find import find_embeds, read_article
from tweetarchive.model.article import Embed, SpanKind
from tweetarchive.model.errors import InputError

PAGES = Path(__file__).parents[1] / "pages"

B, R, S, W, P, F, L, A = (
    "blockquote", "iframe", "static-card", "widget", "page-state", "flattened", "link", "amp-twitter",
)  # fmt: skip
STORM = "No ferry today.\nWind 9 & rising #storm with @coastguard https://t.co/aAbBcC1122 pic.twitter.com/PicPic0001"
EXPECTED: dict[str, list[tuple[str, int | None, str | None, str | None]]] = {
    "blockquote-canonical-two-copies.html": [
        (B, 1, "bayharbour", STORM),
    ],
    "blockquote-wordpress-three-paragraphs-ad-and-emoji-image.html": [
        (B, 2, "kmz_test", "Erstens.\n\nZweitens: — so viel dazu — 🎉\n\nDrittenshttps://t.co/zzYYxx9900"),
    ],
    "blockquote-nested-and-unclosed.html": [
        (B, 3, "outer_one", "Outer words"),
        (B, 4, "inner_one", "Inner words"),
        (B, 5, "open_one", "Never closed"),
        (B, 6, "film_one", "A film"),
    ],
    "blockquote-no-words.html": [
        (B, 7, "empty_a", None),
        (B, 8, "place_b", None),
        (B, 9, "bare_c", None),
        (B, 10, "id_d", None),
        (B, 11, "gate_e", None),
        (B, 12, "pic_f", "pic.twitter.com/OnlyPic001"),
    ],
    "blockquote-class-stripped-beside-an-ordinary-quote.html": [
        (B, 13, "stripped", "Stripped but mine"),
        (B, None, "stripped", "No link left either"),
    ],
    "frames-and-amp.html": [
        (A, 14, None, None),
        (A, 15, "vanguard", None),
        (R, 16, None, None),
        (R, 17, None, None),
        (R, 18, None, None),
        (B, 19, "both", "Framed and quoted"),
    ],
    "flattened-one-a-line.txt": [
        (F, None, "bayharbour", '"No ferry, no fish" – old saying http://t.co/fU1QeMQPFC pic.twitter.com/PicPic0003'),
        (F, None, "polexa", "Nous fermons #portpic.twitter.com/PicPic0004"),
        (F, None, "annpoe", "Still two metres of water here"),
    ],
    "flattened-lines-are-paragraphs.txt": [
        (F, None, "anaroe", "North camp. Nearly all have left. pic.twitter.com/PicPic0005"),
    ],
    "flattened-in-html-with-link.html": [
        (B, 20, "one", "First"),
        (F, 21, "flat", "Flat words with a https://t.co/flat000001"),
        (F, None, "two", "All on one line"),
        (B, 22, "three", "Last"),
    ],
    "markdown-with-html-and-fenced-example.md": [
        (B, 24, "minato", "港は閉まっています"),
        (F, 25, "markdown", "Quoted in Markdown"),
        (L, 26, "alone", None),
    ],
    "never-an-embed.html": [],
    "cards-with-words.html": [
        (S, 41, "substack1", "Card words t.co/card"),
        (S, 43, "mailcard", "Mailed words"),
        (S, 44, "feedcard", "Feed words"),
        (S, 45, "buzz", "Buzz words"),
        (S, 46, "altcard", "Alt words here"),
    ],
    "cards-framed-and-stated.html": [
        (S, 70, "forum_f", "Framed words"),
        (S, 71, "numbered", "Numbered words"),
        (S, 72, "quill_q", "Stated & quoted"),
        (S, 73, "olderapi", "Older answer"),
    ],
    "widgets-with-general-names.html": [
        (W, 80, None, None),
        (W, 81, None, None),
        (W, 82, None, None),
        (W, 83, None, None),
        (W, 84, "jso", None),
        (W, 85, "dru", None),
        (L, 86, "div", None),
        (W, 87, "ifr", None),
        (L, 88, "emb", None),
        (W, 89, "cke", None),
        (W, 90, None, None),
    ],
    "widgets-with-evidence.html": [
        (W, 47, None, None),
        (W, 48, "mod", None),
        (W, 49, "alt", None),
        (W, 50, "res", None),
        (W, 51, "rcs", None),
        (W, 52, "oem", None),
        (W, 53, "ifr", None),
        (W, 54, "forum", None),
        (L, 55, "embedly", None),
        (L, 56, "wp", None),
        (L, 57, "lazy", None),
    ],
    "kept-as-text.html": [
        (B, 58, "con", "Consented"),
        (B, 59, "tem", "Templated"),
        (B, 60, "laz", "Lazy"),
        (B, 61, "scr", "Scripted"),
        (B, 62, "att", "Attributed"),
    ],
    "page-state-of-this-and-another-article.html": [
        (P, 64, "own", "Own words"),
        (P, 65, "idonly", None),
    ],
    "page-state-of-related-articles-with-addresses.html": [
        (P, 100, "own_a", "Own words"),
        (P, 104, "own_b", "Own of Arc"),
    ],
    "page-state-blocks-with-numbers-only.html": [
        (P, 110, None, None),
        (P, 111, None, None),
        (P, 112, None, None),
        (P, 113, "net", None),
        (P, 114, "core", None),
        (P, 115, "oem", None),
    ],
    "blockquote-in-strings-of-the-pages-own-script.html": [
        (B, 120, "var_v", "Variable"),
        (B, 121, "call_c", "Called"),
        (B, 122, "arr_a", "Listed"),
        (B, 123, "arr_b", "Listed too"),
        (B, 124, "doc_d", "Written"),
    ],
    "page-state-in-attributes-and-escaped-twice.html": [
        (P, 130, "pag_a", "In data-page"),
        (P, 131, "rea_b", "Escaped twice"),
        (P, 132, "ast_c", "In props"),
        (P, 134, "scr_d", "Escaped in a script"),
    ],
    "page-state-article-body-flattened.html": [
        (P, None, "blank", "Parted by blank lines"),
        (P, None, "lines", "Parted by lines"),
        (P, None, "nothing", "Parted by nothing. Really."),
    ],
    "blockquote-in-teasers-of-other-articles.html": [
        (B, 140, "lis_a", "Listed in the article"),
        (B, 143, "own_d", "Of the page"),
        (B, 144, "mem_e", "Posted below"),
    ],
    "cms-paragraph-list.json": [
        (P, None, "bayharbour", "No ferry today 🌊 pic.twitter.com/PicPic0006"),
    ],
    "component.tsx": [
        (B, 66, "jay_x", "In JSX"),
        (B, 67, "yod", "שלום"),
    ],
    "blockquote-words-begin-with-a-separator-of-ascii.html": [
        (B, 80, "bayharbour", "Pier two is open again"),
    ],
    "cards-credited-beside-their-words.html": [
        (S, 81, "bayharbour", "Mailed: no ferry before Tuesday"),
        (S, 82, "bayharbour", "Told in a list: pier two is shut"),
        (B, 83, "bayharbour", "Exported: pier three too"),
    ],
    "short-codes-nobody-rendered.html": [
        (W, 85, "bayharbour", None),
        (W, 86, "bayharbour", None),
        (W, 87, None, None),
        (W, 88, None, None),
        (W, 89, None, None),
    ],
    "short-codes-and-components.md": [
        (W, 91, None, None),
        (W, 92, None, None),
        (W, 93, None, None),
        (W, 94, "bayharbour", None),
        (L, 95, "bayharbour", None),
        (F, None, "bayharbour", "Pier two is shut again pic.twitter.com/PicPic0080"),
        (L, 96, "bayharbour", None),
    ],
    "kept-encoded.html": [
        (B, 97, "bayharbour", "Kept in base64"),
        (B, 98, "bayharbour", "Kept in base64 in a template"),
        (B, 99, "bayharbour", "Kept with percent signs"),
        (W, 100, "bayharbour", None),
        (P, 101, "bayharbour", "State with percent signs"),
    ],
    "page-state-as-javascript-writes-it.html": [
        (P, 102, None, None),
        (P, 103, "bayharbour", "As Nuxt writes it"),
    ],
}  # fmt: skip


def embeds_of(name: str) -> tuple[Embed, ...]:
    return find_embeds((PAGES / name).read_bytes())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gives_its_embeds_in_order_and_nothing_else(name: str) -> None:
    found = [(e.form.value, int(e.status_id[-3:]) if e.status_id else None, e.handle, e.text) for e in embeds_of(name)]
    assert found == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_index_is_the_place(name: str) -> None:
    assert [embed.index for embed in embeds_of(name)] == list(range(len(EXPECTED[name])))


def test_every_written_page_is_tested() -> None:
    assert {path.name for path in PAGES.iterdir()} == set(EXPECTED)


def test_the_fields_of_a_blockquote_are_what_it_shows() -> None:
    (embed,) = embeds_of("blockquote-canonical-two-copies.html")
    assert embed.author_name == "Bay Harbour"
    assert embed.handle_shown
    assert embed.permalink == "https://twitter.com/bayharbour/status/1187000000000000001?ref_src=twsrc%5Etfw"
    assert embed.date is not None
    assert (embed.date.text, embed.date.day) == ("October 23, 2019", date(2019, 10, 23))
    assert embed.language == "en"
    assert embed.pic_links == ("pic.twitter.com/PicPic0001",)
    assert embed.links == ("https://t.co/aAbBcC1122", "https://t.co/PicPic0001")


def test_spans_tell_links_and_emoji_pictures_from_plain_words() -> None:
    (embed,) = embeds_of("blockquote-wordpress-three-paragraphs-ad-and-emoji-image.html")
    assert embed.text is not None
    shown = [(embed.text[span.start : span.end], span.kind, span.target) for span in embed.spans]
    assert shown == [
        ("🎉", SpanKind.EMOJI_IMAGE, None),
        ("https://t.co/zzYYxx9900", SpanKind.LINK, "https://t.co/zzYYxx9900"),
    ]
    assert embed.author_name == "水島 宏太(Klassic作成中) — privat"
    assert embed.permalink == "https://twitter.com/kmz_test/status/1187000000000000002"


def test_the_handle_of_an_address_alone_is_not_shown() -> None:
    assert [embed.handle_shown for embed in embeds_of("blockquote-no-words.html")] == [False] * 5 + [True]


def test_names_hold_pipes_dashes_brackets_and_at_signs() -> None:
    names = [embed.author_name for embed in embeds_of("flattened-one-a-line.txt")]
    assert names == ["Bay | Harbour – news", "Powen @polexa@tech.example", "Ann (the mayor) 🌊"]


def test_a_card_shows_name_date_and_zone() -> None:
    web, mail, _, buzz, _ = embeds_of("cards-with-words.html")
    assert [embed.author_name for embed in (web, mail)] == ["Sub Stack", "Mail Card"]
    assert [embed.date.text if embed.date else None for embed in (web, mail, buzz)] == [
        "1:25 PM ∙ Oct 23, 2019",
        "October 23rd 2019",
        "Wed Oct 23 15:13:45 UTC+0000 2019",
    ]


def test_a_card_in_a_frame_or_in_json_shows_name_and_day() -> None:
    framed, _, stated, older = embeds_of("cards-framed-and-stated.html")
    assert [embed.author_name for embed in (framed, stated, older)] == ["Fo Rum", "Qui Ll", "Older"]
    assert [embed.date.day if embed.date else None for embed in (framed, stated)] == [date(2019, 10, 23)] * 2


@pytest.mark.parametrize(
    "mark_up",
    [
        '<span data-s9e-mediaembed="twitter" data-s9e-mediaembed-iframe=\'["src","/2/twitter.min.html#%s#a"]\'></span>',
        '<iframe data-s9e-mediaembed="twitter" src="https://s9e.github.io/iframe/2/twitter.min.html#%s#a"></iframe>',
        '<div data-twitter-id="%s"></div>',
        '<div class="twitter" data-status-id="%s"></div>',
        '<div data-platform="x" data-post-id="%s"></div>',
    ],
)
def test_a_page_with_no_other_sign_of_a_tweet_is_read(mark_up: str) -> None:
    (embed,) = find_embeds("<html><body><p>Prose</p>" + mark_up % "1187000000000000079" + "</body></html>")
    assert embed.status_id == "1187000000000000079"


def test_equal_words_of_one_author_on_two_days_are_two_tweets() -> None:
    text = "Lead.\n\nGood morning.\n\n— Joe (@joe) March 4, 2019\n\nGood morning.\n\n— Joe (@joe) March %d, 2019\n"
    assert [len(find_embeds(text % day)) for day in (5, 4)] == [2, 1]


def test_copies_of_one_id_with_differing_words_stay_two() -> None:
    page = (PAGES / "blockquote-canonical-two-copies.html").read_text("utf-8")
    at = page.rindex("Wind 9")
    forged = page[:at] + page[at:].replace("Wind 9", "Wind 3", 1)
    assert [embed.status_id for embed in find_embeds(forged)] == ["1187000000000000001"] * 2


@pytest.mark.parametrize(
    "attribute",
    [
        'data-any="https://x.com/bay/status/1187000000000000001"',
        "data-any='https://x.com/bay/status/1187000000000000001'",
        "data-any=https://x.com/bay/status/1187000000000000001?s=20",
        'data-any = "https://x.com/bay/status/1187000000000000001"',
        ':v-bind.any="https://x.com/bay/status/1187000000000000001"',
        'data-any="https://embed.example/?a=b&amp;url=https%3A%2F%2Fx.com%2Fbay%2Fstatus%2F1187000000000000001"',
        'data-Tweet-Id="1187000000000000001"',
        "data-twitter=1187000000000000001",
    ],
)
@pytest.mark.parametrize("names", [1, 1000])
def test_a_widget_is_found_by_any_attribute_that_names_its_tweet(attribute: str, names: int) -> None:
    others = "".join(f'<i data-tweet-{number}="">.</i>' for number in range(names))
    (embed,) = find_embeds(f'<html><body>{others}<div class="embed" {attribute}></div></body></html>')
    assert (embed.form, embed.status_id) == ("widget", "1187000000000000001")


STATED = (
    '<article><p>Ferries stay in port today.</p><blockquote class="twitter-tweet"><p>Wind is “9” here… no ferry '
    '<a href="https://t.co/aAbBcC1122">pic.twitter.com/PicPic0001</a></p>&mdash; Bay (@bay) '
    '<a href="https://x.com/bay/status/1187000000000000001">October 23, 2019</a></blockquote></article>'
    '<script type="application/json">{"html": "<blockquote class=\\"twitter-tweet\\"><p>%s</p>— Bay (@bay) '
    '<a href=\\"https:\\/\\/twitter.com\\/bay\\/status\\/1187000000000000001\\">October 23, 2019</a>"}</script>'
)


@pytest.mark.parametrize(
    "words",
    [
        "Wind is “9” here… no ferry pic.twitter.com/PicPic0001",
        "Wind is &quot;9&quot; here... no ferry https://t.co/PicPic0001",
        "Wind is  \\u201c9\\u201d\\nhere… no ferrypic.twitter.com/PicPic0001",
        "Wind is “9” here… no…",
        "",
    ],
)
def test_a_copy_in_page_state_with_the_same_words_is_no_second_embed(words: str) -> None:
    (embed,) = find_embeds(STATED % words)
    assert (embed.form, embed.text) == ("blockquote", "Wind is “9” here… no ferry pic.twitter.com/PicPic0001")


@pytest.mark.parametrize("words", ["Wind is “3” here… no ferry", "Wind is “9” here", "Wind is “9” here, no ferry yet"])
def test_a_copy_in_page_state_with_other_words_stays_a_second_embed(words: str) -> None:
    shown, stated = find_embeds(STATED % words)
    assert (shown.form, stated.form, stated.status_id) == ("blockquote", "page-state", shown.status_id)
    assert stated.text == words


def test_an_article_has_title_and_language_as_declared() -> None:
    article = read_article((PAGES / "blockquote-canonical-two-copies.html").read_bytes(), url="https://bay.example/a")
    assert (article.title, article.language, article.url) == ("Ferry halted", "en", "https://bay.example/a")


def test_a_loader_without_tweets_is_noted() -> None:
    page = "<html><body><p>Prose</p><script src='https://platform.twitter.com/widgets.js'></script></body></html>"
    (note,) = read_article(page).notes
    assert "widgets.js" in note


@pytest.mark.parametrize("document", [b"%PDF-1.7", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"", "  \n"])
def test_what_is_no_article_is_refused(document: str | bytes) -> None:
    with pytest.raises(InputError):
        read_article(document)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
def test_a_page_is_decoded_as_a_browser_would(encoding: str) -> None:
    page = (
        '<html><head><meta charset="iso-8859-1"></head><body><blockquote class="twitter-tweet"><p>Café – déjà</p>'
        '&mdash; É (@e_e) <a href="https://x.com/e_e/status/1187000000000000001">3 août 2019</a></blockquote>'
    )
    if encoding == "iso-8859-1":
        page = page.replace("–", "-")
    (embed,) = find_embeds(page.encode(encoding))
    assert embed.text == ("Café – déjà" if "–" in page else "Café - déjà")
    assert embed.date is not None
    assert embed.date.day == date(2019, 8, 3)


def test_the_charset_of_the_header_decodes() -> None:
    page = "<html><title>Привет</title><body>мир".encode("koi8-r")
    assert read_article(page, content_type="text/html; charset=KOI8-R").title == "Привет"
