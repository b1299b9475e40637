"""The world as a test speaks of it."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.world.faults import BadCertificate, Fault, Refuse
from tests.world.gone import Gone
from tests.world.proxy import Proxy, authority
from tests.world.tweet import Photo, Tweet
from tests.world.web_archive import Memento, WebArchive
from tests.world.wire import Answer, Asked, Pattern
from tests.world.x import X

LONGEST_WAIT = 20.0  # seconds a test waits for a request to arrive before it fails

Handler = Callable[[Asked], Answer]


@dataclass(slots=True)
class _Trouble:
    pattern: Pattern
    fault: Fault
    left: int | None
    """How many more requests it hits; None: all."""


class World:
    """Start it with `with`. Everything may be told before or while it runs."""

    def __init__(self, *, latency: float = 0.0) -> None:
        self.x = X()
        self.web_archive = WebArchive()
        self._sites: dict[str, Handler] = {"web.archive.org": self.web_archive.handle}
        self._answers: list[tuple[Pattern, Answer]] = []
        self._troubles: list[_Trouble] = []
        self._requests: list[Asked] = []
        self._changed = threading.Condition()
        self._folder = tempfile.TemporaryDirectory(prefix="world-")
        self._proxy = Proxy(self._reply, self._host_fault, latency)

    def __enter__(self) -> Self:
        authority().cert_pem.write_to_path(str(self._certificate))
        self._proxy.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._proxy.close()
        self._folder.cleanup()

    # What it is --------------------------------------------------------------------------------------------------

    def tweet(self, id: str, *, photos: int | tuple[Photo, ...] = 0, **wrote: Any) -> Tweet:
        """Have X serve a tweet on all its hosts; `wrote`: the fields of Tweet, `text` at least."""
        taken = (Photo(),) * photos if isinstance(photos, int) else photos
        tweet = Tweet(id=id, photos=taken, **wrote)
        self.x.add(tweet)
        return tweet

    def deleted(self, id: str) -> None:
        self.gone(id, Gone.DELETED)

    def suspended(self, id: str) -> None:
        self.gone(id, Gone.SUSPENDED)

    def protected(self, id: str) -> None:
        self.gone(id, Gone.PROTECTED)

    def age_restricted(self, id: str) -> None:
        self.gone(id, Gone.AGE_RESTRICTED)

    def mute(self, id: str) -> None:
        self.gone(id, Gone.MUTE)

    def gone(self, id: str, why: Gone) -> None:
        """X no longer shows it; its short links still lead to it, as they do."""
        self.x.gone[id] = why

    def short_link(self, code: str, target: str) -> str:
        """A t.co link; returns its address."""
        self.x.short_links[code] = target
        return f"https://t.co/{code}"

    def article(self, url: str, page: str | bytes, *, content_type: str = "text/html; charset=utf-8") -> str:
        self.answer(
            url, Answer(200, (("Content-Type", content_type),), page.encode() if isinstance(page, str) else page)
        )
        return url

    def answer(self, url: str, answer: Answer) -> None:
        """Have requests answered so (`Pattern` says which); before all hosts' own answers, the latest first."""
        self._answers.insert(0, (Pattern.of(url), answer))

    def site(self, host: str, handler: Handler) -> None:
        """Have a whole host answered by a function."""
        self._sites[host] = handler

    def memento(self, url: str, timestamp: str, body: str | bytes, content_type: str, *, status: int = 200) -> str:
        """Have the web archive hold a copy of `url`; returns the address of the raw copy."""
        content = body.encode() if isinstance(body, str) else body
        self.web_archive.add(Memento(timestamp, url, Answer(status, (("Content-Type", content_type),), content)))
        return f"https://web.archive.org/web/{timestamp}id_/{url}"

    def fault(self, url: str, fault: Fault, *, times: int | None = None) -> None:
        """Have the next `times` requests (`Pattern` says which; None: all) go wrong; faults take turns as told."""
        self._troubles.append(_Trouble(Pattern.of(url), fault, times))

    # What was seen -------------------------------------------------------------------------------------------------

    @property
    def requests(self) -> tuple[Asked, ...]:
        """All that arrived, in order."""
        with self._changed:
            return tuple(self._requests)

    def asked(self, url: str) -> tuple[Asked, ...]:
        """Those that `Pattern` means."""
        pattern = Pattern.of(url)
        return tuple(one for one in self.requests if pattern.matches(one))

    def arrived(self, url: str, *, times: int = 1) -> None:
        """Wait until such requests have come in so often. Raises TimeoutError after LONGEST_WAIT."""
        pattern = Pattern.of(url)
        with self._changed:
            enough = lambda: sum(map(pattern.matches, self._requests)) >= times  # noqa: E731
            if not self._changed.wait_for(enough, LONGEST_WAIT):
                raise TimeoutError(f"{url} was not asked for {times} times in {LONGEST_WAIT:g} s")

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a program here, and nowhere else."""
        proxy, certificate = f"http://127.0.0.1:{self._proxy.port}", str(self._certificate)
        names = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
        trust = {"REQUESTS_CA_BUNDLE": certificate, "SSL_CERT_FILE": certificate}
        return dict.fromkeys(names, proxy) | {"NO_PROXY": "", "no_proxy": ""} | trust

    @property
    def _certificate(self) -> Path:
        return Path(self._folder.name) / "authority.pem"

    # What the proxy asks -------------------------------------------------------------------------------------------

    def _reply(self, asked: Asked) -> tuple[Answer | None, Fault]:
        with self._changed:
            self._requests.append(asked)
            self._changed.notify_all()
            fault = self._fault_of(asked)
        for pattern, answer in self._answers:
            if pattern.matches(asked):
                return answer, fault
        handler = self._sites.get(asked.host) or self.x.handler(asked.host)
        if handler:
            return handler(asked), fault
        known = any(pattern.host == asked.host for pattern, _ in self._answers)
        return (Answer.text("<html><body><h1>Page not found</h1></body></html>", status=404) if known else None), fault

    def _fault_of(self, asked: Asked) -> Fault:
        for trouble in self._troubles:
            if trouble.left != 0 and trouble.pattern.matches(asked):
                if trouble.left is not None:
                    trouble.left -= 1
                return trouble.fault
        return Fault()

    def _host_fault(self, host: str) -> Fault | None:
        for trouble in self._troubles:
            if (
                trouble.pattern.host == host
                and isinstance(trouble.fault, BadCertificate | Refuse)
                and trouble.left != 0
            ):
                if trouble.left is not None:
                    trouble.left -= 1
                return trouble.fault
        known = host in self._sites or self.x.handler(host) or any(one.host == host for one, _ in self._answers)
        return None if known else Refuse()
