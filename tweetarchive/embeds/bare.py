"""Short codes and addresses that stand bare between the blocks of a page: what no CMS put into a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tweetarchive.embeds.shortcode import may_hold_shortcode, read_shortcode
from tweetarchive.model.permalink import parse_permalink

_BARE = re.compile(
    r">\s{0,200}(?P<code>\{\{<[^<>]{5,300}>\}\}\s{0,200}|[\[{@h][^<>\s][^<>]{8,400})(?=<(?P<next>/?[a-z][a-z0-9]*))",
    re.I,
)
_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 div figure ul ol blockquote section article main table hr header footer aside body td".split()  # noqa: SIM905
)
_TAG = re.compile(r"</?([a-z][a-z0-9]{0,12})", re.I)
_LONGEST_TAG = 2000  # characters


def set_apart(source: str) -> str:
    """The source, with each bare short code or address of a tweet as a paragraph of its own, as a CMS would make it."""
    pieces: list[str] = []
    at = 0
    for match in _BARE.finditer(source) if may_hold_shortcode(source) else _addresses(source):
        code = match["code"].strip()
        if not _names_tweet(code) or match["next"].strip("/").lower() not in _BLOCKS:
            continue
        tag = source.rfind("<", max(0, match.start() - _LONGEST_TAG), match.start() + 1)
        if tag < 0 or not _is_block(source, tag):
            continue
        pieces += [source[at : match.start("code")], "<p>", code, "</p>"]
        at = match.end("code")
    return "".join((*pieces, source[at:])) if pieces else source


def _addresses(source: str) -> Iterator[re.Match[str]]:
    """Only addresses, by searches at memory speed: most pages hold no short code and a hundred thousand tags."""
    found = source.find("/status")
    while found >= 0:
        tag_end = source.rfind(">", max(0, found - _LONGEST_TAG), found)
        if tag_end >= 0 and (match := _BARE.match(source, tag_end)):
            yield match
        found = source.find("/status", found + 1)


def _is_block(source: str, tag: int) -> bool:
    name = _TAG.match(source, tag)
    return name is not None and name[1].lower() in _BLOCKS


def _names_tweet(code: str) -> bool:
    if code.startswith(("http://", "https://")):
        return " " not in code and parse_permalink(code) is not None
    return read_shortcode(code) is not None
