"""Frames that show one tweet: X's own widget, rendered or saved, and AMP's element for it."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

from tweetarchive.embeds.found import Element, make_embed
from tweetarchive.embeds.marks import address_in, tweet_number
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "data-iframely-url", "data-url")
_BUTTON = re.compile(r"(?:follow|share|hashtag|mention|tweet)-?_?button|timeline|/widgets/|intent/", re.I)
_TWITTER_FRAME = re.compile(r"(?:twitter|tweet)[\w./-]*#(?P<id>\d{2,19})(?:#|$)", re.I)


class Iframe:
    """`platform.twitter.com/embed/Tweet.html?id=…`, `data-tweet-id`, a tweet's address as source."""

    weak = False

    def read(self, element: Element) -> Embed | None:
        named = f"{element.get('class')} {element.get('title')}"
        for name in _SOURCES:
            source = element.get(name).strip()
            if not source or len(source) > 4000:
                continue
            if found := address_in(source):
                return make_embed(Form.IFRAME, None, permalink=found[0])
            with suppress(ValueError):
                if match := _TWITTER_FRAME.search(source):
                    return make_embed(Form.IFRAME, None, status_id=StatusId(match["id"]))
                query = parse_qs(urlsplit(source).query)
                if "twitter" in source and (number := query.get("tweetId") or query.get("tweet_id")):
                    return make_embed(Form.IFRAME, None, status_id=StatusId(number[0]))
        found_number = tweet_number(element.attributes)
        if found_number is None or _BUTTON.search(named):
            return None
        return make_embed(Form.IFRAME, None, permalink=found_number[0], status_id=found_number[1])


class AmpTwitter:
    """`<amp-twitter data-tweetid>`; publishers put whole addresses there too. Timelines and moments are other keys."""

    weak = False

    def read(self, element: Element) -> Embed | None:
        value = (element.get("data-tweetid") or element.get("data-tweet-id")).strip()
        if parse_permalink(value):
            return make_embed(Form.AMP_TWITTER, None, permalink=value)
        with suppress(ValueError, IndexError):
            return make_embed(Form.AMP_TWITTER, None, status_id=StatusId(value))
        return None
