"""The prose of an article: its paragraphs outside the embeds, with their links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tweetarchive.model.article import Span, SpanKind

_FURNITURE = frozenset({
    "script", "style", "noscript", "template", "textarea", "nav", "aside", "footer", "form", "button", "select",
    "iframe", "head", "title", "object", "svg", "math", "canvas", "audio", "video",
})  # fmt: skip
"""Elements whose text a reader of the article does not read as its prose."""
_FURNITURE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search"})
_BLOCKS = frozenset({
    "address", "amp-twitter", "article", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin and end a paragraph (HTML Living Standard §15.3: display: block, list-item, table…)."""
_HTML_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARKDOWN_LINK = re.compile(r"!?\[(?P<text>[^\[\]]{0,2000})\]\((?P<target>[^()\s]{1,2000})[^()\n]{0,300}\)")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]{1,2000}")
_MARKDOWN_LEAD = re.compile(r"\s*(?:#{1,6}\s+|>\s?|[-*+]\s+)*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of the article's own text."""

    text: str
    """White space collapsed as a browser does; no line breaks."""
    links: tuple[Span, ...]
    """Of `text`, in order; `target` is the href as written."""
    after: int
    """How many embeds stand before it in reading order."""


class _Draft:
    """The paragraph being read: collapses white space while it keeps the places of links."""

    def __init__(self, link: str | None = None) -> None:
        """`link`: the target of an <a> that was left open by the paragraph before."""
        self._pieces: list[str] = []
        self._length = 0
        self._blank = True
        self._links: list[Span] = []
        self._open = (0, link) if link is not None else None
        self._breaks = 0

    def add(self, text: str) -> None:
        text = _HTML_SPACE.sub(" ", text)
        if self._blank:
            text = text.removeprefix(" ")
        if text:
            self._pieces.append(text)
            self._length += len(text)
            self._blank = text.endswith(" ")
            self._breaks = 0

    def add_break(self) -> bool:
        """Note a <br>; True where it is the second in a row, which readers see as a new paragraph."""
        blank_line = self._breaks > 0
        self.add(" ")
        self._breaks = 1
        return blank_line

    def open_link(self, target: str) -> None:
        self._open = (self._length, target)

    def close_link(self) -> None:
        if self._open is not None and self._open[0] < self._length:
            self._links.append(Span(self._open[0], self._length, SpanKind.LINK, self._open[1]))
        self._open = None

    def next(self) -> _Draft:
        """An empty draft; a link still open goes on in it."""
        return _Draft(self._open[1] if self._open is not None else None)

    def finish(self, after: int) -> Iterator[Paragraph]:
        """The paragraph, if it has text."""
        self.close_link()
        text = "".join(self._pieces).rstrip(" ")
        if text:
            links = (Span(link.start, min(link.end, len(text)), link.kind, link.target) for link in self._links)
            yield Paragraph(text, tuple(links), after)


def read_paragraphs(tree: LexborHTMLParser, *, embedded: Mapping[int, int]) -> tuple[Paragraph, ...]:
    """The paragraphs of a page, in reading order; text in furniture (navigation, forms, scripts …) is left out.

    Walks the tree without recursion: pages nested a million deep are only long, not fatal.

    Args:
        embedded: `mem_id` of every node that is an embed, and the embed's index. Their text is no prose; `after` tells
            the last one passed, also where it stands in furniture or inside another one. Some embeds have no node.
    """
    return tuple(_walk(tree.root, embedded)) if tree.root is not None else ()


def _walk(root: LexborNode, embedded: Mapping[int, int]) -> Iterator[Paragraph]:
    draft = _Draft()
    after = 0
    silent_in: int | None = None  # the node whose text, to its end, is not prose
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        child = None
        if tag == "-text":
            if silent_in is None:
                draft.add(node.text_content or "")
        elif not tag.startswith(("-", "!")):
            mem_id = node.mem_id
            if mem_id in embedded:
                if silent_in is None:
                    finished, draft = draft, draft.next()
                    yield from finished.finish(after)
                    silent_in = mem_id
                after = max(after, embedded[mem_id] + 1)
            elif silent_in is None:
                if tag in _FURNITURE or (tag in _BLOCKS and _is_furniture(node)):
                    silent_in = mem_id
                elif tag in _BLOCKS:
                    finished, draft = draft, draft.next()
                    yield from finished.finish(after)
                elif tag == "br":
                    if draft.add_break():
                        finished, draft = draft, draft.next()
                        yield from finished.finish(after)
                elif tag == "a":
                    draft.open_link(node.attributes.get("href") or "")
                elif tag == "img":
                    draft.add(_emoji(node))
            child = node.first_child
        if child is not None:
            node = child
            continue
        while node is not None:
            tag = node.tag or ""
            if silent_in is not None:
                if silent_in == node.mem_id:
                    silent_in = None
            elif tag in _BLOCKS:
                finished, draft = draft, draft.next()
                yield from finished.finish(after)
            elif tag == "a":
                draft.close_link()
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent
    yield from draft.finish(after)


def _is_furniture(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or (attributes.get("role") or "").lower() in _FURNITURE_ROLES


def _emoji(image: LexborNode) -> str:
    """The alt text of a picture that stands for an emoji (wp_staticize_emoji, twemoji); else nothing."""
    attributes = image.attributes
    return (attributes.get("alt") or "") if "emoji" in (attributes.get("class") or "").lower() else ""


def read_plain_paragraphs(text: str, *, embedded: Sequence[tuple[int, int]] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of a .txt or .md document: one a line, Markdown links and bare addresses read as links.

    Args:
        embedded: the code points of `text` that are embeds, `(start, end)`, end exclusive, in order, not overlapping.
    """
    paragraphs: list[Paragraph] = []
    start = 0
    for after, (begin, end) in enumerate((*embedded, (len(text), len(text)))):
        paragraphs.extend(_read_lines(text[start:begin], after))
        start = end
    return tuple(paragraphs)


def _read_lines(text: str, after: int) -> Iterator[Paragraph]:
    for line in text.splitlines():
        draft = _Draft()
        at = lead.end() if (lead := _MARKDOWN_LEAD.match(line)) else 0
        for link in _MARKDOWN_LINK.finditer(line, at):
            _add_addresses(draft, line[at : link.start()])
            draft.open_link(link["target"])
            draft.add(link["text"])
            draft.close_link()
            at = link.end()
        _add_addresses(draft, line[at:])
        yield from draft.finish(after)


def _add_addresses(draft: _Draft, text: str) -> None:
    at = 0
    for address in _ADDRESS.finditer(text):
        draft.add(text[at : address.start()])
        draft.open_link(address[0])
        draft.add(address[0])
        draft.close_link()
        at = address.end()
    draft.add(text[at:])
