"""Tweets of which an extractor left only the words: `words pic.twitter.com/CODE — Name (@handle) October 13, 2019`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tweetarchive.embeds.attribution import find_flat_attribution
from tweetarchive.embeds.found import make_embed
from tweetarchive.embeds.shortcode import read_shortcode
from tweetarchive.embeds.words import Words
from tweetarchive.model.article import Embed, Form, Span, SpanKind
from tweetarchive.model.permalink import parse_permalink

_MARKDOWN_LINK = re.compile(
    r"(?P<bang>!?)(?<!@)\[(?P<text>[^\[\]\n]{0,1000})\]\((?P<target>[^()\s]{1,1000})[^()\n]{0,200}\)"
)
_BLOCK = re.compile(r"^[^\S\n]*+\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)*+", re.M)
_LEAD = re.compile(r"[ \t]*(?:>[ \t]?)*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!@~>|-])")
_LONGEST_WORDS = 5000  # characters of one paragraph; X's long posts go to 25,000, flattened ones seen to 600


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that may hold flattened tweets, and where it stands."""

    words: Words
    start: int
    end: int
    """Of the document's text, or any other order the caller uses."""


@dataclass(frozen=True, slots=True)
class FlatFind:
    embed: Embed
    start: int
    end: int
    """From the first passage it uses to the last."""


def find_flattened(passages: Sequence[Passage], *, form: Form = Form.FLATTENED) -> Iterator[FlatFind]:
    """Tweets in a list of paragraphs, whose attribution ends their own or is the paragraph after it."""
    free = -1  # the last passage that is words of a tweet already
    for number, passage in enumerate(passages):
        at = 0
        while attribution := find_flat_attribution(passage.words, at):
            quote = passage.words.cut(at, attribution.start)
            first = number
            if not quote.text and at == 0 and number - 1 > free:
                quote, first = passages[number - 1].words, number - 1
            at = attribution.end
            free = number
            if not quote.text or len(quote.text) > _LONGEST_WORDS:
                continue
            yield FlatFind(make_embed(form, quote, attribution), passages[first].start, passage.end)


def read_passages(text: str) -> tuple[Passage, ...]:
    """The paragraphs of plain text or Markdown: parted by blank lines; one a line where there are no blank lines."""
    blocks = [match.span() for match in _BLOCK.finditer(text)]
    passages: list[Passage] = []
    for start, end in blocks:
        lines = text[start:end].split("\n")
        if len(blocks) > 1 and len(lines) <= _LINES_OF_ONE_TWEET:
            passages.append(Passage(_read_lines(lines), start, end))
            continue
        for line in lines:
            passages.append(Passage(_read_lines([line]), start, start + len(line)))
            start += len(line) + 1
    return tuple(passages)


_LINES_OF_ONE_TWEET = 30  # more lines without a blank one are a text whose paragraphs are lines


def find_addresses(passages: Sequence[Passage]) -> Iterator[FlatFind]:
    """A tweet's address, or the short code of a CMS, alone in a paragraph of plain text."""
    for passage in passages:
        if (tweet := read_shortcode(passage.words.text)) is not None:
            yield FlatFind(
                make_embed(Form.WIDGET, None, permalink=tweet[0], status_id=tweet[1]), passage.start, passage.end
            )
        address = passage.words.text.strip("<> ")
        if "/statu" in address and len(address) < 300 and not re.search(r"\s", address) and parse_permalink(address):
            target = passage.words.links[0].target if passage.words.links else address
            yield FlatFind(make_embed(Form.LINK, None, permalink=target or address), passage.start, passage.end)


def _read_lines(lines: Sequence[str]) -> Words:
    """Words of Markdown lines: quote marks and escapes off, links by their text."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for number, line in enumerate(lines):
        lead = _LEAD.match(line)
        at = lead.end() if lead else 0
        line = line.rstrip().removesuffix("\\")
        if number:
            pieces.append("\n")
            length += 1
        for link in _MARKDOWN_LINK.finditer(line, at):
            plain = _ESCAPED.sub(r"\1", line[at : link.start()])
            shown = "" if link["bang"] else _ESCAPED.sub(r"\1", link["text"])
            if link[0].startswith("![](") and parse_permalink(link["target"]):
                shown = link["target"]  # Obsidian's embed
            if shown:
                spans.append(Span(length + len(plain), length + len(plain) + len(shown), SpanKind.LINK, link["target"]))
            pieces += (plain, shown)
            length += len(plain) + len(shown)
            at = link.end()
        rest = _ESCAPED.sub(r"\1", line[at:])
        pieces.append(rest)
        length += len(rest)
    return Words("".join(pieces), tuple(spans)).cut(0)
