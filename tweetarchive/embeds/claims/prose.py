"""An article's paragraphs as claims need them, and a quick look at which of them can matter to one.

Most paragraphs quote nothing and say nothing of tweets; looking is some microseconds, reading a hundred times as many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tweetarchive.embeds.claims.attribution import may_tell
from tweetarchive.embeds.claims.languages import guess_languages, lean
from tweetarchive.embeds.claims.lexicon import Lexicon, lexicon
from tweetarchive.embeds.claims.memory import STAYS_IN_MIND
from tweetarchive.embeds.claims.quotes import Quote, Sentence, find_quotes, split_sentences
from tweetarchive.embeds.claims.tie import fold, holds_runs
from tweetarchive.embeds.prose import Paragraph
from tweetarchive.model.article import Embed

FEW_WORDS = 3  # a quotation this short, in a sentence whose place stands after it, is as often irony or a nickname
MOST_QUOTATIONS = 5000  # read of an article; the longest live blogs hold some hundreds, an attack a million
_ENOUGH_LETTERS = 15  # folded letters of a quotation that an embed must show where no word names the tweet
_TELLING_PARAGRAPHS = 40  # enough to know an article's language by
_PLATFORM_NAME = re.compile(
    r"(?:Twitter|X|Твиттер|Твіттер|تويتر|إكس|اكس|أكس|توییتر|ایکس|טוויטר|אקס|Facebook|Фейсбук|Instagram|فيسبوك|إنستغرام"
    r"|تلغرام|Telegram|Телеграм)\w{0,2}[.,،]?",
    re.I,
)


class Prose:
    """Paragraphs go by their number in the article."""

    def __init__(self, paragraphs: Sequence[Paragraph], embeds: Sequence[Embed]) -> None:
        self.paragraphs = paragraphs
        self.quotes: list[tuple[Quote, ...]] = []
        found = 0
        for paragraph in paragraphs:
            self.quotes.append(_find_words(paragraph.text) if found <= MOST_QUOTATIONS else ())
            found += len(self.quotes[-1])
        self._shown = "\n".join(fold(embed.text) for embed in embeds if embed.text)
        self._leaning: dict[str, float] | None = None

    def is_blank(self, number: int) -> bool:
        return not self.paragraphs[number].text.strip()

    def may_tell(self, number: int) -> bool:
        """False only where neither the words nor an embed that shows what is quoted can make a paragraph speak of
        tweets."""
        if may_tell(self.paragraphs[number].text):
            return True
        return self._shown != "" and any(
            is_long(quote) and holds_runs(self._shown, quote.text) for quote in self.quotes[number][:MOST_QUOTATIONS]
        )

    def is_led(self, number: int, start: int) -> bool:
        """Whether the paragraphs before one, from `start`, can make its quotation a tweet's: those in mind, and the
        last with words."""
        for earlier in range(number - 1, start - 1, -1):
            if self.may_tell(earlier):
                return True
            if earlier <= number - STAYS_IN_MIND and not self.is_blank(earlier):
                return False
        return False

    def language_of(self, number: int) -> Lexicon:
        """The language of a paragraph's own words: those quoted may be in another."""
        if self._leaning is None:
            self._leaning = lean(paragraph.text for paragraph in self.paragraphs[:_TELLING_PARAGRAPHS])
        text = self.paragraphs[number].text
        pieces, at = [], 0
        for quote in self.quotes[number]:
            pieces.append(text[at : quote.start])
            at = quote.end
        points = guess_languages(" ".join((*pieces, text[at:]))[:3000])
        for language, weight in self._leaning.items():
            points[language] = points.get(language, 0.0) + weight
        return lexicon(max(points, key=lambda language: points[language], default="en"))

    def sentences(self, number: int, words: Lexicon) -> tuple[Sentence, ...]:
        return split_sentences(self.paragraphs[number].text, self.quotes[number], words.goes_on)

    def last_sentence(self, number: int) -> str:
        """The last sentence of a paragraph that is not blank, without its quotations."""
        *_, last = self.sentences(number, self.language_of(number))
        return "\ue000".join(last.frames(self.paragraphs[number].text))


def is_long(quote: Quote) -> bool:
    """Whether an embed that shows a quotation's words shows, by that alone, that it is meant."""
    letters = sum(sign.isalnum() for sign in quote.text)
    return letters >= _ENOUGH_LETTERS and (" " not in quote.text or len(quote.text.split()) > FEW_WORDS)


def _find_words(text: str) -> tuple[Quote, ...]:
    """What a paragraph quotes; the name of a platform in quotation marks is no quotation."""
    return tuple(quote for quote in find_quotes(text) if not _PLATFORM_NAME.fullmatch(quote.text))
