"""X's hosts: what each answers about the tweets of this world (reference answers of 2024 to 2026)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.world.api import Api
from tests.world.gone import Gone
from tests.world.hls import stream
from tests.world.media import CONTENT_TYPES, picture, video
from tests.world.tweet import Photo, Tweet
from tests.world.wire import Answer, Asked

LARGEST_ID = 2**63 - 1
NO_PAGE = Answer.text("<html>X / ?</html>", status=404)
SHELL = Answer.text(
    '<!DOCTYPE html><html dir="ltr" lang="en"><head><title>X</title></head><body><noscript>JavaScript is not '
    'available.</noscript><div id="react-root"></div></body></html>'
)


_NOT_AUTHORIZED = frozenset({Gone.PROTECTED, Gone.AGE_RESTRICTED, Gone.MUTE})


@dataclass(slots=True)
class X:
    """The tweets, the gone ones and the codes of short links; each host is a method."""

    tweets: dict[str, Tweet] = field(default_factory=dict)
    gone: dict[str, Gone] = field(default_factory=dict)
    short_links: dict[str, str] = field(default_factory=dict)
    api: Api = field(init=False)
    _files: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """Path on pbs or video host → what it is a file of, its extension and size."""
    _ready: dict[str, Answer] = field(default_factory=dict)
    """Answers made once, since benchmarks ask often: JSON by host and id, playlists by path."""

    def __post_init__(self) -> None:
        self.api = Api(self.tweets, self.gone)

    def add(self, tweet: Tweet) -> None:
        self.tweets[tweet.id] = tweet
        self.gone.pop(tweet.id, None)
        for host in ("syndication", "oembed"):
            self._ready.pop(f"{host} {tweet.id}", None)
        self.short_links |= tweet.links
        self._keep(tweet.avatar_url, 900)
        self._keep(tweet.avatar_url.replace("_normal", "_400x400"), 3000)
        for index, photo in enumerate(tweet.photos):
            self._keep_photo(tweet.photo_url(index), photo)
        if tweet.video:
            self._keep_photo(tweet.poster_url, Photo())
            best = max(tweet.video.bitrates or (0,))
            for rate in (0,) if tweet.video.gif else tweet.video.bitrates:
                size = tweet.video.bytes_of_best * (rate or 1) // (best or 1)
                self._keep(tweet.video_url(rate), min(size, tweet.video.bytes_of_best))
            name = tweet.playlist_url.rpartition("/")[2].partition(".")[0]
            for path, playlist in () if tweet.video.gif else stream(tweet.id, name):
                if playlist is None:
                    self._keep(f"https://video.twimg.com{path}", 2000)
                else:
                    self._ready[path] = Answer.text(playlist, "application/x-mpegURL")

    def _keep(self, url: str, size: int, name: str = "") -> None:
        path = url.split("//")[1].partition("/")[2].partition("?")[0]
        self._files[f"/{path}{name}"] = (url + name, path.rpartition(".")[2], size)

    def _keep_photo(self, url: str, photo: Photo) -> None:
        for shrunk, name in enumerate(photo.sizes):
            self._keep(url, photo.bytes_of_orig >> shrunk, f" {name}")

    def handler(self, host: str) -> Any:
        """The method that answers for a host; None where it is none of X's."""
        return {
            "cdn.syndication.twimg.com": self.syndication,
            "publish.x.com": self.oembed,
            "api.x.com": self.api.handle,
            "api.twitter.com": self.api.handle,
            "publish.twitter.com": lambda asked: Answer.redirect(asked.url.replace("twitter.com", "x.com", 1)),
            "t.co": self.short_link,
            "pbs.twimg.com": self.picture,
            "video.twimg.com": self.video,
            "x.com": self.status_page,
            "twitter.com": lambda asked: Answer.redirect(asked.url.replace("twitter.com", "x.com", 1)),
        }.get(host.removeprefix("www."))

    def syndication(self, asked: Asked) -> Answer:
        number = asked.query.get("id", "")
        if asked.path != "/tweet-result":
            return NO_PAGE
        if not asked.header("User-Agent"):
            return Answer(400)
        if not asked.query.get("token"):
            return _json({})
        if not number.isdecimal() or int(number) > LARGEST_ID:
            return _json({"error": "Bad request."}, 400)
        if number in self.gone:
            words = self.gone[number].value
            text = {"text": words, "entities": [], "rtl": False}
            return _json({"__typename": "TweetTombstone", "tombstone": {"text": text} if words else {}})
        if number not in self.tweets:
            return NO_PAGE
        return self._once(f"syndication {number}", lambda: self.tweets[number].syndication())

    def oembed(self, asked: Asked) -> Answer:
        query = asked.query
        if asked.path != "/oembed":
            return NO_PAGE
        if query.get("format") == "xml":
            return _json({"errors": [{"code": 356, "message": "xml not implemented"}]}, 400)
        if "url" not in query:
            return _json({"errors": [{"code": 357, "message": "url parameter is missing"}]}, 400)
        named = re.search(r"/status(?:es)?/(\d+)", query["url"])
        number = named[1] if named else ""
        if self.gone.get(number) in _NOT_AUTHORIZED:
            words = {"error": "Sorry, you are not authorized to see this status."}
            return _json({**words, "request": f"/1/statuses/oembed.json?id={number}&dnt=false"}, 403)
        if number in self.gone or number not in self.tweets:
            return NO_PAGE
        return self._once(f"oembed {number}", lambda: self.tweets[number].oembed())

    def short_link(self, asked: Asked) -> Answer:
        """301 for programs, a page with a meta refresh for browsers."""
        target = self.short_links.get(asked.path[1:])
        if target is None:
            return Answer(404)
        if "Mozilla" not in (asked.header("User-Agent") or ""):
            return Answer.redirect(target).with_headers(Cache_Control="private,max-age=300")
        escaped = target.replace("/", "\\/")
        return Answer.text(
            f'<noscript><META http-equiv="refresh" content="0;URL={target}"></noscript><title>{target}</title>'
            f'<script>window.opener = null; location.replace("{escaped}")</script>'
        )

    def picture(self, asked: Asked) -> Answer:
        """Photos by `?format=EXT&name=SIZE`, bare or with the old `:SIZE`; bare is `medium`."""
        query = asked.query
        path, _, size = asked.path.partition(":")
        if "format" in query and not path.endswith(f".{query['format']}"):
            stem, _, extension = path.rpartition(".")
            if stem and extension in CONTENT_TYPES:
                return Answer(404)
            path = f"{path}.{query['format']}"
        file = self._files.get(path) or self._files.get(f"{path} {query.get('name') or size or 'medium'}")
        if file is None:
            return Answer(404)
        name, extension, length = file
        return Answer(200, (("Content-Type", CONTENT_TYPES[extension]),), picture(name, length, extension))

    def video(self, asked: Asked) -> Answer:
        if asked.path in self._ready:
            return self._ready[asked.path]
        file = self._files.get(asked.path)
        if file is None:
            return Answer(404)
        whole = video(file[0], file[2])
        answer = Answer(200, (("Content-Type", "video/mp4"), ("Accept-Ranges", "bytes")), whole)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", asked.header("Range") or "")
        if wanted is None:
            return answer
        first, last = int(wanted[1]), min(int(wanted[2] or len(whole) - 1), len(whole) - 1)
        if first > last:
            return Answer(416, (("Content-Range", f"bytes */{len(whole)}"),))
        piece = Answer(206, answer.headers, whole[first : last + 1])
        return piece.with_headers(Content_Range=f"bytes {first}-{last}/{len(whole)}")

    def status_page(self, asked: Asked) -> Answer:
        """The empty shell; a wrong handle leads to the right one."""
        named = re.match(r"/(\w+)/status/(\d+)", asked.path)
        tweet = self.tweets.get(named[2]) if named else None
        if named and tweet and tweet.id not in self.gone and named[1].lower() != tweet.handle.lower():
            return Answer.redirect(tweet.permalink, 307)
        return SHELL

    def _once(self, key: str, make: Any) -> Answer:
        if key not in self._ready:
            self._ready[key] = _json(make())
        return self._ready[key]


def _json(payload: dict[str, Any], status: int = 200) -> Answer:
    return Answer.text(json.dumps(payload, ensure_ascii=False), "application/json; charset=utf-8", status)
