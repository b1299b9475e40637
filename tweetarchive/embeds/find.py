"""The door: a document → its embeds, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from tweetarchive.embeds.bare import set_apart
from tweetarchive.embeds.claims import find_claims
from tweetarchive.embeds.copies import merge_copies
from tweetarchive.embeds.document import Document, Kind, read_document
from tweetarchive.embeds.flattened import find_addresses, find_flattened, read_passages
from tweetarchive.embeds.found import Find
from tweetarchive.embeds.markdown import as_html
from tweetarchive.embeds.metadata import find_language, find_loaders, find_title
from tweetarchive.embeds.page import find_in_page, may_hold_embed
from tweetarchive.embeds.page_state import find_in_state
from tweetarchive.embeds.prose import Paragraph, read_paragraphs, read_plain_paragraphs
from tweetarchive.model.article import Article, Embed
from tweetarchive.model.errors import InputError
from tweetarchive.model.nesting import parse

_JSX = re.compile(r"<blockquote\b[^<>]{0,500}\bclassName=.*?</blockquote>", re.S)
_JSX_COMPONENT = re.compile(r"<(?P<name>(?:React)?(?:Tweet|Twitter|X)\w{0,20})\b(?P<attributes>[^<>]{0,1000}?)/>")
_JSX_TEXT = re.compile(r"\{\s*([\"'`])(.{0,200}?)\1\s*\}", re.S)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one walk over a document found, and what the prose around it is read from."""

    finds: tuple[Find, ...]
    tree: LexborHTMLParser | None = None
    places: tuple[tuple[int, int], ...] = ()
    """Of the finds in plain text: code points."""


def find_embeds(document: str | bytes, *, url: str | None = None) -> tuple[Embed, ...]:
    """The embedded tweets of an article, in reading order.

    Args:
        document: HTML, plain text, Markdown, JSON of a CMS, or a script; bytes are decoded as a browser would.
        url: the article's address; no form needs it today.
    Raises:
        InputError: bytes that are no text (a picture, a PDF …).
    """
    read = read_document(document)
    finds = read_finds(read, always_parse=False).finds
    _note_fault(read, found=len(finds))
    return tuple(find.embed for find in finds)


def read_embeds(document: str | bytes, *, url: str | None = None, content_type: str | None = None) -> Article:
    """`read_article` without what raises no question: no title, no claims. For the pass that only asks."""
    read = read_document(document, content_type=content_type)
    embeds = tuple(find.embed for find in read_finds(read, always_parse=True).finds)  # as the second pass will
    return Article(url=url, title=None, language=None, embeds=embeds, claims=())


def read_article(document: str | bytes, *, url: str | None = None, content_type: str | None = None) -> Article:
    """Title, language, embeds and quoted tweets of an article.

    Args:
        content_type: the full value of the HTTP header, where there is one.
    Raises:
        InputError: nothing that could be an article: empty, or not text.
    """
    read = read_document(document, content_type=content_type)
    if not read.text.strip("\x00 \t\r\n"):
        raise InputError(f"nothing to read: {url or 'the document'} is empty")
    reading = read_finds(read, always_parse=True)
    embeds = tuple(find.embed for find in reading.finds)
    title, language = _plain_title(read), None
    notes = read.notes + _note_fault(read, found=len(embeds))
    if reading.tree is not None and read.kind is not Kind.JSON:
        title, language = find_title(reading.tree) or title, find_language(reading.tree)
        notes += find_loaders(reading.tree, found=len(embeds))
    return Article(
        url=url,
        title=title,
        language=language,
        embeds=embeds,
        claims=find_claims(paragraphs_of(read, reading), embeds),
        notes=notes,
    )


def _note_fault(document: Document, *, found: int) -> tuple[str, ...]:
    """A note on broken JSON that holds tweets all the same; without any it cannot be told from what was lost.

    Raises: InputError.
    """
    if document.fault is None:
        return ()
    if not found:
        raise InputError(f"broken JSON: {document.fault}")
    return (f"broken JSON ({document.fault}): only what could be read of it was looked at",)


def read_finds(document: Document, *, always_parse: bool) -> Reading:
    """The finds of a document. `always_parse`: whether the tree is wanted where no embed can be."""
    text = document.text
    if not always_parse and not may_hold_embed(text):
        return Reading(())
    match document.kind:
        case Kind.HTML:
            text = set_apart(text)
            tree = parse(text)
            return Reading(merge_copies(find_in_page(text, tree)), tree)
        case Kind.MARKDOWN:
            text = as_html(text)
            tree = parse(text)
            return Reading(merge_copies(find_in_page(text, tree)), tree)
        case Kind.TEXT:
            places = _in_text(text)
            finds = merge_copies([Find(embed) for embed, _ in places])
            return Reading(finds, None, _apart(place for _, place in places) if len(finds) == len(places) else ())
        case Kind.JSON | Kind.SCRIPT:
            embeds = list(find_in_state(text, _read_html))
            if document.kind is Kind.SCRIPT:
                embeds += [embed for jsx in _components(text) for embed in _read_html(_as_html(jsx))]
                embeds.sort(key=lambda embed: text.find(embed.status_id or ""))
            return Reading(merge_copies([Find(embed) for embed in embeds]))


def _in_text(text: str) -> list[tuple[Embed, tuple[int, int]]]:
    passages = read_passages(text)
    found = [*find_flattened(passages), *find_addresses(passages)]
    found.sort(key=lambda find: (find.start, find.end))
    return [(find.embed, (find.start, find.end)) for find in found]


def _apart(places: Iterator[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Places that share a passage part at its end: each begins where the one before it ended."""
    apart: list[tuple[int, int]] = []
    for start, end in places:
        start = max(start, apart[-1][1]) if apart else start
        apart.append((start, max(start, end)))
    return tuple(apart)


def _read_html(markup: str) -> list[Embed]:
    markup = set_apart(markup)
    return [find.embed for find in find_in_page(markup, parse(markup), level=1)]


def _components(source: str) -> Iterator[str]:
    yield from _JSX.findall(source)
    for match in _JSX_COMPONENT.finditer(source):
        yield f"<{match['name']}{match['attributes']}></{match['name']}>"


def _as_html(jsx: str) -> str:
    return _JSX_TEXT.sub(r"\2", jsx).replace("className=", "class=")


def _plain_title(document: Document) -> str | None:
    if document.kind is Kind.JSON:
        match = re.search(r'"(?:title|headline)"\s*:\s*"([^"\\]{1,500})"', document.text)
        return match[1] if match else None
    match = re.match(r"(?:---\n.{0,2000}?^title:\s*|\s*#\s+)([^\n]{1,300})", document.text, re.S | re.M)
    return match[1].strip(" \"'#") or None if match and document.kind in (Kind.TEXT, Kind.MARKDOWN) else None


def paragraphs_of(document: Document, reading: Reading) -> tuple[Paragraph, ...]:
    """The prose outside the finds; () for JSON and scripts."""
    if reading.tree is not None:
        nodes = {find.node: find.embed.index for find in reading.finds if find.node is not None}
        return read_paragraphs(reading.tree, embedded=nodes)
    if document.kind is Kind.TEXT:
        return read_plain_paragraphs(document.text, embedded=reading.places)
    return ()
