from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.model.permalink import (
    Permalink,
    find_pic_links,
    is_of_x,
    is_status_address,
    named_in,
    parse_permalink,
    pic_code,
)
from tweetarchive.model.tweet import StatusId

NUMBER = "1183347177645227129"


@pytest.mark.parametrize(
    "address",
    [
        f"https://twitter.com/mustefabali/status/{NUMBER}",
        f"http://www.twitter.com/mustefabali/statuses/{NUMBER}",
        f"https://mobile.twitter.com/mustefabali/status/{NUMBER}?s=20&t=aB",
        f"https://m.twitter.com/mustefabali/status/{NUMBER}",
        f"https://X.com/mustefabali/status/{NUMBER}/photo/1",
        f"https://x.com/mustefabali/status/{NUMBER}/video/1?lang=fa",
        f"https://x.com/mustefabali/status/{NUMBER}/history",
        f"https://twitter.com/#!/mustefabali/status/{NUMBER}",
        f"https://twitter.com/@mustefabali/status/{NUMBER}",
        f"//twitter.com/mustefabali/status/{NUMBER}",
        f"twitter.com/mustefabali/status/{NUMBER}",
        f"x.com/mustefabali/status/{NUMBER}",
        f"https://twitter.com//mustefabali/status/{NUMBER}",
        f"https://twitter.com/mustefabali/status/{NUMBER}%3Fs=20",
        f"https://twitter.com/mustefabali/status/{NUMBER}?ref_src=twsrc%5Etfw",
        f"https://twitter.com/mustefabali/status/{NUMBER})",
        f"https://twitter.com/mustefabali/status/{NUMBER}…",
        f"https://twitter.com/mustefabali/status/{NUMBER}&quot;",
        f"https://twitter.com/mustefabali/ status/{NUMBER}\n",
        f"https://twitter.com:443/mustefabali/status/{NUMBER}",
        f"https://web.archive.org/web/20191013120000/https://twitter.com/mustefabali/status/{NUMBER}",
        f"https://web.archive.org/web/20191013120000id_/https://twitter.com/mustefabali/status/{NUMBER}",
        f"https://nitter.net/mustefabali/status/{NUMBER}#m",
        f"https://fxtwitter.com/mustefabali/status/{NUMBER}",
        f"https://vxtwitter.com/mustefabali/status/{NUMBER}",
        f"https://fixupx.com/mustefabali/status/{NUMBER}",
    ],
)
def test_an_address_in_any_spelling_names_its_tweet_and_handle(address: str) -> None:
    assert parse_permalink(address) == Permalink(StatusId(NUMBER), "mustefabali")


@pytest.mark.parametrize(
    "address",
    [
        f"https://twitter.com/i/web/status/{NUMBER}",
        f"https://twitter.com/i/status/{NUMBER}",
        f"https://twitter.com/statuses/{NUMBER}",
        f"https://twitter.com/i/videos/{NUMBER}",
        f"https://twitter.com/i/videos/tweet/{NUMBER}?embed_source=facebook",
        f"https://platform.twitter.com/embed/Tweet.html?dnt=false&id={NUMBER}&lang=en",
        f"https://platform.x.com/embed/Tweet.html?id={NUMBER}",
    ],
)
def test_an_address_may_name_no_handle(address: str) -> None:
    assert parse_permalink(address) == Permalink(StatusId(NUMBER), None)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x.com",
        f"https://x.com.evil.com/a/status/{NUMBER}",
        f"https://evil.com/x.com/a/status/{NUMBER}",
        f"https://netflix.com/a/status/{NUMBER}",
        f"https://notx.com/a/status/{NUMBER}",
        f"https://evil.com\\@x.com/a/status/{NUMBER}",
        f"https://x.com@evil.com/a/status/{NUMBER}",
        f"https://user@x.com/a/status/{NUMBER}",
        f"https://x.com:abc/a/status/{NUMBER}",
        f"https://x.com:99999/a/status/{NUMBER}",
        f"javascript://x.com/a/status/{NUMBER}",
        f"mailto:a@x.com/a/status/{NUMBER}",
        f"ftp://x.com/a/status/{NUMBER}",
        "https://[x.com/a/status/20",
        "https://x.com/a/status/",
        "https://x.com/a/status/abc",
        "https://x.com/a/status/0",
        f"https://x.com/a/status/{NUMBER}0",
        f"https://x.com/a/status/{NUMBER}a",
        "https://x.com/a/status/9999999999999999999",
        f"https://x.com/search?q=/a/status/{NUMBER}",
        f"https://x.com/a/lists/{NUMBER}",
        f"https://twitter.com/intent/tweet?in_reply_to={NUMBER}",
        f"https://twitter.com/share?url=https://twitter.com/a/status/{NUMBER}",
        "https://twitter.com/mustefabali",
        "https://platform.twitter.com/embed/Tweet.html?id=",
        "https://platform.twitter.com/widgets.js?id=20",
        f"https://pic.twitter.com/a/status/{NUMBER}",
        f"https://api.twitter.com/a/status/{NUMBER}",
    ],
)
def test_what_is_no_address_of_a_tweet_names_none(address: str) -> None:
    assert parse_permalink(address) is None


