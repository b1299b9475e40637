"""What changed among the embeds of an article between two captures. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class Change(StrEnum):
    GONE = "gone"
    ADDED = "added"
    SWAPPED = "swapped"
    """Another tweet stands where one stood."""
    QUOTE_EDITED = "quote_edited"
    """The same tweet, quoted in other words."""


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The additive key `changes_since` of a night's JSON, from two reports (CONTRACT.md §2).

    Embeds are the same when they are about the same tweet; those that name none, when they show the same words.
    """
    old, new = _by_identity(before["embeds"]), _by_identity(after["embeds"])
    gone: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for key in dict.fromkeys([*old, *new]):
        then, now = old.get(key, ()), new.get(key, ())
        for was, has in zip(then, now, strict=False):
            if was["embed"]["text"] != has["embed"]["text"]:
                found.append(_change(Change.QUOTE_EDITED, was, has))
        gone += then[len(now) :]
        added += now[len(then) :]
    for was in gone:
        instead = [one for one in added if _places(before, was) == _places(after, one)][:1]
        if instead:
            added.remove(instead[0])
        found.append(_change(Change.SWAPPED, was, instead[0]) if instead else _change(Change.GONE, was, None))
    found += (_change(Change.ADDED, None, one) for one in added)
    found.sort(key=lambda one: (one["place"], one["change"]))
    record = before["article"]["record"]
    return {
        "captured_at": before["article"]["captured_at"],
        "file": record["file"] if record else None,
        "embeds": found,
    }


def _by_identity(embeds: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for one in embeds:
        found[one["status_id"] or f"text {one['embed']['text']}"].append(one)
    return dict(found)


def _places(report: Mapping[str, Any], embed: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Between which tweets an embed stands."""
    ids = [None, *(one["status_id"] for one in report["embeds"]), None]
    place = embed["embed"]["index"]
    return ids[place], ids[place + 2]


def _change(kind: Change, was: Mapping[str, Any] | None, has: Mapping[str, Any] | None) -> dict[str, Any]:
    one = has or was or {}
    return {
        "change": kind.value,
        "place": one["embed"]["index"],
        "status_id": one["status_id"],
        "status_id_before": was["status_id"] if was else None,
        "text_before": was["embed"]["text"] if was else None,
        "text": has["embed"]["text"] if has else None,
    }
