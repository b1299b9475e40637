"""Quotation marks and sentences: which words of a paragraph are quoted, and where its sentences end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_CLOSERS = {
    "“": '”"',
    "„": '“”"',
    "‟": "”",
    "«": "»",
    "»": "«»",
    "”": "”“",
    '"': '"”',
    "״": "״",
    "＂": "＂",
    "「": "」",
    "『": "』",
    "〝": "〟〞",
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    "'": "'",
}
"""What may end a quotation begun with each sign, in any house style: “ ” „ “ « » » « ” ” 「 」 and so on."""
_AMBIGUOUS = frozenset("\"״＂”»'‘‚")
"""Signs that also end quotations, or are apostrophes, inches, gershayim: they begin one only at the start of a word."""
_SINGLE = frozenset("'‘‚‹")
_MARK = re.compile("[" + "".join({*_CLOSERS, *"".join(_CLOSERS.values())}) + "]")
_TATWEEL = "\u0640"  # joins an Arabic preposition to a quotation: بـ"…"
_INNER_SPACE = " \u00a0\u202f\u2009"

_MASK = "\ue000"  # private use: stands for one quotation
_SENTENCE_END = re.compile(r"[.!?…]+[)\]”’]*(?=\s)|[。！？!?]+(?=\S)|[؟۔।](?=\s)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\ue000.-])(?:\w|[A-Z]\.-?[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Jr|Sr|Rev|Hon|Inc|Co|Corp|vs"
    r"|No|Nr|bzw|ca|etc|resp|usw|evtl|Mme|Mlle|Sra?|Dra?|Srta|EE|Exmo|Dott|Ing|Avv|On|dhr|mevr|dr|mgr|prof|tzw|np|ul|św|im"
    r"|tzv|např|č|г|гг|т|им|ул|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Ariz|Calif|Fla|Tex|Pa|Mass|Ill|Va|Wash|Conn|Minn|D-\w+|R-\w+)$"
)
_CASELESS_END = frozenset("。！？؟۔।")


@dataclass(frozen=True, slots=True)
class Quote:
    """One outermost quotation of a text."""

    start: int
    end: int
    """Code points of the text with the marks, end exclusive."""
    text: str
    """The words inside, without marks and their inner blanks."""
    open_ended: bool = False
    """No closing mark: the quotation goes on in the next paragraph, as English papers print long ones."""


@dataclass(slots=True)
class _Opened:
    mark: str
    start: int
    inside: list[Quote] = field(default_factory=list)


def find_quotes(text: str) -> tuple[Quote, ...]:
    """The outermost quotations of a paragraph, in order; those inside them are part of their text. Linear time."""
    outer: list[Quote] = []
    stack: list[_Opened] = []
    for mark in _MARK.finditer(text):
        at, sign = mark.start(), mark[0]
        depth = _closes(text, at, sign, stack)
        if depth is not None:
            opened = stack[depth]
            del stack[depth:]
            quote = Quote(opened.start, at + 1, text[opened.start + 1 : at].strip(_INNER_SPACE))
            (stack[-1].inside if stack else outer).append(quote)
        elif sign in _CLOSERS and len(stack) < 8 and _may_open(text, at, sign):
            stack.append(_Opened(sign, at))
    return (*outer, *_unclosed(text, stack))


def _closes(text: str, at: int, sign: str, stack: list[_Opened]) -> int | None:
    """The place in the stack of the quotation this sign ends."""
    after_word = at + 1 < len(text) and text[at + 1].isalnum()
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth]
        if sign in _CLOSERS[opened.mark] and at > opened.start + 1:
            before = text[at - 1]
            if sign in "'’\"״“" and after_word and before.isalnum() and not _is_ideographic(text[at + 1]):
                return None  # an apostrophe, or gershayim inside a word: צה"ל
            if sign in "'\"”»" and before.isspace() and (after_word or sign == "'"):
                return None  # begins a nested one of the same sign
            return depth
        if opened.mark not in _SINGLE:
            return None  # only stray apostrophes are stepped over
    return None


def _may_open(text: str, at: int, sign: str) -> bool:
    following = text[at + 1] if at + 1 < len(text) else " "
    before = text[at - 1] if at else " "
    if sign in _AMBIGUOUS or sign == "“":
        if before.isalnum() and not _is_ideographic(before) and sign != "“" and before != _TATWEEL:
            return False
        if following in " \t" and sign not in "»":
            return False
        if sign in "'‘" and not (following.isalnum() or following in '[(¿¡#@“"…'):
            return False
    return following != "\n"


def _is_ideographic(sign: str) -> bool:
    return "\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" or "\uff00" <= sign <= "\uffef"


def _unclosed(text: str, stack: list[_Opened]) -> tuple[Quote, ...]:
    """What the marks left open hold: a long quotation that goes on in the next paragraph, or only what was inside."""
    if not stack:
        return ()
    first = stack[0]
    if first.mark in '“"„«' and len(stack) == 1 and not text[: first.start].strip(" ‘'—–-"):
        return (Quote(first.start, len(text), text[first.start + 1 :].strip(), open_ended=True),)
    return tuple(quote for opened in stack for quote in opened.inside)


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    """Code points of the paragraph, end exclusive."""
    quotes: tuple[Quote, ...]

    def frames(self, text: str) -> tuple[str, ...]:
        """The sentence's own words before, between and after its quotations: one more than there are quotations."""
        edges = [self.start, *(edge for quote in self.quotes for edge in (quote.start, quote.end)), self.end]
        return tuple(text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2))


