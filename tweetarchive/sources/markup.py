"""The words of an element of HTML that X itself made: an oEmbed answer or one of its own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from tweetarchive.model.tweet import Link, LinkKind

_SHORT_LINK = re.compile(r"https?://t\.co/[A-Za-z0-9]+", re.A)
_MEMENTO_PREFIX = re.compile(r"(?:https?://web\.archive\.org)?/web/\d{1,14}(?:[a-z]{2}_)?/(?=https?://)", re.I)
_PIC_HOSTS = ("pic.twitter.com/", "pic.x.com/")
_SCHEME = re.compile(r"https?://(?:www\.)?$")


@dataclass(frozen=True, slots=True)
class ShownWords:
    text: str
    links: tuple[Link, ...]
    hidden_from: int
    """Where links begin that the page holds but does not show; the text's length where there are none."""


def as_stated(url: str | None) -> str:
    """An address without the prefix that a web archive's replay wrote before it."""
    return _MEMENTO_PREFIX.sub("", url or "", count=1)


def read_element(element: LexborNode) -> ShownWords:
    """Its words as a reader sees them: `<br>` a newline, emoji pictures their alt text, links by what they show.

    Links that X marks as hidden (own media, the quoted tweet) are kept with a space before them, as the other
    interfaces write them.
    """
    parts: list[str] = []
    links: list[Link] = []
    length = 0
    hidden_from: int | None = None

    def add(piece: str) -> None:
        nonlocal length
        parts.append(piece)
        length += len(piece)

    for node in _leaves(element):
        if node.tag == "-text":
            piece = node.text_content or ""
            add(piece.removeprefix("\n") if parts and parts[-1] == "\n" else piece)
        elif node.tag == "br":
            add("\n")
        elif node.tag == "img":
            add(node.attributes.get("alt") or "")
        else:
            shown, url = _link_text(node), as_stated(node.attributes.get("href"))
            if "u-hidden" in (node.attributes.get("class") or "").split():
                hidden_from = length if hidden_from is None else hidden_from
                if parts and not parts[-1][-1:].isspace():
                    add(" ")
            if _SHORT_LINK.fullmatch(url) or node.attributes.get("data-expanded-url"):
                kind = LinkKind.MEDIA if shown.startswith(_PIC_HOSTS) else LinkKind.LINK
                expanded = node.attributes.get("data-expanded-url") or node.attributes.get("data-url")
                links.append(Link(length, length + len(shown), kind, url, shown, as_stated(expanded) or None))
            add(shown)
    return _trimmed("".join(parts), links, hidden_from)


def _leaves(element: LexborNode) -> Iterator[LexborNode]:
    """Texts, line breaks, pictures and links, in order; without recursion, since depth is the page's."""
    node = element.child
    while node is not None:
        if node.tag in ("-text", "br", "img", "a"):
            yield node
        elif node.tag not in ("script", "style", "template") and node.child is not None:
            node = node.child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == element.mem_id:
                return
        node = node.next if node is not None else None


def _link_text(link: LexborNode) -> str:
    """What a link shows: on X's pages scheme and tail of an address are there, but invisible."""
    if (display := link.css_first(".js-display-url")) is not None:
        cut = any("…" in (one.text() or "") for one in link.css(".tco-ellipsis"))
        return (display.text() or "").strip() + ("…" if cut else "")
    pieces = []
    for node in link.traverse(include_text=True):
        if node.tag == "img":
            pieces.append(node.attributes.get("alt") or "")
        elif node.tag == "-text" and not _is_invisible(node):
            pieces.append(node.text_content or "")
    return "".join(pieces).strip()


def _is_invisible(node: LexborNode) -> bool:
    parent = node.parent
    if parent is None or parent.tag != "span":
        return False
    if "invisible" in (parent.attributes.get("class") or "").split():
        return True
    return parent.attributes.get("aria-hidden") == "true" and _SCHEME.fullmatch(node.text_content or "") is not None


def _trimmed(text: str, links: list[Link], hidden_from: int | None) -> ShownWords:
    """Outer blanks taken off, and every place moved with them."""
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    moved = tuple(
        replace(one, start=one.start - lead, end=one.end - lead)
        for one in links
        if one.display and one.start - lead >= 0 and one.end - lead <= len(text)
    )
    hidden = len(text) if hidden_from is None else max(0, min(hidden_from - lead, len(text)))
    return ShownWords(text, moved, hidden)
