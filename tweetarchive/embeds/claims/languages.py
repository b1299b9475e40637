"""In which language a text is, by its small words, verbs of speech and letters; never by what a page declares."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "ARABIC": ("ar", "fa", "ckb"),
    "HEBREW": ("he",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "CJK": ("zh", "ja"),
    "CYRILLIC": ("ru", "uk"),
    "GREEK": ("el",),
    "DEVANAGARI": ("hi",),
    "THAI": ("th",),
}
_TELLING_LETTERS = {
    letter: language
    for language, letters in {
        "de": "ß", "es": "ñ¿", "pt": "ãõ", "sv": "å", "da": "ø", "pl": "łżś", "cs": "řěů", "tr": "ğı", "ro": "șț",
        "hu": "őű", "ku": "êûî", "ru": "ыэё", "uk": "іїє", "fa": "پچگیک", "ar": "ةيكى", "ckb": "ەێۆڕڵ",
    }.items()
    for letter in letters
}  # fmt: skip
_BEYOND_LATIN = re.compile(r"[^\x00-\u036f]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@cache
def read_tables() -> Mapping[str, Mapping[str, str]]:
    """lexicon.toml: a language → a field → its words."""
    return tomllib.loads((files(__package__) / "lexicon.toml").read_text(encoding="utf-8"))


@cache
def _telling_words() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """A word → the languages it tells of, with its weight: a verb of tweeting tells more than an article."""
    told: dict[str, list[tuple[str, int]]] = {}
    for language, table in read_tables().items():
        weights = dict.fromkeys(table["function"].split("|"), 1)
        for field in ("said", "wrote", "saying"):
            weights |= dict.fromkeys(table[field].split("|"), 2)
        weights |= dict.fromkeys(table["tweeted"].split("|"), 4)
        for word, weight in weights.items():
            if word.isalpha():
                told.setdefault(word.casefold(), []).append((language, weight))
    return {word: tuple(languages) for word, languages in told.items()}


def guess_languages(text: str) -> dict[str, float]:
    """Languages a text may be in, with points; found by its words and letters, never by what a page declares."""
    points: dict[str, float] = {}
    scripts = _script_counts(text)
    caseless = {language for script in scripts for language in _SCRIPTS.get(script, ())}
    if scripts.get("HIRAGANA", 0) + scripts.get("KATAKANA", 0) > 0:
        caseless.discard("zh")
        points["ja"] = 5.0
    for script, count in scripts.items():
        for language in _SCRIPTS.get(script, ()):
            if language in caseless:
                points[language] = points.get(language, 0.0) + min(count, 20) * 0.5
    for sign, language in _TELLING_LETTERS.items() if not text.isascii() else ():
        if sign in text:
            points[language] = points.get(language, 0.0) + 2
    words = _telling_words()
    for word in _WORD.findall(text):
        for language, weight in words.get(word.casefold(), ()):
            points[language] = points.get(language, 0.0) + weight
    return points


def lean(texts: Iterable[str]) -> dict[str, float]:
    """A little weight for the language of a whole article, which decides between sisters (es/pt, da/no)."""
    points = guess_languages(" ".join(text[:300] for text in texts))
    whole = sum(points.values()) or 1.0
    return {language: 3 * count / whole for language, count in points.items()}


def _script_counts(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for sign, count in Counter(_BEYOND_LATIN.findall(text[:2000])).items():
        if sign.isalpha():
            script = unicodedata.name(sign, "").split(" ")[0]
            counts[script] = counts.get(script, 0) + count
    return counts
