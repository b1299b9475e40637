"""How much a run may ask: of everybody together, and of each host. Threads share it."""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping

from tweetarchive.archive.guard import host_of

logger = logging.getLogger(__name__)

_LISTED = re.compile(r"[?&]ids=[^&#]*")
EVERYBODY = ""
"""Stands for all hosts together."""


class Budget:
    """What is left to be asked. Every attempt costs: one, or one for each tweet it names (X's API charges by tweet)."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        """Args: limits: by host, or EVERYBODY; who is not named may be asked without end."""
        self._limits = limits
        self._left = dict(limits)
        self._not_asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def spend(self, url: str, *, begins: bool) -> str | None:
        """Take out what a request costs.

        Args:
            begins: whether an article begins with it. When nothing is left for EVERYBODY, none is begun, and what is
                under way is finished all the same: half an article would be worse than a few requests more.
        Returns: whose budget has not so much left, in words; then nothing is taken.
        """
        host, price = host_of(url), _price(url)
        with self._lock:
            for one in (EVERYBODY, host) if begins else (host,):
                if self._left.get(one, price) < price:
                    self._not_asked[one] += 1
                    return self._told(one)
            for one in (EVERYBODY, host):
                if one in self._left:
                    self._left[one] -= price
            return None

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is to be begun."""
        with self._lock:
            return self._left.get(EVERYBODY, 1) <= 0

    def close(self) -> None:
        """At the end of a run: tell what was left out."""
        for one, left in self._left.items():
            number = self._not_asked[one]
            if number:
                logger.warning("%s; requests not made: %d, each among the problems", self._told(one), number)
            elif one == EVERYBODY and left <= 0:
                logger.warning("%s; what was not begun is left for another run", self._told(one))

    def _told(self, one: str) -> str:
        """The same words in every run with this budget: they are kept with each question that was left out."""
        return f"the budget of {self._limits[one]:,} requests{f' to {one}' if one else ''} is used up"


def _price(url: str) -> int:
    listed = _LISTED.search(url)
    return 1 + listed[0].count(",") if listed else 1
