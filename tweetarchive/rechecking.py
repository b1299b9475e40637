"""Ask again for tweets that are archived: beside `collect`, and in the same two passes, but without an article.

What is seen is kept in a WARC of its own; the second pass says what follows, from its finished records alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from tweetarchive.archive.reader import Session
from tweetarchive.archive.records import format_date
from tweetarchive.model.capture import Fetch
from tweetarchive.model.errors import NotRecorded
from tweetarchive.model.evidence import Evidence, Problem
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.report import SCHEMA, HeldMedia, evidence_to_dict, problem_to_dict
from tweetarchive.model.tweet import Availability, SourceName, Statement, StatusId, Tweet
from tweetarchive.model.verdict import RULES_VERSION
from tweetarchive.sources.lookup import Source, ask_many, choose_sources, gather, look_up
from tweetarchive.sources.media import keep_media

KIND = "recheck"
"""What the `warcinfo` of its WARCs says under `tweetarchive-kind`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A tweet that is asked for again, as it was known before."""

    status_id: StatusId
    handle: str | None = None
    edit_ids: tuple[StatusId, ...] = ()
    """The versions that were known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What decides what is asked. Kept in the WARC, so that the second pass asks the same."""

    tweets: tuple[Asked, ...]
    sources: tuple[str, ...]
    """Names, in the order they are asked; X's API is asked last, in one request for all that the others do not show."""
    media: bool = True
    """Keep the photos and videos of a new version."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, stated: str) -> Questions:
        """What a WARC states."""
        held = json.loads(stated)
        tweets = tuple(
            Asked(
                status_id=StatusId(one["status_id"]),
                handle=one["handle"],
                edit_ids=tuple(map(StatusId, one["edit_ids"])),
            )
            for one in held["tweets"]
        )
        return cls(tweets=tweets, sources=tuple(held["sources"]), media=held["media"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was answered about one tweet."""

    asked: Asked
    evidence: Evidence
    version: Tweet | None = None
    """The newest version, where it is new since."""
    media: tuple[HeldMedia, ...] = ()
    """Of that version."""
    problems: tuple[Problem, ...] = ()

    @property
    def at(self) -> datetime | None:
        """When that was answered which decides its state; None where nobody answered."""
        witness = self._witness
        return witness.fetched_at if witness else None

    @property
    def _witness(self) -> Statement | None:
        availability = self.evidence.availability
        if availability is Availability.LIVE:
            return self.evidence.tweet
        return next((one for one in self.evidence.absences if one.availability is availability), None)

    def observation(self, otherwise: datetime) -> dict[str, Any]:
        """The columns of `observations` that this gives, but for `file`.

        Args: otherwise: when it was seen that nobody answered.
        """
        witness, shown = self._witness, self.evidence.tweet
        live = shown if shown and self.evidence.availability is Availability.LIVE else None
        version = self.version or live
        record = witness.record if witness else None
        named = [one.edit_ids for one in self.evidence.statements if self.asked.status_id in one.edit_ids]
        versions = sorted(named, key=len)[-1] if named else ()
        return {
            "status_id": self.asked.status_id,
            "at": format_date(self.at or otherwise),
            "availability": self.evidence.availability.value,
            "source": witness.source.value if witness else None,
            "words": None if witness is None or isinstance(witness, Tweet) else witness.words,
            "handle": live.handle if live else None,
            "author_name": live.author_name if live else None,
            "created_at": format_date(live.created_at) if live and live.created_at else None,
            "text": version.text if live and version else None,
            "edit_ids": list(versions) if live else [],
            "record_offset": record.offset if record else None,
            "record_id": record.id if record else None,
        }


@dataclass(slots=True)
class _Told:
    """What was said of one tweet so far."""

    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.statements or self.problems)

    def evidence(self, status_id: StatusId) -> Evidence:
        return gather(status_id, self.statements, resolved_by=None, problems=self.problems)

    def is_live(self, status_id: StatusId) -> bool:
        return self.evidence(status_id).availability is Availability.LIVE


