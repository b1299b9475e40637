"""The options that commands share, each told once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from tweetarchive import __version__
from tweetarchive.cli.config import TOKEN, TOKEN_VARIABLE, bearer_token, read_config
from tweetarchive.model.context import Context
from tweetarchive.model.errors import InputError

if TYPE_CHECKING:
    from tweetarchive.archive.network import Network
    from tweetarchive.model.tweet import StatusId
    from tweetarchive.pipeline import Settings

API = "api_v2"
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "KI": 2**10, "MI": 2**20, "GI": 2**30}


def option(*names: str, help: str, **more: Any) -> Any:
    """An option whose variable is not named in its help: the rule stands below every help page."""
    return typer.Option(*names, help=help, show_envvar=False, **more)


Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCE", help="An address, a .html, .txt, .md or .json file, or - for stdin."),
]
Lists = Annotated[list[Path] | None, option("--input", "-i", help="A list of sources, one a line.", metavar="FILE")]
Page = Annotated[
    Path | None,
    option("--html", help="Also write a page: quotes and tweets side by side, changes marked.", metavar="OUT"),
]
Address = Annotated[str | None, option("--url", help="The address of a local file.", metavar="URL")]


def show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tweetarchive {__version__}")
        raise typer.Exit


def parse_size(text: str | int) -> int:
    """`512MiB`, `200 MB`, `1000`: bytes. Raises: typer.BadParameter."""
    match = re.fullmatch(r"(\d+)\s*([KMG]I?|)B?", str(text).strip().upper(), re.A)
    if match is None or not int(match[1]):
        raise typer.BadParameter(f"{text!r} is no size; write 500000, 200MB or 2GiB")
    return int(match[1]) * _UNITS[match[2]]


_ARCHIVES = Path("archives")


def archives_named(archives: Path) -> str | None:
    """The folder, where a command that is handed on has to name it."""
    return None if archives == _ARCHIVES else str(archives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The options of every command (CONTRACT.md §1)."""

    archives: Annotated[Path, option("--archives", help="The archives folder.", metavar="DIR")] = _ARCHIVES
    json: Annotated[bool, option("--json", help="One JSON document per article and line; all else on stderr.")] = False
    quiet: Annotated[bool, option("--quiet", "-q", help="One line per article; no progress, no notes.")] = False
    verbose: Annotated[
        int, option("--verbose", "-v", help="Tell what is done; twice: in detail.", count=True, show_default=False)
    ] = 0
    log_file: Annotated[Path | None, option("--log-file", help="Write a detailed log.", metavar="FILE")] = None
    no_color: Annotated[bool, option("--no-color", help="No colours; NO_COLOR does the same.")] = False
    config: Annotated[
        Path | None,
        option(
            "--config",
            "-c",
            help="Read the options of this TOML file, and of no other.",
            metavar="FILE",
            callback=read_config,
            is_eager=True,
        ),
    ] = None
    version: Annotated[
        bool,
        option(
            "--version",
            help="Show the version and exit.",
            callback=show_version,
            is_eager=True,
            allow_from_autoenv=False,
        ),
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """How the network is used; None leaves it to `Network`."""

    timeout: Annotated[
        float,
        option("--timeout", help="Silence after which a host is given up.", metavar="SECONDS", min=0.1),
    ] = 30.0
    retries: Annotated[int, option("--retries", help="Further attempts after a passing fault.", metavar="N", min=0)] = 3
    delay: Annotated[
        float | None,
        option(
            "--delay",
            help="Time between requests to one host. [default: 0.2]",
            metavar="SECONDS",
            min=0,
        ),
    ] = None
    budget: Annotated[
        list[str] | None,
        option(
            "--budget",
            help="Requests a run may make: in all (20000; what is under way is finished), to a source (api_v2=500, "
            "which counts tweets) or to a host (news.example=2000). May be repeated.",
            metavar="[WHO=]N",
        ),
    ] = None
    user_agent: Annotated[str | None, option("--user-agent", help="The whole User-Agent.", metavar="TEXT")] = None
    contact: Annotated[
        str | None, option("--contact", help="Where you can be reached; told in the User-Agent.", metavar="TEXT")
    ] = None
    max_size: Annotated[
        int | None,
        option(
            "--max-size",
            help="The largest answer that is kept, such as 200MB. [default: 512MiB for media, 32MiB for pages]",
            metavar="SIZE",
            parser=parse_size,
        ),
    ] = None
    allow_private_addresses: Annotated[
        bool, option("--allow-private-addresses", help="Let links of pages lead into private networks.")
    ] = False

    def network(self) -> Network:
        """Raises: typer.BadParameter for a bearer token that is none; the message does not hold it."""
        from tweetarchive.archive.bearer import BearerToken
        from tweetarchive.archive.network import Network

        given = {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}
        given["budgets"] = parse_budgets(given.pop("budget", ()))
        try:
            token = BearerToken(value) if (value := bearer_token()) else None
        except InputError as error:
            raise typer.BadParameter(str(error), param_hint=f"{TOKEN_VARIABLE} or {TOKEN}") from error
        return Network(**given, token=token)


def parse_budgets(given: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """`--budget`, each as host (empty: all) and number. Raises: typer.BadParameter for another shape, or one twice."""
    from tweetarchive.archive.network import SOURCE_HOSTS

    found: dict[str, int] = {}
    for one in given:
        match = re.fullmatch(r"(?:([\w.-]+)=)?(\d{1,12})", one.replace(" ", ""), re.A)
        host = SOURCE_HOSTS.get(match[1], match[1].lower()) if match and match[1] else ""
        if match is None or (host and "." not in host and host != "localhost"):
            why = f"{one!r} is no budget; write 20000, api_v2=500 or news.example=2000"
            raise typer.BadParameter(why, param_hint="--budget")
        if host in found:
            raise typer.BadParameter(f"{one!r}: {host or 'all'} has a budget already", param_hint="--budget")
        found[host] = int(match[2])
    return tuple(found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetOptions:
    """Who is asked for tweets, and what is kept of them."""

    sources: Annotated[
        str | None,
        option(
            "--sources",
            help="Who is asked for tweets, in order: syndication,oembed,api_v2,web_archive (api_v2 with a token only), "
            "plug-ins.",
            metavar="LIST",
        ),
    ] = None
    media: Annotated[bool, option("--media/--no-media", help="Keep photos and videos.")] = True
    web_archive: Annotated[
        list[str] | None,
        option(
            "--web-archive",
            help="A further web archive, by the address of its TimeMaps, such as "
            "mine=http://127.0.0.1:8080/tweets/timemap/link/; asked before the Internet Archive.",
            metavar="NAME=URL",
        ),
    ] = None
    corroborate: Annotated[
        bool, option("--corroborate", help="Ask web archives for tweets that X still shows, too: a second witness.")
    ] = False
    context: Annotated[
        Context,
        option("--context", help="Tweets kept beside an embed's own: those it quotes, answers, continues."),
    ] = Context.PARENT

    def settings(self) -> Settings:
        """Raises: typer.BadParameter for a source or a web archive that is none."""
        from tweetarchive.pipeline import Settings

        archives = named_archives(self.web_archive, Settings().sources)
        return Settings(
            sources=chosen_sources(self.sources, Settings().sources, tuple(name for name, _ in archives)),
            media=self.media,
            web_archives=archives,
            corroborate=self.corroborate,
            context=self.context,
        )


def named_archives(given: Sequence[str] | None, taken: Collection[str]) -> tuple[tuple[str, str], ...]:
    """`--web-archive NAME=URL`, each as name and address.

    Args: taken: names of the sources that are built in.
    Raises: typer.BadParameter for another shape, or a name given twice.
    """
    found: dict[str, str] = {}
    for one in given or ():
        name, _, address = (part.strip() for part in one.partition("="))
        if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,40}", name, re.A) or not is_address(address):
            why = f"{name!r} is not NAME=URL; write mine=http://127.0.0.1:8080/tweets/timemap/link/"
            raise typer.BadParameter(why, param_hint="--web-archive")
        if name in found or name in (API, *taken):
            raise typer.BadParameter(
                f"{name!r} names a source already; choose another name", param_hint="--web-archive"
            )
        found[name] = address
    return tuple(found.items())


def is_address(text: str) -> bool:
    """Whether it is an http(s) address with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def chosen_sources(listed: str | None, known: tuple[str, ...], more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """`--sources syndication,oembed` as names, in the order given.

    Args:
        known: who is asked where nobody is named and no token is at hand; with one, X's API is asked as well.
        more:  further names that may be listed.
    Raises: typer.BadParameter for an unknown name, one named twice, none at all, the API without a token.
    """
    every = tuple(name for one in known for name in ((API, one) if one == "web_archive" else (one,)))
    token = bearer_token()
    if listed is None:
        return every if token else known
    every = (*every, *more)
    names = tuple(name.strip() for name in listed.split(",") if name.strip())
    for name in (one for one in names if one not in every):
        from tweetarchive.pipeline import find_plug_in

        try:
            find_plug_in(name)
        except InputError as error:
            message = f"{name!r} is no source; known are {', '.join(every)}; {error}"
            raise typer.BadParameter(message, param_hint="--sources") from error
    if not names or len(set(names)) < len(names):
        raise typer.BadParameter("name each source once, at least one", param_hint="--sources")
    if API in names and not token:
        message = f"{API} needs a bearer token of X's: set {TOKEN_VARIABLE}, or {TOKEN} in a configuration file"
        raise typer.BadParameter(message, param_hint="--sources")
    return names


def status_ids(typed: list[str]) -> tuple[StatusId, ...]:
    """Numbers or addresses of tweets, each once. Raises: typer.BadParameter."""
    from tweetarchive.model.permalink import parse_permalink
    from tweetarchive.model.tweet import StatusId

    found = []
    for one in typed:
        named = parse_permalink(one)
        number = StatusId.read(one.strip()) or (named.status_id if named else None)
        if number is None:
            raise typer.BadParameter(f"{one!r} is no tweet’s number", param_hint="STATUS_ID")
        found.append(number)
    return tuple(dict.fromkeys(found))
