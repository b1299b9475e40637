"""The page of finds: whatever the article says, the page says it and does nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.model.article import Article, Claim, Embed, Form, ShownDate, Span, SpanKind
from tweetarchive.model.evidence import Problem
from tweetarchive.model.tweet import StatusId
from tweetarchive.report.finds_page import Section, render_finds_page

SENTENCE = "Ann Poe tweeted: “No ferry today”."


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    links: tuple[Span, ...] = ()
    after: int = 0


def embed(index: int = 0, **fields: object) -> Embed:
    given: dict[str, object] = {"form": Form.BLOCKQUOTE, "status_id": StatusId("1187000000000000001"), **fields}
    return Embed(index=index, **given)  # type: ignore[arg-type]


def claim(text: str = "No ferry today", **fields: object) -> Claim:
    given: dict[str, object] = {"speaker": "Ann Poe", "handle": None, "sentence": SENTENCE, **fields}
    return Claim(text=text, **given)  # type: ignore[arg-type]


def section(
    *prose: Paragraph, embeds: tuple[Embed, ...] = (), claims: tuple[Claim, ...] = (), **more: object
) -> Section:
    given: dict[str, object] = {"url": None, "title": "Storm", "language": "en", **more}
    article = Article(embeds=embeds, claims=claims, **given)  # type: ignore[arg-type]
    return Section(source="storm.html", article=article, prose=prose)


class Seen(HTMLParser):
    """What a browser would make of the page: its elements in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += "" if "style" in self.open else data

    def places(self) -> set[str]:
        return {name for _, attributes in self.elements if (name := attributes.get("id"))}


def test_finds_stand_in_the_text_where_the_article_has_them() -> None:
    prose = (Paragraph("Before."), Paragraph(SENTENCE, after=1), Paragraph("After.", after=2))
    embeds = (embed(0, text="First words"), embed(1, text="Second words"))
    text = Seen(render_finds_page([section(*prose, embeds=embeds, claims=(claim(embed=1),))])).text
    article = text[text.index("Before.") :]
    order = ["Before.", "First words", "Ann Poe tweeted", "Said to be tweeted by", "embed 2", "Second words", "After."]
    assert sorted(order, key=article.index) == order


def test_every_entry_of_the_list_leads_to_its_place() -> None:
    lost = claim("Nowhere in the text", sentence="Nowhere in the text, she tweeted.")
    embeds = (embed(0, text="Words"), embed(1))
    page = Seen(render_finds_page([section(Paragraph(SENTENCE), embeds=embeds, claims=(claim(), lost))] * 2))
    targets = [href for tag, found in page.elements if tag == "a" and (href := found["href"] or "").startswith("#")]
    assert len(targets) == 2 * (1 + 4)
    assert {target[1:] for target in targets} <= page.places()
    assert "Nowhere in the text" in page.text


def test_the_very_words_of_a_claim_are_marked_also_across_a_link() -> None:
    link = Span(SENTENCE.index("tweeted"), SENTENCE.index("ferry") + 5, SpanKind.LINK, "https://x.com/a/status/20")
    page = render_finds_page([section(Paragraph(SENTENCE, (link,)), claims=(claim(),))])
    marked = re.findall(r"<mark[^>]*>(.*?)(?: <span class=\"number\">Q1</span>)?</mark>", page)
    assert re.sub(r"<[^>]*>", "", "".join(marked)) == "No ferry today"
    assert re.sub(r"<[^>]*>", "", page).count("tweeted: “No ferry today Q1”") == 1


def test_the_same_words_twice_are_two_marks() -> None:
    twice = "She tweeted: “No”. And “No”, he tweeted."
    claims = (claim("No", sentence="She tweeted: “No”."), claim("No", sentence="And “No”, he tweeted."))
    page = render_finds_page([section(Paragraph(twice), claims=claims)])
    assert re.findall(r'<mark id="([^"]*)">', page) == ["a0-claim-0", "a0-claim-1"]


def test_numbers_are_those_of_the_terminal_and_of_the_json() -> None:
    text = Seen(render_finds_page([section(Paragraph(SENTENCE), embeds=(embed(),), claims=(claim(),))])).text
    assert "1 Embed, in a blockquoteembeds[0]" in text
    assert "Q1Said to be tweeted by Ann Poe, whose tweet is not on this pageclaims[0]" in text


def test_what_is_not_shown_is_said_and_what_is_ambiguous_stays_so() -> None:
    shown = ShownDate("3/4/2020", (date(2020, 4, 3), date(2020, 3, 4)))
    text = Seen(render_finds_page([section(embeds=(embed(handle="bay", date=shown, status_id=None),))])).text
    assert "The page shows none of the tweet’s words." in text
    assert "@bay, of the address only" in text
    assert "3/4/2020 (2020-04-03 or 2020-03-04)" in text
    assert "not named by the page" in text


def test_problems_and_notes_are_shown() -> None:
    read = section(notes=("a loader was seen",))
    unread = Section(
        source="gone.html", article=section(title=None).article, problems=(Problem("article", None, "gone"),)
    )
    text = Seen(render_finds_page([read, unread])).text
    assert "a loader was seen" in text
    assert "article: gone" in text
    assert "could not be read" in text


HOSTILE = "</p></style><script>alert(1)</script><img src=x onerror=a()>\"'&amp;\u202e\x00\ud83d"


def test_hostile_text_is_shown_and_does_nothing() -> None:
    bad = embed(
        text=HOSTILE, author_name=HOSTILE, handle=HOSTILE, handle_shown=True, permalink="javascript:a()//" + HOSTILE,
        language='en" onload="x', date=ShownDate(HOSTILE, ()), spans=(Span(0, 3, SpanKind.LINK, "data:text/html,x"),),
    )  # fmt: skip
    said = claim(HOSTILE, sentence=HOSTILE, speaker=HOSTILE, handle=HOSTILE)
    one = section(
        Paragraph(HOSTILE, (Span(0, 4, SpanKind.LINK, "https://x.example/\"onclick='a()"),)),
        embeds=(bad,), claims=(said,), title=HOSTILE, language=HOSTILE, notes=(HOSTILE,), url=HOSTILE,
    )  # fmt: skip
    html = render_finds_page([one])
    page = Seen(html)
    assert not page.open
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img"})
    assert not [name for _, found in page.elements for name in found if name.startswith("on")]
    for _, found in page.elements:
        assert (found.get("href") or "#").startswith(("#", "https://x.example/"))
    assert "\u202e" not in html
    html.encode("utf-8")


def test_the_page_forbids_everything_but_its_own_style() -> None:
    html = render_finds_page([section()])
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "style=" not in html
    assert not re.search(r"url\(|@import|src=", html)


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=4)


@given(st.text(max_size=40), spans, spans, st.integers(0, 3))
def test_any_text_with_any_spans_keeps_its_words_and_closes_its_elements(
    words: str, links: list[tuple[int, int]], quoted: list[tuple[int, int]], after: int
) -> None:
    linked = tuple(Span(at, at + size, SpanKind.LINK, "https://x.example/") for at, size in sorted(links))
    claims = tuple(claim(words[at : at + size], sentence=words) for at, size in quoted if words[at : at + size])
    page = Seen(
        render_finds_page([section(Paragraph(words, linked, after), embeds=(embed(text=words),), claims=claims)])
    )
    assert not page.open
    assert page.places() >= {"a0", "a0-embed-0"}
