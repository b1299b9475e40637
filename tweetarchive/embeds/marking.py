"""The door for those who show the article with something else in place of its embeds: its mark-up, marked."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tweetarchive.embeds.document import Kind, read_document
from tweetarchive.embeds.find import read_finds
from tweetarchive.embeds.found import Find
from tweetarchive.embeds.reading import read_prose
from tweetarchive.model.article import Form

_PARAGRAPHS = "p, li, td, dd, blockquote, pre, figcaption"
_TAIL = 60  # letters: enough of a tweet's end to know its paragraph by


def mark_embeds(
    document: str | bytes, mark: Callable[[int], str], *, keep: Collection[int] = (), content_type: str | None = None
) -> str:
    """The article as a browser reads it, with a mark in place of every embed that can be located; "" of JSON.

    Below those to `keep`, and below flattened words, the mark stands beside them.

    Args:
        mark: the text that stands for the embed of an index; occurs nowhere in the document.
        content_type: as for `read_article`, by whose indexes embeds are counted.
    Raises: InputError, as `read_article`.
    """
    read = read_document(document, content_type=content_type)
    reading = read_finds(read, always_parse=True)
    if reading.tree is not None:
        _mark_nodes(reading.tree, reading.finds, mark, keep)
        marked = reading.tree.html or ""
        return f'<div style="white-space: pre-wrap">{marked}</div>' if read.kind is Kind.MARKDOWN else marked
    return "".join(_mark_paragraphs(document, reading.finds, mark, content_type))


def _mark_nodes(
    tree: LexborHTMLParser, finds: Sequence[Find], mark: Callable[[int], str], keep: Collection[int]
) -> None:
    by_node: dict[int, list[int]] = {}
    for find in finds:
        if find.node is not None:
            by_node.setdefault(find.node, []).append(find.embed.index)
    flattened = [find for find in finds if find.node is None and find.embed.form is Form.FLATTENED]
    below = list(zip(flattened, _paragraphs_of(tree, flattened), strict=True))
    nodes = [node for node in tree.root.traverse() if node.mem_id in by_node] if by_node and tree.root else []
    for find, paragraph in below:
        if paragraph is not None:
            paragraph.insert_after(mark(find.embed.index))
    for node in reversed(nodes):  # inner ones first: with an outer one they are gone
        marks = "".join(map(mark, by_node[node.mem_id]))
        if any(index in keep for index in by_node[node.mem_id]):
            node.insert_after(marks)
        else:
            node.replace_with(marks)


def _paragraphs_of(tree: LexborHTMLParser, finds: Sequence[Find]) -> Iterator[LexborNode | None]:
    """Of each flattened tweet the innermost element its words end in, or the next one where that names the author."""
    blocks = [(node, _letters(node.text())) for node in tree.css(_PARAGRAPHS)] if finds else []
    blocks = blocks or [(node, _letters(node.text())) for node in (tree.css("div") if finds else ())]
    at = 0
    for find in finds:
        last = _letters((find.embed.text or "").rpartition("\n")[2])[-_TAIL:]
        places = [place for place in range(at, len(blocks)) if last and last in blocks[place][1]]
        if not places:
            yield None
            continue
        at = min(places, key=lambda place: (len(blocks[place][1]), place))
        by = _letters(find.embed.handle or "")
        if by and by not in blocks[at][1] and at + 1 < len(blocks) and by in blocks[at + 1][1]:
            at += 1  # the attribution is a paragraph of its own
        yield blocks[at][0]


def _mark_paragraphs(
    document: str | bytes, finds: Sequence[Find], mark: Callable[[int], str], content_type: str | None
) -> Iterator[str]:
    """Plain text as mark-up, flattened words in their places; nothing of JSON and scripts, which have no text."""
    shown = 0
    for paragraph in read_prose(document, content_type=content_type):
        yield from (
            _paragraph(find.embed.text or "") + mark(find.embed.index) for find in finds[shown : paragraph.after]
        )
        shown = max(shown, paragraph.after)
        yield _paragraph(paragraph.text)
    if any(find.embed.form in (Form.FLATTENED, Form.LINK) for find in finds):
        yield from (_paragraph(find.embed.text or "") + mark(find.embed.index) for find in finds[shown:])


def _paragraph(text: str) -> str:
    lines = html.escape(text).replace("\n", "<br>")
    return f"<p>{lines}</p>\n" if lines else ""


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
