"""How the network is used: by whom, how fast, how long, how much."""

from __future__ import annotations

from dataclasses import dataclass

from tweetarchive import __version__
from tweetarchive.archive.bearer import BearerToken
from tweetarchive.model.capture import Purpose

COURTESY = 0.2  # seconds between two requests to one host: five a second, what a reader's browser exceeds
ASSET_COURTESY = 0.05  # seconds between pictures and style sheets of a page, which a browser asks for six at a time
COURTESIES = (("cdn.syndication.twimg.com/", 2.0),)  # no limit is documented; sources.md §1
LIMITS = (
    ("web.archive.org/cdx/", 0.4),  # 80 % of the hard limit of 30 a minute (wayback 0.5.1 changelog)
    ("web.archive.org/web/timemap/", 0.4),  # answered by the same index
    ("web.archive.org/", 1.0),  # sources.md §8
)
SOURCE_HOSTS = {
    "syndication": "cdn.syndication.twimg.com",
    "oembed": "publish.x.com",
    "api_v2": "api.x.com",
    "web_archive": "web.archive.org",
}
"""Whom a source asks."""
LARGEST_DOCUMENT = 1 << 25  # bytes; no page of the reference corpus has more than 5 MB
LARGEST = 1 << 29  # bytes; the largest video that X takes from an ordinary account


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The settings of every request; the same for all threads of a run."""

    timeout: float = 30.0
    """Seconds of silence after which a host is given up. A whole answer may last twice that plus what its bytes need
    at 32 KiB a second."""
    retries: int = 3
    """Further attempts after a first one that failed by a fault that may pass; 0: none."""
    delay: float | None = None
    """Seconds between two requests to one host; None: COURTESIES, elsewhere COURTESY, for what a page shows
    ASSET_COURTESY. LIMITS hold in any case."""
    limits: tuple[tuple[str, float], ...] = LIMITS
    """Requests a second to what starts with `host/path`, the first that fits: beyond it the host blocks who asks."""
    budgets: tuple[tuple[str, int], ...] = ()
    """Requests that a run may make to each of some hosts; to all together under "" (`budget.EVERYBODY`)."""
    user_agent: str | None = None
    """The whole User-Agent; None: the tool's name, with `contact`."""
    contact: str | None = None
    """An address or URL by which the user can be reached; part of the tool's User-Agent."""
    max_size: int | None = None
    """Bytes of a body on the wire; None: LARGEST for media, else LARGEST_DOCUMENT."""
    allow_private_addresses: bool = False
    """Let links lead into private networks."""
    token: BearerToken | None = None
    """Goes along with requests to X's API, and with no other."""
    connections: int = 32
    """Idle connections kept for each host: as many as threads that ask."""

    @property
    def agent(self) -> str:
        """The User-Agent that is sent: syndication answers 400 to none (sources.md §1)."""
        return self.user_agent or f"tweetarchive/{__version__}" + (f" (+{self.contact})" if self.contact else "")

    @property
    def paces(self) -> tuple[tuple[str, float], ...]:
        """Limits and, where the user named no delay, courtesies."""
        return self.limits + (COURTESIES if self.delay is None else ())

    def largest(self, purpose: Purpose) -> int:
        """The cap on a body, in bytes."""
        if self.max_size is not None:
            return self.max_size
        return LARGEST if purpose is Purpose.MEDIA else LARGEST_DOCUMENT
