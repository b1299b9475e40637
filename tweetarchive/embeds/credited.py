"""Cards that name no part of themselves: words, and near them the author's handle and a link to the tweet."""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.attribution import LONGEST_NAME, Attribution
from tweetarchive.embeds.dates import leading_date, read_date
from tweetarchive.embeds.found import Element, make_embed, shows_nothing
from tweetarchive.embeds.marks import is_aside
from tweetarchive.embeds.words import Words, read_words
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink

_CARD = re.compile(r"(?:tweet|twitter)[_-]?(?:card|status|embed|post)(?!s)", re.I)
_AUTHOR = re.compile(rf"(?:(?P<name>[^\n@]{{1,{LONGEST_NAME}}})\s)?@(?P<handle>\w{{1,15}})(?!\w)", re.A)
_WORDS = re.compile(r"quote|text|tweet|words|content", re.I)
_FEWEST_LINKS = 2  # to one tweet: picture, author, words, date
_MOST_LINKS = 30
_MOST_PIECES = 12  # of a credit: a list of a thousand links is none
_LONGEST_CREDIT = 160  # characters


class LinkedCard:
    """A newsletter's card, every piece of it a link to the tweet: `<table class="kg-twitter-card">` of Ghost."""

    weak = True

    def read(self, element: Element) -> Embed | None:
        if not _CARD.search(element.get("class")) or is_aside(element.node):
            return None
        links = [link for link in element.node.css('a[href*="status"]')[:_MOST_LINKS] if _address(link)]
        named = {permalink.status_id for link in links if (permalink := parse_permalink(_address(link)))}
        if len(named) != 1 or len(links) < _FEWEST_LINKS:
            return None
        pieces = [read_words(link) for link in links]
        words = max(
            (piece for piece in pieces if not _is_label(piece.text)), key=lambda piece: len(piece.text), default=None
        )
        if words is None:
            return None
        around = read_words(element.node).text.replace(words.text, "\n")
        if max(map(len, around.split("\n"))) > len(words.text):
            return None  # the words are no link
        credit = _credit(around, _address(links[0]))
        if credit is None:
            return None
        return make_embed(Form.STATIC_CARD, Words(words.text), credit)  # its one link is the card's own


class Credit:
    """A dated link to the tweet beside its author's handle, the words in the element before (Storify's lists)."""

    weak = True

    def read(self, element: Element) -> Embed | None:
        address, shown = _address(element.node), " ".join(element.node.text().split())
        if not address or not shown or leading_date(shown) != len(shown):
            return None
        node: LexborNode | None = element.node.parent
        quote = node.prev if node is not None else None
        while quote is not None and quote.tag == "-text":
            quote = quote.prev
        if (
            node is None
            or quote is None
            or len(list(islice(node.iter(), _MOST_PIECES))) == _MOST_PIECES
            or is_aside(node)
        ):
            return None
        credit = read_words(node).text
        if (
            len(credit) > _LONGEST_CREDIT
            or (attribution := _credit(credit.replace(shown, f"\n{shown}"), address)) is None
        ):
            return None
        if quote.tag != "blockquote" and not _WORDS.search(quote.attributes.get("class") or ""):
            return None
        return make_embed(Form.STATIC_CARD, read_words(quote), attribution)


def _address(link: LexborNode) -> str:
    href = link.attributes.get("href") or ""
    return href if "/status" in href and parse_permalink(href) else ""


def _credit(text: str, address: str) -> Attribution | None:
    """Author and date from what stands around the words."""
    author = _AUTHOR.search(text)
    if author is None:
        return None
    lines = (" ".join(line.split()) for line in text[author.end() :].split("\n"))
    date_text = next((line for line in lines if 0 < len(line) <= 60 and read_date(line).readings), None)
    return Attribution(0, 0, author["handle"], (author["name"] or "").strip() or None, date_text, address)


def _is_label(text: str) -> bool:
    """Whether a link says who, when or what to do, and is no tweet's words."""
    author = _AUTHOR.match(text)
    return shows_nothing(text) or (author is not None and author.end() == len(text)) or bool(read_date(text).readings)
