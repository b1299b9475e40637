"""What an excerpt leaves out, and whether it may.

Source: reference/verification.md §1, the rows `excerpt_marked` and `excerpt_unmarked`, and its flags.
"""

from __future__ import annotations

from collections.abc import Iterator

from tweetarchive.verify import lexicon, negation
from tweetarchive.verify.tokens import QUESTION_MARKS, Tokens, has_digit, is_number, is_word, unspaced

SENTENCE_ENDS = frozenset(".!?…。！？।։።")
CLAUSE_ENDS = SENTENCE_ENDS | frozenset(";:；：؛")
CLOSERS = frozenset(".,;:!…-\"')」』。、।")
"""Closing punctuation, which may differ at the end of an excerpt. The question mark is none."""
LONGEST_ENDING = 12  # code points
LONGEST_SIGN = 6  # code points of a negation written without spaces, and what it may take along: ไม่ได้
ZWJ = "\u200d"
_AMOUNT_BEFORE = frozenset("$€£¥₺₪₹₽₩-+±#")
_AMOUNT_AFTER = frozenset("%‰°$€£¥₺₪₹₽₩")
_AMOUNT_WORDS = lexicon.PERCENT_WORDS | lexicon.MANY


def ends_sentence(tweet: Tokens, at: int) -> bool:
    """Whether a sentence is over before token `at`."""
    words = tweet.words
    if at <= 0 or at >= len(words):
        return True
    before = at - 1
    while before >= 0 and words[before] in "\"')」』":
        before -= 1
    return before < 0 or words[before] in SENTENCE_ENDS or (tweet.has_breaks and "\n" in tweet.gap(at))


