"""One judged embed, one judged quotation: the blocks of which a report on a terminal is made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.article import Embed
from tweetarchive.model.context import Relation
from tweetarchive.model.evidence import ResolvedBy
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.report import HeldMedia, JudgedClaim, JudgedEmbed, KeptBeside
from tweetarchive.model.tweet import Absence, Availability, SourceName, Tweet
from tweetarchive.model.verdict import (
    DateOutcome,
    Findings,
    HandleOutcome,
    MediaOutcome,
    NameOutcome,
    StatusIdOutcome,
    TextOutcome,
    Verdict,
)
from tweetarchive.report.difference import Passage, Side, marked
from tweetarchive.report.flow import Flow, Lines, Rows, address
from tweetarchive.report.foreign import foreign
from tweetarchive.report.layout import instant, joined, named, size_of, verdict_sign
from tweetarchive.report.tally import number

STATES = {
    Availability.LIVE: "still on X",
    Availability.SUSPENDED: "gone from X: the account is suspended",
    Availability.ACCOUNT_GONE: "gone from X: the account no longer exists",
    Availability.PROTECTED: "not public: the account is protected",
    Availability.RULE_VIOLATION: "removed: X says it broke its rules",
    Availability.DELETED: "gone from X: deleted",
    Availability.WITHHELD: "withheld by X in some places",
    Availability.AGE_RESTRICTED: "shown by X to adults only",
    Availability.NOT_FOUND: "not found at X, which does not say why",
    Availability.UNKNOWN: "not known whether it is still on X",
}
_FOUND_BY: dict[ResolvedBy | None, str] = {
    ResolvedBy.PIC_LINK: " (found by its pic link)",
    ResolvedBy.WEB_ARCHIVE: " (found in a web archive)",
}
SOURCES = {
    SourceName.SYNDICATION: "X's syndication",
    SourceName.OEMBED: "X's oEmbed",
    SourceName.API_V2: "X's API",
    SourceName.WEB_ARCHIVE: "a web archive",
    SourceName.RECORDED: "what was handed in",
}
"""Who states a tweet, or that it is gone."""
PLAIN = {
    TextOutcome.IDENTICAL,
    HandleOutcome.MATCH,
    HandleOutcome.NOT_STATED,
    NameOutcome.MATCH,
    NameOutcome.NOT_STATED,
    DateOutcome.SAME_UTC_DAY,
    DateOutcome.NOT_STATED,
    StatusIdOutcome.MATCH,
    MediaOutcome.MATCH,
    MediaOutcome.NONE,
}
"""Outcomes that need no word of explanation."""
SAME_WORDS = {TextOutcome.IDENTICAL, TextOutcome.SAME_NORMALISED}
"""The tweet's words are not shown beside the quote: they are the same."""
_CODE = re.compile(r"HTTP \d{3}|[\w:/-]+", re.A)
"""What a source answers without a word of any language: `HTTP 404`, `63`, `TweetUnavailable`."""
_PLAYLIST = "mpegurl"  # in every spelling of the type of an HLS playlist (RFC 8216 §4)


def embed_block(one: JudgedEmbed, article_file: str | None) -> RenderableType:
    tweet, evidence = one.evidence.tweet, one.evidence
    head = Text.assemble((f"{one.embed.index + 1}  ", "bold"), verdict_sign(one.verdict))
    who = named(tweet.author_name, tweet.handle) if tweet else None
    when = Text(instant(tweet.created_at)) if tweet and tweet.created_at else None
    byline = [part for part in (who, when) if part] if tweet else list(shown_by(one.embed))
    rows: list[tuple[str, Lines]] = [("by", Flow(joined(byline)))] if byline else []
    if at := address_of(one):
        found = _FOUND_BY.get(evidence.resolved_by, "")
        rows.append(("at", Flow(Text.assemble(address(at), (found, "dim")))))
    rows.append(("state", Flow(Text(STATES[evidence.availability]))))
    rows += [("", Flow(said)) for said in _said(evidence.absences)]
    rows += _passages(one)
    rows += [(label, Flow(foreign(note))) for label, note in notes(one.findings, fold=tweet is None)]
    rows += [(label, Flow(kept)) for label, kept in _kept(tweet, one.media, article_file)]
    rows += [("witness", Flow(address(copy.memento))) for copy in evidence.witnesses if copy.memento]
    return Group(head, Rows(tuple(rows)))


