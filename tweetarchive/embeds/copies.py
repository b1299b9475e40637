"""Several copies of one tweet on a page are one embed, unless their words differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tweetarchive.embeds.found import Find
from tweetarchive.model.article import Embed, Form

_RANK = (
    Form.BLOCKQUOTE, Form.AMP_TWITTER, Form.STATIC_CARD, Form.IFRAME, Form.WIDGET, Form.LINK, Form.FLATTENED,
    Form.PAGE_STATE,
)  # fmt: skip
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "…": "...", "–": "-", "—": "-"})


def merge_copies(finds: Sequence[Find]) -> tuple[Find, ...]:
    """One find per tweet and wording, at the place of its first copy, with its index.

    Copies are finds of one id whose words are equal but for white space, or of which one shows none; where no id is
    known, finds of one author with equal words. What stands in page state only is compared without regard to
    typography: nobody reads it, the rendered copy has gone through the newsroom's typesetter.
    """
    merged: list[Find] = []
    by_key: dict[str, list[int]] = {}
    for find in finds:
        key = find.embed.status_id or ""
        places = [at for at in by_key.get(key, ()) if _is_copy(merged[at].embed, find.embed)] if key else []
        if not places and find.embed.text and find.embed.handle:
            by_author = by_key.get(_author(find.embed), ())
            places = [at for at in by_author if _is_copy(merged[at].embed, find.embed)]
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


def _is_copy(one: Embed, other: Embed) -> bool:
    if one.status_id and other.status_id and one.status_id != other.status_id:
        return False
    if one.text is None or other.text is None:
        return one.status_id is not None and one.status_id == other.status_id
    if _SPACE.sub("", one.text) == _SPACE.sub("", other.text):
        return True
    if Form.PAGE_STATE in (one.form, other.form):
        return _loosely(one.text) == _loosely(other.text)
    return False


def _loosely(text: str) -> str:
    return _SPACE.sub("", text.translate(_TYPOGRAPHY)).lower()


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
    )
    if not embed.handle_shown and (silent.embed.handle_shown or embed.handle is None):
        embed = replace(embed, handle=silent.embed.handle, handle_shown=silent.embed.handle_shown)
    return Find(embed, first.node if first.node is not None else second.node)
