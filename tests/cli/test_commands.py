"""The commands as their users run them, without a network."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.world import Reset, World
from tweetarchive.cli.app import app
from tweetarchive.cli.exits import Exit

STATUS = "1183347177645227129"
QUOTE = f"""<!doctype html><title>Storm</title><p>The harbour office said so:</p>
<blockquote class="twitter-tweet" lang="en"><p lang="en" dir="ltr">The bridge closes on {{day}} at noon.</p>
&mdash; Harbour Office (@harbour)
<a href="https://twitter.com/harbour/status/{STATUS}?ref_src=twsrc%5Etfw">October 13, 2019</a></blockquote>"""
PAYLOAD = {
    "__typename": "Tweet",
    "id_str": STATUS,
    "lang": "en",
    "created_at": "2019-10-13T11:42:07.000Z",
    "display_text_range": [0, 36],
    "text": "The bridge closes on Monday at noon.",
    "user": {"id_str": "7", "name": "Harbour Office", "screen_name": "harbour", "profile_image_url_https": ""},
    "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("true.html").write_text(QUOTE.format(day="Monday"), encoding="utf-8")
    Path("false.html").write_text(QUOTE.format(day="Friday"), encoding="utf-8")
    Path("tweet.json").write_text(json.dumps(PAYLOAD), encoding="utf-8")
    Path("plain.html").write_text("<!doctype html><title>Nothing</title><p>No tweet here.</p>", encoding="utf-8")
    Path("broken.json").write_text('{"id_str": ', encoding="utf-8")
    return tmp_path


def run(*arguments: str, given: bytes | None = None) -> Any:
    result = CliRunner().invoke(app, list(arguments), input=given, prog_name="tweetarchive")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return result


def lines(result: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_find_shows_what_an_article_embeds_and_no_verdict() -> None:
    result = run("find", "true.html", "--json", "--url", "https://news.example/storm")
    assert result.exit_code == Exit.DONE
    [line] = lines(result)
    assert line["article"] == {
        "source": "true.html",
        "url": "https://news.example/storm",
        "title": "Storm",
        "language": None,
        "captured_at": None,
        "record": None,
    }
    [one] = line["embeds"]
    assert list(one) == ["embed"]
    assert one["embed"]["text"] == "The bridge closes on Monday at noon."
    assert "verdict" not in line


def test_find_reads_standard_input_and_shows_text() -> None:
    result = run("find", "-", given=QUOTE.format(day="Monday").encode())
    assert result.exit_code == Exit.DONE
    assert "article  The bridge closes on Monday at noon." in result.stdout


def test_one_bad_source_never_stops_the_others() -> None:
    result = run("find", "missing.html", "true.html", "--json")
    assert result.exit_code == Exit.INCOMPLETE
    bad, good = lines(result)
    assert bad["problems"] == [{"what": "article", "url": None, "why": bad["problems"][0]["why"], "partial": False}]
    assert "missing.html" in bad["problems"][0]["why"]
    assert len(good["embeds"]) == 1


def test_find_names_an_address_that_does_not_answer_once(world: World) -> None:
    nobody = "https://news.example/storm"
    world.fault(nobody, Reset())
    result = run("find", nobody, "--retries", "0", "--json")
    assert result.exit_code == Exit.INCOMPLETE
    assert lines(result)[0]["problems"][0]["why"].count(nobody) == 1
    assert result.stderr.count(nobody) == 1


@pytest.mark.parametrize(("article", "verdict", "code"), [("true", "match", 0), ("false", "mismatch", 1)])
def test_compare_judges_a_quote_by_a_payload(article: str, verdict: str, code: int) -> None:
    result = run("compare", f"{article}.html", "tweet.json", "--json")
    assert ([line["verdict"] for line in lines(result)], result.exit_code) == ([verdict], code)


def test_compare_shows_the_words_that_differ() -> None:
    assert "[-Friday-]" in run("compare", "false.html", "tweet.json").stdout


def test_compare_writes_a_page_of_quotes_beside_their_tweets() -> None:
    assert run("compare", "false.html", "tweet.json", "--html", "out.html", "-q").exit_code == 1
    page = Path("out.html").read_text(encoding="utf-8")
    assert "<del " in page
    assert "Friday<" in page
    unwritable = run("compare", "true.html", "tweet.json", "--html", "no/such/folder/out.html")
    assert unwritable.exit_code == 3
    assert "no/such/folder/out.html: cannot be written" in unwritable.stderr


def test_a_payload_that_is_no_json_is_named_and_the_others_count() -> None:
    result = run("compare", "true.html", "broken.json", "tweet.json", "--json")
    assert result.exit_code == Exit.INCOMPLETE
    assert "broken.json: " in result.stderr
    [line] = lines(result)
    assert line["verdict"] == "match"
    [problem] = line["problems"]
    assert (problem["what"], problem["url"], problem["partial"]) == ("source", "broken.json", False)
    assert problem["why"].startswith("broken.json: ")


def test_payload_files_are_spoken_of_as_such() -> None:
    Path("empty.json").write_bytes(b" \n")
    result = run("compare", "true.html", "empty.json", "missing.json")
    assert result.exit_code == Exit.INCOMPLETE
    assert "source: empty.json: is empty; there is no tweet in it" in result.stdout
    assert "source: missing.json: cannot be read: No such file or directory" in result.stdout
    assert "https://missing.json" not in result.stdout + result.stderr


def test_bad_payloads_are_told_although_the_article_cannot_be_read_either() -> None:
    [line] = lines(run("compare", "missing.html", "broken.json", "--json"))
    assert [problem["what"] for problem in line["problems"]] == ["article", "source"]


@pytest.mark.parametrize("article", ["missing.html", "binary.html"])
def test_an_article_that_cannot_be_read_gives_its_line(article: str) -> None:
    Path("binary.html").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    result = run("compare", article, "tweet.json", "--json")
    assert result.exit_code == Exit.INCOMPLETE
    [line] = lines(result)
    assert (line["article"]["source"], line["article"]["record"], line["verdict"]) == (article, None, "uncheckable")
    assert article in line["problems"][0]["why"]


def test_archive_keeps_a_file_and_reports_a_missing_one_in_input_order() -> None:
    Path("list.txt").write_text("plain.html\n", encoding="utf-8")
    result = run("archive", "missing.html", "-i", "list.txt", "--json", "--archives", "kept")
    assert result.exit_code == Exit.INCOMPLETE
    bad, good = lines(result)
    assert (bad["article"]["record"], bad["verdict"]) == (None, "uncheckable")
    assert "missing.html" in bad["problems"][0]["why"]
    assert (good["article"]["title"], good["verdict"]) == ("Nothing", "no_embeds")
    assert Path("kept/collections/tweets/archive", good["article"]["record"]["file"]).is_file()


def test_an_archive_that_cannot_be_written_is_status_4() -> None:
    Path("file").write_bytes(b"")
    result = run("archive", "true.html", "--archives", "file")
    assert result.exit_code == Exit.DAMAGED
    assert "file" in result.stderr


def test_the_demo_goes_well_and_verify_says_the_same_years_later() -> None:
    shown = run("demo", "--json")
    assert shown.exit_code == Exit.DONE
    assert "demo-archives" in shown.stderr
    again = run("verify", "demo-archives", "--json")
    assert again.stdout == shown.stdout
    assert again.exit_code == Exit.MISMATCH
    assert "What to try next" in run("demo", "--archives", "elsewhere").stdout
    assert Path("elsewhere/collections").is_dir()


def test_the_demo_says_where_it_writes_and_is_quiet_when_asked() -> None:
    assert "demo-archives]" in " ".join(run("demo", "--help").stdout.split())
    shown = run("demo", "-q")
    assert (len(shown.stdout.splitlines()), shown.stderr) == (1, "")


def test_quiet_find_is_a_line_per_source() -> None:
    result = run("find", "-q", "true.html", "plain.html")
    assert result.stdout.splitlines() == ["true.html  1 embed: 1 blockquote", "plain.html  no embeds"]


def test_quiet_archive_says_why_an_article_failed_on_its_line() -> None:
    assert run("archive", "-q", "missing.html").stdout.splitlines() == [
        "? uncheckable  missing.html  no such file; for an address, write https://missing.html"
    ]


def test_a_cut_archive_is_status_4_and_named() -> None:
    run("demo", "-q")
    [warc] = Path("demo-archives/collections/tweets/archive").glob("*.warc.gz")
    warc.write_bytes(warc.read_bytes()[:-100])
    result = run("verify", str(warc), "--json")
    assert result.exit_code == Exit.DAMAGED
    assert warc.name in result.stderr


def test_every_damaged_file_of_a_folder_has_its_line_and_the_whole_ones_theirs() -> None:
    for _ in range(3):
        run("demo", "-q", "--archives", "kept")
    folder = Path("kept/collections/tweets/archive")
    whole, first, second = sorted(folder.glob("*.warc.gz"))
    for one in (first, second):
        content = bytearray(one.read_bytes())
        content[len(content) // 2] ^= 1
        one.write_bytes(content)
    result = run("verify", "kept", "--json")
    assert result.exit_code == Exit.DAMAGED
    good, *bad = lines(result)
    assert good["article"]["record"]["file"] == whole.name
    assert [line["article"]["source"] for line in bad] == [first.name, second.name]
    for line, one in zip(bad, (first, second), strict=True):
        [problem] = line["problems"]
        assert problem["why"].startswith(f"{one.name}: damaged")
        assert problem["why"].count(one.name) == 1
        assert (line["verdict"], line["article"]["record"], problem["what"]) == ("uncheckable", None, "record")
    shown = run("verify", "-q", "kept").stdout.splitlines()
    assert [line.split("  ")[:2] for line in shown[1:3]] == [["? uncheckable", one.name] for one in (first, second)]
    [line] = lines(run("verify", str(first), "--json"))
    assert line["problems"][0]["why"].startswith(f"{first}: damaged")
    assert line["problems"][0]["why"].count(first.name) == 1


@pytest.mark.parametrize("name", ["index.cdxj", "page.html", "index.cdx.gz", "nothing"])
def test_what_never_was_an_archive_is_not_called_damaged(name: str) -> None:
    content = {"nothing": b"", "index.cdx.gz": gzip.compress(b"com,example)/ 2026 {}\n")}.get(name, b"<!doctype html>")
    Path(name).write_bytes(content)
    result = run("verify", name, "--json")
    assert result.exit_code == Exit.INCOMPLETE
    assert lines(result)[0]["problems"][0]["why"].startswith(f"{name}: is not a WARC")


def test_quiet_verify_still_warns_of_what_it_leaves_out() -> None:
    run("demo", "-q")
    Path("demo-archives/collections/tweets/archive/half.warc.gz.open").write_bytes(b"")
    result = run("verify", "-q", "demo-archives")
    assert "half.warc.gz.open: skipped: it was never finished" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_nothing_to_verify_is_no_success() -> None:
    Path("empty").mkdir()
    assert run("verify", "empty").exit_code == Exit.INCOMPLETE
    missing = run("verify", "missing.warc.gz", "--json")
    assert missing.exit_code == Exit.INCOMPLETE
    assert [line["article"]["source"] for line in lines(missing)] == ["missing.warc.gz"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["archive"], "name an article"),
        (["archive", "a.html", "--sources", "myspace"], "'myspace' is no source"),
        (["archive", "a.html", "--retries", "-1"], "--retries"),
        (["archive", "a.html", "--max-size", "huge"], "'huge' is no size"),
        (["archive", "a.html", "b.html", "--url", "https://news.example/"], "--url"),
        (["archive", "a.html", "-c", "missing.toml"], "missing.toml"),
        (["archive", "a.html", "--log-file", "missing/run.log"], "missing/run.log"),
        (["archive", "plain.html", "--url", "notaurl"], "--url"),
        (["find", "plain.html", "--url", "ftp://news.example/"], "--url"),
        (["archive", ""], "SOURCE"),
        (["find", "plain.html", " "], "SOURCE"),
        (["compare", "a.html"], "PAYLOAD"),
        (["compare", "a.html", "tweet.json", "--url", "notaurl"], "--url"),
        (["compare", "https://news.example/", "tweet.json"], "reads files only"),
        (["arhive"], "archive"),
        (["find", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_status_2_before_any_work(arguments: list[str], named: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (Exit.USAGE, "")
    assert named in result.stderr
    assert not Path("archives").exists()


def test_the_log_file_holds_what_stderr_does_not() -> None:
    result = run("archive", "plain.html", "--log-file", "run.log")
    assert (result.exit_code, result.stderr) == (Exit.DONE, "")
    assert Path("run.log").is_file()


@pytest.mark.parametrize(
    "command", ["recheck", "morning", "status", "report", "ledger rebuild", "ledger check", "forget 20"]
)
def test_a_misspelt_archive_is_said_and_not_made(command: str, tmp_path: Path) -> None:
    asked = CliRunner().invoke(app, [*command.split(), "--archives", str(tmp_path / "archive")])
    assert asked.exit_code == Exit.DAMAGED
    assert "no such archive" in asked.stderr
    assert not (tmp_path / "archive").exists()