@given(st.text())
def test_no_text_breaks_the_reader_of_addresses(text: str) -> None:
    parse_permalink(text)
    parse_permalink(f"https://{text}/a/status/20")
    parse_permalink(f"https://x.com/{text}")


@given(
    st.from_regex(r"[A-Za-z0-9_]{1,15}", fullmatch=True).filter(lambda handle: handle.lower() != "i"),
    st.integers(1, 2**63 - 1),
)
def test_an_address_leads_back_to_what_it_was_made_of(handle: str, number: int) -> None:
    assert parse_permalink(f"https://x.com/{handle}/status/{number}") == Permalink(StatusId(str(number)), handle)


def test_pic_links_are_found_glued_to_words_and_each_once() -> None:
    text = "#COP26pic.twitter.com/sT2Cf4PWtI https://pic.x.com/AbC1 and pic.twitter.com/sT2Cf4PWtI, topic.example/x"
    assert find_pic_links(text) == ("pic.twitter.com/sT2Cf4PWtI", "pic.x.com/AbC1")


@pytest.mark.parametrize(
    "link",
    [
        "pic.twitter.com/sT2Cf4PWtI",
        "https://pic.x.com/sT2Cf4PWtI",
        "https://t.co/sT2Cf4PWtI",
        "http://t.co/sT2Cf4PWtI",
        " t.co/sT2Cf4PWtI ",
    ],
)
def test_a_code_is_the_same_in_every_spelling(link: str) -> None:
    assert pic_code(link) == "sT2Cf4PWtI"


@pytest.mark.parametrize("link", ["", "t.co/", "https://t.co/a/b", "pic.example/sT2Cf4PWtI", "xpic.twitter.com/sT2Cf4"])
def test_other_links_have_no_code(link: str) -> None:
    assert pic_code(link) is None


@pytest.mark.parametrize("handle", ["аnsel_pilots", "ａnsel", "an\u200dsel", "%D0%B0nsel", "水島"])
def test_a_handle_that_cannot_exist_is_not_the_permalinks(handle: str) -> None:
    assert parse_permalink(f"https://twitter.com/{handle}/status/{NUMBER}") == Permalink(StatusId(NUMBER), None)


def test_letters_of_another_script_may_follow_the_number_and_no_digits_of_one_may_stand_in_it() -> None:
    assert parse_permalink(f"https://x.com/a/status/{NUMBER}を見る") == Permalink(StatusId(NUMBER), "a")
    assert parse_permalink("https://x.com/a/status/١١٨٣٣٤٧١٧٧") is None


@pytest.mark.parametrize("number", ["99999999999999999999999", "12ab", "0"])
def test_a_malformed_number_leaves_an_address_of_a_tweet_that_names_none(number: str) -> None:
    assert parse_permalink(f"https://x.com/a/status/{number}") is None
    assert is_status_address(f"https://x.com/a/status/{number}")


@pytest.mark.parametrize(
    "address", ["https://x.com/a", "https://truthsocial.example/@a/status/12345678901", "status/1"]
)
def test_other_addresses_are_none_of_a_tweet(address: str) -> None:
    assert not is_status_address(address)


@pytest.mark.parametrize(
    ("address", "may_lead"),
    [
        ("https://x.com/a", True),
        ("https://t.co/abc", True),
        ("https://nitter.net/a/status/1", True),
        ("https://web.archive.org/web/2019*/a", True),
        ("https://archive.ph/AbCd1", True),
        ("https://truthsocial.com/@a/posts/1", False),
        ("https://x.com.example/a/status/1", False),
        ("/2019/03/story", False),
    ],
)
def test_a_tweet_is_at_x_its_mirrors_and_in_web_archives(address: str, may_lead: bool) -> None:
    assert is_of_x(address) is may_lead


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.syndication.twimg.com/tweet-result?id=1183347177645227129&token=1",
        "https://publish.x.com/oembed?url=https%3A%2F%2Ftwitter.com%2Fi%2Fstatus%2F1183347177645227129&omit_script=1",
        "https://web.archive.org/web/20191013id_/https://twitter.com/a/statuses/1183347177645227129?s=20",
        "https://keeper.example/posts/1183347177645227129.json",
        "https://api.x.com/2/tweets?ids=20,1183347177645227129",
    ],
)
def test_a_number_is_found_in_whatever_address_names_it(address: str) -> None:
    number = StatusId("1183347177645227129")
    assert named_in(address, [number, StatusId("183347177645227129")]) == {number}


@pytest.mark.parametrize(
    ("address", "names_it"),
    [
        ("https://twitter.com/jack/status/20", True),
        ("https://cdn.syndication.twimg.com/tweet-result?token=a&id=20", True),
        ("https://api.x.com/2/tweets?ids=19,20", True),
        ("https://publish.x.com/oembed?url=https%3A%2F%2Ftwitter.com%2Fjack%2Fstatus%2F20", True),
        ("https://web.archive.org/web/20/https://twitter.com/jack/status/200", False),
        ("https://news.example/2024/05/20/ferry?width=20", False),
    ],
)
def test_a_short_number_counts_only_where_tweets_have_theirs(address: str, names_it: bool) -> None:
    assert bool(named_in(address, [StatusId("20")])) is names_it
