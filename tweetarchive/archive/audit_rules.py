"""What must hold of a WARC that tweetarchive finished, beyond what must hold of any.

Other people's files are never held to these: what they do not promise cannot be missed in them.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence

from tweetarchive.archive.audit_warc import Examined, Fact
from tweetarchive.archive.members import MEMBER_HEAD, PackedMember, Section, is_stored_member
from tweetarchive.archive.reader import read_pairs
from tweetarchive.archive.records import END_RECORD, END_URI
from tweetarchive.model.audit import What

_LARGEST_REMADE = 1 << 26  # bytes of a member that is made again to be compared; pages and payloads are far below
_ANSWERS = ("response", "revisit")


def check_ours(seen: Examined) -> None:
    """Add what is found to `seen.findings`."""
    damaged = not seen.whole
    for fact in seen.facts:
        if seen.packed and seen.section.read_at(fact.offset, len(MEMBER_HEAD)) != MEMBER_HEAD:
            seen.find(What.ALTERED, fact.offset, fact.id, "the head of its gzip member is not as it was written")
    end = next((fact for fact in seen.facts if fact.uri.startswith(END_URI)), None)
    if end is None:
        if not any(one.what is What.CUT for one in seen.findings):
            seen.find(What.CUT, seen.section.size, None, "its end is missing: the record that every finished file has")
        _check_structure(seen)
        return
    stated = read_pairs(seen.section, next(one for one in seen.entries if one.offset == end.offset))
    _check_order(seen, end, [value for name, value in stated if name == END_RECORD])
    if seen.whole:
        _check_structure(seen)
    _check_end(seen, end, dict(stated), damaged)


def _check_order(seen: Examined, end: Fact, listed: Sequence[str]) -> None:
    """The records that are there beside those that the last one lists, by id."""
    order = {id: int(offset) for offset, _, id in (one.partition(" ") for one in listed) if offset.isdecimal()}
    known: set[str] = set()
    found: list[Fact] = []
    behind = False
    for fact in seen.facts:
        if fact.id in known:
            seen.find(What.DOUBLED_RECORD, fact.offset, fact.id, "the same record stands before it")
        elif behind:
            seen.find(
                What.FOREIGN_RECORD, fact.offset, fact.id, "it stands behind the last record of the finished file"
            )
        elif order and fact is not end and fact.id not in order:
            seen.find(What.FOREIGN_RECORD, fact.offset, fact.id, "it was not there when the file was finished")
        elif order and fact is not end:
            found.append(fact)
        known.add(fact.id)
        behind = behind or fact is end
    unreadable = {one.record for one in seen.findings} | {one.offset for one in seen.findings}
    for id, offset in order.items():
        if id not in known and id not in unreadable and offset not in unreadable:
            seen.find(What.MISSING_RECORD, offset, id, "it was there when the file was finished")
    there = {fact.id for fact in found}
    for fact, id in zip(found, (one for one in order if one in there), strict=True):
        if fact.id != id:
            seen.find(What.SWAPPED_RECORD, fact.offset, fact.id, f"record {id} stood in this place")


def _check_structure(seen: Examined) -> None:
    """Pairs, references and belonging: what shows also where the last record was made anew, or is gone."""
    place = {fact.id: fact.offset for fact in seen.facts}
    info = seen.facts[0].id if seen.facts and seen.facts[0].type == "warcinfo" else None
    for before, fact, after in _in_their_places(seen.facts):
        if info is not None and fact.type != "warcinfo" and fact.warcinfo != info:
            seen.find(What.FOREIGN_RECORD, fact.offset, fact.id, "it belongs to another file: WARC-Warcinfo-ID")
        if not fact.has_digest:
            seen.find(What.ALTERED, fact.offset, fact.id, "it states no digest, as every record written here does")
        if fact.type == "request" and (before is None or not _are_pair(before, fact)):
            what, why = What.MISSING_RECORD, f"the answer it belongs to is not there: {fact.concurrent_to}"
            if fact.concurrent_to in place:
                what, why = What.SWAPPED_RECORD, f"it does not stand behind its answer {fact.concurrent_to}"
            seen.find(what, fact.offset, fact.id, why)
        if fact.type in _ANSWERS and (after is None or not _are_pair(fact, after)):
            asked = next((one for one in seen.facts if one.concurrent_to == fact.id), None)
            what, why = What.MISSING_RECORD, "its request is not there"
            if asked is not None:
                what, why = What.SWAPPED_RECORD, f"its request stands elsewhere: {asked.id}"
            seen.find(what, fact.offset, fact.id, why)
        if fact.type not in _ANSWERS and fact.refers_to and fact.refers_to not in place:
            seen.find(What.REFERENCE, fact.offset, fact.id, f"the record it refers to is not there: {fact.refers_to}")


def _are_pair(answer: Fact, request: Fact) -> bool:
    same = (answer.id, answer.uri, answer.date) == (request.concurrent_to, request.uri, request.date)
    return same and answer.type in _ANSWERS and request.type == "request"


def _in_their_places(facts: Sequence[Fact]) -> Iterator[tuple[Fact | None, Fact, Fact | None]]:
    yield from zip([None, *facts[:-1]], facts, [*facts[1:], None], strict=True)


def _check_end(seen: Examined, end: Fact, stated: dict[str, str], damaged: bool) -> None:
    if not seen.packed:
        seen.notes.append("was unpacked by someone: its records are compared, its bytes are not those of the original")
        if stated.get("records") != str(len(seen.facts) - 1) and not damaged:
            why = f"it has {len(seen.facts) - 1} records before it, not {stated.get('records')}"
            seen.find(What.ALTERED, end.offset, end.id, why)
        return
    last = next(one for one in seen.entries if one.offset == end.offset)
    if not is_stored_member(seen.section, last.offset, last.length):
        seen.find(What.ALTERED, end.offset, end.id, "its gzip member is not as it was written")
    if seen.facts[-1] is end and (behind := last.offset + last.length) != seen.section.size and seen.whole:
        seen.find(What.ALTERED, behind, None, "bytes follow behind the last record")
    if not seen.whole:
        return  # that the bytes before it are others goes without saying
    found = (str(len(seen.facts) - 1), str(end.offset))
    if (stated.get("records"), stated.get("bytes")) != found:
        seen.find(What.ALTERED, end.offset, end.id, "its counts are not those of the file")
    elif stated.get("sha256") != seen.sha256_before_end:
        _find_silent_change(seen, end)


def _find_silent_change(seen: Examined, end: Fact) -> None:
    """The bytes are others although every record reads the same: name those that we would write otherwise."""
    facts = [fact for fact in seen.facts if fact is not end]
    ends = [fact.offset for fact in facts[1:]] + [end.offset]
    odd = [fact for fact, until in zip(facts, ends, strict=True) if not _as_written(seen.section, fact.offset, until)]
    why = "bytes of its gzip member that unpacking passes over are not those the file was finished with"
    if 0 < len(odd) < max(len(facts), 2):
        for fact in odd:
            seen.find(What.ALTERED, fact.offset, fact.id, why)
    else:  # zlib packed otherwise then, so that all look odd
        seen.find(What.ALTERED, None, None, "its bytes are not those its last record was made of")


def _as_written(section: Section, offset: int, until: int) -> bool:
    if is_stored_member(section, offset, until - offset):
        return True
    raw = section.read_at(offset, min(until - offset, _LARGEST_REMADE))
    unpacked = zlib.decompressobj(wbits=31).decompress(raw, _LARGEST_REMADE)
    if max(until - offset, len(unpacked)) >= _LARGEST_REMADE:
        return raw[len(MEMBER_HEAD)] & 0b110 != 0  # else it was stored once, and is not any more
    out = io.BytesIO()
    member = PackedMember(out)
    member.write(unpacked)
    member.close()
    return out.getvalue() == raw
