"""The words an element shows, laid out as a browser does, with their links and emoji pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from tweetarchive.model.article import Span, SpanKind

_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = frozenset([
    "script", "style", "template", "noscript", "textarea", "svg", "iframe", "object", "audio", "video", "canvas",
    "select", "button", "form", "title", "head", "amp-ad", "ins",
])  # fmt: skip
"""Elements that show no words of a tweet."""
_PARAGRAPHS = frozenset(
    ["p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "figure", "hr", "table"]
)
_LINES = frozenset([
    "div", "li", "dt", "dd", "section", "article", "aside", "header", "footer", "main", "nav", "center",
    "figcaption", "tr", "body", "html",
])  # fmt: skip
_BREAKS = dict.fromkeys(_LINES, 1) | dict.fromkeys(_PARAGRAPHS, 2)
"""Line breaks an element asks for before and after it: 2 is a blank line (HTML Living Standard §3.2.7, innerText)."""
_EMOJI = re.compile(r"emoji", re.I)


@dataclass(frozen=True, slots=True)
class Words:
    """Text as shown, and which pieces of it were links or emoji pictures."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def links(self) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.kind is SpanKind.LINK)

    def cut(self, start: int, end: int | None = None) -> Words:
        """The piece `[start, end)` without blanks around it."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        return Words(
            self.text[start:end],
            tuple(
                Span(max(span.start, start) - start, min(span.end, end) - start, span.kind, span.target)
                for span in self.spans
                if span.start < end and span.end > start
            ),
        )


class _Line:
    """Words being laid out: white space collapsed, breaks and blanks held back until a word follows."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.spans: list[Span] = []
        self._links: list[tuple[int, str]] = []
        self._newlines = 0
        self._blank = False

    def add(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        self._blank = self._blank or text.startswith(" ")
        if words := text.strip(" "):
            self._put(words)
            self._blank = text.endswith(" ")

    def add_preformatted(self, text: str) -> None:
        for number, line in enumerate(text.strip("\n").split("\n")):
            if number:
                self.newline()
            self.add(line)

    def add_emoji(self, alt: str) -> None:
        start = self._put(alt)
        self.spans.append(Span(start, self.length, SpanKind.EMOJI_IMAGE))

    def newline(self) -> None:
        self._newlines += 1
        self._blank = False

    def block(self, newlines: int) -> None:
        self._newlines = max(self._newlines, newlines)
        self._blank = False

    def open_link(self, target: str) -> None:
        self._links.append((len(self.pieces), target))

    def close_link(self) -> None:
        piece, target = self._links.pop()
        if piece < len(self.pieces):
            start = self.length - sum(map(len, self.pieces[piece:]))
            start += len(self.pieces[piece]) if self.pieces[piece].isspace() else 0
            self.spans.append(Span(start, self.length, SpanKind.LINK, target))

    def _put(self, words: str) -> int:
        """Append `words` after the breaks they were waiting for; where they start."""
        if self.length and (self._newlines or self._blank):
            between = "\n" * min(self._newlines, 2) or " "
            self.pieces.append(between)
            self.length += len(between)
        self._newlines, self._blank = 0, False
        self.pieces.append(words)
        self.length += len(words)
        return self.length - len(words)

    def words(self) -> Words:
        while self._links:
            self.close_link()
        spans = tuple(sorted(self.spans, key=lambda span: (span.start, span.end)))
        return Words("".join(self.pieces), spans).cut(0)  # separators of ASCII are blanks too, though not to HTML


def read_words(element: LexborNode, *, stand_in: Callable[[LexborNode], str | None] | None = None) -> Words:
    """What a reader sees of `element`: `<br>` a newline, a paragraph break a blank line, white space collapsed.

    Walks without recursion: an element nested a million deep is only long, not fatal.

    Args:
        stand_in: what to put in place of a child element and all in it: None to read it, "" to leave it out, else a
            paragraph of its own.
    """
    line = _Line()
    own = element.mem_id
    node: LexborNode | None = element
    preformatted = _is_preformatted(element)
    while node is not None:
        tag = node.tag or ""
        child = None
        if tag == "-text":
            if preformatted:
                line.add_preformatted(node.text_content or "")
            else:
                line.add(node.text_content or "")
        elif tag == "br":
            line.newline()
        elif tag == "img":
            if alt := emoji_of(node):
                line.add_emoji(alt)
        elif not tag.startswith(("-", "!")) and (node.mem_id == own or tag not in _HIDDEN):
            instead = stand_in(node) if stand_in is not None and node.mem_id != own else None
            if instead is None:
                _enter(line, node, tag)
                child = node.first_child
                if child is None:
                    _leave(line, node, tag)
            elif instead:
                line.block(2)
                line.add(instead)
                line.block(2)
        if child is not None:
            node = child
            continue
        while node is not None and node.mem_id != own and node.next is None:
            node = node.parent
            if node is not None:
                _leave(line, node, node.tag or "")
        if node is None or node.mem_id == own:
            break
        node = node.next
    return line.words()


def _enter(line: _Line, node: LexborNode, tag: str) -> None:
    if tag in _BREAKS:
        line.block(_BREAKS[tag])
    elif tag == "a":
        line.open_link((node.attributes.get("href") or "").strip())


def _leave(line: _Line, node: LexborNode, tag: str) -> None:
    if tag in _BREAKS:
        line.block(_BREAKS[tag])
    elif tag == "a":
        line.close_link()


def _is_preformatted(element: LexborNode) -> bool:
    attributes = element.attributes
    style = f"{attributes.get('class') or ''} {attributes.get('style') or ''}"
    return element.tag == "pre" or "whitespace-pre" in style or re.search(r"white-space:\s*pre", style) is not None


def emoji_of(image: LexborNode) -> str:
    """The alt text of a picture that stands for an emoji (wp_staticize_emoji, twemoji); "" for any other picture."""
    attributes = image.attributes
    alt = (attributes.get("alt") or "").strip()
    named = _EMOJI.search(f"{attributes.get('class') or ''} {attributes.get('src') or ''}")
    return (
        alt if alt and len(alt) <= 16 and (named or not any(char.isalnum() or char.isspace() for char in alt)) else ""
    )
