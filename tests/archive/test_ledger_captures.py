"""What the ledger knows of captures, tweets and runs."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.archive.recordings import ARTICLE, AT, JPEG, NAME, photo, wire, writer
from tweetarchive.archive.finished import read_finished
from tweetarchive.archive.layout import ledger_file, warc_folder
from tweetarchive.archive.ledger import Ledger, Visit
from tweetarchive.archive.ledger_rows import Observation, Told
from tweetarchive.archive.ledger_schema import MIGRATIONS, VERSION
from tweetarchive.archive.told import note_told
from tweetarchive.archive.writing import put_aside_unfinished, read_ledger
from tweetarchive.model.errors import ArchiveError

ID = "1183347177645227129"
LATER = AT + timedelta(days=2)


def embed(place: int = 0, *, verdict: str = "match", availability: str = "live") -> Any:
    record = {"file": NAME, "offset": 40, "id": "urn:uuid:1"}
    at = "2026-11-22T14:31:06.000000Z" if availability == "live" else "2026-11-24T14:31:06.000000Z"
    tweet = {
        "handle": "mira",
        "author_name": "Mira",
        "created_at": "2019-10-13T11:42:07Z",
        "text": "No ferry.",
        "source": "syndication" if availability == "live" else "web_archive",
        "edit_ids": [ID],
        "fetched_at": at,
        "record": record,
    }
    absence = {"availability": availability, "words": "gone", "source": "oembed", "fetched_at": at, "record": record}
    return {
        "embed": {"index": place, "form": "blockquote", "handle": "mira", "text": "No ferry.", "date": "2019-10-13"},
        "status_id": ID,
        "availability": availability,
        "tweet": tweet,
        "checks": {"text": {"outcome": "identical", "note": "the same"}},
        "verdict": verdict,
        "absences": [] if availability == "live" else [absence],
    }


def report(*embeds: Any, url: str = ARTICLE, at: datetime = AT, verdict: str = "match") -> dict[str, Any]:
    return {
        "schema": "tweetarchive/1",
        "rules": "1",
        "article": {
            "source": url,
            "url": url,
            "title": "Camp",
            "language": "en",
            "captured_at": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "record": {"file": NAME, "offset": 3, "id": "urn:uuid:2"},
        },
        "embeds": list(embeds),
        "claims": [],
        "verdict": verdict,
        "problems": [{"what": "media", "url": None, "why": "late", "partial": True}],
    }


def captured(archives: Path, stated: dict[str, Any], name: str = NAME, **settings: str) -> Path:
    warc = writer(archives, name, **settings)
    warc.write_exchange(wire())
    warc.write_exchange(photo())
    warc.write_metadata("urn:tweetarchive:report:1", json.dumps(stated).encode(), "application/json", AT, derived=True)
    return warc.finish()


def test_a_finished_warc_is_entered_with_its_embeds_and_tweets(tmp_path: Path) -> None:
    stated = report(embed(), embed(1, verdict="mismatch"))
    warc = captured(tmp_path, stated, lastmod="2026-11-20", etag='"7"', content="abc")
    with Ledger(tmp_path) as ledger:
        ledger.enter([read_finished(warc)])
        article = ledger.article("http://www.news.example/camp/?utm_source=x")
        assert article is not None
        assert (article.file, article.title, article.embeds, article.status) == (NAME, "Camp", 2, "archived")
        assert (article.lastmod, article.etag, article.content_digest) == ("2026-11-20", '"7"', "abc")
        assert (article.first_seen, article.last_visit) == (AT, AT)
        assert [one.verdict for one in ledger.embeds_of(ID)] == ["match", "mismatch"]
        tweet = ledger.tweet(ID)
        assert tweet is not None
        assert (tweet.handle, tweet.text, tweet.availability, tweet.edit_ids) == ("mira", "No ferry.", "live", (ID,))
        assert tweet.created_at == datetime(2019, 10, 13, 11, 42, 7, tzinfo=UTC)
        assert ledger.report(NAME) == stated
        assert ledger.counts()["mismatches"] == 1


def test_a_tweet_that_only_an_archive_shows_is_not_seen_by_us(tmp_path: Path) -> None:
    warc = captured(tmp_path, report(embed(availability="deleted")))
    with Ledger(tmp_path) as ledger:
        ledger.enter([read_finished(warc)])
        tweet = ledger.tweet(ID)
        [seen] = ledger.observations(ID)
    assert tweet is not None
    assert (tweet.text, tweet.last_live, tweet.availability) == ("No ferry.", None, "deleted")
    assert (seen.text, seen.words, seen.source, seen.record_offset) == (None, "gone", "oembed", 40)


def test_entering_twice_or_rebuilding_changes_nothing(tmp_path: Path) -> None:
    first = captured(tmp_path, report(embed()))
    captured(tmp_path, report(embed(availability="deleted"), at=LATER), "later.warc.gz")
    with Ledger(tmp_path) as ledger:
        before = dump(tmp_path)
        ledger.enter([read_finished(first)])
        assert dump(tmp_path) == before
        assert ledger.rebuild() == 2
        assert dump(tmp_path) == before
        [article] = ledger.articles()
        assert article.file == "later.warc.gz"
        assert len(ledger.embeds_of(ID)) == 1
        assert len(ledger.embeds_of(ID, latest=False)) == 2


def test_a_later_failure_does_not_take_the_place_of_a_capture(tmp_path: Path) -> None:
    captured(tmp_path, report(embed()))
    captured(tmp_path, report(at=LATER, verdict="uncheckable"), "later.warc.gz")
    with Ledger(tmp_path) as ledger:
        [article] = ledger.articles()
    assert (article.file, article.status, article.why, article.last_visit) == (NAME, "failed", "late", AT)


def test_articles_that_lead_to_the_front_page_are_not_one(tmp_path: Path) -> None:
    for number in range(2):
        stated = report(url="https://news.example/")
        captured(tmp_path, stated, f"{number}.warc.gz", url=f"https://news.example/old-{number}")
    with Ledger(tmp_path) as ledger:
        assert [one.url for one in ledger.articles()] == ["https://news.example/old-0", "https://news.example/old-1"]


def test_what_a_killed_run_finished_is_entered_by_the_next(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        captured(tmp_path, report(embed()))
        assert ledger.captures() == ()
        put_aside_unfinished(tmp_path, ledger)
        assert [one.file for one in ledger.captures()] == [NAME]
        assert list(ledger.check()) == []


def test_check_names_what_the_ledger_and_the_archive_do_not_share(tmp_path: Path) -> None:
    kept, lost = captured(tmp_path, report(embed())), captured(tmp_path, report(), "later.warc.gz")
    with Ledger(tmp_path) as ledger:
        put_aside_unfinished(tmp_path, ledger)
        lost.unlink()
        assert [line.split(":")[0] for line in ledger.check()] == ["later.warc.gz"]
    ledger_file(tmp_path).unlink()
    kept.rename(tmp_path / "elsewhere")
    with Ledger(tmp_path) as ledger:
        (tmp_path / "elsewhere").rename(kept)
        assert any(line.startswith(f"{NAME}: is in the archive, but not") for line in ledger.check())


def test_a_ledger_of_the_first_version_is_brought_up_and_keeps_what_was_finished(tmp_path: Path) -> None:
    captured(tmp_path, report(embed()))
    database = sqlite3.connect(ledger_file(tmp_path))
    database.executescript(f"{MIGRATIONS[0]} PRAGMA user_version = 1;")
    database.execute("INSERT INTO finished VALUES ('run', 'a', 0, 'x.warc.gz')")
    database.commit()
    database.close()
    with Ledger(tmp_path) as ledger:
        assert ledger.finished("run") == {("a", 0): "x.warc.gz"}
        assert [one.file for one in ledger.captures()] == [NAME]
        assert (
            ledger.original(read_finished(warc_folder(tmp_path) / NAME).entries[3].body_digest, len(JPEG)) is not None
        )
    assert sqlite3.connect(ledger_file(tmp_path)).execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_observations_make_what_is_known_of_a_tweet_whatever_their_order(tmp_path: Path) -> None:
    def seen(days: int, availability: str, **more: Any) -> Observation:
        at = AT + timedelta(days=days)
        return Observation(status_id=ID, at=at, file=f"{days}.warc.gz", availability=availability, **more)

    all_seen = [
        seen(0, "live", text="First", handle="old", edit_ids=("1",)),
        seen(1, "live", text="Second", handle="new", edit_ids=("1", "2")),
        seen(2, "unknown"),
        seen(3, "deleted", words="gone"),
    ]
    for order in (all_seen, all_seen[::-1]):
        with Ledger(tmp_path / str(order[0].at.day)) as ledger:
            ledger.observe(order)
            ledger.observe(order)
            tweet = ledger.tweet(ID)
            assert tweet is not None
            assert (tweet.text, tweet.handle, tweet.edit_ids) == ("Second", "new", ("1", "2"))
            assert (tweet.first_seen, tweet.last_asked, tweet.last_live) == (AT, all_seen[3].at, all_seen[1].at)
            assert tweet.availability == "deleted"
            assert ledger.observations(ID) == tuple(all_seen)
            [change] = ledger.availability_changes(AT)
            assert (change.before, change.after, change.words) == ("live", "deleted", "gone")


def test_tweets_are_due_when_they_were_said_to_be_and_at_first_at_once(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.observe([Observation(status_id=one, at=AT, file=NAME, availability="live") for one in ("1", "2", "3")])
        ledger.set_due({"1": LATER, "2": AT + timedelta(days=1)})
        assert [one.status_id for one in ledger.tweets_due(AT)] == ["3"]
        assert [one.status_id for one in ledger.tweets_due(LATER)] == ["3", "2", "1"]
        assert [one.status_id for one in ledger.tweets_due(LATER, limit=2)] == ["3", "2"]


def test_what_a_recheck_kept_is_entered_from_its_file(tmp_path: Path) -> None:
    stated = {"observations": [{"status_id": ID, "at": "2026-11-24T00:00:00.000000Z", "availability": "protected"}]}
    captured(tmp_path, stated)
    with Ledger(tmp_path) as ledger:
        [seen] = ledger.observations()
        assert (seen.file, seen.availability) == (NAME, "protected")
        assert ledger.captures() == ()


def test_visits_are_kept_by_run_and_failures_counted_until_one_is_answered(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        run = ledger.begin_run("nightly", "nightly news.example", AT)
        for at in (AT, LATER):
            ledger.visit(Visit(run=run, url=ARTICLE, at=at, outcome="failed", why="500", answered=False))
        article = ledger.article(ARTICLE)
        assert article is not None
        assert (article.failures, article.last_visit, article.why) == (2, None, "500")
        known = {"etag": '"1"', "embeds": 0, "published": AT}
        other = f"{ARTICLE}/amp"
        ledger.visit(
            Visit(run=run, url=ARTICLE, addresses=(other,), at=LATER, outcome="no_embeds", answered=True, known=known)
        )
        again = ledger.article(other)
        assert again is not None
        assert (again.id, again.failures, again.last_visit, again.etag) == (article.id, 0, LATER, '"1"')
        assert again.published == AT
        assert [one.outcome for one in ledger.visits(run)] == ["failed", "failed", "no_embeds"]
        ledger.end_run(run, LATER, {"no_embeds": 1}, exit=3)
        [row] = ledger.runs("nightly")
        assert (row.ended, row.exit, row.counts, row.interrupted) == (LATER, 3, {"no_embeds": 1}, False)
        assert ledger.runs("recheck") == ()


def test_a_reader_joins_while_a_run_writes_and_may_not_write(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.begin_run("nightly", "", AT)
        with read_ledger(tmp_path) as view:
            assert len(view.runs()) == 1
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                view._database.execute("DELETE FROM runs")


def test_a_reader_of_a_lost_ledger_has_it_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    captured(tmp_path, report(embed()))
    with read_ledger(tmp_path) as view:
        assert view.counts()["captures"] == 1
    ledger_file(tmp_path).write_bytes(b"no database" * 999)
    with caplog.at_level(logging.WARNING), read_ledger(tmp_path) as view:
        assert view.counts()["captures"] == 1
    assert "put aside" in caplog.text
    with pytest.raises(ArchiveError, match="no such archive"):
        read_ledger(tmp_path / "nowhere")


def test_the_views_answer(tmp_path: Path) -> None:
    captured(tmp_path, report(embed(verdict="mismatch", availability="deleted")))
    with Ledger(tmp_path):
        database = sqlite3.connect(ledger_file(tmp_path))
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        counts = {name: len(database.execute(f"SELECT * FROM {name}").fetchall()) for name in views}
    assert counts == {
        "latest_captures": 1,
        "latest_embeds": 1,
        "mismatches": 1,
        "gone_tweets": 1,
        "availability_changes": 0,
        "failed_visits": 0,
    }


def dump(archives: Path) -> list[str]:
    return list(sqlite3.connect(ledger_file(archives)).iterdump())


def test_a_ledger_of_before_knows_what_was_reported(tmp_path: Path) -> None:
    """Version 4 had only the time of the report's run."""
    captured(tmp_path, report(embed(), at=LATER), "b-later.warc.gz")
    captured(tmp_path, report(embed()), "c-earlier.warc.gz")
    between = AT + timedelta(days=1)
    with Ledger(tmp_path) as ledger:
        ledger.end_run(ledger.begin_run("morning", "morning", between), between, {})
    with closing(sqlite3.connect(ledger_file(tmp_path))) as database, database:
        for table in ("told", "entered", "salt"):
            database.execute(f"DROP TABLE {table}")
        database.execute("ALTER TABLE observations DROP COLUMN why")
        database.execute("PRAGMA user_version = 4")
    with read_ledger(tmp_path) as view:
        told = view.told()
        assert told is not None
        assert (told.until, view.entered_after(told.warcs)) == (between, {"b-later.warc.gz"})


