"""How many pictures a card or blockquote shows of its tweet."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.marks import ancestors

_OF_TWEET = re.compile(
    r"(?:twimg|substack)\.com(?:/|%2f)(?:media|(?:ext_tw|amplify|tweet)_video(?:_thumb)?)(?:/|%2f)(?P<code>[\w-]+)",
    re.I,
)
"""Where X keeps pictures and the stills of videos, also behind a newsroom's or Substack's image server."""
_ROLE = re.compile(r"(?:^|[\s_-])(?:media|photos?|pictures?|images?|gallery)(?:$|[\s_-])", re.I)
_NO_PICTURE = re.compile(r"avatar|profile|emoji|icon|logo|author|user|badge|verified|tracking|pixel|quoted", re.I)
_NUMBERED = re.compile(r"/status(?:es)?/\d{2,19}/photo/([1-4])(?!\d)")
_LEVELS = 3  # from an image to the element whose class says what it is
_MOST = 50


def count_pictures(card: LexborNode) -> int | None:
    """The pictures and videos that `card` shows; None where it shows none.

    Images count by X's own addresses for pictures, or by a class that says so; those of authors, emoji and buttons do
    not. A link to `/photo/3` tells of three pictures.
    """
    shown: set[str] = set()
    for image in card.css("img, video")[:_MOST]:
        source = " ".join(image.attributes.get(name) or "" for name in ("src", "data-src", "srcset", "poster"))
        named = [image.attributes.get("class") or "", image.attributes.get("alt") or ""]
        for level, outer in enumerate(ancestors(image)):
            if level == _LEVELS or outer.mem_id == card.mem_id:
                break
            named.append(outer.attributes.get("class") or "")
        if any(_NO_PICTURE.search(one) for one in (named[0], *named[2:])) or "profile_images" in source:
            continue
        code = _OF_TWEET.search(source)
        if code is not None or any(_ROLE.search(one) for one in (named[0], *named[2:])):
            shown.add(code["code"] if code else source)
    numbered = [
        int(match[1])
        for link in card.css('a[href*="/photo/"]')[:_MOST]
        if (match := _NUMBERED.search(link.attributes.get("href") or ""))
    ]
    return max(len(shown), *numbered, 0) or None
