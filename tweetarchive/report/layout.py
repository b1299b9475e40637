"""How a block of a terminal report is laid out: labels, names, times and sizes in one fashion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.text import Text

from tweetarchive.model.verdict import Verdict
from tweetarchive.report.foreign import foreign
from tweetarchive.report.tally import in_words

SIGNS = {
    Verdict.MATCH: ("✔", "green"),
    Verdict.MATCH_WITH_DIFFERENCES: ("≈", "yellow"),
    Verdict.MISMATCH: ("✘", "bold red"),
    Verdict.UNCHECKABLE: ("?", "magenta"),
    Verdict.NO_QUOTE: ("–", "dim"),
    Verdict.NO_EMBEDS: ("–", "dim"),
}


def verdict_sign(verdict: Verdict) -> Text:
    sign, style = SIGNS[verdict]
    return Text(f"{sign} {in_words(verdict)}", style=style)


def named(name: str | None, handle: str | None) -> Text | None:
    parts = ([foreign(name)] if name else []) + ([foreign(f"@{handle}")] if handle else [])
    return joined(parts, " ") if parts else None


def joined(parts: Sequence[str | Text], separator: str = " · ") -> Text:
    return Text(separator).join(Text(part) if isinstance(part, str) else part for part in parts)


def instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def exact(moment: datetime | None) -> str | None:
    """RFC 3339 UTC, for programs."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None


def size_of(count: int) -> str:
    """Bytes as people read them: decimal units, as file managers and newsrooms' storage bills count."""
    if count < 1_000_000:
        return f"{max(count // 1000, 1)} kB"
    return f"{count / 1_000_000:.1f} MB"
