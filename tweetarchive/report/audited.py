"""What an audit found, in words for people."""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from tweetarchive.model.audit import FileAudit, State
from tweetarchive.report.foreign import one_line
from tweetarchive.report.tally import number

_SHOWN = {
    State.DAMAGED: ("✘", "red", "damaged"),
    State.UNCHECKED: ("?", "yellow", "not checked in full"),
    State.SIGNED: ("✔", "green", "intact, the signature is valid"),
    State.AS_LISTED: ("✔", "green", "intact as listed"),
    State.IN_ITSELF: ("✔", "green", "intact in itself"),
    State.NO_DAMAGE_FOUND: ("–", "", "no damage found"),
    State.TOLD: ("–", "dim", "not evidence"),
}


def render_line(audit: FileAudit) -> Text:
    """One file on one line."""
    sign, style, words = _SHOWN[audit.state]
    parts = [words]
    if audit.records is not None:
        parts.append(number(audit.records, "record"))
    if audit.size is not None:
        parts.append(f"{audit.size:,} bytes")
    if audit.signed:
        parts.append(f"signed by {one_line(audit.signed)}")
    if audit.timestamp:
        parts.append(f"seen by a timestamp authority {one_line(audit.timestamp)}")
    if audit.findings:
        parts.append(number(len(audit.findings), "finding"))
    return Text.assemble(
        (f"{sign} ", style), one_line(audit.file), ": ", (words, style), *(f", {one}" for one in parts[1:])
    )


def render_findings(audit: FileAudit) -> Text:
    """What was found on a file, a line each, each ended."""
    lines = []
    for one in audit.findings:
        place = [one_line(one.file)] if one.file != audit.file else []
        place += [f"byte {one.offset:,}"] if one.offset is not None else []
        place += [one_line(one.record)] if one.record else []
        where = f" ({', '.join(place)})" if place else ""
        lines.append(f"    {one.what.value.replace('_', ' ')}{where}: {one_line(one.why)}\n")
    lines += [f"    {one_line(note)}\n" for note in audit.notes]
    return Text("".join(lines).rstrip("\n"))


def render_summary(states: Counter[State]) -> Text:
    """The closing line, and what it must not be taken for."""
    counted = ", ".join(f"{states[state]} {_SHOWN[state][2]}" for state in State if states[state])
    said = f"{number(states.total(), 'file')}: {counted}."
    if states[State.AS_LISTED] or states[State.IN_ITSELF]:
        said += (
            " Not signed: who can change a file can change the list beside it. Keep manifest-sha256.txt in a second"
            " place, or `pack --sign`."
        )
    return Text(said)
