"""The names of months, and the words that stand beside them in a date, in any language X has shown.

From dateparser's tables (CLDR and more), with what these lack. Its guessing is not used: it takes 3/4/2020 for one
day, and `listopad` for October in all languages.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import cache
from importlib import import_module

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = {name[:length]: at for at, name in enumerate(_MONTHS, 1) for length in (3, 4, len(name))}
_LANGUAGES = [
    "ar", "az", "be", "bg", "bn", "ca", "ckb", "cs", "da", "de", "el", "es", "et", "eu", "fa", "fi", "fil", "fr",
    "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kn", "ko", "lt", "lv", "mk", "ml",
    "mr", "ms", "nb", "ne", "nl", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th",
    "tr", "uk", "ur", "vi", "zh",
]  # fmt: skip
"""Those of X's interface (2011 to 2026) and their neighbours."""
_MORE = (
    # Arabic of Iraq and the Levant, then of the Maghreb
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
    "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "يناير|فبراير|مارس|إبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر",
    # Sorani
    "کانوونی دووەم|شوبات|ئازار|نیسان|ئایار|حوزەیران|تەمموز|ئاب|ئەیلوول|تشرینی یەکەم|تشرینی دووەم|کانوونی یەکەم",
    "کانونی دووەم|شوبات|مارت|نیسان|مایس|حوزەیران|تەمووز|ئاب|ئەیلول|تشرینی یەکەم|تشرینی دووەم|کانونی یەکەم",
    # Kurmanji: CLDR's, the one of the almanac, and what broadcasters use
    "rêbendan|reşemî|adar|avrêl|gulan|pûşper|tîrmeh|gelawêj|rezber|kewçêr|sermawez|berfanbar",
    "çile|sibat|adar|nîsan|gulan|hezîran|tîrmeh|tebax|îlon|cotmeh|mijdar|kanûn",
    "kanûna paşîn|şibat|adar|nîsan|gulan|hezîran|temûz|tebax|eylûl|çiriya pêşîn|çiriya paşîn|kanûna pêşîn",
    "kanûna duyem|sebat|avdar|nîsan|gulan|hezîran|tîrmeh|ab|îlon|çiriya yekem|çiriya duyem|kanûna yekem",
    "çileya paşîn|sibat|adar|avrêl|gulan|pûşper|tîrmeh|tebax|îlon|cotmeh|mijdar|çileya pêşîn",
    # Hindi and Nepali beside their CLDR spelling
    "जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितम्बर|अक्तूबर|नवम्बर|दिसम्बर",
    "जनवरी|फेब्रुवरी|मार्च|अप्रिल|मे|जुन|जुलाई|अगस्ट|सेप्टेम्बर|अक्टोबर|नोभेम्बर|डिसेम्बर",
    "जनवरी|फेब्रुअरी|मार्च|अप्रेल|मई|जुन|जुलाइ|अगस्त|सेप्टेम्बर|अक्टुबर|नोभेम्बर|डिसेम्बर",
    "tháng giêng|tháng hai|tháng ba|tháng bốn|tháng năm|tháng sáu|tháng bảy|tháng tám|tháng chín|tháng mười|"
    "tháng mười một|tháng chạp",
    "มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค",
)
"""Twelve names each, January first."""
_LONGEST_NAME = 3  # words: tháng mười một
_ENDINGS = {"ی": "", "ê": "", "a": "", "ya": "", "iyê": "î", "ren": "", "k": ""}
"""Of the genitive in Sorani, Kurmanji and Basque, and what stands in their place: شوباتی, Sibatê, azaroaren."""
_PREFIXES = "בלמ"  # Hebrew: in, to, from
_LISTOPAD = {"listopadu": (11,), "listopada": (10, 11), "lis": (10, 11), "listopad": (10, 11)}
"""October in Croatian, November in Polish and Czech; -u is Czech alone, as Croatian dates stand in the genitive."""
_BESIDE = frozenset(
    re.findall(
        r"\S+",
        "of the st nd rd th de del di d des le el la l er º ª den der dne am um uhr om kl klo at on o v w à a as às "
        "las alle ore ora godz e ko an gada g m год года г р року ж в о ч στις ος năm ngày lúc น เวลา วันที่ พศ คศ "
        "utc gmt est edt cst cdt mst mdt pst pdt cet cest eet eest bst msk jst kst mez mesz z am pm p πμ μμ дп пп "
        "ص م ی ê 年 月 日 号 號 년 월 일 時 分 시 분 午前 午後 上午 下午 오전 오후 ",
    )
)
"""Words beside day, month and year: prepositions, ordinal marks, the word year, clocks and zones."""
_BETWEEN_WORDS = re.compile(r"[\s\d.,،()·∙•|/:–—॰'’+-]+")
_DOT_IN_WORD = re.compile(r"(?<=[\u0e00-\u0eff])\.(?=[\u0e00-\u0eff])")  # ก.พ.
_UNHEARD = dict.fromkeys([0x93C, 0x9BC, 0x653, 0x654, 0x655, 0x640, 0x200C, 0x200D, 0x307, *range(0x64B, 0x653)])
"""Nukta, hamza and madda, vowel points, tatweel, joiners: written or left out as the writer likes."""
_FOLDED = str.maketrans("يىك", "ییک")


