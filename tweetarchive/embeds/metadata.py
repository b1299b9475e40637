"""What a page says of itself: title, language, and signs of embeds that only its script would make."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_LOADERS = {
    re.compile(r"platform\.(?:twitter|x)\.com/widgets\.js"): "X's widgets.js",
    re.compile(r"cdn\.embedly\.com/widgets"): "Embedly",
    re.compile(r"(?:cdn\.)?iframe\.ly/embed"): "Iframely",
    re.compile(r"amp-twitter-[\d.]+\.js"): "amp-twitter",
}
_BUTTONS = (
    ".twitter-follow-button, .twitter-share-button, .twitter-timeline, .twitter-hashtag-button, .twitter-mention-button"
)
_PLACES = '[class~="twitter-tweet"], [class~="twitter-embed"], [class~="tweet-embed"], [class~="embed-twitter"]'
_MOST_PLACES = 100


def find_title(tree: LexborHTMLParser) -> str | None:
    """og:title, else <title>, else the first <h1>."""
    for selector, attribute in (('meta[property="og:title"]', "content"), ("head title", None), ("h1", None)):
        node = tree.css_first(selector)
        if node is not None:
            shown = " ".join(((node.attributes.get(attribute) if attribute else node.text()) or "").split())
            if shown:
                return shown
    return None


def find_language(tree: LexborHTMLParser) -> str | None:
    """As declared, verbatim: <html lang>, og:locale, content-language."""
    for selector, attribute in (
        ("html[lang]", "lang"),
        ("html[xml\\:lang]", "xml:lang"),
        ('meta[property="og:locale"]', "content"),
        ('meta[http-equiv="content-language" i]', "content"),
    ):
        node = tree.css_first(selector)
        if node is not None and (declared := (node.attributes.get(attribute) or "").strip()):
            return declared
    return None


def find_loaders(tree: LexborHTMLParser, *, found: int) -> tuple[str, ...]:
    """Notes for the reader of the report where a known loader is there and no embed was found."""
    if found:
        return ()
    sources = " ".join(_source(script) for script in tree.css("script[src]"))
    has_buttons = tree.css_first(_BUTTONS) is not None  # these are what the page loads X's script for
    notes = [
        f"the page loads {name}, yet no tweet stands in it: embeds that only its script makes cannot be seen"
        for loader, name in _LOADERS.items()
        if loader.search(sources) and not (has_buttons and "widgets.js" in name)
    ]
    if any(not place.text().strip() for place in tree.css(_PLACES)[:_MOST_PLACES]):
        notes.append("the page holds an empty place for a tweet: which one, only its script knows")
    if any("createTweet(" in script.text() for script in tree.css("script:not([src])")):
        notes.append("a script of the page makes an embed of a tweet (createTweet): which one cannot be seen")
    return tuple(notes)


def _source(script: LexborNode) -> str:
    return script.attributes.get("src") or ""
