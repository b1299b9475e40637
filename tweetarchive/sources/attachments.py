"""Pictures and videos as syndication, v1.1 and GraphQL list them: one shape for all three."""

from __future__ import annotations

from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import Media, MediaKind, StatusId, Variant
from tweetarchive.sources.shapes import Table, address, status_id, table, tables, text, whole, word

_KINDS = {kind.value: kind for kind in MediaKind}


def read_media(listed: object) -> tuple[Media, ...]:
    """`mediaDetails`, or `media` of `extended_entities`: in order, what has no picture left out."""
    found = []
    for one in tables(listed):
        image = address(one.get("media_url_https")) or address(one.get("media_url"))
        if image is None:
            continue
        variants = read_variants(table(one.get("video_info")).get("variants"))
        kind = _KINDS.get(word(one.get("type")) or "", MediaKind.VIDEO if variants else MediaKind.PHOTO)
        found.append(
            Media(
                kind=kind,
                image_url=image,
                alt=word(one.get("ext_alt_text")),
                variants=variants,
                link=address(one.get("url")),
                owner=owner(one),
            )
        )
    return tuple(found)


def owner(one: Table) -> StatusId | None:
    """The tweet that a media entity says it belongs to; another one than its own where media is re-used."""
    named = parse_permalink(text(one.get("expanded_url")) or "")
    return status_id(one.get("source_status_id_str")) or (named.status_id if named else None)


def read_variants(listed: object) -> tuple[Variant, ...]:
    """`variants` under the names of every interface: `bitrate` or `bit_rate`, `url` or `src`."""
    found = []
    for one in tables(listed):
        url = address(one.get("url")) or address(one.get("src"))
        if url is not None:
            kind = word(one.get("content_type")) or word(one.get("type")) or ""
            rate = whole(one.get("bitrate"))
            found.append(Variant(url, kind, rate if rate is not None else whole(one.get("bit_rate"))))
    return tuple(found)


def read_lossy_views(status: Table) -> tuple[Media, ...]:
    """`photos` and `video` of a syndication answer that lists no `mediaDetails`: order and kind may be lost."""
    photos = tuple(
        Media(kind=MediaKind.PHOTO, image_url=url)
        for one in tables(status.get("photos"))
        if (url := address(one.get("url"))) is not None
    )
    video = table(status.get("video"))
    poster = address(video.get("poster"))
    if poster is None:
        return photos
    return (
        *photos,
        Media(kind=MediaKind.VIDEO, image_url=poster, variants=read_variants(video.get("variants"))),
    )
