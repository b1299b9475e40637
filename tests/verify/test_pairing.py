"""Which tweet at hand an embed stands for."""

from __future__ import annotations

from tests.verify.factories import NUMBER, embed, tweet
from tweetarchive.model.tweet import Media, MediaKind, StatusId
from tweetarchive.verify import confirms, pair

OTHER = "1654916438996506584"
PICTURE = Media(MediaKind.PHOTO, "https://pbs.example/a.jpg", link="https://t.co/mQz47RtYbN")


def test_the_number_comes_first_whatever_the_words() -> None:
    named, alike = tweet("Something else."), tweet(number=OTHER)
    assert pair((embed(),), (alike, named)) == (named,)


def test_any_version_of_a_tweet_is_the_tweet() -> None:
    later = tweet(number=OTHER, edit_ids=(StatusId(NUMBER), StatusId(OTHER)))
    assert pair((embed(),), (later,)) == (later,)


def test_a_retweet_stands_for_the_tweet_it_passes_on() -> None:
    original = tweet()
    passed_on = tweet("RT @merrow_light: Nobody missing.", OTHER, handle="bob", retweet_of=StatusId(NUMBER))
    assert pair((embed(number=OTHER),), (passed_on, original)) == (original,)


def test_a_pic_link_pairs_also_against_another_number() -> None:
    pictured = tweet(number=OTHER, media=(PICTURE,))
    assert pair((embed(pic_links=("pic.twitter.com/mQz47RtYbN",)),), (pictured,)) == (pictured,)


def test_author_and_words_pair_what_names_no_number() -> None:
    right = tweet("Nobody missing, and 21 barrels lost.", OTHER)
    wrong = tweet("Supper starts at nine.")
    altered = embed("Nobody missing, and 12 barrels lost.", None)
    assert pair((altered,), (wrong, right)) == (right,)


def test_an_embed_without_a_number_is_held_against_the_only_tweet_there_is() -> None:
    only = tweet("Something else entirely.")
    assert pair((embed(number=None),), (only,)) == (only,)


def test_an_embed_that_names_another_number_is_not() -> None:
    assert pair((embed(),), (tweet("Something else entirely.", OTHER),)) == (None,)


def test_a_link_alone_confirms_nothing() -> None:
    assert confirms(embed(), tweet())
    assert confirms(embed("Nobody missing. 12 washed ashore."), tweet("Nobody missing. 21 washed ashore."))
    assert not confirms(embed(), tweet("My cat on the sofa today.", handle="bob"))
    assert not confirms(embed("Nobody missing. 12 lost."), tweet("Nobody missing. 21 lost.", handle="bob"))
