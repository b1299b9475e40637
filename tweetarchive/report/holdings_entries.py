"""The list of the report's page, as its script reads it (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tweetarchive.model.report import changes_from
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import TextOutcome, Verdict
from tweetarchive.report.difference_page import texts_html
from tweetarchive.report.foreign import neutral
from tweetarchive.report.held import HeldArticle, HeldClaim, Holding, Kind
from tweetarchive.report.judged import PLAIN, SAME_WORDS, SOURCES
from tweetarchive.report.layout import SIGNS, exact
from tweetarchive.report.states import GROUPS, day, in_a_sentence
from tweetarchive.report.tally import WORST_FIRST, in_words

LISTED = (*WORST_FIRST, Verdict.NO_EMBEDS)
"""Verdicts in the order of the list."""
_LABELS = {
    "text": "words",
    "handle": "handle",
    "author_name": "name",
    "date": "date",
    "status_id": "id",
    "media": "media",
}
_SAME = {
    TextOutcome.IDENTICAL: "The tweet says the same, word for word.",
    TextOutcome.SAME_NORMALISED: "The tweet says the same, but for layout.",
}


def held(holdings: Sequence[Holding], replay: str) -> dict[str, Any]:
    """Everything that the script shows. Whatever is foreign is neutral, and text: `d` alone is HTML, and ours."""
    places: dict[str, int] = {}
    files = _Numbered()
    articles: list[dict[str, Any]] = []
    entries = []
    for one in holdings:
        if one.article.file not in places:
            places[one.article.file] = len(articles)
            articles.append(_article(one.article, files))
        entries.append({"a": places[one.article.file], **_entry(one, files)})
    return {
        "replay": replay,
        "verdicts": [one.value for one in LISTED],
        "signs": {one.value: SIGNS[one][0] for one in LISTED},
        "words": {one.value: in_words(one) for one in LISTED},
        "groups": {one.value: group.value for one, group in GROUPS.items()},
        "sources": {one.value: words for one, words in SOURCES.items()},
        "files": list(files),
        "articles": articles,
        "entries": entries,
    }


class _Numbered(dict[str, int]):
    """Names, each with its number in order of appearance."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def _article(one: HeldArticle, files: _Numbered) -> dict[str, Any]:
    address = one.url or ""
    return _stated(
        url=neutral(address) if address.startswith(("http://", "https://")) else None,
        title=neutral(one.title) if one.title else None,
        source=neutral(one.source),
        section=one.section or None,
        month=one.month or None,
        at=f"{one.captured_at:%Y%m%d%H%M%S}" if one.captured_at else None,
        record=[files[one.file], one.record_offset] if one.record_offset is not None else None,
        problems=[neutral(problem) for problem in Holding(article=one).problems] or None,
    )


def _entry(one: Holding, files: _Numbered) -> dict[str, Any]:
    """Short keys: there are tens of thousands."""
    tweet, record, embed = one.tweet, one.tweet.get("record"), one.embed
    tied = one.tied.embed if isinstance(one, HeldClaim) and one.tied else embed
    stated = bool(tweet.get("created_at"))
    return _stated(
        c=one.kind.value if one.kind is not Kind.EMBED else None,
        p=tied["index"] + 1 if tied else None,
        v=one.verdict.value,
        y=one.year or None,
        t=exact(one.created_at),
        i=1 if one.created_at and not stated else None,
        w=neutral(one.name) if one.name else None,
        h=neutral(one.handle) if one.handle else None,
        s=one.number,
        **_words(one),
        **_state(one, files),
        x=neutral(one.claim["sentence"]) if isinstance(one, HeldClaim) and one.claim["sentence"] else None,
        k=list(_notes(one)) or None,
        f=[neutral(flag.replace("_", " ")) for flag in one.checks.get("text", {}).get("flags", ())] or None,
        m=[
            (media["kind"], neutral(media["alt"]) if media["alt"] else None, media["bytes"], media["url"])
            for media in tweet.get("media", ())
        ]
        or None,
        r=(files[record["file"]], record["offset"]) if record else None,
        o=tweet.get("memento"),
        b=[neutral(problem) for problem in one.problems] or None,
    )


def _notes(one: Holding) -> Iterator[tuple[str, str]]:
    """Of every check that is not a plain match; of a tweet that nobody has, what could not be checked in one line."""
    unchecked: list[tuple[str, str]] = []
    for which, label in _LABELS.items():
        check = one.checks.get(which)
        if not check or check["outcome"] in PLAIN:
            continue
        if one.tweet or check["outcome"] != TextOutcome.NOT_CHECKABLE:
            yield label, neutral(check["note"])
            continue
        unchecked.append((label, neutral(check["note"])))
    if unchecked:
        (first, note), *others = unchecked
        yield first, note + (f" (likewise: {', '.join(label for label, _ in others)})" if others else "")


def _words(one: Holding) -> dict[str, Any]:
    """`q` quoted; `z` where the tweet says the same, else `d` with the differences marked, or `u` the tweet's words."""
    if one.kind is Kind.ARTICLE:
        return {}
    check = one.checks.get("text")
    outcome = TextOutcome(check["outcome"]) if check else None
    quoted, archived = one.quoted, one.archived
    shown: dict[str, Any] = {"q": neutral(quoted) if quoted else None}
    if outcome in SAME_WORDS and quoted is not None:
        return {**shown, "z": _SAME[outcome]}
    changes = changes_from(check) if check and outcome is not TextOutcome.DIFFERENT else ()
    if changes:
        languages = (one.embed.get("language"), one.tweet.get("language"))
        shown["d"] = texts_html(quoted, archived, outcome, changes, languages=languages)
    return {**shown, "u": neutral(archived) if archived else ""}


def _state(one: Holding, files: _Numbered) -> dict[str, Any]:
    """`n` the state, `l` told; `g` when it was last live and first gone; `e` who said so, in what words, and where."""
    state = one.state
    if state is None:
        return {}
    was_live = state.last_live if state.now is not Availability.LIVE else None
    seen = [f"last seen live {day(was_live)}"] if was_live else []
    seen += [f"first found gone {day(state.gone_since)}"] if state.gone_since else []
    shown = state.evidence
    record = [files[shown.file], shown.record_offset, int(shown.recheck)] if shown and shown.file else []
    said = [shown.source, neutral(shown.words) if shown.words else None] if shown else []
    return {
        "n": state.now.value,
        "l": in_a_sentence(state),
        "g": "; ".join(seen) or None,
        "e": [*said, *record] if shown and (shown.source or shown.file) else None,
    }


def _stated(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
