from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tweetarchive.embeds.dates import leading_date, read_date


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("October 13, 2019", date(2019, 10, 13)),
        ("25. September 2018", date(2018, 9, 25)),
        ("6 Φεβρουαρίου 2018", date(2018, 2, 6)),
        ("16 мая 2018 г.", date(2018, 5, 16)),
        ("2016年2月29日", date(2016, 2, 29)),
        ("2015, 6月 26", date(2015, 6, 26)),
        ("2018년 2월 28일", date(2018, 2, 28)),
        ("11 ביולי 2016", date(2016, 7, 11)),
        ("September 19th 2020", date(2020, 9, 19)),
        ("13 de octubre de 2019", date(2019, 10, 13)),
        ("28 Tháng Hai, 2018", date(2018, 2, 28)),
        ("২৮ ফেব্রুয়ারি, ২০১৮", date(2018, 2, 28)),
        ("۲۸ فوریهٔ ۲۰۱۸", date(2018, 2, 28)),
        ("١٣ أكتوبر ٢٠١٩", date(2019, 10, 13)),
        ("28 กุมภาพันธ์ 2018", date(2018, 2, 28)),
        ("2018. február 28.", date(2018, 2, 28)),
        ("Pebrero 28, 2018", date(2018, 2, 28)),
        ("13.10.2019", date(2019, 10, 13)),
        ("13/10/2019", date(2019, 10, 13)),
        ("2021.2.8", date(2021, 2, 8)),
        ("2021. 2. 8.", date(2021, 2, 8)),
        ("2021/2/8", date(2021, 2, 8)),
        ("2019-10-13T11:42:07.000Z", date(2019, 10, 13)),
        ("8 شباط 2021", date(2021, 2, 8)),
        ("٨ كانون الثاني، ٢٠٢١", date(2021, 1, 8)),
        ("8 تشرين الأول 2021", date(2021, 10, 8)),
        ("8 تشرين الثاني 2021", date(2021, 11, 8)),
        ("8 فبراير/شباط 2021", date(2021, 2, 8)),
        ("8 غشت 2021", date(2021, 8, 8)),
        ("٨ی شوباتی ٢٠٢١", date(2021, 2, 8)),
        ("8ی تشرینی یەکەمی 2021", date(2021, 10, 8)),
        ("8 Sibatê 2021", date(2021, 2, 8)),
        ("8'ê Reşemiyê 2021", date(2021, 2, 8)),
        ("8 Kanûna Paşîn 2021", date(2021, 1, 8)),
        ("8 Çiriya Pêşîn 2021", date(2021, 10, 8)),
        ("8 फरवरी 2021", date(2021, 2, 8)),
        ("८ जुन २०२१", date(2021, 6, 8)),
        ("८ फेब्रुअरी, २०२१", date(2021, 2, 8)),
        ("8 ก.พ. 2021", date(2021, 2, 8)),
        ("8 มี.ค. 2564", date(2021, 3, 8)),
        ("8 กุมภาพันธ์ พ.ศ. 2562", date(2019, 2, 8)),
        ("二〇二一年二月八日", date(2021, 2, 8)),
        ("二〇一九年十二月二十八日", date(2019, 12, 28)),
        ("2019年10月8號", date(2019, 10, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年五月一日", date(2019, 5, 1)),
        ("民國110年2月8日", date(2021, 2, 8)),
        ("2020(e)ko azaroaren 3(a)", date(2020, 11, 3)),
        ("21. listopadu 2019", date(2019, 11, 21)),
        ("3 listopada 2020", date(2020, 11, 3)),
        ("3. listopada 2020.", date(2020, 10, 3)),
        ("3 Tháng Mười Một 2020", date(2020, 11, 3)),
        ("3 Tháng Mười 2020", date(2020, 10, 3)),
        ("Tháng 11 3, 2020", date(2020, 11, 3)),
        ("13 ago. 2019", date(2019, 8, 13)),
    ],
)
def test_a_date_is_read_in_any_language_x_has_shown(shown: str, day: date) -> None:
    assert read_date(shown).day == day


