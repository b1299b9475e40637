"""A date as a page shows it, in any language X has shown, with every day it may mean."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, time, timedelta
from functools import lru_cache

from tweetarchive.embeds.month_names import months_in, stands_in_dates
from tweetarchive.model.article import ShownDate

_RELATIVE = re.compile(
    r"\bago\b(?!.*\d{4})|\b(?:just now|today|yesterday|vor|hace|il y a|назад)\b|^\s*\d{1,2}\s?[smhdw]\b", re.I
)
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
    r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]|(?<!\d)(\d{4}),?\s+(\d{1,2})[月월]\s*(\d{1,2})(?!\d)"
)
_CJK_WITHOUT_YEAR = re.compile(
    r"[\s,·∙•|]*(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號][\s,·∙•|]*(?:[(（]?[日月火水木金土][)）]?)?\s*"
)
_CJK_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_CJK_NUMERALS = "".join(_CJK_DIGITS)
_CJK_NUMBER = re.compile(rf"[{_CJK_NUMERALS}十廿卅]+(?=\s?[年月日号號])")
_TENS = {"十": "1", "廿": "2", "卅": "3"}
_ERA = re.compile(r"(?P<era>平成|令和|民國|民国)\s?(?P<year>元|\d{1,3})(?=\s?年)")
_YEAR_BEFORE_ERA = {"平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
"""Years of the Gregorian calendar, counted from an accession (Japan) or the republic (Taiwan)."""
_BUDDHIST = re.compile(r"(?<!\d)2[56]\d\d(?!\d)")
_BUDDHIST_YEARS = 543  # ahead of the common era
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_VIETNAMESE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s+(?:tháng|thg)\s+(?P<month>\d{1,2})(?:\s+năm|,)?\s+(?P<year>\d{4})(?!\d)"
    r"|(?:tháng|thg)\s+(?P<month_first>\d{1,2})\s+(?P<day_then>\d{1,2}),?\s+(?P<year_then>\d{4})(?!\d)",
    re.I,
)
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_LISTOPAD = re.compile(r"(?P<dot>\.\s?)?(?<=[\d\s.])(?:listopada?|lis)\b\.?\s?\d{4}(?P<end>\.?)", re.I)
_FIRST_YEAR = 2006  # Twitter's; the first tweet is of 2006-03-21
_LAST_YEAR = 2199
_LONGEST = 80  # characters; the longest date seen in the reference pages has 37


@lru_cache(maxsize=4096)
def read_date(text: str) -> ShownDate:
    """The day, clock and zone that `text` shows.

    Readings hold every day it may mean, most likely first: two for 3/4/2020 (month first, as X's home does) or for a
    month name that two languages use for two months; none for relative ("2h", "yesterday") or unknown dates, nor for
    those without a year ("Oct 13", as X shows this year's), of which month and day are read.
    """
    if len(text) > _LONGEST or _RELATIVE.search(text):
        return ShownDate(text, ())
    plain = _in_common_years(_with_ascii_digits(text))
    if iso := _ISO.search(plain):
        days = _days((iso["year"], iso["month"], iso["day"]))
        clock = time(int(iso["hour"]) % 24, int(iso["minute"]) % 60) if iso["hour"] else _clock(plain)[0]
        offset = _offset(" " + iso["zone"].replace("Z", "UTC"))[0] if iso["zone"] else _offset(plain[iso.end() :])[0]
        return ShownDate(text, days, clock, offset)
    clock, plain = _clock(plain)
    offset, plain = _offset(plain)
    readings = _readings(plain)
    return ShownDate(text, readings, clock, offset, () if readings else _without_year(plain))


def _with_ascii_digits(text: str) -> str:
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return text if text.isascii() else "".join(str(d) if (d := unicodedata.decimal(c, -1)) >= 0 else c for c in text)


def _in_common_years(text: str) -> str:
    """Chinese numerals as digits, years of eras and of the Buddha as years of the common era.

    The Persian and the Islamic calendar are left alone: dates of other calendars are not judged
    (reference/verification.md).
    """
    if text.isascii():
        return text
    if "年" in text:
        text = _CJK_NUMBER.sub(lambda number: _digits(number[0]), text)
        text = _ERA.sub(
            lambda era: str(_YEAR_BEFORE_ERA[era["era"]] + (1 if era["year"] == "元" else int(era["year"]))), text
        )
    if _THAI.search(text):
        text = _BUDDHIST.sub(lambda year: str(int(year[0]) - _BUDDHIST_YEARS), text)
    return text


def _digits(numerals: str) -> str:
    """二〇二一 → 2021, 十 → 10, 廿八 and 二十八 → 28."""
    if not (ten := next((sign for sign in _TENS if sign in numerals), "")):
        return "".join(_CJK_DIGITS[sign] for sign in numerals)
    tens, _, ones = numerals.partition(ten)
    return (_digits(tens) or _TENS[ten]) + (_digits(ones) or "0")


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
        year, month, day = (match["year"] or match["year_then"], match["month"] or match["month_first"], match["day"])
        return _days((year, month, day or match["day_then"]))
    if len(_NUMBER.findall(text)) == 2 and (months := months_in(text)):
        return _with_month_name(text, _of_listopad(text, months))
    if match := _NUMERIC.search(text):
        first, mark, second, third = match.groups()
        if len(first) == 4:
            return _days((first, second, third))
        if len(third) in (1, 3):
            return ()
        third = third if len(third) == 4 else "20" + third
        if mark == ".":  # day first wherever dots are used (CLDR: de, ru, pl, cs, tr, fi …)
            return _days((third, second, first))
        return _days((third, first, second), (third, second, first))
    return ()


def _without_year(text: str) -> tuple[tuple[int, int], ...]:
    """Month and day of `Oct 13`, `8. Februar`, `2月8日`, where nothing else is said; not of 8/2: it may be anything."""
    months: tuple[int, ...]
    if match := _CJK_WITHOUT_YEAR.fullmatch(text):
        months, day = (int(match[1]),), int(match[2])
    else:
        numbers = _NUMBER.findall(text)
        words = [token[0] for token in _TOKEN.finditer(text) if not token["mark"] and not token[0].isdecimal()]
        if len(numbers) != 1 or not words or not all(map(stands_in_dates, words)):
            return ()
        months, day = months_in(text), int(numbers[0])
    leap_year = 2000
    found: list[tuple[int, int]] = []
    for month in months:
        with suppress(ValueError):
            found.append((month, date(leap_year, month, day).day))
    return tuple(found)


def _with_month_name(text: str, months: tuple[int, ...]) -> tuple[date, ...]:
    numbers = _NUMBER.findall(text)
    years = [number for number in numbers if len(number) == 4 and _FIRST_YEAR <= int(number) <= _LAST_YEAR]
    days = [number for number in numbers if len(number) <= 2 and 0 < int(number) <= 31]
    if not years and len(days) == 2 and len(days[1]) == 2:  # 13 Oct 19
        years = ["20" + days.pop()]
    if len(years) != 1 or len(days) != 1:
        return ()
    return _days(*((years[0], str(month), days[0]) for month in months))


def _of_listopad(text: str, months: tuple[int, ...]) -> tuple[int, ...]:
    """`3 listopada 2020` is Polish (November), `3. listopada 2020.` Croatian (October); one dot tells neither."""
    match = _LISTOPAD.search(text)
    if match is None:
        return months
    croatian = bool(match["dot"]) + bool(match["end"])
    return months if croatian == 1 else ((10,) if croatian else (11,))


def _days(*candidates: tuple[str, str, str]) -> tuple[date, ...]:
    """(year, month, day) → the days that exist, each once."""
    days: dict[date, None] = {}
    for year, month, day in candidates:
        with suppress(ValueError):
            if _FIRST_YEAR <= int(year) <= _LAST_YEAR:
                days[date(int(year), int(month), int(day))] = None
    return tuple(days)


_TOKEN = re.compile(
    r"\d+|(?:(?<=[\u0e00-\u0eff])\.(?=[\u0e00-\u0eff])|[^\s\d.,،()·∙•|/:–—'’+-])+|(?P<mark>[.,،()·∙•|/:–—'’+-])"
)
_CJK_DATE = re.compile(
    rf"\s*(?:平成|令和|民國|民国)?\s?[\d{_CJK_NUMERALS}十元]{{1,4}}\s?年\s?[\d{_CJK_NUMERALS}十]{{1,3}}\s?月"
    rf"\s?[\d{_CJK_NUMERALS}十廿卅]{{1,3}}\s?[日号號]"
)
_WITHOUT_YEAR = re.compile(
    r"\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"\s+\d{1,2}(?:st|nd|rd|th)?(?![\w:])",
    re.I,
)
_CLOSING = re.compile(
    r"T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?|(?:\([a-z]+\))?(?:[日일号號]|\s?[гр]\.|\s?(?:года|року|г)(?!\w)|(?P<dot>\.)(?!\w))?"
)
_BEFORE_CLOCK = re.compile(r"[\s,·∙•|–—-]*(?:(?:at|um|om|kl\.?|à|a las|alle|klo|às|в|о)\s+)?")


def leading_date(text: str) -> int:
    """Where the date ends that `text` begins with; 0 where it begins with none.

    For flattened attributions, where the article may go on behind the date without a break. Nothing but words of a
    date may stand before it and in it: `on Instagram March 4, 2019` begins with none.
    """
    line = text.split("\n", 1)[0][: _LONGEST + 10]
    end = _shortest_date(line)
    if not end:
        bare = _WITHOUT_YEAR.match(line)
        return bare.end() if bare else 0
    closing = _CLOSING.match(line, end)
    if closing and not (
        closing["dot"] and not re.search(r"\d\.", line[:end])
    ):  # the dot of a sentence is not the date's
        end = closing.end()
    if (between := _BEFORE_CLOCK.match(line, end)) and (clock := _CLOCK.match(line, between.end())):
        end = clock.end()
        zone = _OFFSET.match(line, end + (line[end : end + 1] == " "))
        end = len(line[: zone.end() if zone else end].rstrip())
    return end


def _shortest_date(line: str) -> int:
    if (match := _CJK_DATE.match(line)) and read_date(match[0].strip()).readings:
        return match.end()
    numbers = 0
    for token in _TOKEN.finditer(line):
        if token["mark"]:
            continue
        if token[0].isdecimal():
            numbers += 1
            if line[token.end() : token.end() + 1] == ":":  # a clock, no year
                continue
        elif not stands_in_dates(token[0]):
            return 0
        if numbers > 1 and read_date(line[: token.end()].strip(_AROUND)).readings:
            return token.end()
    return 0


_AROUND = " ,·|–—"
