"""Permalink pages of twitter.com until 2020, and of its mobile edition without JavaScript.

Displayed times are in the server's zone, not the reader's: only `data-time-ms` and the id tell the time.
"""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import Link, LinkKind, Media, MediaKind, SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.markup import ShownWords, as_stated, read_element
from tweetarchive.sources.shapes import address, clock, instant_of_milliseconds, number_text, status_id, word

_PLAYABLE = ".PlayableMedia, .AdaptiveMedia-video, .is-generic-video, [data-card-type='player']"


def read_legacy_page(tree: LexborHTMLParser, focal: StatusId | None) -> tuple[Statement, ...]:
    """The focal tweet, the one it quotes, the ones above it; () where the page is of another kind.

    Ancestors stand before the focal tweet and replies after it, so the first tweet is not the one.
    """
    element = _focal(tree, focal)
    if element is None:
        return ()
    ancestors = [
        found
        for one in tree.css(".permalink-in-reply-tos div.tweet[data-tweet-id]")
        if (found := _tweet(one, quoted=None, answered=None)) is not None
    ]
    inner = element.css_first(".QuoteTweet-innerContainer[data-item-id]")
    quoted = _quoted(inner) if inner is not None else None
    tweet = _tweet(
        element,
        quoted=quoted.status_id if quoted else None,
        answered=ancestors[-1].status_id if ancestors else None,
    )
    if tweet is None:
        return ()
    return (tweet, *((quoted,) if quoted else ()), *ancestors)


def _focal(tree: LexborHTMLParser, focal: StatusId | None) -> LexborNode | None:
    if focal is not None:
        for one in tree.css(f'div.tweet[data-tweet-id="{focal}"], [data-tweet-id="{focal}"]'):
            if one.css_first(".js-tweet-text, .tweet-text") is not None:
                return one
    found = tree.css_first("div.permalink-tweet[data-tweet-id]")
    return found if focal is None else None


def _tweet(element: LexborNode, *, quoted: StatusId | None, answered: StatusId | None) -> Tweet | None:
    number = status_id(element.attributes.get("data-tweet-id"))
    paragraph = element.css_first("p.js-tweet-text, p.tweet-text")
    if number is None or paragraph is None:
        return None
    words = read_element(paragraph)
    stamp = element.css_first("[data-time-ms]")
    avatar = element.css_first("img.avatar")
    return Tweet(
        status_id=number,
        handle=word(element.attributes.get("data-screen-name")),
        author_name=word(element.attributes.get("data-name")),
        user_id=number_text(element.attributes.get("data-user-id")),
        avatar_url=address(as_stated(avatar.attributes.get("src"))) if avatar is not None else None,
        created_at=instant_of_milliseconds(stamp.attributes.get("data-time-ms") if stamp is not None else None)
        or clock(number),
        text=words.text,
        links=tuple(_of_kind(link, quoted) for link in words.links),
        shown=_shown(words),
        language=word(paragraph.attributes.get("lang")),
        quoted_status_id=quoted,
        in_reply_to_status_id=answered,
        media=_media(element, ".QuoteTweet"),
        source=SourceName.RECORDED,
    )


def _of_kind(link: Link, quoted: StatusId | None) -> Link:
    named = parse_permalink(link.expanded) if link.expanded else None
    return replace(link, kind=LinkKind.QUOTE) if quoted and named and named.status_id == quoted else link


def _quoted(inner: LexborNode) -> Tweet | None:
    number = status_id(inner.attributes.get("data-item-id"))
    paragraph = inner.css_first(".QuoteTweet-text")
    if number is None or paragraph is None:
        return None
    name = inner.css_first(".QuoteTweet-fullname")
    words = read_element(paragraph)
    return Tweet(
        status_id=number,
        handle=word(inner.attributes.get("data-screen-name")),
        author_name=word(name.text()) if name is not None else None,
        user_id=number_text(inner.attributes.get("data-user-id")),
        created_at=clock(number),
        text=words.text,
        links=words.links,
        shown=_shown(words),
        language=word(paragraph.attributes.get("lang")),
        media=_media(inner, None),
        source=SourceName.RECORDED,
    )


def _shown(words: ShownWords) -> tuple[int, int] | None:
    end = len(words.text[: words.hidden_from].rstrip())
    return (0, end) if end < len(words.text) else None


def _media(element: LexborNode, but_in: str | None) -> tuple[Media, ...]:
    """Photos by `data-image-url`; a video is only known by its poster, since the player loads the rest."""
    inner = {one.mem_id for box in (element.css(but_in) if but_in else ()) for one in box.traverse()}
    photos = [
        Media(kind=MediaKind.PHOTO, image_url=url, alt=_alt(one))
        for one in element.css("[data-image-url]")
        if one.mem_id not in inner and (url := address(as_stated(one.attributes.get("data-image-url"))))
    ]
    posters = [
        Media(kind=MediaKind.VIDEO, image_url=url)
        for one in element.css(".PlayableMedia-player")
        if one.mem_id not in inner and (url := _background(one.attributes.get("style") or ""))
    ]
    return tuple(dict.fromkeys(photos + posters))


def _alt(photo: LexborNode) -> str | None:
    """The author's description; X's filler for pictures without one is none."""
    image = photo.css_first("img")
    alt = word(image.attributes.get("alt")) if image is not None else None
    return None if alt in ("Embedded image permalink", "Embedded image", "Image") else alt


def _background(style: str) -> str | None:
    _, _, rest = style.partition("background-image:url(")
    return address(as_stated(rest.partition(")")[0].strip("'\" "))) if rest else None


def read_mobile_page(tree: LexborHTMLParser, focal: StatusId | None) -> tuple[Statement, ...]:
    """The focal tweet of mobile.twitter.com without JavaScript; () where the page is of another kind."""
    box = tree.css_first(".main-tweet")
    body = box.css_first(".tweet-text") if box is not None else None
    if box is None or body is None:
        return ()
    dated = [found for one in box.css(".metadata a") if (found := parse_permalink(_mobile_address(one))) is not None]
    number = status_id(body.attributes.get("data-id")) or (dated[0].status_id if dated else None)
    if number is None or focal not in (None, number):
        return ()
    name, handle = box.css_first(".fullname"), box.css_first(".username")
    images = [address(as_stated(one.attributes.get("src"))) for one in box.css(".media img, .card-photo img")]
    words = read_element(body)
    return (
        Tweet(
            status_id=number,
            handle=word((handle.text() or "").strip().lstrip("@")) if handle is not None else None,
            author_name=word(name.text()) if name is not None else None,
            created_at=clock(number),
            text=words.text,
            links=words.links,
            shown=_shown(words),
            media=tuple(Media(kind=MediaKind.PHOTO, image_url=_bare(url)) for url in dict.fromkeys(images) if url),
            source=SourceName.RECORDED,
        ),
    )


def _mobile_address(link: LexborNode) -> str:
    href = as_stated(link.attributes.get("href"))
    return f"https://mobile.twitter.com{href}" if href.startswith("/") else href


def _bare(url: str) -> str:
    """`….jpg:small` without the size."""
    head, _, size = url.rpartition(":")
    return head if "/" not in size else url
