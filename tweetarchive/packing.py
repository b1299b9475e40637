"""Archived articles → one WACZ to hand over: which WARCs belong in it, and under which titles and words they are found.

Every capture of an article is packed, the first as the last: who is handed one only could not see what changed.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag

from tweetarchive.archive.finished import REPORT_URI
from tweetarchive.archive.index import find_lines, index_files
from tweetarchive.archive.keys import SigningKey
from tweetarchive.archive.layout import OPEN, index_folder, manifest_file, warc_folder
from tweetarchive.archive.manifest import read_manifest
from tweetarchive.archive.reader import Session, stated_in
from tweetarchive.archive.records import Entry, record_uri
from tweetarchive.archive.surt import surt
from tweetarchive.archive.wacz import Packed, Page, WaczWriter
from tweetarchive.embeds.reading import read_prose
from tweetarchive.model.capture import Exchange
from tweetarchive.model.errors import ArchiveError, DamagedArchive, InputError
from tweetarchive.report.view import VIEW_ADDRESS

logger = logging.getLogger(__name__)

_LARGEST_DERIVED = 1 << 26  # bytes of a report, card or view; a card with its photos inlined has some hundred thousand
_WARC_NAMES = (".warc", ".warc.gz")
_HTML = ("text/html", "application/xhtml+xml")
_SILENT = frozenset({"script", "style", "template", "noscript", "title"})
_BREAKING = frozenset({"address", "article", "blockquote", "br", "dd", "div", "dt", "figcaption", "figure", "footer",
                       "h1", "h2", "h3", "header", "li", "p", "section", "td", "time"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A WACZ and what stands in it."""

    packed: Packed
    articles: int
    """Captures of articles that are listed."""
    added: tuple[str, ...]
    """WARCs of other articles, which hold the bytes of media that were not kept twice."""
    missing: tuple[str, ...]
    """What could not be packed, being nowhere in the archive: sentences."""


def pack(
    out: Path,
    archives: Path,
    urls: Sequence[str] = (),
    *,
    key: SigningKey | None = None,
    now: datetime,
    done: Callable[[], None] = lambda: None,
) -> Handover:
    """Write a WACZ of all that is archived, or of every capture of the articles named.

    Args:
        urls: addresses as they were typed or as they were captured.
        key:  signs it.
        now:  when it is signed.
        done: called after each WARC that was read.
    Raises: InputError where nothing is archived, or not at one of the addresses; DamagedArchive, ArchiveError where a
            WARC is damaged or cannot be read, or the file not be written. Nothing is left of the file then.
    """
    files = _warcs(archives)
    candidates = _candidates(archives, files, urls) if urls else files
    listed: list[_Listed] = []
    missing: list[str] = []
    needed: dict[str, Path] = {}
    taken: set[str] = set()
    found: set[str] = set()

    with WaczWriter(out) as writer:

        def take(session: Session, pages: Iterable[Page]) -> None:
            writer.add(session, pages)
            taken.add(session.file)
            needed.update({one.name: one.path for one in session.original_sections})
            missing.extend(f"{session.file}: {one.url}: {one.why}" for one in session.problems if not one.partial)
            done()

        for file in candidates:
            session = Session.open(file)
            capture = _Capture(session)
            named = [url for url in urls if capture.is_at(url)]
            if named or not urls:
                pages = capture.pages()
                listed += [_Listed(replace(page, text=""), capture.verdict) for page in pages[:1]]
                take(session, pages)
                found.update(named)
        if unknown := [url for url in urls if url not in found]:
            raise InputError(f"{unknown[0]}: is not in {archives}; `tweetarchive archive` puts it there")
        added: list[str] = []
        while others := sorted(needed.keys() - taken):
            added += others
            for name in others:
                take(Session.open(needed[name]), ())
        packed = writer.finish(
            title=_title(listed),
            description=_description(listed),
            key=key,
            now=now,
        )
    return Handover(packed=packed, articles=len(listed), added=tuple(added), missing=tuple(missing))


def _warcs(archives: Path) -> list[Path]:
    """All finished WARCs, in order of name, which is that of time."""
    folder = warc_folder(archives)
    names = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        if name.endswith(OPEN):
            logger.warning("%s: left out: it is not finished", name)
    files = [folder / name for name in names if name.endswith(_WARC_NAMES)]
    lost = sorted(read_manifest(manifest_file(archives)).keys() - set(names))
    if lost:
        why = f"{lost[0]}: named in the manifest, but not there; take it from a copy"
        raise DamagedArchive(why, file=lost[0], offset=None)
    if not files:
        raise InputError(f"{archives}: holds no archived article; `tweetarchive archive` makes an archive")
    return files


def _candidates(archives: Path, files: Sequence[Path], urls: Sequence[str]) -> list[Path]:
    """The WARCs that may be of these addresses, by what their first records and the index tell; none of both is taken
    at its word. All of them where there is no index."""
    indexes = [one for one in index_files(index_folder(archives)) if one.exists()]
    if not indexes:
        return list(files)
    wanted = set(map(_plain, urls))
    keys = [f"{surt(record_uri(url))} " for url in wanted]
    lines = (line for key in keys for one in indexes for line in find_lines(one, key))
    named = {json.loads(line.split(" ", 2)[2])["filename"] for line in lines}
    return [file for file in files if file.name in named or wanted & set(map(_plain, _stated(file)))]


