from __future__ import annotations

import io
from pathlib import Path

import pytest

from tweetarchive.archive.coding import BLOCK
from tweetarchive.archive.members import MemberReader, Section, StoredMember

OVERHEAD = 10 + 5 + 5 + 8  # bytes: head, one block's lengths, the last block's, trailer


def member(content: bytes) -> bytes:
    out = io.BytesIO()
    stored = StoredMember(out)
    stored.write(content)
    stored.close()
    return out.getvalue()


@pytest.mark.parametrize("before", [0, 1, 2, 3, 4, 9, 10, 11])
def test_a_member_may_begin_anywhere_in_what_is_read_at_once(tmp_path: Path, before: int) -> None:
    first = member(bytes(BLOCK - OVERHEAD - before))
    assert len(first) == BLOCK - before
    (tmp_path / "a.warc.gz").write_bytes(first + member(b"second"))
    reader = MemberReader(Section(tmp_path / "a.warc.gz"))
    assert reader.next_member()
    while not reader.at_end():
        reader.read()
    assert reader.next_member()
    assert (reader.offset, reader.read(), reader.at_end()) == (BLOCK - before, b"second", True)
    assert not reader.next_member()
