"""Removing a tweet from an archive: what of it is held where, and what takes the place of the files that held it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tweetarchive.archive.finished import REPORT_URI
from tweetarchive.archive.layout import OPEN, PUT_ASIDE, warc_folder
from tweetarchive.archive.reader import Session, open_sessions
from tweetarchive.archive.records import Entry, format_date, record_uri
from tweetarchive.archive.removed import Removed, removed_in, to_setting
from tweetarchive.archive.replacing import Replacement, Replacing, replacing
from tweetarchive.deriving import derive
from tweetarchive.judging import replay
from tweetarchive.model.capture import Exchange, Request
from tweetarchive.model.errors import ArchiveError, Failure, NotRecorded
from tweetarchive.model.permalink import named_in
from tweetarchive.model.tweet import StatusId, Tweet
from tweetarchive.rechecking import Questions, is_recheck, recheck_report, replay_recheck
from tweetarchive.sources.handed_in import statements_of
from tweetarchive.sources.media import keep_media


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What one WARC holds of the tweets."""

    file: str
    ids: tuple[StatusId, ...]
    """Those of the tweets of which it holds something."""
    removed: tuple[tuple[str, str], ...]
    """Records that go: id and address."""
    also: tuple[str, ...]
    """Numbers of other tweets that stand in an answer that goes: they quote it, or were asked for together with it."""
    kept: tuple[str, ...]
    """Addresses of pictures that stay, since they are another tweet's, too."""


def plan_removal(archives: Path, ids: Sequence[StatusId]) -> tuple[Removal, ...]:
    """Read the whole archive for what it holds of some tweets. Nothing is changed.

    Raises: DamagedArchive, InputError, as `open_sessions`: nothing can be promised of a file that cannot be read.
    """
    found: list[_Held] = []
    pointing: list[tuple[str, str]] = []
    for session in open_sessions(archives):
        if session.ours:
            revisits = (one for one in session.entries if one.type == "revisit")
            pointing += ((one.id, one.headers.get("warc-refers-to", "").strip("<>")) for one in revisits)
            held = _Held(session, ids)
            found += [held] if held.going else []
    going = {number for held in found for number in held.going}
    needed = {to for number, to in pointing if number not in going}
    return tuple(held.removal(needed) for held in found)


def half_written(archives: Path) -> tuple[str, ...]:
    """Files of killed runs, which nobody reads and which may hold anything."""
    folder = warc_folder(archives)
    return tuple(sorted(one.name for one in folder.iterdir() if one.name.endswith((OPEN, PUT_ASIDE))))


class _Held:
    """What one session holds of the tweets."""

    def __init__(self, session: Session, ids: Sequence[StatusId]) -> None:
        self._file = session.file
        self._ids: set[StatusId] = set()
        self._also: set[StatusId] = set()
        self._own: set[str] = set()
        """Addresses of their pictures and videos; and of those of others."""
        self._others: set[str] = set()
        answers: set[str] = set()
        for exchange in session.exchanges():
            if exchange.record is not None and self._is_about(exchange, session, ids):
                answers.add(exchange.record.id)
        for entry in session.entries:
            if about := _attempted(entry, session, ids):
                self._ids |= about
                answers.add(entry.id)
        shown = self._own - self._others
        kept_for_it = [one for one in session.entries if one.uri in shown and not one.derived]
        self._media = {one.id: one.uri for one in kept_for_it}
        self._answers = {one.id: one.uri for one in session.entries if one.id in answers}
        self.going = answers | self._media.keys()

    def _is_about(self, exchange: Exchange, session: Session, ids: Sequence[StatusId]) -> bool:
        url = exchange.request.url
        if url == session.settings.get("url"):
            return False  # the article's own page
        try:
            tweets = [one for one in statements_of(exchange) if isinstance(one, Tweet)]
        except ArchiveError:
            tweets = []  # a revisit whose bytes are not at hand; it is no source's answer
        about = {one for one in ids for tweet in tweets if one == tweet.status_id or one in tweet.edit_ids}
        for tweet in tweets:
            is_own = bool({tweet.status_id, *tweet.edit_ids} & set(ids))
            (self._own if is_own else self._others).update(_pictures(tweet, session))
        about |= named_in(url, ids) | named_in(exchange.location or "", ids)
        self._ids |= about
        self._also |= {tweet.status_id for tweet in tweets} - set(ids) if about else set()
        return bool(about)

    def removal(self, needed: set[str]) -> Removal:
        """Args: needed: ids of records that others point at, which stay."""
        media = {number: uri for number, uri in self._media.items() if number not in needed}
        return Removal(
            file=self._file,
            ids=tuple(sorted(self._ids)),
            removed=tuple((self._answers | media).items()),
            also=tuple(sorted(self._also)),
            kept=tuple(uri for number, uri in self._media.items() if number in needed),
        )


