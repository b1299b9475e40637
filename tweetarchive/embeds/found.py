"""What a reader of one form hands over, and how its fields follow from the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.attribution import Attribution
from tweetarchive.embeds.dates import read_date
from tweetarchive.embeds.pictures import count_pictures
from tweetarchive.embeds.placeholders import is_placeholder
from tweetarchive.embeds.words import Words
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import find_pic_links, parse_permalink
from tweetarchive.model.tweet import StatusId


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the page with its attributes read once."""

    node: LexborNode
    tag: str
    attributes: dict[str, str | None]

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""


@dataclass(frozen=True, slots=True)
class Find:
    """An embed before its place in the page is known."""

    embed: Embed
    """With index 0."""
    node: int | None = None
    """`mem_id` of the element it was read from; None for finds in strings."""


class FormReader(Protocol):
    """One form in which a CMS leaves a tweet. A new form is one such class beside the others, and one fixture."""

    weak: bool
    """Whether it is nothing where it stands inside another embed (a link in a tweet's own words)."""

    def read(self, element: Element) -> Embed | None:
        """The embed that `element` is in this form; None where it is none."""


_DECORATED = re.compile(r"[\s~.\"'“”‘’«(\[]*[@#$＠＃＄]")
_OF_X = re.compile(r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?:hashtag/|search|[\w@]+/?(?:\?|$))", re.I)
_ADDRESS_ONLY = re.compile(r"(?:https?:/*|www\.)?[\w.-]+\.[a-z]{2,}/\S*", re.I)


def make_embed(
    form: Form,
    words: Words | None,
    attribution: Attribution | None = None,
    *,
    permalink: str | None = None,
    status_id: StatusId | None = None,
    language: str | None = None,
    card: LexborNode | None = None,
) -> Embed:
    """An embed whose fields follow from its words and what stands below them.

    Args:
        words: None, or words that turn out to be a placeholder or the tweet's own address, give `text` None.
        permalink: as written; used where the attribution names none.
        status_id: where mark-up gives a number and no address.
        card: the element that shows the tweet's pictures too.
    """
    address = (attribution and attribution.permalink) or permalink
    address = address.strip() if address else None
    named = parse_permalink(address) if address else None
    handle = attribution.handle if attribution else None
    shown = words if words and words.text and not shows_nothing(words.text) else None
    return Embed(
        index=0,
        form=form,
        status_id=named.status_id if named else status_id,
        permalink=address,
        handle=handle or (named.handle if named else None),
        handle_shown=handle is not None,
        author_name=attribution.name if attribution else None,
        date=read_date(attribution.date_text) if attribution and attribution.date_text else None,
        text=shown.text if shown else None,
        spans=shown.spans if shown else (),
        language=language or None,
        pic_links=find_pic_links(shown.text) if shown else (),
        links=_targets(shown) if shown else (),
        pictures=count_pictures(card) if card is not None else None,
    )


def shows_nothing(text: str) -> bool:
    """Whether these are no words of a tweet: the address of a tweet, or a placeholder."""
    text = text.strip()
    if not text or is_placeholder(text):
        return True
    return _ADDRESS_ONLY.fullmatch(text) is not None and parse_permalink(text) is not None


def _targets(words: Words) -> tuple[str, ...]:
    return tuple(
        link.target
        for link in words.links
        if link.target
        and not _DECORATED.match(words.text[link.start : link.end])
        and not (_OF_X.match(link.target) and parse_permalink(link.target) is None)
    )
