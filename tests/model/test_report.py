from __future__ import annotations

from tests.report.reports import altered, report
from tweetarchive.model.report import changes_from


def test_changes_are_read_back_from_the_json_of_a_report_with_their_places() -> None:
    judged = altered()
    stated = report(judged).to_dict()["embeds"][0]["checks"]["text"]
    assert judged.findings.text
    assert judged.findings.text.changes
    assert changes_from(stated) == judged.findings.text.changes


def test_changes_without_a_place_are_not_given_one() -> None:
    stated = report(altered()).to_dict()["embeds"][0]["checks"]["text"]
    for change in stated["changes"]:
        del change["quoted_at"]
    assert changes_from(stated) == ()
