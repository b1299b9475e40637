"""A tweet as X holds it, and the shapes in which X's own hosts show it.

The shapes follow reference answers of 2024 to 2026: syndication escapes & < > only, counts entities in code points
and the display range in UTF-16 units; oEmbed escapes quotes too, shows raw t.co links and `pic.twitter.com`.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.world.words import URL, code, entities, escaped, markup, utf16

NOTE_CUT = 275  # characters of a long note that syndication serves, without a mark; oEmbed cuts near 270 with "…"
OEMBED_NOTE_CUT = 270
_WIDGETS = '<script async src="https://platform.x.com/widgets.js" charset="utf-8"></script>'
_EPOCH_MS = 1288834974657  # 2010-11-04T01:42:54.657Z, the clock of snowflake ids


def snowflake(moment: datetime, sequence: int = 0) -> str:
    """The id of a tweet made at this aware instant (milliseconds); `sequence` (0 to 4194303) tells twins apart."""
    return str(((round(moment.timestamp() * 1000) - _EPOCH_MS) << 22) + sequence)


@dataclass(frozen=True, slots=True)
class Photo:
    alt: str | None = None
    extension: str = "jpg"
    sizes: tuple[str, ...] = ("orig", "4096x4096", "large", "medium", "small")
    """The names pbs serves; leave out `orig` to make the tool fall back."""
    bytes_of_orig: int = 4000


@dataclass(frozen=True, slots=True)
class Video:
    bitrates: tuple[int, ...] = (256_000, 832_000, 2_176_000)
    """One mp4 each, bits per second; () leaves the HLS playlist alone."""
    gif: bool = False
    bytes_of_best: int = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tweet:
    """What the author wrote; links in `text` stand in full and are shortened by X."""

    id: str
    handle: str = "mira_quays"
    name: str = "Mira Quays"
    text: str
    lang: str = "en"
    photos: tuple[Photo, ...] = ()
    video: Video | None = None
    note: bool = False
    """A long tweet: every keyless host serves its beginning only."""
    reply_to: Tweet | None = None
    quotes: Tweet | None = None
    edit_ids: tuple[str, ...] = ()
    """Every version, oldest first; () for a tweet never edited."""

    @property
    def created_at(self) -> datetime:
        """To the millisecond; made-up ids before Snowflake are not for this world."""
        return datetime.fromtimestamp(((int(self.id) >> 22) + _EPOCH_MS) / 1000, UTC)

    @property
    def permalink(self) -> str:
        return f"https://x.com/{self.handle}/status/{self.id}"

    @property
    def user_id(self) -> str:
        return str(int.from_bytes(hashlib.sha256(self.handle.lower().encode()).digest()[:4], "big"))

    @property
    def avatar_url(self) -> str:
        return f"https://pbs.twimg.com/profile_images/{self.user_id}00/{code(self.handle, 8)}_normal.jpg"

    @property
    def media_code(self) -> str | None:
        """CODE of `pic.x.com/CODE` and `https://t.co/CODE`; None without media."""
        return code(f"{self.id} media") if self.photos or self.video else None

    @property
    def pic_link(self) -> str:
        """As oEmbed and old pages show it."""
        return f"pic.twitter.com/{self.media_code}"

    @property
    def links(self) -> dict[str, str]:
        """CODE of each t.co link in the words → where it leads, the media and quote links last."""
        links = {code(f"{self.id} {url}"): url for url in URL.findall(self.text)}
        if self.quotes:
            links[code(f"{self.id} quote")] = self.quotes.permalink
        if media := self.media_code:
            links[media] = f"{self.permalink}/{'video' if self.video else 'photo'}/1"
        return links

    def photo_url(self, index: int) -> str:
        """As `media_url_https` states it."""
        return f"https://pbs.twimg.com/media/{code(f'{self.id} photo {index}', 15)}.{self.photos[index].extension}"

    @property
    def poster_url(self) -> str:
        folder = "tweet_video_thumb" if self.video and self.video.gif else f"amplify_video_thumb/{self.id}/img"
        return f"https://pbs.twimg.com/{folder}/{code(f'{self.id} poster', 15)}.jpg"

    def video_url(self, bitrate: int) -> str:
        name = code(f"{self.id} video {bitrate}", 15)
        if self.video and self.video.gif:
            return f"https://video.twimg.com/tweet_video/{name}.mp4"
        return f"https://video.twimg.com/amplify_video/{self.id}/vid/avc1/640x360/{name}.mp4?tag=14"

    @property
    def playlist_url(self) -> str:
        return f"https://video.twimg.com/amplify_video/{self.id}/pl/{code(f'{self.id} hls', 15)}.m3u8?tag=14"

    # As syndication answers ------------------------------------------------------------------------------------------

    def syndication(self) -> dict[str, Any]:
        """The body of `tweet-result`."""
        written = self.shortened
        start, end = self._shown(written)
        text = escaped(written[:NOTE_CUT] if self.note else written)
        if self.note and self.media_code:
            text += f" https://t.co/{self.media_code}"
        if self.note:
            end = min(end, NOTE_CUT)
        payload: dict[str, Any] = {
            "__typename": "Tweet",
            "lang": self.lang,
            "favorite_count": 12,
            "possibly_sensitive": False,
            "created_at": self.created_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "display_text_range": [utf16(escaped(written[:start])), utf16(escaped(written[:end]))],
            "entities": entities(text, self.links, self.media_code),
            "id_str": self.id,
            "text": text,
            "user": self._user(),
            "edit_control": self._edit_control(),
            "conversation_count": 3,
            "news_action_type": "conversation",
            "isEdited": len(self.edit_ids) > 1,
            "isStaleEdit": bool(self.edit_ids) and self.edit_ids[-1] != self.id,
        }
        if media := self._media_details(text):
            payload["mediaDetails"] = media
        if self.photos:
            payload["photos"] = [
                {"expandedUrl": one["expanded_url"], "url": one["media_url_https"], "width": 1600, "height": 900}
                for one in media
                if one["type"] == "photo"
            ]
        if self.video:
            payload["video"] = {"poster": self.poster_url, "variants": self._variants()}
        if self.note:
            payload["note_tweet"] = {"id": base64.b64encode(f"NoteTweetResults:{self.id}".encode()).decode()}
        if self.reply_to:
            payload["in_reply_to_screen_name"] = self.reply_to.handle
            payload["in_reply_to_status_id_str"] = self.reply_to.id
            payload["in_reply_to_user_id_str"] = self.reply_to.user_id
            payload["parent"] = self.reply_to._embedded()
        if self.quotes:
            payload["quoted_tweet"] = self.quotes._embedded()
        return payload

    def _embedded(self) -> dict[str, Any]:
        """As `parent` or `quoted_tweet` of another: one level only, other counts."""
        payload = self.syndication()
        for key in ("__typename", "conversation_count", "news_action_type", "parent", "quoted_tweet"):
            payload.pop(key, None)
        return payload | {"reply_count": 3, "retweet_count": 1}

    def _user(self) -> dict[str, Any]:
        return {
            "id_str": self.user_id,
            "name": self.name,
            "screen_name": self.handle,
            "is_blue_verified": False,
            "profile_image_shape": "Circle",
            "verified": False,
            "profile_image_url_https": self.avatar_url,
        }

    def _edit_control(self) -> dict[str, Any]:
        last_moment = round(self.created_at.timestamp() * 1000) + 3_600_000
        return {
            "edit_tweet_ids": list(self.edit_ids or (self.id,)),
            "editable_until_msecs": str(last_moment),
            "is_edit_eligible": True,
            "edits_remaining": str(6 - len(self.edit_ids or (self.id,))),
        }

    def _media_details(self, text: str) -> list[dict[str, Any]]:
        entity = next(iter(entities(text, self.links, self.media_code).get("media", ())), None)
        if entity is None:
            return []
        common = {**entity, "ext_media_availability": {"status": "Available"}}
        details: list[dict[str, Any]] = []
        for index, photo in enumerate(self.photos):
            one = {**common, "type": "photo", "media_url_https": self.photo_url(index)}
            one["original_info"] = {"width": 1600, "height": 900, "focus_rects": []}
            details.append(one | ({"ext_alt_text": photo.alt} if photo.alt else {}))
        if self.video:
            kind = "animated_gif" if self.video.gif else "video"
            stated = {"aspect_ratio": [16, 9], "duration_millis": 2000, "variants": self._variants()}
            details.append({**common, "type": kind, "media_url_https": self.poster_url, "video_info": stated})
        return details

    def _variants(self) -> list[dict[str, Any]]:
        assert self.video
        if self.video.gif:
            return [{"bitrate": 0, "content_type": "video/mp4", "url": self.video_url(0)}]
        playlist = {"content_type": "application/x-mpegURL", "url": self.playlist_url}
        return [playlist] + [
            {"bitrate": rate, "content_type": "video/mp4", "url": self.video_url(rate)} for rate in self.video.bitrates
        ]

    # As API v2 answers ----------------------------------------------------------------------------------------------

    def api_urls(self, text: str) -> list[dict[str, Any]]:
        """`entities.urls` of this text: links of both kinds, media marked by their key, in code points."""
        groups = entities(text, self.links, self.media_code)
        links = [*groups.get("urls", ()), *({**one, "media_key": "3_0"} for one in groups.get("media", ()))]
        return [{**one, "start": one["indices"][0], "end": one["indices"][1]} for one in links]

    # As oEmbed answers -----------------------------------------------------------------------------------------------

    def oembed(self) -> dict[str, Any]:
        return {
            "url": self.permalink,
            "author_name": self.name,
            "author_url": f"https://x.com/{self.handle}",
            "html": f"{self.blockquote()}\n{_WIDGETS}\n\n",
            "width": 550,
            "height": None,
            "type": "rich",
            "cache_age": "3153600000",
            "provider_name": "X",
            "provider_url": "https://x.com",
            "version": "1.0",
        }

    def blockquote(self) -> str:
        """The embed as X hands it out and as an article shows it."""
        direction = "rtl" if self.lang in ("ar", "he", "fa", "ur") else "ltr"
        link = f'<a href="{self.permalink}?ref_src=twsrc%5Etfw">{self.shown_date}</a>'
        return (
            f'<blockquote class="twitter-tweet"><p lang="{self.lang}" dir="{direction}">{self.markup()}</p>'
            f"&mdash; {html.escape(self.name)} (@{self.handle}) {link}</blockquote>"
        )

    @property
    def shown_date(self) -> str:
        return f"{self.created_at:%B} {self.created_at.day}, {self.created_at.year}"

    def markup(self) -> str:
        """The words as oEmbed marks them up."""
        written = self.shortened
        written = written[self._shown(written)[0] :]
        if self.note:
            picture = f" https://t.co/{self.media_code}" if self.media_code else ""
            written = written[:OEMBED_NOTE_CUT].rstrip() + "…" + picture
        return markup(written, self.media_code)

    @property
    def shortened(self) -> str:
        """The words with t.co links, unescaped; quote and media link at the end."""
        codes = {target: short for short, target in self.links.items()}
        text = URL.sub(lambda match: f"https://t.co/{codes[match[0]]}", self.text)
        extra = [short for short, target in self.links.items() if target not in URL.findall(self.text)]
        return " ".join([text, *(f"https://t.co/{short}" for short in extra)])

    def _shown(self, written: str) -> tuple[int, int]:
        """What X shows: leading reply mentions and the own media link are outside."""
        start = 0
        if self.reply_to and (mentions := re.match(r"(?:@\w+ )+", written)):
            start = mentions.end()
        tail = f" https://t.co/{self.media_code}"
        return start, len(written) - (len(tail) if written.endswith(tail) else 0)
