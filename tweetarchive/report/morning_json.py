"""The morning report for programs (pure)."""

from __future__ import annotations

from typing import Any

from tweetarchive.model.report import SCHEMA
from tweetarchive.report.layout import exact
from tweetarchive.report.morning import Morning, Place, Unresolved, headline
from tweetarchive.report.tweet_news import news_to_dict


def morning_to_dict(morning: Morning) -> dict[str, Any]:
    """`morning --json`, and what a webhook may be given."""
    return {
        "schema": SCHEMA,
        "kind": "morning",
        "since": exact(morning.since),
        "until": exact(morning.until),
        "headline": headline(morning),
        "has_news": morning.has_news,
        "runs": [
            {
                "kind": one.kind,
                "started": exact(one.started),
                "ended": exact(one.ended),
                "interrupted": one.interrupted,
                "exit": one.exit,
            }
            for one in morning.runs
        ],
        "counts": {
            "visits": dict(morning.visits),
            "visited": morning.visited,
            "healed": morning.healed,
            "captures": morning.captures,
            "captured": morning.captured,
            "unread": morning.unread,
            "embeds": {verdict.value: count for verdict, count in morning.embeds.items()},
            "asked_again": dict(morning.asked),
            "quotes_of_edited": {verdict.value: count for verdict, count in morning.requoted.items()},
        },
        "mismatches": [
            {
                **_place(one.place),
                "quoted": one.quoted,
                "archived": one.archived,
                "outcome": one.outcome.value if one.outcome else None,
                "changes": [
                    {
                        "op": change.op.value,
                        "quoted": change.quoted,
                        "archived": change.archived,
                        "weight": change.weight.value,
                    }
                    for change in one.changes
                ],
                "notes": dict(one.notes),
                "is_new": one.is_new,
            }
            for one in morning.mismatches
        ],
        "tweets": [news_to_dict(one, morning.archives) for one in morning.tweets],
        "changed": [
            {
                **_place(one.place),
                "change": one.change,
                "status_id_before": one.status_id_before,
                "text_before": one.text_before,
                "text": one.text,
            }
            for one in morning.changed
        ],
        "gone": [
            {
                **_place(one.place),
                "why": one.why,
                "captured_at": exact(one.captured_at),
                "embeds": one.embeds,
            }
            for one in morning.gone
        ],
        "unresolved": [_unresolved(one) for one in morning.unresolved],
        "removed": [_unresolved(one) for one in morning.removed],
        "failures": [
            {"what": one.what, "url": one.url, "why": one.why, "times": one.times} for one in morning.failures
        ],
    }


def _unresolved(one: Unresolved) -> dict[str, Any]:
    return {**_place(one.place), "form": one.form, "text": one.text, "why": one.why}


def _place(place: Place) -> dict[str, Any]:
    return {
        "url": place.url,
        "title": place.title,
        "file": place.file,
        "embed": place.embed,
        "status_id": place.status_id,
    }
