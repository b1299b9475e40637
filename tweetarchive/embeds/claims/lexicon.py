"""The words of lexicon.toml as patterns: made for a language when an article first speaks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tweetarchive.embeds.claims.languages import read_tables

_TWITTER = (
    r"(?:Twitter(?:[’'][^\W\d_]{1,4}|[^\W\d_]{0,4})|twitter\.com|Твиттер\w{0,2}|Твитер\w{0,2}|Твіттер\w{0,2}|Твітер\w{0,2}"
    r"|تويتر|توییتر|تویتر|توئیتر|تويتەر|تویتەر|توییتەر|טוויטר|טויטר|ツイッター|트위터|推特|ट्विटर|ทวิตเตอร์|Τουίτερ)"
    r"(?!\s+(?:Spaces|CEO|Inc|employees|staff|shares|stock|deal|board|headquarters|Blue|bio|biography|DMs?)\b)(?!-[Bb]io)(?![’']s\s)"
)
_X_END = r"(?!\w)(?!-?\s?(?:bio|DMs?|Factor|Games|Corp|Men|Files|Box|[Rr]ays?|Ambassadors|Æ)\b)(?!\.(?!com)\w)"
OTHER_PLATFORM = (
    r"(?:Facebook\w{0,3}|Instagram\w{0,4}|TikTok\w{0,3}|Telegram\w{0,4}|YouTube\w{0,3}|Truth\sSocial|Threads|Mastodon"
    r"|Bluesky|LinkedIn\w{0,3}|Weibo|VKontakte|Reddit|WhatsApp\w{0,3}|Snapchat\w{0,3}|Gab|Parler|Tumblr|Discord|Substack"
    r"|Facebooku|فيسبوك|فيس\sبوك|الفيسبوك|إنستغرام|انستغرام|إنستجرام|انستجرام|تلغرام|تيليغرام|تليغرام|تلجرام|يوتيوب|تيك\sتوك"
    r"|فیسبوک|فیس‌بوک|اینستاگرام|تلگرام|یوتیوب|فەیسبووک|ئینستاگرام|תלגרם|טלגרם|פייסבוק|אינסטגרם|יוטיוב|טיקטוק"
    r"|フェイスブック|インスタグラム|インスタ|テレグラム|ユーチューブ|페이스북|인스타그램|텔레그램|유튜브|틱톡|블로그|Фейсбук\w*|Инстаграм\w*|Телеграм\w*"
    r"|Інстаграм\w*|ВКонтакте|脸书|臉書|脸谱|微博|微信|फेसबुक|इंस्टाग्राम|เฟซบุ๊ก|อินสตาแกรม)"
)
_ACCOUNT = (
    r"account|feed|handle|page|konto\w*|kanal\w*|profil\w*|compte|cuenta|perfil|conta|účt\w*|аккаунт\w*|акаунт\w*"
    r"|hesab\w*|tili\w*"
)
_SERIES = (
    r"(?:series|string|flurry|number|pair|couple|barrage|spate|slew|set|trio|bunch|chain|sequence|thread|Reihe|Serie"
    r"|série|serie|seria|serii|sérii|seriál|hilo|fil|salva|rafale|raffica|reeks|серии|серией|серію|серії)\s(?:of|von|de|di|av|af|van)?\s?"
)
_TOPIC = (
    r"response|reply|reaction|reference|addition|relation|regard|réponse|réaction|respuesta|referencia|relación"
    r"|resposta|relação|risposta|riferimento|Antwort|Reaktion|Bezug|reactie|antwoord|svar|reaktion|odpowiedzi|reakcji"
    r"|odpovědi|reakci|ответ|реакция|відповідь|رد|پاسخ|واکنش|تعليق"
)
_CASELESS = frozenset({"ar", "fa", "ckb", "he", "ja", "ko", "zh", "hi", "th"})
_UNSPACED = frozenset({"ja", "zh", "th"})
_VERB_LAST = frozenset({"ja", "ko", "tr", "hi"})
_SPREAD_LAST = frozenset({"de", "ja", "ko", "tr"})
_LETTER_FIRST = re.compile(r"[^\W\d_](?![*+?{])")
_HARAKAT = "[\u0640\u064b-\u0652]*"


class Mark(StrEnum):
    """What a word of the sentence says about where the quoted words come from."""

    PLATFORM = "platform"
    """“on Twitter”, “in a tweet”, “a Twitter user”."""
    TOPIC = "topic"
    """A tweet that is spoken about: “of the tweet”."""
    SPREAD = "spread"
    """Words of others: “rumours circulating on Twitter”."""
    READS = "reads"
    """“the tweet reads”."""
    READ_BY = "read_by"
    """“…,” reads a tweet from: only after a quotation."""
    TWEETED = "tweeted"
    TWEET = "tweet"
    """The bare noun."""
    OTHER = "other"
    """Another place: an interview, “on Facebook”."""
    SAYING = "saying"
    """A verb that leans on the one before it."""
    WROTE = "wrote"
    SAID = "said"


VERBS = frozenset({Mark.READS, Mark.READ_BY, Mark.TWEETED, Mark.SAYING, Mark.WROTE, Mark.SAID})


@dataclass(frozen=True, slots=True)
class Found:
    """A mark in a text; `end` exclusive."""

    mark: Mark
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    language: str
    spaced: bool
    """Words are set apart by spaces."""
    cased: bool
    """Names begin with a capital."""
    verb_last: bool
    """The verb follows the quotation: “…”と述べた, “…” dedi."""
    function: frozenset[str]
    pronouns: frozenset[str]
    ranks: re.Pattern[str]
    joins: re.Pattern[str]
    bare: re.Pattern[str]
    title: re.Pattern[str]
    """At the end of what stands before a quotation: it is a name or a headline."""
    free_relative: re.Pattern[str]
    """At the end of what stands before a verb: somebody else, named, who calls it so: “what Lusk [calls]”."""
    that: re.Pattern[str]
    """At the start of what stands between two quotations: reported speech goes on: “… and that”."""
    relative: re.Pattern[str]
    """A whole clause about somebody, between commas."""
    _marks: re.Pattern[str]
    goes_on: re.Pattern[str]
    """After a quotation: “!” Trump tweeted."""

    def scan(self, text: str) -> tuple[Found, ...]:
        """The marks of a text, in order, none inside another."""
        return tuple(
            Found(Mark(match.lastgroup), match.start(), match.end(), match[0])
            for match in self._marks.finditer(text)
            if match.lastgroup
        )


def _entries(words: str) -> list[str]:
    """Split at the bars outside brackets, longest first so that “tweeted out” wins over “tweeted”."""
    entries, depth, entry, in_class = [], 0, "", False
    for sign in words:
        if sign in "[]":
            in_class = sign == "["
        elif not in_class:
            depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            entries.append(entry)
            entry = ""
        else:
            entry += sign
    entries.append(entry)
    return sorted((entry for entry in entries if entry), key=len, reverse=True)


def _pattern(words: str, *, arabic: bool = False) -> str:
    """The regex of a field of the table; never matches where the field is empty."""
    patterns = []
    for entry in _entries(words):
        pattern = re.sub(r"(?<=[^\W\d_])\*", r"\\w*", entry)
        pattern = pattern.replace(" * ", r" \w+ ").replace(".", r"\.")
        pattern = re.sub(r"(?<!\[)'(?!’)", "['’]", pattern)
        pattern = re.sub(r"(?<![\[\\(:|?]) (?!\?)", r"\\s+", pattern)
        if arabic:
            pattern = re.sub(r"([\u0621-\u064a])", rf"\1{_HARAKAT}", pattern)
        patterns.append(re.sub(r"(?<![\w\\)\]*])X(?![\w])", "(?-i:X)", pattern))
    return f"(?:{'|'.join(_by_first_letter(patterns))})" if patterns else r"(?!)"


def _by_first_letter(patterns: Iterable[str]) -> Iterator[str]:
    """The same alternatives, those beginning with one letter as one, so that a word is tried against few of them."""
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        groups.setdefault(pattern[0].lower() if _LETTER_FIRST.match(pattern) else "", []).append(pattern)
    yield from groups.pop("", ())
    for letter, group in groups.items():
        # both cases written out: ignoring case, `re` would try every branch instead of looking at its first letter
        begin = f"(?-i:[{letter}{letter.upper()}])" if letter.upper() != letter else letter
        yield f"{begin}(?:{'|'.join(pattern[1:] for pattern in group)})"


@cache
def lexicon(language: str) -> Lexicon:
    """The patterns of one language of the table."""
    table = read_tables()[language]
    arabic = language in ("ar", "fa", "ckb")
    spaced, cased = language not in _UNSPACED, language not in _CASELESS
    begin, end = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    if language == "ar":
        begin = r"(?<!\w)[وف]?(?:ب(?=ت))?"
    elif language == "he":
        begin = r"(?<![\w\"״])[והשכבל]{0,2}?"
    elif language == "ko":
        begin, end = "", ""

    def words(*fields: str) -> str:
        return f"{begin}{_pattern('|'.join(table.get(name, '') for name in fields), arabic=arabic)}{end}"

    def plain(name: str) -> str:
        return _pattern(table.get(name, ""), arabic=arabic)

    x = f"(?:(?-i:X)|{plain('x')}){_X_END}" if table.get("x") else f"(?-i:X){_X_END}"
    site = rf"[«\"“„'‘]?(?:{_TWITTER}|{x})"
    net = rf"(?:{plain('net')}[\s,]+|l['’])"
    tail = rf"[»\"”“'’]?(?:\s*[(（][^()（）]{{0,30}}[)）])?(?:[\s-](?:{_ACCOUNT}))?"
    gap = rf"(?:{_SERIES}|(?!(?:{_TOPIC}|{plain('said')}|{plain('other')})\b)[\w'’\"-]+\s+)"
    glued = r"ب" if language == "ar" else ""
    platform = [
        rf"{begin}{plain('on')}\s+(?:[^\W\d_]+['’])?{net}{{0,7}}{site}{tail}",
        rf"{begin}(?:{_TWITTER}|{x})[\s-](?:{_ACCOUNT}|{plain('user')}){end}",
        rf"{begin}{plain('user')}\s+(?:\w+\s+){{0,2}}{site}",
        rf"{begin}{plain('in_tweet')}\s+{gap}{{0,5}}?{plain('tweet')}{end}",
    ]
    if glued:
        platform.append(rf"(?<!\w)[وف]?ب{plain('tweet')}{end}")
    if table.get("platform"):
        platform.append(f"{begin}{plain('platform')}")
    not_tweets = (
        r"(?:Twitter|(?-i:X))[\s-](?:bio(?!\w)|biograph\w*|DMs?(?!\w))"
        r"|(?<!\w)(?:bio|biographie|biografía)\s+(?:de\s+)?(?:Twitter|(?-i:X))"
    )
    at_place = f"(?:{'|'.join(platform)})"
    if language in _SPREAD_LAST:
        at_place += rf"(?!\s*{plain('spread')})"
    other_on = rf"(?:{begin}{plain('on')}\s+(?:[^\W\d_]+['’])?{net}{{0,7}})?(?-i:{OTHER_PLATFORM})"
    groups: Iterable[tuple[Mark, str]] = (
        (Mark.PLATFORM, at_place),
        (
            Mark.READ_BY,
            rf"{begin}{plain('reads')}\s+(?:{plain('relative')}|(?!{plain('about')}\s)[\w’'-]+\s+){{0,3}}?{plain('tweet')}{end}(?![’']s)",
        ),
        (Mark.SPREAD, rf"{begin}{plain('spread')}\s+(?:[\w’'-]+\s+){{0,4}}?{at_place}"),
        (Mark.TOPIC, rf"(?<!\w){plain('about')}\s+(?:[\w'’-]+\s+){{0,3}}?{plain('tweet')}{end}"),
        (
            Mark.READS,
            rf"{begin}{plain('tweet')}(?:,\s+{plain('relative')})?\s+(?:(?!{plain('joins')}\s)[\w@'’.-]+\s+){{0,6}}?{plain('reads')}{end}",
        ),
        (Mark.TWEETED, words("tweeted")),
        (Mark.TWEET, words("tweet")),
        (Mark.OTHER, f"{other_on}|{not_tweets}|{words('other')}"),
        (Mark.SAYING, words("saying")),
        (Mark.WROTE, words("wrote")),
        (Mark.SAID, words("said")),
    )
    said = words("tweeted", "wrote", "said")
    relative = table["relative"]
    start = (
        r"(?:(?<!\w)|(?=(?-i:[^\Wa-z])))" if cased else ""
    )  # spares the tries inside words; names of places begin large
    return Lexicon(
        language=language,
        spaced=spaced,
        cased=cased,
        verb_last=language in _VERB_LAST,
        function=frozenset(table["function"].split("|")),
        pronouns=frozenset(table["pronoun"].split("|")),
        ranks=re.compile(rf"(?:{plain('rank')}\s+)+", re.I),
        joins=re.compile(rf"[\s,]*(?:{plain('joins')})(?!\w)", re.I),
        bare=re.compile(plain("bare"), re.I),
        title=re.compile(rf"{words('title')}[\s:,]*$", re.I),
        free_relative=re.compile(
            rf"(?<!\w)(?i:{plain('what')})\s+(?!(?i:{table['pronoun']})\b)(?=[^a-z]|the\b)[\w’'.-]+(?:\s[\w’'.-]+){{0,3}}\s*$"
        ),
        that=re.compile(rf"[\s,]*(?:{plain('joins')})\s+(?:{plain('that')})(?!\w)", re.I),
        relative=re.compile(
            rf",\s+(?:(?!{said})\w+\s+){{0,3}}?{plain('relative')}(?!\w)(?:[^,;:]|(?<=\d),(?=\d))*,", re.I
        )
        if relative
        else re.compile("(?!)"),
        _marks=re.compile(f"{start}(?:{'|'.join(f'(?P<{mark}>{pattern})' for mark, pattern in groups)})", re.I),
        goes_on=re.compile(rf"(?:[\w@.'’-]+\s+){{0,5}}?{said}", re.I),
    )