def sentences_round(tweet: Tokens, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of token `start` begins, and where that before token `end` is over."""
    first = next(at for at in range(start, -1, -1) if ends_sentence(tweet, at))
    return first, next(at for at in range(end, len(tweet) + 1) if ends_sentence(tweet, at))


def _ends_clause(tweet: Tokens, at: int) -> bool:
    return ends_sentence(tweet, at) or tweet.words[at - 1] in CLAUSE_ENDS


def negates(tweet: Tokens, start: int, end: int, language: str | None) -> bool:
    """Whether a negator is among the tokens."""
    if start >= end:
        return False
    text = tweet.folded.text[tweet.spans[start][0] : tweet.spans[end - 1][1]]
    return negation.has_negation(text) or any(negation.turns_round(word, language) for word in tweet.words[start:end])


def omission_fault(tweet: Tokens, start: int, end: int, language: str | None) -> str | None:
    """Why a marked omission of these tokens changes the meaning; None where it does not.

    Whole sentences may go. A part of a sentence may not take a negator along, and may not begin inside one clause and
    end inside another.
    """
    if start >= end:
        return None
    first_whole = next((at for at in range(start, end + 1) if ends_sentence(tweet, at)), None)
    if first_whole is None:
        parts = [(start, end)]
    else:
        last_whole = next(at for at in range(end, first_whole - 1, -1) if ends_sentence(tweet, at))
        parts = [(start, first_whole), (last_whole, end)]
    if any(negates(tweet, low, high, language) for low, high in parts):
        return "negation"
    boundaries = [at for at in range(start + 1, end) if _ends_clause(tweet, at)]
    if boundaries and not _ends_clause(tweet, start) and not _ends_clause(tweet, end):
        return "omission_joins_clauses"
    return None


def edge_fault(tweet: Tokens, start: int, end: int) -> str | None:
    """Why an excerpt may not begin or end here: it cuts a compound, a negating ending, a number from its
    unit, a question mark off, or a part of an emoji."""
    raw = tweet.folded.raw
    if any(
        raw[max(0, place - 1) : place + 1].find(ZWJ) >= 0 for place in (tweet.at(start, start)[0], tweet.at(0, end)[1])
    ):
        return "emoji"
    if start > 0 and tweet.gap(start) == "":
        before = tweet.words[start - 1]
        if before == "-" and tweet.gap(start - 1) == "" and tweet.behind(start - 1, start) in "-\u2010\u2011\u05be":
            return "compound"
        if has_digit(tweet.words[start]) and (before in _AMOUNT_BEFORE or (before == "." and tweet.gap(start - 1))):
            return "quantity"
    if start > 0 and _goes_on(tweet, start):
        return "quantity"
    if end < len(tweet):
        after = tweet.words[end]
        glued = tweet.gap(end) == ""
        hyphen = after == "-" and glued and end + 1 < len(tweet) and tweet.gap(end + 1) == ""
        if hyphen and tweet.behind(end, end + 1) in "-\u2010\u2011\u05be":
            return "compound"
        if _goes_on(tweet, end):
            return "quantity"
        if _breaks_negation(tweet, end):
            return "negation"
        for at in range(end, len(tweet)):
            if tweet.words[at] in QUESTION_MARKS:
                return "question"
            if tweet.words[at] not in CLOSERS or tweet.gap(at) != "":
                break
    return None


def _goes_on(tweet: Tokens, at: int) -> bool:
    """Whether an amount goes on with token `at`: three | million, 5 | %, 二十 | 三."""
    before, after = tweet.words[at - 1], tweet.words[at]
    if before in lexicon.NUMERALS and after in lexicon.NUMERALS:
        return True
    if not (is_number(before) or before in lexicon.NUMERALS or before.casefold() in lexicon.NUMBER_WORDS):
        return False
    if after in _AMOUNT_AFTER or after.casefold() in _AMOUNT_WORDS:
        return True
    return unspaced(after) and tweet.folded.text.startswith(lexicon.MANY_UNSPACED, tweet.spans[at][0])


def cuts_negation_off(
    tweet: Tokens, start: int, end: int, sentences: tuple[int, int], language: str | None
) -> tuple[int, int] | None:
    """The tokens of a negation that alone is missing from the quote's first or last sentence (heute | nicht), or that
    stands unspaced right before it (不 | 能离开); None where the quote is an excerpt like any other."""
    first, last = sentences
    head = (at for at in range(first, start) if is_word(tweet.words[at]))
    if (
        first < start
        and all(negates(tweet, at, at + 1, language) for at in head)
        and words_between(tweet, first, start)
    ):
        return first, start
    if start > first and unspaced(tweet.words[start - 1]):
        text, place = tweet.folded.text, tweet.spans[start - 1][1]
        signs = negation.signs_in(text, place - LONGEST_SIGN, place)
        if any(text[sign.end() : place] in negation.AUXILIARIES for sign in signs):
            return start - 1, start
    if end < last and is_word(tweet.words[end]) and negates(tweet, end, end + 1, language):
        rest = [at for at in range(end + 1, last) if is_word(tweet.words[at])]
        if not rest or (len(rest) == 1 and tweet.words[rest[0]] in negation.COPULAS | negation.AUXILIARIES):
            return end, last
    return None


def _breaks_negation(tweet: Tokens, end: int) -> bool:
    """Whether a word that its ending negates is cut before or inside that ending: 止まり|ません."""
    text, place = tweet.folded.text, tweet.spans[end - 1][1]
    if text.isascii():
        return False
    for match in negation.UNBREAKABLE.finditer(text, max(0, place - LONGEST_ENDING), place + LONGEST_ENDING):
        if match.start() < place < match.end() or (match.start() == place and unspaced(match[0])):
            return True
    return False


def flags_of(tweet: Tokens, start: int, end: int, sentences: tuple[int, int], language: str | None) -> Iterator[str]:
    """What a reader should know of the rest of the first and the last sentence."""
    first, last = sentences
    low = [word.casefold() for word in (*tweet.words[first:start], *tweet.words[end:last])]
    if (
        any(word in negation.DOUBTS for word in low)
        or negates(tweet, first, start, language)
        or negates(tweet, end, last, language)
    ):
        yield "negation_cut_from_sentence"
    if any(word in negation.CONDITIONS for word in low):
        yield "condition_cut_from_sentence"
    if start > 0 and end < len(tweet) and tweet.words[start - 1] == tweet.words[end] == '"':
        yield "scare_quotes_dropped"


def doubt_left_out(tweet: Tokens, start: int, end: int) -> list[str]:
    """The flag of a marked omission that takes a doubt along: `was […] involved` for `was allegedly involved`."""
    doubted = any(word.casefold() in negation.DOUBTS for word in tweet.words[start:end])
    return ["negation_cut_from_sentence"] if doubted else []


def words_between(tweet: Tokens, start: int, end: int) -> bool:
    """Whether any of these tokens is a word: not only signs."""
    return any(is_word(word) for word in tweet.words[start:end])


def posed_as_sentence(tweet: Tokens, first: int, start: int, language: str | None) -> tuple[int, str] | None:
    """Why an excerpt that begins inside a sentence (of `first`) may not be given a capital: the token from which on
    words that deny or limit it were left out, and the reason. `All fled` is not what `Almost all fled` says."""
    low = [word.casefold() for word in tweet.words[first:start]]
    if any(word in negation.DOUBTS for word in low) or negates(tweet, first, start, language):
        return first, "negation"
    if low and low[-1] in lexicon.HEDGES:
        return start - 1, "quantity"
    return None
