"""Payloads of X API v2 (reference/sources.md §3): one tweet or several, with what came along, or errors."""

from __future__ import annotations

from collections.abc import Mapping

from tweetarchive.model.errors import SourceFormatError
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import (
    Absence,
    Availability,
    LinkKind,
    Media,
    MediaKind,
    SourceName,
    Statement,
    StatusId,
    Tweet,
)
from tweetarchive.sources.attachments import read_variants
from tweetarchive.sources.shapes import (
    Table,
    address,
    clock,
    instant,
    number_text,
    status_id,
    table,
    tables,
    text,
    word,
)
from tweetarchive.sources.status_object import ends_cut
from tweetarchive.sources.tombstone import availability_in_words
from tweetarchive.sources.words import Entity, escape, is_escaped, read_words

_KINDS = {kind.value: kind for kind in MediaKind}
_PIC_HOSTS = ("pic.twitter.com/", "pic.x.com/")


def is_v2(found: Table) -> bool:
    """Whether an object has the shape of a v2 answer: tweets under `data`, or errors told the v2 way."""
    inner = found.get("data")
    one = table(inner) or next(iter(tables(inner)), {})
    if "text" in one and "id" in one:
        return True
    return any("/problems/" in (word(error.get("type")) or "") for error in tables(found.get("errors")))


def parse_v2(found: Table) -> tuple[Statement, ...]:
    """The tweets of `data`, the errors that concern the tweets asked for, then the tweets that came along.

    An error about an expansion (a quoted tweet that is gone) is none about the tweet asked for.

    Raises: SourceFormatError: a tweet without id or text.
    """
    includes = table(found.get("includes"))
    asked = tables([found.get("data")]) or tables(found.get("data"))
    return (
        *(_tweet(one, includes) for one in asked),
        *_absences(tables(found.get("errors"))),
        *(_tweet(one, includes) for one in tables(includes.get("tweets"))),
    )


def is_flat_v2(found: Table) -> bool:
    """Whether an object is a v2 tweet by itself, as dumps have one a line."""
    marked = "author_id" in found or "edit_history_tweet_ids" in found or "username" in table(found.get("author"))
    return marked and "text" in found and status_id(found.get("id")) is not None


def parse_flat_v2(found: Table) -> tuple[Statement, ...]:
    """One of them, with whatever `twarc2 flatten` put into it: its author, its media, the tweets it refers to.

    Raises: SourceFormatError: a tweet without id or text.
    """
    return parse_v2({"data": found, "includes": _includes(found)})


def _includes(flat: Table) -> Table:
    """What the API tells beside a tweet, gathered again."""
    tweets = [one for one in tables(flat.get("referenced_tweets")) if "text" in one]
    further = [_includes(one) for one in tweets]
    found = {
        "users": [table(flat.get("author")), table(flat.get("in_reply_to_user"))],
        "media": list(tables(table(flat.get("attachments")).get("media"))),
        "tweets": tweets,
    }
    return {name: [*held, *(inner for one in further for inner in tables(one[name]))] for name, held in found.items()}


def _absences(errors: tuple[Table, ...]) -> list[Absence]:
    found = []
    for one in errors:
        if one.get("parameter") not in ("id", "ids") and one.get("section") != "data":
            continue
        kind = (word(one.get("type")) or "").rsplit("/", 1)[-1]
        words = word(one.get("detail")) or word(one.get("title")) or kind or None
        # not-authorized-for-resource is said of protected and of suspended accounts alike: it says neither.
        told = Availability.NOT_FOUND if kind == "resource-not-found" else availability_in_words(words)
        found.append(
            Absence(
                status_id=status_id(one.get("resource_id"), one.get("value")),
                availability=told,
                words=words,
                source=SourceName.API_V2,
            )
        )
    return found


