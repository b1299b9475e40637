"""The stretches of a sentence between its commas and dashes."""

from __future__ import annotations

import re

from tweetarchive.embeds.claims.lexicon import Found, Lexicon
from tweetarchive.embeds.claims.names import ARTICLES

BARE_ADVERBIAL = 32  # characters before “on Twitter” in a phrase that only tells where: “late on Saturday, ”
_SEGMENT_END = re.compile(r"[,;،؛、–—]|\s-\s|:\s")
_REFLEXIVES = ("s’est", "s'est", "se", "si")


def has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def segment_of(text: str, found: Found) -> tuple[int, int]:
    """The stretch between commas and dashes in which a mark stands."""
    start, end = 0, len(text)
    for edge in _SEGMENT_END.finditer(text):
        if edge.end() <= found.start:
            start = edge.end()
        elif edge.start() >= found.end:
            end = edge.start()
            break
    return start, end


def starts_phrase(text: str, place: Found) -> bool:
    """Whether a place stands near the start of its stretch: “, late on Saturday on Twitter”, not “, mocked on X”."""
    start, _ = segment_of(text, place)
    lead = text[start : place.start].strip()
    return len(lead) <= BARE_ADVERBIAL


def ends_clause_of_unknown_verb(text: str, place: Found, lexicon: Lexicon) -> bool:
    """“…”, s’est émue la députée sur X; not “…”, le film le plus vu sur X."""
    first = re.match(r"[\s,،]*([^\s,]+)", text)
    start, end = segment_of(text, place)
    if first is None or has_words(text[:start]) or text[place.end : end].strip(" .!"):
        return False
    word = first[1].lower()
    return (
        word[:1].isalpha() and (word.startswith(_REFLEXIVES) or word not in lexicon.function) and word not in ARTICLES
    )
