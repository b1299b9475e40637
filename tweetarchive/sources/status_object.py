"""The status object: the shape that syndication, v1.1, GraphQL's `legacy` and X's own export share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import LinkKind, Media, SourceName, StatusId, Tweet
from tweetarchive.sources.attachments import owner, read_lossy_views, read_media
from tweetarchive.sources.shapes import (
    Table,
    address,
    clock,
    instant,
    instant_of_milliseconds,
    number_text,
    status_id,
    table,
    tables,
    text,
    word,
)
from tweetarchive.sources.words import Entity, Unit, Words, escape, is_escaped, read_words

PIC_DISPLAY = "pic.twitter.com/"  # shown where a payload was trimmed of the entity; X wrote so until 2024

_TRAILING_SHORT_LINK = re.compile(r"(?:^|\s)(https?://t\.co/([A-Za-z0-9]+))\s*$", re.A)
_CUT_WITH_LINK = re.compile(r"…\s*https?://t\.co/[A-Za-z0-9]+\s*$", re.A)


@dataclass(frozen=True, slots=True)
class Author:
    handle: str | None
    name: str | None
    user_id: str | None
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """The whole text of a long tweet, whose status object holds only its beginning."""

    text: str
    entities: Table


def read_author(user: Table) -> Author:
    """A v1.1 user object; GraphQL's, with its newer `core` and `avatar`, too."""
    legacy, core, avatar = (table(user.get(key)) for key in ("legacy", "core", "avatar"))
    return Author(
        handle=(word(user.get("screen_name")) or word(legacy.get("screen_name")) or word(core.get("screen_name"))),
        name=(word(user.get("name")) or word(legacy.get("name")) or word(core.get("name"))),
        user_id=number_text(user.get("id_str"), user.get("rest_id"), user.get("id")),
        avatar_url=(
            address(user.get("profile_image_url_https"))
            or address(legacy.get("profile_image_url_https"))
            or address(avatar.get("image_url"))
        ),
    )


def read_status(
    status: Table,
    *,
    author: Author,
    source: SourceName,
    unit: Unit = Unit.CODE_POINT,
    number: StatusId | None = None,
    note: Note | None = None,
    is_note: bool = False,
    edits: object = None,
    quoted: StatusId | None = None,
    retweeted: StatusId | None = None,
) -> Tweet:
    """One status object, without the tweets inside it.

    Args:
        unit: what its `display_text_range` counts.
        number: its id where that stands outside of it (GraphQL's `rest_id`).
        note: the whole text where the source holds it.
        is_note: whether the text is known to be the beginning of a note only, unless `note` is given.
        edits: the list of all versions' ids.
        quoted, retweeted: ids of the tweets inside it, where the object itself does not name them.
    Raises: SourceFormatError: no id, or no text.
    """
    number = number or status_id(status.get("id_str"), status.get("id"))
    if number is None:
        raise SourceFormatError("a tweet without a usable id")
    extended = table(status.get("extended_tweet"))
    body = extended if text(extended.get("full_text")) is not None else status
    escaped = text(body.get("full_text"))
    whole = escaped is not None
    escaped = escaped if escaped is not None else text(body.get("text"))
    if escaped is None:
        raise SourceFormatError(f"tweet {number} without text")

    versions = tuple(dict.fromkeys(one for one in map(status_id, _list(edits)) if one is not None))
    quoted = quoted or status_id(status.get("quoted_status_id_str"), status.get("quoted_status_id"))
    retweeted = retweeted or status_id(table(status.get("retweeted_status")).get("id_str"))
    media = _media(body, status)
    if note is not None:
        # Notes reach us escaped by some interfaces and bare by others; what cannot be escaped text is not.
        escaped = note.text if is_escaped(note.text) else escape(note.text)
        words = read_words(escaped, _entities(note.entities, quoted, {number, *versions}))
    else:
        entities = _entities(table(body.get("entities")), quoted, {number, *versions})
        if body.get("mediaDetails") is not None:
            entities += _media_entities(body.get("mediaDetails"), {number, *versions})
        entities += _unnamed_media_link(escaped, entities, media)
        words = read_words(escaped, entities, shown=body.get("display_text_range"), unit=unit)
    truncated = not whole and (status.get("truncated") is True or _leads_to_itself(words, number))
    cut_retweet = retweeted is not None and escaped.rstrip().endswith("…")
    cut = note is None and (is_note or truncated or cut_retweet)
    return Tweet(
        status_id=number,
        handle=author.handle,
        author_name=author.name,
        user_id=author.user_id,
        avatar_url=author.avatar_url,
        created_at=instant(status.get("created_at"))
        or instant_of_milliseconds(status.get("timestamp_ms"))
        or clock(number),
        text=words.text,
        links=words.links,
        shown=words.shown,
        language=word(status.get("lang")),
        complete=not cut,
        edit_ids=versions,
        quoted_status_id=quoted,
        in_reply_to_status_id=status_id(status.get("in_reply_to_status_id_str"), status.get("in_reply_to_status_id")),
        in_reply_to_handle=word(status.get("in_reply_to_screen_name")),
        retweet_of=retweeted,
        media=media if media or not truncated else None,
        source=source,
    )


