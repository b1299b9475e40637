from __future__ import annotations

import pytest

from tests.sources.exchanges import written
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.tweet import Absence, Availability, LinkKind, StatusId, Tweet
from tweetarchive.sources.archived_page import parse_page

LEGACY = "legacy-desktop-turkish-interface-ancestor-quote-and-reply"


def parse(name: str, asked: str | None = None) -> list[Tweet]:
    found = parse_page(written(f"pages/{name}.html").decode(), StatusId(asked) if asked else None)
    return [one for one in found if isinstance(one, Tweet)]


def test_the_focal_tweet_is_neither_its_ancestor_nor_a_reply() -> None:
    found, quoted, ancestor = parse(LEGACY)
    assert found.status_id == "1123837019550646272"
    assert found.text == (
        "Closed 🚧 till noon.\n\nAsk @lock_keeper or read locks.example/2019/05/closu… twitter.com/port_leaks/sta… "
        "pic.twitter.com/oooooooooo"
    )
    assert [one.kind for one in found.links] == [LinkKind.LINK, LinkKind.QUOTE, LinkKind.MEDIA]
    assert found.links[0].expanded == "http://www.locks.example/2019/05/closures.html"
    assert found.shown is not None
    assert found.text[slice(*found.shown)].endswith("locks.example/2019/05/closu…")
    assert (found.handle, found.author_name, found.user_id) == ("harbour_watch", "Harbour Watch", "770011")
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2019-05-02T06:30:00+00:00"  # not "11:30 PM - 1 May 2019" as displayed
    assert found.media is not None
    assert [(one.image_url, one.alt) for one in found.media] == [
        ("https://pbs.twimg.com/media/lock1.jpg", "A closed lock.")
    ]
    assert found.avatar_url == "https://pbs.twimg.com/profile_images/3/d_bigger.jpg"
    assert (found.quoted_status_id, found.in_reply_to_status_id) == (quoted.status_id, ancestor.status_id)
    assert (quoted.text, quoted.handle, quoted.author_name) == ("Work on lock 3 starts.", "port_leaks", "Port Leaks")
    assert quoted.media is not None
    assert quoted.media[0].image_url == "https://pbs.twimg.com/media/quoted.jpg"
    assert ancestor.text == "Is it closed?"


def test_another_tweet_of_the_page_can_be_asked_for() -> None:
    assert parse(LEGACY, "1123852119045046272")[0].text == "Thanks!"


def test_a_page_about_another_tweet_states_nothing_of_the_one_asked_for() -> None:
    with pytest.raises(SourceFormatError):
        parse(LEGACY, "20")


def test_the_mobile_page_is_read_without_its_ancestors() -> None:
    (found,) = parse("mobile-without-javascript")
    assert found.text == "Closed till noon. locks.example/x"
    assert found.links[0].expanded == "http://www.locks.example/x"
    assert (found.handle, found.author_name) == ("harbour_watch", "Harbour Watch")
    assert found.media is not None
    assert found.media[0].image_url == "https://pbs.twimg.com/media/lock1.jpg"


def test_of_a_server_rendered_thread_the_named_tweet_is_read() -> None:
    found, parent = parse("server-rendered-2022-thread")
    assert found.text == "Yes 🎉, see locks.example/very/long…"
    assert found.links[0].url == "https://t.co/pppppppppp"
    assert (found.handle, found.author_name, found.user_id) == ("harbour_watch", "Harbour Watch", "770011")
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2022-05-25T09:25:56+00:00"
    assert (found.in_reply_to_status_id, parent.text) == (parent.status_id, "Open?")


def test_a_preview_description_is_a_last_resort_and_never_complete() -> None:
    (found,) = parse("only-a-preview-description")
    assert (found.text, found.complete) == ("Rock & roll https://t.co/qqqqqqqqqq", False)
    assert (found.handle, found.author_name) == ("harbour_watch", "Harbour Watch")


@pytest.mark.parametrize(
    "page",
    [
        written("pages/shell-that-javascript-would-fill.html").decode(),
        "<html>X / ?</html>",
        "<html><title>Log in to X</title><h1>Sign in to X</h1></html>",
        "<p>An article that says: the tweet was deleted by its author.</p>",
        "<",
    ],
)
def test_a_page_that_shows_nothing_is_not_readable(page: str) -> None:
    with pytest.raises(SourceFormatError):
        parse_page(page)


def test_a_page_may_say_why_it_shows_nothing() -> None:
    (found,) = parse_page(written("pages/legacy-account-suspended.html").decode(), StatusId("20"))
    assert isinstance(found, Absence)
    assert (found.status_id, found.availability) == ("20", Availability.SUSPENDED)
    assert found.words == "Twitter / Account Suspended"


def test_depth_of_a_page_is_no_danger() -> None:
    page = "<html><div class='tweet permalink-tweet' data-tweet-id='20'><p class='tweet-text'>" + "<b>" * 20_000 + "x"
    (found,) = parse_page(page)
    assert isinstance(found, Tweet)
    assert found.text == "x"


HENTRY = "hentry-2010-with-reply-and-time-in-data"


def test_a_page_of_2010_is_read_with_the_time_it_states_and_not_the_one_it_shows() -> None:
    (found,) = parse(HENTRY, "17454321098")
    assert found.text == "@lock_keeper The fog is thick & cold, see http://fog.example/a #fog"
    assert (found.status_id, found.handle, found.author_name) == ("17454321098", "mira_quays", "Mira Quays")
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2010-06-30T23:05:35+00:00"
    assert found.complete
    assert parse(HENTRY) == [found]


def test_a_page_of_2007_states_its_time_in_a_title_and_its_address_without_a_host() -> None:
    page = (
        '<div class="hentry"><p class="entry-title entry-content">Boats wait.</p><a href="/mira_quays/statuses/29298" '
        'class="entry-date"><abbr class="published" title="2007-03-05T12:00:00+00:00">1 day ago</abbr></a></div>'
    )
    (found,) = parse_page(page)
    assert isinstance(found, Tweet)
    assert (found.text, found.status_id, found.handle) == ("Boats wait.", "29298", "mira_quays")
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2007-03-05T12:00:00+00:00"


def test_a_page_of_several_entries_is_of_none_unless_one_is_asked_for() -> None:
    words = '<span class="entry-content">{0}</span><a class="entry-date" href="/a/status/{0}"></a>'
    page = "<ol>" + "".join(f'<li class="hentry status">{words.format(number)}' for number in (11, 12)) + "</ol>"
    with pytest.raises(SourceFormatError):
        parse_page(page)
    (found,) = parse_page(page, StatusId("12"))
    assert isinstance(found, Tweet)
    assert found.text == "12"
    with pytest.raises(SourceFormatError):
        parse_page(page, StatusId("13"))


def test_a_page_nested_without_end_is_read_no_slower_than_a_long_one() -> None:
    with pytest.raises(SourceFormatError):
        parse_page("<p>" + "<div>" * 300_000)  # building that tree would take a quarter of an hour
