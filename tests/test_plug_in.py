"""A source that another package brings: installed, named, asked, labelled, and never trusted to be right."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

import tweetarchive
from tests.test_pipeline import EAGER, ID, article, ferry, whys
from tests.world import Answer, World
from tweetarchive.cli.app import app
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import Verdict
from tweetarchive.pipeline import Settings
from tweetarchive.report.terminal import render

ASKS = """
from tweetarchive.model.capture import Purpose, Request
from tweetarchive.model.tweet import *
from tweetarchive.sources.source import Answer, parse_json, recorded

class Mirror:
    name = "whatever it says"

    def ask(self, permalink, fetch):
        exchange = fetch(Request(f"https://mirror.example/{permalink.status_id}", Purpose.SOURCE))
        told = parse_json(exchange.body.read())
"""
TWEET = 'Tweet(status_id=permalink.status_id, handle="mira_quays", text=told["text"], source=SourceName.SYNDICATION)'
GOOD = f"{ASKS}        return Answer(SourceName.API_V2, (recorded({TWEET}, exchange),))\n"


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World) -> Any:
    """Installs a distribution with this code as a plug-in of this name."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    answer = Answer.text(json.dumps({"by": "mira_quays", "text": "No ferry before 9 today."}), "application/json")
    world.answer(f"https://mirror.example/{ID}", answer)

    def install(code: str = GOOD, name: str = "mirror", dist: str = "mirror") -> None:
        module = f"{dist}_{tmp_path.name}".replace("-", "_").replace("[", "_").replace("]", "_")
        (site / f"{module}.py").write_text(code, encoding="utf-8")
        folder = site / f"{dist}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: 1.0\n", encoding="utf-8")
        entry = f"[tweetarchive.sources]\n{name} = {module}:Mirror\n"
        (folder / "entry_points.txt").write_text(entry, encoding="utf-8")

    install.site = site  # type: ignore[attr-defined]
    return install


def archive(tmp_path: Path, *sources: str) -> ArticleReport:
    """Archive, and insist that the file alone gives the same report."""
    kept, settings = tmp_path / "kept", Settings(sources=sources or ("syndication", "mirror"))
    report = tweetarchive.archive_article(
        "https://news.example/2024/ferry", archives=kept, settings=settings, network=EAGER
    )
    assert [one.to_dict() for one in tweetarchive.verify_archive(kept)] == [report.to_dict()]
    return report


def shown(report: ArticleReport) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(render(report))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_plug_in_holds_the_words_and_never_makes_a_tweet_live(mirror: Any, world: World, tmp_path: Path) -> None:
    mirror()
    article(world, ferry(world).blockquote())
    world.deleted(ID)

    report = archive(tmp_path)

    judged = report.embeds[0]
    assert (judged.verdict, judged.evidence.availability.value) == (Verdict.MATCH, "deleted")
    told = report.to_dict()["embeds"][0]["tweet"]
    assert (told["source"], told["third_party"], bool(told["record"])) == ("recorded", "mirror", True)
    assert "words from a third party, mirror" in shown(report)


def test_what_a_plug_in_says_of_an_absence_is_shown_and_decides_nothing(
    mirror: Any, world: World, tmp_path: Path
) -> None:
    words = 'Absence(status_id=None, availability=Availability.DELETED, words="It is gone.", source=SourceName.OEMBED)'
    mirror(f"{ASKS}        return Answer(SourceName.OEMBED, (recorded({words}, exchange),))\n")
    article(world, ferry(world).blockquote())

    report = archive(tmp_path, "mirror")

    evidence = report.embeds[0].evidence
    assert evidence.availability.value == "unknown"
    assert report.to_dict()["embeds"][0]["absences"][0]["third_party"] == "mirror"
    assert "“It is gone.”, says mirror, a third party" in shown(report)


