"""api.x.com: API v2 for those who show a token, within a limit, with errors told the way X tells them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.world.gone import Gone
from tests.world.tweet import Tweet
from tests.world.wire import Answer, Asked
from tests.world.words import escaped

BATCH = 100
_PROBLEMS = "https://api.twitter.com/2/problems/"
_NOT_AUTHORIZED = frozenset({Gone.PROTECTED, Gone.SUSPENDED})


@dataclass(slots=True)
class Api:
    """Answers about the tweets of X."""

    tweets: Mapping[str, Tweet]
    gone: Mapping[str, Gone]
    tokens: set[str] = field(default_factory=set)
    """Those X takes; none: everybody is refused."""
    left: int | None = None
    """Requests until the limit; None: no limit is told."""
    reset: int = 0
    """When the limit begins anew: seconds since 1970."""

    def handle(self, asked: Asked) -> Answer:
        shown = (asked.header("Authorization") or "").removeprefix("Bearer ")
        if shown not in self.tokens:
            return _told({"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}, 401)
        if self.left == 0:
            return self._limited(_told({"title": "Too Many Requests", "detail": "Too Many Requests"}, 429))
        if self.left is not None:
            self.left -= 1
        return self._limited(self._tweets(asked))

    def _limited(self, answer: Answer) -> Answer:
        if self.left is None:
            return answer
        stated = {"x_rate_limit_limit": "450", "x_rate_limit_remaining": str(self.left)}
        return answer.with_headers(**stated, x_rate_limit_reset=str(self.reset or int(time.time()) + 900))

    def _tweets(self, asked: Asked) -> Answer:
        path, _, one = asked.path.removeprefix("/2/").partition("/")
        ids = [one] if one else asked.query.get("ids", "").split(",")
        if path != "tweets" or not all(number.isdecimal() and len(number) < 20 for number in ids) or len(ids) > BATCH:
            return _told({"errors": [{"message": "invalid"}], "title": "Invalid Request"}, 400)
        name = "id" if one else "ids"
        served = [self.tweets[number] for number in ids if number in self.tweets and number not in self.gone]
        errors = [self._error(number, name) for number in ids if number not in {tweet.id for tweet in served}]
        told: dict[str, Any] = {}
        if served:
            bodies = [self._tweet(tweet) for tweet in served]
            told["data"] = bodies[0] if one else bodies
            told["includes"] = self._includes(served, errors)
        return _told(told | ({"errors": errors} if errors else {}))

    def _error(self, number: str, parameter: str) -> dict[str, str]:
        """As X words it: what was deleted and what never was are one, and so are protected and suspended."""
        common = {"value": number, "resource_id": number, "resource_type": "tweet", "parameter": parameter}
        if self.gone.get(number) in _NOT_AUTHORIZED:
            detail = f"Sorry, you are not authorized to see the Tweet with {parameter}: [{number}]."
            return common | {
                "title": "Authorization Error",
                "detail": detail,
                "section": "data",
                "type": f"{_PROBLEMS}not-authorized-for-resource",
            }
        detail = f"Could not find tweet with {parameter}: [{number}]."
        return common | {"title": "Not Found Error", "detail": detail, "type": f"{_PROBLEMS}resource-not-found"}

    def _tweet(self, tweet: Tweet) -> dict[str, Any]:
        whole = escaped(tweet.shortened)
        told: dict[str, Any] = {
            "id": tweet.id,
            "text": f"{whole[:275]}… https://t.co/more" if tweet.note else whole,
            "created_at": tweet.created_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "author_id": tweet.user_id,
            "lang": tweet.lang,
            "conversation_id": tweet.id,
            "possibly_sensitive": False,
            "edit_history_tweet_ids": list(tweet.edit_ids or (tweet.id,)),
            "entities": {"urls": tweet.api_urls(whole)},
        }
        if tweet.note:
            told["note_tweet"] = {"text": tweet.shortened, "entities": {"urls": tweet.api_urls(tweet.shortened)}}
        if tweet.photos:
            told["attachments"] = {"media_keys": [f"3_{index}" for index in range(len(tweet.photos))]}
        referenced = {"quoted": tweet.quotes, "replied_to": tweet.reply_to}
        named = [{"type": kind, "id": other.id} for kind, other in referenced.items() if other]
        return told | ({"referenced_tweets": named} if named else {})

    def _includes(self, served: list[Tweet], errors: list[dict[str, str]]) -> dict[str, Any]:
        """Authors, media, and the tweets referred to; one that is gone is an error about an expansion."""
        others = [other for tweet in served for other in (tweet.quotes, tweet.reply_to) if other]
        here = [other for other in others if other.id not in self.gone]
        errors += [
            self._error(other.id, "referenced_tweets.id") | {"section": "includes"}
            for other in others
            if other not in here
        ]
        authors = {one.user_id: one for one in (*served, *here)}
        media = [
            {"media_key": f"3_{index}", "type": "photo", "url": tweet.photo_url(index), "width": 1600, "height": 900}
            for tweet in served
            for index in range(len(tweet.photos))
        ]
        users = [{"id": key, "name": one.name, "username": one.handle} for key, one in authors.items()]
        told = {"users": users, "tweets": [self._tweet(one) for one in here], "media": media}
        return {name: group for name, group in told.items() if group}


def _told(payload: dict[str, Any], status: int = 200) -> Answer:
    return Answer.text(json.dumps(payload, ensure_ascii=False), "application/json; charset=utf-8", status)
