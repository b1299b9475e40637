"""Bytes of a list → what it names: sitemaps, sitemap indexes, news sitemaps, text sitemaps, RSS, Atom. Pure.

Read as real ones are, not as sitemaps.org says they should be: by their elements' names whatever their namespace, by
the first bytes whatever their Content-Type, gzipped whatever Content-Encoding says, up to where they are cut. Nothing
that a list declares is expanded: an entity declaration ends the reading (billion laughs), nothing external is fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import urljoin
from xml.parsers import expat

from tweetarchive.nightly.listed import ChildList, Listed, Note, parse_instant
from tweetarchive.nightly.unpack import decoded, encoding_of, unpacked

_LONGEST_VALUE = 1 << 14  # letters of one element; an address has 2,048 by sitemaps.org
LONGEST_TEXT = 1 << 22  # letters between two elements; a feed's whole article in CDATA has 200,000
_LONGEST_LINE = 4096  # letters of a text sitemap's line
_DEEPEST = 100  # elements within elements; the deepest honest list has 7
_NO_XML = dict.fromkeys((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF))  # not allowed in XML 1.0
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?:#\d+;|#[xX][0-9A-Fa-f]+;|[A-Za-z][A-Za-z0-9]*;)?", re.S)
_OF_XML = ("<", "&#", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;")
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_LIST_ROOT = re.compile(r"<\?xml\b|<(?:[A-Za-z]\w*:)?(?:urlset|sitemapindex|rss|feed|RDF)\b", re.I)
_ALTERNATE = ("alternate", "http://www.iana.org/assignments/relation/alternate")  # RFC 4287 §4.2.7.2: the same
_LIST = re.compile(r"\.xml(?:\.gz)?(?:$|\?)", re.I)
_ADDRESS = re.compile(r"https?://\S+", re.I)
_CUT = tuple(
    expat.errors.codes[one] for one in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN)
)
_ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "rdf", "url", "sitemap", "channel"})
_ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
_FIELDS = frozenset(
    {
        "loc",
        "lastmod",
        "news/publication_date",
        "news/title",
        "news/publication/language",
        "link",
        "origlink",  # FeedBurner: the article behind its own redirect
        "guid",
        "id",
        "pubdate",
        "date",  # dc:date
        "title",
        "updated",
        "modified",
        "published",
        "language",
    }
)

Named = Listed | ChildList | Note


def read_list(body: bytes, *, url: str) -> Iterator[Named]:
    """What a list names, in its order; then what is wrong with it, if anything is.

    Args: url: where it stands, for addresses that are relative.
    """
    notes: list[str] = []
    pieces = unpacked(body, notes)
    first = next(pieces, b"")
    text = decoded(chain([first], pieces), encoding_of(first))
    start = ""
    for piece in text:  # leading blanks and empty lines may fill the first piece
        start = (start + piece).lstrip("\ufeff \t\r\n")
        if start:
            break
    root = _LIST_ROOT.search(start)
    if root and root.start() and not start.startswith(("<?", "<!")) and not _HTML.match(start):
        notes.append("something stands before the list (a program's warning?), which was passed over")
        start = start[root.start() :]
    text = chain([start], text)
    if not start:
        yield Note("it is empty")
    elif _HTML.match(start):
        yield Note("it is a web page, not a list of articles")
    elif start.startswith("<"):
        yield from _read_xml(text, url)
    else:
        yield from _read_lines(text)
    yield from map(Note, notes)


def _read_xml(text: Iterator[str], url: str) -> Iterator[Named]:
    reading = _Reading(url)
    seen = 0
    try:
        for piece in chain(_mended(text), [""]):
            reading.parser.Parse(piece.translate(_NO_XML).encode("utf-8", "replace"), not piece)
            seen += len(reading.ready)
            yield from reading.taken()
    except (expat.ExpatError, _RefusedError) as error:
        seen += len(reading.ready)
        yield from reading.taken()
        why = str(error)
        if isinstance(error, expat.ExpatError):
            why = "it is cut" if error.code in _CUT else f"it is no XML from line {error.lineno} on"
        yield Note(f"{why}; {seen} entries before that were read")
        return
    if reading.nameless:
        yield Note(f"{reading.nameless} of its entries name no address")
    if reading.root not in _ROOTS:
        yield Note(f"its root element is <{reading.root}>, which no list of articles has")


def _mended(text: Iterator[str]) -> Iterator[str]:
    """With every bare & as `&amp;`: the commonest fault, in addresses. CDATA stays as it is. No piece is empty."""
    rest = ""
    for piece in text:
        rest += piece
        end = rest.rfind("<")
        opened = rest.rfind("<![CDATA[")
        if opened >= 0 and "]]>" not in rest[opened:]:
            end = opened
        if end > 0:
            yield _mend(rest[:end])
            rest = rest[end:]
        elif len(rest) > LONGEST_TEXT:
            raise _RefusedError(f"a single element has more than {LONGEST_TEXT:,} letters")
    if rest:
        yield _mend(rest)


def _mend(text: str) -> str:
    return _AMPERSAND.sub(_spelled, text) if "&" in text else text


def _spelled(found: re.Match[str]) -> str:
    """As XML has it: `&nbsp;` and its like, which XML does not know, as their letters."""
    if found[0].startswith(_OF_XML):
        return found[0]
    letters = html.unescape(found[0])
    return letters if letters != found[0] else f"&amp;{found[0][1:]}"


class _RefusedError(Exception):
    pass


class _Reading:
    """The state of one parse. Elements are known by their local names, lower-case."""

    def __init__(self, url: str) -> None:
        self.root = ""
        self.nameless = 0
        """Entries without an address."""
        self._bases = [(0, url)]
        """How deep the elements stand that name a base (XML Base), and what it is there."""
        self._stack: list[str] = []
        self._inside = 0
        """How deep the entry stands that is being read; 0: none."""
        self._fields: dict[str, str] = {}
        self._value: list[str] | None = None
        """Of the field at `_path`, while it is being read."""
        self._path = ""
        self._language: str | None = None
        self.ready: list[Named] = []
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.EntityDeclHandler = self._declared
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def taken(self) -> list[Named]:
        taken, self.ready = self.ready, []
        return taken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        stack = self._stack
        local = name if name in _FIELDS else name.rpartition(":")[2].lower()
        stack.append(local)
        self._value = None
        if "xml:base" in attributes:
            self._bases.append((len(stack), _joined(self._bases[-1][1], attributes["xml:base"])))
        if not self._inside:
            self.root = self.root or local
            if local in _ENTRIES:
                self._inside, self._fields = len(stack), {}
            elif local == "language":
                self._value = []
            elif len(stack) > _DEEPEST:
                raise _RefusedError(f"its elements stand more than {_DEEPEST} deep in each other")
            return
        path = local if len(stack) == self._inside + 1 else "/".join(stack[self._inside :])
        if path in _FIELDS:
            if attributes and path == "link" and "href" in attributes:
                if attributes.get("rel", "alternate").lower() in _ALTERNATE:  # Atom; the others lead elsewhere
                    self._fields.setdefault("link", _joined(self._bases[-1][1], attributes["href"]))
            elif not (attributes and path == "guid" and attributes.get("isPermaLink", "").lower() == "false"):
                self._path, self._value = path, []
        elif len(stack) > _DEEPEST:
            raise _RefusedError(f"its elements stand more than {_DEEPEST} deep in each other")

    def _end(self, name: str) -> None:
        stack = self._stack
        if self._value is not None:
            value = "".join(self._value).strip()
            if not self._inside:
                self._language = self._language or value or None
            elif value:
                self._fields.setdefault(self._path, value)
            self._value = None
        elif self._inside == len(stack):
            self._inside = 0
            found = _entry(stack[-1], self._fields, self._bases[-1][1], self._language)
            self.ready += found
            self.nameless += not found
        if self._bases[-1][0] == len(stack):
            self._bases.pop()
        stack.pop()

    def _text(self, text: str) -> None:
        if self._value is not None and len(self._value) < _LONGEST_VALUE:
            self._value.append(text[:_LONGEST_VALUE])

    def _declared(self, name: str, *_: object) -> None:
        raise _RefusedError("it declares entities of its own, which no list of articles needs; refused")


def _entry(kind: str, stated: dict[str, str], url: str, language: str | None) -> list[Named]:
    named = (stated.get(one, "") for one in ("guid", "id"))  # often the address, and often no address at all
    guid = next((one for one in named if _ADDRESS.match(one)), "")
    loc = stated.get("loc") or stated.get("origlink") or stated.get("link") or guid
    address = loc
    if not loc.startswith(("https://", "http://")) or " " in loc or "\n" in loc:
        address = _joined(url, "".join(loc.split())) if loc else ""
    if not _ADDRESS.fullmatch(address) or "\ufffd" in address:
        return [Note(f"an entry names no address: {loc[:100]!r}")] if loc else []
    lastmod = stated.get("lastmod") or stated.get("updated") or stated.get("modified")
    if kind == "sitemap" or (kind == "url" and _LIST.search(address)):
        return [ChildList(address, lastmod)]
    if len(stated) <= 1 + (lastmod is not None):  # the plain sitemap, of which there are 50,000 entries
        return [Listed(address, lastmod, None, None, language)]
    published = (
        stated.get("news/publication_date") or stated.get("published") or stated.get("pubdate") or stated.get("date")
    )
    return [
        Listed(
            address,
            lastmod,
            parse_instant(published),
            stated.get("news/title") or stated.get("title"),
            stated.get("news/publication/language") or stated.get("language") or language,
        )
    ]


def _joined(base: str, address: str) -> str:
    """Empty where it is no address."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _read_lines(text: Iterator[str]) -> Iterator[Named]:
    """A text sitemap: one address a line."""
    others, rest = 0, ""
    for piece in chain(text, ["\n"]):
        *lines, rest = (rest + piece).replace("\r", "\n").split("\n")
        for line in lines:
            if _ADDRESS.fullmatch(line.strip()):
                yield ChildList(line.strip()) if _LIST.search(line.strip()) else Listed(line.strip())
            elif line.strip():
                others += 1
        if len(rest) > _LONGEST_LINE:
            others, rest = others + 1, ""
    if others:
        yield Note(f"{others} of its lines are no addresses")