def test_what_takes_the_place_of_a_file_is_nothing_new(tmp_path: Path) -> None:
    captured(tmp_path, report(embed()))
    with Ledger(tmp_path) as ledger:
        told = ledger.all_of_it(AT)
        ledger.enter([read_finished(captured(tmp_path, report(embed()), "instead.warc.gz"))])
        ledger.replace_files({NAME: "instead.warc.gz"})
        assert ledger.entered_after(told.warcs) == frozenset()
        assert ledger.entered_after(0) == {"instead.warc.gz"}


def test_a_question_sees_the_ledger_as_it_was_at_the_first(tmp_path: Path) -> None:
    captured(tmp_path, report(embed()))
    with Ledger(tmp_path) as ledger, read_ledger(tmp_path) as view:
        with view.standing_still():
            assert view.entered_after(0) == {NAME}
            ledger.enter([read_finished(captured(tmp_path, report(embed()), "meanwhile.warc.gz"))])
            assert view.all_of_it(AT).warcs == 1
            assert view.entered_after(0) == {NAME}
        assert view.entered_after(1) == {"meanwhile.warc.gz"}


def test_nobody_is_told_less_than_they_were(tmp_path: Path) -> None:
    with Ledger(tmp_path):
        pass
    for one in (Told(until=AT, warcs=7, visits=3), Told(until=AT, warcs=5, visits=4), Told(whom="a", until=None)):
        note_told(tmp_path, one)
    with read_ledger(tmp_path) as view:
        assert (view.told(), view.told("a")) == (Told(until=AT, warcs=7, visits=4), Told(whom="a", until=None))


def test_the_last_answer_is_told_from_the_last_statement(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        seen = Observation(status_id=ID, at=AT, file="a", availability="live")
        ledger.observe([seen, replace(seen, at=LATER, file="b", availability="not_found")])
        ledger.observe([replace(seen, at=LATER + timedelta(1), file="c", availability="unknown")])
        assert ledger.last_answers() == {("live", "not_found"): 1}
