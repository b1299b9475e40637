"""Tweets in the state a page carries for its script, in a CMS's JSON and in source files."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from tweetarchive.embeds.attribution import HANDLE, attributions
from tweetarchive.embeds.encoded import decode_kept
from tweetarchive.embeds.flattened import Passage, find_flattened
from tweetarchive.embeds.found import make_embed
from tweetarchive.embeds.identity import Identity, Standing
from tweetarchive.embeds.literals import Literal, find_literals
from tweetarchive.embeds.state_objects import Field, read_fields, split_values
from tweetarchive.embeds.words import Words
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_SLASH = r"(?:/|\\+/|\\+u002[fF]|%2[fF])"
NUMBER = re.compile(rf"status(?:es)?{_SLASH}+(\d{{2,19}})")
_MENTIONS = (NUMBER, re.compile("twitter-tweet"), *(re.compile(rf"{sign}\w{{1,20}}\W?[)）]") for sign in "@＠"))
_KIND_WORDS = ("weet", '"twitter', '"x"')
_LONG_NUMBER = re.compile(r"(?<![\d.])\d{15,19}(?![\d.])")
_HTML = re.compile(r"<\w[^<>]{0,2000}>")
_KIND_KEY = re.compile(r"type|provider|kind|subtype|source|component|block|name|value", re.I)
_KIND = re.compile(r"^(?:twitter|tweet|x|.{0,60}(?:tweet|twitter)(?:block|embed|element|oembed|card)?\w{0,20})$", re.I)
_ADDRESS_KEY = re.compile(r"url|href|link|src|uri|value", re.I)
_TWEET_WINDOW = 8  # literals on each side: the other fields of the object that names the address
_PROSE = 60  # characters from which a string with blanks is taken for prose
_PARTS = re.compile(r"</p>|\n\n")
_PARAGRAPHS = 40  # of a string that holds a whole article, looked for in the page
_ARTICLE = 300  # characters; a tweet has up to 280
_SENTENCE_END = re.compile(r"(?<=[.!?…”\"»])\s+")
_NEIGHBOURS = 2  # paragraphs on each side that are looked for in the page
_FAR = 400  # literals; further off is another part of the state
_SNIPPET = 40  # characters compared, without blanks and mark-up
_OPENING = frozenset("{[")
_NO_PROSE = 250  # characters; a page with less visible text is drawn by its script

NOBODY = Identity()
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

    def holds_whole(self, sentence: str) -> bool:
        return _squeezed(sentence) in self.text

    def holds(self, prose: str) -> bool:
        """Whether a reader sees this paragraph: a piece from its middle, or from its start, stands in the page."""
        squeezed = _squeezed(prose)
        middle = max(0, len(squeezed) // 2 - _SNIPPET // 2)
        return squeezed[:_SNIPPET] in self.text or squeezed[middle : middle + _SNIPPET] in self.text


def may_hold_state(script: str) -> bool:
    """Whether a script is worth reading: it names a tweet's number, X's class or an attribution."""
    return (
        "twitter-tweet" in script
        or NUMBER.search(script) is not None
        or ((any(word in script for word in _KIND_WORDS)) and _LONG_NUMBER.search(script) is not None)
        or attributions(script) > 0
    )


def find_in_state(
    source: str,
    read_html: ReadHtml,
    visible: Callable[[], Visible] | None = None,
    *,
    shown: Set[StatusId] = frozenset(),
    page: Identity = NOBODY,
) -> Iterator[Embed]:
    """The tweets of *this* article in a script or a JSON text, in order.

    A page's state holds other articles too (reference/embeds.md, trap 4). A tweet is this article's where the page
    shows it, where the object that holds it calls itself the page, or where the paragraphs round it can be read in the
    page; an object that calls itself another article is one. Where the page shows no text of its own, all are taken.

    Args:
        read_html: finds embeds in a fragment of HTML.
        visible: gives the page's text, where it is needed; None where the document is the JSON or script itself.
        page: what the page calls itself.
        shown: the tweets whose words the page shows; what the state says of them is another copy of theirs.
    """
    for code, value in split_values(source, may_hold_state):
        literals: list[Literal | Field] = []
        if value is not None:
            literals += read_fields(value, page, may_hold_state, in_code=visible is not None and not _is_whole(source))
        elif may_hold_state(code):
            for literal in find_literals(code):
                literals += _json_in(literal, page) or [literal]
        yield from _find_in(literals, read_html, visible, shown)


def _is_whole(source: str) -> bool:
    return source.lstrip()[:1] in _OPENING


def _json_in(literal: Literal, page: Identity) -> list[Field]:
    """The strings of the JSON that a string of a script is (`JSON.parse("…")`)."""
    value = literal.value if literal.written[1:2] in _OPENING else decode_kept(literal.written[1:-1]) or ""
    if value[:1] not in _OPENING or not may_hold_state(value):
        return []
    try:
        return read_fields(json.loads(value, strict=False), page, may_hold_state, in_code=False)
    except (ValueError, RecursionError):
        return [Field(one.key, one.value, Standing.UNKNOWN, 0) for one in find_literals(value)]


def _find_in(
    literals: Sequence[Literal | Field],
    read_html: ReadHtml,
    visible: Callable[[], Visible] | None,
    shown: Set[StatusId],
) -> Iterator[Embed]:
    flat = _flattened(literals, visible)
    for at, literal in enumerate(literals):
        number = literal.number
        if at not in flat and number is None and not _may_name(literal.written):
            continue
        embeds = flat.get(at, [])
        value = literal.value
        fragment = None if number else _fragment(value)
        if not (embeds or fragment or number or _names_tweet(literals, at, value)):
            continue
        of_page = visible is None or _is_of_page(literals, at, fragment or value, visible)
        if not of_page and shown.isdisjoint([number, *NUMBER.findall(value)]):
            continue
        if fragment:
            form = Form.BLOCKQUOTE if literal.in_code and literal.key is None else Form.PAGE_STATE
            embeds = [replace(embed, form=form) for embed in read_html(fragment)]
        elif not embeds:
            embeds = [make_embed(Form.PAGE_STATE, None, permalink=value or None, status_id=number)]
        yield from (embed for embed in embeds if of_page or embed.status_id in shown)


def _may_name(written: str) -> bool:
    return "status" in written or "twitter-tweet" in written or "@" in written


def _flattened(literals: Sequence[Literal | Field], visible: Callable[[], Visible] | None) -> dict[int, list[Embed]]:
    """Tweets whose words and attribution are strings without mark-up, by the place of the attribution."""
    near: dict[int, Words] = {}
    for at, literal in enumerate(literals):
        if "@" in literal.written and HANDLE.search(literal.written):
            before = (place for place in range(at - 1, max(-1, at - _TWEET_WINDOW), -1) if _plain(literals[place]))
            near |= {place: Words(_plain(literals[place])) for place in (next(before, at), at)}
    passages = [
        Passage(part, at, at + 1)
        for at, words in sorted(near.items())
        for part in _parts(words, visible, whole=literals[at].key == "articleBody")
        if part.text
    ]
    found: dict[int, list[Embed]] = {}
    for find in find_flattened(passages, form=Form.PAGE_STATE):
        found.setdefault(find.end - 1, []).append(find.embed)
    return found


def _parts(words: Words, visible: Callable[[], Visible] | None, *, whole: bool) -> Iterator[Words]:
    """The paragraphs of a string that holds a whole article (JSON-LD's articleBody).

    Where nothing parts them, what the page shows before the tweet's words is not among them.
    """
    text = words.text
    if len(text) < _ARTICLE and not whole:
        yield words
    elif "\n" in text:
        yield from (Words(part.strip()) for part in text.split("\n\n" if "\n\n" in text else "\n"))
    else:
        at = 0
        for end in _SENTENCE_END.finditer(text) if visible else ():
            if not visible or not visible().holds_whole(text[at : end.start()]):
                break
            at = end.end()
        yield words.cut(at)


def _plain(literal: Literal | Field) -> str:
    """The words of a literal that holds no mark-up; "" for any other."""
    value = literal.value.strip()
    return "" if _HTML.search(value) else value


def _speaks_of_tweet(text: str) -> bool:
    return any(mention.search(text) for mention in _MENTIONS)


def _fragment(value: str) -> str | None:
    if "&lt;blockquote" in value:
        value = html.unescape(value)
    return value if "<" in value and _speaks_of_tweet(value) and _HTML.search(value) else None


def _names_tweet(literals: Sequence[Literal | Field], at: int, value: str) -> bool:
    """An address in a field of its own, in an object that calls itself a tweet."""
    if len(value) > 300 or "/statu" not in value or not _ADDRESS_KEY.search(literals[at].key or ""):
        return False
    if not parse_permalink(value):
        return False
    near = literals[max(0, at - _TWEET_WINDOW) : at + _TWEET_WINDOW]
    return any(_KIND_KEY.search(other.key or "") and _KIND.match(other.value) for other in near)


def _is_of_page(literals: Sequence[Literal | Field], at: int, value: str, page_text: Callable[[], Visible]) -> bool:
    """Whether this article's state holds the literal: by the object round it, else by the paragraphs round it.

    What another article's object holds counts only where all of its prose is read in the page too.
    """
    this = literals[at]
    if this.standing is Standing.OWN:
        return True
    visible = page_text()
    if not visible.shows_article():
        return this.standing is Standing.UNKNOWN
    parts = (part for part in _PARTS.split(value, _PARAGRAPHS) if len(part) > _PROSE and not _speaks_of_tweet(part))
    prose = [text for part in parts if len(text := _HTML.sub("", part)) > _PROSE]
    if not prose and this.in_code and this.key is None:
        return True
    prose = list(dict.fromkeys(prose or _prose_round(literals, at)))
    if this.standing is Standing.OTHER:
        return len(prose) > 1 and all(visible.holds(text) for text in prose)
    return bool(prose) and sum(visible.holds(text) for text in prose) * 2 >= len(prose)


def _prose_round(literals: Sequence[Literal | Field], at: int) -> list[str]:
    """The nearest paragraphs of the same article's state."""
    around: list[str] = []
    for step in (-1, 1):
        found = 0
        for place in range(at + step, max(-1, at - _FAR) if step < 0 else min(len(literals), at + _FAR), step):
            if len(literals[place].written) <= _PROSE or literals[place].scope != literals[at].scope:
                continue
            text = literals[place].value
            if len(text) > _PROSE and " " in text and not _speaks_of_tweet(text) and "://" not in text[:60]:
                around.append(_HTML.sub("", text))
                found += 1
                if found == _NEIGHBOURS:
                    break
    return around


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", html.unescape(text)).lower()
