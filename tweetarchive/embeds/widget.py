"""Elements that hold only a tweet's number or address, for a script of the newsroom to fill."""

from __future__ import annotations

import json
import re

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.attribution import Attribution
from tweetarchive.embeds.found import Element, make_embed, shows_nothing
from tweetarchive.embeds.marks import address_in, is_aside, tweet_number
from tweetarchive.embeds.words import Words
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_NEVER = frozenset([
    "meta", "link", "button", "input", "option", "img", "script", "style", "form", "source", "video", "html",
    "body", "svg", "time",
])  # fmt: skip
_EVIDENCE = re.compile(r"twitter|tweet|(?:^|[\W_])x(?:$|[\W_])|embed|social", re.I)
_NO_EMBED = re.compile(
    r"share|sharing|follow|intent|timeline|button|reply|retweet|favou?rite|likes?\b|comment|count|track|analytics|click"
    r"|profile|mention",
    re.I,
)
_X_NAMES = frozenset({"twitter", "tweet", "x"})
_X_CLASS = re.compile(r"(?:^|[\s_-])(?:twitter|tweet)(?:$|[\s_-])|(?:^|[\s_-])(?:x-embed|embed-x|x-post)(?:$|\s)", re.I)
_GENERAL_NAME = re.compile(r"data-(?:(?:embed|post|media|social|content|item|object|external|source|src)-?)*(?:id|key)")
_LONG_NUMBER = re.compile(r"[0-9]{15,19}")  # since November 2010; shorter ones are a newsroom's own as often
_NUMBERED = re.compile(r"(?:tweet|twitter|status)[_-]?([0-9]{15,19})", re.I)
_S9E_NUMBER = re.compile(r"/twitter(?:\.min)?\.html#(?P<id>\d{2,19})(?!\d)")


class Widget:
    """The general rule, with evidence: data attributes name a tweet, and class, id or attributes say what it is for.

    `<div class="widget__tweet" data-tweet-id>`, `<div data-social-embedded="twitter" data-href>`,
    `<div class="c-oembed" data-oembed-url>`, iframely's `data-embedded-url`: no list of sites. Where an attribute or
    the class says X, the number may stand under a general name (`data-service="twitter" data-id`), in the element's
    id (`tweet-ID`), or the address in JSON.
    """

    weak = True

    def read(self, element: Element) -> Embed | None:
        if element.tag in _NEVER:
            return None
        number = tweet_number(element.attributes) or _general_number(element)
        if number is None or _NO_EMBED.search(_own_names(element)) or not _evidence(element):
            return None
        if element.tag == "a" and (element.node.text() or "").strip() and "embed" not in element.get("class"):
            return None  # a link in prose that some script watches
        if is_aside(element.node):
            return None
        address = number[0] or linked_address(element.node, number[1])
        return make_embed(Form.WIDGET, None, permalink=address, status_id=number[1])


class Component:
    """An element of its own for tweets: `<Tweet id="ID" />` in MDX, a custom element `<x-post data="URL">`."""

    weak = True

    _TAG = re.compile(
        r"(?:[\w]+[-_])?(?:react)?(?:tweet|twitter|twitter-?tweet|x-?post)(?:[-_]?(?:embed|post|card))?", re.I
    )
    _NUMBER = re.compile(
        r"[\s{(\"'`]*(?:https?://(?:twitter|x)\.com/)?(?:\w{1,15}/status/)?(?P<id>\d{15,19})[\s})\"'`]*"
    )

    def read(self, element: Element) -> Embed | None:
        if not self._TAG.fullmatch(element.tag) or is_aside(element.node):
            return None
        for value in element.attributes.values():
            address = address_in(value) if value and "/status" in value else None
            match = self._NUMBER.fullmatch(value or "")
            number = address[1] if address else StatusId.read(match["id"]) if match else None
            if number is not None:
                return make_embed(Form.WIDGET, None, permalink=address and address[0], status_id=number)
        return None


