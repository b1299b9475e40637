"""One article, end to end, over the loopback internet: found, kept, judged; and judged again from the file alone."""

from __future__ import annotations

import io
import json
import os
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import tweetarchive
from tests.world import (
    Answer,
    BadCertificate,
    Cut,
    Gone,
    NotHttp,
    RateLimited,
    RedirectLoop,
    Refuse,
    Reset,
    ServerError,
    Tweet,
    Video,
    World,
    WrongType,
    snowflake,
)
from tweetarchive.archive.message import WireExchange
from tweetarchive.archive.network import Network
from tweetarchive.archive.wire import Ask
from tweetarchive.demo import ARTICLE_URL, answers
from tweetarchive.model.errors import DamagedArchive, InputError
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import Verdict
from tweetarchive.pipeline import Settings, archive_articles, find_in

PAGE = "https://news.example/2024/ferry"
NOON = datetime(2024, 3, 5, 12, 0, 0, tzinfo=UTC)
ID = snowflake(NOON)
SYNDICATION = "https://cdn.syndication.twimg.com/tweet-result"
OEMBED = "https://publish.x.com/oembed"
EAGER = Network(delay=0, limits=(), retries=1, timeout=3)


def ferry(world: World, **wrote: Any) -> Tweet:
    return world.tweet(ID, **{"handle": "mira_quays", "name": "Mira", "text": "No ferry before 9 today."} | wrote)


def article(world: World, *embeds: str) -> str:
    body = "".join(embeds)
    return world.article(PAGE, f"<html lang=en><title>Ferry</title><body><p>Good news.</p>{body}</body></html>")


def archive(tmp_path: Path, source: str = PAGE, **options: Any) -> ArticleReport:
    """Archive, and insist on what must hold whatever happened: the file alone gives the same report."""
    options.setdefault("network", EAGER)
    report = tweetarchive.archive_article(source, archives=tmp_path, **options)
    again = list(tweetarchive.verify_archive(tmp_path))
    assert [one.to_dict() for one in again] == [report.to_dict()]
    return report


def whys(report: ArticleReport) -> str:
    return " | ".join(f"{one.what}: {one.why}" for one in report.problems)


def test_a_true_quote_matches_and_everything_is_kept(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, photos=2)
    article(world, tweet.blockquote())

    report = archive(tmp_path)

    assert (report.verdict, report.problems, report.title) == (Verdict.MATCH, (), "Ferry")
    held = report.embeds[0].media
    assert [one.url for one in held] == [tweet.photo_url(0) + "?format=jpg&name=orig" for _ in range(1)] + [held[1].url]
    assert all(one.sha256 and one.record for one in held)
    (warc,) = (tmp_path / "collections/tweets/archive").iterdir()
    assert warc.name.endswith(".warc.gz")
    assert "-news.example-" in warc.name


def test_an_altered_quote_is_a_mismatch_and_the_change_is_shown(world: World, tmp_path: Path) -> None:
    article(world, ferry(world).blockquote().replace("No ferry", "A ferry"))

    report = archive(tmp_path)

    assert report.verdict is Verdict.MISMATCH
    text = report.embeds[0].findings.text
    assert text is not None
    assert [(one.quoted, one.archived) for one in text.changes] == [("A", "No")]


