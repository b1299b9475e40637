"""Embeds and quotations as an archive holds them, for the tests of its report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.report.reports import FILE, claim, matching, report
from tweetarchive.model.report import JudgedClaim, JudgedEmbed
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.held import HeldArticle, HeldClaim, HeldEmbed, Holding
from tweetarchive.report.states import Sight, State, state_of

NOON = datetime(2019, 10, 14, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def sight(availability: Availability = Availability.LIVE, days: int = 0, **fields: Any) -> Sight:
    """What was said so many days after NOON."""
    return Sight(at=NOON + days * DAY, availability=availability, **{"source": "syndication", "file": FILE, **fields})


def article(**fields: Any) -> HeldArticle:
    given: dict[str, Any] = {
        "url": "https://www.news.example/world/2019/10/storm",
        "title": "Storm",
        "source": "https://news.example/storm",
        "published": None,
        "captured_at": NOON,
        "file": "storm.warc.gz",
        "record_offset": 700,
        "record_id": "urn:uuid:00000000-0000-4000-8000-000000000700",
        "verdict": Verdict.MATCH,
        **fields,
    }
    return HeldArticle(**given)


def holding(
    one: JudgedEmbed | None = None,
    *,
    state: State | None = None,
    now: Availability = Availability.LIVE,
    changed: dict[str, Any] | None = None,
    **fields: Any,
) -> HeldEmbed:
    """`now`: as stated at noon. `changed`: keys of the stored report that are otherwise. All else: of the article."""
    stated = report(one or matching()).to_dict()["embeds"][0] | (changed or {})
    return HeldEmbed(article=article(**fields), state=state or state_of([sight(now)]), report=stated)


def quotation(one: JudgedClaim | None = None, *, tied: HeldEmbed | None = None, **fields: Any) -> HeldClaim:
    (stated,) = report(claims=(one or claim(Verdict.MISMATCH),)).to_dict()["claims"]
    return HeldClaim(article=article(**fields), state=tied.state if tied else None, claim=stated, tied=tied)


def bare(**fields: Any) -> Holding:
    return Holding(article=article(**{"verdict": Verdict.NO_EMBEDS, **fields}))
