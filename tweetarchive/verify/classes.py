"""What counts as equal: named, ordered classes of differences that no reader takes for content.

The closed list N1 to N12 of reference/verification.md §2; what no class folds is a change. The classes that need both
texts at once (`line_break_lost`, `zwnj` as a space, `double_escape`, `mojibake`) are in joint.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tweetarchive.verify.text import Folded

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"


@dataclass(frozen=True, slots=True)
class FoldClass:
    """A kind of difference that is forgiven: both texts get the one spelling."""

    name: str
    """As reports and labels name it."""
    rule: str
    """Its row in reference/verification.md §2."""
    pattern: re.Pattern[str]
    fold: Callable[[re.Match[str]], str]
    trigger: frozenset[str]
    """A text without any of these characters is left alone."""
    spellings: tuple[str, ...] = ()
    """Where given: so is a text without any of these."""

    def edits(self, text: str) -> list[tuple[int, int, str]]:
        """The pieces of a text to fold, and their one spelling."""
        fold = self.fold
        return [(*match.span(), new) for match in self.pattern.finditer(text) if (new := fold(match)) != match[0]]


def _signs(spec: str) -> frozenset[str]:
    """The characters of a regular expression's character class: `a-cx` → a b c x."""
    found: set[str] = set()
    for first, last, single in re.findall(r"(.)-(.)|(.)", spec, re.S):
        found.update(single or (chr(code) for code in range(ord(first), ord(last) + 1)))
    return frozenset(found)


def _each(name: str, rule: str, spec: str, fold: Callable[[str], str]) -> FoldClass:
    """A class that folds single characters."""
    return FoldClass(name, rule, re.compile(f"[{spec}]"), lambda match: fold(match[0]), _signs(spec))