@pytest.mark.parametrize(
    ("shown", "readings"),
    [
        ("3/4/2020", (date(2020, 3, 4), date(2020, 4, 3))),
        ("28. listopada 2019", (date(2019, 10, 28), date(2019, 11, 28))),  # Croatian with one dot, Polish with one
    ],
)
def test_a_date_of_two_readings_has_no_day(shown: str, readings: tuple[date, ...]) -> None:
    assert read_date(shown).readings == readings
    assert read_date(shown).day is None


@pytest.mark.parametrize(
    "shown",
    [
        "2h",
        "yesterday",
        "about 2 mins ago",
        "Oct 13",
        "soon",
        "",
        "February 30, 2019",
        "20 بهمن 1399",
        "1.2.3",
        "8/2/202",
    ],
)
def test_relative_and_unknown_dates_have_no_reading(shown: str) -> None:
    assert read_date(shown).readings == ()


@pytest.mark.parametrize(
    ("shown", "clock", "offset"),
    [
        ("1:25 PM ∙ May 25, 2021", time(13, 25), None),
        ("午後6:02 · 2019年10月13日", time(18, 2), None),
        ("Fri Sep 30 15:13:45 UTC+0000 2016", time(15, 13), timedelta(0)),
        ("December 12th 2022, 4:40am EST", time(4, 40), timedelta(hours=-5)),
        ("12:05 AM - Oct 13, 2019", time(0, 5), None),
    ],
)
def test_clock_and_zone_are_read_where_they_are_shown(shown: str, clock: time, offset: timedelta | None) -> None:
    assert (read_date(shown).clock, read_date(shown).utc_offset) == (clock, offset)


@pytest.mark.parametrize(
    ("text", "date_text"),
    [
        (" October 13, 2019 The mass escape came days later and more", " October 13, 2019"),
        ("16 мая 2018 г.", "16 мая 2018 г."),
        ("March 4, 2019 in News", "March 4, 2019"),
        ("Oct 13, 2019, 10:30 AM EST and then", "Oct 13, 2019, 10:30 AM EST"),
        ("Fri Sep 30 15:13:45 UTC+0000 2016 and", "Fri Sep 30 15:13:45 UTC+0000 2016"),
        ("3. studenoga 2020. Tekst", "3. studenoga 2020."),
        ("2020(e)ko azaroaren 3(a) eta", "2020(e)ko azaroaren 3(a)"),
        ("March 4, 2019. The day", "March 4, 2019"),
        ("二〇二一年二月八日", "二〇二一年二月八日"),
        ("8 ก.พ. 2564 ข่าว", "8 ก.พ. 2564"),
        ("Oct 13 and so on", "Oct 13"),
        ("on Instagram March 4, 2019", ""),
        ("/ Instagram, March 4, 2019", ""),
        ("contributed to this report. March 4, 2019", ""),
        ("Toronto Star, March 4, 2019", ""),
        ("said on Monday that he had been there since 2018 or so, all in all", ""),
    ],
)
def test_a_leading_date_has_its_own_words_only_and_ends_where_the_article_goes_on(text: str, date_text: str) -> None:
    assert text[: leading_date(text)] == date_text


@pytest.mark.parametrize(
    ("shown", "days", "clock"),
    [
        ("Oct 13", ((10, 13),), None),
        ("11:42 AM · Oct 13", ((10, 13),), time(11, 42)),
        ("Sun Oct 13", ((10, 13),), None),
        ("8. Februar", ((2, 8),), None),
        ("8 févr.", ((2, 8),), None),
        ("٨ فبراير", ((2, 8),), None),
        ("2月8日", ((2, 8),), None),
        ("2월 8일", ((2, 8),), None),
        ("Feb 29", ((2, 29),), None),
        ("Feb 30", (), None),
        ("8/2", (), None),
        ("2h", (), None),
        ("May 5 replies", (), None),
        ("October 13, 2019", (), None),
    ],
)
def test_a_day_without_a_year_is_read_and_no_year_is_made_up(
    shown: str, days: tuple[tuple[int, int], ...], clock: time | None
) -> None:
    found = read_date(shown)
    assert (found.yearless, found.clock) == (days, clock)
    assert found.day is None or not days
