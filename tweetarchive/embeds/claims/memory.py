"""What the sentences before a quotation have said of it."""

from __future__ import annotations

from dataclasses import dataclass

from tweetarchive.embeds.claims.attribution import Channel
from tweetarchive.embeds.claims.names import Named, Reference, Speaker
from tweetarchive.model.tweet import StatusId

STAYS_IN_MIND = 2  # paragraphs over which “he added” goes on from a tweet; further down it is about something else


_OTHERS = frozenset(
    {"another", "anderer", "andere", "autre", "otro", "otra", "outro", "outra", "altro", "altra", "annan"}
)


@dataclass(slots=True)
class Memory:
    """What the sentences before have said, for “he added” and bare quotations."""

    speaker: str | None = None
    handle: str | None = None
    status_id: StatusId | None = None
    paragraph: int = -10
    quoting: bool = False
    """Whether the sentence just before quoted a tweet, so that a bare quotation goes on with it."""
    told: bool = False
    """Whether the sentence just before says, quoting nothing, that somebody wrote on Twitter."""
    introduced: bool = False
    """Whether the paragraph before ends “… tweeted:”."""
    last_sentence: str = ""
    """The sentence before, without its quotations: who “he” may be where nobody was heard yet."""
    last_name: str | None = None
    """Whom the article last let speak, of a tweet or not: what “he” stands for."""

    def holds(self, paragraph: int) -> bool:
        return paragraph - self.paragraph <= STAYS_IN_MIND

    def is_awake(self, paragraph: int) -> bool:
        """Whether the sentences before can make a quotation of a paragraph a tweet's."""
        return self.quoting or self.told or self.introduced or self.holds(paragraph)

    def forget(self) -> None:
        self.paragraph, self.quoting, self.told, self.introduced = -10, False, False, False

    def resolve(self, speaker: Speaker, paragraph: int) -> str | None:
        """The name of a speaker; of “he” and “the president” the one in mind."""
        holds = self.holds(paragraph)
        match speaker:
            case Named(name=name, definite=definite):
                return self.speaker if definite and holds and self.speaker else name
            case Reference():
                return self.speaker if holds else self.last_name
        return self.speaker if holds else None

    def knows(self, speaker: Speaker) -> bool:
        """Whether a speaker is, or may stand for, the one in mind."""
        known = self.speaker
        match speaker:
            case Named(name=name, definite=definite):
                if known is None:
                    return False
                if not _OTHERS.isdisjoint(name.casefold().split()):
                    return True  # “…,” tweeted one fan. “…,” wrote another.
                ours, theirs = set(name.casefold().split()), set(known.casefold().split())
                return definite or bool(ours & theirs)
        return True


@dataclass(frozen=True, slots=True)
class Attributed:
    channel: Channel
    speaker: Speaker
    handle: str | None