def months_in(text: str) -> tuple[int, ...]:
    """The months that words of the text name; several where languages differ, () where none does.

    An English name goes before all others, a long one before its parts (`tháng mười một` is not October).
    """
    words = words_in(text)
    for word in words:
        if word in _ENGLISH:
            return (_ENGLISH[word],)
    names = _names()
    for length in range(_LONGEST_NAME, 0, -1):
        for at in range(len(words) - length + 1):
            for form in _forms(" ".join(words[at : at + length])):
                if form in names:
                    return names[form]
    return ()


def words_in(text: str) -> list[str]:
    """Folded, and without what writers may leave out."""
    text = unicodedata.normalize("NFD", _DOT_IN_WORD.sub("", unicodedata.normalize("NFKC", text).casefold()))
    text = unicodedata.normalize("NFC", text.translate(_UNHEARD)).translate(_FOLDED)
    return [word for word in _BETWEEN_WORDS.split(text) if word]


@cache
def stands_in_dates(word: str) -> bool:
    """Whether it is (part of) the name of a month or day of the week, or stands beside them."""
    return all(part in _date_words() or any(form in _date_words() for form in _forms(part)) for part in words_in(word))


def _forms(name: str) -> list[str]:
    forms = [name]
    if name[0] in _PREFIXES:
        forms.append(name[1:])
    forms += (name.removesuffix(ending) + instead for ending, instead in _ENDINGS.items() if name.endswith(ending))
    return forms


@cache
def _tables() -> tuple[dict[str, list[str]], ...]:
    tables = []
    for language in _LANGUAGES:
        with suppress(ImportError):  # a language that a version of dateparser does not have
            tables.append(import_module(f"dateparser.data.date_translation_data.{language}").info)
    return (*tables, *({month: [name] for month, name in zip(_MONTHS, row.split("|"), strict=True)} for row in _MORE))


@cache
def _names() -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for table in _tables():
        for number, month in enumerate(_MONTHS, 1):
            for name in table.get(month, ()):
                words = " ".join(words_in(name))
                if len(words) > 1 and not any(char.isdigit() for char in name):
                    found.setdefault(words, {})[number] = None
    return {name: tuple(numbers) for name, numbers in found.items()} | _LISTOPAD


@cache
def _date_words() -> frozenset[str]:
    days = (name for table in _tables() for day in _WEEKDAYS for name in table.get(day, ()) if len(name) > 1)
    named = (word for name in (*_names(), *days) for word in words_in(name))
    return frozenset((*named, *_ENGLISH, *_WEEKDAYS, *(day[:3] for day in _WEEKDAYS), *_BESIDE))
