"""What makes the article look like itself: its pictures, style sheets and fonts, kept with it.

Never scripts, frames, or what only counts readers. Limits, so that no page is without end: MOST_ASSETS, MOST_BYTES,
DEEPEST_IMPORT; a host that does not answer once is not asked again. What is asked follows from the page and the answers
alone, so that the second pass asks the same.
"""

from __future__ import annotations

import html
import logging
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from tweetarchive.model.capture import Exchange, Fetch, Purpose, Request, follow
from tweetarchive.model.errors import Failure, FetchError, NotRecorded
from tweetarchive.model.evidence import Problem
from tweetarchive.sources.image_candidates import choose_images
from tweetarchive.sources.style_sheet import parse_style_sheet

logger = logging.getLogger(__name__)

MOST_ASSETS = 200  # requests; the labelled pages name up to 150 pictures and sheets
MOST_BYTES = 50_000_000  # bytes of bodies: after that no other is asked for
DEEPEST_IMPORT = 3  # sheets that a sheet imports that a sheet imports

_OF_ONE_FILE = (Failure.TOO_LARGE, Failure.CUT_BODY, Failure.REDIRECT_LOOP, Failure.BAD_URL)
_PAGES = (None, "text/html", "application/xhtml+xml")
_WANTED = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <(?P<raw>script|textarea|template|title)\b.*?(?:</(?P=raw)|\Z)
      | <style\b[^>]*>(?P<style>.*?)(?:</style|\Z)
      | <(?P<tag>/?picture|/?noscript|img|amp-img|source|link|base|video|input|body|table|td|image)\b
        (?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*+)
      | \sstyle\s*=\s*(?P<inline>"[^"]*"|'[^']*')""",
    re.X | re.I | re.S,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_INLINE_STYLE = re.compile(r"""\sstyle\s*=\s*("[^"]*"|'[^']*')""", re.I)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|svg)$", re.I)


@dataclass(slots=True)
class PageParts:
    """Absolute addresses of what a page loads, in order."""

    sheets: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)


def keep_page_assets(page: Exchange, fetch: Fetch) -> tuple[Problem, ...]:
    """Ask for what the page shows: sheets first (and what they import), then icon and pictures, fonts, backgrounds.

    Returns: one problem for all that could not be had, `partial`: it takes nothing from what the article says.
    """
    if page.memento is not None or page.content_type not in _PAGES:
        return ()  # a web archive's copy names files of a site that is gone
    asking = _Asking(page, fetch)
    parts = find_parts(page.body.read().decode("utf-8", "replace"), page.request.url)
    sheets = deque((url, 1) for url in parts.sheets)
    backgrounds: list[str] = []
    while sheets:
        url, depth = sheets.popleft()
        exchange = asking.ask(url, ("text/css", "text/plain"))
        if exchange is None:
            continue
        beside = parse_style_sheet(exchange.body.read().decode("utf-8", "replace"))
        at = exchange.request.url
        sheets.extend((one, depth + 1) for one in _absolute(beside.imports, at) if depth < DEEPEST_IMPORT)
        parts.fonts += _absolute(beside.fonts, at)
        backgrounds += _absolute(beside.pictures, at)
    for url in (*parts.pictures, *parts.fonts, *backgrounds):
        asking.ask(url, ("image/", "font/", "application/", "binary/", "text/plain"))
    return asking.problems()


class _Asking:
    """The requests of one page: each address once, within the limits."""

    def __init__(self, page: Exchange, fetch: Fetch) -> None:
        self._page = page
        self._fetch = fetch
        self._asked: set[str] = set()
        self._mute: set[str] = set()
        self._bytes = 0
        self._lost: list[str] = []
        self._left_out = 0

    def ask(self, url: str, kinds: tuple[str, ...]) -> Exchange | None:
        host = urlsplit(url).netloc
        if url in self._asked:
            return None
        if len(self._asked) >= MOST_ASSETS or self._bytes >= MOST_BYTES:
            self._left_out += 1
            return None
        self._asked.add(url)
        if host in self._mute:
            self._lost.append(f"{url} (its host did not answer before)")
            return None
        try:
            exchange = follow(Request(url, Purpose.PAGE_ASSET, self._referer(url)), self._fetch)[-1]
        except NotRecorded:
            return None
        except FetchError as error:
            if error.failure not in _OF_ONE_FILE:
                self._mute.add(host)
            self._lost.append(f"{url} (no answer: {error.failure.value.replace('_', ' ')})")
            return None
        self._bytes += exchange.body.size or 0
        stated = exchange.content_type or "application/octet-stream"
        if exchange.status != 200 or not stated.startswith(kinds):
            why = f"HTTP {exchange.status}" if exchange.status != 200 else stated
            self._lost.append(f"{url} (answered {why})")
            return None
        return exchange

    def _referer(self, url: str) -> tuple[tuple[str, str], ...]:
        """As browsers send it (strict-origin-when-cross-origin); hosts of pictures refuse requests without."""
        at, to = urlsplit(self._page.request.url), urlsplit(url)
        if at.scheme not in ("http", "https") or (at.scheme == "https" and to.scheme == "http"):
            return ()
        same = (at.scheme, at.netloc) == (to.scheme, to.netloc)
        return (("Referer", self._page.request.url if same else f"{at.scheme}://{at.netloc}/"),)

    def problems(self) -> tuple[Problem, ...]:
        logger.info("%s: %d pictures, sheets and fonts asked for", self._page.request.url, len(self._asked))
        told = []
        if self._lost:
            told.append(f"{len(self._lost)} of its {len(self._asked)} pictures, style sheets and fonts are not kept")
            told[-1] += f", the first: {self._lost[0]}"
        if self._left_out:
            told.append(f"{self._left_out} more than the limits allow were not asked for")
        return (Problem("page", self._page.request.url, "; ".join(told), partial=True),) if told else ()


