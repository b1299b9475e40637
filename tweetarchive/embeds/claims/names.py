"""Names and descriptions of people in a stretch of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from tweetarchive.embeds.claims.lexicon import Found, Lexicon

_PARTICLES = frozenset(
    """
    de da do dos du der den von van zu bin bint ibn al el la le di del della ter ten al- ben abu af e y i
    """.split()  # noqa: SIM905  reads better
)
"""Inside a name, in any language."""
ARTICLES = frozenset(
    """
    the a an der die das ein eine le la les l un une el los las o os as um uma il lo i gli de het een den det et one
    another some this that his her their ο η το
    """.split()  # noqa: SIM905  reads better
)
"""Before a description."""
NO_NAMES = frozenset(
    """
    twitter x tweet tweets facebook instagram monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december montag dienstag mittwoch
    donnerstag freitag samstag sonntag morgen abend nachmittag vormittag nacht mittag uhr januar februar märz mai
    juni juli oktober dezember meanwhile earlier later however today yesterday tonight gestern heute
    kurznachrichtendienst plattform netzwerk i’m wochenende account konto profil tag zuvor am pm a.m p.m gmt est et
    """.split()  # noqa: SIM905  reads better
)
"""Words with a capital that are no name."""
SEGMENT = re.compile(r"[,;،؛、，。:：—–\ue000]|\s-\s|[“”„«»\"]")
HANDLE = re.compile(r"(?<![\w/])@(?:[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]){1,50}")
"""X allows fifteen letters of ASCII; what cannot exist is read as written too, to be found false. Scripts that write no
blank behind a handle end it."""
TOKEN = re.compile(
    HANDLE.pattern + r"|[^\W_]+(?:[’'.\-·־״\"‌][^\W_]+)*(?:(?<=\b[^\W\d_])\.|(?<=Rep)\.|(?<=Sen)\.)?|#\w+"
)
_ARTICLED = frozenset({"de", "fr", "es", "pt", "it", "nl", "ca", "el"})
_OFFICE_OF = re.compile(
    r"((?:[^\W\d_]+\s+){1,2}(?:of|de|del|della|dello|di|do|da|du|des|von|der|van|av|af|od)\s+"
    r"(?:(?:the|la|las|los|el|der|de|het)\s+)?)$"
)
_ELIDED = re.compile(r"^[ldLD][’']")
_A_IS_NO_ARTICLE = frozenset({"fr", "es", "it", "ro", "pl", "cs"})
_INDEFINITE = frozenset({"a", "an", "one", "another", "some", "ein", "eine", "un", "une"})
_OF = re.compile(r"\s+(?:of|from|at|with)(?:\s+the)?\s+", re.I)
_MOST_NAME_WORDS = 7
_MOST_DESCRIBING_WORDS = 5
_POSSESSIVE = re.compile(r"[’']s?$")


class Reference(Enum):
    """Somebody named before."""

    PRONOUN = auto()


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    definite: bool = False
    """A description that may stand for somebody named before: “the president”."""


Speaker = Named | Reference | None


def segments(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for edge in SEGMENT.finditer(text):
        yield start, text[start : edge.start()]
        start = edge.end()
    yield start, text[start:]


def is_covered(at: int, marks: tuple[Found, ...]) -> bool:
    return any(found.start <= at < found.end for found in marks)


def is_adverbial(segment: str, start: int, marks: tuple[Found, ...], lexicon: Lexicon) -> bool:
    """Whether a stretch begins with a preposition or “when”: “On Monday”; not “In a tweet the …”."""
    first = next((token for token in TOKEN.finditer(segment) if not is_covered(token.start() + start, marks)), None)
    return (
        first is not None
        and first[0].lower() in lexicon.function
        and first[0].lower() not in ARTICLES
        and first[0].lower() not in lexicon.pronouns
    )


def noun_phrase(
    text: str, marks: tuple[Found, ...], offset: int, lexicon: Lexicon, *, last: bool, proper: bool = False
) -> Speaker:
    """The last (or first) name in a stretch; else a pronoun; else, unless `proper`, a description."""
    runs: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    pronoun = False
    plain: list[re.Match[str]] = []
    for token in TOKEN.finditer(text):
        word = token[0]
        covered = is_covered(token.start() + offset, marks)
        is_name = (
            not covered
            and word.lower().rstrip(".") not in NO_NAMES
            and (
                (word[0].isupper() and not ((word.lower() in lexicon.function or word.lower() in ARTICLES) and not run))
                or word[0] == "@"
            )
        )
        if run and not is_name and word.lower() in _PARTICLES and not covered:
            run.append(token)
            continue
        if is_name:
            run.append(token)
            plain.append(token)
            continue
        if run:
            runs.append(run)
            run = []
        if word.lower() in lexicon.pronouns and not covered:
            pronoun = True
        elif not covered:
            plain.append(token)
    if run:
        runs.append(run)
    if runs:
        if pronoun and not last and len(runs) > 1:
            return Reference.PRONOUN
        if (
            last
            and len(runs) > 1
            and len(runs[-2]) > 1
            and _OF.fullmatch(text[runs[-2][-1].end() : runs[-1][0].start()])
        ):
            runs.pop()  # “Ken Vogel of The New York Times”
        named = _as_name(text, runs[-1] if last else _first_run(text, runs), lexicon)
        owner = _POSSESSIVE.search(runs[-1][-1][0]) if last and lexicon.language == "en" else None
        return _owned(text, runs[-1], plain, lexicon) or named if owner else named
    if pronoun:
        return Reference.PRONOUN
    if proper:
        return None
    return _description(text, plain, lexicon)


def _first_run(text: str, runs: list[list[re.Match[str]]]) -> list[re.Match[str]]:
    """Of “Democratic strategist Adam Parkhomenko” the name: the run after small words of office."""
    first = runs[0]
    for following in runs[1:]:
        between = text[first[-1].end() : following[0].start()].split()
        if 0 < len(between) <= 2 and len(following) >= 2 and len(first) == 1:
            return following
        break
    return first


def _as_name(text: str, run: list[re.Match[str]], lexicon: Lexicon) -> Named | None:
    while run and run[-1][0].lower() in _PARTICLES:
        run = run[:-1]
    if not run:
        return None
    start = run[-_MOST_NAME_WORDS:][0].start()
    office = _OFFICE_OF.search(text[max(0, start - 60) : start])
    if office and not any(word in lexicon.function for word in office[1].split()[:1]):
        return Named((office[1] + text[start : run[-1].end()]).strip())
    name = text[start : run[-1].end()]
    name = _POSSESSIVE.sub("", name.strip(" ."))
    bare = lexicon.ranks.sub("", name, count=1) if lexicon.ranks.match(name) else name
    name = bare if bare and bare[0].isupper() else name
    return Named(name) if name else None


def _owned(text: str, owner: list[re.Match[str]], words: list[re.Match[str]], lexicon: Lexicon) -> Named | None:
    """“OpenAI’s head of robotics”: not OpenAI."""
    end = None
    for token in words:
        if token.start() < owner[-1].end():
            continue
        word = token[0].lower()
        if word in NO_NAMES or (word in lexicon.function and (end is None or word not in ("of", "for", "and"))):
            break
        end = token.end() if word not in lexicon.function else end
    return Named(text[owner[0].start() : end]) if end is not None else None


def _description(text: str, tokens: list[re.Match[str]], lexicon: Lexicon) -> Speaker:
    """“the fire brigade”, “l’ancien ministre”: as written, from the first word that tells to the last."""
    if not tokens:
        return None
    if lexicon.language in _ARTICLED:  # “[tuiteó] escuetamente la candidata”
        at = next((i for i, token in enumerate(tokens[:3]) if token[0].lower() in ARTICLES), 0)
        tokens = tokens[at:]
    first = tokens[0][0].lower()
    elided = _ELIDED.match(first) is not None
    articled = elided or (first in ARTICLES and not (first == "a" and lexicon.language in _A_IS_NO_ARTICLE))
    definite = articled and first not in _INDEFINITE
    if len(tokens) > _MOST_NAME_WORDS and articled:
        tokens = tokens[:2]  # “The company promoted the trade and …”: its verb is none we know
    if lexicon.language in _ARTICLED and not articled:
        return None
    content = [token for token in tokens if token[0].lower() not in lexicon.function or token[0].lower() == "one"]
    if not content or len(tokens) > _MOST_NAME_WORDS or all(token[0].lower() in NO_NAMES for token in content):
        return None
    name = text[content[0].start() : content[:_MOST_DESCRIBING_WORDS][-1].end()]
    return Named(_ELIDED.sub("", name), definite=definite)
