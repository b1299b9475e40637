"""Where the words around a quotation say it comes from: a tweet, another place, or they do not say."""

from __future__ import annotations

import re
from enum import Enum, auto

from tweetarchive.embeds.claims.clauses import (
    BARE_ADVERBIAL,
    ends_clause_of_unknown_verb,
    has_words,
    segment_of,
    starts_phrase,
)
from tweetarchive.embeds.claims.lexicon import OTHER_PLATFORM, VERBS, Found, Lexicon, Mark
from tweetarchive.embeds.claims.names import HANDLE

REACH = 700  # characters of a sentence's own words read on each side of a quotation; keeps hostile pages cheap
CLOSE = 160  # characters from a quotation to the verb that follows it: a name with its offices and an aside
UNPAUSED = 45  # the same where no comma parts them: “Stop the boats” has been … is not “Stop the boats” she tweeted
_PARENTHESIS = re.compile(r"\([^()]*\)|（[^（）]*）")
_DASHES = ("—", "–", "-")
_AFTER = re.compile(
    r"(?<!\w)(?:after|before|since|following|amid|when|après|avant|quand|nach|nachdem|tras|cuando|após|dopo|quando|na|nadat"
    r"|efter|när|po|после|після)\s*$"
)
_HAS_BEEN = re.compile(r"^\s*(?:has|have|had)\s+been\s+(?:\w+\s+)?$")
_AS = re.compile(r"(?<!\w)(?:as|als|comme|como|come|jako|som|как|як)\s*$")
_OLD_NAME = re.compile("Twitter|Твиттер|Твіттер|تويتر|توییتر|טוויטר|ツイッター|트위터|推特|[(（]X[)）]", re.I)
_ANY_NETWORK = re.compile(
    r"social media|soziale\w* (?:Netzwerk|Medi)|réseaux sociaux|redes sociales|redes sociais|sui social|sociale media"
    r"|sociala medier|mediach społecznościowych|sociálních sítích|sosyal medya|соцсет|соцмереж|التواصل|شبکه‌های اجتماعی",
    re.I,
)
_IN = re.compile(
    r"(?<!\w)(?:in|during|at|to|on|im|bei|dans|à|en|em|w|v|ve|в|у|på|i|a|tijdens|в|في|در|ב)\s+(?:\w+\s+){0,2}$"
)
_STEM = re.compile(
    r"tw[eiıíêî]|t(?:iwît|uit|uít|vit|vít|viit|ivit|rin|łit)|zwitscher|gazouill|c(?:inguett|sirip|icit|uit)|ćwierk|τιτί"
    r"|pi[uo]l|k(?:vit|icau)|т(?:вит|віт)|غر|تدوين|منشور|بيان|رسال|توی|توئ|تويت|ציוץ|ציוצ|צייצ|צייץ|טוו?יט|ツイ|つぶや|呟|트위|트윗|推"
    r"|ट्वि|ट्वी|ทวี|ทวิ|του[ίι]|إكس|اكس|أكس|ئێکس|اکس|ایکس|אי?קס|엑스|एक्स|เอ็กซ์|икс|ікс|х(?<!\wх)(?!\w)|ｘ"
    r"|post|poszt|запост|投稿|ポスト|@|" + "|".join("\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
)
"""In lower case; see `may_tell`. Each begins with a letter, no class or lookbehind: `re` then skips to such letters."""
_X = re.compile(r"X(?<![A-Za-z0-9]X)")
_PICTURES = re.compile(
    r"\b(?:photos?|pictures?|images?|videos?|links?|clips?|gifs?|memes?|screenshots?|fotos?|vidéos?|vídeos?|bild|bilder"
    r"|lien|enlace|zdjęcie|nagranie|odkaz|fotky|fotografii|ссылк\w+|фото|видео|відео|صورة|فيديو|رابط|תמונה|סרטון|immagine"
    r"|articles?|stor(?:y|ies)|headlines?|quotes?|lyrics?)\b",
    re.I,
)
_FOLLOWS_PARTICLE = re.compile(
    r"\s*(?:と|って|などと|との|라고|이라고|고|이라며|라며|며|이라|는|diye|dedi|ifade|şeklinde|sözleri)"
)


class Channel(Enum):
    """What one side of a quotation says."""

    TWEET = auto()
    POSTED = auto()
    """“posted”, with no place named."""
    WROTE = auto()
    """Written speech, no place named: goes on where a tweet was quoted before."""
    SAID = auto()
    OTHER = auto()
    """Another place than a tweet."""
    LEANS = auto()
    """“, adding”: what the quotation before says."""
    SILENT = auto()
    """Words, but none of speech."""
    NO_WORDS = auto()


def blank_asides(text: str, lexicon: Lexicon) -> str:
    """The text with brackets and closed relative clauses made blank, so that “…, who tweeted about it, said” says
    nothing of a tweet. Same length."""
    text = _PARENTHESIS.sub(_blank, text)
    return lexicon.relative.sub(lambda match: "," + " " * (len(match[0]) - 2) + ",", text)


def _blank(match: re.Match[str]) -> str:
    return match[0] if "@" in match[0] or _OLD_NAME.search(match[0]) else " " * len(match[0])


def may_tell(text: str) -> bool:
    """A quick look: False only where no word, in any language, can name Twitter, X, a tweet or an account, or means a
    post by itself; then nothing here says where a quotation comes from. Arabic vowel signs hide a stem: True."""
    return _X.search(text) is not None or _STEM.search(text.lower()) is not None


def before(text: str, lexicon: Lexicon) -> Channel:
    """What the words before a quotation say of it: the last verb governs."""
    if not has_words(text):
        return Channel.NO_WORDS
    text = blank_asides(text[-REACH:], lexicon)
    marks = lexicon.scan(text)
    verbs = [found for found in marks if found.mark in VERBS]
    if not verbs:
        return _without_verb(text, marks, lexicon)
    verb = verbs[-1]
    return _governed(text, marks, verb, lexicon, earlier=True)


def after(text: str, lexicon: Lexicon, *, reach: int = CLOSE) -> Channel:
    """What the words after a quotation say of it: the first verb governs.

    Args:
        reach: how far from the quotation the verb may begin, in characters.
    """
    if not has_words(text):
        return Channel.NO_WORDS
    text = blank_asides(text[:REACH], lexicon)
    marks = lexicon.scan(text)
    verbs = [found for found in marks if found.mark in VERBS and found.start < reach]
    if not verbs:
        places = [found for found in marks if found.mark in (Mark.PLATFORM, Mark.OTHER)]
        if places and (starts_phrase(text, places[0]) or ends_clause_of_unknown_verb(text, places[0], lexicon)):
            return Channel.TWEET if places[0].mark is Mark.PLATFORM else Channel.OTHER
        return Channel.SILENT
    if lexicon.verb_last:
        tweeted = [found for found in verbs if found.mark is Mark.TWEETED]
        return _governed(text, marks, (tweeted or verbs)[0], lexicon, earlier=False)
    if lexicon.language == "en" and _HAS_BEEN.search(text, 0, verbs[0].start):
        return Channel.SILENT  # The motto, “Move fast,” has been mocked on X
    return _governed(text, marks, verbs[0], lexicon, earlier=False)


def goes_on(lead: str, ahead: Channel, lexicon: Lexicon) -> bool:
    """Whether words between two quotations go on with who said the first: “…” and that it was “…”; “…” and called …"""
    if ahead is not Channel.TWEET and lexicon.that.match(lead):
        return True
    joined = lexicon.joins.match(lead) if ahead in (Channel.SAID, Channel.WROTE) else None
    verb = next((found for found in lexicon.scan(lead) if found.mark in VERBS), None) if joined else None
    return joined is not None and verb is not None and not has_words(lead[joined.end() : verb.start])


def names_place(text: str, lexicon: Lexicon) -> bool:
    """Whether the words after a quotation, whose verb stands before it, end by naming Twitter: “…, in a tweet”."""
    text = blank_asides(text[:REACH], lexicon)
    return any(
        found.mark is Mark.PLATFORM and (starts_phrase(text, found) or lexicon.verb_last)
        for found in lexicon.scan(text)
    )


def names_other(text: str, lexicon: Lexicon) -> bool:
    return any(found.mark is Mark.OTHER for found in lexicon.scan(blank_asides(text[:REACH], lexicon)))


def speaks_of_tweets(text: str, lexicon: Lexicon) -> bool:
    """Whether a sentence that quotes nothing says that somebody wrote on Twitter."""
    return may_tell(text) and any(
        found.mark in (Mark.PLATFORM, Mark.TWEETED) for found in lexicon.scan(blank_asides(text[:REACH], lexicon))
    )


def up_to_place(text: str, lexicon: Lexicon) -> str:
    """A sentence up to where it says that somebody wrote on Twitter; what follows may be about others."""
    if lexicon.verb_last:
        return text
    places = [found for found in lexicon.scan(text) if found.mark in (Mark.PLATFORM, Mark.TWEETED)]
    return text[: places[-1].end] if places else text


def _without_verb(text: str, marks: tuple[Found, ...], lexicon: Lexicon) -> Channel:
    places = [found for found in marks if found.mark in (Mark.PLATFORM, Mark.OTHER)]
    if places:
        if lexicon.cased and _AFTER.search(text, places[-1].end):
            return Channel.SILENT  # “took to Twitter after “The Last Ferry” won”
        if text[: places[-1].start].rstrip().endswith(",") and _AS.search(text, places[-1].end):
            return Channel.SILENT  # die Kanzlerin, auf Twitter oft als „Mutti“ verspottet, …
        return Channel.TWEET if places[-1].mark is Mark.PLATFORM else Channel.OTHER
    if any(found.mark is Mark.TWEET for found in marks) and text.rstrip().endswith((":", "：", "(", "（")):
        return Channel.TWEET
    if marks and marks[-1].mark is Mark.TWEET and text[marks[-1].end :].strip() in _DASHES:
        return Channel.TWEET  # the tweet — “…” — was deleted
    if HANDLE.search(text) and text.rstrip().endswith(":"):
        return Channel.TWEET
    return Channel.SILENT


def _governed(text: str, marks: tuple[Found, ...], verb: Found, lexicon: Lexicon, *, earlier: bool) -> Channel:
    """What the governing verb and the places near it say. `earlier`: the quotation follows the text."""
    match verb.mark:
        case Mark.READS:
            return Channel.TWEET
        case Mark.READ_BY:
            inside = lexicon.scan(verb.text.partition(" ")[2])
            is_place = any(found.mark is Mark.PLATFORM for found in inside)  # “said in a tweet that”
            return Channel.SAID if earlier and not is_place else Channel.TWEET
        case Mark.TWEETED:
            object_ = text[verb.end :] if earlier else ""
            if _AS.search(object_) and any(found.mark is Mark.SAID and found.start < verb.start for found in marks):
                return Channel.SAID  # “described the night Trump tweeted the news as “…””
            is_caption = object_.rstrip().endswith((":", "：", ","))
            return Channel.SILENT if _PICTURES.search(object_) and not is_caption else Channel.TWEET
        case Mark.SAYING:
            return _leaning(text, marks, verb, lexicon)
    start, end = segment_of(text, verb)
    if earlier and lexicon.free_relative.search(text[start : verb.start]):
        return Channel.SAID  # “feuding on Twitter over what Lusk calls “the water tax””
    near = [f for f in marks if start <= f.start < end and f.mark in (Mark.PLATFORM, Mark.OTHER)]
    if near:
        nearest = min(near, key=lambda found: abs(found.start - verb.start))
        if any(found.mark is Mark.PLATFORM for found in near) and nearest.mark is Mark.OTHER:
            # “said in a statement posted on Twitter” is a tweet; “told CNN, on Facebook and Twitter” is not only one
            return Channel.TWEET if near[-1].mark is Mark.PLATFORM and "Twitter" in text else Channel.OTHER
        return Channel.TWEET if nearest.mark is Mark.PLATFORM else Channel.OTHER
    others = [found for found in marks if found.mark is Mark.OTHER]
    for place in marks:
        if place.mark is Mark.PLATFORM and _tells_where(text, place, marks, lexicon, earlier=earlier):
            return Channel.TWEET
        if (
            place.mark is Mark.PLATFORM
            and earlier
            and verb.mark is Mark.WROTE
            and place.start < verb.start
            and not others
        ):
            return Channel.TWEET
        if place.mark is Mark.TWEETED and place is not verb and _joined(text, place, verb, lexicon, earlier=earlier):
            return Channel.TWEET
    if others:
        return Channel.OTHER
    if _by_handle(text, verb, earlier=earlier):
        return Channel.TWEET
    if lexicon.bare.fullmatch(verb.text) and not _ANY_NETWORK.search(text):
        return Channel.POSTED
    return Channel.WROTE if verb.mark is Mark.WROTE else Channel.SAID


def _leaning(text: str, marks: tuple[Found, ...], verb: Found, lexicon: Lexicon) -> Channel:
    """“posted a picture on X, saying”: the nearest place or verb of tweeting decides."""
    following = [
        found
        for found in marks
        if found.start > verb.start
        and (found.mark is Mark.PLATFORM or (found.mark is Mark.OTHER and _IN.search(text, verb.end, found.start)))
    ]
    if following:
        return Channel.TWEET if following[0].mark is Mark.PLATFORM else Channel.OTHER
    anchors = [
        found
        for found in marks
        if found.start < verb.start and found.mark in (Mark.PLATFORM, Mark.OTHER, Mark.TWEETED, Mark.READS, Mark.WROTE)
    ]
    if not anchors:
        return Channel.LEANS
    match anchors[-1].mark:
        case Mark.PLATFORM | Mark.TWEETED | Mark.READS:
            return Channel.TWEET
        case Mark.OTHER:
            return Channel.OTHER
    if any(found.mark in (Mark.PLATFORM, Mark.TWEETED) for found in anchors):
        return Channel.TWEET
    retweeted = "retweet" in anchors[-1].text.lower() or "re-tweet" in anchors[-1].text.lower()
    return Channel.TWEET if retweeted else Channel.WROTE


def _tells_where(text: str, place: Found, marks: tuple[Found, ...], lexicon: Lexicon, *, earlier: bool) -> bool:
    start, end = segment_of(text, place)
    if re.search(OTHER_PLATFORM, text[start : place.start]):
        return False  # “in a Facebook post that was shared on Twitter, he wrote”
    if not earlier and not lexicon.pronouns.isdisjoint(text[place.end : end].rstrip(".!").lower().split()):
        return False  # „…“, sagte sie dem Sender, auf Twitter schwieg sie
    inside = [found for found in marks if start <= found.start < end and found.mark in VERBS]
    if any(found.mark in (Mark.SAYING, Mark.WROTE, Mark.TWEETED) for found in inside):
        return earlier  # “writing on X, she called him”; after a quotation it would be another sentence's place
    return not inside and len(text[start : place.start].strip()) <= BARE_ADVERBIAL / 2


def _joined(text: str, tweeted: Found, verb: Found, lexicon: Lexicon, *, earlier: bool) -> bool:
    """“tweeted a picture and wrote”: two verbs of one subject."""
    if not earlier or tweeted.start > verb.start:
        return False
    start, _ = segment_of(text, verb)
    if tweeted.start >= start:
        return lexicon.joins.search(text, tweeted.end, verb.start) is not None
    return lexicon.joins.match(text, start - 1) is not None and len(text[start : verb.start].split()) <= 3


def _by_handle(text: str, verb: Found, *, earlier: bool) -> bool:
    """“@KestrelFire had written”: an account that writes."""
    if earlier:
        start, _ = segment_of(text, verb)
        if text[:start].endswith(",") and HANDLE.fullmatch(text[:start].rstrip(",").rpartition(",")[2].strip()):
            return True  # “One user, @KestrelFire, quipped”
        handles = list(HANDLE.finditer(text, start, verb.start))
        return bool(handles) and not has_words(text[start : handles[-1].start()])
    handle = HANDLE.search(text, 0, CLOSE)
    return handle is not None and "(" not in text[: handle.start()] and len(text[: handle.start()].split()) <= 2


def is_followed_by_particle(text: str) -> bool:
    """「…」と, “…”라고: the quotation is what somebody said, not a title or a scare quote."""
    return _FOLLOWS_PARTICLE.match(text) is not None
