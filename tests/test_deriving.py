"""Pages of ours in an archive: made of its records, beside them, and never taken for them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

import tweetarchive
from tests.world import Answer, Photo, Tweet, World, snowflake
from tests.world.media import picture
from tweetarchive.archive.network import Network
from tweetarchive.archive.reader import Session
from tweetarchive.cli.exits import Exit, exit_of
from tweetarchive.collect import Settings
from tweetarchive.deriving import derive
from tweetarchive.judging import replay
from tweetarchive.model.report import ArticleReport

PAGE = "https://news.example/2024/ferry"
EAGER = Network(delay=0, limits=(), retries=1, timeout=3)
CARD = "https://tweetarchive.invalid/tweet/"


def number(minute: int) -> str:
    return snowflake(datetime(2024, 3, 5, 12, minute, tzinfo=UTC))


def tweet(world: World, minute: int, **wrote: Any) -> Tweet:
    return world.tweet(
        number(minute), **{"handle": "mira_quays", "name": "Mira", "text": f"No ferry {minute}."} | wrote
    )


def archive(world: World, tmp_path: Path, *embeds: str) -> ArticleReport:
    world.article(PAGE, f"<html lang=en><title>Ferry</title><body><p>News.</p>{''.join(embeds)}</body></html>")
    return tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER)


def warc_of(tmp_path: Path) -> Path:
    (warc,) = (tmp_path / "collections/tweets/archive").iterdir()
    return warc


def pages(tmp_path: Path) -> dict[str, tuple[str, dict[str, str]]]:
    """Our own pages: by address, what they say and their WARC headers."""
    found = {}
    for record in ArchiveIterator(io.BytesIO(warc_of(tmp_path).read_bytes())):
        headers = dict(record.rec_headers.headers)
        if headers.get("WARC-Target-URI", "").startswith("https://tweetarchive.invalid/"):
            found[headers["WARC-Target-URI"]] = (record.content_stream().read().decode(), headers)
    return found


def test_every_tweet_that_is_shown_has_a_card_beside_it(world: World, tmp_path: Path) -> None:
    quoted = tweet(world, 1, handle="harbour", text="Closed on Monday.")
    shown = tweet(world, 2, quotes=quoted, photos=(Photo(alt="Boats"),))
    report = archive(world, tmp_path, shown.blockquote(), shown.blockquote())

    cards = pages(tmp_path)

    assert {CARD + shown.id, CARD + quoted.id} <= cards.keys()
    html, headers = cards[CARD + shown.id]
    assert 'alt="Boats"' in html
    assert shown.photo_url(0) in html
    assert "Closed on Monday." in html
    assert headers["WARC-Type"] == "resource"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Tweetarchive-Derived" in headers
    stated = report.embeds[0].evidence.tweet
    assert stated is not None
    assert stated.record is not None
    assert headers["WARC-Refers-To"] == f"<{stated.record.id}>"
    assert stated.record.id in html


def test_a_picture_that_was_not_had_is_not_called_for(world: World, tmp_path: Path) -> None:
    shown = tweet(world, 1, photos=(Photo(sizes=()),))
    archive(world, tmp_path, shown.blockquote())
    html, _ = pages(tmp_path)[CARD + shown.id]
    assert "Photo, not kept" in html


def test_a_deleted_tweet_has_a_card_that_says_so(world: World, tmp_path: Path) -> None:
    shown = tweet(world, 1)
    world.deleted(shown.id)
    archive(world, tmp_path, shown.blockquote())
    html, headers = pages(tmp_path)[CARD + shown.id]
    assert "Gone: deleted by its author" in html
    assert "nothing here confirms it" in html
    assert headers["WARC-Refers-To"]


def test_the_same_records_give_the_same_pages_years_later(world: World, tmp_path: Path) -> None:
    archive(world, tmp_path, tweet(world, 1, photos=1).blockquote(), tweet(world, 2).blockquote())
    session = Session.open(warc_of(tmp_path))
    again = {one.uri: one.html for one in derive(replay(session), session)}
    assert again == {uri: html for uri, (html, _) in pages(tmp_path).items()}


def test_our_own_pages_are_no_evidence(world: World, tmp_path: Path) -> None:
    archive(world, tmp_path, tweet(world, 1).blockquote())
    session = Session.open(warc_of(tmp_path))
    assert session.input is None
    assert not [one for one in session.exchanges() if "tweetarchive.invalid" in one.request.url]
    assert not session.holds(CARD + number(1))


VIEW = f"https://tweetarchive.invalid/view/{PAGE}"


def test_the_article_has_a_view_with_its_cards_in_place(world: World, tmp_path: Path) -> None:
    first, second = tweet(world, 1), tweet(world, 2)
    report = archive(world, tmp_path, first.blockquote(), second.blockquote().replace("No ferry", "A ferry"))
    html, headers = pages(tmp_path)[VIEW]
    assert html.index(CARD + first.id) < html.index(CARD + second.id)
    assert "✔ match" in html
    assert "✘ mismatch" in html
    assert report.record is not None
    assert headers["WARC-Refers-To"] == f"<{report.record.id}>"


def test_a_page_in_an_old_encoding_is_shown_in_its_letters(world: World, tmp_path: Path) -> None:
    body = f"<meta charset=windows-1251><title>x</title><p>Паром отменён.</p>{tweet(world, 1).blockquote()}"
    world.article(PAGE, body.encode("cp1251", "xmlcharrefreplace"), content_type="text/html")
    tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER)
    assert "Паром отменён." in pages(tmp_path)[VIEW][0]


def test_a_local_file_has_a_view_too(world: World, tmp_path: Path) -> None:
    text = tmp_path / "story.txt"
    text.write_text(
        f"News.\n\nNo ferry 1. — Mira (@mira_quays) March 5, 2024 https://x.com/a/status/{number(1)}\n\nMore."
    )
    tweet(world, 1)
    report = tweetarchive.archive_article(text, archives=tmp_path / "archives", network=EAGER)
    assert report.embeds
    [view] = [uri for uri in pages(tmp_path / "archives") if "/view/" in uri]
    assert view.startswith("https://tweetarchive.invalid/view/urn:tweetarchive:input:")


def test_an_article_without_embeds_needs_no_view(world: World, tmp_path: Path) -> None:
    archive(world, tmp_path)
    assert pages(tmp_path) == {}


def test_what_the_article_looks_like_is_kept_and_shown(world: World, tmp_path: Path) -> None:
    head = "<link rel=stylesheet href=/a.css>"
    lead = '<img src=/tiny.jpg srcset="/tiny.jpg 100w, /lead.jpg 1300w">'
    world.answer("https://news.example/a.css", Answer.text("body { background: url(bg.png) }", "text/css"))
    for name in ("lead.jpg", "tiny.jpg", "bg.png"):
        picture_of = Answer(200, (("Content-Type", "image/jpeg"),), picture(name, 500))
        world.answer(f"https://news.example/{name}", picture_of)
    world.article(PAGE, f"<head>{head}</head><body>{lead}{tweet(world, 1).blockquote()}")

    report = tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER)

    assert report.problems == ()
    assert [one.to_dict() for one in tweetarchive.verify_archive(tmp_path)] == [report.to_dict()]
    session = Session.open(warc_of(tmp_path))
    assert all(session.holds(f"https://news.example/{name}") for name in ("a.css", "lead.jpg", "tiny.jpg", "bg.png"))
    assert 'src="https://news.example/lead.jpg"' in pages(tmp_path)[VIEW][0]


def test_a_missing_picture_of_the_page_is_told_and_fails_nothing(world: World, tmp_path: Path) -> None:
    world.article(PAGE, f"<img src=/lost.jpg><img src=https://no-such.example/a.jpg>{tweet(world, 1).blockquote()}")
    report = tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER)
    assert [(one.what, one.partial) for one in report.problems] == [("page", True)]
    assert exit_of(report) is Exit.DONE
    assert [one.to_dict() for one in tweetarchive.verify_archive(tmp_path)] == [report.to_dict()]


def test_the_looks_are_left_where_they_are_not_wanted(world: World, tmp_path: Path) -> None:
    world.article(PAGE, f"<img src=/lost.jpg>{tweet(world, 1).blockquote()}")
    settings = Settings(page_assets=False)
    report = tweetarchive.archive_article(PAGE, archives=tmp_path, network=EAGER, settings=settings)
    assert report.problems == ()
    assert not world.asked("https://news.example/lost.jpg")
