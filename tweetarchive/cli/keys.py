from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output

PASSPHRASE = "TWEETARCHIVE_KEY_PASSPHRASE"
"""A variable and no option: an option's value stands in the list of processes and in the shell's history."""


class Action(StrEnum):
    NEW = "new"
    SHOW = "show"


def keys(
    *,
    action: Annotated[Action, typer.Argument(metavar="new|show", help="Make a key, or tell the public half of one.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file of the private key.")],
    passphrase: Annotated[
        bool, option("--passphrase", help=f"Seal the new key; asks for the words, or takes {PASSPHRASE}.")
    ] = False,
    common: Common,
) -> Exit:
    """Make a key that signs packed archives, and tell its fingerprint.

    The private half is readable by you alone, the public half stands beside it in PATH.pub. Nothing is overwritten.
    Publish the fingerprint where readers know you: a signature shows that the same key signed, and not whose it is.
    """
    start_log(common)
    from tweetarchive.archive.keys import is_open_to_others, make_key, public_file, read_public_key

    out = Output(common)
    if action is Action.NEW:
        words = ask_passphrase(f"New passphrase for {path}", confirm=True) if passphrase else None
        if passphrase and not words:
            raise typer.BadParameter(f"give it on a terminal, or as {PASSPHRASE}", param_hint="--passphrase")
        public = make_key(path, words)
    else:
        public = read_public_key(path)
    private = path if path != public_file(path) and path.suffix != ".pub" else None
    if private and private.exists() and is_open_to_others(private):
        out.note(open_key(private))
    if common.json:
        out.document({"key": str(path), "fingerprint": public.fingerprint, "publicKey": public.base64})
        return out.finish()
    if action is Action.NEW:
        out.show(f"private key  {path}  (keep it, and a copy of it, to yourself)", one_line=True)
        out.show(f"public key   {public_file(path)}", one_line=True)
    out.show(f"fingerprint  {public.fingerprint}", one_line=True)
    return out.finish()


def ask_passphrase(prompt: str, *, confirm: bool = False) -> bytes | None:
    """From the variable, else from the terminal; None where there is neither."""
    if (given := os.environ.get(PASSPHRASE)) is not None:
        return given.encode()
    if not sys.stdin.isatty():
        return None
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=confirm, err=True)).encode()


def open_key(path: Path) -> str:
    return f"warning: {path}: others on this machine can read or change this private key; chmod 600 {path}"