def test_a_deleted_tweet_is_read_from_the_web_archive_and_stays_deleted(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    article(world, tweet.blockquote())
    copy = {
        "data": {
            "id": ID,
            "text": "No ferry before 9 today.",
            "created_at": "2024-03-05T12:00:00.000Z",
            "author_id": "7",
        },
        "includes": {"users": [{"id": "7", "name": "Mira", "username": "mira_quays"}]},
    }
    world.memento(tweet.permalink, "20240306000000", json.dumps(copy), "application/json")
    world.deleted(ID)

    judged = archive(tmp_path).embeds[0]

    assert (judged.verdict, judged.evidence.availability.value) == (Verdict.MATCH, "deleted")
    assert judged.evidence.tweet is not None
    assert judged.evidence.tweet.source.value == "web_archive"
    assert judged.evidence.tweet.memento == f"https://web.archive.org/web/20240306000000/{tweet.permalink}"


@pytest.mark.parametrize(("copied", "outcome"), [(True, "renamed"), (False, "different")])
def test_another_handle_is_a_new_name_only_where_a_web_archive_shows_the_old_one(
    world: World, tmp_path: Path, copied: bool, outcome: str
) -> None:
    tweet = ferry(world, handle="mira_now")
    article(world, tweet.blockquote().replace("mira_now", "mira_quays"))
    if copied:
        stated = {"id": ID, "text": tweet.text, "created_at": "2024-03-05T12:00:00.000Z", "author_id": tweet.user_id}
        author = {"id": tweet.user_id, "name": "Mira", "username": "mira_quays"}
        copy = json.dumps({"data": stated, "includes": {"users": [author]}})
        world.memento(f"https://twitter.com/mira_quays/status/{ID}", "20240306000000", copy, "application/json")

    judged = archive(tmp_path).embeds[0]

    assert judged.findings.handle is not None
    assert judged.findings.handle.outcome.value == outcome


@pytest.mark.parametrize("gone", list(Gone), ids=lambda gone: gone.name.lower())
def test_a_tweet_nobody_states_is_uncheckable_and_deleted_only_if_said(
    world: World, tmp_path: Path, gone: Gone
) -> None:
    article(world, ferry(world).blockquote())
    world.gone(ID, gone)

    judged = archive(tmp_path).embeds[0]

    assert judged.verdict is Verdict.UNCHECKABLE
    assert (judged.evidence.availability.value == "deleted") == (gone is Gone.DELETED)


def test_a_bare_text_embed_is_resolved_by_its_picture(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, photos=1)
    article(
        world,
        f"<p>No ferry before 9 today. pic.twitter.com/{tweet.media_code}<br>— Mira (@mira_quays) March 5, 2024</p>",
    )

    judged = archive(tmp_path).embeds[0]

    assert (judged.verdict, judged.evidence.resolved_by) == (Verdict.MATCH, "pic_link")
    assert judged.evidence.status_id == ID


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_bare_text_embed_is_resolved_by_its_pictures_link_in_full(world: World, tmp_path: Path, scheme: str) -> None:
    tweet = ferry(world, text="No ferry before 9 today. https://ferry.example/timetable", photos=1)
    words = re.sub("<[^>]+>", " ", tweet.blockquote().partition("</p>")[0])
    words = words.replace(f"pic.twitter.com/{tweet.media_code}", f"{scheme}://t.co/{tweet.media_code}")
    assert words.count("://t.co/") == 2
    article(
        world, f"<blockquote class=twitter-tweet><p>{words}</p>&mdash; Mira (@mira_quays) March 5, 2024</blockquote>"
    )

    report = archive(tmp_path)

    judged = report.embeds[0]
    assert (judged.evidence.resolved_by, judged.evidence.status_id, report.problems) == ("pic_link", ID, ())
    assert judged.verdict in (Verdict.MATCH, Verdict.MATCH_WITH_DIFFERENCES)
    assert not world.asked("https://web.archive.org/*")


def test_a_link_to_somebody_elses_tweet_resolves_nothing_and_is_no_problem(world: World, tmp_path: Path) -> None:
    ferry(world, handle="other_person", name="Other", text="The quay is closed.")
    quoted = world.short_link("quoted1234", f"https://x.com/other_person/status/{ID}")
    article(
        world,
        f"<blockquote class=twitter-tweet><p>The quay is closed. {quoted}</p>"
        "&mdash; Mira (@mira_quays) March 5, 2024</blockquote>",
    )

    report = archive(tmp_path)

    assert (report.embeds[0].evidence.resolved_by, report.embeds[0].evidence.status_id) == (None, None)
    assert ID not in whys(report)


def test_a_picture_of_somebody_elses_tweet_resolves_nothing(world: World, tmp_path: Path) -> None:
    other = ferry(world, handle="other_person", name="Other", text="Look at this old picture I found", photos=1)
    article(world, f"<p>The quay is closed. pic.twitter.com/{other.media_code} — Mira (@mira_quays) March 5, 2024</p>")

    report = archive(tmp_path)

    judged = report.embeds[0]
    assert (judged.verdict, judged.evidence.resolved_by, judged.evidence.status_id) == ("uncheckable", None, None)
    assert ID in whys(report)


@pytest.mark.parametrize(
    "fault",
    [Reset(), Cut(5), RateLimited(0), ServerError(), WrongType("text/html"), Refuse(), BadCertificate(), NotHttp()],
    ids=lambda fault: type(fault).__name__,
)
def test_a_source_that_fails_is_told_and_the_other_answers(world: World, tmp_path: Path, fault: Any) -> None:
    article(world, ferry(world).blockquote())
    world.fault(SYNDICATION, fault)

    report = archive(tmp_path)

    judged = report.embeds[0]
    assert judged.evidence.tweet is not None
    assert judged.evidence.tweet.source.value in ("oembed", "syndication")  # a wrong type alone hides no words
    if judged.evidence.tweet.source.value == "oembed":
        assert "syndication" in whys(report)
        assert all(one.partial for one in report.problems)
    assert judged.verdict is Verdict.MATCH


def test_no_answer_at_all_is_no_absence(world: World, tmp_path: Path) -> None:
    article(world, ferry(world).blockquote())
    for url in (SYNDICATION, OEMBED, "https://web.archive.org/cdx/search/cdx"):
        world.fault(url, Reset())

    report = archive(tmp_path)

    judged = report.embeds[0]
    assert (judged.verdict, judged.evidence.availability.value) == (Verdict.UNCHECKABLE, "unknown")
    assert any(not one.partial for one in report.problems)


def test_a_source_that_fails_again_and_again_is_left_alone_and_each_tweet_says_so(world: World, tmp_path: Path) -> None:
    ids = [snowflake(NOON, number) for number in range(8)]
    article(world, *(world.tweet(one, text=f"Ferry {one} is late.").blockquote() for one in ids))
    world.fault(SYNDICATION, Reset())

    report = archive(tmp_path, network=Network(delay=0, limits=(), retries=0, timeout=3))

    assert len(world.asked(SYNDICATION)) == 5
    left_alone = [one for one in report.problems if "failed 5 times in a row; not asked now" in one.why]
    assert [one.url is not None and one.url.startswith(SYNDICATION) for one in left_alone] == [True] * 3
    assert left_alone[0].why.startswith("syndication: cdn.syndication.twimg.com failed")
    assert not [absence for one in report.embeds for absence in one.evidence.absences]


@pytest.mark.parametrize(
    ("arrange", "why", "kept"),
    [
        (lambda world: world.fault("https://news.example", Refuse()), "proxy", False),
        (lambda world: world.fault(PAGE, Reset()), "connection was lost", False),
        (lambda world: world.fault(PAGE, Cut(9)), "broke off", False),
        (lambda world: world.fault(PAGE, RedirectLoop()), "redirects", False),
        (lambda world: world.fault(PAGE, ServerError()), "503", True),
    ],
    ids=["refused", "reset", "cut", "loop", "503"],
)
def test_an_article_that_cannot_be_had_is_uncheckable_never_without_embeds(
    world: World, tmp_path: Path, arrange: Callable[[World], None], why: str, kept: bool
) -> None:
    article(world, ferry(world).blockquote())
    arrange(world)

    report = archive(tmp_path)

    assert (report.verdict, report.embeds, bool(report.record)) == (Verdict.UNCHECKABLE, (), kept)
    assert why in whys(report).lower()


def test_an_article_that_is_gone_is_offered_from_the_web_archive_and_used_when_asked(
    world: World, tmp_path: Path
) -> None:
    tweet = ferry(world)
    article(world)
    world.memento(PAGE + "-old", "20240307000000", f"<title>Old</title>{tweet.blockquote()}", "text/html")

    offered = archive(tmp_path / "a", PAGE + "-old")
    used = archive(tmp_path / "b", PAGE + "-old", settings=Settings(from_web_archive=True))

    assert (offered.verdict, bool(offered.record)) == (Verdict.UNCHECKABLE, True)
    assert "--from-web-archive" in whys(offered)
    assert (used.verdict, used.title) == (Verdict.MATCH, "Old")
    assert "2024-03-07" in whys(used)


FORM = "<form><input name=u><input type='password' name=p></form>"


@pytest.mark.parametrize(
    ("title", "path", "body", "walled"),
    [
        ("Log in", "/login", FORM, True),
        ("Anmelden – Die Zeitung", "/plus", FORM, True),
        ("Log in to your past", "/plus", "<p>A story without a form.</p>", False),
        ("A ferry", "/plus", FORM, False),
    ],
)
def test_a_login_page_is_not_taken_for_the_article(
    world: World, tmp_path: Path, title: str, path: str, body: str, walled: bool
) -> None:
    world.article(f"https://news.example{path}", f"<title>{title}</title>{body}")
    world.answer(PAGE, Answer(302, (("Location", f"https://news.example{path}"),), b""))

    report = archive(tmp_path)

    assert (report.verdict, bool(report.record)) == ("uncheckable" if walled else "no_embeds", True)
    assert ("login" in whys(report)) == walled


def test_a_saved_page_is_kept_and_judged_like_a_fetched_one(world: World, tmp_path: Path) -> None:
    page = tmp_path / "saved.html"
    page.write_text(f"<title>Saved</title>{ferry(world).blockquote()}", encoding="utf-8")

    report = archive(tmp_path / "archives", str(page), url=PAGE)

    assert (report.source, report.url, report.verdict) == (str(page), PAGE, Verdict.MATCH)
    assert report.record is not None


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("missing.html", None, "no such file"),
        ("empty.html", b" \n", "empty"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture.html"),
    ],
)
def test_what_is_no_article_is_named_and_uncheckable(
    world: World, tmp_path: Path, name: str, content: bytes | None, why: str
) -> None:
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)

    report = tweetarchive.archive_article(str(source), archives=tmp_path / "archives", network=EAGER)

    assert report.verdict is Verdict.UNCHECKABLE
    assert why in f"{source} {whys(report)}"
    assert report.problems


