"""Blockquotes: the mark-up that X hands out, and what a CMS makes of it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.attribution import find_attribution, leads_elsewhere
from tweetarchive.embeds.found import Element, make_embed, shows_nothing
from tweetarchive.embeds.marks import ancestors, tweet_number
from tweetarchive.embeds.static_card import is_card
from tweetarchive.embeds.words import Words, read_words
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import is_of_x, is_status_address, parse_permalink
from tweetarchive.model.tweet import StatusId

_MARKED = re.compile(
    r"(?:^|[\s_-])(?:twitter-(?:tweet|video|embed)|tweet|tweets?-embed|embed-(?:twitter|tweet|x))(?:$|[\s_-])", re.I
)
_FOREIGN = frozenset(["div", "section", "aside", "figure", "ins", "nav", "ul", "ol", "table", "center"])
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|adsbygoogle|sponsor\w*|promo|banner|newsletter|related)(?:$|[\s_-])", re.I
)

_OTHER_SERVICE = re.compile(
    r"instagram|tiktok|bluesky|mastodon|(?:^|[\s_-])fb-|facebook|reddit|threads|text-post", re.I
)


class Blockquote:
    """`<blockquote class="twitter-tweet">` and, by its attribution, one whose class was stripped.

    The words are what stands before the first attribution. Blockquotes nested in it are embeds of their own.
    """

    weak = False

    def read(self, element: Element) -> Embed | None:
        marked = is_marked(element)
        number = tweet_number(element.attributes)
        if _OTHER_SERVICE.search(element.get("class")) or (not _is_twitters(element) and is_card(element.node)):
            return None
        nested = False
        has_own_paragraph = any(child.tag == "p" for child in element.node.iter())

        def leave_out(node: LexborNode) -> str | None:
            """Blockquotes in this one, and what an ad server put between the words and the attribution."""
            nonlocal nested
            tag = node.tag or ""
            if tag == "blockquote":
                marked_too = is_marked(Element(node, tag, node.attributes))
                nested = nested or marked_too
                return "" if marked_too else None
            if tag not in _FOREIGN:
                return None
            named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
            foreign = has_own_paragraph and tag in ("div", "aside") and not _holds_permalink(node)
            return "" if foreign or _FURNITURE.search(named) else None

        words = read_words(element.node, stand_in=leave_out)
        if leads_elsewhere(
            words, opaque=_is_twitters(element) and find_attribution(words, marked=True) is not None
        ) and not _holds_permalink(element.node):
            return None
        attribution = find_attribution(words, marked=_is_twitters(element))
        if not marked and not number and (attribution is None or words.text[attribution.end :].strip()):
            return self._bare_address(element, words)
        language = _language(element)
        address, status_id = _address(element, number)
        if attribution is not None:
            quote = words.cut(0, attribution.start)
            return make_embed(
                Form.BLOCKQUOTE,
                quote,
                attribution,
                permalink=address,
                status_id=status_id,
                language=language,
                card=None if nested else element.node,
            )
        link = next((link for link in words.links if link.target and parse_permalink(link.target)), None)
        if link is not None:
            address = link.target if address is None or parse_permalink(address) is None else address
            around = words.text[: link.start] + words.text[link.end :]
            quote = Words("") if not around.strip(" \n\t—–-•·|:") else words.cut(0, link.start)
            quote = words.cut(0) if not quote.text and around.strip() else quote
            return make_embed(Form.BLOCKQUOTE, quote, permalink=address, status_id=status_id, language=language)
        if not (words.text or address or status_id):
            return None
        quote = words.cut(0, words.text.find("\n\n")) if "\n\n" in words.text and nested else words
        if address is None and status_id is None and (not _is_twitters(element) or _says_nothing(quote)):
            return None
        return make_embed(Form.BLOCKQUOTE, quote, permalink=address, status_id=status_id, language=language)

    def _bare_address(self, element: Element, words: Words) -> Embed | None:
        """An unmarked blockquote that holds a tweet's address and nothing else."""
        links = [link for link in words.links if link.target and parse_permalink(link.target)]
        if links and shows_nothing(words.text):
            return make_embed(Form.BLOCKQUOTE, None, permalink=links[0].target, language=_language(element))
        if not words.text:
            for anchor in element.node.css("a[href]")[:2]:
                if parse_permalink(anchor.attributes.get("href") or ""):
                    return make_embed(Form.BLOCKQUOTE, None, permalink=anchor.attributes["href"])
        return None


def is_marked(element: Element) -> bool:
    """Whether class or an attribute of it (`data-twitter="twitter-tweet"`) says that the element is a tweet."""
    if _MARKED.search(element.get("class")):
        return True
    return any(value == "twitter-tweet" for value in element.attributes.values())


def _says_nothing(words: Words) -> bool:
    """Whether there are no words of a tweet: none at all, a placeholder, or links to profiles and buttons only."""
    text = words.text
    for link in reversed(words.links):
        if link.target and is_of_x(link.target):
            text = text[: link.start] + text[link.end :]
    return shows_nothing(words.text) or not text.strip()


def _is_twitters(element: Element) -> bool:
    """Marked as X's own script wants it: then it is a tweet even where its address was lost."""
    return bool(re.search(r"(?:^|\s)twitter-(?:tweet|video)(?:\s|$)", element.get("class")))


def _holds_permalink(node: LexborNode) -> bool:
    return any(parse_permalink(anchor.attributes.get("href") or "") for anchor in node.css('a[href*="status"]')[:20])


def _language(element: Element) -> str | None:
    """Of the words, else of the blockquote (until 2014 X wrote it there); `data-lang` is the widget's own."""
    paragraph = element.node.css_first("p[lang]") or element.node.css_first("div[lang]")
    return (paragraph.attributes.get("lang") if paragraph else None) or element.get("lang") or None


def _address(element: Element, number: tuple[str | None, StatusId] | None) -> tuple[str | None, StatusId | None]:
    """The address and number that mark-up names apart from the words: data attributes, an anchor without text, `cite`.

    An address whose number is malformed is given as well, where X's own class says that it should be a tweet's.
    """
    if number is not None and number[0] is not None:
        return number
    named = []
    for anchor in element.node.css('a[href*="status"]')[:20]:
        href = anchor.attributes.get("href") or ""
        if is_status_address(href) or parse_permalink(href):
            around = next((outer for outer in ancestors(anchor) if outer.tag == "blockquote"), None)
            if around is None or around.mem_id == element.node.mem_id:
                named.append(href)
    if _is_twitters(element):
        named.append(element.get("cite"))
    if address := next((href for href in named if parse_permalink(href)), None):
        return address, None
    malformed = next(filter(is_status_address, named), None) if number is None and _is_twitters(element) else None
    return malformed, number[1] if number else None
