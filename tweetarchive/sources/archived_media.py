"""The Internet Archive's copies of pictures and videos that X no longer serves (reference/sources.md §7, §8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from tweetarchive.model.capture import Exchange, Fetch, Purpose
from tweetarchive.model.errors import FetchError, NotRecorded, SourceFormatError
from tweetarchive.sources.memento import TRIES, Memento, fetch_memento
from tweetarchive.sources.source import no_answer
from tweetarchive.sources.web_archive import FIELDS, ROW_LIMIT, SEARCH, read_index

_FOLDER = re.compile(r"^(/(?:amplify_video|ext_tw_video)/\d+/)")
"""All renditions of a video lie in one; a picture's sizes share their name, with and without extension."""
_SIZE_OR_EXTENSION = re.compile(r"(?::\w+|\.\w+)+$")


def archived_copy(url: str, kind: str, fetch: Fetch) -> tuple[Exchange | None, str]:
    """The largest copy of a picture or video, in whatever size it was copied; and why there is none.

    One search of the index finds them all.

    Args:
        url:  one of its addresses at X.
        kind: how its media type begins, `image/`.
    Raises: NotRecorded where the index was never asked.
    """
    parts = urlsplit(url)
    begins = f"{parts.hostname}{_stem(parts.path)}"
    query = {"url": begins, "matchType": "prefix", "output": "json", "fl": FIELDS, "limit": str(ROW_LIMIT)}
    try:
        found = read_index(f"{SEARCH}?{urlencode(query)}", fetch)
    except FetchError as error:
        return None, no_answer(error)
    except SourceFormatError as error:
        return None, str(error)
    why = "no copy"
    for memento in _largest(found, begins, kind)[:TRIES]:
        try:
            copy = fetch_memento(memento, fetch, Purpose.MEDIA)
        except NotRecorded:
            continue
        except FetchError as error:
            why = no_answer(error)
            continue
        if copy.status == 200 and copy.body.size and (copy.content_type or "").startswith(kind):
            return copy, ""
        why = "no copy that can be read"
    return None, why


def _largest(found: Iterable[Memento], begins: str, kind: str) -> list[Memento]:
    """The copies of that very file, the largest first, each content once."""
    fitting = [
        one for one in found if one.status == 200 and one.content_type.startswith(kind) and _is_of(one.original, begins)
    ]
    fitting.sort(key=lambda one: (one.length, one.timestamp))
    return list({one.digest or one.timestamp: one for one in fitting}.values())[::-1]


def _is_of(original: str, begins: str) -> bool:
    """Whether it is that file's address: the index folds case, which tells X's files apart, and finds longer names."""
    parts = urlsplit(original)
    return f"{parts.hostname}{_stem(parts.path)}" == begins


def _stem(path: str) -> str:
    folder = _FOLDER.match(path)
    return folder[1] if folder is not None else _SIZE_OR_EXTENSION.sub("", path)
