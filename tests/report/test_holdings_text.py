from __future__ import annotations

from rich.console import Console

from tests.report.holdings import holding, quotation
from tests.report.reports import altered, judged, matching
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Finding, HandleOutcome, TextOutcome, Verdict
from tweetarchive.report.held import Holding
from tweetarchive.report.holdings_text import render_holdings


def shown(*holdings: Holding) -> str:
    console = Console(width=200, color_system=None)
    with console.capture() as capture:
        console.print(render_holdings(holdings))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_the_reason_of_a_mismatch_is_that_of_the_check_that_failed() -> None:
    same = Finding(TextOutcome.IDENTICAL, "Every character the author wrote, in order.")
    other = Finding(HandleOutcome.DIFFERENT, "The article says @old; the tweet is by @harbour.")
    told = shown(holding(judged(Verdict.MISMATCH, same, handle_finding=other)))
    assert "The article says @old; the tweet is by @harbour." in told
    assert "Every character" not in told


def test_quotations_in_the_running_text_are_counted_and_listed() -> None:
    told = shown(holding(), quotation(tied=holding()))
    assert "1 quotation in the running text" in told
    assert "Quoted in the running text\n      1  ✘ mismatch" in told
    assert "https://www.news.example/world/2019/10/storm · quoted in the running text\n    What the sentence" in told


def test_tweets_no_longer_public_are_listed_with_the_day_of_the_statement() -> None:
    told = shown(holding(matching(), now=Availability.DELETED))
    assert "No longer public" in told
    assert "gone from X: deleted, as stated on 2019-10-14" in told


def test_long_lists_are_cut_and_say_so() -> None:
    assert "… and 5 more; --html and --csv have them all" in shown(*[holding(altered())] * 25)
