from __future__ import annotations

import json

import pytest

from tests.sources.exchanges import says, web
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import Failure, SourceFormatError, Unreachable
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import StatusId, Tweet
from tweetarchive.sources.timemap import PAGE_LIMIT, NamedArchive, parse_timemap

NUMBER = StatusId("1123837019550646272")
LINK = Permalink(NUMBER, "harbour_watch")
PAGE = f"https://twitter.com/harbour_watch/status/{NUMBER}"
HOME = "https://kept.example/t/"
STATUS = {"id_str": NUMBER, "text": "From JSON", "user": {"screen_name": "harbour_watch", "id_str": "7"}}
MOMENT = "Fri, 03 May 2019 10:11:12 GMT"
TIMEMAP = (
    f'<{PAGE}>; rel="original",\n<{HOME}timemap/link/{PAGE}>; rel="self"; type="application/link-format",\n'
    f'<{HOME}timegate/{PAGE}>; rel="timegate",\n<{HOME}20190503101112/{PAGE}>; rel="first last memento"; '
    f'datetime="{MOMENT}"; collection="t"\n'
)


def own(address: str = f"{HOME}timemap/link/") -> NamedArchive:
    return NamedArchive("mine", address)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://a.example/timemap/link/", f"https://a.example/timemap/link/{PAGE}"),
        ("https://a.example/timemap/link/{url}", f"https://a.example/timemap/link/{PAGE}"),
        ("https://a.example/{url}/timemap", f"https://a.example/{PAGE}/timemap"),
        (
            "https://a.example/tm?url={url}&n=9",
            f"https://a.example/tm?url=https%3A%2F%2Ftwitter.com%2Fharbour_watch%2Fstatus%2F{NUMBER}&n=9",
        ),
    ],
)
def test_the_address_is_appended_or_put_where_the_template_says(address: str, asked: str) -> None:
    assert own(address).timemap_url(PAGE) == asked


def test_link_format_is_read_with_commas_inside_dates() -> None:
    read = parse_timemap(TIMEMAP.encode(), url=f"{HOME}timemap/link/{PAGE}", original=PAGE)
    (found,) = read.mementos
    assert (found.timestamp, found.original, read.following) == ("20190503101112", PAGE, None)
    assert (found.url, found.raw_url) == (f"{HOME}20190503101112/{PAGE}", f"{HOME}20190503101112id_/{PAGE}")


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(
            {"mementos": {"list": [{"datetime": "2019-05-03T10:11:12Z", "uri": f"{HOME}20190503101112/{PAGE}"}]}}
        ),
        json.dumps([["urlkey", "timestamp", "original"], ["com,twitter)/", "20190503101112", PAGE]]),
        json.dumps({"timestamp": "20190503101112", "url": PAGE, "mime": "text/html", "status": "200"}),
        f'{{"timestamp": "20190503101112", "url": "{PAGE}"}}\n{{"timestamp": "20190503101113", "url": "{PAGE}"}}',
        f'com,twitter)/harbour 20190503101112 {{"url": "{PAGE}", "mime": "text/html", "status": "200"}}\n',
    ],
    ids=["memgator", "wayback", "pywb, one copy", "pywb, lines", "cdxj"],
)
def test_json_of_every_kind_names_the_same_copy(body: str) -> None:
    found = parse_timemap(body.encode(), url=f"{HOME}timemap/json/{PAGE}", original=PAGE).mementos[0]
    assert (found.timestamp, found.raw_url) == ("20190503101112", f"{HOME}20190503101112id_/{PAGE}")


@pytest.mark.parametrize("body", ["<!DOCTYPE html><p>Nothing", "{", "[1, 2]x", "Not found", '[["a"], ["b"]]'])
def test_what_is_no_timemap_is_refused(body: str) -> None:
    with pytest.raises(SourceFormatError):
        parse_timemap(body.encode(), url=HOME, original=PAGE)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"mementos": 7}', '{"mementos": {"list": [{"datetime": "x"}]}}'])
def test_an_empty_timemap_lists_nothing(body: str) -> None:
    assert parse_timemap(body.encode(), url=HOME, original=PAGE).mementos == ()


