"""Imports run downhill only: cli → nightly, scan → pipeline → stages → model (HOUSE.md §1)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tweetarchive"

STAGES = ("embeds", "sources", "archive", "verify", "report")

BELOW = {
    "model": (),
    **dict.fromkeys(STAGES, ("model",)),
    "seek": (*STAGES, "model"),
    "surroundings": (*STAGES, "model"),
    "collect": ("seek", "surroundings", *STAGES, "model"),
    "judging": ("collect", *STAGES, "model"),
    "deriving": (*STAGES, "model"),
    "shelf": ("deriving", "judging", "archive", "report", "model"),
    "offline": ("judging", "collect", "rechecking", "surroundings", *STAGES, "model"),
    "packing": (*STAGES, "model"),
    "inventory": (*STAGES, "model"),
    # Beside collect: tweets asked for again, without an article.
    "rechecking": (*STAGES, "model"),
    "forgetting": ("deriving", "judging", "rechecking", "archive", "sources", "model"),
    # Beside offline: compares what is stored with what is judged anew.
    "audit": ("deriving", "judging", "rechecking", "archive", "model"),
    "pipeline": ("deriving", "judging", "collect", *STAGES, "model"),
    "nightly": ("pipeline", "offline", "rechecking", *STAGES, "model"),
    "scan": ("pipeline", "offline", *STAGES, "model"),
    "notify": ("model",),  # beside cli: hands messages to Apprise
    "demo": ("archive", "model"),  # beside cli: a transport that answers from the package
    "cli": (
        "nightly",
        "scan",
        "pipeline",
        "offline",
        "shelf",
        "packing",
        "inventory",
        "audit",
        "forgetting",
        "notify",
        "archive",
        "report",
        "model",
        "demo",
    ),
    "__main__": ("cli",),
    "": ("nightly", "scan", "pipeline", "offline", *STAGES, "model"),  # tweetarchive itself: no CLI import
}
"""What each room may import, beside itself."""

DOORS = {
    "embeds": {"find", "claims", "reading", "marking"},
    "sources": {"lookup", "day_search", "media", "page_assets", "article_page", "handed_in"},
    "verify": {"", "checks"},
}
"""The modules through which a stage is entered ("" is the folder itself); report and archive are entered anywhere."""

ONLY_IN = {
    "requests": {"archive"},
    "urllib3": {"archive"},
    "warcio": {"archive"},
    "sqlite3": {"archive"},
    "cryptography": {"archive"},
    "rfc3161_client": {"archive"},
    "playwright": {"archive"},
    "protego": {"nightly"},
    "apprise": {"notify"},
    "typer": {"cli"},
    "click": {"cli"},
    "rich": {"cli", "report"},
}
"""What only these rooms know of."""


def room(module: str) -> str:
    """`tweetarchive.embeds.find` → embeds; the package itself is ""."""
    return [*module.split("."), ""][1]


def imported(source: str, module: str) -> Iterator[str]:
    """Every module that a file imports, also inside functions and for types only.

    `from package import name` counts as `package.name` where that is one of our modules, and none of the names that
    the package itself hands out.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                raise AssertionError(f"{module}: a relative import hides where it leads")
            for alias in node.names:
                if (base, alias.name) != (PACKAGE.name, "__version__"):  # a number, bound before anything is imported
                    yield f"{base}.{alias.name}" if is_module(base, alias.name) else base


