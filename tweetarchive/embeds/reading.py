"""The door for those who show the article: its text outside the embeds, with the place of every embed in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser

from tweetarchive.embeds.document import Kind, read_document
from tweetarchive.embeds.find import paragraphs_of, read_finds
from tweetarchive.embeds.found import Find
from tweetarchive.embeds.prose import Paragraph as Paragraph  # handed out with its reader
from tweetarchive.model.article import Form

_CONTAINERS = ("[itemprop~=articleBody]", "article", "main")
_LEAST = 300  # letters of an article's text; what holds less is a teaser, or the text is elsewhere
_TAIL = 60  # letters: enough of a tweet's end to know its paragraph by


def read_prose(document: str | bytes, *, content_type: str | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of an article in reading order, `after` counted by the indexes of `read_article`'s embeds.

    An embed that was flattened into a page is text of the page like any other: its words are among the paragraphs, and
    it stands below them. What is in page state only stands below everything. () for JSON and scripts, which have no
    text of their own.

    Args: content_type: as for `read_article`, whose embeds these are.
    Raises: InputError, as `read_article`.
    """
    read = read_document(document, content_type=content_type)
    reading = read_finds(read, always_parse=True)
    paragraphs = paragraphs_of(read, reading)
    if reading.places or not paragraphs:
        return paragraphs
    by_nodes, by_words = _above_by_nodes(paragraphs, reading.finds), _above_by_words(paragraphs, reading.finds)
    above = accumulate(map(max, by_nodes, by_words), max)
    return tuple(replace(one, after=count) for one, count in zip(paragraphs, above, strict=True))


def read_body(document: str | bytes, *, content_type: str | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of the element that holds the article, where a page says which; those of the whole page elsewhere.

    Lists of what is read most, comments and clocks change around an article all day.
    Args and Raises: as `read_prose`.
    """
    read = read_document(document, content_type=content_type)
    tree = LexborHTMLParser(read.text) if read.kind is Kind.HTML else None
    for selector in _CONTAINERS if tree is not None else ():
        found = [(len(node.text()), node.html or "") for node in tree.css(selector)] if tree else []
        letters, html = max(found, default=(0, ""))
        if letters >= _LEAST:
            return read_prose(html)
    return read_prose(document, content_type=content_type)


def _above_by_nodes(paragraphs: Sequence[Paragraph], finds: Sequence[Find]) -> list[int]:
    """For each paragraph how many embeds stand above it, by the elements that were passed."""
    upto: dict[int, int] = {}
    for find in finds:
        if find.node is not None:
            upto[find.node] = find.embed.index + 1  # an element may hold several
    passed = [0, *accumulate(upto.values(), max)]
    return [passed[min(one.after, len(passed) - 1)] for one in paragraphs]


def _above_by_words(paragraphs: Sequence[Paragraph], finds: Sequence[Find]) -> list[int]:
    """The same by the words of flattened embeds, which have no element of their own."""
    above = [0] * len(paragraphs)
    letters = [_letters(one.text) for one in paragraphs]
    at = 0
    for find in finds:
        embed = find.embed
        if find.node is not None or embed.form is not Form.FLATTENED or not embed.text:
            continue
        last = _letters(embed.text.rpartition("\n")[2])[-_TAIL:]
        found = next((place for place in range(at, len(letters)) if last in letters[place]), None)
        if found is None:
            continue
        by = f"@{embed.handle}".lower()
        here, below = ([*(one.text.lower() for one in paragraphs[found : found + 2]), ""])[:2]
        at = found = found + (by not in here and by in below)  # the attribution may be a paragraph of its own
        if found + 1 < len(above):
            above[found + 1] = embed.index + 1
    return above


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
