"""A stored report → the ledger's rows. Pure: the same file gives the same rows, tonight and when all is rebuilt."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tweetarchive.archive.finished import Finished
from tweetarchive.archive.ledger_rows import EmbedRow, Observation, to_column
from tweetarchive.archive.records import format_date, parse_date
from tweetarchive.archive.removed import removed_in

logger = logging.getLogger(__name__)

_LIVE_SOURCES = ("syndication", "oembed", "api_v2")  # who show what X shows now (CONTRACT.md §2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What a WARC says of its article."""

    addresses: tuple[str, ...]
    """All that led to it; first the one by which it is known."""
    at: datetime
    known: tuple[tuple[str, str | int | None], ...]
    """Columns of `articles`."""
    capture: tuple[str | int | None, ...]
    """Columns of `captures` after `file` and `article`."""
    embeds: tuple[EmbedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    captured: Captured | None
    observations: tuple[Observation, ...]
    held: tuple[tuple[str | None, ...], ...] = ()
    """Handle, author's name, time and words of tweets that somebody else than X shows, and their numbers last."""


def rows_of(warc: Finished) -> Rows:
    """The rows that a WARC stands for; none where it holds no report.

    A report may list `observations`, each with the columns of that table but `file`, as a recheck's does.
    """
    try:
        report = json.loads(warc.report) if warc.report else {}
    except ValueError:
        logger.warning("%s: its report cannot be read; it is left out of the ledger", warc.file)
        report = {}
    forgotten = {one.status_id for one in removed_in(warc.settings)}
    if forgotten and "article" in report:  # removed at a request: neither known nor asked for again
        report = {**report, "observed": [one for one in report["embeds"] if one["status_id"] not in forgotten]}
    whys = {one["status_id"]: _why(one) for one in report.get("tweets", ())}
    stated = [
        Observation(**{**one, "file": warc.file, "why": whys.get(one["status_id"]), **_typed(one)})
        for one in report.get("observations", ())
    ]
    if "article" not in report:
        return Rows(captured=None, observations=tuple(stated))
    embeds = tuple(_embed(warc.file, one) for one in report["embeds"])
    seen = _observations(warc.file, report)
    return Rows(
        captured=_captured(warc, report, embeds),
        observations=(*stated, *seen),
        held=tuple(_held(report.get("observed", report["embeds"]))),
    )


def _captured(warc: Finished, report: Mapping[str, Any], embeds: tuple[EmbedRow, ...]) -> Captured:
    article, settings = report["article"], warc.settings
    asked = settings.get("url") or (warc.file if article["source"] == "-" else str(article["source"]))
    shown = article["url"] or asked
    if _is_front_page(shown):  # where dead articles are led; it is not theirs
        shown = asked
    url = settings.get("article") or shown
    at = article["captured_at"]
    record = article["record"] or {}
    unread = report["verdict"] == "uncheckable" and not embeds
    known = {
        "title": article["title"],
        "embeds": len(embeds),
        "status": "failed" if unread else "archived",
        "why": report["problems"][0]["why"] if unread and report["problems"] else None,
        # What a nightly run kept of the page, to ask for it conditionally.
        "published": settings.get("published") or None,
        "lastmod": settings.get("lastmod") or None,
        "etag": settings.get("etag") or None,
        "last_modified": settings.get("last-modified") or None,
        "content_digest": settings.get("content") or None,
    }
    if not unread:
        known |= {"last_visit": at, "failures": 0}
    capture = (
        str(article["source"]),
        article["url"],
        article["title"],
        article["language"],
        at,
        record.get("offset"),
        record.get("id"),
        report["verdict"],
        report.get("rules"),
        to_column(report["claims"]),
        to_column(report["problems"]),
    )
    return Captured(
        addresses=tuple(dict.fromkeys((url, shown, asked))),
        at=parse_date(at) if at else warc.entries[0].at,
        known=tuple(known.items()),
        capture=capture,
        embeds=embeds,
    )


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _embed(file: str, one: Mapping[str, Any]) -> EmbedRow:
    embed, text = one["embed"], one["checks"]["text"]
    return EmbedRow(
        file=file,
        place=embed["index"],
        status_id=one["status_id"],
        form=embed["form"],
        handle=embed["handle"],
        text=embed["text"],
        date=embed["date"],
        availability=one["availability"],
        text_outcome=text["outcome"] if text else None,
        verdict=one["verdict"],
        report=dict(one),
    )


def _observations(file: str, report: Mapping[str, Any]) -> Iterator[Observation]:
    """One for each tweet the article embeds: what was said of it when the article was captured."""
    captured_at = report["article"]["captured_at"]
    for one in report.get("observed", report["embeds"]):
        tweet: dict[str, Any] = one["tweet"] or {}
        availability = one["availability"]
        shown: dict[str, Any] = tweet if tweet.get("source") in _LIVE_SOURCES and availability == "live" else {}
        said: dict[str, Any] = next(
            (absence for absence in one["absences"] if absence["availability"] == availability), {}
        )
        evidence = shown or said
        at = evidence.get("fetched_at") or captured_at
        if one["status_id"] is None or at is None:
            continue
        record = evidence.get("record") or {}
        yield Observation(
            status_id=one["status_id"],
            at=parse_date(at),
            file=file,
            availability=availability,
            source=evidence.get("source"),
            words=said.get("words"),
            handle=shown.get("handle"),
            author_name=shown.get("author_name"),
            created_at=_time(shown.get("created_at")),
            text=shown.get("text"),
            edit_ids=tuple(shown.get("edit_ids", ())),
            record_offset=record.get("offset"),
            record_id=record.get("id"),
        )


def _why(asked: Mapping[str, Any]) -> str | None:
    """Why nobody said anything of a tweet that was asked for again, source by source."""
    if asked["availability"] != "unknown":
        return None
    answers = [one["why"] for one in asked["problems"]]
    answers += (f"{one['source']}: “{one['words']}”" for one in asked["absences"] if one["words"])
    return "; ".join(dict.fromkeys(answers)) or None


def _held(embeds: list[dict[str, Any]]) -> Iterator[tuple[str | None, ...]]:
    for one in embeds:
        tweet = one["tweet"]
        if tweet and one["status_id"]:
            at = tweet["created_at"]
            created_at = format_date(parse_date(at)) if at else None
            yield tweet["handle"], tweet["author_name"], created_at, tweet["text"], one["status_id"]


def _typed(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "at": parse_date(stated["at"]),
        "created_at": _time(stated.get("created_at")),
        "edit_ids": tuple(stated.get("edit_ids", ())),
    }


def _time(stated: str | None) -> datetime | None:
    return parse_date(stated) if stated else None
