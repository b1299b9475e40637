"""The Typer application: each command's module is imported when that command is asked for."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from tweetarchive.cli.commands import COMMANDS, TAGLINE, front_page
from tweetarchive.cli.exits import Exit
from tweetarchive.cli.options import show_version
from tweetarchive.cli.output import complain
from tweetarchive.model.errors import ArchiveError, TweetarchiveError

ENVIRONMENT_PREFIX = "TWEETARCHIVE"
RESUME = "Interrupted. What is finished is safe; give the same command again to go on."
_EPILOG = (
    "Every option may also be given as a variable (--max-size as TWEETARCHIVE_MAX_SIZE) or in a TOML file (max-size), "
    "in this order: option, variable, ./tweetarchive.toml, $XDG_CONFIG_HOME/tweetarchive/config.toml."
)
_HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


class LazyGroup(TyperGroup):
    """Knows the names of its commands and imports the one that is called."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # only the names are asked of it

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return load(cmd_name) if cmd_name in COMMANDS else None

    def get_help(self, ctx: Any) -> str:
        return front_page().rstrip()


app = typer.Typer(
    name="tweetarchive",
    help=TAGLINE,
    cls=LazyGroup,
    context_settings=_HELP_OPTIONS,
    rich_markup_mode=None,  # Rich mark-up doubles the time to the help page (reference/performance.md §8)
    pretty_exceptions_enable=False,
)


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", help="Show the version.", callback=show_version, is_eager=True),
) -> None: ...


@functools.cache
def load(name: str) -> TyperCommand:
    """Build one command from the function that bears its name. Its docstring is its help."""
    function = getattr(import_module(f"tweetarchive.cli.{name}"), name)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = {**_HELP_OPTIONS, "auto_envvar_prefix": ENVIRONMENT_PREFIX}
    alone.command(name, epilog=_EPILOG, context_settings=settings)(_flattened(_guarded(function)))
    command = get_command(alone)
    assert isinstance(command, TyperCommand)
    return command


def _guarded(function: Callable[..., Exit]) -> Callable[..., None]:
    """Turn what a command returns, and every foreseeable fault, into an exit status and a message."""

    @functools.wraps(function)
    def guarded(**arguments: Any) -> None:
        try:
            code = function(**arguments)
        except ArchiveError as error:
            complain(str(error))
            code = Exit.DAMAGED
        except TweetarchiveError as error:
            complain(str(error))
            code = Exit.INCOMPLETE
        except OSError as error:  # a full disk behind stdout, a file that vanished
            complain(f"{error.filename or 'the output'}: {error.strerror or error}")
            code = Exit.INCOMPLETE
        except KeyboardInterrupt:
            complain(RESUME)
            code = Exit.INTERRUPTED
        raise typer.Exit(code)

    return guarded


def _flattened(function: Callable[..., None]) -> Callable[..., None]:
    """Let Typer see the fields of each dataclass that the function takes as options of their own."""
    hints = get_type_hints(function, include_extras=True)
    bundles = {name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)}
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        bundle = bundles.get(parameter.name)
        if bundle is None:
            parameters.append(parameter.replace(annotation=hints[parameter.name], kind=parameter.KEYWORD_ONLY))
            continue
        inner = get_type_hints(bundle, include_extras=True)
        parameters += [
            inspect.Parameter(one.name, parameter.KEYWORD_ONLY, default=one.default, annotation=inner[one.name])
            for one in fields(bundle)
        ]

    def flattened(**values: Any) -> None:
        taken = {
            name: bundle(**{one.name: values.pop(one.name) for one in fields(bundle)})
            for name, bundle in bundles.items()
        }
        function(**values, **taken)

    flattened.__doc__ = function.__doc__
    flattened.__annotations__ = {one.name: one.annotation for one in parameters}
    flattened.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what inspect looks for
    return flattened
