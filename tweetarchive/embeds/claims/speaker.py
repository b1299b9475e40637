"""Who a sentence says wrote the quoted words, as it names them."""

from __future__ import annotations

import re

from tweetarchive.embeds.claims import caseless
from tweetarchive.embeds.claims.attribution import REACH
from tweetarchive.embeds.claims.lexicon import VERBS, Found, Lexicon, Mark
from tweetarchive.embeds.claims.names import (
    ARTICLES,
    HANDLE,
    NO_NAMES,
    TOKEN,
    Named,
    Reference,
    Speaker,
    is_adverbial,
    noun_phrase,
    segments,
)

_PARENTHESIS = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
_BY = re.compile(
    r"\s*\b(?:from|by|von|vom|par|de|du|des|der|del|di|dello|della|da|do|av|af|van|od|från|fra|του|της|oleh)\s+"
)


_ANOTHER = re.compile(r"another\b|a (?:second|third)\b")
_FAR = 60  # characters from a verb to the segment in which its subject may begin


def speaker_after(text: str, lexicon: Lexicon) -> Speaker:
    """Who speaks, by the words after a quotation: “…,” he tweeted; “…”, tweeted Will Hurd, a Republican."""
    text = _PARENTHESIS.sub(lambda match: " " * len(match[0]), text[:REACH])
    marks = lexicon.scan(text)
    verb = next((found for found in marks if found.mark in VERBS and found.mark is not Mark.SAYING), None)
    if not lexicon.cased:
        return caseless.find_subject(text, marks, verb, lexicon)
    if verb is None:
        place = next((found for found in marks if found.mark is Mark.PLATFORM), None)
        return _beside_place(text, place, marks, lexicon) if place else None
    ahead = _subject(text[: verb.start], marks, lexicon)
    return ahead if ahead is not None else _inverted(text, marks, verb.end, lexicon)


def speaker_before(text: str, lexicon: Lexicon) -> Speaker:
    """Who speaks, by the words before a quotation: “Mustafa Bali, spokesman for the SDF, tweeted: …”."""
    text = _PARENTHESIS.sub(lambda match: " " * len(match[0]), text[-REACH:])
    marks = lexicon.scan(text)
    finite = [found for found in marks if found.mark in VERBS and found.mark is not Mark.SAYING]
    verb = finite[-1] if finite else None
    if not lexicon.cased:
        return caseless.find_subject(text, marks, verb, lexicon)
    if verb is None:
        return _by_phrase(text, marks, lexicon) or _first_name(text, marks, lexicon)
    if verb.mark is Mark.READS:
        return _author_of_tweet(text, verb, marks, lexicon)
    found = _subject(text[: verb.start], marks, lexicon)
    return found if found is not None else _inverted(text, marks, verb.end, lexicon)


def handle_in(text: str) -> str | None:
    """The handle a sentence's own words give: the only one, or the first in brackets."""
    matches = list(HANDLE.finditer(text))
    handles = [match[0][1:] for match in matches]
    for match in matches:
        if text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")":
            return match[0][1:]
    return handles[0] if len(set(handles)) == 1 else None


def _subject(text: str, marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    """The subject of a verb, in what stands before it."""
    *earlier, (start, nearest) = segments(text)
    joined = lexicon.joins.match(nearest)
    if joined is not None:  # “…, while another tweeted”
        start, nearest = start + joined.end(), nearest[joined.end() :]
    last = noun_phrase(nearest, marks, start, lexicon, last=True)
    if not isinstance(last, Named):
        return last or _first_proper(earlier, marks, lexicon)
    if is_adverbial(nearest, start, marks, lexicon):
        # “On Monday Ann Lee tweeted”, unless a stretch before names somebody: “Ann Lee, at Leeds, tweeted”
        return _first_proper(earlier, marks, lexicon) or (last if last.name[0].isupper() else None)
    if last.name[0].islower() and not last.definite and not _ANOTHER.match(last.name):
        name = _first_proper(earlier, marks, lexicon)
        return name if name is not None else last
    return last


def _first_proper(stretches: list[tuple[int, str]], marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    """The first name of a sentence whose verb is cut off from it by an apposition."""
    single: Speaker = None
    for start, segment in stretches:
        if is_adverbial(segment, start, marks, lexicon):
            continue
        found = noun_phrase(segment, marks, start, lexicon, last=True, proper=True)
        if isinstance(found, Named) and " " in found.name:
            return found
        single = single or found
    if single is None and stretches and not is_adverbial(stretches[0][1], stretches[0][0], marks, lexicon):
        return noun_phrase(stretches[0][1], marks, stretches[0][0], lexicon, last=False)
    return single


def _first_name(text: str, marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    found = _first_proper(list(segments(text)), marks, lexicon)
    if found is not None:
        return found
    for start, segment in segments(text):
        phrase = noun_phrase(segment, marks, start, lexicon, last=False)
        if isinstance(phrase, Reference):
            return phrase
    return None


def _beside_place(text: str, place: Found, marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    """“…”, s’est réjoui le capitaine sur Twitter; «…», говорится в твите депутата Кота: no verb we know."""
    lead = text[: place.start]
    named = noun_phrase(lead, marks, 0, lexicon, last=True, proper=True)
    if named is not None:
        return named
    articles = [token for token in TOKEN.finditer(lead) if token[0].lower() in ARTICLES]
    if articles:
        return noun_phrase(lead[articles[-1].start() :], (), 0, lexicon, last=True)
    return _by_phrase(text, marks, lexicon) or _inverted(text, marks, place.end, lexicon)


def _by_phrase(text: str, marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    """“a post on X by the fire brigade”."""
    place = next((found for found in reversed(marks) if found.mark is Mark.PLATFORM), None)
    by = _BY.match(text, place.end) if place else None
    return noun_phrase(_first_segment(text[by.end() :]), (), by.end(), lexicon, last=False) if by else None


def _first_segment(text: str) -> str:
    return next(segments(text))[1]


def _inverted(text: str, marks: tuple[Found, ...], at: int, lexicon: Lexicon) -> Speaker:
    """“tweeted Will Hurd, a Texas Republican”; „schrieb auf Twitter der Minister“."""
    described: Speaker = None
    for start, segment in segments(text[at:]):
        phrase = noun_phrase(segment, marks, at + start, lexicon, last=False)
        if isinstance(described, Named):
            # “tweeted the union’s secretary, Didier Marchal”: the description, unless a whole name follows it
            return phrase if isinstance(phrase, Named) and _is_whole_name(segment, phrase) else described
        if isinstance(phrase, Named) and phrase.name[0].islower() and phrase.definite:
            described = phrase
        elif phrase is not None:
            return phrase
        if start > _FAR:
            break
    return described


def _is_whole_name(segment: str, phrase: Named) -> bool:
    words = phrase.name.split()
    return len(words) > 1 and words[0][0].isupper() and segment.strip(" .!?\ue000") == phrase.name


def _author_of_tweet(text: str, reads: Found, marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    """“The tweet from Vulture magazine reads”, “Trump's tweet read”."""
    by = [word for word in TOKEN.findall(reads.text)[1:-1] if word.lower() not in lexicon.function]
    by = [word for word in by if word.lower() not in NO_NAMES]
    if by:
        return Named(" ".join(by))
    return noun_phrase(text[: reads.start], marks, 0, lexicon, last=True, proper=True)