def find_parts(page: str, url: str) -> PageParts:
    """What a page loads. Only tags are read, no tree is made: what is in no tag is in no place that loads."""
    parts = PageParts()
    base = url
    sources: list[dict[str, str]] | None = None
    unseen = False  # within <noscript>
    for found in _WANTED.finditer(page):
        inline = [*([found["inline"]] if found["inline"] else ()), *_INLINE_STYLE.findall(found["attributes"] or "")]
        for style in (found["style"] or "", *(html.unescape(one[1:-1]) for one in inline)):
            sheet = parse_style_sheet(style)
            parts.sheets += _absolute(sheet.imports, base)
            parts.fonts += _absolute(sheet.fonts, base)
            parts.pictures += _absolute(sheet.pictures, base)
        tag = (found["tag"] or "").lower()
        attributes = _attributes(found["attributes"]) if found["attributes"] else {}
        match tag:
            case "base":
                base = next(_absolute([attributes.get("href", "")], url), base)
            case "picture" | "/picture":
                sources = [] if tag == "picture" else None
            case "noscript" | "/noscript":
                unseen = tag == "noscript"
            case "source" if sources is not None:
                sources.append(attributes)
            case "link":
                _link(attributes, base, parts)
            case "img" | "amp-img":
                chosen = _absolute(choose_images(attributes, sources or ()), base)
                parts.pictures += (one for one in chosen if not _counts_readers(attributes, one, url, unseen))
            case "video" | "input" | "body" | "table" | "td" | "image":
                names = {"video": "poster", "input": "src", "image": "href"}
                parts.pictures += _absolute([attributes.get(names.get(tag, "background"), "")], base)
    return PageParts(*(list(dict.fromkeys(one)) for one in (parts.sheets, parts.pictures, parts.fonts)))


def _attributes(written: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        attributes.setdefault(name.lower(), html.unescape(double or single or bare))
    return attributes


def _link(attributes: dict[str, str], base: str, parts: PageParts) -> None:
    relations = attributes.get("rel", "").lower().split()
    address = [attributes.get("href", "")]
    if ("stylesheet" in relations and "alternate" not in relations) or (
        "preload" in relations and attributes.get("as", "").lower() == "style"
    ):
        parts.sheets += _absolute(address, base)
    elif "icon" in relations:
        parts.pictures += _absolute(address, base)


def _counts_readers(attributes: dict[str, str], address: str, page: str, unseen: bool) -> bool:
    """Whether a picture shows nothing: a pixel, or, for readers without scripts, an address of others without a file.

    By its form alone; no list of names is needed, and none would be kept up to date.
    """
    sizes = [attributes.get(name, "").strip().removesuffix("px") for name in ("width", "height")]
    if any(one in ("0", "1") for one in sizes):
        return True
    parts = urlsplit(address)
    hidden = unseen or re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", attributes.get("style", ""), re.I)
    elsewhere = parts.netloc != urlsplit(page).netloc
    return bool(hidden) and elsewhere and not _PICTURE_FILE.search(parts.path)


def _absolute(addresses: Iterable[str], base: str) -> Iterator[str]:
    for address in addresses:
        try:
            url = urljoin(base, address.strip().replace(" ", "%20")).split("#")[0]
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and parts.hostname and address.strip()
        except ValueError:  # `http://[`
            continue
        if usable and not re.search(r"\s", url):
            yield url
