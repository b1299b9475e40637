"""Words and letters in brackets: what an editor may put in, and where a bracket hides what counts."""

from __future__ import annotations

from tweetarchive.model.verdict import Weight
from tweetarchive.verify import lexicon, negation
from tweetarchive.verify.edits import Edited
from tweetarchive.verify.excerpt import ends_sentence, negates
from tweetarchive.verify.reasons import name_reason
from tweetarchive.verify.tokens import QUESTION_MARKS, has_digit, is_emoji, is_link, is_word
from tweetarchive.verify.weigh import MARKED, Pair, Weighed, weigh

CLAIM_WORDS = 4
"""From so many words on, an insertion may say something of its own: flagged."""


def weigh_bracket(pair: Pair, edited: Edited, quote: tuple[int, int], tweet: tuple[int, int]) -> list[Weighed]:
    """A bracket that was put in, or stands for words of the tweet."""
    words = pair.quote.words[slice(*quote)]
    theirs = pair.tweet.words[slice(*tweet)]
    contents = [content for word in words if (content := edited.bracket(word)) is not None]
    others = [at for at in range(*quote) if edited.bracket(pair.quote.words[at]) is None]
    if others:
        if len(contents) == 1 and not theirs:
            return weigh(pair, quote, tweet)
        return _beside(pair, edited, quote, tweet)
    text = " ".join(contents)
    if text.casefold() == pair.tweet.behind(*tweet).casefold() and theirs:
        return [Weighed(Weight.MINOR, MARKED, quote, tweet)]
    fault = next((at for at in range(*tweet) if is_protected(pair, at)), None)
    if fault is not None:
        reason = name_reason((), (pair.tweet.words[fault],), 1, language=pair.language)
        return [Weighed(Weight.MEANING, reason, quote, tweet)]
    inserted = text.split()
    kept = {word.casefold() for word in inserted}
    limits = [at for at in range(*tweet) if pair.tweet.words[at].casefold() in negation.LIMITS - kept]
    if limits or (len(inserted) == len(theirs) == 1 and negation.may_negate(text, theirs[0])):
        return [Weighed(Weight.MEANING, "quantity" if limits else "negation", quote, tweet)]
    inserts = any(negation.turns_round(word, pair.language) for word in inserted) or negation.has_negation(text)
    if inserts or negates(pair.tweet, *tweet, pair.language):
        return [Weighed(Weight.MEANING, "negation", quote, tweet)]
    claims = not theirs and (len(inserted) >= CLAIM_WORDS or any(has_digit(word) for word in inserted))
    return [Weighed(Weight.MINOR, MARKED, quote, tweet, "bracketed_claim_added" if claims else None)]


def _beside(pair: Pair, edited: Edited, quote: tuple[int, int], tweet: tuple[int, int]) -> list[Weighed]:
    """A bracket at the edge of another change: each is weighed apart where one way of parting them is small."""
    (q0, q1), (t0, t1) = quote, tweet
    at = next(index for index in range(q0, q1) if edited.bracket(pair.quote.words[index]) is not None)
    for split in range(t0, t1 + 1):
        for end in range(split, t1 + 1):
            found = weigh_bracket(pair, edited, (at, at + 1), (split, end))
            if at > q0 or split > t0:
                found = [*weigh(pair, (q0, at), (t0, split)), *found]
            if at + 1 < q1 or end < t1:
                found = [*found, *weigh(pair, (at + 1, q1), (end, t1))]
            if all(one.weight is not Weight.MEANING for one in found):
                return found
    reason = name_reason(pair.quote.words[q0:q1], pair.tweet.words[t0:t1], language=pair.language)
    return [Weighed(Weight.MEANING, reason, quote, tweet)]


def is_protected(pair: Pair, at: int) -> bool:
    """A token of the tweet that no bracket may stand for: number, negator, name, handle, link, unit, question mark."""
    word = pair.tweet.words[at]
    low = word.casefold()
    if has_digit(word) or is_link(word) or is_emoji(word) or low in lexicon.NUMBER_WORDS or low in lexicon.MAGNITUDES:
        return True
    if (
        word in QUESTION_MARKS
        or word in "%‰°$€£¥₺₪₹₽"
        or (word[0] in "@#" and len(word) > 1)
        or low in lexicon.MONTHS_AND_DAYS
    ):
        return True
    if negation.turns_round(word, pair.language) or negation.has_negation(word):
        return True
    name = is_word(word) and word[0].isupper() and low not in ("i", "i'm", "i've", "i'll", "i'd")
    return name and not ends_sentence(pair.tweet, at)


def weigh_letters(pair: Pair, edited: Edited, quote: tuple[int, int], tweet: tuple[int, int]) -> Weighed | None:
    """One word with letters in brackets: `[w]all`, `govern[m]ent`, `say[s]`. None where the change is no such thing.

    Its letters may change a capital, complete or end a word; `[un]armed` makes another one.
    """
    if quote[1] - quote[0] != 1 or tweet[1] - tweet[0] != 1:
        return None
    low, high = pair.quote.at(*quote)
    inside = [one for one in edited.letters if low <= one[0] and one[2] <= high + 1]
    if not inside:
        return None
    word, other = pair.quote.words[quote[0]].casefold(), pair.tweet.words[tweet[0]].casefold()
    start, letters, _ = inside[0]
    at_front = start - low <= 1
    offset = start - low - (0 if at_front else 1)
    without = word[:offset] + word[offset + len(letters) :] if not at_front else word[len(letters) :]
    ending = not at_front and word[:offset] and other.startswith(word[:offset]) and offset >= (len(other) + 1) // 2
    fits = word == other or (without == other and not at_front) or (ending and word.endswith(letters.casefold()))
    if fits and not (word != other and negation.differs_by_negation(word, other)):
        return Weighed(Weight.MINOR, MARKED, quote, tweet)
    return Weighed(Weight.MEANING, name_reason((word,), (other,), 1, language=pair.language), quote, tweet)
