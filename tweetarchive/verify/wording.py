"""What is said of the words: the text check, over every text that may have been quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tweetarchive.model.article import Embed
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import Finding, TextOutcome, Weight
from tweetarchive.verify.compare import RANK, Comparison, Quote, compare
from tweetarchive.verify.composite import Joined, find_joined, related, spliced_from

_UNFAITHFUL = frozenset({TextOutcome.ALTERED_MINOR, TextOutcome.ALTERED_MEANING, TextOutcome.DIFFERENT})
_NOTES = {
    "identical": "Every character the author wrote, in order.",
    "classes": "The same text; only the way it is set differs ({classes}).",
    "cut_copy": "The quote is all that the held copy shows; the tweet goes on, and X cut both.",
    "cut_by_x": "The beginning of the tweet, cut where X itself cuts long ones.",
    "beyond_cut": "The quote goes on where the held copy ends: the rest cannot be checked.",
    "letters_lost": "Letters of the quote were destroyed in the page.",
    "no_words": "The article shows none of the tweet's words.",
    "fewer_align": "These are not the tweet's words: fewer than half of them stand in it in this order.",
    "translation": "The quote is in another language or script than the tweet: its words cannot be compared.",
    "closing_signs": "The tweet's words; only its closing punctuation is left off.",
    "excerpt": "A part of the tweet, word by word, without a mark that the rest is left out.",
    "marked_omission": "A part of the tweet, word by word; what is left out is marked.",
    "all_left_out": "Only marks of omission are left of the tweet.",
    "marked_edit": "The tweet's words with edits that a reader can see.",
    "unheld_edit": "The quote differs, but the tweet was edited and its earlier version is not held: it may say so.",
}
_REASONS = {
    "number": "a number is not the tweet's",
    "negation": "a negation was put in or left out",
    "name": "a name or a capitalised word is not the tweet's",
    "date": "a day or a month is not the tweet's",
    "quantity": "a unit, a currency or an amount is not the tweet's",
    "handle": "a handle is not the tweet's",
    "hashtag": "a hashtag is not the tweet's",
    "link": "a link is not the tweet's",
    "emoji": "an emoji is not the tweet's",
    "question": "a question mark was put in or left out",
    "case": "capitals make it another word",
    "order": "the words stand in another order",
    "splice": "words of another tweet were put in",
    "compound": "a word was cut in two",
    "omission_joins_clauses": "an omission joins two clauses to one",
    "spacing": "words were joined or parted",
    "word": "words were put in, left out or replaced",
}
_SMALL = {
    "case": "capitals",
    "typo": "a spelling put right",
    "letters": "letters written otherwise",
    "punctuation": "punctuation",
    "quotation_marks": "quotation marks left out",
    "emoji": "an emoji left out",
    "skin_tone": "a skin tone left out",
    "sign_dropped": "the # or @ of a word left out",
    "ampersand": "& for and",
    "number_form": "a number of the same value written otherwise",
    "contraction": "a contraction written out",
    "homoglyph": "look-alike letters of another script",
    "unmasked": "a masked swear word written out",
    "spacing": "spacing",
    "letters_lost": "a few letters destroyed",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The text check, and what the other checks need to know of it."""

    finding: Finding[TextOutcome]
    joined: Joined | None = None
    mixed_with: Tweet | None = None


def versions_of(evidence: Evidence) -> tuple[Tweet, ...]:
    """The judged tweet's other held versions, oldest first; the judged one is the newest held."""
    tweet = newest_version(evidence)
    if tweet is None:
        return ()
    return tuple(
        sorted(
            (
                one
                for one in evidence.statements
                if one.status_id != tweet.status_id and one.status_id in tweet.edit_ids
            ),
            key=lambda one: int(one.status_id),
        )
    )


def newest_version(evidence: Evidence) -> Tweet | None:
    """The tweet to judge by: where several versions of it are held, the newest."""
    tweet = evidence.tweet
    if tweet is None or len(tweet.edit_ids) < 2:
        return tweet
    held = [one for one in (tweet, *evidence.statements) if one.status_id in tweet.edit_ids]
    newest = max(int(one.status_id) for one in held)
    return next((one for one in held if int(one.status_id) == newest and one.complete), None) or next(
        one for one in held if int(one.status_id) == newest
    )


