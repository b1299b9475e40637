"""The addresses of a tweet in all their spellings, and pic links.

Source of the forms: reference/sources.md §9 and §5, collected from publishers' pages of 2011 to 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from tweetarchive.model.tweet import LAST_SEQUENTIAL_ID, StatusId

_X_HOST = re.compile(r"(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com", re.I)
_MIRROR_HOST = re.compile(
    r"(?:www\.|d\.)?(?:fxtwitter|vxtwitter|fixupx|fixvx|twittpr)\.com|nitter(?:\.[a-z0-9-]+)+", re.I
)
_WIDGET_HOST = re.compile(r"platform\.(?:twitter|x)\.com", re.I)
_STATUS_PATH = re.compile(
    r"""/+(?:\#!/)?
        (?: (?: i/web | i ) /status(?:es)?
          | @?(?P<handle>[\w\u200b-\u200d\u2060\ufeff]{1,50}) /status(?:es)?  # X redirects whatever stands here
          | statuses
          | i/videos(?:/tweet)?
        ) /+ (?P<id>[0-9]{1,19}) (?![0-9A-Za-z_])""",
    re.I | re.X,
)
_NUMBER = re.compile(r"\d+", re.A)
_IN_PLACE = re.compile(r"(?:/status(?:es)?/+|/tweets?/+|/videos/+(?:tweet/+)?|[?&]ids?=)(\d+(?:,\d+)*)", re.I | re.A)
_STATUS = re.compile(r"/status(?:es)?/", re.I)
_KEEPER_HOST = re.compile(
    r"t\.co|(?:web\.)?archive\.org|archive\.(?:is|today|ph|li|md|vn|fo)|perma\.cc|ghostarchive\.org", re.I
)
_MEMENTO_PREFIX = re.compile(r"https?://web\.archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/", re.I)
_PIC_LINK = re.compile(r"(?:https?://)?pic\.(?:twitter|x)\.com/[A-Za-z0-9]+", re.A)
_PIC_OR_TCO = re.compile(r"(?:https?://)?(?:pic\.(?:twitter|x)\.com|t\.co)/([A-Za-z0-9]+)", re.A)


@dataclass(frozen=True, slots=True)
class Permalink:
    """What an address says of a tweet. The handle is decoration: X redirects any to the right one.

    It is None where letters stand that no handle can have.
    """

    status_id: StatusId
    handle: str | None


def parse_permalink(address: str) -> Permalink | None:
    """The tweet an address names; None where it names none.

    The host must be X's own, its widget's, or a mirror's that uses X's paths: `x.com.evil.com`, `netflix.com/status/1`
    and `evil.com\\@x.com` are nothing. Blanks inside, a missing scheme, escaped query marks, `#!`, a web archive's
    prefix and whatever follows the number are taken as publishers left them.
    """
    parts = _split(address)
    if parts is None:
        return None
    host = parts.hostname or ""
    if _WIDGET_HOST.fullmatch(host):
        if not parts.path.lower().startswith("/embed/"):
            return None
        named = parse_qs(parts.query).get("id", [""])[0]
        return _permalink(named, None)
    if not (_X_HOST.fullmatch(host) or _MIRROR_HOST.fullmatch(host)):
        return None
    path = unquote(parts.path)
    if path in ("", "/") and parts.fragment.startswith("!/"):
        path = unquote(parts.fragment[1:])
    match = _STATUS_PATH.match(path)
    if match is None:
        return None
    handle = match["handle"]
    return _permalink(
        match["id"], None if handle is None or handle.lower() == "i" or not _can_exist(handle) else handle
    )


def named_in(address: str, ids: Iterable[StatusId]) -> set[StatusId]:
    """Which of some tweets an address names, in whatever form a source or an archive has it.

    A number of Snowflake stands for its tweet wherever it is found. One of before has eleven digits at most, and might
    as well be a day or a size: it counts only where tweets have their numbers.
    """
    text = unquote(unquote(address))
    numbers = set(_NUMBER.findall(text))
    in_place = {number for named in _IN_PLACE.findall(text) for number in named.split(",")}
    return {one for one in ids if one in (numbers if int(one) > LAST_SEQUENTIAL_ID else in_place)}


def is_of_x(address: str) -> bool:
    """Whether an address may lead to a tweet: at X, a mirror of it, X's shortener or a web archive."""
    parts = _split(address)
    host = (parts and parts.hostname) or ""
    return any(known.fullmatch(host) for known in (_X_HOST, _MIRROR_HOST, _WIDGET_HOST, _KEEPER_HOST))


def is_status_address(address: str) -> bool:
    """Whether an address is made as a tweet's is, whatever stands where its number belongs."""
    parts = _split(address)
    return bool(
        parts
        and (_X_HOST.fullmatch(parts.hostname or "") or _MIRROR_HOST.fullmatch(parts.hostname or ""))
        and _STATUS.search(parts.path + parts.fragment)
    )


def _split(address: str) -> SplitResult | None:
    """Its parts without a web archive's prefix; None where a browser would not go to the host it seems to name."""
    address = _MEMENTO_PREFIX.sub("", "".join(address.split()), count=1)
    if address.startswith("//"):
        address = "https:" + address
    elif "://" not in address[:8]:
        address = "https://" + address
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises ValueError where the port is no number
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "\\" in parts.netloc:
        return None
    return parts


def _can_exist(handle: str) -> bool:
    return re.fullmatch(r"\w+", handle, re.A) is not None


def _permalink(number: str, handle: str | None) -> Permalink | None:
    try:
        return Permalink(StatusId(number), handle)
    except ValueError:
        return None


def find_pic_links(text: str) -> tuple[str, ...]:
    """The pic links a text shows, in order, each once, without scheme: `pic.twitter.com/CODE`.

    They are found glued to a word too (`#COP26pic.twitter.com/…`: no space before links in flattened pages).
    """
    return tuple(dict.fromkeys(link.split("://")[-1] for link in _PIC_LINK.findall(text)))


def pic_code(link: str) -> str | None:
    """CODE of `pic.twitter.com/CODE`, `pic.x.com/CODE` or `https://t.co/CODE`: the same one for all three.

    Codes are case-exact.
    """
    match = _PIC_OR_TCO.fullmatch(link.strip())
    return match[1] if match else None