def test_pages_are_followed_to_their_end_and_never_in_a_circle() -> None:
    second = TIMEMAP.replace("20190503101112", "20190504101112").replace("03 May", "04 May")
    first = f'{TIMEMAP.strip()},\n<{HOME}timemap/2/link/{PAGE}>; rel="timemap"; from="{MOMENT}"'
    back = f'{second.strip()},\n<{HOME}timemap/link/{PAGE}>; rel="timemap"'
    asked: list[str] = []
    pages = {f"{HOME}timemap/link/{PAGE}": first, f"{HOME}timemap/2/": back}
    assert [one.timestamp[:8] for one in own().find(PAGE, web(pages, asked))] == ["20190503", "20190504"]
    assert len(asked) == 2

    def endless(request: Request) -> str:
        return f'{TIMEMAP.strip()},\n<{request.url}1>; rel="timemap"'

    own().find(PAGE, web({HOME: endless}, asked := []))
    assert len(asked) == PAGE_LIMIT


def test_a_copy_is_read_raw_and_knows_where_it_is_from() -> None:
    fetch = web({f"{HOME}timemap/link/{PAGE}": TIMEMAP, f"{HOME}20190503101112id_/": STATUS, HOME: says("", 404)})
    (found,) = own().ask(LINK, fetch).statements
    assert isinstance(found, Tweet)
    assert (found.text, found.source, found.memento) == ("From JSON", "web_archive", f"{HOME}20190503101112/{PAGE}")


MORE = {f"{HOME}timemap/link/{PAGE}{sign}": says("", 404) for sign in "?/"}
"""The address as it is passed on: no copy."""

REWRITTEN = {
    **STATUS,
    "user": {"screen_name": "a", "profile_image_url": f"{HOME}20190503101112/http://pbs.twimg.com/a"},
}
BANNER = "<html><head><script src='/static/wombat.js'></script></head><div class=permalink-tweet data-tweet-id=1>"


@pytest.mark.parametrize("body", [REWRITTEN, json.dumps(REWRITTEN).replace("//", "\\/\\/"), BANNER])
def test_a_rewritten_copy_is_told_and_never_read(body: object) -> None:
    fetch = web({**MORE, f"{HOME}timemap/link/{PAGE}": TIMEMAP, f"{HOME}20190503101112id_/": body, HOME: says("", 404)})
    answer = own().ask(LINK, fetch)
    assert answer.statements == ()
    assert [one.why for one in answer.problems] == [
        "mine: answered a rewritten copy where the raw one was asked for: not read"
    ]


def test_an_archive_whose_copies_cannot_be_had_raw_is_told_and_asked_for_none() -> None:
    listed = TIMEMAP.replace(f"{HOME}20190503101112/{PAGE}", f"{HOME}Ab3dE")
    asked: list[str] = []
    answer = own().ask(LINK, web({**MORE, f"{HOME}timemap/link/{PAGE}": listed, HOME: says("", 404)}, asked))
    assert [(one.url, one.why) for one in answer.problems] == [
        (f"{HOME}Ab3dE", "mine: gives no raw copies, and a rewritten one proves nothing: not read")
    ]
    assert not [url for url in asked if url.endswith("Ab3dE")]


def test_a_redirect_away_from_the_raw_copy_is_not_trusted() -> None:
    away = says(status=302, location=f"{HOME}20190503101112/{PAGE}")
    pages = {f"{HOME}20190503101112id_/": away, f"{HOME}20190503101112/": STATUS}
    answer = own().ask(LINK, web({**MORE, **pages, f"{HOME}timemap/link/{PAGE}": TIMEMAP, HOME: says("", 404)}))
    assert (answer.statements, len(answer.problems)) == ((), 1)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says("", 429), "mine: rate limited"),
        (says("", 503), "mine: its TimeMap answered HTTP 503"),
        (says("<html>Welcome"), "mine: answered no TimeMap"),
    ],
)
def test_an_archive_that_fails_is_told_once(answer: object, why: str) -> None:
    asked: list[str] = []
    found = own().ask(LINK, web({HOME: answer}, asked))
    assert ([one.why for one in found.problems], len(asked)) == ([why], 1)


def test_an_archive_that_does_not_answer_is_told() -> None:
    def dead(request: Request) -> Exception:
        return Unreachable("no", request=request, failure=Failure.TIMEOUT)

    assert [one.why for one in own().ask(LINK, web({HOME: dead})).problems] == ["mine: no answer (timeout)"]
