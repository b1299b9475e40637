"""What stands where a tweet's words should be, and what only begins like it."""

from __future__ import annotations

import pytest

from tweetarchive.embeds.find import find_embeds
from tweetarchive.embeds.placeholders import is_placeholder

ADDRESS = "https://twitter.com/name_x/status/1187000000000000001"

PLACEHOLDERS = [
    "This Post is from a suspended account. Learn more",
    "This Post is from an account that no longer exists. Learn more",
    "This Tweet was deleted by the Tweet author. Learn more",
    "You’re unable to view this Post because this account owner limits who can view their Posts. Learn more",
    "This Post violated the X Rules. Learn more",
    "This Tweet is no longer available because it violated the Twitter Rules. Learn more",
    "Age-restricted adult content. This content might not be appropriate for people under 18 years old. "
    "To view this media, you’ll need to log in to X. Learn more",
    "Hmm...this page doesn’t exist. Try searching for something else.",
    "Something went wrong. Try reloading.",
    "Tweet may have been deleted (opens in a new tab)",
    "Tweet not found",
    "Sorry, that page does not exist",
    "Click to load tweet",
    "Loading…",
    "View this post on X",
    "Please accept cookies to view this tweet",
    "An dieser Stelle befindet sich ein externer Inhalt von X",
    "Dieser Tweet ist nicht verfügbar",
    "Tweet anzeigen",
    "Tweet laden",
    "Ce tweet n’est plus disponible",
    "Este Tweet no está disponible",
    "Este post foi apagado",
    "Questo tweet è stato eliminato",
    "Deze tweet is niet meer beschikbaar",
    "Ten wpis został usunięty",
    "Bu Tweet silinmiş",
    "Твит удалён",
    "هذه التغريدة غير متاحة",
    "הציוץ אינו זמין",
    "यह ट्वीट उपलब्ध नहीं है",
    "Tweet ini tidak tersedia",
    "此推文不可用",
    "このツイートは表示できません",
    "이 트윗은 삭제되었습니다",
    "[tweet]",
    "—",
]


@pytest.mark.parametrize("shown", PLACEHOLDERS)
def test_a_placeholder_is_no_words_of_the_tweet(shown: str) -> None:
    (embed,) = find_embeds(f'<blockquote class="twitter-tweet"><p>{shown}</p><a href="{ADDRESS}">{ADDRESS}</a>')
    assert (embed.text, embed.status_id) == (None, "1187000000000000001")


@pytest.mark.parametrize("shown", PLACEHOLDERS)
def test_a_tweet_may_hold_the_words_of_a_placeholder(shown: str) -> None:
    assert not is_placeholder(f"They only say “{shown}”, said Ann.")
    assert not is_placeholder(f"{shown} – so much for that, then, dear friends")


@pytest.mark.parametrize(
    "words",
    [
        "Something went wrong with the port today",
        "Read my latest post about the harbour",
        "Loading dock is closed",
        "This Tweet was deleted by lawyers of the mayor",
        "The post was removed on Monday; the mayor resigned.",
    ],
)
def test_words_that_begin_like_a_placeholder_are_words(words: str) -> None:
    assert not is_placeholder(words)
