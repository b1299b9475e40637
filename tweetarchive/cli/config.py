"""Options from TOML files.

A key is the long name of an option (`max-size`); at the top it holds for every command that has the option, in a
table named after a command (`[archive]`) for that command. Order: option, variable, ./tweetarchive.toml,
$XDG_CONFIG_HOME/tweetarchive/config.toml. A file named by --config is read instead of those two.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from tweetarchive.cli.commands import COMMANDS

PROJECT_FILE = Path("tweetarchive.toml")
NOT_IN_FILES = frozenset({"config", "version", "help"})


def read_config(ctx: typer.Context, value: Path | None) -> Path | None:
    """Lay the values of the files below options and variables. A callback of --config, before any other option.

    Raises: typer.BadParameter (exit 2), naming file and key, for an unknown key or a value the option does not take.
    """
    if not ctx.resilient_parsing:
        found: dict[str, Any] = {}
        for path in (value,) if value else (_user_file(), PROJECT_FILE):
            if value or path.is_file():
                found |= _options_of(path, ctx)
        ctx.default_map = found
    return value


def _user_file() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "tweetarchive" / "config.toml"


def _options_of(path: Path, ctx: typer.Context) -> dict[str, Any]:
    """The values of one file for this command, by parameter name, each tried on its option."""
    document = _parsed(path)
    command = ctx.command.name or ""
    own = _parameters(command, ctx)
    values: dict[str, Any] = {}
    for key, value in document.items():
        if isinstance(value, dict):
            for name, inner in value.items():
                _must_be_known(path, f"{key}.{name}", _parameters(key, ctx).get(name))
                if key == command:
                    values[name] = inner
        else:
            parameter = own.get(key)
            _must_be_known(path, key, parameter or _of_any_command(key, ctx))
            if parameter is not None:
                values.setdefault(key, value)
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
    return {name.removeprefix("--"): one for one in options for name in one.opts if name.startswith("--")}


def _of_any_command(key: str, ctx: typer.Context) -> Any:
    return next((found for command in COMMANDS if (found := _parameters(command, ctx).get(key))), None)


def _must_be_known(path: Path, key: str, parameter: Any) -> None:
    if parameter is None or parameter.name in NOT_IN_FILES:
        raise typer.BadParameter(f"{path}: unknown key {key!r}; a key is the long name of an option, such as archives")


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
