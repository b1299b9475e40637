"""Swear words that an article masks: f***, s—t, f*cking."""

from __future__ import annotations

import re

from tweetarchive.verify.lexicon import SWEAR_WORDS
from tweetarchive.verify.negation import is_negator

_MASKED = re.compile(r"(?=.*[*#@$%_-])[^\W\d]*[*#@$%!_-]+(?:[^\W\d]+[*#@$%!_-]+)*[^\W\d]*")


def fits_mask(mask: str, word: str) -> bool:
    """Whether the letters kept and the length fit: a star stands for one letter, a dash for any number of them."""
    if not _MASKED.fullmatch(mask) or not word.isalpha():
        return False
    pieces = re.split(r"([*#@$%!_]|-+)", mask.lower())
    pattern = "".join(
        "." if piece in tuple("*#@$%!_") else ".+" if piece[:1] == "-" else re.escape(piece) for piece in pieces
    )
    return re.fullmatch(pattern, word.lower()) is not None


def hides_a_swear_word(mask: str, word: str, language: str | None) -> bool:
    """A mask that fits and hides nothing that counts. A word kept to no letter at all must be a known swear word.

    Dashes are no mask where the word is none: co-op is not a masked coop.
    """
    if not fits_mask(mask, word) or is_negator(word, language):
        return False
    kept = any(sign.isalpha() for sign in mask)
    return word.casefold() in SWEAR_WORDS or (kept and "*" in mask and not word[0].isupper())
