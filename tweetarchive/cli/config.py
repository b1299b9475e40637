"""Options from TOML files.

A key is the long name of an option (`max-size`, or `max_size`); at the top it holds for every command that has the
option, in a table named after a command (`[archive]`) for that command. Order: option, variable, ./tweetarchive.toml,
$XDG_CONFIG_HOME/tweetarchive/config.toml. A file named by --config is read instead of those two.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer

from tweetarchive.cli.commands import COMMANDS

PROJECT_FILE = Path("tweetarchive.toml")
NOT_IN_FILES = frozenset({"config", "version", "help"})
TOKEN = "x-bearer-token"
"""A secret, and no option: an option's value stands in the list of processes and in the shell's history."""
TOKEN_VARIABLE = "X_BEARER_TOKEN"
_token_of_file: ContextVar[str | None] = ContextVar("token", default=None)


def read_config(ctx: typer.Context, value: Path | None) -> Path | None:
    """Lay the values of the files below options and variables. A callback of --config, before any other option.

    Raises: typer.BadParameter (exit 2), naming file and key, for an unknown key or a value the option does not take.
    """
    if not ctx.resilient_parsing:
        found: dict[str, Any] = {}
        _token_of_file.set(None)
        for path in (value,) if value else (_user_file(), PROJECT_FILE):
            if value or path.is_file():
                document = _parsed(path)
                _keep_token(path, document)
                found |= _options_of(path, document, ctx)
        ctx.default_map = found
    return value


def bearer_token() -> str | None:
    """The X API's token: of the variable, else of the files that `read_config` read; None where there is none."""
    return os.environ.get(TOKEN_VARIABLE) or _token_of_file.get()


def _keep_token(path: Path, document: Mapping[str, Any]) -> None:
    for key, value in document.items():
        if _option_name(key) == TOKEN:
            if not isinstance(value, str):
                raise typer.BadParameter(f"{path}: {key}: is not text; write it between quotation marks")
            _token_of_file.set(value)


def _user_file() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "tweetarchive" / "config.toml"


def _options_of(path: Path, document: Mapping[str, Any], ctx: typer.Context) -> dict[str, Any]:
    """The values of one file for this command, by parameter name, each tried on its option."""
    command = ctx.command.name or ""
    own = _parameters(command, ctx)
    values: dict[str, Any] = {}
    for key, value in document.items():
        if isinstance(value, dict):
            known = _parameters(key, ctx)
            for name, inner in value.items():
                if (option := _option_name(name)) not in known:
                    every = [f"{one}.{option}" for one in COMMANDS for option in _parameters(one, ctx)]
                    raise _unknown(path, f"{key}.{name}", every)
                if key == command:
                    values[option] = inner
        elif (option := _option_name(key)) in own:
            values.setdefault(option, value)
        elif option != TOKEN and option not in (anywhere := _of_any_command(ctx)):
            raise _unknown(path, key, anywhere)
    return {own[key].name: _accepted(path, key, value, own[key], ctx) for key, value in values.items()}


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise typer.BadParameter(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path}: is not TOML: {error}") from error


def _parameters(command: str, ctx: typer.Context) -> dict[str, Any]:
    """The options of a command by their long names; none where there is no such command."""
    found = ctx.find_root().command.get_command(ctx, command)  # type: ignore[attr-defined]  # the root is a group
    options = [one for one in found.params if one.param_type_name == "option"] if found else []
    named = {name.removeprefix("--"): one for one in options for name in one.opts if name.startswith("--")}
    return {name: one for name, one in named.items() if one.name not in NOT_IN_FILES}


def _of_any_command(ctx: typer.Context) -> set[str]:
    return {TOKEN}.union(*(_parameters(command, ctx) for command in COMMANDS))


def _option_name(key: str) -> str:
    """`max_size` is written in TOML as often as `max-size`."""
    return key.replace("_", "-")


def _unknown(path: Path, key: str, known: Collection[str]) -> typer.BadParameter:
    likely = get_close_matches(_option_name(key), known, 1)
    hint = f"did you mean {likely[0]!r}?" if likely else "a key is the long name of an option, such as archives"
    return typer.BadParameter(f"{path}: unknown key {key!r}; {hint}")


def _accepted(path: Path, key: str, value: Any, parameter: Any, ctx: typer.Context) -> Any:
    """The value as the option takes it: a list for a comma-separated option is joined."""
    if isinstance(value, list) and not parameter.multiple:
        value = ",".join(map(str, value))
    elif parameter.multiple and not isinstance(value, list):
        value = [value]
    try:
        parameter.process_value(ctx, value)
    except typer.BadParameter as error:
        raise typer.BadParameter(f"{path}: {key}: {error.message}") from error
    return value