def test_other_words_than_xs_are_told_with_the_plug_ins_name(mirror: Any, world: World, tmp_path: Path) -> None:
    mirror()
    article(world, ferry(world, text="The ferry sails.").blockquote())
    assert "mirror (third party) and syndication state different words" in whys(archive(tmp_path))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (
            f"{ASKS}        raise ZeroDivisionError('secret of the plug-in')\n",
            "the plug-in crashed (ZeroDivisionError)",
        ),
        (f"{ASKS}        raise SystemExit(3)\n", "the plug-in crashed (SystemExit)"),
        (f"{ASKS}        return None\n", "answered nonsense"),
        (f"{ASKS}        return Answer(SourceName.OEMBED, [1])\n", "answered nonsense"),
        (GOOD.replace('told["text"]', "5"), "answered nonsense"),
        (GOOD.replace('told["text"]', '"x", media=(Media(MediaKind.PHOTO, "http://["),)'), "answered nonsense"),
        (GOOD.replace('told["text"]', '"x", avatar_url="javascript:1"'), "answered nonsense"),
        (GOOD.replace('told["text"]', '"x", shown=(0, 99)'), "answered nonsense"),
        (GOOD.replace('told["text"]', '"x", created_at=datetime.min'), "answered nonsense"),
        (GOOD.replace('told["text"]', '"x", created_at=__import__("datetime").datetime(2020, 1, 1)'), "nonsense"),
        (GOOD.replace("recorded(", "max(").replace(", exchange),))", ", key=id, default=0),))"), "crashed (TypeError)"),
        (f"{ASKS}        return Answer(SourceName.OEMBED, ({TWEET},))\n", "without the record it was read from"),
        (GOOD.replace("status_id=permalink.status_id", 'status_id=StatusId("20")'), "about another tweet"),
        (GOOD.replace("https://mirror.example/", "https://nobody.example/"), "no answer (proxy)"),
        ("import no_such_module\n", "the plug-in crashed (ModuleNotFoundError)"),
        ("Mirror = 5\n", "the plug-in crashed (AttributeError)"),
        ("", "the plug-in crashed (AttributeError)"),
    ],
)
def test_a_plug_in_that_goes_wrong_is_a_problem_with_its_name_and_no_absence(
    mirror: Any, world: World, tmp_path: Path, code: str, why: str
) -> None:
    mirror(code)
    article(world, ferry(world).blockquote())

    report = archive(tmp_path)

    assert "mirror (third party): " in whys(report)
    assert why in whys(report)
    assert "secret" not in whys(report)
    assert (report.verdict, report.embeds[0].evidence.absences) == (Verdict.MATCH, ())
    assert all(one.partial for one in report.problems)


def test_replay_without_the_plug_in_says_so_and_judges_the_other_sources(
    mirror: Any, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror()
    article(world, ferry(world).blockquote())
    archive(tmp_path)
    monkeypatch.setattr("sys.path", [one for one in __import__("sys").path if one != str(mirror.site)])

    (again,) = tweetarchive.verify_archive(tmp_path / "kept")

    assert "mirror (third party): no plug-in of that name is installed" in whys(again)
    assert (again.verdict, [one.third_party for one in again.embeds[0].evidence.statements]) == (Verdict.MATCH, [None])


def test_the_command_line_names_plug_ins_as_it_names_sources(
    mirror: Any, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror()
    monkeypatch.chdir(tmp_path)
    page = article(world, ferry(world).blockquote())
    run = CliRunner().invoke(app, ["archive", page, "--sources", "oembed,mirror", "--delay", "0", "--json"])
    assert run.exit_code == 0, run.output
    assert len(world.asked(f"https://mirror.example/{ID}")) == 1
    assert not world.asked("https://cdn.syndication.twimg.com/tweet-result")
    again = CliRunner().invoke(app, ["verify", "archives", "--json"])
    assert json.loads(again.stdout) == json.loads(run.stdout)


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("nobody", "no plug-in of that name is installed"),
        ("Mirror!", "small letters, digits and _ only"),
        ("twice", "several plug-ins of that name are installed"),
    ],
)
def test_a_name_that_is_no_plug_ins_is_a_usage_error(mirror: Any, named: str, why: str) -> None:
    mirror(name="twice", dist="one")
    mirror(name="twice", dist="two")
    shown = CliRunner().invoke(app, ["archive", "x.html", "--sources", named])
    assert shown.exit_code == 2
    assert why in " ".join(shown.stderr.replace("│", " ").split())


def test_the_plug_in_of_the_docs_works(mirror: Any, world: World, tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs/new-source.md").read_text(encoding="utf-8")
    (code,) = (block.partition("```")[0] for block in page.split("```python\n") if "class Mirror" in block)
    mirror(code)
    article(world, ferry(world).blockquote())
    report = archive(tmp_path, "mirror")
    assert (report.verdict, report.problems) == (Verdict.MATCH, ())


def test_no_plug_in_is_looked_at_unless_it_is_named(mirror: Any, world: World, tmp_path: Path) -> None:
    mirror("raise SystemExit('imported')\n")
    article(world, ferry(world).blockquote())
    assert archive(tmp_path, "syndication").problems == ()
