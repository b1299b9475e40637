"""Short codes that a CMS turns into a tweet when it renders: what stands in the sources of articles.

Hugo's `{{< tweet user="h" id="ID" >}}` and `{{< x … >}}`, Zola's `{{ tweet(id="ID") }}`, Jekyll's `{% twitter URL %}`,
WordPress's `[tweet URL]` and `[embed]URL[/embed]`, forums' `[MEDIA=twitter]ID[/MEDIA]`, Drupal's `[[URL]]`,
markdown-it's `@[tweet](ID)`.
"""

from __future__ import annotations

import re

from tweetarchive.embeds.found import Element, make_embed
from tweetarchive.embeds.link import ALONE_IN
from tweetarchive.embeds.marks import ancestors, is_aside
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_OF_TWEETS = (
    r"x|(?:x|embed)?[_-]?(?:tweet|twitter)(?:[_-]?(?:tweet|embed|simple))?|x[_-]simple|media=(?:tweet|twitter|x)"
)
_NAME = rf"(?P<name>{_OF_TWEETS}|o?embed)"
_SHORTCODES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\{{\{{[<%]?\s*{_NAME}[\s(:]\s*(?P<said>[^{{}}<>%]{{2,300}}?)[\s)/]*[>%]?\}}\}}",
        rf"\{{%-?\s*{_NAME}\s+(?P<said>[^{{}}%]{{2,300}}?)\s*-?%\}}",
        rf"\[{_NAME}(?:\s[^\[\]<>\n]{{0,300}})?\](?P<said>[^\[\]<>\s]{{2,300}})\[/\w+\]",
        rf"\[{_NAME}[\s:]\s*(?P<said>[^\[\]<>\n]{{2,300}}?)\s*/?\]",
        r"\[\[(?P<said>https?://[^\[\]\s<>]{2,300})\]\]",
        rf"@\[{_NAME}\]\((?P<said>[^()\s]{{2,300}})\)",
    )
)
_BRACKETED = re.compile(rf"\[(?:\s{{0,9}}{_NAME}[\s\](:]|\[https?://)", re.I)
_BRACED = re.compile(rf"\{{[{{%][<%-]?\s{{0,9}}{_NAME}[\s\](:]", re.I)
_ADDRESS = re.compile(r"https?://[^\s\"'()\[\]“”″<>]+|\w{1,15}/status/\d{2,19}")
_NUMBER = re.compile(r"(?:\A|\b(?:id|tweet)\s?[=:]\s?)[\"'“”″]?(?P<id>\d{2,19})(?!\w)", re.I)


def may_hold_shortcode(source: str) -> bool:
    """A quick look; each pattern begins with one sign, to which `re` skips."""
    if _BRACKETED.search(source) is not None:
        return True
    return ("{{" in source or "{%" in source) and _BRACED.search(source) is not None


def read_shortcode(text: str) -> tuple[str | None, StatusId | None] | None:
    """The tweet of a short code that is the whole text: its address as written, or its number.

    Codes for pages of any kind (`embed`) name it by its address; a number may be another service's.
    """
    if (match := next(filter(None, (code.fullmatch(text.strip()) for code in _SHORTCODES)), None)) is None:
        return None
    said = match["said"]
    if (address := _ADDRESS.search(said)) is not None:
        written = address[0] if "://" in address[0] else f"https://twitter.com/{address[0]}"
        return (written, None) if parse_permalink(written) else None
    number = _NUMBER.search(said) if match["name"].lower().removeprefix("o") != "embed" else None
    status_id = StatusId.read(number["id"]) if number else None
    return (None, status_id) if status_id else None


class Shortcode:
    """`<p>[tweet ID]</p>` in a page whose CMS never rendered it, or in a source of HTML."""

    weak = True

    def read(self, element: Element) -> Embed | None:
        if element.tag not in ALONE_IN:
            return None
        text = element.node.text(deep=False)  # its own words: not those of a <code>
        found = read_shortcode(text) if may_hold_shortcode(text) and text == element.node.text() else None
        if (
            found is None
            or is_aside(element.node)
            or any(one.tag in ("pre", "code") for one in ancestors(element.node))
        ):
            return None
        return make_embed(Form.WIDGET, None, permalink=found[0], status_id=found[1])
