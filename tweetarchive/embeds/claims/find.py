"""Sentences of an article that quote a tweet in prose."""

from __future__ import annotations

from collections.abc import Sequence

from tweetarchive.embeds.claims import attribution as attributed
from tweetarchive.embeds.claims.attribution import CLOSE, UNPAUSED, Channel
from tweetarchive.embeds.claims.clauses import has_words
from tweetarchive.embeds.claims.lexicon import Lexicon
from tweetarchive.embeds.claims.memory import Attributed, Memory
from tweetarchive.embeds.claims.names import Named, Reference, Speaker
from tweetarchive.embeds.claims.position import ends_other_clause, is_paused, is_postposed, is_scare, leans
from tweetarchive.embeds.claims.prose import FEW_WORDS, MOST_QUOTATIONS, Prose, is_long
from tweetarchive.embeds.claims.quotes import Quote, Sentence
from tweetarchive.embeds.claims.speaker import handle_in, speaker_after, speaker_before
from tweetarchive.embeds.claims.tie import is_by, shows, tie
from tweetarchive.embeds.prose import Paragraph
from tweetarchive.model.article import Claim, Embed
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_AND_FURTHER = 3  # words of „Und weiter: …“
_MOST_IN_A_SENTENCE = 40  # quotations; a sentence with more is a list or an attack, not a reporter's


def find_claims(paragraphs: Sequence[Paragraph], embeds: Sequence[Embed]) -> tuple[Claim, ...]:
    """The quotations that the article's sentences say are from tweets, in reading order, one claim each.

    A rule reads the words next to a quotation, in the language they are in: a verb of tweeting; a verb of speech with
    “on Twitter”; “the tweet reads”; a handle that writes; “he added” after one of these; or a verb of speech whose
    words the embed of the same author shows. Words of another place nearer the verb (an interview, Facebook) win.
    """
    prose = Prose(paragraphs, embeds)
    reader = _Reader(prose, embeds)
    for number, quotes in enumerate(prose.quotes):
        if quotes and reader.may_claim(number):
            reader.read_to(number)
    return tuple(reader.claims)


