"""Other articles that a page announces with a piece of them: their tweets are not this article's."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.identity import Identity, path_of
from tweetarchive.embeds.marks import ancestors

_TEASER = re.compile(r"(?:^|[\s_-])(?:teaser|preview|promo|related|recommended|story-card)(?:$|[\s_-])", re.I)
_PERSON = re.compile(r"name|user|author|member|profile|byline|/u/", re.I)  # forums head a post with who wrote it
_FEWEST_WORDS = 2


def is_teaser(node: LexborNode, page: Identity) -> bool:
    """Whether an element stands in an <article>, <li> or teaser whose own headline leads to another page of the site.

    Inside of the article (a list of products, the entries of a live blog) headlines lead where they like.
    """
    if not page.paths:
        return False
    around = list(ancestors(node))
    for level, outer in enumerate(around):
        if outer.tag not in ("article", "li") and not _TEASER.search(outer.attributes.get("class") or ""):
            continue
        if any(one.tag == "article" for one in around[level + 1 :]):
            continue
        headline = outer.css_first("h1, h2, h3, h4")
        link = headline.css_first("a[href]") if headline else None
        if headline and link and _leads_away(headline, link, page):
            return True
    return False


def _leads_away(headline: LexborNode, link: LexborNode, page: Identity) -> bool:
    href = (link.attributes.get("href") or "").strip()
    named = f"{headline.attributes.get('class') or ''} {link.attributes.get('class') or ''} {href}"
    if _PERSON.search(named) or len(link.text().split()) < _FEWEST_WORDS:
        return False
    try:
        host = urlsplit(href).netloc
    except ValueError:
        return False
    path = path_of(href)
    return bool(path) and path not in page.paths and (not host or host in page.hosts)
