"""A tweet's words on their way to a page: short links, entities, mark-up."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

URL = re.compile(r"https?://[^\s]+")
_ALPHABET = "0123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_TCO = re.compile(r"https://t\.co/(\w+)")
_HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d]\w*)")
_MENTION = re.compile(r"(?<!\w)@(\w{1,15})", re.A)
_LINKED = re.compile(r"(https://t\.co/\w+|(?<![\w&])#\w*[^\W\d]\w*|(?<!\w)@[A-Za-z0-9_]{1,15})")


def code(seed: str, length: int = 10) -> str:
    """A t.co code or media name that is always the same for the same seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:length])


def display(target: str) -> str:
    """A link as X shows it: no scheme, cut after 26 characters or so."""
    bare = re.sub(r"https?://(?:www\.)?", "", target)
    return bare if len(bare) <= 27 else bare[:26] + "…"


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def entities(text: str, links: Mapping[str, str], media_code: str | None) -> dict[str, Any]:
    """Empty groups left out, as since 2025; indices in code points of the escaped text."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for match in _TCO.finditer(text):
        media = match[1] == media_code
        target = links[match[1]]
        shown = f"pic.x.com/{match[1]}" if media else display(target)
        entity = {"display_url": shown, "expanded_url": target, "indices": [*match.span()], "url": match[0]}
        groups.setdefault("media" if media else "urls", []).append(entity)
    for match in _HASHTAG.finditer(text):
        groups.setdefault("hashtags", []).append({"indices": [*match.span()], "text": match[1]})
    for match in _MENTION.finditer(text):
        groups.setdefault("user_mentions", []).append(
            {"id_str": "1", "indices": [*match.span()], "name": match[1], "screen_name": match[1]}
        )
    return groups


def markup(written: str, media_code: str | None) -> str:
    """The words as oEmbed marks them up."""

    def anchor(shown: str) -> str:
        if shown.startswith("http"):
            short = shown.rpartition("/")[2]
            return f'<a href="{shown}">{f"pic.twitter.com/{short}" if short == media_code else shown}</a>'
        if shown.startswith("#"):
            return f'<a href="https://x.com/hashtag/{quote(shown[1:])}?src=hash&amp;ref_src=twsrc%5Etfw">{shown}</a>'
        return f'<a href="https://x.com/{shown[1:]}?ref_src=twsrc%5Etfw">{shown}</a>'

    pieces = _LINKED.split(written)  # words and links by turns
    words = [html.escape(piece).replace("&#x27;", "&#39;").replace("\n", "<br>") for piece in pieces[::2]]
    linked = [anchor(piece) for piece in pieces[1::2]]
    return "".join(piece for pair in zip_longest(words, linked, fillvalue="") for piece in pair)
