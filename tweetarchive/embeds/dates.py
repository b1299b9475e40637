"""A date as a page shows it, in any language X has shown, with every day it may mean.

The month names are dateparser's tables (CLDR and more); its guessing is not used: it takes 3/4/2020 for one day, and
`listopad` for October in all languages.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, time, timedelta
from functools import cache, lru_cache
from importlib import import_module
from itertools import pairwise

from tweetarchive.model.article import ShownDate

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ENGLISH = {name[:length]: at for at, name in enumerate(_MONTHS, 1) for length in (3, 4, len(name))}
_LANGUAGES = [
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu",
    "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kn", "ko", "lt", "lv", "mk", "mr", "ms", "nb",
    "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "vi",
    "zh",
]  # fmt: skip
"""Those of X's interface (2011 to 2026) and their neighbours."""
_RELATIVE = re.compile(r"\bago\b|\b(?:just now|today|yesterday|vor|hace|il y a|назад)\b|^\s*\d{1,2}\s?[smhdw]\b", re.I)
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "bst": 1, "msk": 3, "jst": 9, "kst": 9, "mez": 1, "mesz": 2,
}  # fmt: skip
"""Hours; where X or a CMS writes one of these, its English meaning."""
_CLOCK = re.compile(
    r"(?P<before>午前|午後|上午|下午|오전|오후|\b[ap]\.?m\.?\s)?\s*(?<!\d)(?P<hour>\d{1,2})(?::|h|時|시\s?)(?P<minute>\d{2})(?!\d)"
    r"(?::(?P<second>\d{2}))?分?\s*(?P<after>[ap]\.?\s?m\b\.?|de\b|du\b|πμ|μμ|[пд]п\b|ص|م(?!\w))?",
    re.I,
)
_AFTERNOON = ("p", "午後", "下午", "오후", "du", "μμ", "пп", "م")
_MORNING = ("a", "午前", "上午", "오전", "de", "πμ", "дп", "ص")
_OFFSET = re.compile(
    r"(?<![\w/])(?:(?P<zone>utc|gmt|[ecmp][sd]t|cest|cet|eest|eet|bst|msk|jst|kst|mesz|mez)\b\s?)?"
    r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?!\d)"
    r"|(?<!\w)(?P<name>utc|gmt|[ecmp][sd]t|cest|cet|eest|eet|bst|msk|jst|kst|mesz|mez)(?!\w)",
    re.I,
)
_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_CJK = re.compile(
    r"(?:(\d{4})\s?[年년]\s?)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]|(\d{4}),?\s+(\d{1,2})[月월]\s*(\d{1,2})(?!\d)"
)
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})(?:\s+năm|,)?\s+(\d{4})(?!\d)", re.I)
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{2,4})(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_BETWEEN_WORDS = re.compile(r"[\s\d.,،()·∙•|/:–—-]+")
_FIRST_YEAR = 2006  # Twitter's; the first tweet is of 2006-03-21
_LAST_YEAR = 2199
_LONGEST = 80  # characters; the longest date seen in the reference pages has 37


@lru_cache(maxsize=4096)
def read_date(text: str) -> ShownDate:
    """The day, clock and zone that `text` shows.

    Readings hold every day it may mean, most likely first: two for 3/4/2020 (month first, as X's home does) or for a
    month name that two languages use for two months; none for relative ("2h", "yesterday") or unknown dates.
    """
    if len(text) > _LONGEST or _RELATIVE.search(text):
        return ShownDate(text, ())
    plain = _with_ascii_digits(text)
    if iso := _ISO.search(plain):
        days = _days((iso["year"], iso["month"], iso["day"]))
        clock = time(int(iso["hour"]) % 24, int(iso["minute"]) % 60) if iso["hour"] else _clock(plain)[0]
        offset = _offset(" " + iso["zone"].replace("Z", "UTC"))[0] if iso["zone"] else _offset(plain[iso.end() :])[0]
        return ShownDate(text, days, clock, offset)
    clock, plain = _clock(plain)
    offset, plain = _offset(plain)
    return ShownDate(text, _readings(plain), clock, offset)


def _with_ascii_digits(text: str) -> str:
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return text if text.isascii() else "".join(str(d) if (d := unicodedata.decimal(c, -1)) >= 0 else c for c in text)


def _clock(text: str) -> tuple[time | None, str]:
    match = _CLOCK.search(text)
    if match is None:
        return None, text
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["before"] or match["after"] or "").lower()
    if half.startswith(_AFTERNOON) and hour < 12:
        hour += 12
    elif half.startswith(_MORNING) and hour == 12:
        hour = 0
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return (time(hour, minute) if hour < 24 and minute < 60 else None), rest