def _spelled(name: str, rule: str, table: dict[str, str]) -> FoldClass:
    """A class that folds spellings by a table, the longest first."""
    longest_first = sorted(table, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return FoldClass(name, rule, pattern, lambda match: table[match[0]], frozenset(one[0] for one in table))


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


_INVISIBLE = "\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_ARABIC_FORMS = "\ufb50-\ufdf9\ufdfc\ufdfd\ufe70-\ufefc"
_LIGATURES = "\ufb00-\ufb06"
_STYLED = "\U0001d400-\U0001d7ff\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2134"
_HALF_KANA = "\uff66-\uff9f"
_WIDTH = "\uff01-\uff5d\uff5f-\uffdc\uffe0-\uffe6"
_HARAKAT = (
    "\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
)
_DIGITS = "".join(
    f"{chr(zero)}-{chr(zero + 9)}"
    for zero in (  # the decimal digits of Unicode 15 below the styled ones
        *(0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0),
        *(0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50),
        *(0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0),
    )
)
_DOUBLE = "\u201c-\u201f\u2033\u2036\u05f4\u301d-\u301f"
_SINGLE = "\u2018-\u201b\u2032\u2035\u05f3\u00b4`\u2039\u203a\u02bc"
_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WIDE_SIGNS = "\u3001\u3002\u3008-\u3011\u3014-\u301b\u30fb"
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0abc-\u0acd\u0b01-\u0b03"
    "\u0b3c-\u0b57\u0bbe-\u0bcd\u0bd7\u0c3e-\u0c56\u0cbc-\u0cd6\u0d3e-\u0d4d\u0d57\u0dca-\u0ddf\u0f18-\u0fbc\u102b-\u103e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_JAMO = "\u1100-\u11ff"
_NOT_NFC = f"{MARKS}{_JAMO}\u0374\u037e\u0387\u0958-\u095f\u1f71-\u1ffd\u2126\u212a\u212b\uf900-\ufad9"
_EMOJI = "\u203c-\u3299\U0001f000-\U0001faff"  # wide enough: only used beside a joiner

_SMILIES = {  # the table of WordPress, wp-includes/functions.php smilies_init()
    **dict.fromkeys((":)", ":-)", ":smile:", "(:"), "🙂"),
    **dict.fromkeys((";)", ";-)", ":wink:"), "😉"),
    **dict.fromkeys((":D", ":-D", ":grin:"), "😀"),
    **dict.fromkeys((":(", ":-(", ":sad:"), "🙁"),
    **dict.fromkeys((":P", ":-P", ":razz:"), "😛"),
    **dict.fromkeys((":o", ":-o", ":eek:"), "😮"),
    **dict.fromkeys((":|", ":-|", ":neutral:"), "😐"),
    **dict.fromkeys((":?", ":-?", ":???:"), "😕"),
    **dict.fromkeys(("8)", "8-)", ":cool:"), "😎"),
    **dict.fromkeys((":x", ":-x", ":mad:"), "😡"),
    **dict.fromkeys(("8O", "8-O", ":shock:"), "😯"),
    **{":lol:": "😆", ":cry:": "😥", ":oops:": "😳", ":evil:": "👿", ":twisted:": "😈", ":roll:": "🙄"},
    **{":!:": "❗", ":?:": "❓", ":idea:": "💡", ":arrow:": "➡", ":mrgreen:": "🟢"},
}
_SMILEY = re.compile(r"[:;8(](?<!\S.)\S{1,8}(?!\S)")

_WIDE = {sign: _compatible(sign) for sign in _signs(_WIDTH)}
_SINGLE_SIGNS = _signs(_SINGLE) | {"'"}

CLASSES: tuple[FoldClass, ...] = (
    _each("invisible", "N6", _INVISIBLE, lambda _: ""),
    FoldClass(
        "nfc",
        "N8",
        re.compile(f"[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[^{MARKS}][{MARKS}]+|[{_NOT_NFC}]"),
        lambda match: unicodedata.normalize("NFC", match[0]),
        _signs(_NOT_NFC),
    ),
    _each("styled_letters", "N8", _STYLED, _compatible),
    FoldClass(
        "width",
        "N8",
        re.compile(f"[{_WIDTH}](?:(?<=[{_HALF_KANA}])[{_HALF_KANA}]+)?"),
        lambda match: _WIDE.get(match[0]) or _compatible(match[0]),
        _signs(_WIDTH),
    ),
    FoldClass(
        "compat",
        "N8",
        re.compile(f"[{_ARABIC_FORMS}{_LIGATURES}]|\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32"),
        # sara am: one sign, or nikhahit and sara aa on either side of the tone mark
        lambda match: f"{match[1] or match[2] or ''}\u0e33" if match[0][-1] == "\u0e32" else _compatible(match[0]),
        _signs(f"{_ARABIC_FORMS}{_LIGATURES}\u0e4d"),
    ),
    _each("tatweel", "N9", "\u0640", lambda _: ""),
    _each("harakat", "N9", _HARAKAT, lambda _: ""),
    _spelled("arabic_letters", "N9", {"ي": "ی", "ك": "ک"}),
    _spelled("punct_width", "N9", {"،": ",", "؛": ";", "؟": "?", "٪": "%"}),
    _each("digits", "N10", _DIGITS, lambda sign: str(unicodedata.digit(sign))),
    FoldClass(
        "emoji_zwj",
        "N7",
        re.compile(f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"),
        lambda _: "",
        frozenset("\u200d"),
    ),
    _each("emoji_vs", "N7", "\ufe0e\ufe0f", lambda _: ""),
    FoldClass("smilies", "N7", _SMILEY, lambda match: _SMILIES.get(match[0], match[0]), frozenset(":;8(")),
    FoldClass(
        "quotes",
        "N2",
        # inner space of guillemets belongs to the sign (fr « … »); German ones point inwards and have none
        re.compile("(?<!\\S)\u00ab[ \u00a0\u202f]|(?<=\\S)[ \u00a0\u202f]\u00bb(?!\\w)|[\u00ab\u00bb]"),
        lambda _: '"',
        frozenset("\u00ab\u00bb"),
    ),
    FoldClass(
        "quotes",
        "N2",
        re.compile(f"[{_DOUBLE}{_SINGLE}'](?:(?<=`)`|(?<=')')?"),
        lambda match: "'" if match[0] in _SINGLE_SIGNS else '"',
        _signs(f"{_DOUBLE}{_SINGLE}'"),
    ),
    FoldClass(
        "dash",
        "N3",
        re.compile(f"[-{_DASHES}\u301c\uff5e](?:(?<=-)--?)?"),
        lambda match: "~" if match[0] in "\u301c\uff5e" else "-",
        _signs(f"{_DASHES}\u301c\uff5e") | {"-"},
    ),
    FoldClass(
        "ellipsis",
        "N4",
        # with the space before it, which spaced dots have and others may have
        re.compile(f"(?<![ {_SPACES}])(?:[ {_SPACES}]*(?:\\.{{3,}}|\\.(?: \\.){{2,}}|…))+"),
        lambda _: "…",
        frozenset("…."),
        ("…", "...", ". ."),
    ),
    _each("space", "N5", _SPACES, lambda _: " "),
    FoldClass(
        "space",
        "N5",
        # beside a full-width sign, which `width` has folded to ASCII by now: known by its other neighbour
        re.compile(
            f"[ \n](?:(?<=[{_WIDE_SIGNS}].)|(?<=[{CJK}][,!?:;)].)(?=[\\w{_WIDE_SIGNS}])|(?=[{_WIDE_SIGNS}])"
            f"|(?<=[{CJK}].)(?=[(,!?:;)](?:[{CJK}]|$)))",
            re.S,
        ),
        lambda _: "",
        _signs(f"{_WIDE_SIGNS}{CJK}"),
    ),
    _spelled("typeset", "N11", {"(tm)": "™", "(TM)": "™", "(c)": "©", "(r)": "®"}),
    FoldClass("typeset", "N11", re.compile(r"(?<=\d)×(?=\d)"), lambda _: "x", frozenset("×")),
)

CLASS_NAMES = (
    *dict.fromkeys(one.name for one in CLASSES),
    *("emoji_img", "zwnj", "line_break_lost", "double_escape", "mojibake"),
)
"""Every class, in the order in which it is applied and reported."""


_ASCII = frozenset(map(chr, range(128)))
_PLAIN_CLASSES = tuple(one for one in CLASSES if not one.trigger.isdisjoint(_ASCII))


def fold(folded: Folded, without: Collection[str] = ()) -> Folded:
    """Apply every class in order, but those switched off."""
    signs = set(folded.text)
    for one in _PLAIN_CLASSES if folded.text.isascii() else CLASSES:
        if one.trigger.isdisjoint(signs) or one.name in without:
            continue
        if one.spellings and not any(spelled in folded.text for spelled in one.spellings):
            continue
        if one.name == "nfc" and unicodedata.is_normalized("NFC", folded.text):
            continue
        edits = one.edits(folded.text)
        if edits:
            folded = folded.edited(edits, one.name)
            signs.update(*[new for _, _, new in edits])
    return folded
