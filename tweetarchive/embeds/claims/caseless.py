"""The subject of a sentence in scripts without capitals: by the place of the words beside the verb."""

from __future__ import annotations

import re

from tweetarchive.embeds.claims.lexicon import VERBS, Found, Lexicon
from tweetarchive.embeds.claims.names import SEGMENT, TOKEN, Named, Reference, Speaker, is_covered, segments

_MOST_CASELESS_WORDS = 5
_JA_TOPIC = re.compile(r"([^\s、。「」『』：:]{1,24}?)(?:氏|さん|大統領|首相|選手|議員)?(?:は|が)(?=、|$|\S)")
_JA_PARTICLE = re.compile(r"^(?:など)?(?:と|って)")
_KO_TOPIC = re.compile(r"((?:[^\s,“”\"‘’'.]+\s){0,3}[^\s,“”\"‘’'.]+?)(?:은|는|이|가|께서는|도)(?=[\s,])")
_ZH_SUBJECT = re.compile(
    r"^\W*([^\W\d_]{2,16}?)(?=\W*(?:\d|周|週|星期|今|昨|日前|随后|隨後|当|當|在|于|於|發推|发推|發文|发文|寫|写|也|則|则|還|还|表示"
    r"|稱|称|通|透|推文|的))"
)


def find_subject(text: str, marks: tuple[Found, ...], verb: Found | None, lexicon: Lexicon) -> Speaker:
    """Scripts without capitals: by the place of the words beside the verb."""
    match lexicon.language:
        case "ja":
            return _by_pattern(_JA_TOPIC, _JA_PARTICLE.sub("", text), lexicon)
        case "ko":
            return _by_pattern(_KO_TOPIC, text, lexicon)
        case "zh" | "th":
            return _by_pattern(_ZH_SUBJECT, text, lexicon)
    of = re.search(r"של\s+", text) if lexicon.language == "he" else None
    if of is not None and (verb is None or of.start() < verb.start):
        return _plain_words(text, of.end(), marks, lexicon)
    if verb is not None and lexicon.language in ("ar", "he"):
        start = max((edge.end() for edge in SEGMENT.finditer(text, 0, verb.start)), default=0)
        verb = next(found for found in marks if found.start >= start and found.mark in VERBS)
        following = _plain_words(text, verb.end, marks, lexicon)
        if following is not None and lexicon.language == "ar":
            return following
        return _words_before(text, verb, marks, lexicon) or following
    return _plain_words(text, 0, marks, lexicon) or (_plain_words(text, verb.end, marks, lexicon) if verb else None)


def _by_pattern(pattern: re.Pattern[str], text: str, lexicon: Lexicon) -> Speaker:
    for match in pattern.finditer(text):
        name = match[1].strip(' 、，,・“”"')
        if lexicon.language == "ja" and any(sign in name for sign in "でにをと"):
            continue
        if name:
            named = Named(_last_words(name, lexicon), definite=name.startswith("同"))
            return Reference.PRONOUN if name in lexicon.pronouns else named
    return None


def _last_words(name: str, lexicon: Lexicon) -> str:
    words = [word for word in name.split() if word not in lexicon.function]
    return " ".join(words[-3:]) or name


def _plain_words(text: str, start: int, marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    """The words from here to the next small word, mark or comma."""
    words: list[str] = []
    at = start
    for token in TOKEN.finditer(text, start):
        between = text[at : token.start()]
        at = token.end()
        if words and SEGMENT.search(between):
            break
        word = token[0]
        covered = is_covered(token.start(), marks)
        if covered or word in lexicon.function:
            if words:
                break
            if word in lexicon.pronouns:
                return Reference.PRONOUN
            continue
        if word in lexicon.pronouns:
            return Reference.PRONOUN
        words.append(word)
        if len(words) > _MOST_CASELESS_WORDS:
            break
    return _without_rank(words, lexicon)


def _words_before(text: str, verb: Found, marks: tuple[Found, ...], lexicon: Lexicon) -> Speaker:
    for start, segment in reversed(list(segments(text[: verb.start]))):
        words = [token[0] for token in TOKEN.finditer(segment) if not is_covered(token.start() + start, marks)]
        if words and words[-1] in lexicon.pronouns:
            return Reference.PRONOUN
        words = [word for word in words if word not in lexicon.function]
        if words:
            return _without_rank(words[-_MOST_CASELESS_WORDS:], lexicon)
    return None


def _without_rank(words: list[str], lexicon: Lexicon) -> Speaker:
    if not words:
        return None
    name = " ".join(words)
    return Named(lexicon.ranks.sub("", name, count=1) if lexicon.ranks.match(name + " ") else name)
