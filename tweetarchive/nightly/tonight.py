"""What this night has seen of each article, so that each is looked at once, and a copy is told from an article."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

EmbedShown = tuple[str | None, str | None, str | None, str | None]
Shown = frozenset[EmbedShown]
"""All that a page's embeds show, as `embed_shown` has it."""


def embed_shown(embed: Mapping[str, Any]) -> EmbedShown:
    """What decides over an embed's verdict: number, words, author, day. Of the layout nothing else than blanks.

    Args: embed: `embeds[].embed` of a report (CONTRACT.md §2).
    """
    text = embed["text"]
    if not text:
        return embed["status_id"], None, None, None
    handle = (embed["handle"] or "").lower()
    return embed["status_id"], " ".join(text.split()), handle, embed["date_text"]


def covers(shown: Shown, copy: Shown) -> bool:
    """Whether a page shows all that a copy of it does: the same tweets, by the same authors, in the same words."""
    numbers = {one[0] for one in shown}
    return all(one[0] in numbers if one[0] and one[1] is None else one in shown for one in copy)


class Tonight:
    """Articles by their keys (`model.address.article_key`). Threads may share it."""

    def __init__(self) -> None:
        self._shown: dict[str, Shown | None] = {}
        """None where nothing can be said of it."""
        self._pending: set[str] = set()
        self._settled = threading.Condition()

    def begin(self, *keys: str) -> bool:
        """Take an article as one's own, to look at. False where somebody else did; then nothing is taken."""
        with self._settled:
            if any(key in self._shown for key in keys):
                return False
            self._shown |= dict.fromkeys(keys)
            self._pending |= {*keys}
            return True

    def settle(self, keys: Iterable[str], shown: Shown | None) -> None:
        """Say what the page of an article shows; None: nothing that a copy could be held against."""
        with self._settled:
            for key in keys:
                self._shown[key] = shown
                self._pending.discard(key)
            self._settled.notify_all()

    def release(self, keys: Iterable[str]) -> None:
        """Nothing more will be said of those that nothing was said of."""
        with self._settled:
            self._pending -= {*keys}
            self._settled.notify_all()

    def forget(self, key: str) -> None:
        """Leave what was taken to whoever comes next."""
        with self._settled:
            self._shown.pop(key, None)
            self._pending.discard(key)
            self._settled.notify_all()

    def shown_by(self, key: str) -> Shown | None:
        """What an article shows, once whoever took it has looked."""
        with self._settled:
            self._settled.wait_for(lambda: key not in self._pending)
            return self._shown.get(key)