def _list(value: object) -> tuple[object, ...]:
    return tuple(value)[:100] if isinstance(value, (list, tuple)) else ()


def _media(body: Table, status: Table) -> tuple[Media, ...]:
    for listed in (
        body.get("mediaDetails"),
        table(body.get("extended_entities")).get("media"),
        table(status.get("extended_entities")).get("media"),
        table(body.get("entities")).get("media"),
    ):
        if media := read_media(listed):
            return media
    return read_lossy_views(status)


def _entities(groups: Table, quoted: StatusId | None, own: set[StatusId]) -> tuple[Entity, ...]:
    """`urls` and `media` of an `entities` object; mentions and hashtags stand in the text as they are shown."""
    links = []
    for one in tables(groups.get("urls")):
        url, display, expanded = word(one.get("url")), word(one.get("display_url")), word(one.get("expanded_url"))
        named = parse_permalink(expanded) if expanded else None
        kind = LinkKind.QUOTE if quoted is not None and named and named.status_id == quoted else LinkKind.LINK
        links.append(Entity(url, display, expanded, kind, *_indices(one)))
    return (*links, *_media_entities(groups.get("media"), own))


def _media_entities(listed: object, own: set[StatusId]) -> tuple[Entity, ...]:
    return tuple(
        Entity(
            url,
            word(one.get("display_url")) or PIC_DISPLAY + url.rsplit("/", 1)[-1],
            word(one.get("expanded_url")),
            LinkKind.MEDIA,
            *_indices(one),
            own=owner(one) in {None, *own},
        )
        for one in tables(listed)
        if (url := word(one.get("url"))) is not None
    )


def _indices(one: Table) -> tuple[object, object]:
    listed = one.get("indices")
    return (listed[0], listed[1]) if isinstance(listed, (list, tuple)) and len(listed) == 2 else (None, None)


def _unnamed_media_link(escaped: str, entities: tuple[Entity, ...], media: tuple[Media, ...]) -> tuple[Entity, ...]:
    """The media link of a payload that was trimmed of its media entity: the last link, if no entity claims it."""
    match = _TRAILING_SHORT_LINK.search(escaped)
    if match is None or not media or any(entity.kind is LinkKind.MEDIA for entity in entities):
        return ()
    if any(entity.url == match[1] for entity in entities):
        return ()
    return (Entity(match[1], PIC_DISPLAY + match[2], None, LinkKind.MEDIA, match.start(1), match.end(1)),)


def _leads_to_itself(words: Words, number: StatusId) -> bool:
    """Whether the text ends as X ends a cut one: `…` and a link to the whole tweet."""
    if not words.links or "…" not in words.text[: words.links[-1].start][-2:]:
        return False
    last = words.links[-1]
    named = parse_permalink(last.expanded) if last.expanded else None
    return last.kind is LinkKind.LINK and named is not None and named.status_id == number


def ends_cut(served: str) -> bool:
    """Whether a text without entities ends as X ends a cut one."""
    return _CUT_WITH_LINK.search(served) is not None or (served.startswith("RT @") and served.rstrip().endswith("…"))