def is_module(base: str, name: str) -> bool:
    folder = PACKAGE.parent.joinpath(*base.split("."))
    if base.split(".")[0] != PACKAGE.name or not (folder / "__init__.py").exists():
        return (folder / f"{name}.py").exists()
    door = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    handed_out = {alias.name for node in door.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    return name not in handed_out and ((folder / f"{name}.py").exists() or (folder / name).is_dir())


def broken(source: str, module: str) -> list[str]:
    """The imports of a file that the rule forbids, each as a sentence."""
    here, found = room(module), []
    for target in imported(source, module):
        top, *rest = target.split(".")
        if top != PACKAGE.name:
            if here not in ONLY_IN.get(top, {here}):
                found.append(f"{module} knows {top}: only {' and '.join(sorted(ONLY_IN[top]))} may")
            continue
        there = room(target)
        if there == here or (there == "" and here == "cli"):
            continue
        if there not in BELOW[here]:
            found.append(f"{module} imports {target}: not below it")
        elif ".".join(rest[1:]) not in DOORS.get(there, {".".join(rest[1:])}):
            found.append(f"{module} imports {target}: not a door of {there}")
    return found


def modules() -> dict[str, Path]:
    """Every file of the package by its dotted name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_run_downhill_only(module: str) -> None:
    assert broken(modules()[module].read_text(encoding="utf-8"), module) == []


def test_every_room_stands_in_the_plan() -> None:
    plan = (PACKAGE.parent / "docs/plan.md").read_text(encoding="utf-8")
    rooms = {room(module) for module in modules()} - {"", "__main__"}
    assert {one for one in rooms if not re.search(rf"^ *{one}/? ", plan, re.M)} == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Type-only imports are left out: they bind nothing at run time."""
    known = modules()
    left = {name: {one for one in at_run_time(path) if one in known} for name, path in known.items()}
    assert in_circles(left) == {}


def test_a_circle_is_found_without_what_leads_to_it() -> None:
    imports = {"top": {"a"}, "a": {"b"}, "b": {"c", "ground"}, "c": {"a"}, "ground": set[str]()}
    assert in_circles(imports).keys() == {"a", "b", "c"}


def in_circles(left: dict[str, set[str]]) -> dict[str, set[str]]:
    """The modules that import each other in a circle, and what of it each imports."""
    while True:
        imported_ones = {target for targets in left.values() for target in targets}
        inner = {name for name, targets in left.items() if targets and name in imported_ones}
        if inner == left.keys():
            return left
        left = {name: left[name] & inner for name in inner}


def at_run_time(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    return imported(ast.unparse(tree), path.name)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("tweetarchive.model.tweet", "import tweetarchive.archive.reader"),
        ("tweetarchive.embeds.find", "from tweetarchive.sources.lookup import look_up"),
        ("tweetarchive.embeds.find", "def late():\n    from tweetarchive import verify"),
        ("tweetarchive.sources.lookup", "from tweetarchive.pipeline import collect"),
        ("tweetarchive.pipeline", "from tweetarchive.nightly.run import night"),
        ("tweetarchive.pipeline", "from tweetarchive.embeds.dates import read_date"),
        ("tweetarchive.scan.scan", "from tweetarchive.nightly.run import night"),
        ("tweetarchive.cli.archive", "from tweetarchive.embeds.find import find_embeds"),
        ("tweetarchive", "from tweetarchive.cli import main"),
        ("tweetarchive.sources.lookup", "import requests"),
        ("tweetarchive.nightly.run", "import sqlite3"),
        ("tweetarchive.report.terminal", "import typer"),
        ("tweetarchive.pipeline", "from rich.text import Text"),
    ],
)
def test_the_rule_finds_what_breaks_it(module: str, line: str) -> None:
    assert broken(line, module) != []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("tweetarchive.pipeline", "from tweetarchive.embeds.find import find_embeds"),
        ("tweetarchive.cli.archive", "from tweetarchive.archive.recorder import Recorder\nimport typer"),
        ("tweetarchive.cli.archive", "from tweetarchive.report.terminal import render\nfrom rich.text import Text"),
        ("tweetarchive.scan.scan", "from tweetarchive.archive.reader import open_sessions"),
        ("tweetarchive.archive.recorder", "import requests\nfrom tweetarchive.archive.wire import send"),
    ],
)
def test_the_rule_lets_pass_what_it_allows(module: str, line: str) -> None:
    assert broken(line, module) == []
