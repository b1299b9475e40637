from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.keys import PASSPHRASE, ask_passphrase, open_key
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Common, option
from tweetarchive.cli.output import Output
from tweetarchive.model.errors import ArchiveError, FetchError, InputError

if TYPE_CHECKING:
    from tweetarchive.archive.timestamp import Timestamp
    from tweetarchive.packing import Handover


def pack(
    *,
    out_file: Annotated[Path, typer.Argument(metavar="OUT.wacz", help="The file to write; never one that is there.")],
    urls: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL", help="Articles, as typed or as captured; without: everything."),
    ] = None,
    sign: Annotated[
        Path | None,
        option("--sign", help=f"Sign with this key (`keys new`); sealed: {PASSPHRASE}.", metavar="KEY"),
    ] = None,
    timestamp: Annotated[
        str | None,
        option("--timestamp", help="Have an authority (RFC 3161) state the time, in OUT.wacz.tsr.", metavar="URL"),
    ] = None,
    timestamp_ca: Annotated[
        list[Path] | None,
        option("--timestamp-ca", help="Root certificates of authorities. [default: those of TLS]", metavar="PEM"),
    ] = None,
    timestamp_only: Annotated[
        bool,
        option("--timestamp-only", help="OUT.wacz was packed before: only have its time stated."),
    ] = False,
    common: Common,
) -> Exit:
    """Write one file to hand over: a WACZ that ReplayWeb.page opens, of everything or of the articles named.

    All captures of an article are packed, and with them the files that hold media which was not kept twice. The same
    archive gives the same file, byte for byte, until it is signed. docs/proof.md tells what signature and timestamp
    prove, and what they do not.
    """
    start_log(common, warn_always=True)
    from tweetarchive.archive.keys import is_open_to_others, read_key
    from tweetarchive.packing import pack as write

    if out_file.suffix != ".wacz":
        raise typer.BadParameter(f"{out_file}: the name of a WACZ ends in .wacz", param_hint="OUT.wacz")
    if timestamp is not None and not timestamp.startswith(("http://", "https://")):
        raise typer.BadParameter(f"{timestamp!r} is no http(s) address", param_hint="--timestamp")
    if timestamp_ca and timestamp is None:
        raise typer.BadParameter("goes with --timestamp", param_hint="--timestamp-ca")
    if timestamp_only and (timestamp is None or urls or sign):
        raise typer.BadParameter("goes with --timestamp alone", param_hint="--timestamp-only")
    out = Output(common)
    if timestamp_only and timestamp:
        return _stamp_only(out_file, timestamp, timestamp_ca, out, as_json=common.json)
    key = None
    if sign is not None:
        key = read_key(sign, lambda: ask_passphrase(f"Passphrase for {sign}"))
        if is_open_to_others(sign):
            out.note(open_key(sign))
    made = write(out_file, common.archives, urls or (), key=key, now=datetime.now(UTC))
    for one in made.missing:
        out.fail(one, Exit.INCOMPLETE)
    stamped = _stamp(out_file, made.packed.sealed, timestamp, timestamp_ca, out) if timestamp else None
    if common.json:
        out.document(_document(made, key.public.fingerprint if key else None, stamped))
    else:
        _show(out, made, key.public.fingerprint if key else None, stamped)
    return out.finish()


def _stamp_only(wacz: Path, url: str, roots: list[Path] | None, out: Output, *, as_json: bool) -> Exit:
    """Have a file timestamped that was packed before, by an authority that failed then or was not asked."""
    from tweetarchive.archive.proof import read_seal

    stamped = _stamp(wacz, read_seal(wacz), url, roots, out)
    if as_json:
        out.document({"wacz": str(wacz), "timestamp": _stated(stamped)})
    elif stamped is not None:
        out.show("\n".join(_timestamp_lines(wacz, stamped)), one_line=True)
    return out.finish()


def _stamp(wacz: Path, sealed: bytes, url: str, roots: list[Path] | None, out: Output) -> Timestamp | None:
    """Have the file timestamped. The file stays where that fails: it is whole, and says of itself what it is."""
    from tweetarchive.archive.network import Network
    from tweetarchive.archive.proof import keep_timestamp
    from tweetarchive.archive.timestamp import ask_timestamp, default_roots

    try:
        response, stated = ask_timestamp(url, sealed, Network(), roots or default_roots())
        keep_timestamp(wacz, response)
    except (FetchError, InputError, ArchiveError) as error:
        again = f"tweetarchive pack {shlex.quote(str(wacz))} --timestamp {shlex.quote(url)} --timestamp-only"
        out.fail(f"{error}; {wacz} is whole, without a timestamp; try again with `{again}`", Exit.INCOMPLETE)
        return None
    if stated.known_by is None:
        trusted = "the certificates given" if roots else "those trusted for TLS"
        out.fail(
            f"{url}: the root of {stated.authority} is not among {trusted}, so its signature was not checked; "
            "name the authority's root with --timestamp-ca",
            Exit.INCOMPLETE,
        )
    return stated


def _show(out: Output, made: Handover, key: str | None, stamped: Timestamp | None) -> None:
    packed = made.packed
    lines = [
        f"{packed.path}: {_count(made.articles, 'article')} in {_count(packed.warcs, 'WARC')}, "
        f"{_count(packed.pages, 'page')}, {packed.size:,} bytes"
    ]
    if made.added:
        lines.append(f"with them, for media that was not kept twice: {', '.join(made.added)}")
    lines.append(f"datapackage.json  {packed.package_sha256}")
    lines.append(f"signed by key     {key}" if key else "not signed")
    if stamped is not None:
        lines += _timestamp_lines(packed.path, stamped)
    out.show("\n".join(lines), one_line=True)


def _timestamp_lines(wacz: Path, stamped: Timestamp) -> list[str]:
    from tweetarchive.archive.proof import PACKAGE_DIGEST, timestamp_file

    file = timestamp_file(wacz)
    root = stamped.known_by or Path("ROOT.pem")
    return [
        f"timestamp         {stamped.at:%Y-%m-%d %H:%M:%S} UTC by {stamped.authority}, in {file}",
        "check it with",
        f"  unzip -p {shlex.quote(str(wacz))} {PACKAGE_DIGEST} | openssl ts -verify -data /dev/stdin "
        f"-in {shlex.quote(str(file))} -CAfile {shlex.quote(str(root))}",
    ]


def _document(made: Handover, key: str | None, stamped: Timestamp | None) -> dict[str, Any]:
    packed = made.packed
    return {
        "wacz": str(packed.path),
        "articles": made.articles,
        "warcs": packed.warcs,
        "pages": packed.pages,
        "bytes": packed.size,
        "datapackage": packed.package_sha256,
        "added": list(made.added),
        "key": key,
        "timestamp": _stated(stamped),
        "problems": list(made.missing),
    }


def _stated(stamped: Timestamp | None) -> dict[str, Any] | None:
    if stamped is None:
        return None
    return {
        "at": stamped.at.isoformat().replace("+00:00", "Z"),
        "authority": stamped.authority,
        "checked": stamped.known_by is not None,
    }


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