def _attempted(entry: Entry, session: Session, ids: Sequence[StatusId]) -> set[StatusId]:
    """The tweets that an attempt without an answer was about; none where nobody was asked, since they were removed."""
    about = named_in(entry.uri, ids) if entry.is_attempt else set()
    return about if about and session.fields(entry).get("failure") != Failure.FORGOTTEN else set()


def _pictures(tweet: Tweet, session: Session) -> set[str]:
    """Every address that was asked for to keep what the tweet shows."""
    asked: set[str] = set()

    def fetch(request: Request) -> Exchange:
        asked.add(record_uri(request.url))
        exchange = session.kept(request.url)
        if exchange is None:
            raise NotRecorded(f"{request.url}: not in {session.file}", request=request)
        return exchange

    keep_media(tweet, fetch)
    return asked


def carry_out(archives: Path, ids: Sequence[StatusId], *, reason: str, now: datetime) -> Iterator[tuple[Removal, str]]:
    """Remove what is held of some tweets, and leave a trace of it. Killed, it is done by the same command again.

    Yields: for each file what went, and the name of what stands in its place, once the old one is deleted.
    Raises: ArchiveError where another process writes; as `plan_removal`.
    """
    with replacing(archives) as books:
        for removal in plan_removal(archives, ids):
            name = replace_file(archives, books, removal, reason, now)
            books.drop({removal.file: name})
            yield removal, name
        books.ledger.forget(ids)


def replace_file(archives: Path, books: Replacing, removal: Removal, reason: str, now: datetime) -> str:
    """Write and enter what takes a file's place. Returns: its name."""
    old = Session.open(warc_folder(archives) / removal.file)
    removed = (Removed(status_id=one, at=format_date(now), reason=reason) for one in removal.ids)
    trace = to_setting((*removed_in(old.settings), *removed))
    if is_recheck(old):
        asked = Questions.from_json(old.settings["settings"])
        left = tuple(one for one in asked.tweets if one.status_id not in removal.ids)
        trace["settings"] = replace(asked, tweets=left).to_json()
    new = Replacement(archives, old, without=[number for number, _ in removal.removed], trace=trace)
    if new.is_done:
        return new.name
    for number in removal.ids:
        stated = {
            "status_id": number,
            "removed_at": format_date(now),
            "reason": reason,
            "records": len(removal.removed),
            "replaces": {"file": old.file, "sha256": old.sha256},
        }
        new.keep_trace(stated, number)
    session = new.read()
    if is_recheck(session):
        report = recheck_report(session, replay_recheck(session))
    else:
        judged = replay(session)
        report = judged.to_dict()
        for page in derive(judged, session):
            html = page.html.encode("utf-8", "replace")
            kind = "text/html; charset=utf-8"
            new.writer.write_resource(page.uri, html, kind, now, derived=True, refers_to=page.refers_to)
    stored = json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    new.writer.write_metadata(f"{REPORT_URI}{uuid.uuid4()}", stored, "application/json", now, derived=True)
    books.enter(new.finish(stored))
    return new.name
