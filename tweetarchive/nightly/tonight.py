"""What this night has seen of each article, so that each is looked at once, and a copy is told from an article."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable

Shown = frozenset[tuple[str | None, str | None]]
"""Of each embed of a page: its tweet's number and the letters of its words, as `embed_shown` has them."""
_NO_LETTERS = re.compile(r"\W+")


def embed_shown(status_id: str | None, text: str | None) -> tuple[str | None, str | None]:
    """How an embed is compared with a copy of itself: layout and punctuation differ between a page and its AMP twin."""
    return status_id, _NO_LETTERS.sub("", text).casefold() if text else None


def covers(shown: Shown, copy: Shown) -> bool:
    """Whether a page shows all that a copy of it does: the same tweets, and no other words."""
    numbers = {number for number, _ in shown}
    return all((number in numbers) if number and not words else (number, words) in shown for number, words in copy)


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
