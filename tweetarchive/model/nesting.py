"""Hostile nesting, cut before the parser sees it: building the tree costs the square of its depth."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

DEEPEST = 512
"""Elements; where browsers stop to nest (Chromium's kMaximumHTMLParserDOMTreeDepth)."""
_SUSPICIOUS = 5_000  # start tags without an end tag; the labelled pages have up to 1,569 (void elements, <p>, <li>)
_HARMLESS = 10_000  # tags; all of them nested take a quarter of a second
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]{0,40})[^<>]*+>?")
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "option", "td", "tr", "th", "dd", "dt",
])  # fmt: skip
"""Elements that have no end tag, or do without: they do not nest."""


def parse(source: str) -> LexborHTMLParser:
    """The tree of a page, no deeper than a browser's."""
    signs = source.count("<")
    if signs > _HARMLESS and signs - 2 * source.count("</") > _SUSPICIOUS:
        source = _flatten(source)
    return LexborHTMLParser(source.encode("utf-8", "ignore"))


def _flatten(source: str) -> str:
    """Without the tags of elements below the deepest level."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag["name"].lower() in _VOID:
            return tag[0]
        was = depth
        depth = max(0, depth - 1) if tag["end"] else depth + 1
        return tag[0] if max(was, depth) <= DEEPEST else ""

    return _TAG.sub(keep, source)
