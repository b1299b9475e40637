"""What an archive holds, in short: for a terminal, and as the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.foreign import foreign
from tweetarchive.report.holdings import NO_LONGER_PUBLIC, Holding, scope
from tweetarchive.report.judged import STATES
from tweetarchive.report.layout import exact, joined, verdict_sign
from tweetarchive.report.tally import WORST_FIRST

_LISTED = 20  # of each kind: a screenful; the page and the table have all
COLUMNS = (
    "verdict",
    "availability",
    "asked_at",
    "article_url",
    "article_title",
    "section",
    "published",
    "captured_at",
    "embed",
    "form",
    "status_id",
    "handle",
    "author_name",
    "created_at",
    "quoted",
    "archived",
    "text",
    "text_note",
    "handle_outcome",
    "date",
    "media",
    "source",
    "article_file",
    "article_offset",
    "tweet_file",
    "tweet_offset",
)
"""Of the table (RFC 4180): one embed a row, times RFC 3339 UTC."""


def render_holdings(holdings: Sequence[Holding]) -> RenderableType:
    """Counts, then what wants looking at: mismatches, and tweets no longer public."""
    parts: list[RenderableType] = [Text(scope(holdings), style="bold")]
    verdicts, states = Counter(one.verdict for one in holdings), Counter(one.now for one in holdings)
    parts += [Text.assemble(f"{verdicts[one]:>7,}  ", verdict_sign(one)) for one in WORST_FIRST if verdicts[one]]
    parts += [Text(f"{states[one]:>7,}  {STATES[one]}") for one in Availability if states[one]]
    mismatches = [one for one in holdings if one.verdict is Verdict.MISMATCH]
    gone = [one for one in holdings if one.now in NO_LONGER_PUBLIC]
    for heading, listed in (("Mismatches", mismatches), ("No longer public", gone)):
        if listed:
            parts += ["", Text(heading, style="bold"), *_list(listed)]
    return Group(*parts)


def _list(holdings: Sequence[Holding]) -> Iterator[Text]:
    for one in holdings[:_LISTED]:
        embed, text = one.report["embed"], one.report["checks"]["text"]
        handle = (one.report["tweet"] or embed)["handle"]
        told = text["note"] if one.verdict is Verdict.MISMATCH and text else STATES[one.now]
        who = foreign(f"@{handle}") if handle else Text("by nobody named")
        yield joined([who, Text(one.status_id or "no number"), foreign(one.url or one.source)])
        yield Text("    ").append(foreign(told))
    if len(holdings) > _LISTED:
        yield Text(f"… and {len(holdings) - _LISTED:,} more; --html and --csv have them all")


def rows(holdings: Sequence[Holding]) -> Iterator[tuple[str | int | None, ...]]:
    """The table, without its head, which is COLUMNS."""
    for one in holdings:
        embed, tweet, checks = one.report["embed"], one.report["tweet"] or {}, one.report["checks"]
        record = tweet.get("record") or {}

        def outcome(check: str, checks: dict[str, dict[str, str] | None] = checks) -> str | None:
            found = checks[check]
            return found["outcome"] if found else None

        text = checks["text"] or {}
        yield (
            one.verdict.value,
            one.now.value,
            exact(one.asked_at),
            one.url,
            one.title,
            one.section,
            exact(one.published),
            exact(one.captured_at),
            embed["index"] + 1,
            embed["form"],
            one.status_id,
            tweet.get("handle") or embed["handle"],
            tweet.get("author_name") or embed["author_name"],
            tweet.get("created_at"),
            embed["text"],
            tweet.get("text"),
            outcome("text"),
            text.get("note"),
            outcome("handle"),
            outcome("date"),
            outcome("media"),
            tweet.get("source"),
            one.file,
            one.record_offset,
            record.get("file"),
            record.get("offset"),
        )
