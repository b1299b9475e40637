"""A tweet's address alone in a paragraph: the CMS, or its script, was to make an embed of it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.found import Element, make_embed, shows_nothing
from tweetarchive.embeds.marks import address_in, ancestors, is_aside
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink

_CARD = re.compile(r"(?:^|[\s_-])(?:embedly-card|iframely|oembed|embed)(?:$|[\s_-])", re.I)
ALONE_IN = frozenset(["p", "div", "figure", "center", "li", "section", "article", "td"])
_CONTAINER = re.compile(
    r"(?:twitter|tweet)[_-]?(?:embed|tweet|post|status|video)|embed(?:ded)?[_-]{1,2}(?:twitter|tweet|x)\b|type-tweet"
    r"|(?:^|[\s_-])(?:x-embed|iframely|oembed|embedly)(?:$|[\s_-])",
    re.I,
)
_NO_CONTAINER = re.compile(r"share|sharing|follow|intent|timeline|button|reply|replies|comment|count|profile", re.I)
_SIBLINGS = 10
_LEVELS = 3  # from a link to the container that its script looks for
_SHORTENED = re.compile(r"(?:https?://)?(?:www\.|mobile\.)?(?:twitter|x)\.com/\S{0,300}?(?:…|\.\.\.)?", re.I)


class Link:
    """`<p><a href=URL>URL</a></p>` and cards to be (`a.embedly-card`). A link whose text is prose is no embed."""

    weak = True

    def read(self, element: Element) -> Embed | None:
        href = element.get("href")
        if "/status" not in href or not parse_permalink(href):
            return None
        text = " ".join((element.node.text() or "").split())
        if _CARD.search(element.get("class")):
            return None if is_aside(element.node) else make_embed(Form.LINK, None, permalink=href)
        if shows_nothing(text) and _is_contained(element.node) and not is_aside(element.node):
            return make_embed(Form.LINK if text else Form.WIDGET, None, permalink=href)
        if not _SHORTENED.fullmatch(text):
            return None
        parent = element.node.parent
        if parent is None or parent.tag not in ALONE_IN or is_aside(element.node):
            return None
        if " ".join((parent.text() or "").split()) != text:
            return None
        return make_embed(Form.LINK, None, permalink=href)


def _is_contained(link: LexborNode) -> bool:
    """Whether a link is all that a container for an embed shows: `<div class="twitter-embed"><a …></a></div>`."""
    inner = link
    for outer, _ in zip(ancestors(link), range(_LEVELS), strict=False):
        if outer.tag in ("body", "blockquote") or not _is_alone(inner):
            return False
        named = outer.attributes.get("class") or ""
        if _CONTAINER.search(named):
            return _NO_CONTAINER.search(f"{named} {link.attributes.get('class') or ''}") is None
        inner = outer
    return False


def _is_alone(node: LexborNode) -> bool:
    """Whether nothing is to be read beside an element, as far as one looks."""
    for step in ("prev", "next"):
        sibling = getattr(node, step)
        for _ in range(_SIBLINGS):
            if sibling is None:
                break
            if sibling.tag not in ("script", "style", "-comment") and (sibling.text_content or sibling.text()).strip():
                return False
            sibling = getattr(sibling, step)
    return True


class CardQuote:
    """`<blockquote class="embedly-card"><h4><a href=URL>Somebody on X</a></h4>…`: a card to be, no tweet's words."""

    weak = False

    def read(self, element: Element) -> Embed | None:
        if not _CARD.search(element.get("class")):
            return None
        links = (link.attributes.get("href") or "" for link in element.node.css('a[href*="status"]')[:5])
        address = next((href for href in links if parse_permalink(href)), None)
        return make_embed(Form.LINK, None, permalink=address) if address and not is_aside(element.node) else None


class BareAddress:
    """`<p>https://x.com/h/status/ID</p>`, not even a link (WordPress since 2023, `wp-block-embed-twitter`)."""

    weak = True

    def read(self, element: Element) -> Embed | None:
        if element.tag not in ALONE_IN:
            return None
        child = element.node.first_child
        if child is None or child.tag != "-text":
            return None
        address = (child.text_content or "").strip()
        if "/statu" not in address or len(address) > 300 or " " in address or not address.startswith("http"):
            return None
        if address_in(address) is None or (element.node.text() or "").strip() != address or is_aside(element.node):
            return None
        return make_embed(Form.LINK, None, permalink=address)