def test_a_page_in_a_legacy_encoding_is_read(world: World, tmp_path: Path) -> None:
    tweet = ferry(world, text="Паром не ходит до 9.")
    page = f"<title>Паром</title>{tweet.blockquote()}".encode("windows-1251")
    world.article(PAGE, page, content_type="text/html; charset=windows-1251")

    report = archive(tmp_path)

    assert (report.title, report.verdict) == ("Паром", Verdict.MATCH)


def test_the_best_video_is_kept_whole(world: World, tmp_path: Path) -> None:
    article(world, ferry(world, video=Video()).blockquote())

    (held,) = archive(tmp_path).embeds[0].media

    assert (held.kind.value, held.content_type) == ("video", "video/mp4")
    assert held.sha256


def test_one_bad_source_never_stops_the_others_and_order_is_kept(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    pages = [world.article(f"https://news.example/{n}", f"<title>{n}</title>{tweet.blockquote()}") for n in range(9)]
    sources = [*pages[:4], str(tmp_path / "missing.html"), "https://nobody.example/", *pages[4:]]

    reports = list(archive_articles(sources, archives=tmp_path, network=EAGER, workers=4))

    assert [one.source for one in reports] == sources
    assert [one.verdict.value for one in reports] == ["match"] * 4 + ["uncheckable"] * 2 + ["match"] * 5


def test_an_interrupted_command_goes_on_where_it_stopped(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    pages = [world.article(f"https://news.example/{n}", tweet.blockquote()) for n in range(5)]
    stop = threading.Event()
    first = []
    for report in archive_articles(pages, archives=tmp_path, network=EAGER, workers=1, stop=stop):
        first.append(report)
        stop.set()
    asked = len([one for one in world.requests if one.host == "news.example"])

    second = list(archive_articles(pages, archives=tmp_path, network=EAGER, workers=1))
    third = list(archive_articles(pages, archives=tmp_path, network=EAGER, workers=1))

    assert 0 < len(first) < len(pages) == len(second) == len(third)
    assert asked + (len(pages) - len(first)) + len(pages) == len(
        [one for one in world.requests if one.host == "news.example"]
    )
    assert [one.to_dict() for one in second[: len(first)]] == [one.to_dict() for one in first]


def test_a_file_whose_name_is_no_text_stops_nobody(world: World, tmp_path: Path) -> None:
    page = article(world, ferry(world).blockquote())
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.html")
    Path(odd).write_text("<p>No tweets here.</p>")

    reports = list(archive_articles([odd, page], archives=tmp_path / "archives", network=EAGER))

    assert [(one.source, one.verdict.value) for one in reports] == [
        (f"{tmp_path}/bad\\udcff.html", "no_embeds"),
        (page, "match"),
    ]
    assert len(list((tmp_path / "archives/collections/tweets/archive").glob("*.warc.gz"))) == 2


def test_a_fault_of_our_own_fails_one_article_and_no_other(tmp_path: Path) -> None:
    def answer(ask: Ask) -> WireExchange:
        if ask.request.url.endswith("/odd"):
            raise ZeroDivisionError
        return answers()(ask)

    odd = "https://news.example/odd"
    reports = list(archive_articles([odd, ARTICLE_URL], archives=tmp_path, network=EAGER, transport=answer))

    assert [one.source for one in reports] == [odd, ARTICLE_URL]
    assert [one.verdict.value for one in reports] == ["uncheckable", "mismatch"]
    assert "ZeroDivisionError" in whys(reports[0])


def test_a_lost_index_is_made_anew_by_the_next_run(tmp_path: Path) -> None:
    index = tmp_path / "collections/tweets/indexes/index.cdxj"
    tweetarchive.archive_article(ARTICLE_URL, archives=tmp_path, network=EAGER, transport=answers())
    first = index.read_text(encoding="utf-8").splitlines()
    index.unlink()

    tweetarchive.archive_article(ARTICLE_URL, archives=tmp_path, network=EAGER, transport=answers())

    assert first
    assert set(first) < set(index.read_text(encoding="utf-8").splitlines())


def test_a_path_is_a_source_too(world: World, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<p>No tweets here.</p>")
    assert tweetarchive.archive_article(page, archives=tmp_path / "archives").source == str(page)


def test_find_keeps_nothing_and_asks_for_no_tweet(world: World, tmp_path: Path) -> None:
    article(world, ferry(world).blockquote())

    found = find_in(PAGE, network=EAGER)

    assert [one.status_id for one in found.embeds] == [ID]
    assert {one.host for one in world.requests} == {"news.example"}


def test_find_says_why_there_is_nothing_to_find(world: World) -> None:
    article(world)
    with pytest.raises(InputError, match="404"):
        find_in(PAGE + "-gone", network=EAGER)


def test_other_peoples_archives_answer_by_the_ids_their_payloads_state(world: World, tmp_path: Path) -> None:
    tweet = ferry(world)
    page = f"<title>Theirs</title>{tweet.blockquote()}"
    stated = {
        "__typename": "Tweet",
        "id_str": ID,
        "text": tweet.text,
        "created_at": "2024-03-05T12:00:00.000Z",
        "user": {"id_str": "7", "name": "Mira", "screen_name": "mira_quays"},
        "entities": {},
        "lang": "en",
    }
    payload = f"{SYNDICATION}?id={ID}&token=x"
    with (tmp_path / "theirs.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, kind, text in ((PAGE, "text/html", page), (payload, "application/json", json.dumps(stated))):
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            body = text.encode()
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=head
            )
            writer.write_record(record)

    (report,) = tweetarchive.verify_archive(tmp_path / "theirs.warc.gz")  # the payload itself is no article

    assert (report.url, report.title, report.verdict) == (PAGE, "Theirs", Verdict.MATCH)


def test_an_archive_that_was_altered_or_cut_is_not_judged(world: World, tmp_path: Path) -> None:
    article(world, ferry(world).blockquote())
    archive(tmp_path)
    (warc,) = (tmp_path / "collections/tweets/archive").iterdir()
    whole = warc.read_bytes()
    for damaged in (whole[:-20], whole[: len(whole) // 2] + b"x" + whole[len(whole) // 2 + 1 :]):
        warc.write_bytes(damaged)
        with pytest.raises(DamagedArchive, match=warc.name):
            list(tweetarchive.verify_archive(tmp_path))


def test_a_file_that_the_manifest_names_and_that_is_gone_is_told_after_the_others(world: World, tmp_path: Path) -> None:
    article(world, ferry(world).blockquote())
    for _ in range(2):
        tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER)
    lost, _ = sorted((tmp_path / "collections/tweets/archive").iterdir())
    lost.unlink()
    reports = tweetarchive.verify_archive(tmp_path)

    assert next(reports).verdict is Verdict.MATCH
    with pytest.raises(DamagedArchive, match="named in the manifest"):
        next(reports)


def test_compare_pairs_quotes_with_payloads_by_what_they_say(world: World) -> None:
    def stated(number: str, text: str) -> dict[str, Any]:
        return {"__typename": "Tweet", "id_str": number, "text": text, "created_at": "2024-03-05T12:00:00.000Z",
                "user": {"id_str": "7", "name": "Mira", "screen_name": "mira_quays"}, "entities": {}}  # fmt: skip

    other = snowflake(NOON, 3)
    page = "<p>No ferry before 9 today. — Mira (@mira_quays) March 5, 2024</p>"

    report = tweetarchive.compare(
        page, [stated(other, "Something else about the quay"), stated(ID, "No ferry before 9 today.")]
    )

    assert (report.verdict, report.embeds[0].evidence.status_id) == (Verdict.MATCH, ID)
    assert report.record is None
