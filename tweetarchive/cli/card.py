from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option, parse_size
from tweetarchive.cli.output import Output
from tweetarchive.model.errors import ArchiveError, InputError

_INLINE = 1_000_000  # bytes: larger pictures make a page of a CMS slow to save; four photos of X stay below


def card(
    *,
    status_id: Annotated[str, typer.Argument(metavar="STATUS_ID", help="The tweet’s number, or its address.")],
    page: Annotated[bool, option("--page", help="A whole page instead of one element.")] = False,
    inline_up_to: Annotated[
        int,
        option(
            "--inline-up-to",
            help="The largest picture or video that is put into the card itself. [default: 1MB]",
            metavar="SIZE",
            parser=parse_size,
            show_default=False,
        ),
    ] = _INLINE,
    output: Annotated[
        Path | None,
        option(
            "--output",
            "-o",
            help="Write the card into this folder, larger media beside it; never over other files.",
            metavar="DIR",
        ),
    ] = None,
    common: Common,
) -> Exit:
    """Print a card of an archived tweet, to put where a dead embed was: one element, no script, nothing loaded.

    The newest capture that shows the tweet whole speaks, whatever article it was made for; what is known of its state
    is as it was told last.
    """
    start_log(common, warn_always=True)
    from tweetarchive.model.permalink import parse_permalink
    from tweetarchive.model.tweet import StatusId
    from tweetarchive.report.card import render_card, render_snippet
    from tweetarchive.shelf import TOO_LARGE, find_card, take_out

    named = parse_permalink(status_id)
    number = StatusId.read(status_id.strip()) or (named.status_id if named else None)
    if number is None:
        raise typer.BadParameter(f"{status_id!r} is no tweet’s number", param_hint="STATUS_ID")
    out = Output(common)
    held = find_card(common.archives, number)
    if held is None:
        folder = common.archives.absolute()
        why = (
            f"{number}: the archive {folder} holds no answer that shows this tweet; archive an article that embeds it, "
            "or name another archive with --archives"
        )
        out.fail(why, Exit.INCOMPLETE)
        return out.finish()
    shown, files = take_out(held, inline_up_to=inline_up_to, beside=output is not None)
    html = render_card(shown) if page else render_snippet(shown)
    for was, one in zip(held.card.media, shown.media, strict=True):
        if was.shown is not None and one.shown is None:
            way = "; -o DIR writes it beside, --inline-up-to SIZE puts it in" if one.lost == TOO_LARGE else ""
            out.note(f"{one.address}: {one.lost}{way}")
    written: list[Path] = []
    if output is not None:
        contents = {f"{number}.html": html.encode("utf-8", "replace"), **{one.name: one.content for one in files}}
        written = _write_new(output, contents)
    if common.json:
        out.document({"status_id": number, "html": html, "files": [str(path) for path in written]})
    elif written:
        out.print_lines([str(path) for path in written])
    else:
        out.print_lines([html.rstrip("\n")])
    return out.finish()


def _write_new(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files that are not there yet; one that is there with these very bytes may stay.

    Raises: InputError where one is there with others; ArchiveError where they cannot be written.
    """
    paths = [folder / name for name in contents]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        missing = [path for path in paths if not os.path.lexists(path)]
        for path in paths:
            if path not in missing and path.read_bytes() != contents[path.name]:
                raise InputError(f"{path}: is there already; name another folder, or take that file away")
        for path in missing:
            with path.open("xb") as file:
                file.write(contents[path.name])
    except OSError as error:
        raise ArchiveError(f"{folder}: the card cannot be written there: {error.strerror}") from error
    return paths
