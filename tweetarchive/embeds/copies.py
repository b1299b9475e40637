"""Several copies of one tweet on a page are one embed, unless their words differ."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from tweetarchive.embeds.found import Find
from tweetarchive.model.article import Embed, Form

_RANK = (
    Form.BLOCKQUOTE, Form.AMP_TWITTER, Form.STATIC_CARD, Form.IFRAME, Form.WIDGET, Form.LINK, Form.FLATTENED,
    Form.PAGE_STATE,
)  # fmt: skip
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_LINKS = (
    re.compile(r"https?://\S+|(?:pic\.(?:twitter|x)\.com|\bt\.co)/\w+", re.A),
    re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S*"),
)
_UNREAD = frozenset(map(chr, (*range(0xFE00, 0xFE10), 0x20E3)))  # variation selectors and keycaps: marks of emoji


def merge_copies(finds: Sequence[Find]) -> tuple[Find, ...]:
    """One find per tweet and wording, at the place of its first copy, with its index.

    Copies are finds of one id whose words are equal but for white space, or of which one shows none; where no id is
    known, finds of one author and day with equal words. What stands in page state only is compared by its letters and
    digits: nobody reads it, the rendered copy has gone through the newsroom's typesetter.
    """
    merged: list[Find] = []
    by_key: dict[str, list[int]] = {}
    for find in finds:
        key = find.embed.status_id or ""
        places = [at for at in by_key.get(key, ()) if _is_copy(merged[at], find)] if key else []
        if not places and find.embed.text and find.embed.handle:
            by_author = by_key.get(_author(find.embed), ())
            places = [at for at in by_author if _is_copy(merged[at], find)]
        if places:
            merged[places[0]] = _merge(merged[places[0]], find)
            at = places[0]
        else:
            merged.append(find)
            at = len(merged) - 1
        for name in (merged[at].embed.status_id, _author(merged[at].embed) if merged[at].embed.handle else None):
            if name and at not in by_key.setdefault(name, []):
                by_key[name].append(at)
    return tuple(replace(find, embed=replace(find.embed, index=at)) for at, find in enumerate(merged))


def _author(embed: Embed) -> str:
    return f"@{(embed.handle or '').lower()}"


def _is_copy(one: Find, other: Find) -> bool:
    ids = one.embed.status_id, other.embed.status_id
    if all(ids) and ids[0] != ids[1]:
        return False
    if not all(ids) and one.embed.date and other.embed.date:
        days = one.embed.date.readings, other.embed.date.readings
        if all(days) and set(days[0]).isdisjoint(days[1]):
            return False  # "Good morning" again, another day
    if one.embed.text is None or other.embed.text is None:
        return ids[0] is not None and ids[0] == ids[1]
    if _SPACE.sub("", one.embed.text) == _SPACE.sub("", other.embed.text):
        return True
    return (_is_state(one) or _is_state(other)) and _say_the_same(one.embed.text, other.embed.text)


def _is_state(find: Find) -> bool:
    return find.node is None and find.embed.form is not Form.FLATTENED


def _say_the_same(one: str, other: str) -> bool:
    """Whether letters and digits are equal, links left out, or one text ends in an ellipsis and the other goes on."""
    (first, first_ends), (second, second_ends) = _letters(one), _letters(other)
    if first == second:
        return True
    return (not first_ends and second.startswith(first)) or (not second_ends and first.startswith(second))


def _letters(text: str) -> tuple[str, bool]:
    """The letters and digits of a text without its links, and whether it was told to its end."""
    text = unicodedata.normalize("NFKC", html.unescape(text)).casefold()
    for link in _LINKS:
        text = link.sub("", text)
    letters = (char for char in text if unicodedata.category(char)[0] in "LMN" and char not in _UNREAD)
    return "".join(letters), not text.rstrip().endswith("...")


def _merge(first: Find, second: Find) -> Find:
    """The copy with words speaks; the form is that of the copy that is rendered."""
    rendered = [find for find in (first, second) if find.embed.form is not Form.PAGE_STATE] or [first, second]
    rendered.sort(key=lambda find: (find.embed.text is None, _RANK.index(find.embed.form)))
    speaking = min((first, second), key=lambda find: (find.embed.text is None, _RANK.index(find.embed.form)))
    silent = second if speaking is first else first
    embed = replace(
        speaking.embed,
        form=rendered[0].embed.form,
        status_id=speaking.embed.status_id or silent.embed.status_id,
        permalink=speaking.embed.permalink or silent.embed.permalink,
        date=speaking.embed.date or silent.embed.date,
        author_name=speaking.embed.author_name or silent.embed.author_name,
        language=speaking.embed.language or silent.embed.language,
        pictures=max(speaking.embed.pictures or 0, silent.embed.pictures or 0) or None,
    )
    if not embed.handle_shown and (silent.embed.handle_shown or embed.handle is None):
        embed = replace(embed, handle=silent.embed.handle, handle_shown=silent.embed.handle_shown)
    return Find(embed, first.node if first.node is not None else second.node)
