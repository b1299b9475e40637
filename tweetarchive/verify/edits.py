"""Edits that a reader can see: marks of omission, [sic], words in brackets, letters in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tweetarchive.verify.text import Folded
from tweetarchive.verify.tokens import unspaced

MARK = "\U0010f800"  # private use, plane 16: stands for a mark of omission while texts are compared
_FIRST_BRACKET, _LAST_BRACKET = 0x10F801, 0x10FEFF
LONGEST_BRACKET = 200  # an editor's insertion is shorter; bounds the search

_MARK = re.compile(
    r"\[\s*…\s*\]|\(\s*…\s*\)|<\s*…\s*>|/\s*…\s*/|[\[(]\s*(?:中略|略|後略|前略|생략|중략|\.\.|snip|cut)\s*[\])]|…"
)
_SIC = re.compile(r"\s*[\[(]\s*sic\s*!?\s*[\])]", re.I)
_BRACKET = re.compile(rf"\[([^\[\]]{{1,{LONGEST_BRACKET}}})\]")


@dataclass(frozen=True, slots=True)
class Edited:
    """A quote whose visible edits are set apart."""

    folded: Folded
    """Marks of omission as `MARK`, bracketed words as one private sign each, letters' brackets taken off."""
    brackets: tuple[str, ...]
    """What stood in the brackets, in the order of their signs."""
    letters: tuple[tuple[int, str, int], ...]
    """Bracketed letters inside words: raw place, the letters, raw end."""
    sics: int

    @property
    def any_edit(self) -> bool:
        return bool(self.brackets or self.letters or self.sics)

    def bracket(self, word: str) -> str | None:
        """What a token stands for, if it stands for a bracket."""
        index = ord(word[0]) - _FIRST_BRACKET
        return self.brackets[index] if 0 <= index < len(self.brackets) else None


def set_apart(quote: Folded, tweet: str, *, ellipsis_is_mark: bool) -> Edited:
    """Find a quote's visible edits; what stands in the tweet just so is the author's own and no edit."""
    text = quote.text
    edits: list[tuple[int, int, str]] = []
    brackets: list[str] = []
    letters: list[tuple[int, str, int]] = []
    sics = 0
    if "…" in text or "(" in text or "[" in text:
        for match in _MARK.finditer(text):
            if (match[0] == "…" and ellipsis_is_mark) or (match[0] != "…" and match[0] not in tweet):
                edits += _alone(*match.span(), MARK)
    if "sic" in text.lower():
        for match in _SIC.finditer(text):
            if match[0].strip() not in tweet:
                edits.append((*match.span(), ""))
                sics += 1
    if "[" in text:
        for match in _BRACKET.finditer(text):
            start, end = match.span()
            if match[0] in tweet or any(start < last and end > first for first, last, _ in edits):
                continue
            if _in_word(text[start - 1 : start]) or _in_word(text[end : end + 1]):
                edits += [(start, start + 1, ""), (end - 1, end, "")]
                letters.append((quote.origin[start + 1], match[1], quote.origin[end - 1]))
            elif len(brackets) < _LAST_BRACKET - _FIRST_BRACKET:
                edits += _alone(start, end, chr(_FIRST_BRACKET + len(brackets)))
                brackets.append(match[1])
    return Edited(quote.edited(sorted(edits)), tuple(brackets), tuple(letters), sics)


def _in_word(beside: str) -> bool:
    """Whether a bracket beside this sign holds letters of a word: not where no spaces part the words."""
    return beside.isalpha() and not unspaced(beside)


def _alone(start: int, end: int, sign: str) -> list[tuple[int, int, str]]:
    """A sign for a piece, kept apart from its neighbours; the piece stays whole behind it."""
    return [(start, start, " "), (start, end, sign), (end, end, " ")]
