from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output
from tweetarchive.model.audit import FileAudit, State
from tweetarchive.model.errors import InputError

_EXITS = {State.DAMAGED: Exit.DAMAGED, State.UNCHECKED: Exit.INCOMPLETE}


def audit(
    *,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="WARC or WACZ files or archives folders; without: --archives."),
    ] = None,
    against: Annotated[
        Path | None,
        option("--against", help="Compare with this copy, and say which of the two is whole.", metavar="DIR"),
    ] = None,
    timestamp_ca: Annotated[
        list[Path] | None,
        option("--timestamp-ca", help="Root certificates of authorities. [default: those of TLS]", metavar="PEM"),
    ] = None,
    common: Common,
) -> Exit:
    """Read every byte of archives and compare it with everything that is stated of it: checksums, lengths, digests,
    pairs and references, index, manifest, stored verdicts, packages, signatures and timestamps.

    What is wrong is named by file, offset and record, and the status is 4. One document per file with --json.
    """
    start_log(common)
    from tweetarchive.audit import audit_archive, compare_copies
    from tweetarchive.report.audited import render_findings, render_line, render_summary

    out = Output(common)
    roots = timestamp_ca or None
    states: Counter[State] = Counter()

    def show(one: FileAudit) -> None:
        states[one.state] += 1
        out.ended(_EXITS.get(one.state, Exit.DONE))
        if common.json:
            out.document(one.to_dict())
            return
        out.show(render_line(one), one_line=True)
        if not common.quiet and (one.findings or one.notes):
            out.show(render_findings(one), one_line=True)

    for path in paths or [common.archives]:
        try:
            for one in (
                audit_archive(path, roots=roots) if against is None else compare_copies(path, against, roots=roots)
            ):
                show(one)
        except InputError as error:
            out.fail(str(error), Exit.INCOMPLETE)
    if states.total() > 1 and not common.json and not common.quiet:
        out.show("", render_summary(states))
    return out.finish()
