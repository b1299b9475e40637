"""What was seen of tweets → `observations`, and what is known of each by now → `tweets`.

In whatever order sightings come: tonight's, a rebuild's, those of a WARC that was lost for a year. An older one never
sets back what a later one said, and an answer that said nothing hides none that did.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from tweetarchive.archive.ledger_rows import Observation, columns, to_columns

_SEEN = """
INSERT INTO tweets (status_id, handle, author_name, created_at, text, edit_ids, first_seen, last_asked, last_live,
    availability) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (status_id) DO UPDATE SET
    handle = CASE WHEN excluded.last_asked >= last_asked THEN coalesce(excluded.handle, handle)
        ELSE coalesce(handle, excluded.handle) END,
    author_name = CASE WHEN excluded.last_asked >= last_asked THEN coalesce(excluded.author_name, author_name)
        ELSE coalesce(author_name, excluded.author_name) END,
    created_at = coalesce(created_at, excluded.created_at),
    text = CASE WHEN excluded.last_asked >= last_asked THEN coalesce(excluded.text, text)
        ELSE coalesce(text, excluded.text) END,
    edit_ids = CASE WHEN length(excluded.edit_ids) > length(edit_ids) THEN excluded.edit_ids ELSE edit_ids END,
    first_seen = min(first_seen, excluded.first_seen),
    last_live = coalesce(max(last_live, excluded.last_live), last_live, excluded.last_live),
    availability = CASE WHEN excluded.availability = 'unknown' THEN availability
        WHEN excluded.availability = 'not_found' AND availability <> 'unknown' THEN availability
        WHEN availability IN ('unknown', 'not_found') OR excluded.last_asked >= last_asked THEN excluded.availability
        ELSE availability END,
    next_due = CASE WHEN excluded.last_asked > last_asked THEN NULL ELSE next_due END,
    last_asked = max(last_asked, excluded.last_asked)
"""
_HELD = """
UPDATE tweets SET handle = coalesce(handle, ?), author_name = coalesce(author_name, ?),
    created_at = coalesce(created_at, ?), text = coalesce(text, ?) WHERE status_id = ?
"""


def observe(database: sqlite3.Connection, observations: Iterable[Observation]) -> None:
    """Noting one again changes nothing."""
    rows = [(to_columns(one), one.availability == "live") for one in observations]
    seen = []
    for (status_id, at, _, availability, _, _, handle, name, created_at, text, edit_ids, *_), live in rows:
        last_live = at if live else None
        seen.append((status_id, handle, name, created_at, text, edit_ids, at, at, last_live, availability))
    database.executemany(_SEEN, seen)
    names = columns(Observation)
    marks = ", ".join("?" * len(names.split(", ")))
    database.executemany(
        f"INSERT OR REPLACE INTO observations ({names}) VALUES ({marks})", [values for values, _ in rows]
    )


def hold(database: sqlite3.Connection, held: Sequence[tuple[str | None, ...]]) -> None:
    """Fill in what somebody else than X shows of tweets (`ledger_entry.Rows.held`), where nothing is known."""
    database.executemany(_HELD, held)