def split_sentences(text: str, quotes: Sequence[Quote], goes_on: re.Pattern[str] | None) -> tuple[Sentence, ...]:
    """The sentences of a paragraph; a quotation is never cut, and stays with the words that attribute it.

    Args:
        goes_on: matches where, after a quotation's own full stop, the sentence goes on with “…!” Trump tweeted.
    """
    masked = _mask(text, quotes)
    ends: list[int] = []
    for match in _SENTENCE_END.finditer(masked):
        if masked[match.start()] == "." and _ABBREVIATION.search(masked, max(0, match.start() - 12), match.start()):
            continue
        following = masked[match.end() : match.end() + 8].lstrip()
        if following and (following[0].islower() or following[0] in "—–,;"):
            continue
        ends.append(match.end())
    for quote in quotes:
        if _ends_sentence(text, masked, quote, goes_on):
            ends.append(quote.end)
    return _cut(text, sorted(set(ends)), quotes)


def _mask(text: str, quotes: Sequence[Quote]) -> str:
    pieces: list[str] = []
    at = 0
    for quote in quotes:
        pieces += [text[at : quote.start], _MASK * (quote.end - quote.start)]
        at = quote.end
    return "".join((*pieces, text[at:]))


def _ends_sentence(text: str, masked: str, quote: Quote, goes_on: re.Pattern[str] | None) -> bool:
    if not quote.text or quote.text[-1] not in ".!?…。！？؟":
        return False
    rest = masked[quote.end : quote.end + 200]
    stripped = rest.lstrip()
    if not stripped:
        return False
    if stripped[0] == _MASK:
        return bool(rest[0].isspace() or quote.text[-1] in _CASELESS_END)
    if not stripped[0].isupper() or not rest[0].isspace():
        return False
    return not (goes_on and goes_on.match(stripped))


def _cut(text: str, ends: list[int], quotes: Sequence[Quote]) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    start = 0
    taken = 0
    for end in (*ends, len(text)):
        first = taken
        while taken < len(quotes) and quotes[taken].start < end:
            taken += 1
        inside = quotes[first:taken]
        if text[start:end].strip():
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            sentences.append(Sentence(begin, end, tuple(inside)))
        start = end
    return tuple(sentences)
