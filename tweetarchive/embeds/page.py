"""A page of HTML: one walk over its tree, every form reader asked at the elements it may know."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tweetarchive.embeds.attribution import HANDLE, attributions
from tweetarchive.embeds.blockquote import Blockquote
from tweetarchive.embeds.credited import Credit, LinkedCard
from tweetarchive.embeds.encoded import BASE64_MARKS, decode_kept
from tweetarchive.embeds.flattened import Passage, find_flattened
from tweetarchive.embeds.flight import PUSHES, unite_rows
from tweetarchive.embeds.found import Element, Find, FormReader
from tweetarchive.embeds.identity import Identity
from tweetarchive.embeds.iframe import AmpTwitter, Iframe
from tweetarchive.embeds.link import ALONE_IN, BareAddress, CardQuote, Link
from tweetarchive.embeds.marks import ancestors, names_aside
from tweetarchive.embeds.page_state import Visible, find_in_state, may_hold_state
from tweetarchive.embeds.shortcode import Shortcode, may_hold_shortcode
from tweetarchive.embeds.static_card import FramedCard, StatedCard, StaticCard
from tweetarchive.embeds.teaser import is_teaser
from tweetarchive.embeds.widget import Component, MediaEmbed, Picture, Widget
from tweetarchive.embeds.words import Words, read_words
from tweetarchive.model.article import Embed
from tweetarchive.model.nesting import parse

BY_TAG: Mapping[str, tuple[FormReader, ...]] = {
    "blockquote": (Blockquote(), CardQuote()),
    "iframe": (Iframe(),),
    "amp-iframe": (Iframe(),),
    "amp-twitter": (AmpTwitter(),),
    "a": (Picture(), Link(), Credit(), Widget(), MediaEmbed()),
}
BY_MARK: tuple[FormReader, ...] = (
    StatedCard(),
    LinkedCard(),
    StaticCard(),
    FramedCard(),
    MediaEmbed(),
    Widget(),
    BareAddress(),
    Shortcode(),
    Component(),
)
"""Asked of any other element whose attributes, or whose text, speak of tweets."""

_ALWAYS = (
    'blockquote, iframe, amp-twitter, script, textarea, template, [class~="content-quote"], [data-s9e-mediaembed], '
    "[data-s9e-mediaembed-iframe], [class*=witter-card]"
)
_MARKS = ("weet", "tatus", "witter", *BASE64_MARKS)
_WORDS_OF_X = ("witter", '"x"', "'x'", "x-embed")
_VALUES = {
    '="': re.compile(r'[^"]*+'),
    "='": re.compile(r"[^']*+"),
    "=": re.compile(r"\s?[\"']?[^\s\"'<>]*+"),
}
"""How the value of an attribute begins, and what it holds up to a mark in it."""
_NAME_BEFORE = re.compile(r"(?<![\w:.@-])([a-zA-Z_:@][\w:.@-]*+)\s?\Z", re.A)
_NAME_AFTER = re.compile(r"[\w:.@-]{0,60}+(?=\s?=)", re.A)
_LONGEST_NAME = 60  # characters
_LONGEST_VALUE = 4000  # characters of an attribute in front of what marks it
_MOST_NAMES = 200  # the labelled pages have up to 20; more make selecting slower than looking at every element
_MOST_MARKS = 10_000  # the labelled pages have up to 400
_ADDRESS_AS_TEXT = re.compile(r">\s{0,200}https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^\s<>]{1,60}/s\Z")
_LONGEST_ADDRESS = 300  # characters before its `/status`, with the blanks in front of it
_BARE_NUMBER = re.compile(r"""=["']?\d{15,19}(?=["'\s>])""")
_JSON_OPENINGS = ('="{', "='{")
_STATE_NAME = re.compile(r"(?!.*(?:event|track|click|analytics))(?:data-[\w-]+|props)", re.A)
_NUMBER = re.compile(r"(?<!\d)\d{9,19}(?!\d)")
_NEAR = 250  # characters between a number and the word that says whose it is
_MARKUP_VALUE = re.compile(r"\s*<(?:blockquote|figure|div|p)\b.{0,3000}?twitter-tweet", re.S)
_SKIPPED = frozenset(
    ["html", "head", "meta", "link", "style", "title", "base", "br", "hr", "path", "svg", "g", "use", "symbol", "img"]
)
_UNSEEN = "script, style, noscript, template, textarea, iframe, select, button"
_LEVELS = 3
"""Mark-up kept as text inside mark-up (a template in a textarea …): no deeper."""
_STAND_IN = "\ue000"


def may_hold_embed(source: str) -> bool:
    """False only where no form of embed can be: plain searches, which run at memory speed."""
    if "weet" in source or "/status" in source or "status%2F" in source or attributions(source) > 0:
        return True
    if any(mark in source for mark in BASE64_MARKS):
        return True
    return any(
        _NUMBER.search(source, max(0, at - _NEAR), at + _NEAR)
        for word in _WORDS_OF_X
        for at in islice(_places(source, word), _MOST_NAMES)
    )


def find_in_page(source: str, tree: LexborHTMLParser, *, level: int = 0) -> tuple[Find, ...]:
    """Every embed in document order, copies not yet merged; what stands in page state comes last."""
    finds: list[Find] = []
    claimed: set[int] = set()
    scripts: list[str] = []

    @cache
    def page() -> Identity:
        return Identity.of(tree)

    for node in {node.mem_id: node for node in tree.css(_selector(source))}.values():
        tag = node.tag or ""
        attributes = node.attributes
        if tag in ("script", "textarea", "template"):
            finds.extend(_kept_as_text(node, tag, attributes, scripts, level))
            continue
        if tag in _SKIPPED:
            continue
        element = Element(node, tag, attributes)
        for reader in BY_TAG.get(tag, BY_MARK):
            if (embed := reader.read(element)) and not (reader.weak and _is_inside(node, claimed)):
                if is_teaser(node, page()):
                    break
                finds.append(Find(embed, node.mem_id))
                claimed.add(node.mem_id)
                break
        if level < _LEVELS and (markup := _markup_in(attributes)):
            finds.extend(Find(embed, node.mem_id) for embed in _fragment(markup, level))
        scripts.extend(_state_in(attributes))
    if attributions(source) > sum(find.embed.handle_shown for find in finds):
        finds = _with_flattened(tree, finds)
    if scripts and tree.body is not None:
        finds.extend(_in_state(unite_rows(scripts), page(), tree.body, finds, level))
    return tuple(finds)


def _selector(source: str) -> str:
    """Selects what may be an embed: certain elements, and any that has an attribute which speaks of tweets.

    CSS knows no wildcard for the names of attributes, so they are taken from the source, by searches at memory
    speed: the name in front of a value that holds a mark, and one that holds a mark itself. A name too many only
    selects an element too many. Where an address stands between tags, any element that may hold one alone is selected.
    """
    found: set[tuple[str, str]] = set()
    alone = ALONE_IN if may_hold_shortcode(source) else frozenset()
    for number, (mark, at) in enumerate((one, at) for one in _MARKS for at in _places(source, one)):
        if (rest := _NAME_AFTER.match(source, at)) and (
            name := _NAME_BEFORE.search(source, max(0, at - _LONGEST_NAME), at)
        ):
            found.add(((name[1] + rest[0]).lower(), ""))
        for opening, value in _VALUES.items() if mark != "witter" else ():
            start = source.rfind(opening, max(0, at - _LONGEST_VALUE), at)
            inside = start >= 0 and value.fullmatch(source, start + len(opening), at)
            if inside and (name := _NAME_BEFORE.search(source, max(0, start - _LONGEST_NAME), start)):
                found.add((name[1].lower(), mark))
        if mark == "tatus" and not alone and _ADDRESS_AS_TEXT.search(source, max(0, at - _LONGEST_ADDRESS), at):
            alone = ALONE_IN
        if number > _MOST_MARKS or len(found) > _MOST_NAMES:
            return "*"
    for opening in _JSON_OPENINGS:
        for at in islice(_places(source, opening), _MOST_MARKS):
            name = _NAME_BEFORE.search(source, max(0, at - _LONGEST_NAME), at)
            if name and _STATE_NAME.fullmatch(name[1].lower()):
                found |= {(name[1].lower(), "weet"), (name[1].lower(), "tatus")}
    for bare in islice(_BARE_NUMBER.finditer(source), _MOST_NAMES):
        if name := _NAME_BEFORE.search(source, max(0, bare.start() - _LONGEST_NAME), bare.start()):
            found.add((name[1].lower(), ""))
    named = ((re.sub(r"([^\w-])", r"\\\1", name), mark) for name, mark in found)
    return ", ".join((_ALWAYS, *alone, *(f'[{name}*="{mark}"]' if mark else f"[{name}]" for name, mark in named)))


def _places(source: str, mark: str) -> Iterator[int]:
    at = source.find(mark)
    while at >= 0:
        yield at
        at = source.find(mark, at + len(mark))


def _in_state(
    scripts: Sequence[str], page: Identity, body: LexborNode, finds: Sequence[Find], level: int
) -> Iterator[Find]:
    """What the page's state adds to what the page shows, and where it says otherwise."""
    shown = {find.embed.status_id for find in finds if find.embed.status_id and find.embed.text}

    @cache
    def visible() -> Visible:
        return Visible.of(_visible_text(body))

    for script in scripts:
        for embed in find_in_state(script, lambda markup: _fragment(markup, level), visible, shown=shown, page=page):
            if not _is_echo(embed, finds):
                yield Find(embed)


def _visible_text(body: LexborNode) -> str:
    """All text but what scripts and the like hold, its words run together: quick, good enough to look words up in."""
    text = body.text()
    pieces: list[str] = []
    at = 0
    for hidden in body.css(_UNSEEN):
        unseen = hidden.text()
        if unseen and (place := text.find(unseen, at)) >= 0:
            pieces.append(text[at:place])
            at = place + len(unseen)
    return "".join((*pieces, text[at:]))


def _is_inside(node: LexborNode, claimed: set[int]) -> bool:
    return any(ancestor.mem_id in claimed for ancestor in ancestors(node))


def _kept_as_text(
    node: LexborNode, tag: str, attributes: Mapping[str, str | None], scripts: list[str], level: int
) -> Iterator[Find]:
    """Mark-up in <textarea>, <template> and template scripts (consent gates); scripts with state are put aside."""
    if tag == "script":
        text = node.text() or ""
        kind = (attributes.get("type") or "").lower()
        if "template" not in kind and "html" not in kind:
            if len(text) > 40 and (PUSHES in text or may_hold_state(text)):
                scripts.append(text)
            return
    elif tag == "template":
        text = (node.html or "").partition(">")[2]
    else:
        text = node.text() or ""
    text = decode_kept(text) or text
    if level < _LEVELS and may_hold_embed(text):
        text = html.unescape(text) if "&lt;blockquote" in text else text
        for embed in _fragment(text, level):
            yield Find(embed, node.mem_id)


def _markup_in(attributes: Mapping[str, str | None]) -> str | None:
    """An embed code that waits in an attribute: a frame's srcdoc, a lazy loader's or consent gate's data attribute."""
    for name, value in attributes.items():
        if value and len(value) > 60 and (name == "srcdoc" or name.startswith("data-")):
            value = decode_kept(value) or value
            if _MARKUP_VALUE.match(value):
                return value
    return None


def _state_in(attributes: Mapping[str, str | None]) -> Iterator[str]:
    """The state that frameworks leave in an attribute of the element they fill (`data-page`, `data-props`, `props`)."""
    for name, value in attributes.items():
        if value and _STATE_NAME.fullmatch(name) and value[:1] in ("{", "[") and may_hold_state(value):
            yield value


def _fragment(markup: str, level: int) -> list[Embed]:
    tree = parse(markup)
    return [find.embed for find in find_in_page(markup, tree, level=level + 1)]


def _with_flattened(tree: LexborHTMLParser, finds: list[Find]) -> list[Find]:
    """The finds, with flattened tweets between them at their places."""
    if tree.body is None:
        return finds
    known = {find.node: f"{_STAND_IN}{at}" for at, find in reversed(list(enumerate(finds))) if find.node is not None}

    def stand_in(node: LexborNode) -> str | None:
        if node.mem_id in known:
            return known[node.mem_id]
        return "" if names_aside(node) else None

    words = read_words(tree.body, stand_in=stand_in)
    passages = [
        Passage(words.cut(match.start(), match.end()), match.start(), match.end())
        for match in _paragraphs_near_handles(words)
    ]
    merged: list[Find] = []
    placed = 0
    for found in find_flattened(passages):
        before = words.text[: found.start].rpartition(_STAND_IN)[2]
        upto = (
            int(number[0]) + 1 if _STAND_IN in words.text[: found.start] and (number := re.match(r"\d+", before)) else 0
        )
        merged.extend(finds[placed:upto])
        placed = max(placed, upto)
        if _STAND_IN not in (found.embed.text or ""):
            merged.append(Find(found.embed))
    return merged + finds[placed:]


def _paragraphs_near_handles(words: Words) -> list[re.Match[str]]:
    """Paragraphs that name a handle in brackets, each with the one before it."""
    paragraphs = list(re.finditer(r"[^\n]+(?:\n[^\n]+)*", words.text))
    named = {at for at, match in enumerate(paragraphs) if HANDLE.search(match[0])}
    return [match for at, match in enumerate(paragraphs) if at in named or at + 1 in named]


def _is_echo(embed: Embed, finds: Sequence[Find]) -> bool:
    """Words without id in the page's state that repeat a tweet which the page shows (JSON-LD's articleBody)."""
    return embed.status_id is None and any(
        find.embed.handle == embed.handle
        and (find.embed.date and find.embed.date.day) == (embed.date and embed.date.day)
        for find in finds
    )
