"""Hosts that asked to be left alone, kept in the archive: the next run leaves them alone too. Those that block who is
too fast are noted for the moment after a run, so that two runs keep one pace.

The Internet Archive shuts out, for an hour and longer, who goes on after a 429 (reference/sources.md §8).
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

logger = logging.getLogger(__name__)

FILE = "cool-down.json"
LONGEST = 86400.0  # seconds; who asks for more, or a clock that was wrong, is believed no further


class CoolDowns:
    """`cool-down.json`: until when which host is not asked. A courtesy: if it cannot be read or written, work goes on.

    Only the process that holds the archive's lock writes it; callers see to one call at a time.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._path = folder / FILE
        self._now = now
        self._until = self._read()

    def left(self) -> Mapping[str, float]:
        """Seconds by host, of those whose time is not over."""
        return {host: (until - self._now()).total_seconds() for host, until in self._until.items()}

    def keep(self, host: str, seconds: float) -> None:
        now = self._now()
        self._until = {one: until for one, until in self._until.items() if until > now}
        self._until[host] = max(now + timedelta(seconds=min(seconds, LONGEST)), self._until.get(host, now))
        stated = {one: until.isoformat(timespec="milliseconds") for one, until in sorted(self._until.items())}
        draft = self._path.with_suffix(".open")
        try:
            draft.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")
            os.replace(draft, self._path)
        except OSError as error:
            logger.warning("%s: cannot be written (%s); the next run will not know of it", FILE, error.strerror)

    def _read(self) -> dict[str, datetime]:
        try:
            stated = json.loads(self._path.read_text(encoding="utf-8"))
            found = {str(host): datetime.fromisoformat(until).astimezone(UTC) for host, until in stated.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            logger.warning("%s: cannot be read, and is made anew", FILE)
            return {}
        now = self._now()
        return {host: until for host, until in found.items() if now < until <= now + timedelta(seconds=LONGEST)}
