from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option, status_ids
from tweetarchive.cli.output import Output

if TYPE_CHECKING:
    from tweetarchive.forgetting import Removal

_BEYOND = (
    "What was handed on is out of reach: WACZ packages, copies, cards and pages already published, backups. "
    "The articles' own pages stay as their publisher served them, with the words they quote."
)


def forget(
    *,
    tweets: Annotated[
        list[str] | None, typer.Argument(metavar="STATUS_ID", help="Numbers or addresses of tweets.")
    ] = None,
    yes: Annotated[bool, option("--yes", help="Do it. Without, it is only shown what would be removed.")] = False,
    reason: Annotated[
        str, option("--reason", help="Kept with the trace of the removal; name nobody in it.", metavar="TEXT")
    ] = "",
    common: Common,
) -> Exit:
    """Remove tweets from the archive for good, and leave a trace of the removal.

    Every WARC that holds something of them is replaced by one without it: answers, pictures, cards, views, reports. The
    trace names the tweet's number, the day, the reason and the sha256 of the file that was. There is no way back.
    """
    start_log(common, warn_always=True)
    from tweetarchive.archive.writing import require_archive

    ids = status_ids(tweets or [])
    if not ids:
        raise typer.BadParameter("name at least one tweet", param_hint="STATUS_ID")
    from tweetarchive.forgetting import carry_out, half_written, plan_removal

    require_archive(common.archives)
    out = Output(common)
    found = False
    if yes:
        for removal, name in carry_out(common.archives, ids, reason=reason, now=datetime.now(UTC)):
            found = True
            _show(removal, out, common, replaced_by=name)
    else:
        for removal in plan_removal(common.archives, ids):
            found = True
            _show(removal, out, common)
        if found:
            out.note("nothing was removed; --yes does it, and there is no way back")
    if not found:
        out.note("the archive holds nothing of these tweets")
    for name in half_written(common.archives):
        out.note(f"{name}: half-written, read by nobody, and may hold anything; delete it if it must not")
    out.note(_BEYOND)
    return out.finish()


def _show(removal: Removal, out: Output, common: Common, *, replaced_by: str | None = None) -> None:
    if common.json:
        document: dict[str, Any] = {
            "file": removal.file,
            "replaced_by": replaced_by,
            "status_ids": list(removal.ids),
            "removed": [{"id": number, "uri": uri} for number, uri in removal.removed],
            "also": list(removal.also),
            "kept": list(removal.kept),
        }
        out.document(document)
        return
    deed = f"replaced by {replaced_by}" if replaced_by else "would be replaced"
    lines = [f"{removal.file}: {deed}, without"]
    lines += [f"  {uri}" for _, uri in removal.removed]
    if removal.also:
        lines.append(f"  with what the same answers say of {', '.join(removal.also)}")
    lines += [f"  kept, being another tweet's too: {uri}" for uri in removal.kept]
    out.show("\n".join(lines), one_line=True)
