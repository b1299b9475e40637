"""pywb over an archive: a root folder of our own for it, and its process.

The root is temporary and holds links: nothing is written into the archive, and the start page has a place of its own.
The records of a single WARC or WACZ are looked up where they lie; nothing is unpacked.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tweetarchive.archive.coding import BLOCK
from tweetarchive.archive.index import index_file, index_line
from tweetarchive.archive.layout import index_folder, warc_folder
from tweetarchive.archive.members import Section
from tweetarchive.archive.reader import open_sessions
from tweetarchive.archive.wacz_reader import is_wacz
from tweetarchive.model.errors import DamagedArchive, InputError, TweetarchiveError

HOST = "127.0.0.1"
COLLECTION = "tweets"
_START = 30.0  # seconds: pywb takes two on a laptop, and many times that on a machine that is busy
_LOOK = 0.1  # seconds between two looks whether it answers
_END = 5.0  # seconds it has to end before it is ended
_PORTS_TRIED = 50
_TAG = re.compile(r"\{(?=[{%#])")  # opens a tag of Jinja, which pywb's pages are read as
_LOG = "pywb.log"
_LOG_LINES = 5  # the last ones of pywb's that are shown where it fails


class ReplayError(TweetarchiveError):
    """pywb is not here, or does not run."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder in which pywb is started. It has one collection, COLLECTION."""

    folder: Path

    @property
    def warcs(self) -> Path:
        """Where the files stand that the index names."""
        return self.folder / "collections" / COLLECTION / "archive"

    @property
    def indexes(self) -> Path:
        return self.folder / "collections" / COLLECTION / "indexes"

    def show(self, page: str) -> None:
        """Make a page the start page; also while pywb runs."""
        page = _TAG.sub("{{ '{' }}", page)
        target = self.folder / "templates" / "index.html"
        target.parent.mkdir(exist_ok=True)
        unfinished = target.with_suffix(".new")
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(target)


@contextmanager
def replay_root(path: Path, *, warn: Callable[[str], None]) -> Iterator[Root]:
    """A root for an archives folder, any folder of WARCs, a WARC or a WACZ; gone at the end.

    Args:   warn: told of each file that is left out.
    Raises: InputError where there is no such thing, or it cannot be browsed; DamagedArchive, ArchiveError.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    with TemporaryDirectory(prefix="tweetarchive-replay-") as folder:
        root = Root(Path(folder))
        root.warcs.parent.mkdir(parents=True)
        if index_file(path).is_file():
            root.warcs.symlink_to(warc_folder(path).absolute())
            root.indexes.symlink_to(index_folder(path).absolute())
        else:
            root.warcs.mkdir()
            root.indexes.mkdir()
            lines = sorted(_lines(path, root.warcs, warn))
            (root.indexes / "index.cdxj").write_bytes(b"".join(lines))
        yield root


def find_wayback(named: str | None) -> Path:
    """pywb's program: as named, beside the Python that runs this, or on the PATH. Raises: ReplayError."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which(named) if named else shutil.which("wayback", path=beside) or shutil.which("wayback")
    if found is None:
        missing = f"{named}: no such program" if named else "pywb is not installed"
        raise ReplayError(f"{missing}; pip install 'tweetarchive[replay]', or name its `wayback` with --wayback")
    return Path(found).absolute()


def free_port(wanted: int, *, only: bool) -> int:
    """The port, or the next free one. Raises: ReplayError where none is, or `only` this one will do and it is taken."""
    for port in (wanted,) if only else range(wanted, min(wanted + _PORTS_TRIED, 1 << 16)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as pywb binds it
            with suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise ReplayError(f"port {wanted} is taken, or not for you to use; name another one with --port")


@contextmanager
def running(wayback: Path, root: Root, port: int, *, stopped: Callable[[], bool]) -> Iterator[subprocess.Popen[bytes]]:
    """pywb, answering on HOST. It ends with the block, and nothing of it is left.

    Args:   stopped: asked while it is waited for; where it says so, the block is entered at once.
    Raises: ReplayError where it ends by itself before it answers, or does not answer.
    """
    # pywb asks a second server of its own, at localhost; where the environment names a proxy, it would ask that one
    direct = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    with (root.folder / _LOG).open("wb") as out:
        process = subprocess.Popen(
            [str(wayback), "-b", HOST, "-p", str(port)],
            cwd=root.folder,
            env={**direct, "NO_PROXY": "*"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + _START
        while not stopped() and not _answers(port):
            if process.poll() is not None:
                raise ReplayError(f"pywb ended by itself: {last_words(root)}")
            if time.monotonic() > deadline:
                raise ReplayError(f"pywb did not answer within {_START:.0f} seconds: {last_words(root)}")
            time.sleep(_LOOK)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def last_words(root: Root) -> str:
    """The end of what pywb said."""
    said = (root.folder / _LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(said[-_LOG_LINES:]) or "it said nothing"


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _lines(path: Path, warcs: Path, warn: Callable[[str], None]) -> Iterator[bytes]:
    """The index of files that have none, which are put into the folder `warcs`."""
    sessions = open_sessions(path)
    put: dict[Path, str] = {}
    while True:
        try:
            session = next(sessions)
        except StopIteration:
            break
        except DamagedArchive as error:
            if path.is_file():
                raise
            warn(f"left out: {error}")  # one bad file does not hide the others
            continue
        if any(one.inner for one in session.entries):
            why = (
                f"{session.file}: is one gzip member, in which nothing can be looked up; `warcio recompress` makes many"
            )
            if path.is_file():
                raise InputError(why)
            warn(f"left out: {why}")
            continue
        held = [(session.section, one) for one in session.entries]
        if path.is_file() and not is_wacz(path):
            held += session.originals  # of the files beside it, what it points at and no more
        for section, entry in held:
            file = _put(section, warcs, put)
            line = index_line(replace(entry, offset=section.start + entry.offset), file)
            if line and entry.date:
                yield line.encode()
    if not put:
        raise InputError(f"{path}: holds nothing that can be browsed")


def _put(section: Section, warcs: Path, put: dict[Path, str]) -> str:
    """A name under which pywb finds the bytes: a link, or a copy of what has no file of its own by now."""
    if section.path not in put:
        name = put[section.path] = f"{len(put)}-{section.path.name}"
        if section.path.is_file():
            (warcs / name).symlink_to(section.path.absolute())
            return name
        with (warcs / name).open("wb") as copy:
            offset = 0
            while piece := section.read_at(offset, BLOCK):
                offset += copy.write(piece)
    return put[section.path]