def check_text(embed: Embed, evidence: Evidence) -> Wording:
    """Judge the words shown by every text of the tweet that is held."""
    if embed.text is None:
        note = "The article shows none of the tweet's words."
        return Wording(Finding(TextOutcome.NOT_QUOTED, note, "no_words"))
    tweet = newest_version(evidence)
    if tweet is None:
        note = "No copy of the tweet is at hand to compare with."
        return Wording(Finding(TextOutcome.NOT_CHECKABLE, note, "no_copy", embed.text))
    quote = Quote(embed.text, embed.spans, embed.language)
    own = [tweet, *(one for one in evidence.statements if one.status_id == tweet.status_id and one is not tweet)]
    if tweet.complete:
        own = [one for one in own if one.third_party is None or one is tweet]
    whole = [one for one in own if one.complete]
    found = best_of(quote, whole or own)
    if not found.faithful and (shorter := best_of(quote, own)).faithful:
        found = shorter  # that a copy was cut is no excuse where the whole text is held
    if not found.faithful:
        earlier = versions_of(evidence)
        if earlier and (older := best_of(quote, earlier)).faithful:
            found = replace(older, outcome=TextOutcome.EARLIER_EDIT, rule="earlier_edit")
            return Wording(_finding(embed.text, found))
    if not found.faithful and evidence.statements:
        wording = _of_several(embed, quote, tweet, found, evidence.statements)
        if wording is not None:
            return wording
    if found.outcome in _UNFAITHFUL:
        held = {one.status_id for one in (tweet, *evidence.statements)}
        if any(number not in held and int(number) < int(tweet.status_id) for number in tweet.edit_ids):
            found = replace(found, outcome=TextOutcome.NOT_CHECKABLE, rule="unheld_edit")
    if found.outcome is TextOutcome.ALTERED_MEANING:
        found = _reasoned(found, tweet, evidence.statements)
    return Wording(_finding(embed.text, found))


def best_of(quote: Quote, tweets: Sequence[Tweet]) -> Comparison:
    """The best that several statements of one tweet allow to say. Copies with the same words are compared once."""
    best: Comparison | None = None
    seen: set[tuple[str, bool]] = set()
    for one in tweets:
        if (one.text, one.complete) in seen:
            continue
        seen.add((one.text, one.complete))
        found = compare(quote, one)
        if best is None or (RANK[found.outcome], -found.share) < (RANK[best.outcome], -best.share):
            best = found
        if best.outcome is TextOutcome.IDENTICAL:
            break
    assert best is not None  # callers hand in one tweet at least
    return best


def _of_several(
    embed: Embed, quote: Quote, tweet: Tweet, found: Comparison, statements: Sequence[Tweet]
) -> Wording | None:
    """The quote as several whole tweets, where it is."""
    if not related(tweet, statements):
        return None
    joined = find_joined(embed, quote, tweet, statements)
    if joined is None:
        return None
    if joined.unnamed is not None:
        found = replace(found, outcome=TextOutcome.ALTERED_MEANING, rule="splice")
        return Wording(_finding(quote.text, found), joined, joined.unnamed)
    if not joined.in_order:
        found = replace(found, outcome=TextOutcome.ALTERED_MEANING, rule="order")
        return Wording(_finding(quote.text, found), joined)
    archived = "\n\n".join(one.text for one in joined.parts)
    foreign = any(one.handle != tweet.handle for one in joined.parts)
    note = "Two tweets, each whole: the author's and the one it quotes, whose author is named."
    if not foreign:
        note = f"{len(joined.parts)} whole tweets of the author, joined in order."
    flags = ("thread_part_skipped",) if joined.skipped else ()
    return Wording(Finding(TextOutcome.COMPOSITE, note, "composite", quote.text, archived, flags=flags), joined)


def _reasoned(found: Comparison, tweet: Tweet, statements: Sequence[Tweet]) -> Comparison:
    """Name what the words alone cannot tell: a splice, words that moved."""
    heavy = [one for one in found.changes if one.weight is Weight.MEANING]
    for one in heavy:
        if one.quoted and spliced_from(one.quoted, tweet, statements) is not None:
            changes = tuple(replace(each, reason="splice") if each is one else each for each in found.changes)
            return replace(found, rule="splice", changes=changes)
    gone = "".join(sorted("".join(one.archived for one in heavy).split()))
    come = "".join(sorted("".join(one.quoted for one in heavy).split()))
    if len(heavy) > 1 and gone and gone == come:
        return replace(found, rule="order")
    return found


def _finding(text: str, found: Comparison) -> Finding[TextOutcome]:
    return Finding(
        found.outcome, note_of(found), found.rule, text, found.archived, found.changes, found.classes, found.flags
    )


def note_of(found: Comparison) -> str:
    """One sentence for a reader."""
    match found.outcome:
        case TextOutcome.ALTERED_MEANING:
            return f"The quote is not what the tweet says: {_REASONS.get(found.rule, _REASONS['word'])}."
        case TextOutcome.ALTERED_MINOR:
            small = dict.fromkeys(one.reason for one in found.changes if one.weight is Weight.MINOR and one.reason)
            named = [_SMALL[one] for one in (*small, found.rule) if one in _SMALL]
            return f"Small changes that leave the meaning: {', '.join(dict.fromkeys(named))}."
        case TextOutcome.EARLIER_EDIT:
            return "The quote is of an earlier version of the tweet, which was edited later."
    return _NOTES.get(found.rule, "").format(classes=", ".join(found.classes))