def _tweet(one: Table, includes: Table) -> Tweet:
    number, served = status_id(one.get("id")), text(one.get("text"))
    if number is None or served is None:
        raise SourceFormatError("an API v2 tweet without id or text")
    long = table(one.get("note_tweet"))
    note = text(long.get("text"))
    groups = table(long.get("entities")) if note is not None else table(one.get("entities"))
    users = {user.get("id"): user for user in tables(includes.get("users")) if isinstance(user.get("id"), str)}
    author = table(users.get(word(one.get("author_id"))))
    referenced = {
        kind: status_id(other.get("id"))
        for other in tables(one.get("referenced_tweets"))
        if (kind := word(other.get("type"))) is not None
    }
    quoted, retweeted = referenced.get("quoted"), referenced.get("retweeted")
    versions = tuple(
        dict.fromkeys(
            found for found in map(status_id, _strings(one.get("edit_history_tweet_ids"))) if found is not None
        )
    )
    escaped = served if note is None else note if is_escaped(note) else escape(note)
    words = read_words(escaped, _entities(groups, quoted))
    cut = note is None and (ends_cut(served) or (retweeted is not None and served.rstrip().endswith("…")))
    return Tweet(
        status_id=number,
        handle=word(author.get("username")),
        author_name=word(author.get("name")),
        user_id=number_text(one.get("author_id")),
        avatar_url=address(author.get("profile_image_url")),
        created_at=instant(one.get("created_at")) or clock(number),
        text=words.text,
        links=words.links,
        language=word(one.get("lang")),
        complete=not cut,
        edit_ids=versions,
        quoted_status_id=quoted,
        in_reply_to_status_id=referenced.get("replied_to"),
        in_reply_to_handle=word(table(users.get(word(one.get("in_reply_to_user_id")))).get("username")),
        retweet_of=retweeted,
        media=_media(one, includes, number),
        source=SourceName.API_V2,
    )


def _strings(value: object) -> tuple[object, ...]:
    return tuple(value)[:100] if isinstance(value, (list, tuple)) else ()


def _entities(groups: Table, quoted: StatusId | None) -> tuple[Entity, ...]:
    links = []
    for one in tables(groups.get("urls")):
        display, expanded = word(one.get("display_url")), word(one.get("expanded_url"))
        named = parse_permalink(expanded) if expanded else None
        if "media_key" in one or (display or "").startswith(_PIC_HOSTS):
            kind = LinkKind.MEDIA
        elif quoted is not None and named is not None and named.status_id == quoted:
            kind = LinkKind.QUOTE
        else:
            kind = LinkKind.LINK
        links.append(Entity(word(one.get("url")), display, expanded, kind, one.get("start"), one.get("end")))
    return tuple(links)


def _media(one: Table, includes: Table, number: StatusId) -> tuple[Media, ...] | None:
    """In the order of `media_keys`; None where the answer does not tell (fields or expansion not asked for)."""
    keys = _strings(table(one.get("attachments")).get("media_keys"))
    held: Mapping[object, Table] = {
        found["media_key"]: found for found in tables(includes.get("media")) if isinstance(found.get("media_key"), str)
    }
    named = [held[key] for key in keys if isinstance(key, str) and key in held]
    if len(named) < len(keys) or not ({"entities", "attachments"} & one.keys()):
        return None
    links = {
        key: entity
        for entity in tables(table(one.get("entities")).get("urls"))
        if isinstance(key := entity.get("media_key"), str)
    }
    found = []
    for attached in named:
        image = address(attached.get("url")) or address(attached.get("preview_image_url"))
        entity = table(links.get(attached["media_key"]))
        expanded = parse_permalink(word(entity.get("expanded_url")) or "")
        if image is not None:
            found.append(
                Media(
                    kind=_KINDS.get(word(attached.get("type")) or "", MediaKind.PHOTO),
                    image_url=image,
                    alt=word(attached.get("alt_text")),
                    variants=read_variants(attached.get("variants")),
                    link=address(entity.get("url")),
                    owner=expanded.status_id if expanded else number if entity else None,
                )
            )
    return tuple(found)