def address_of(one: JudgedEmbed) -> str | None:
    """Where the tweet is, or was: without what the page hung on to the address."""
    if one.evidence.tweet:
        return one.evidence.tweet.url
    if one.evidence.status_id is None:
        return one.embed.permalink
    link = parse_permalink(one.embed.permalink or "")
    return f"https://x.com/{(link and link.handle) or 'i'}/status/{one.evidence.status_id}"


def _said(absences: Iterable[Absence]) -> Iterator[Text]:
    """What sources said instead of showing the tweet: their words as a quotation, a code as what was answered."""
    told: dict[tuple[str, str | None], Text] = {}
    for one in absences:
        third = one.third_party
        if one.words and _CODE.fullmatch(one.words):
            who = f"{third}, a third party," if third else SOURCES[one.source]
            told.setdefault((one.words, third), Text.assemble(foreign(who), " answers ", foreign(one.words)))
        elif one.words:
            said = Text.assemble("“", foreign(one.words, "italic"), "”")
            if third:
                said = Text.assemble(said, ", says ", foreign(third), ", a third party")
            told.setdefault((one.words, third), said)
    yield from told.values()


def _passages(one: JudgedEmbed) -> Iterator[tuple[str, Lines]]:
    """The quote and, where they are not the same words, the tweet's below it."""
    text, tweet = one.findings.text, one.evidence.tweet
    quoted = text.quoted if text and text.quoted is not None else one.embed.text
    archived = text.archived if text and text.archived is not None else tweet.text if tweet else None
    changes = text.changes if text and text.outcome is not TextOutcome.DIFFERENT else ()
    if quoted is not None:
        yield "article", Passage(marked(quoted, changes, Side.QUOTED))
    same = text is not None and text.outcome in SAME_WORDS and quoted is not None
    if archived is not None and not same:
        yield "tweet", Passage(marked(archived, changes, Side.ARCHIVED))


def notes(findings: Findings, *, fold: bool) -> Iterator[tuple[str, str]]:
    """Every check that is not a plain match, those of one note together.

    Args: fold: all that could not be checked in one line: where no tweet is held, for one reason. What the number alone
        says of the date is told then, whatever it says.
    """
    checks = {
        "words": findings.text,
        "handle": findings.handle,
        "name": findings.author_name,
        "date": findings.date,
        "number": findings.status_id,
        "media": findings.media,
    }
    said: dict[str, list[str]] = {}
    unchecked: str | None = None
    for label, finding in checks.items():
        if finding is None:
            continue
        clock_alone = fold and label == "date" and finding.archived is not None
        if finding.outcome in PLAIN and not clock_alone:
            continue
        note = finding.note
        if fold and finding.outcome.value == TextOutcome.NOT_CHECKABLE.value:
            note = unchecked = unchecked or note
        said.setdefault(note, []).append(label)
    for note, labels in said.items():
        others = f" (likewise: {', '.join(labels[1:])})" if labels[1:] else ""
        yield labels[0], note + others


