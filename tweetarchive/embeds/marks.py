"""Marks in attributes: which tweet an element names, and what shows that it is no embed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl, unquote, urlsplit

from selectolax.lexbor import LexborNode

from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_ADDRESS = re.compile(r"(?:/|%2[Ff])status")
_ENCODED = re.compile(r"https?%3A%2F%2F", re.I)
_NUMBER_NAME = re.compile(r"tweet|twitter|status", re.I)
_NO_NUMBER_NAME = re.compile(r"author|user|count|reply|intent|share|screen|width|height|conversation|event|track", re.I)
_OWN_LINKS = frozenset(
    ["href", "src", "content", "style", "srcset", "action", "title", "alt", "class", "id", "value", "cite"]
)
_ASIDE = re.compile(
    r"""(?:^|[\s_/-])(?:timeline|sidebar|side-bar|footer|nav|navigation|menu|related|recommend\w*|teaser|trending|popular
    |most-?read|webmentions?|replies|repl(?:y|ies)|comments?|comment-?list|author-?box|author-?bio|ts-fab|social-?feed
    |feed-?widget|latest-?tweets|twitter-?feed|tweet-?feed|share|sharing|sharedaddy|share-?buttons?|follow|breadcrumbs?
    |widget-?area|disqus|byline)(?:$|[\s_-])""",
    re.I | re.X,
)
_TWEETS_OWN = re.compile(r"tweet(?!s)|twitter-?(?:status|embed|card|post)|(?:^|[\s_-])(?:x|social)-embed", re.I)
_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "header", "form", "button", "select"})
LEVELS_LOOKED_UP = 64
"""Ancestors looked at; deeper nesting is no article's, and the limit keeps hostile nesting from costing its square."""


def tweet_number(attributes: Mapping[str, str | None]) -> tuple[str | None, StatusId] | None:
    """The tweet that data attributes name: (address as written or None, number).

    An address may stand where an id belongs (`data-tweetid="https://…"`), blanks before it, or as a parameter of an
    oEmbed address; a bare number counts only under a name that says tweet, twitter or status.
    """
    bare: tuple[str | None, StatusId] | None = None
    for name, value in attributes.items():
        if not value or name in _OWN_LINKS or len(value) > 2000:
            continue
        if _ADDRESS.search(value) and (found := address_in(value)):
            return found
        if bare is None and _NUMBER_NAME.search(name) and not _NO_NUMBER_NAME.search(name):
            number = value.strip()
            if number.isascii() and number.isdecimal() and len(number) >= 2:
                with suppress(ValueError):
                    bare = None, StatusId(number)
    return bare


def address_in(value: str) -> tuple[str, StatusId] | None:
    """The tweet's address that a value is, or holds as a parameter of an embedding service's address."""
    value = value.strip()
    if named := parse_permalink(value):
        return value, named.status_id
    if _ENCODED.match(value) and (named := parse_permalink(unquote(value))):
        return unquote(value), named.status_id
    if "%2F" in value or "%2f" in value or "url=" in value:
        with suppress(ValueError):
            for name, parameter in parse_qsl(urlsplit(value).query):
                if name in ("url", "src", "href", "uri", "link", "u") and (named := parse_permalink(parameter)):
                    return parameter, named.status_id
    return None


def ancestors(node: LexborNode) -> Iterable[LexborNode]:
    parent = node.parent
    for _ in range(LEVELS_LOOKED_UP):
        if parent is None:
            return
        yield parent
        parent = parent.parent


def is_aside(node: LexborNode) -> bool:
    """Whether the element stands outside what the article tells: navigation, comments, teasers …"""
    for element in (node, *ancestors(node)):
        if element.tag in ("body", "html"):
            return False
        if names_aside(element):
            return True
    return False


def names_aside(element: LexborNode) -> bool:
    """Whether an element itself is such a place, by its tag, class or id."""
    tag = element.tag or ""
    attributes = element.attributes
    if tag in _ASIDE_TAGS and not (
        (tag in ("aside", "header") and _is_in_article(element)) or (tag == "aside" and _is_tweets_own(attributes))
    ):
        return True
    return (
        bool(attributes) and _ASIDE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}") is not None
    )


def _is_tweets_own(attributes: Mapping[str, str | None]) -> bool:
    """Whether an <aside> is the frame of one tweet (a forum's onebox) and not a column beside the article."""
    return _TWEETS_OWN.search(attributes.get("class") or "") is not None or tweet_number(attributes) is not None


def _is_in_article(element: LexborNode) -> bool:
    return any(ancestor.tag in ("article", "figure", "blockquote") for ancestor in ancestors(element))
