"""A thousand random single-byte changes to an archive, each audited: `python -m benchmarks.audit_bytes [CHANGES]`.

Aim: all are found, and all are placed. Half the changes go to files by their size, half to any file alike, so that
index and manifest get their share. `sha256sum -c` finds those in the WARCs, and none in index or manifest.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import show
from tweetarchive.archive.index import index_file
from tweetarchive.archive.layout import manifest_file, warc_folder
from tweetarchive.archive.network import Network
from tweetarchive.audit import audit_archive
from tweetarchive.demo import ARTICLE_URL, answers
from tweetarchive.pipeline import archive_article

CHANGES = 1000
SEED = 20261122


def main() -> None:
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        archives = Path(folder)
        for _ in range(2):
            archive_article(ARTICLE_URL, archives=archives, network=Network(delay=0, limits=()), transport=answers())
        files = [*sorted(warc_folder(archives).iterdir()), index_file(archives), manifest_file(archives)]
        sizes = [file.stat().st_size for file in files]
        tried, found, placed = (dict.fromkeys(files, 0) for _ in range(3))
        for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES):
            file = chance.choices(files, sizes)[0] if chance.random() < 0.5 else chance.choice(files)
            raw = file.read_bytes()
            place = chance.randrange(len(raw))
            file.write_bytes(raw[:place] + bytes([raw[place] ^ chance.randrange(1, 256)]) + raw[place + 1 :])
            findings = [finding for one in audit_archive(archives) for finding in one.findings]
            file.write_bytes(raw)
            tried[file] += 1
            found[file] += bool(findings)
            placed[file] += any(one.offset is not None for one in findings)
        rows = [(file.name, file.stat().st_size, tried[file], found[file], placed[file]) for file in files]
        show("Single-byte changes", ("file", "bytes", "tried", "found", "placed"), *rows)


if __name__ == "__main__":
    main()
