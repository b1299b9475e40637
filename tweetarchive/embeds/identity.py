"""Which page this is by its own word, to tell its article from the others it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from tweetarchive.embeds.metadata import find_title

_ADDRESSES = (
    "canonical_url", "canonicalUrl", "canonicalURL", "website_url", "websiteUrl", "webURL", "webUrl", "permalink",
)  # fmt: skip
_ADDRESSES_BESIDE_TITLE = ("url", "href", "link", "uri", "path", "slug")
_TITLES = ("title", "headline", "headlines")
_KEYS = frozenset(_ADDRESSES + _TITLES)
_OF_X = re.compile(r"(?:https?:)?//(?:[\w-]+\.)?(?:twitter|x|t)\.(?:com|co)/", re.I)
_SUFFIX = re.compile(r"(?:/amp|\.amp)?(?:\.html?)?/*$", re.I)
_SHORTEST_TITLE = 8  # letters and digits; "News" begins many a title


class Standing(Enum):
    """Whose a piece of state is."""

    OWN = auto()
    OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Identity:
    """What a page calls itself."""

    paths: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> Identity:
        """From rel=canonical and og:url, the title and the first headline; nothing of a site's front page."""
        named = [
            node.attributes.get(attribute) or ""
            for selector, attribute in (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content"))
            for node in tree.css(selector)[:3]
        ]
        if any(address.strip() and not path_of(address) for address in named):
            return cls()  # a front page is made of other articles
        headline = tree.css_first("h1")
        titles = (find_title(tree) or "", headline.text() if headline else "")
        return cls(
            frozenset(path for address in named if (path := path_of(address))),
            tuple(letters for title in titles if len(letters := _letters(title)) >= _SHORTEST_TITLE),
            frozenset(host for address in named if (host := address.partition("://")[2].partition("/")[0])),
        )

    def standing(self, stated: Mapping[str, object]) -> Standing:
        """Whether an object of JSON calls itself this page, another one, or nothing that could tell."""
        if _KEYS.isdisjoint(stated):
            return Standing.UNKNOWN
        title = next((shown for key in _TITLES if (shown := _shown(stated.get(key)))), None)
        keys = _ADDRESSES + _ADDRESSES_BESIDE_TITLE if title else _ADDRESSES
        addresses = [one for key in keys if isinstance(one := stated.get(key), str) and not _OF_X.match(one)]
        paths = [path for address in addresses if (path := path_of(address))]
        if any(self._is_here(path) for path in paths):
            return Standing.OWN
        if title and len(letters := _letters(title)) >= _SHORTEST_TITLE:
            if any(own.startswith(letters) for own in self.titles):
                return Standing.OWN
            return Standing.OTHER if paths and (self.paths or self.titles) else Standing.UNKNOWN
        return Standing.OTHER if paths and self.paths else Standing.UNKNOWN

    def _is_here(self, path: str) -> bool:
        return path in self.paths or ("/" not in path and any(own.rpartition("/")[2] == path for own in self.paths))


def path_of(address: str) -> str:
    """The path of an address without what varies between its copies; "" for a site's root and for no address."""
    try:
        return _SUFFIX.sub("", urlsplit(address.strip()).path)
    except ValueError:
        return ""


def _shown(title: object) -> str | None:
    """A title, or the `basic` of Arc's headlines, the `rendered` of WordPress's titles."""
    if isinstance(title, dict):
        title = title.get("basic") or title.get("rendered")
    return title if isinstance(title, str) and title.strip() else None


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
