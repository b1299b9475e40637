from __future__ import annotations

from typing import Any

from tweetarchive.nightly.changes import changes_between


def report(*embeds: tuple[str | None, str | None]) -> dict[str, Any]:
    return {
        "article": {"captured_at": "2026-11-21T02:00:00.000000Z", "record": {"file": "1.warc.gz"}},
        "embeds": [
            {"embed": {"index": place, "text": text}, "status_id": status_id}
            for place, (status_id, text) in enumerate(embeds)
        ],
    }


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, int, str | None, str | None]]:
    found = changes_between(before, after)
    assert (found["file"], found["captured_at"]) == ("1.warc.gz", "2026-11-21T02:00:00.000000Z")
    return [(one["change"], one["place"], one["status_id_before"], one["status_id"]) for one in found["embeds"]]


def test_nothing_changed_is_said_as_such() -> None:
    assert changes(report(("1", "a"), (None, "b")), report(("1", "a"), (None, "b"))) == []


def test_an_embed_that_is_gone_and_one_that_is_new_are_told_apart_from_a_swap() -> None:
    three = report(("1", "a"), ("2", "b"), ("3", "c"))
    assert changes(three, report(("1", "a"), ("3", "c"))) == [("gone", 1, "2", "2")]
    assert changes(report(("1", "a"), ("3", "c")), three) == [("added", 1, None, "2")]
    assert changes(three, report(("1", "a"), ("9", "x"), ("3", "c"))) == [("swapped", 1, "2", "9")]
    assert changes(three, report()) == [("gone", 0, "1", "1"), ("gone", 1, "2", "2"), ("gone", 2, "3", "3")]


def test_moving_an_embed_is_no_change() -> None:
    assert changes(report(("1", "a"), ("2", "b")), report(("2", "b"), ("1", "a"))) == []


def test_a_quote_edited_since_shows_both_wordings() -> None:
    [one] = changes_between(report(("1", "on Monday")), report(("1", "on Friday")))["embeds"]
    assert (one["change"], one["text_before"], one["text"]) == ("quote_edited", "on Monday", "on Friday")


def test_a_tweet_embedded_twice_counts_twice() -> None:
    assert changes(report(("1", "a"), ("1", "a")), report(("1", "a"))) == [("gone", 1, "1", "1")]