def _stated(file: Path) -> tuple[str, ...]:
    """The addresses a recording began with."""
    try:
        stated = stated_in(file)
    except DamagedArchive as error:
        logger.warning("%s", error)
        return ()
    return stated.get("source", ""), stated.get("url", "")


def _plain(url: str) -> str:
    return record_uri(urldefrag(url).url)


@dataclass(frozen=True, slots=True)
class _Listed:
    """One capture of an article, as the whole is described by it."""

    page: Page
    verdict: str | None


class _Capture:
    """What one recording holds, told by the report that was kept with it; other people's files have none."""

    def __init__(self, session: Session) -> None:
        reports = [one for one in session.entries if one.derived and one.uri.startswith(REPORT_URI)]
        kept = session.content(reports[-1], _LARGEST_DERIVED) if reports else None
        report = json.loads(kept) if kept else {}
        self._session = session
        self._embeds = report.get("embeds", [])
        self._article = report.get("article") or {}
        self.verdict: str | None = report.get("verdict")
        if kept:
            ids = [(self._article.get("record") or {}).get("id", "")]
        else:
            ids = [one.id for one in session.entries if _is_page(one)]
        self._documents = [held for one in ids if (held := session.record(one))]

    def is_at(self, url: str) -> bool:
        typed = (self._session.source, self._session.settings.get("url"), self._article.get("url"))
        held = (*typed, *(one.request.url for one in self._documents))
        return _plain(url) in {_plain(one) for one in held if one}

    def pages(self) -> tuple[Page, ...]:
        """The article, then the view of it, then the cards of its tweets."""
        articles = tuple(map(self._document, self._documents))
        made = sorted(self._derived(), key=lambda page: not page.url.startswith(VIEW_ADDRESS))
        return (*articles, *(self._as_listed(page, articles) for page in made))

    @staticmethod
    def _as_listed(page: Page, articles: Sequence[Page]) -> Page:
        """A view has its article's title and words; of its own are a banner, and menus that nobody searches for."""
        of = next((one for one in articles if page.url == VIEW_ADDRESS + record_uri(one.url)), None)
        return replace(page, title=f"{of.title} (with its tweets in place)", text=of.text) if of else page

    def _document(self, exchange: Exchange) -> Page:
        assert exchange.record is not None  # it was read from one
        url = exchange.request.url
        try:
            content = exchange.body.read()
        except ArchiveError:  # a revisit whose original is not at hand; told as missing
            content = b""
        title, words = self._article.get("title"), [*self._words()]
        if self._article:
            with suppress(InputError):
                words = [
                    *(one.text for one in read_prose(content, content_type=exchange.header("Content-Type"))),
                    *words,
                ]
        else:
            read = _Words.of(content)
            title, words = read.title, [read.text]
        return Page(id=exchange.record.id, url=url, at=exchange.at, title=title or url, text="\n".join(words))

    def _derived(self) -> Iterator[Page]:
        """What tweetarchive made to be looked at: views and cards."""
        for entry in self._session.entries:
            content = None
            if entry.type == "resource" and entry.derived and entry.content_type.startswith(_HTML):
                content = self._session.content(entry, _LARGEST_DERIVED)
            if content is not None:
                read = _Words.of(content)
                yield Page(id=entry.id, url=entry.uri, at=entry.at, title=read.title or entry.uri, text=read.text)

    def _words(self) -> Iterator[str]:
        """The words of the embedded tweets, as quoted and as archived; each once."""
        for one in self._embeds:
            tweet = one.get("tweet") or {}
            quoted, archived = (one.get("embed") or {}).get("text"), tweet.get("text")
            by = f"{tweet.get('author_name')} (@{tweet.get('handle')})" if tweet else None
            yield from (word for word in dict.fromkeys((by, archived, quoted)) if word)


class _Words(HTMLParser):
    """What a reader sees of a page that has no furniture, such as a card."""

    def __init__(self) -> None:
        super().__init__()
        self._silent: str | None = None
        self._pieces: list[str] = []
        self.title = ""

    @classmethod
    def of(cls, document: bytes) -> _Words:
        read = cls()
        read.feed(document.decode("utf-8", "replace"))
        read.close()
        return read

    @property
    def text(self) -> str:
        lines = ("".join(self._pieces)).split("\n")
        return "\n".join(plain for line in lines if (plain := " ".join(line.split())))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent is None and tag in _SILENT:
            self._silent = tag
        elif tag in _BREAKING:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = None
        elif tag in _BREAKING:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._silent == "title":
            self.title += data
        elif self._silent is None:
            self._pieces.append(data.replace("\n", " "))


def _is_page(entry: Entry) -> bool:
    head = entry.head
    stated = (head.header("Content-Type") or "") if head and head.status == HTTPStatus.OK else ""
    return entry.type == "response" and stated.lower().startswith(_HTML)


def _title(listed: Sequence[_Listed]) -> str:
    several = len({one.page.url for one in listed})
    return listed[-1].page.title if several == 1 else f"{several} archived articles and their tweets"


def _description(listed: Sequence[_Listed]) -> str:
    """When it was captured, and what was found then; no word of who or where."""
    days = sorted(f"{one.page.at:%Y-%m-%d}" for one in listed)
    when = f"Captured {days[0]}" + (f" to {days[-1]}" if days[0] != days[-1] else "") if days else "Captured"
    verdicts = Counter(one.verdict for one in listed if one.verdict)
    found = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    return f"{when} by tweetarchive." + (f" Verdicts: {found}." if found else "")
