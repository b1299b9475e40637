"""The archive's best card of one tweet, made anew from its records and ready to be taken out of the archive."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tweetarchive.archive.index import find_lines, index_files
from tweetarchive.archive.layout import index_folder, ledger_file, warc_folder
from tweetarchive.archive.reader import Session
from tweetarchive.archive.surt import surt
from tweetarchive.archive.writing import read_ledger
from tweetarchive.deriving import make_cards
from tweetarchive.judging import replay
from tweetarchive.model.tweet import StatusId
from tweetarchive.report.card import CARD_ADDRESS, Card, CardMedia

_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "video/mp4": "mp4",
}  # fmt: skip
TOO_LARGE = "kept, but too large for this card"
_STREAM = "mpegurl"  # in every spelling of the type of an HLS playlist (RFC 8216 §4)


@dataclass(frozen=True, slots=True)
class HeldCard:
    card: Card
    session: Session
    """Where its pictures and videos are read from."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that belongs beside the card."""

    name: str
    content: bytes


def find_card(archives: Path, status_id: StatusId) -> HeldCard | None:
    """The newest card that shows the tweet whole, else the newest that shows it; its state as told last.

    None where the archive holds no answer that shows it. Raises: DamagedArchive, where a capture of it is damaged.
    """
    best: HeldCard | None = None
    latest: Card | None = None
    for file in _files_of(archives, status_id):
        session = Session.open(warc_folder(archives) / file)
        card = make_cards(replay(session), session).get(status_id)
        if card is None:
            continue
        latest = latest or (card if card.availability is not None else None)
        if card.tweet is not None and (best is None or card.tweet.complete):
            best = HeldCard(card, session)
            if card.tweet.complete:
                break
    if best is None:
        return None
    told = latest or best.card
    return replace(best, card=replace(best.card, availability=told.availability, absence=told.absence))


def take_out(held: HeldCard, *, inline_up_to: int, beside: bool) -> tuple[Card, tuple[Beside, ...]]:
    """The card with its pictures and videos in it, those of more bytes in files beside it or left out.

    Returns: the card and the files it names.
    """
    files: list[Beside] = []

    def place(address: str | None, stem: str) -> str | None:
        exchange = held.session.kept(address) if address else None
        if exchange is None:
            return None
        kind = exchange.content_type or ""
        if (exchange.body.size or 0) <= inline_up_to:
            return f"data:{kind};base64,{b64encode(exchange.body.read()).decode()}"
        if not beside:
            return None
        name = f"{stem}.{_ENDINGS.get(kind, 'bin')}"
        files.append(Beside(name, exchange.body.read()))
        return name

    def move(one: CardMedia, stem: str) -> CardMedia:
        if one.shown is None:
            return one
        if _STREAM in (one.content_type or "").lower():
            return replace(one, shown=None, lost="kept in pieces, as it was streamed; not in this card")
        shown = place(one.shown, stem)
        lost = one.lost if shown else TOO_LARGE
        return replace(one, shown=shown, poster=place(one.poster, f"{stem}-still"), lost=lost)

    def move_all(card: Card) -> Card:
        media = tuple(move(one, f"{card.status_id}-{place}") for place, one in enumerate(card.media, 1))
        quoted = move_all(card.quoted) if card.quoted else None
        return replace(card, media=media, avatar=place(card.avatar, f"{card.status_id}-author"), quoted=quoted)

    return move_all(held.card), tuple(files)


def _files_of(archives: Path, status_id: StatusId) -> Iterator[str]:
    """The WARCs that hold a card of the tweet, the newest first; where none does, those of articles that embed it:
    archives of before had no cards."""
    uri = CARD_ADDRESS + status_id
    found: dict[str, str] = {}
    for index in index_files(index_folder(archives)):
        for line in find_lines(index, f"{surt(uri)} "):
            _, at, stated = line.split(" ", 2)
            entry = json.loads(stated)
            if entry.get("url") == uri:
                found[Path(entry["filename"]).name] = at
    if not found and ledger_file(archives).exists():
        with read_ledger(archives) as view:
            found = {one.file: one.file for one in view.embeds_of(status_id, latest=False)}
    return iter(sorted(found, key=lambda file: (found[file], file), reverse=True))
