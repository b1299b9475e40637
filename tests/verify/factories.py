"""Small tweets, embeds and evidence with fixed clocks."""

from __future__ import annotations

from typing import Any

from tweetarchive.model.article import Embed, Form
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.tweet import SourceName, StatusId, Tweet

NUMBER = "1360212345678901248"  # 2021-02-12 13:01:09 UTC


def tweet(text: str = "Nobody missing.", number: str = NUMBER, **fields: Any) -> Tweet:
    given: dict[str, Any] = {
        "handle": "merrow_light",
        "author_name": "Merrow Light",
        "source": SourceName.SYNDICATION,
        "media": (),
        "language": "en",
        **fields,
    }
    return Tweet(status_id=StatusId(number), text=text, **given)


def embed(text: str | None = "Nobody missing.", number: str | None = NUMBER, **fields: Any) -> Embed:
    given: dict[str, Any] = {"handle": "merrow_light", "handle_shown": True, "author_name": "Merrow Light", **fields}
    return Embed(index=0, form=Form.BLOCKQUOTE, text=text, status_id=StatusId(number) if number else None, **given)


def evidence(*tweets: Tweet, **fields: Any) -> Evidence:
    """The first tweet is the one to judge by."""
    shown = tweets[0] if tweets else None
    given: dict[str, Any] = {"status_id": shown.status_id if shown else StatusId(NUMBER), **fields}
    return Evidence(tweet=shown, statements=tweets, **given)
