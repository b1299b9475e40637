"""What a report lists: an embed, a quotation in the running text, or an article that has neither (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from tweetarchive.model.tweet import StatusId
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.states import State

_NOTHING: Mapping[str, Any] = {}


class Kind(StrEnum):
    EMBED = "embed"
    CLAIM = "claim"
    ARTICLE = "article"


KINDS = {
    Kind.EMBED: "embedded",
    Kind.CLAIM: "quoted in the running text",
    Kind.ARTICLE: "article without either",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldArticle:
    """An article, as its latest capture has it."""

    url: str | None
    title: str | None
    source: str
    published: datetime | None
    """As the article's site states it."""
    captured_at: datetime | None
    file: str
    record_offset: int | None
    record_id: str | None
    verdict: Verdict
    problems: tuple[Mapping[str, Any], ...] = ()
    """As in the stored report (CONTRACT.md §2)."""

    @property
    def month(self) -> str:
        """In which it was published where its site says so, else first kept. `2026-11`, UTC; "" where nobody knows."""
        day = self.published or self.captured_at
        return f"{day.astimezone(UTC):%Y-%m}" if day else ""

    @property
    def section(self) -> str:
        return section_of(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One of the list. As it stands, an article that could not be read or quotes no tweet."""

    article: HeldArticle
    state: State | None = None
    """Of the tweet, by now; None where no tweet is known."""

    @property
    def kind(self) -> Kind:
        return Kind.ARTICLE

    @property
    def verdict(self) -> Verdict:
        return self.article.verdict

    @property
    def embed(self) -> Mapping[str, Any]:
        """`embeds[].embed` of the report; empty where there is none."""
        return _NOTHING

    @property
    def tweet(self) -> Mapping[str, Any]:
        """`embeds[].tweet`, or of the embed that a quotation is tied to; empty where none is held."""
        return _NOTHING

    @property
    def checks(self) -> Mapping[str, Mapping[str, Any]]:
        """By name, those that were made."""
        return _NOTHING

    @property
    def number(self) -> str | None:
        """Of the tweet."""
        return None

    @property
    def quoted(self) -> str | None:
        return None

    @property
    def archived(self) -> str | None:
        """The tweet's words, as they were compared where they were."""
        words = self.checks.get("text", _NOTHING).get("archived")
        return words if words is not None else self.tweet.get("text")

    @property
    def name(self) -> str | None:
        return self.tweet.get("author_name") or self.embed.get("author_name")

    @property
    def handle(self) -> str | None:
        return self.tweet.get("handle") or self.embed.get("handle")

    @property
    def created_at(self) -> datetime | None:
        """Of the tweet: as a source states it, else from its number, to the second."""
        stated = self.tweet.get("created_at")
        if stated:
            return datetime.fromisoformat(stated)
        made = StatusId(self.number).created_at if self.number else None
        return made.replace(microsecond=0) if made else None

    @property
    def year(self) -> str:
        """In which the tweet was written, else the one that the article shows; "" where nobody knows."""
        day, shown = self.created_at, self.embed.get("date")
        return str(day.astimezone(UTC).year) if day else shown[:4] if shown else ""

    @property
    def problems(self) -> Iterator[str]:
        """Of this one, each in a line."""
        return (_told(one) for one in self.article.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEmbed(Holding):
    report: Mapping[str, Any]
    """`embeds[]` of the stored report (CONTRACT.md §2)."""

    @property
    def kind(self) -> Kind:
        return Kind.EMBED

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.report["verdict"])

    @property
    def embed(self) -> Mapping[str, Any]:
        return self.report["embed"]  # type: ignore[no-any-return]  # of stored JSON

    @property
    def tweet(self) -> Mapping[str, Any]:
        return self.report["tweet"] or _NOTHING

    @property
    def checks(self) -> Mapping[str, Mapping[str, Any]]:
        return {name: one for name, one in self.report["checks"].items() if one}

    @property
    def number(self) -> str | None:
        return self.report["status_id"] or None

    @property
    def quoted(self) -> str | None:
        return self.embed["text"]  # type: ignore[no-any-return]  # of stored JSON

    @property
    def problems(self) -> Iterator[str]:
        return (_told(one) for one in self.article.problems if self._is_mine(one))

    def _is_mine(self, problem: Mapping[str, Any]) -> bool:
        """A problem names an address; of an embed without a number, it may have none to name."""
        url = problem.get("url")
        if not url:
            return problem["what"] == "link" and self.number is None
        media = (one["url"] for one in self.tweet.get("media", ()))
        own = {self.embed["permalink"], *self.embed["pic_links"], *self.embed["links"], *media}
        return url in own or (self.number is not None and self.number in url)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldClaim(Holding):
    claim: Mapping[str, Any]
    """`claims[]` of the stored report."""
    tied: HeldEmbed | None
    """The embed whose tweet it was judged by."""

    @property
    def kind(self) -> Kind:
        return Kind.CLAIM

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.claim["verdict"])

    @property
    def tweet(self) -> Mapping[str, Any]:
        return self.tied.tweet if self.tied else _NOTHING

    @property
    def checks(self) -> Mapping[str, Mapping[str, Any]]:
        check = self.claim.get("check") or {"outcome": self.claim["outcome"], "note": "", "archived": None}
        return {"text": {"changes": (), "flags": (), **check}}

    @property
    def number(self) -> str | None:
        return self.claim.get("status_id") or (self.tied.number if self.tied else None)

    @property
    def quoted(self) -> str | None:
        return self.claim["text"]  # type: ignore[no-any-return]  # of stored JSON

    @property
    def name(self) -> str | None:
        return self.tweet.get("author_name") or self.claim["speaker"] or None

    @property
    def handle(self) -> str | None:
        return self.tweet.get("handle") or self.claim["handle"] or None

    @property
    def problems(self) -> Iterator[str]:
        return iter(())


def section_of(url: str | None) -> str:
    """The site and the first part of the path that is a name: `news.example/world`; the site where there is none.

    The last part is the article itself, whether or not a slash follows; numbers are dates.
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    folders = [unquote(part) for part in parts.path.split("/") if part][:-1]
    named = next((part for part in folders if not part[:1].isdigit() and len(part) <= 40), None)
    return f"{host}/{named.casefold()}" if named else host


def _told(problem: Mapping[str, Any]) -> str:
    why = str(problem["why"])
    url = problem.get("url")
    return why if not url or url in why else f"{url}: {why}"
