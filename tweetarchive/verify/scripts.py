"""Whether a quote is in another language than the tweet: then nothing can be said of its words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tweetarchive.model.tweet import Tweet

if TYPE_CHECKING:
    from tweetarchive.verify.compare import Quote

_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "indic": re.compile("[\u0900-\u0dff]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "kana": re.compile("[\u3041-\u30ff]"),
    "han": re.compile("[\u3400-\u9fff]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "armenian": re.compile("[\u0531-\u0587]"),
    "georgian": re.compile("[\u10a0-\u10ff]"),
}
LEAST_LETTERS = 8  # fewer letters may be a name or a brand
MOSTLY = 0.6
LOOKED_AT = 1_000  # code points, enough to know a language by

_WORDS = re.compile(r"\w+")
# the commonest small words of languages that share the Latin script; none stands in two lists
_TONGUES = {
    word: name
    for name, words in {
        "en": "the and of to is was are were that this with for have has had will be by from we they",
        "de": "der das und ist nicht ein eine mit von zu den dem sich auf wir haben wird wurde",
        "fr": "le les des et est dans pour que qui pas une sur avec nous ont été aux",
        "es": "el los las y del por una para con su lo está han fue más",
        "it": "il gli della di che è sono nel alla non dei hanno stato",
        "pt": "os uma em não ao mais foi pelo são das dos",
        "tr": "ve bir bu için ile çok daha olan var gibi olarak",
        "ku": "li ji û bi xwe ku jî hat hatin di",
        "nl": "het een niet van zijn op dat voor met aan ook",
    }.items()
    for word in words.split()
}


def _script(text: str) -> str | None:
    if text.isascii():
        return "latin" if sum(map(str.isalpha, text)) >= LEAST_LETTERS else None
    counted = Counter({name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()})
    letters = counted.total()
    if letters < LEAST_LETTERS:
        return None
    name, most = counted.most_common(1)[0]
    if counted["kana"]:
        return "kana"
    return name if most >= MOSTLY * letters else None


def _language(text: str) -> str | None:
    """By its small words, where two at least are found and no other language has half as many."""
    counted = Counter(map(_TONGUES.get, _WORDS.findall(text.lower())))
    del counted[None]
    (first, most), (_, second) = (*counted.most_common(2), (None, 0), (None, 0))[:2]
    return first if most >= 2 and most >= 2 * second else None


def is_translation(quote: Quote, tweet: Tweet) -> bool:
    """Whether a quote, of whose words hardly any is the tweet's, is in another script or language.

    A declared language alone proves nothing: it is read off the words.
    """
    here, there = quote.text[:LOOKED_AT], tweet.text[:LOOKED_AT]
    mine, theirs = _script(here), _script(there)
    if mine is None or theirs is None:
        return False
    if mine != theirs:
        return True
    one, other = _language(here), _language(there)
    if one and other:
        return one != other
    declared, stated = ((code or "").split("-")[0].lower() for code in (quote.language, tweet.language))
    known = declared and stated and not {declared, stated} & {"und", "qme", "qst", "zxx", "art"}
    return bool(known and declared != stated)