class MediaEmbed:
    """s9e's text formatter (forums): the number is in the fragment of a frame's address, in a list in an attribute."""

    weak = True

    def read(self, element: Element) -> Embed | None:
        if not any(name.startswith("data-s9e-mediaembed") for name in element.attributes):
            return None
        for value in (
            element.get("data-s9e-mediaembed-iframe"),
            element.get("src"),
            element.get("data-s9e-mediaembed-src"),
        ):
            try:
                parts = json.loads(value) if value.startswith("[") else [value]
            except (ValueError, RecursionError):
                parts = [value]
            for part in parts:
                match = _S9E_NUMBER.search(part) if isinstance(part, str) else None
                if match is not None and (number := StatusId.read(match["id"])):
                    parent = element.node.parent or element.node  # forums put `View: https://x.com/…` below
                    return make_embed(Form.WIDGET, None, permalink=linked_address(parent, number), status_id=number)
        return None


class Picture:
    """A picture of the tweet inside a link to it, the words in its alt text: `Twitter post by @h: TEXT`."""

    weak = True

    _ALT = re.compile(
        r"(?:twitter|x|tweet)\s+(?:post|tweet)?\s*(?:by|from)\s+@(?P<handle>\w{1,20})\s*:\s*(?P<text>.+)", re.I | re.S
    )

    def read(self, element: Element) -> Embed | None:
        href = element.get("href")
        found = address_in(href) if "/status" in href else None
        image = element.node.css_first("img[alt]") if found else None
        match = self._ALT.match((image.attributes.get("alt") or "").strip()) if image else None
        if found is None or match is None:
            return None
        shown = Attribution(0, 0, match["handle"], None, None, found[0])
        return make_embed(Form.STATIC_CARD, Words(match["text"].strip()), shown)


def linked_address(node: LexborNode, number: StatusId) -> str | None:
    """The address of a tweet known by its number, from a link inside `node`."""
    links = (link.attributes.get("href") or "" for link in node.css(f'a[href*="/{number}"]')[:20])
    return next((href for href in links if (named := parse_permalink(href)) and named.status_id == number), None)


def _general_number(element: Element) -> tuple[str | None, StatusId] | None:
    """The tweet under a name that says nothing of tweets, where something else of the element does."""
    says_x = _X_CLASS.search(element.get("class")) is not None or any(
        value and value.strip().lower() in _X_NAMES for value in element.attributes.values()
    )
    for name, value in element.attributes.items():
        if not value or len(value) > 2000:
            continue
        if value.startswith("{") and "status" in value and name.startswith("data-"):
            return _stated_address(value, says_x=says_x)
        number: StatusId | None = None
        if says_x and _GENERAL_NAME.fullmatch(name) and _LONG_NUMBER.fullmatch(value.strip()):
            number = StatusId.read(value.strip())
        elif says_x and name == "id" and (match := _NUMBERED.fullmatch(value)):
            number = StatusId.read(match[1]) if shows_nothing(element.node.text() or "") else None
        if number is not None:
            return None, number
    return None


def _stated_address(value: str, *, says_x: bool) -> tuple[str | None, StatusId] | None:
    """`{"provider":"twitter","url":URL}`"""
    try:
        stated = json.loads(value)
    except (ValueError, RecursionError):
        return None
    fields = [one for one in stated.values() if isinstance(one, str)] if isinstance(stated, dict) else []
    if says_x or any(one.lower() in _X_NAMES for one in fields):
        return next((found for one in fields if (found := address_in(one))), None)
    return None


def _own_names(element: Element) -> str:
    return " ".join((element.get("class"), element.get("id"), element.get("role"), *element.attributes))


def _evidence(element: Element) -> bool:
    """The word in class, id, an attribute's name or value; the host of an address alone is none."""
    values = (
        value for value in element.attributes.values() if value and address_in(value) is None and len(value) < 200
    )
    return _EVIDENCE.search(" ".join((element.tag, *element.attributes, *values))) is not None