class _Reader:
    def __init__(self, prose: Prose, embeds: Sequence[Embed]) -> None:
        self.claims: list[Claim] = []
        self._prose = prose
        self._embeds = embeds
        self._memory = Memory()
        self._quotations = 0
        self._next = 0  # the first paragraph not read
        self._passed: int | None = None  # the paragraph before the sentence being read, where it was passed over

    def read_to(self, number: int) -> None:
        """Read the paragraphs up to this one, passing over those that say nothing of tweets."""
        for unread in range(self._next, number + 1):
            if self._memory.is_awake(unread) or self._prose.may_tell(unread):
                self._read(unread)
            elif not self._prose.is_blank(unread):
                self._passed = unread
                self._quotations += len(self._prose.quotes[unread])
        self._next = number + 1

    def may_claim(self, number: int) -> bool:
        """Whether a paragraph that quotes is worth reading on to."""
        return self._memory.is_awake(number) or self._prose.may_tell(number) or self._prose.is_led(number, self._next)

    def _read(self, number: int) -> None:
        paragraph, words = self._prose.paragraphs[number], self._prose.language_of(number)
        for sentence in self._prose.sentences(number, words):
            self._quotations += len(sentence.quotes)
            if len(sentence.quotes) > _MOST_IN_A_SENTENCE or self._quotations > MOST_QUOTATIONS:
                continue
            if sentence.quotes:
                self._read_quotations(number, paragraph, sentence, words)
            else:
                self._read_plain(number, paragraph, sentence, words)

    def _read_plain(self, number: int, paragraph: Paragraph, sentence: Sentence, words: Lexicon) -> None:
        """A sentence without a quotation may say that somebody took to Twitter, or lead away from it."""
        text = paragraph.text[sentence.start : sentence.end]
        memory = self._memory
        memory.introduced = memory.told = False
        memory.last_sentence, self._passed = text, None
        if attributed.speaks_of_tweets(text, words):
            channel = attributed.before(text, words)
            speaker = speaker_before(attributed.up_to_place(text, words), words) or speaker_before(text, words)
            if isinstance(speaker, Named):
                memory.speaker = speaker.name
                memory.handle = handle_in(text)
            memory.status_id = self._linked(paragraph, sentence, None)
            if channel is not Channel.OTHER:
                memory.paragraph = number
                memory.told = channel is Channel.TWEET
                memory.introduced = text.rstrip().endswith((":", "："))
        elif memory.holds(number) and attributed.names_other(text, words):
            memory.forget()
        memory.quoting = False

    def _read_quotations(self, number: int, paragraph: Paragraph, sentence: Sentence, words: Lexicon) -> None:
        text = paragraph.text
        frames = sentence.frames(text)
        own_words = "\ue000".join(frames)
        previous: Attributed | None = None
        for place, quote in enumerate(sentence.quotes):
            if not any(sign.isalnum() for sign in quote.text):
                continue
            found = self._attribute(number, paragraph, sentence, frames, place, previous, words)
            if found is not None and found.channel is Channel.TWEET and is_scare(quote, frames[place], words):
                found = None
            previous = found if found is not None else previous if frames[place + 1].strip() == "" else None
            if found is None or found.channel is not Channel.TWEET:
                continue
            self._claim(number, paragraph, sentence, quote, found, own_words, words)
        memory = self._memory
        if previous is not None and previous.channel is Channel.OTHER:
            memory.forget()
        memory.last_sentence, self._passed = own_words, None
        memory.quoting = previous is not None and previous.channel is Channel.TWEET
        memory.introduced = memory.told = False

    def _claim(
        self,
        number: int,
        paragraph: Paragraph,
        sentence: Sentence,
        quote: Quote,
        found: Attributed,
        own_words: str,
        words: Lexicon,
    ) -> None:
        memory = self._memory
        goes_on = not has_words(own_words) and memory.quoting
        speaker = memory.resolve(found.speaker, number)
        if speaker is None and isinstance(found.speaker, Reference):
            antecedent = speaker_before(self._sentence_before(), words)
            speaker = antecedent.name if isinstance(antecedent, Named) else None
        handle = found.handle or (memory.handle if speaker == memory.speaker and memory.holds(number) else None)
        if handle is None and speaker is not None and speaker.startswith("@"):
            handle = speaker[1:]
        status_id = self._linked(paragraph, sentence, quote) or (memory.status_id if goes_on else None)
        embed = tie(quote.text, speaker, handle, status_id, paragraph.after, self._embeds)
        start = sentence.start
        if goes_on and self.claims and self.claims[-1].sentence in paragraph.text:
            start = min(start, paragraph.text.find(self.claims[-1].sentence))
        self.claims.append(
            Claim(
                text=quote.text,
                speaker=speaker,
                handle=handle,
                sentence=paragraph.text[start : sentence.end].strip(),
                embed=embed,
                status_id=status_id,
            )
        )
        memory.speaker, memory.handle, memory.status_id = speaker, handle, status_id
        memory.last_name = speaker or memory.last_name
        memory.paragraph, memory.quoting = number, True

    def _attribute(
        self,
        number: int,
        paragraph: Paragraph,
        sentence: Sentence,
        frames: tuple[str, ...],
        place: int,
        previous: Attributed | None,
        words: Lexicon,
    ) -> Attributed | None:
        """What the sentence says of its quotation number `place`; None where it says nothing."""
        quote = sentence.quotes[place]
        lead, tail = frames[place], frames[place + 1]
        is_last = place + 1 == len(sentence.quotes)
        handle = handle_in("\ue000".join(frames))
        postposed = is_postposed(quote, lead, tail, place, is_last, words)
        apart = words.verb_last or not words.cased or is_paused(quote, tail)
        behind = Channel.NO_WORDS
        if postposed:
            behind = attributed.after(tail, words, reach=CLOSE if apart else UNPAUSED)
        ahead = attributed.before(lead, words) if has_words(lead) else Channel.NO_WORDS
        if lead.rstrip().endswith((":", "：")) and ahead in (Channel.TWEET, Channel.OTHER):
            behind = Channel.NO_WORDS  # „Auf Facebook schrieb er: „…“, bei Twitter schwieg er“
        if place and previous is not None and attributed.goes_on(lead, ahead, words):
            return previous
        if place and previous is not None and ahead is not Channel.NO_WORDS and ends_other_clause(lead):
            ahead = Channel.SILENT
        sentence_lead = "\ue000".join(frames[: place + 1])
        if behind is Channel.TWEET:
            speaker = speaker_after(tail, words)
            if speaker is None and has_words(sentence_lead):
                speaker = speaker_before(sentence_lead, words)
            if isinstance(speaker, Reference) and not self._memory.holds(number):
                speaker = _antecedent(sentence_lead, words) or speaker
            return Attributed(Channel.TWEET, speaker, handle)
        if behind is Channel.OTHER and (place or words.verb_last or ahead is not Channel.TWEET):
            return Attributed(Channel.OTHER, None, None)
        if ahead is Channel.TWEET:
            speaker = speaker_before(sentence_lead, words)
            if speaker is None or words.verb_last:
                speaker = speaker or speaker_after(tail, words)
            return Attributed(Channel.TWEET, speaker, handle)
        if ahead is Channel.OTHER:
            return Attributed(Channel.OTHER, None, None)
        if ahead in (Channel.LEANS, Channel.SILENT) and previous is not None:
            if previous.channel is Channel.TWEET and leans(lead, ahead):
                return previous
            if previous.channel is Channel.OTHER:
                return previous if ahead is Channel.LEANS else None
        if ahead is not Channel.NO_WORDS and is_last:
            long_enough = len(quote.text.split()) > FEW_WORDS or ahead is not Channel.SILENT
            if not words.spaced:
                long_enough = attributed.is_followed_by_particle(tail)
            if attributed.names_place(tail, words) and long_enough:
                return Attributed(Channel.TWEET, speaker_before(sentence_lead, words), handle)
        return self._unnamed(number, paragraph, quote, frames, place, ahead, behind, previous, words)

    def _unnamed(
        self,
        number: int,
        paragraph: Paragraph,
        quote: Quote,
        frames: tuple[str, ...],
        place: int,
        ahead: Channel,
        behind: Channel,
        previous: Attributed | None,
        words: Lexicon,
    ) -> Attributed | None:
        """A quotation whose own sentence names no place: the sentence before, or the embed's words, may tell."""
        memory = self._memory
        own_words = "\ue000".join(frames)
        handle = handle_in(own_words)
        if not has_words(own_words):
            if memory.quoting or memory.introduced:
                return Attributed(Channel.TWEET, Reference.PRONOUN, memory.handle)
            return self._shown(paragraph, quote, None, None)
        if attributed.names_other(own_words, words):
            return Attributed(Channel.OTHER, None, None)
        is_short_lead = own_words.rstrip("\ue000. ").endswith(":") and len(own_words.split()) <= _AND_FURTHER
        if ahead is Channel.SILENT and memory.quoting and is_short_lead:
            return Attributed(Channel.TWEET, Reference.PRONOUN, memory.handle)
        side = behind if behind not in (Channel.NO_WORDS, Channel.SILENT) else ahead
        lead, tail = "\ue000".join(frames[: place + 1]), frames[place + 1]
        speaker = speaker_after(tail, words) if side is behind else speaker_before(lead, words)
        if place and previous is not None and previous.channel is Channel.TWEET and not has_words(frames[place]):
            return previous
        match side:
            case Channel.POSTED:
                return Attributed(Channel.TWEET, speaker, handle)
            case Channel.WROTE | Channel.LEANS if memory.holds(number) and memory.knows(speaker):
                return Attributed(Channel.TWEET, speaker, handle)
            case Channel.SAID if (
                (memory.quoting or memory.told)
                and memory.paragraph == number
                and (isinstance(speaker, Reference) or (speaker is None and words.verb_last))
            ):
                return Attributed(Channel.TWEET, speaker, handle)
            case Channel.WROTE | Channel.SAID | Channel.LEANS:
                return self._shown(paragraph, quote, speaker, handle)
        return None

    def _shown(self, paragraph: Paragraph, quote: Quote, speaker: Speaker, handle: str | None) -> Attributed | None:
        """A quotation whose words an embed by the same author, or the one next to it, shows."""
        if not is_long(quote):
            return None
        name = speaker.name if isinstance(speaker, Named) else self._memory.speaker
        for embed in self._embeds:
            near = embed.index in (paragraph.after - 1, paragraph.after)
            author = is_by(embed, name, handle) or (near and not isinstance(speaker, Named) and speaker is not None)
            if embed.text and author and shows(quote.text, embed.text):
                named = Named(embed.author_name) if embed.author_name and not isinstance(speaker, Named) else speaker
                return Attributed(Channel.TWEET, named, handle)
        return None

    def _sentence_before(self) -> str:
        """The own words of the sentence before the one being read, also where its paragraph was passed over."""
        return self._memory.last_sentence if self._passed is None else self._prose.last_sentence(self._passed)

    def _linked(self, paragraph: Paragraph, sentence: Sentence, quote: Quote | None) -> StatusId | None:
        """The tweet the sentence links, the nearest to the quotation where it links several."""
        linked: list[tuple[int, StatusId]] = []
        for link in paragraph.links:
            if link.start >= sentence.end or link.end <= sentence.start or not link.target:
                continue
            permalink = parse_permalink(link.target)
            if permalink is not None:
                middle = quote.end if quote is not None else sentence.start
                linked.append((min(abs(link.start - middle), abs(link.end - middle)), permalink.status_id))
        return min(linked)[1] if linked else None


def _antecedent(text: str, words: Lexicon) -> Speaker:
    """The name a “he” of the same sentence stands for."""
    found = speaker_before(text, words)
    return found if isinstance(found, Named) else None
