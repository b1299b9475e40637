"""Writes the answers of the bundled demo: `python -m tests.make_demo`. All accounts are made up.

The article itself, tweetarchive/demo/article.html, is written by hand; tests/test_demo.py keeps the two together.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.world import Gone, Photo, Tweet, snowflake
from tweetarchive.demo import ARTICLE_URL

DEMO = Path(__file__).parents[1] / "tweetarchive/demo"


def _id(day: int, hour: int, minute: int, sequence: int) -> str:
    return snowflake(datetime(2025, 7, day, hour, minute, 21, tzinfo=UTC), sequence)


QUAY = Tweet(
    id=_id(9, 6, 42, 1101),
    handle="ellery_harbour",
    name="Port Ellery Harbour",
    text="The lower quay stays closed until Thursday. Boats over nine metres go to the north basin. "
    "Thank you for your patience & for your ropes. #PortEllery",
    photos=(Photo(alt="Four sailing boats behind a red and white barrier at the quay"),),
)
WATER = Tweet(
    id=_id(9, 17, 5, 1102),
    handle="ellery_mayor",
    name="Mayor Ruth Adeyemi-Lund",
    text="The reservoir holds enough water for 14 days. There is no reason to queue at the wells, "
    "and the schools will not close.",
)
WRECK = Tweet(
    id=_id(10, 19, 30, 1103),
    handle="ellery_tides",
    name="Tomas at low tide 🌊",
    text="Low tide tonight, and the wreck of the Grietje shows her ribs for the first time since 1953.",
    photos=(Photo(alt="The ribs of a wooden wreck on the sand, at sunset"),),
)
RETURN = Tweet(
    id=_id(10, 8, 15, 1104),
    handle="ellery_fishers",
    name="صيادو بورت إليري",
    text="عادت القوارب الثلاثة كلها إلى الميناء سالمة، والحمد لله. شكراً لكل من سهر معنا. #بورت_إليري",
    lang="ar",
)
RESIGN = Tweet(
    id=_id(9, 22, 51, 1105),
    handle="ellery_council",
    name="Cllr Piet Marsh",
    text="Nobody warned the crews. I have asked the harbour board to resign, all seven of them.",
)
TWEETS = (QUAY, WATER, WRECK, RETURN, RESIGN)
PICTURES = {QUAY: "pictures/quay.jpg", WRECK: "pictures/wreck.jpg"}
HOSTS = ("twitter.com", "x.com")
JSON, HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"


def answers() -> list[dict[str, Any]]:
    """The entries of answers.json."""
    entries = [_entry([ARTICLE_URL], HTML, file="article.html")]
    for tweet in TWEETS:
        statuses = [f"{host}/{name}/status/{tweet.id}" for host in HOSTS for name in (tweet.handle, "i")]
        result = [f"https://cdn.syndication.twimg.com/tweet-result?id={tweet.id}"]
        embed = [f"https://publish.x.com/oembed?url=https://{status}" for status in statuses]
        if tweet is RESIGN:
            stone = {"text": {"text": Gone.DELETED.value, "entities": [], "rtl": False}}
            entries.append(_entry(result, JSON, json={"__typename": "TweetTombstone", "tombstone": stone}))
            entries.append(_entry(embed, HTML, status=404, text="<html>X / ?</html>"))
        else:
            entries.append(_entry(result, JSON, json=tweet.syndication()))
            entries.append(_entry(embed, JSON, json=tweet.oembed()))
        for code, target in tweet.links.items():
            entries.append(_entry([f"https://t.co/{code}"], HTML, status=301, location=target))
        if tweet in PICTURES:
            photo = tweet.photo_url(0)
            entries.append(_entry([photo, photo.removesuffix(".jpg")], "image/jpeg", file=PICTURES[tweet]))
        avatar = [tweet.avatar_url.replace("_normal", size) for size in ("_normal", "_400x400", "")]
        name = tweet.handle.removeprefix("ellery_")
        entries.append(_entry(avatar, "image/jpeg", file=f"pictures/avatar-{name}.jpg"))
    return entries + _web_archive()


def _web_archive() -> list[dict[str, Any]]:
    """One copy of the deleted tweet, as v1.1 JSON under twitter.com; none of anything else."""
    address = f"twitter.com/{RESIGN.handle}/status/{RESIGN.id}"
    search, seen = "https://web.archive.org/cdx/search/cdx", "20250709231402"
    copy = {
        "created_at": RESIGN.created_at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "id": int(RESIGN.id),
        "id_str": RESIGN.id,
        "text": RESIGN.text,
        "truncated": False,
        "user": {"id_str": RESIGN.user_id, "name": RESIGN.name, "screen_name": RESIGN.handle},
        "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
        "lang": "en",
    }
    body = json.dumps(copy, ensure_ascii=False).encode()
    digest = base64.b32encode(hashlib.sha1(body).digest()).decode()
    row = [seen, f"https://{address}", "application/json", "200", digest, str(len(body))]
    table = [["timestamp", "original", "mimetype", "statuscode", "digest", "length"], row]
    raw = f"https://web.archive.org/web/{seen}id_/https://{address}"
    return [
        _entry([f"{search}?url={address}"], JSON, json=table),
        _entry([search], JSON, json=[]),
        _entry([raw], JSON, memento="Wed, 09 Jul 2025 23:14:02 GMT", json=copy),
    ]


def _entry(
    urls: list[str],
    content_type: str,
    *,
    status: int = 200,
    location: str | None = None,
    memento: str | None = None,
    **body: Any,
) -> dict[str, Any]:
    headers = {"Content-Type": content_type, "Location": location, "Memento-Datetime": memento}
    return {"urls": urls, "status": status, "headers": {key: value for key, value in headers.items() if value}, **body}


def bundle() -> str:
    """answers.json, one entry per line: a change of one answer is a change of one line."""
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in answers()) + "\n]\n"


if __name__ == "__main__":
    (DEMO / "answers.json").write_text(bundle(), encoding="utf-8")