def _offset(text: str) -> tuple[timedelta | None, str]:
    match = _OFFSET.search(text)
    if match is None:
        return None, text
    if match["name"]:
        offset = timedelta(hours=_ZONES[match["name"].lower()])
    else:
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
        offset = -offset if match["sign"] == "-" else offset
    return offset, f"{text[: match.start()]} {text[match.end() :]}"


def _readings(text: str) -> tuple[date, ...]:
    if match := _CJK.search(text):
        year, month, day = (group for group in match.groups() if group)
        return _days((year, month, day))
    if match := _VIETNAMESE.search(text):
        return _days((match[3], match[2], match[1]))
    if len(_NUMBER.findall(text)) == 2 and (months := _months(text)):
        return _with_month_name(text, months)
    if match := _NUMERIC.search(text):
        first, mark, second, third = match.groups()
        if len(first) == 4:
            return _days((first, second, third))
        third = third if len(third) == 4 else "20" + third
        if mark == ".":  # day first wherever dots are used (CLDR: de, ru, pl, cs, tr, fi …)
            return _days((third, second, first))
        return _days((third, first, second), (third, second, first))
    return ()


def _with_month_name(text: str, months: tuple[int, ...]) -> tuple[date, ...]:
    numbers = _NUMBER.findall(text)
    years = [number for number in numbers if len(number) == 4 and _FIRST_YEAR <= int(number) <= _LAST_YEAR]
    days = [number for number in numbers if len(number) <= 2 and 0 < int(number) <= 31]
    if not years and len(days) == 2 and len(days[1]) == 2:  # 13 Oct 19
        years = ["20" + days.pop()]
    if len(years) != 1 or len(days) != 1:
        return ()
    return _days(*((years[0], str(month), days[0]) for month in months))


def _months(text: str) -> tuple[int, ...]:
    """The months that a word of the text names; several where languages differ."""
    words = _words(text)
    for word in words:
        if word in _ENGLISH:
            return (_ENGLISH[word],)
    names = _month_names()
    for word in (*words, *(f"{first} {second}" for first, second in pairwise(words))):
        for form in (word, word[1:] if word[0] in "בלמ" else word):
            if form in names:
                return names[form]
    return ()


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(unicodedata.normalize("NFKC", text).casefold()) if word]


@cache
def _month_names() -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for language in _LANGUAGES:
        with suppress(ImportError):  # a language that a version of dateparser does not have
            names = import_module(f"dateparser.data.date_translation_data.{language}").info
            for number, month in enumerate(_MONTHS, 1):
                for name in names.get(month, ()):
                    words = " ".join(_words(name))
                    if len(words) > 1 and not any(char.isdigit() for char in name):
                        found.setdefault(words, {})[number] = None
    return {name: tuple(numbers) for name, numbers in found.items()}


def _days(*candidates: tuple[str, str, str]) -> tuple[date, ...]:
    """(year, month, day) → the days that exist, each once."""
    days: dict[date, None] = {}
    for year, month, day in candidates:
        with suppress(ValueError):
            if _FIRST_YEAR <= int(year) <= _LAST_YEAR:
                days[date(int(year), int(month), int(day))] = None
    return tuple(days)


_LEADING = re.compile(
    r"""\s*(?:
      (?:\w{3,9},?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4}\b)?
    | \d{4}-\d{2}-\d{2}(?:[T ][\d:.Z+-]+)?
    | \d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]
    | \d{1,2}[/.]\d{1,2}[/.]\d{2,4}
    | [^\n]{0,38}?(?<!\d)20[0-3]\d(?!\d)(?:\s?г\.|\.)?
    )""",
    re.I | re.X,
)


def leading_date(text: str) -> int:
    """Where the date ends that `text` begins with; 0 where it begins with none.

    For flattened attributions, where the article may go on behind the date without a break.
    """
    line = text.split("\n", 1)[0]
    if len(line) <= 48 and (read_date(line.strip()).readings):
        return len(line)
    match = _LEADING.match(line)
    if match is None:
        return 0
    shown = match[0].strip()
    known = read_date(shown).readings or re.fullmatch(r"[A-Za-z.]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?", shown)
    return match.end() if known and _with_ascii_digits(shown) else 0
