"""The bundled demo answers by itself, and its article and its answers belong together."""

from __future__ import annotations

import json

import pytest

from tests.make_demo import DEMO, QUAY, RESIGN, TWEETS, WATER, WRECK, bundle
from tweetarchive.archive.message import read_exchange
from tweetarchive.archive.wire import Ask
from tweetarchive.demo import ARTICLE_URL, answers
from tweetarchive.model.capture import Exchange, Purpose, Request
from tweetarchive.model.errors import Failure, Unreachable

ARTICLE = (DEMO / "article.html").read_text(encoding="utf-8")


def ask(url: str) -> Exchange:
    return read_exchange(answers()(Ask(Request(url, Purpose.TWEET))))


def test_what_is_bundled_is_what_the_script_writes() -> None:
    assert (DEMO / "answers.json").read_text(encoding="utf-8") == bundle()


def test_the_article_shows_every_tweet_of_the_bundle() -> None:
    for tweet in TWEETS:
        shown = WRECK.pic_link if tweet is WRECK else f"/{tweet.handle}/status/{tweet.id}"
        assert shown in ARTICLE


def test_the_article_alters_one_quote_and_no_other() -> None:
    for tweet in TWEETS:
        words = tweet.text.replace("&", "&amp;").split("#")[0].strip()
        assert (words in ARTICLE) is (tweet is not WATER)
    assert WATER.text.replace("14 days", "4 days") in ARTICLE


@pytest.mark.parametrize("extra", ["", "&lang=en&token=abc"])
def test_an_answer_is_found_whatever_else_is_asked(extra: str) -> None:
    told = ask(f"https://cdn.syndication.twimg.com/tweet-result?id={QUAY.id}{extra}")

    assert json.loads(told.body.read())["text"].startswith("The lower quay")
    assert told.header("X-Demo")


def test_the_article_and_its_pictures_are_there() -> None:
    assert ask(ARTICLE_URL).body.read().decode() == ARTICLE
    assert ask(QUAY.photo_url(0) + "?format=jpg&name=orig").body.read().startswith(b"\xff\xd8\xff")
    assert ask(QUAY.avatar_url).content_type == "image/jpeg"


def test_a_pic_link_leads_to_its_tweet() -> None:
    assert ask(f"https://t.co/{WRECK.media_code}").location == f"{WRECK.permalink}/photo/1"


def test_the_deleted_tweet_is_in_the_web_archive_alone() -> None:
    stone = ask(f"https://cdn.syndication.twimg.com/tweet-result?id={RESIGN.id}&token=x")
    rows = json.loads(
        ask(
            "https://web.archive.org/cdx/search/cdx"
            f"?url=twitter.com%2F{RESIGN.handle}%2Fstatus%2F{RESIGN.id}&matchType=prefix&output=json"
        ).body.read()
    )
    found = dict(zip(*rows, strict=True))
    copy = ask(f"https://web.archive.org/web/{found['timestamp']}id_/{found['original']}")

    assert "deleted by the Post author" in stone.body.read().decode()
    assert json.loads(copy.body.read())["text"] == RESIGN.text
    assert json.loads(ask("https://web.archive.org/cdx/search/cdx?url=x.com/nobody").body.read()) == []


def test_what_is_not_bundled_does_not_exist() -> None:
    with pytest.raises(Unreachable) as raised:
        ask("https://news.example/")
    assert raised.value.failure is Failure.NAME_NOT_FOUND
