"""Embeds as an archive holds them, for the tests of its report."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.report.reports import matching, report
from tweetarchive.model.report import JudgedEmbed
from tweetarchive.model.tweet import Availability
from tweetarchive.report.holdings import Holding

NOON = datetime(2019, 10, 14, 12, 0, tzinfo=UTC)


def holding(one: JudgedEmbed | None = None, **fields: object) -> Holding:
    stated = report(one or matching()).to_dict()["embeds"][0]
    given: dict[str, object] = {
        "url": "https://www.news.example/world/2019/10/storm",
        "title": "Storm",
        "source": "https://news.example/storm",
        "published": None,
        "captured_at": NOON,
        "file": "storm.warc.gz",
        "record_offset": 700,
        "report": stated,
        "now": Availability.LIVE,
        "asked_at": NOON,
        **fields,
    }
    return Holding(**given)  # type: ignore[arg-type]  # the tests' own names
