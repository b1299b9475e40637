"""Which embed a claim belongs to: the one that shows its words, or, where it shows none, its speaker's next to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tweetarchive.embeds.claims.languages import guess_languages
from tweetarchive.model.article import Embed

_WORD = re.compile(r"[^\W_]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_EDITED = re.compile(r"\[(?:sic|[^\[\]]*)\]|\(sic\)|\(…\)|\(\.\.\.\)", re.I)
_CASE_OF_ONE_LETTER = re.compile(r"\[(\w{1,2})\](?=\w)")
_OMISSION = re.compile(r"\s*(?:\[?…\]?|\[?\.\s?\.\s?\.\]?)\s*")
_LONG_ENOUGH = 12  # folded letters of a quotation that tie it by themselves; shorter ones also need the speaker
_SAME_WORDS = 0.6  # share of a quotation's words, in order, that ties an altered quotation of the same speaker's tweet


def fold(text: str) -> str:
    """Letters and digits only, without case, accents and width: to find words, never to judge them."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return _NO_LETTERS.sub("", decomposed)


def shows(quotation: str, embed_text: str) -> bool:
    """Whether an embed shows the quoted words, in order, a reporter's visible edits left out."""
    return holds_runs(fold(embed_text), quotation)


def holds_runs(held: str, quotation: str) -> bool:
    """`shows`, for an embed's folded words."""
    runs = [fold(run) for run in _runs(quotation)]
    at = 0
    for run in runs:
        found = held.find(run, at)
        if found < 0:
            return False
        at = found + len(run)
    return any(runs)


def tie(
    quotation: str, speaker: str | None, handle: str | None, status_id: str | None, after: int, embeds: Sequence[Embed]
) -> int | None:
    """The index of the embed a claim belongs to; None where nothing ties it to any.

    A speaker alone ties only a quotation that cannot be compared: the embed next to it shows no words, or shows them in
    another language. Another tweet of the same account beside the sentence is no reason (reference/embeds.md trap 16).

    Args:
        after: how many embeds stand before the sentence.
    """
    if status_id is not None:
        for embed in embeds:
            if embed.status_id == status_id:
                return embed.index
    nearest = sorted(embeds, key=lambda embed: (_distance(embed, after), embed.index))
    length = len(fold(quotation))
    for embed in nearest:
        enough = length >= _LONG_ENOUGH or is_by(embed, speaker, handle)
        if embed.text and enough and shows(quotation, embed.text):
            return embed.index
    for embed in nearest:
        if embed.text and is_by(embed, speaker, handle) and _shares_words(quotation, embed.text):
            return embed.index
    for embed in nearest:
        if _distance(embed, after) == 0 and is_by(embed, speaker, handle) and not _comparable(quotation, embed):
            return embed.index
    return None


def is_by(embed: Embed, speaker: str | None, handle: str | None) -> bool:
    """Whether a sentence's speaker can be the embed's author: the same handle, or a name in common."""
    if handle is not None and embed.handle is not None:
        return handle.casefold() == embed.handle.casefold()
    if speaker is None:
        return False
    names = [fold(word) for word in speaker.split()]
    if speaker.startswith("@") and embed.handle is not None:
        return names[0] == fold(embed.handle)
    shown = {fold(word) for word in _WORD.findall(embed.author_name or "")}
    if any(name in shown for name in names if len(name) > 2 or not name.isascii()):
        return True
    whole, author = "".join(names), fold(embed.author_name or "")
    if whole and author and (whole in author or author in whole) and min(len(whole), len(author)) > 2:
        return True
    return embed.handle is not None and any(name in fold(embed.handle) for name in (whole, *names) if len(name) > 3)


def _distance(embed: Embed, after: int) -> int:
    """0 for the embeds just before and just after the sentence."""
    return (after - 1 - embed.index) if embed.index < after else embed.index - after


def _runs(quotation: str) -> list[str]:
    """The verbatim runs of a quotation: between omissions, without [sic], [w]all as wall."""
    quotation = _CASE_OF_ONE_LETTER.sub(r"\1", quotation)
    return [run for part in _EDITED.split(quotation) for run in _OMISSION.split(part) if run.strip()]


def _shares_words(quotation: str, embed_text: str) -> bool:
    """Whether most of the words stand in the embed, in order: a misquotation is still of that tweet."""
    words, held = _words(_EDITED.sub(" ", quotation)), _words(embed_text)
    if not words:
        return False
    # longest common subsequence, row by row; both are at most a tweet long
    row = [0] * (len(held) + 1)
    for word in words[:400]:
        diagonal = 0
        for at, other in enumerate(held[:400]):
            above = row[at + 1]
            row[at + 1] = diagonal + 1 if word == other else max(above, row[at])
            diagonal = above
    return row[min(len(held), 400)] >= max(2, _SAME_WORDS * len(words))


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _comparable(quotation: str, embed: Embed) -> bool:
    """Whether an embed shows words of the quotation's language: then they would have tied it."""
    if not embed.text:
        return False
    ours, theirs = guess_languages(quotation), guess_languages(embed.text)
    if not ours or not theirs:
        return True
    best, their_best = max(ours.values()), max(theirs.values())
    if best < 3 or their_best < 3:
        return True
    return any(
        ours.get(language, 0) >= best * 0.5 and points >= their_best * 0.5 for language, points in theirs.items()
    )
