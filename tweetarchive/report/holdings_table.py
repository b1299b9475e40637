"""What an archive holds, as a table for spreadsheets (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tweetarchive.report.held import HeldClaim, HeldEmbed, Holding
from tweetarchive.report.layout import exact

COLUMNS = (
    "kind",
    "verdict",
    "availability",
    "stated_at",
    "asked_at",
    "last_live",
    "gone_since",
    "state_source",
    "state_words",
    "article_url",
    "article_title",
    "section",
    "published",
    "captured_at",
    "embed",
    "form",
    "status_id",
    "tweet_url",
    "resolved_by",
    "handle",
    "author_name",
    "created_at",
    "quoted",
    "archived",
    "sentence",
    "quote_language",
    "tweet_language",
    "text_outcome",
    "text_note",
    "text_flags",
    "changes",
    "handle_outcome",
    "handle_note",
    "name_outcome",
    "name_note",
    "date_outcome",
    "date_note",
    "id_outcome",
    "id_note",
    "media_outcome",
    "media_note",
    "media",
    "source",
    "memento",
    "problems",
    "article_problems",
    "state_file",
    "state_offset",
    "state_record_id",
    "article_file",
    "article_offset",
    "article_record_id",
    "tweet_file",
    "tweet_offset",
    "tweet_record_id",
)
"""One embed, claim or article a row (RFC 4180); times RFC 3339 UTC; `changes` and `media` JSON, as in the report."""
_CHECKS = {
    "text": "text",
    "handle": "handle",
    "author_name": "name",
    "date": "date",
    "status_id": "id",
    "media": "media",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def rows(holdings: Sequence[Holding]) -> Iterator[tuple[str | int | None, ...]]:
    """The table, without its head, which is COLUMNS."""
    for one in holdings:
        told = _row(one)
        yield tuple(spreadsheet_safe(told.get(name)) for name in COLUMNS)


def spreadsheet_safe(cell: str | int | None) -> str | int | None:
    """Text that a spreadsheet would take for a formula, or that begins as this makes it, behind an apostrophe.

    Taking one apostrophe off the front of a cell that has one gives the text as it was.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _row(one: Holding) -> dict[str, str | int | None]:
    article, state, tweet, number = one.article, one.state, one.tweet, one.number
    shown = state.evidence if state else None
    text = one.checks.get("text", {})
    own = list(one.problems)
    all_of_it = Holding(article=article).problems
    told: dict[str, str | int | None] = {
        "kind": one.kind.value,
        "verdict": one.verdict.value,
        "article_url": article.url or article.source,
        "article_title": article.title,
        "section": article.section,
        "published": exact(article.published),
        "captured_at": exact(article.captured_at),
        "status_id": number,
        "tweet_url": tweet.get("url") or (f"https://x.com/i/status/{number}" if number else None),
        "handle": one.handle,
        "author_name": one.name,
        "created_at": exact(one.created_at),
        "quoted": one.quoted,
        "archived": one.archived,
        "quote_language": one.embed.get("language"),
        "tweet_language": tweet.get("language"),
        "text_flags": " ".join(text.get("flags", ())) or None,
        "changes": _json(text.get("changes")),
        "media": _json(tweet.get("media")),
        "source": tweet.get("source"),
        "memento": tweet.get("memento"),
        "problems": "\n".join(own) or None,
        "article_problems": "\n".join(problem for problem in all_of_it if problem not in own) or None,
        "article_file": article.file,
        "article_offset": article.record_offset,
        "article_record_id": article.record_id,
        **_record("tweet", tweet.get("record")),
    }
    for check, name in _CHECKS.items():
        found = one.checks.get(check, {})
        told |= {f"{name}_outcome": found.get("outcome"), f"{name}_note": found.get("note")}
    if state:
        told |= {
            "availability": state.now.value,
            "stated_at": exact(state.stated.at) if state.stated else None,
            "asked_at": exact(state.asked_at),
            "last_live": exact(state.last_live),
            "gone_since": exact(state.gone_since),
        }
    if shown:
        told |= {
            "state_source": shown.source,
            "state_words": shown.words,
            "state_file": shown.file,
            "state_offset": shown.record_offset,
            "state_record_id": shown.record_id,
        }
    match one:
        case HeldEmbed():
            told |= {
                "embed": one.embed["index"] + 1,
                "form": one.embed["form"],
                "resolved_by": one.report["resolved_by"],
            }
        case HeldClaim():
            told |= {
                "embed": one.tied.embed["index"] + 1 if one.tied else None,
                "sentence": one.claim["sentence"],
            }
    return told


def _json(stated: Any) -> str | None:
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":")) if stated else None


def _record(name: str, record: Mapping[str, Any] | None) -> dict[str, str | int | None]:
    record = record or {}
    return {
        f"{name}_file": record.get("file"),
        f"{name}_offset": record.get("offset"),
        f"{name}_record_id": record.get("id"),
    }