def _kept(tweet: Tweet | None, media: Sequence[HeldMedia], article_file: str | None) -> Iterator[tuple[str, Text]]:
    """What is held of a tweet; of words that were only handed in, where they are from."""
    if tweet is None:
        yield "kept", Text("no copy of the tweet", style="magenta")
        return
    parts: list[str | Text] = [f"words from {SOURCES[tweet.source]}"]
    if tweet.third_party:
        parts[0] = Text.assemble("words from a third party, ", foreign(tweet.third_party))
    if not tweet.complete:
        parts.append("cut short")
    held = [one for one in media if one.record]
    files = [media for media in held if _PLAYLIST not in (media.content_type or "").lower()]
    kinds = Counter(media.kind.value.replace("_", " ") for media in files)
    parts += [number(count, kind) for kind, count in kinds.items()]
    if size := sum(media.size or 0 for media in files):
        parts[-1] = f"{parts[-1]} ({size_of(size)})"
    if streamed := len(held) - len(files):
        parts.append(f"{number(streamed, 'video')} (streamed, in pieces)")  # the size is the playlist's alone
    if tweet.record and (lost := len(media) - len(held)):
        parts.append(Text(f"{number(lost, 'media file')} not kept", style="magenta"))
    if tweet.record and tweet.record.file != article_file:
        parts.append(foreign(tweet.record.file))
    yield "kept" if tweet.record else "source", joined(parts, ", ")
    if tweet.memento:
        yield "", address(tweet.memento)


_RELATIONS = {
    Relation.VERSION: "another version",
    Relation.QUOTED: "quoted",
    Relation.PARENT: "answered",
    Relation.THREAD: "further up",
}


def beside_block(one: KeptBeside, embeds: Sequence[JudgedEmbed], article_file: str | None) -> RenderableType:
    """A tweet around an embed's own: what it is to it, who wrote it, whether it is still there, what is kept."""
    of = [
        each.embed.index + 1
        for each in embeds
        if each.evidence.tweet and each.evidence.tweet.status_id == one.related.of
    ]
    relation = _RELATIONS[one.related.relation] + (f", embed {of[0]}" if of else "")
    evidence, tweet = one.related.evidence, one.related.evidence.tweet
    who = named(tweet.author_name, tweet.handle) if tweet else None
    when = Text(instant(tweet.created_at)) if tweet and tweet.created_at else None
    head = joined([Text(relation), *(part for part in (who, when) if part)])
    at = tweet.url if tweet else f"https://x.com/i/status/{evidence.status_id}"
    rows: list[tuple[str, Lines]] = [("at", Flow(address(at)))]
    rows.append(("state", Flow(Text(STATES[evidence.availability]))))
    rows += [("", Flow(said)) for said in _said(evidence.absences)]
    if tweet:
        rows.append(("tweet", Passage(marked(tweet.text, (), Side.ARCHIVED))))
    rows += [(label, Flow(kept)) for label, kept in _kept(tweet, one.media, article_file)]
    return Group(Text.assemble("   ", head), Rows(tuple(rows)))


def claim_block(one: JudgedClaim) -> RenderableType:
    head = Text.assemble("   ", verdict_sign(one.verdict))
    if one.embed is not None:
        head.append(f", of embed {one.embed + 1}")
    rows: list[tuple[str, Lines]] = []
    if by := named(one.claim.speaker, one.claim.handle):
        rows.append(("by", Flow(by)))
    changes = one.finding.changes if one.verdict in (Verdict.MISMATCH, Verdict.MATCH_WITH_DIFFERENCES) else ()
    rows.append(("article", Passage(marked(one.claim.text, changes, Side.QUOTED))))
    if one.tweet and one.verdict is Verdict.MISMATCH:
        archived = one.finding.archived if one.finding.archived is not None else one.tweet.text
        rows.append(("tweet", Passage(marked(archived, changes, Side.ARCHIVED))))
    if one.finding.outcome not in PLAIN:
        rows.append(("words", Flow(foreign(one.finding.note))))
    return Group(head, Rows(tuple(rows)))


def shown_by(embed: Embed) -> Iterator[Text]:
    """Who and when, as the page shows it."""
    if who := named(embed.author_name, embed.handle):
        yield who
    if embed.date:
        yield foreign(embed.date.text)
