"""A tweet's address alone in a paragraph: the CMS, or its script, was to make an embed of it."""

from __future__ import annotations

import re

from tweetarchive.embeds.found import Element, make_embed
from tweetarchive.embeds.marks import address_in, is_aside
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink

_CARD = re.compile(r"(?:^|[\s_-])(?:embedly-card|iframely|oembed|embed)(?:$|[\s_-])", re.I)
ALONE_IN = frozenset(["p", "div", "figure", "center", "li", "section", "article", "td"])
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
        if not _SHORTENED.fullmatch(text):
            return None
        parent = element.node.parent
        if parent is None or parent.tag not in ALONE_IN or is_aside(element.node):
            return None
        if " ".join((parent.text() or "").split()) != text:
            return None
        return make_embed(Form.LINK, None, permalink=href)


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
