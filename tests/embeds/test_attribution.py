"""Who is named below the words, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from tweetarchive.embeds.find import find_embeds
from tweetarchive.model.article import Embed

NUMBER = "1187000000000000001"
ADDRESS = f"https://twitter.com/name_x/status/{NUMBER}"


def only(document: str) -> Embed:
    (embed,) = find_embeds(document)
    return embed


def tweet(inside: str, attributes: str = 'class="twitter-tweet"') -> str:
    return f"<p>Prose.</p><blockquote {attributes}>{inside}</blockquote>"


@pytest.mark.parametrize(
    "handle", ["аnsel_pilots", "ａnsel", "an\u200dsel", "ansel_pilots_of_the_cape", "\u212aate", "水島"]
)
def test_a_handle_that_cannot_exist_is_read_as_shown(handle: str) -> None:
    link = f'<a href="https://twitter.com/{handle}/status/{NUMBER}">October 23, 2019</a>'
    framed = only(tweet(f"<p>Words</p>&mdash; Ansel ({'@' + handle}) {link}"))
    flat = only(f"Words — Ansel (@{handle}) October 23, 2019")
    for embed in (framed, flat):
        assert (embed.handle, embed.handle_shown, embed.author_name) == (handle, True, "Ansel")
        assert embed.text == "Words"
    assert framed.status_id == NUMBER


@pytest.mark.parametrize("handle", ["аnsel", "水島"])
def test_a_handle_that_cannot_exist_is_not_taken_from_an_address(handle: str) -> None:
    embed = only(tweet(f'<a href="https://twitter.com/{handle}/status/{NUMBER}"></a>'))
    assert (embed.status_id, embed.handle) == (NUMBER, None)


@pytest.mark.parametrize(
    "between",
    ["on Instagram", "contributed to this report.", ", Toronto Star,", "/ Instagram,", "speaking in Leeds on"],
)
def test_prose_between_handle_and_date_makes_no_embed(between: str) -> None:
    assert find_embeds(f"<p>Words — Ann Lee (@annlee) {between} March 4, 2019</p>") == ()


@pytest.mark.parametrize("shown", ["October 13, 2019", "Sunday"])
def test_a_newsletters_counting_link_as_date_makes_an_embed_without_number(shown: str) -> None:
    counting = f'<a href="https://clicks.mail.example/f/a/Zm9v~~/AAA">{shown}</a>'
    embed = only(f'<blockquote class="twitter-tweet"><p>Words</p>&mdash; Ann Lee (@annlee) {counting}</blockquote>')
    assert (embed.status_id, embed.text, embed.handle, embed.author_name) == (None, "Words", "annlee", "Ann Lee")
    assert find_embeds(f"<blockquote><p>Words</p>— Ann Lee (@annlee) {counting}</blockquote>") == ()


def test_a_pic_link_before_the_name_makes_a_flat_tweet_without_date() -> None:
    embed = only("<p>Words pic.twitter.com/PicPicAbcd — Ann Lee (@annlee)</p>")
    assert (embed.text, embed.author_name, embed.date) == ("Words pic.twitter.com/PicPicAbcd", "Ann Lee", None)
    assert find_embeds("<p>Words — Ann Lee (@annlee)</p>") == ()
    assert find_embeds("<p>Words pic.twitter.com/PicPicAbcd — as Ann Lee (@annlee) said</p>") == ()


def test_prose_behind_the_date_is_not_its_own() -> None:
    embed = only("<p>Words — Ann Lee (@annlee) March 4, 2019 in News</p>")
    assert embed.date is not None
    assert (embed.text, embed.date.text) == ("Words", "March 4, 2019")


@pytest.mark.parametrize(
    "target",
    [
        "https://truthsocial.com/@annlee/posts/113",
        "https://mastodon.example/@annlee/113",
        "https://www.threads.net/@annlee/post/C1",
        "https://weibo.com/1/2",
        "/2019/03/story",
    ],
)
@pytest.mark.parametrize("attributes", ["", 'class="twitter-tweet"'])
def test_a_date_that_leads_to_another_site_is_none_of_a_tweet(target: str, attributes: str) -> None:
    attribution = f'— Ann Lee (@annlee) <a href="{target}">March 4, 2019</a>'
    assert find_embeds(tweet(f"<p>Words</p>{attribution}", attributes)) == ()
    assert find_embeds(f"<p>Words {attribution}</p>") == ()


@pytest.mark.parametrize(
    "target",
    [
        f"https://web.archive.org/web/2019/{ADDRESS}",
        f"https://nitter.net/name_x/status/{NUMBER}",
        f"https://l.example/?u=https%3A%2F%2Ftwitter.com%2Fname_x%2Fstatus%2F{NUMBER}",
    ],
)
def test_a_date_that_leads_to_a_copy_or_through_a_counter_names_the_tweet(target: str) -> None:
    attribution = f'— Ann Lee (@annlee) <a href="{target}">March 4, 2019</a>'
    assert only(tweet(f"<p>Words</p>{attribution}")).status_id == NUMBER
    assert only(f"<p>Words {attribution}</p>").status_id == NUMBER


@pytest.mark.parametrize("ending", [f'<a href="{ADDRESS}"/>', f'<a href="{ADDRESS}"></a>', ""])
def test_an_attribution_without_a_date_is_no_words_of_the_tweet(ending: str) -> None:
    embed = only(tweet(f"<p/>&mdash; netblocks (@netblocks) {ending}") if ending else tweet("Hi — N (@netblocks)"))
    assert (embed.text, embed.handle, embed.handle_shown) == (None if ending else "Hi", "netblocks", True)
    assert embed.status_id == (NUMBER if ending else None)


@pytest.mark.parametrize("shown", ["March 3, 2021", "3. März 2021", "2021年3月3日"])
def test_a_link_that_shows_a_date_alone_gives_the_date(shown: str) -> None:
    embed = only(tweet(f'<a href="{ADDRESS}">{shown}</a>'))
    assert embed.text is None
    assert embed.date is not None
    assert embed.date.day == date(2021, 3, 3)


def test_cite_names_the_tweet_where_no_link_does() -> None:
    embed = only(tweet("<p>Words</p>", f'class="twitter-tweet" cite="{ADDRESS}"'))
    assert (embed.text, embed.status_id) == ("Words", NUMBER)


def test_the_language_may_stand_at_a_div() -> None:
    page = tweet(f'<div lang="de">Worte</div><div>— N (@n_n) <a href="{ADDRESS}">3. März 2021</a></div>')
    assert (only(page).text, only(page).language) == ("Worte", "de")


@pytest.mark.parametrize("shown", ["Follow", "Follow @paper", "Tweets by paper"])
def test_a_link_to_a_profile_alone_is_no_embed(shown: str) -> None:
    assert find_embeds(tweet(f'<a href="https://twitter.com/paper">{shown}</a>')) == ()


@pytest.mark.parametrize("number", ["99999999999999999999999", "12ab", "0"])
def test_a_malformed_number_keeps_the_address_and_gives_no_id(number: str) -> None:
    address = f"https://twitter.com/name_x/status/{number}"
    worded = only(tweet(f'<p>Words</p>&mdash; N (@n_n) <a href="{address}">March 3, 2021</a>'))
    assert (worded.permalink, worded.status_id, worded.handle, worded.text) == (address, None, "n_n", "Words")
    bare = only(tweet(f'<a href="{address}"></a>'))
    assert (bare.permalink, bare.status_id, bare.text) == (address, None, None)


@pytest.mark.parametrize(
    ("shown", "handle"), [("name-x", "name-x"), ("name\u2011x", "name\u2011x"), ("na\xadme_x", "name_x")]
)
def test_a_handle_with_a_hyphen_is_read_as_shown_and_one_that_may_break_as_one(shown: str, handle: str) -> None:
    embed = only(tweet(f'<p>Words</p>&mdash; Name (@{shown}) <a href="{ADDRESS}">March 3, 2021</a>'))
    assert (embed.text, embed.author_name, embed.handle) == ("Words", "Name", handle)
