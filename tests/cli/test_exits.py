from __future__ import annotations

import itertools

import pytest

from tests.report.reports import altered, claim, failed, judged, matching, report
from tweetarchive.cli.exits import Exit, exit_code
from tweetarchive.model.evidence import Problem
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import Verdict

LOST = Problem("media", None, "404")
MADE_UP_FOR = Problem("source", None, "oembed: 503", partial=True)

TABLE: dict[str, tuple[ArticleReport, Exit]] = {
    "an article without embeds": (report(), Exit.DONE),
    "a match": (report(matching()), Exit.DONE),
    "a match with differences": (report(judged(Verdict.MATCH_WITH_DIFFERENCES)), Exit.DONE),
    "no quote, the tweet held": (report(judged(Verdict.NO_QUOTE)), Exit.DONE),
    "no quote, no tweet held": (report(judged(Verdict.NO_QUOTE, tweet=None)), Exit.INCOMPLETE),
    "a mismatch": (report(matching(), altered(index=1)), Exit.MISMATCH),
    "a mismatch beside an uncheckable": (report(altered(), judged(Verdict.UNCHECKABLE)), Exit.MISMATCH),
    "an uncheckable": (report(matching(), judged(Verdict.UNCHECKABLE)), Exit.INCOMPLETE),
    "a failed source": (failed(), Exit.INCOMPLETE),
    "a problem": (report(matching(), problems=(LOST,)), Exit.INCOMPLETE),
    "a mismatch and a problem": (report(altered(), problems=(LOST,)), Exit.MISMATCH),
    "a problem that was made up for": (report(matching(), problems=(MADE_UP_FOR,)), Exit.DONE),
    "a tied claim that matches": (report(matching(), claims=(claim(),)), Exit.DONE),
    "a tied claim that is false": (report(matching(), claims=(claim(Verdict.MISMATCH),)), Exit.MISMATCH),
    "an untied claim": (report(matching(), claims=(claim(Verdict.UNCHECKABLE, tied=False),)), Exit.DONE),
    "an untied claim, whatever is said of it": (report(claims=(claim(Verdict.MISMATCH, tied=False),)), Exit.DONE),
}


@pytest.mark.parametrize("cell", TABLE)
def test_one_article_gives_its_status(cell: str) -> None:
    one, status = TABLE[cell]
    assert exit_code([one]) is status


def test_of_several_the_first_in_order_counts() -> None:
    order = [Exit.INTERRUPTED, Exit.DAMAGED, Exit.MISMATCH, Exit.INCOMPLETE, Exit.DONE]
    for earlier, later in itertools.combinations(order, 2):
        assert exit_code([], earlier, later) is exit_code([], later, earlier) is earlier


def test_reports_and_other_faults_are_weighed_together() -> None:
    assert exit_code([report(altered())], Exit.DAMAGED) is Exit.DAMAGED
    assert exit_code([report(altered())], Exit.INCOMPLETE) is Exit.MISMATCH


def test_nothing_at_all_went_well() -> None:
    assert exit_code([]) is Exit.DONE
