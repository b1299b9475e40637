"""Tweets in the state a page carries for its script, in a CMS's JSON and in source files."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tweetarchive.embeds.attribution import attributions
from tweetarchive.embeds.flattened import Passage, find_flattened
from tweetarchive.embeds.found import make_embed
from tweetarchive.embeds.literals import Literal, read_literals
from tweetarchive.embeds.words import Words
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink

_SLASH = r"(?:/|\\+/|\\+u002[fF]|%2[fF])"
NUMBER = re.compile(rf"status(?:es)?{_SLASH}+(\d{{2,19}})")
_HTML = re.compile(r"<\w[^<>]{0,2000}>")
_MAY_NAME = re.compile(r"/status|twitter-tweet|[(（]@")
_HTML_TWEET = re.compile(r"twitter-tweet|/status(?:es)?/\d|[(（]@\w{1,20}[)）]", re.I)
_KIND_KEY = re.compile(r"type|provider|kind|subtype|source|component|block|name|value", re.I)
_KIND = re.compile(r"^(?:twitter|tweet|x|.{0,60}(?:tweet|twitter)(?:block|embed|element|oembed|card)?\w{0,20})$", re.I)
_ADDRESS_KEY = re.compile(r"url|href|link|src|uri|value", re.I)
_TWEET_WINDOW = 8  # literals on each side: the other fields of the object that names the address
_PROSE = 60  # characters from which a string with blanks is taken for prose
_NEIGHBOURS = 2  # paragraphs on each side that are looked for in the page
_FAR = 400  # literals; further off is another part of the state
_SNIPPET = 40  # characters compared, without blanks and mark-up
_LEVELS = 3  # JSON in a string in JSON in a string …
_NO_PROSE = 250  # characters; a page with less visible text is drawn by its script

ReadHtml = Callable[[str], Sequence[Embed]]


@dataclass(frozen=True, slots=True)
class Visible:
    """The page's visible text, to tell this article's state from other articles'."""

    text: str
    """Without blanks."""

    @classmethod
    def of(cls, text: str) -> Visible:
        return cls(_squeezed(text))

    def shows_article(self) -> bool:
        return len(self.text) > _NO_PROSE

    def holds(self, prose: str) -> bool:
        """Whether a reader sees this paragraph: a piece from its middle, or from its start, stands in the page."""
        squeezed = _squeezed(prose)
        middle = max(0, len(squeezed) // 2 - _SNIPPET // 2)
        return squeezed[:_SNIPPET] in self.text or squeezed[middle : middle + _SNIPPET] in self.text


def may_hold_state(script: str) -> bool:
    """Whether a script is worth reading: it names a tweet's number, X's class or an attribution."""
    return "twitter-tweet" in script or NUMBER.search(script) is not None or attributions(script) > 0


def find_in_state(source: str, read_html: ReadHtml, visible: Callable[[], Visible] | None = None) -> Iterator[Embed]:
    """The tweets of *this* article in a script or a JSON text, in order.

    A page's state holds other articles too (reference/embeds.md, trap 4). A tweet is this article's where the
    paragraphs round it can be read in the page; where the page shows no text of its own, all are taken.

    Args:
        read_html: finds embeds in a fragment of HTML.
        visible: gives the page's text, where it is needed; None where the document is the JSON or script itself.
    """
    literals = list(_flat(source, 0))
    flat: dict[int, list[Embed]] = {}
    if attributions(source):
        plain = (at for at, literal in enumerate(literals) if literal.value.strip() and not _HTML.search(literal.value))
        passages = [Passage(Words(literals[at].value.strip()), at, at + 1) for at in plain]
        for find in find_flattened(passages, form=Form.PAGE_STATE):
            flat.setdefault(find.end - 1, []).append(find.embed)
    for at, literal in enumerate(literals):
        if at not in flat and not _MAY_NAME.search(literal.value):
            continue
        embeds = flat.get(at, [])
        fragment = _fragment(literal.value)
        if fragment:
            form = Form.BLOCKQUOTE if literal.in_code and literal.key is None else Form.PAGE_STATE
            embeds = [replace(embed, form=form) for embed in read_html(fragment)]
        elif not embeds and _names_tweet(literals, at):
            embeds = [make_embed(Form.PAGE_STATE, None, permalink=literal.value)]
        if embeds and (visible is None or not visible().shows_article() or _is_of_page(literals, at, visible())):
            yield from embeds


def _flat(source: str, level: int) -> Iterator[Literal]:
    for literal in read_literals(source):
        start = literal.value[:1]
        if level < _LEVELS and start in ("{", "[") and '"' in literal.value and may_hold_state(literal.value):
            yield from _flat(literal.value, level + 1)
        else:
            yield literal


def _fragment(value: str) -> str | None:
    if "&lt;blockquote" in value:
        value = html.unescape(value)
    return value if "<" in value and _HTML_TWEET.search(value) and _HTML.search(value) else None


def _names_tweet(literals: Sequence[Literal], at: int) -> bool:
    """An address in a field of its own, in an object that calls itself a tweet."""
    literal = literals[at]
    if len(literal.value) > 300 or "/statu" not in literal.value or not _ADDRESS_KEY.search(literal.key or ""):
        return False
    if not parse_permalink(literal.value):
        return False
    near = literals[max(0, at - _TWEET_WINDOW) : at + _TWEET_WINDOW]
    return any(_KIND_KEY.search(other.key or "") and _KIND.match(other.value) for other in near)


def _is_of_page(literals: Sequence[Literal], at: int, visible: Visible) -> bool:
    own = [
        part
        for part in re.split(r"</p>|\n\n", literals[at].value)
        if len(part) > _PROSE and not _HTML_TWEET.search(part)
    ]
    own = [text for part in own if len(text := _HTML.sub("", part)) > _PROSE]
    if own:
        return sum(visible.holds(text) for text in own) * 2 >= len(own)
    around: list[str] = []
    for step in (-1, 1):
        found = 0
        for place in range(at + step, max(-1, at - _FAR) if step < 0 else min(len(literals), at + _FAR), step):
            text = literals[place].value
            if len(text) > _PROSE and " " in text and not _HTML_TWEET.search(text) and "://" not in text[:60]:
                around.append(_HTML.sub("", text))
                found += 1
                if found == _NEIGHBOURS:
                    break
    return bool(around) and sum(visible.holds(text) for text in around) * 2 >= len(around)


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", html.unescape(text)).lower()
