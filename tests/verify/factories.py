"""Small tweets, embeds and evidence with fixed clocks."""

from __future__ import annotations

from typing import Any

from tweetarchive.model.article import Embed, Form
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.tweet import SourceName, StatusId, Tweet

NUMBER = "1358777604568616370"  # 2021-02-08 14:00:00 UTC


def tweet(text: str = "Nobody hurt.", number: str = NUMBER, **fields: Any) -> Tweet:
    given: dict[str, Any] = {
        "handle": "ansel_pilots",
        "author_name": "Ansel Pilots",
        "source": SourceName.SYNDICATION,
        "media": (),
        "language": "en",
        **fields,
    }
    return Tweet(status_id=StatusId(number), text=text, **given)


def embed(text: str | None = "Nobody hurt.", number: str | None = NUMBER, **fields: Any) -> Embed:
    given: dict[str, Any] = {"handle": "ansel_pilots", "handle_shown": True, "author_name": "Ansel Pilots", **fields}
    return Embed(index=0, form=Form.BLOCKQUOTE, text=text, status_id=StatusId(number) if number else None, **given)


def evidence(*tweets: Tweet, **fields: Any) -> Evidence:
    """The first tweet is the one to judge by."""
    shown = tweets[0] if tweets else None
    given: dict[str, Any] = {"status_id": shown.status_id if shown else StatusId(NUMBER), **fields}
    return Evidence(tweet=shown, statements=tweets, **given)
