from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.exchanges import FOG, says, web, written
from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Absence, Availability, LinkKind, StatusId, Tweet
from tweetarchive.sources.oembed import OEmbed, oembed_url, parse_oembed

HOST = "https://publish.x.com/oembed"
LINK = Permalink(StatusId(FOG), "harbour_watch")


def parse(answer: dict[str, Any]) -> Tweet:
    (found,) = parse_oembed(answer)
    assert isinstance(found, Tweet)
    return found


def tweet(name: str) -> Tweet:
    return parse(json.loads(written(f"oembed/{name}.json")))


def quoting(words: str) -> dict[str, Any]:
    return {
        "html": f'<blockquote class="twitter-tweet"><p lang="en">{words}</p>&mdash; A (@a)'
        ' <a href="https://x.com/a/status/1785946199946166272">May 2, 2024</a></blockquote>'
    }


def test_its_address_names_the_tweet_under_the_older_host() -> None:
    assert oembed_url(Permalink(StatusId("20"), None)).startswith(
        f"{HOST}?url=https%3A%2F%2Ftwitter.com%2Fi%2Fstatus%2F20&"
    )


def test_links_are_shown_raw_and_the_media_link_as_pic() -> None:
    found = tweet("plain-with-two-links-and-raw-ampersand")
    assert found.text == "🚢🚢 Fog & swell: read https://t.co/aaaaaaaaaa before you sail <3 pic.twitter.com/bbbbbbbbbb"
    assert [(one.kind, one.url) for one in found.links] == [
        (LinkKind.LINK, "https://t.co/aaaaaaaaaa"),
        (LinkKind.MEDIA, "https://t.co/bbbbbbbbbb"),
    ]
    assert found.media is None
    assert (found.handle, found.author_name, found.language) == ("harbour_watch", "Harbour Watch", "en")
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2024-05-02T08:15:30+00:00"  # of the id: oEmbed names the day only


def test_the_html_alone_is_enough_and_brackets_in_a_name_do_not_confuse() -> None:
    found = tweet("arabic-html-only-with-mention-and-line-breaks")
    assert found.text == "الميناء مغلق اليوم.\n\nاسألوا @harbour_watch"
    assert found.links == ()
    assert (found.handle, found.author_name, found.language) == ("marsad_port", "مرصد (الميناء)", "ar")


def test_the_markup_of_2011_states_the_second() -> None:
    found = tweet("2011-with-datetime-attribute")
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2011-11-07T20:21:07+00:00"
    assert (found.status_id, found.handle) == ("133640144317100000", "buoys")


@pytest.mark.parametrize(
    ("words", "complete"),
    [
        ("Waiting…", True),
        ("Fog horn. " * 27 + "and…", False),
        ("Fog horn. " * 27 + 'and… <a href="https://t.co/zzzzzzzzzz">pic.twitter.com/zzzzzzzzzz</a>', False),
        ("霧笛が鳴っています。" * 13 + "そ…", False),
        ("Fog horn. " * 27 + "and.", True),
    ],
)
def test_a_long_text_that_ends_in_an_ellipsis_was_cut_by_x(words: str, complete: bool) -> None:
    assert parse(quoting(words)).complete is complete


def test_emoji_pictures_and_newlines_behind_breaks_are_layout() -> None:
    assert parse(quoting('A<br>\nB <img alt="🚢" src="x">&amp;lt;')).text == "A\nB 🚢&lt;"


@pytest.mark.parametrize(
    "answer",
    [{}, {"html": ""}, {"html": 5}, {"html": "<p>x</p>"}, {"html": '<blockquote class="twitter-tweet">x</blockquote>'}],
)
def test_an_answer_without_a_tweet_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(SourceFormatError):
        parse_oembed(answer)


def test_the_older_host_is_followed_to_the_newer() -> None:
    moved = says(status=301, location="https://publish.example/moved")
    known = {HOST: moved, "https://publish.example/": written("oembed/plain-with-two-links-and-raw-ampersand.json")}
    assert OEmbed().ask(LINK, web(known)).statements[0].status_id == FOG


def test_not_authorized_is_kept_in_its_words_and_says_neither_protected_nor_age_restricted() -> None:
    words = "Sorry, you are not authorized to see this status."
    (found,) = OEmbed().ask(LINK, web({HOST: says({"error": words}, 403)})).statements
    assert isinstance(found, Absence)
    assert (found.availability, found.words) == (Availability.UNKNOWN, words)


def test_a_bare_403_is_a_refusal_too() -> None:
    (found,) = OEmbed().ask(LINK, web({HOST: says("<html>", 403)})).statements
    assert isinstance(found, Absence)
    assert (found.availability, found.words) == (Availability.UNKNOWN, "HTTP 403")


def test_its_own_404_is_not_found() -> None:
    (found,) = OEmbed().ask(LINK, web({HOST: says("<html>X / ?</html>", 404)})).statements
    assert isinstance(found, Absence)
    assert found.availability is Availability.NOT_FOUND


@pytest.mark.parametrize("status", [400, 429, 500])
def test_a_failure_is_a_problem(status: int) -> None:
    answer = OEmbed().ask(LINK, web({HOST: says("", status)}))
    assert answer.statements == ()
    assert len(answer.problems) == 1
