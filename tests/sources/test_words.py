from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tweetarchive.model.tweet import LinkKind
from tweetarchive.sources.words import Entity, Unit, escape, is_escaped, read_words, unescape

URL = "https://t.co/abcdefghij"
OTHER = "https://t.co/ABCDEFGHIJ"


def entity(url: str = URL, display: str = "news.example/a…", start: object = None, end: object = None) -> Entity:
    return Entity(url, display, "https://news.example/a", LinkKind.LINK, start, end)


def picture(url: str = OTHER, *, own: bool = True) -> Entity:
    return Entity(url, "pic.x.com/ABCDEFGHIJ", None, LinkKind.MEDIA, own=own)


def test_entities_count_code_points_of_the_escaped_text() -> None:
    words = read_words(f"🚢 &amp; {URL} &lt;3", [entity(start=8, end=31)])
    assert words.text == "🚢 & news.example/a… <3"
    assert [(one.start, one.end, one.url) for one in words.links] == [(4, 19, URL)]


def test_what_is_escaped_twice_is_decoded_once() -> None:
    assert read_words("Write &amp;amp; for &amp;", []).text == "Write &amp; for &"


@pytest.mark.parametrize(
    ("start", "end"),
    [(None, None), (-1, 22), (0, 10**9), (5, 5), (9, 3), ("8", "31"), (1.5, 2.5), (9, 32), (True, False), ([], {})],
)
def test_a_link_with_wrong_indices_is_found_by_its_address(start: object, end: object) -> None:
    assert read_words(f"See it: {URL} now", [entity(start=start, end=end)]).text == "See it: news.example/a… now"


def test_a_link_that_is_not_in_the_text_is_left_out() -> None:
    assert read_words("Nothing here", [entity(start=0, end=7)]) == read_words("Nothing here", [])


def test_a_link_does_not_match_inside_a_longer_one() -> None:
    words = read_words(f"{URL}k and {URL}", [entity()])
    assert words.text == f"{URL}k and news.example/a…"


def test_several_pictures_share_one_link() -> None:
    words = read_words(f"Look {OTHER}", [picture(), picture(), picture()])
    assert words.text == "Look pic.x.com/ABCDEFGHIJ"
    assert len(words.links) == 1


def test_a_short_link_without_entity_stays_as_it_is_and_is_a_link() -> None:
    words = read_words(f"See {URL}", [])
    assert words.text == f"See {URL}"
    assert words.links[0].display == URL


def test_a_short_link_that_was_cut_is_no_link() -> None:
    assert read_words("RT @a: see https://t.co/7a2…", []).links == ()


def test_a_range_in_utf16_units_ends_behind_every_emoji() -> None:
    text = "🚢🚢 ahoy"
    assert read_words(f"{text} {OTHER}", [picture()], shown=[0, 9], unit=Unit.UTF_16).shown == (0, len(text))
    assert read_words(f"{text} {OTHER}", [picture()], shown=[0, 7], unit=Unit.CODE_POINT).shown == (0, len(text))


def test_an_own_media_link_inside_the_range_is_cut_off() -> None:
    whole = f"Look {OTHER}"
    assert read_words(whole, [picture()], shown=[0, len(whole)]).shown == (0, 4)


def test_a_reused_video_of_another_tweet_stays_shown() -> None:
    whole = f"Look {OTHER}"
    assert read_words(whole, [picture(own=False)], shown=[0, len(whole)]).shown is None


def test_hidden_mentions_are_kept_in_the_text_and_cut_from_what_is_shown() -> None:
    words = read_words("@a @b Yes &amp; no", [], shown=[6, 18])
    assert words.text == "@a @b Yes & no"
    assert words.shown is not None
    assert words.text[slice(*words.shown)] == "Yes & no"


@pytest.mark.parametrize("shown", [None, [], [1], [-1, 3], [3, 1], ["a", "b"], [0.0, 4.0], [90, 99], {}, "ab"])
def test_a_senseless_range_shows_everything(shown: object) -> None:
    assert read_words("Four", [], shown=shown).shown is None


def test_a_media_only_tweet_shows_no_words() -> None:
    assert read_words(OTHER, [picture()], shown=[0, 0]).shown == (0, 0)


def test_bare_ampersands_betray_text_that_is_not_escaped() -> None:
    assert is_escaped("a &amp; b &lt;")
    assert not is_escaped("a & b")
    assert not is_escaped("a < b")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_unescaping_undoes_escaping(plain: str) -> None:
    assert unescape(escape(plain)) == plain


@given(
    st.lists(st.sampled_from(["🚢", "a", " ", "&amp;", "&lt;", URL, OTHER, "…", "\n", "&", "@b "]), max_size=12),
    st.tuples(st.integers(-5, 200), st.integers(-5, 200)),
    st.tuples(st.integers(-5, 200), st.integers(-5, 200)),
    st.sampled_from(Unit),
)
def test_links_and_range_always_lie_in_the_text(
    pieces: list[str], indices: tuple[int, int], shown: tuple[int, int], unit: Unit
) -> None:
    words = read_words("".join(pieces), [entity(start=indices[0], end=indices[1]), picture()], shown=shown, unit=unit)
    at = 0
    for link in words.links:
        assert at <= link.start < link.end <= len(words.text)
        assert words.text[link.start : link.end] == link.display
        at = link.end
    if words.shown is not None:
        assert 0 <= words.shown[0] <= words.shown[1] <= len(words.text)


def test_a_text_of_nothing_but_links_is_read_no_slower_than_a_long_one() -> None:
    words = read_words("https://t.co/abcdefghij " * 40_000, ())  # compared with each other it would take minutes
    assert len(words.links) == 40_000


@pytest.mark.parametrize(
    ("units", "text"), [(0, ""), (1, "a"), (2, "a🚢"), (3, "a🚢"), (4, "a🚢b"), (9, "a🚢b")], ids=str
)
def test_a_range_that_ends_within_a_character_or_behind_the_text_takes_what_there_is(units: int, text: str) -> None:
    words = read_words("a🚢b", (), shown=[0, units], unit=Unit.UTF_16)
    assert words.text[slice(*(words.shown or (0, None)))] == text
