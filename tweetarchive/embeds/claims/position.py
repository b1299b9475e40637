"""How a quotation stands in its sentence."""

from __future__ import annotations

import re

from tweetarchive.embeds.claims import attribution as attributed
from tweetarchive.embeds.claims.attribution import Channel
from tweetarchive.embeds.claims.clauses import has_words
from tweetarchive.embeds.claims.lexicon import Lexicon, Mark
from tweetarchive.embeds.claims.quotes import Quote

_BARE_HASHTAGS = re.compile(r"(?:#\w+\s*)+")
_CLAUSE_END = (",", "!", "?", "…", "—", "–", "،", ".", "؟", "。", "！", "？", "-")
_PAUSE = (",", "،", "，", "、", "–", "—", "-", ":", "…")


def is_postposed(quote: Quote, lead: str, tail: str, place: int, is_last: bool, words: Lexicon) -> bool:
    """Whether the words after a quotation attribute it: “…,” he tweeted; „…“, twitterte er; 「…」とツイートした."""
    if not has_words(tail):
        return False
    start = tail.lstrip()
    if words.verb_last:
        if place == 0 and not has_words(lead):
            return True
        return attributed.is_followed_by_particle(tail) or words.language == "tr" or words.language == "hi"
    if place == 0 and not has_words(lead):
        return True
    if not is_last and words.joins.match(tail):
        return False
    return (quote.text.endswith(_CLAUSE_END) and not quote.text.endswith(".")) or start.startswith(_PAUSE)


def ends_other_clause(lead: str) -> bool:
    """Between two quotations: words that belong to the one before only (“…”, tweeted Níjar; «the decree» is …)."""
    stripped = lead.rstrip()
    if not stripped or stripped.endswith((",", ":", "،", "：", "、", "—", "–", ".")):
        return False
    last_break = max(stripped.rfind(sign) for sign in ";؛")
    return last_break >= 0


def leans(lead: str, ahead: Channel) -> bool:
    if ";" in lead or "؛" in lead:
        return False
    return ahead is Channel.LEANS or len(lead.split()) <= 8


def is_scare(quote: Quote, lead: str, words: Lexicon) -> bool:
    """A title, a nickname, a hashtag: words in quotation marks that nobody is said to have said."""
    if lead.rstrip().endswith((":", "：")):
        return False
    if _BARE_HASHTAGS.fullmatch(quote.text):
        return True
    title = words.title.search(lead[-80:])
    if title is None:
        return False
    # “called the film “two hours of rain””: the quotation is what was said of it
    lead = lead[-80:]
    verbs = [found for found in words.scan(lead) if found.mark is Mark.SAID and found.end <= title.start()]
    return not (verbs and len(lead[verbs[-1].end : title.start()].split()) <= 1)


def is_paused(quote: Quote, tail: str) -> bool:
    """Whether a comma or the quotation's own end parts it from the words after it."""
    return quote.text.endswith(_CLAUSE_END) or tail.lstrip().startswith(_PAUSE)
