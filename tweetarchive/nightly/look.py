"""What a page says of itself when it is looked at: which article it is, what it embeds, and its digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from tweetarchive.embeds.find import read_article, read_embeds
from tweetarchive.embeds.reading import read_body
from tweetarchive.model.address import article_key, site_of
from tweetarchive.model.capture import Exchange
from tweetarchive.model.report import embed_to_dict
from tweetarchive.nightly.tonight import Shown, embed_shown

_HEAD = 1 << 18  # bytes in which links stand; the longest head of the reference pages has 150 KB


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    url: str
    """The address by which the page wants to be known."""
    twins: tuple[str, ...]
    """Others of the same article: the one it was got at."""
    embeds: int
    shown: Shown
    """What they show."""
    got: str
    """The address it was got at."""
    digest: str | None
    """Over what a reader sees: title, text, embeds; not over the markup around them. None where there is no embed."""


def look_at(page: Exchange) -> Look:
    """Raises: InputError where the page is no document."""
    body, got = page.body.read(), page.request.url
    head = LexborHTMLParser(body[:_HEAD]) if b"canonical" in body[:_HEAD] else None
    url = _link(head, "canonical", got) or got
    if not _may_speak_for(url, got):
        url = got
    twins = (got,) if got != url else ()
    found = read_embeds(body, url=got, content_type=page.header("Content-Type")).embeds
    shown = frozenset(embed_shown(embed_to_dict(one)) for one in found)
    digest = _digest(page, body) if found else None
    return Look(url=url, twins=twins, embeds=len(found), shown=shown, got=got, digest=digest)


def is_front_page(url: str) -> bool:
    return not {"/", "?"} & {*article_key(url)}


def _may_speak_for(canonical: str, got: str) -> bool:
    """A canonical link counts within one site, and never makes an article of the front page: many a CMS names that on
    every page, and many a paper names its agency's site."""
    ours, theirs = (site_of(f"https://{article_key(one)}") for one in (got, canonical))  # behind an AMP cache
    if not theirs or (is_front_page(canonical) and not is_front_page(got)):
        return False
    return ours == theirs or ours.endswith(f".{theirs}") or theirs.endswith(f".{ours}")


def _link(head: LexborHTMLParser | None, kind: str, base: str) -> str | None:
    node = head.css_first(f'link[rel~="{kind}" i][href]') if head is not None else None
    try:
        target = urljoin(base, (node.attributes.get("href") or "").strip()) if node is not None else ""
    except ValueError:
        return None
    return target if target.lower().startswith(("http://", "https://")) else None


def _digest(page: Exchange, body: bytes) -> str:
    stated = page.header("Content-Type")
    article = read_article(body, url=page.request.url, content_type=stated)
    seen = [
        article.title,
        [embed_to_dict(one) for one in article.embeds],
        [one.text for one in read_body(body, content_type=stated)],
    ]
    return hashlib.sha256(json.dumps(seen).encode("utf-8", "surrogatepass")).hexdigest()