def ask_again(
    questions: Questions,
    fetch: Fetch,
    *,
    stop: Callable[[], bool] = lambda: False,
    done: Callable[[], None] = lambda: None,
) -> tuple[Seen, ...]:
    """Ask the sources in order for each tweet, until one of them shows it.

    Args:
        stop: asked before every tweet; those that are left are not asked for.
        done: called after every tweet.
    Returns: what was said of each tweet that was asked for.
    """
    api = SourceName.API_V2.value
    singly = choose_sources([name for name in questions.sources if name != api], ())
    told: dict[StatusId, _Told] = {}
    for one in questions.tweets:
        if stop():
            break
        told[one.status_id] = _ask(one, fetch, singly)
        done()
    if api in questions.sources:
        hidden = [number for number, so_far in told.items() if (so_far or not singly) and not so_far.is_live(number)]
        _ask_api(hidden, told, fetch)
    asked = [one for one in questions.tweets if told.get(one.status_id)]
    return tuple(_seen(one, told[one.status_id], fetch, singly, media=questions.media) for one in asked)


def _ask(asked: Asked, fetch: Fetch, sources: Sequence[Source]) -> _Told:
    told = _Told()
    for source in sources:
        said = look_up(Permalink(asked.status_id, asked.handle), fetch, [source])
        told.statements += (*said.statements, *said.absences)
        told.problems += said.problems
        if told.is_live(asked.status_id):
            break
    return told


def _ask_api(hidden: Sequence[StatusId], told: Mapping[StatusId, _Told], fetch: Fetch) -> None:
    try:
        for number, answer in ask_many(hidden, fetch).items():
            told[number].statements += answer.statements
            told[number].problems += answer.problems
    except NotRecorded:
        return


def _seen(asked: Asked, told: _Told, fetch: Fetch, sources: Sequence[Source], *, media: bool) -> Seen:
    evidence = told.evidence(asked.status_id)
    named = (version for one in evidence.statements if asked.status_id in one.edit_ids for version in one.edit_ids)
    new = sorted({*named} - {asked.status_id, *asked.edit_ids}, key=int)
    if not new:
        return Seen(asked=asked, evidence=evidence, problems=evidence.problems)
    for number in new:
        if all(one.status_id != number for one in evidence.statements):
            told.statements += _ask(Asked(status_id=number, handle=asked.handle), fetch, sources).statements
    evidence = told.evidence(asked.status_id)
    version = next((one for one in evidence.statements if one.status_id == new[-1]), None)
    held, problems = keep_media(version, fetch) if version and media else ((), ())
    return Seen(asked=asked, evidence=evidence, version=version, media=held, problems=(*evidence.problems, *problems))


def is_recheck(session: Session) -> bool:
    """Whether a file holds a recheck, and no article."""
    return session.settings.get("kind") == KIND


def replay_recheck(session: Session) -> tuple[Seen, ...]:
    """The second pass: the same questions, answered from the records alone."""
    return ask_again(Questions.from_json(session.settings["settings"]), session.fetch)


def recheck_report(session: Session, seen: Sequence[Seen]) -> dict[str, Any]:
    """What is kept of a recheck in its own WARC: what the ledger is made of, and what it follows from."""
    begun = session.entries[0].at
    return {
        "schema": SCHEMA,
        "rules": RULES_VERSION,
        "kind": KIND,
        "tweets": [seen_to_dict(one) for one in seen],
        "observations": [one.observation(begun) for one in seen],
    }


def seen_to_dict(seen: Seen) -> dict[str, Any]:
    """One tweet of it."""
    version = seen.version
    evidence = Evidence(status_id=version.status_id, tweet=version) if version else None
    return evidence_to_dict(seen.evidence, ()) | {
        "version": evidence_to_dict(evidence, seen.media)["tweet"] if evidence else None,
        "problems": [problem_to_dict(one) for one in seen.problems],
    }
