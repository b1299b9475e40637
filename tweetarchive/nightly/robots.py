"""robots.txt (RFC 9309), asked for once a night and site, and kept by protego's reading of it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from protego import Protego

from tweetarchive.model.capture import Fetch, Purpose, Request, follow
from tweetarchive.model.errors import Failure, FetchError

PARSED_AT_MOST = 512 * 1024  # bytes; RFC 9309 §2.5 asks for 500 KiB at least
_AGENT_LINE = re.compile(r"(?P<field>^[ \t]*user-?agent[ \t]*:[ \t]*)(?P<agent>[^\s#]+)[^\r\n]*", re.I | re.M)
_ANOTHER = "not-us-"
_PRODUCT = re.compile(r"[A-Za-z_-]+")  # RFC 9309 §2.2.1


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows us."""

    parsed: Protego | None
    """None: nothing is forbidden, or `unreachable` says why everything is for now."""
    agent: str
    unreachable: str | None = None
    ignored: bool = False
    """Whether what is disallowed is asked for all the same; delays and sitemaps are heeded."""
    at: str = ""
    """Where the file was found, behind redirects."""

    def forbids(self, url: str) -> str | None:
        """Why this address is not to be asked for; None where it is allowed."""
        if self.unreachable:
            return self.unreachable
        if self.parsed is not None and not self.ignored and not self.parsed.can_fetch(url, self.agent):
            return "robots.txt disallows it"
        return None

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the site asks for; 0 where it asks for none."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(self.agent)
        by_rate = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return max(self.parsed.crawl_delay(self.agent) or 0.0, by_rate)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Absolute addresses; relative ones, which are common, are read from where the file was found."""
        return tuple(urljoin(self.at, one) for one in self.parsed.sitemaps) if self.parsed is not None else ()


class Robots:
    """The rules of every site, fetched when they are first needed; threads may share it."""

    def __init__(
        self,
        fetch: Fetch,
        agent: str,
        *,
        ignored: bool = False,
        slow_down: Callable[[str, float], None] = lambda url, interval: None,
    ) -> None:
        """Make it.

        Args:
            agent: the whole User-Agent; its first product's name is looked for in the files.
            slow_down: told the crawl-delay of a site, seconds, before anything else is asked of it.
        """
        self._fetch = fetch
        self._slow_down = slow_down
        product = _PRODUCT.match(agent)
        self._agent = product[0] if product else agent
        self._ignored = ignored
        self._known: dict[str, Rules] = {}
        self._lock = threading.Lock()

    def of(self, url: str) -> Rules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            known = self._known.get(origin)
        if known is None:
            known = self._ask(f"{origin}/robots.txt")
            if known.crawl_delay:
                self._slow_down(url, known.crawl_delay)
            with self._lock:
                self._known[origin] = known
        return known

    def _ask(self, url: str) -> Rules:
        everything = Rules(None, self._agent)
        try:
            answer = follow(Request(url, Purpose.SOURCE), self._fetch)[-1]
        except FetchError as error:
            if error.failure is Failure.REDIRECT_LOOP or self._ignored:
                return everything  # RFC 9309 §2.3.1.2
            cause = str(error).removeprefix(f"{url}: ")
            return Rules(None, self._agent, f"its robots.txt cannot be had, so nothing is asked of the site: {cause}")
        # RFC 9309 §2.3.1.4; 429 is no "everything is allowed" but "come later", as search engines take it, too
        if (answer.status >= 500 or answer.status == 429) and not self._ignored:
            why = f"its robots.txt answers {answer.status}, so nothing is asked of the site for now"
            return Rules(None, self._agent, why)
        if answer.status != 200:  # RFC 9309 §2.3.1.3
            return everything
        stated = answer.body.read()[:PARSED_AT_MOST].decode("utf-8-sig", "replace")
        parsed = Protego.parse(_AGENT_LINE.sub(self._by_product, stated))
        return Rules(parsed, self._agent, ignored=self._ignored, at=answer.request.url)

    def _by_product(self, line: re.Match[str]) -> str:
        """A group is meant for us where it names our product whole, with a version or without (RFC 9309 §2.2.1).

        Protego compares beginnings, so that a group for `tweet` would be ours.
        """
        named = _PRODUCT.match(line["agent"])
        if line["agent"] == "*" or named is None:
            return line[0]
        ours = named[0].lower() == self._agent.lower()
        return f"{line['field']}{self._agent if ours else f'{_ANOTHER}{named[0]}'}"
