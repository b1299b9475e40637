from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from tests.report.holdings import NOON, article, bare, holding, quotation, sight
from tests.report.reports import WORDS, altered, embed, judged, matching
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Finding, HandleOutcome, TextOutcome, Verdict
from tweetarchive.report.held import HeldEmbed, Holding
from tweetarchive.report.holdings_page import holdings_page
from tweetarchive.report.states import Sight, state_of

HOSTILE = "</script><script>alert(1)</script><!--"


def stated(*holdings: Holding) -> dict[str, Any]:
    (held,) = re.findall(r'<script type="application/json" id="held">(.*?)</script>', holdings_page(holdings, []), re.S)
    read = json.loads(held)
    assert isinstance(read, dict)
    return read


def options(page: str, name: str) -> dict[str, str]:
    (choices,) = re.findall(f'<select name="{name}">(.*?)</select>', page)
    return dict(re.findall(r'<option value="([^"]+)">(.*?)</option>', choices))


def test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else() -> None:
    page = holdings_page([holding()], [])
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    for directive, element in (("script-src", "script"), ("style-src", "style")):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.S)
        assert f"{directive} 'sha256-{b64encode(sha256(content.encode()).digest()).decode()}';" in policy
    assert policy.startswith("default-src 'none';")


def test_foreign_words_cannot_end_the_script_that_holds_them() -> None:
    one = replace(matching(), embed=replace(embed(HOSTILE), author_name=HOSTILE))
    said = sight(Availability.DELETED, words=HOSTILE, source=HOSTILE)
    problems = ({"what": "link", "url": None, "why": HOSTILE},)
    held = [holding(one, title=HOSTILE, source=HOSTILE, state=state_of([said])), bare(problems=problems, file="b")]
    page = holdings_page([*held, quotation()], [], name=HOSTILE, replay=f"https://replay.example/{HOSTILE}")
    assert page.count("<script>") == 1
    assert HOSTILE in json.dumps(stated(*held))


def test_a_javascript_address_is_no_link() -> None:
    (held,) = stated(holding(url="javascript:alert(1)"))["articles"]
    assert "url" not in held


def test_the_same_holdings_give_the_same_page() -> None:
    held = [holding(), holding(altered()), quotation(), bare(file="b")]
    assert holdings_page(held, []) == holdings_page(held, [])


def test_an_empty_archive_has_a_page_too() -> None:
    assert "0 embeds of 0 tweets in 0 articles" in holdings_page([], [])


def test_the_title_tells_the_archive_and_the_day_of_its_last_news() -> None:
    asked = state_of([sight(), sight(Availability.UNKNOWN, 2)])
    page = holdings_page([holding(state=asked)], [], name="newsroom")
    assert "<title>What “newsroom” holds, 2019-10-16</title>" in page


def test_the_filter_of_states_offers_what_the_plot_counts_and_its_members() -> None:
    held = [holding(now=one) for one in (Availability.SUSPENDED, Availability.WITHHELD, Availability.NOT_FOUND)]
    assert options(holdings_page(held, []), "state") == {
        "gone otherwise": "gone otherwise",
        "suspended": "– suspended",
        "restricted": "restricted",
        "withheld": "– withheld",
        "not found": "not found",
    }


def test_what_nobody_knows_can_be_chosen_too() -> None:
    nameless = judged(Verdict.UNCHECKABLE, text=None, tweet=None, status_id=None)
    undated = holding(replace(nameless, embed=replace(nameless.embed, date=None)), url=None, captured_at=None)
    page = holdings_page([undated], [])
    assert options(page, "year") == options(page, "month") == {"-": "not known"}
    assert options(page, "section") == {"-": "no address"}
    assert options(holdings_page([holding()], []), "year") == {"2019": "2019"}


def test_every_kind_is_listed_and_can_be_chosen() -> None:
    held = [holding(), quotation(tied=holding()), bare(file="b")]
    assert options(holdings_page(held, []), "kind") == {
        "embed": "embedded",
        "claim": "quoted in the running text",
        "article": "article without either",
    }
    embedded, quoted, without = stated(*held)["entries"]
    assert "c" not in embedded
    assert (quoted["c"], quoted["q"], quoted["u"], quoted["x"]) == (
        "claim",
        "closes on Monday",
        WORDS,
        "It tweeted: “…”.",
    )
    assert (without["c"], without["v"]) == ("article", "no_embeds")


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (TextOutcome.IDENTICAL, "The tweet says the same, word for word."),
        (TextOutcome.SAME_NORMALISED, "The tweet says the same, but for layout."),
    ],
)
def test_a_match_says_that_the_tweet_says_the_same(outcome: TextOutcome, told: str) -> None:
    (one,) = stated(holding(judged(Verdict.MATCH, Finding(outcome, "Same."))))["entries"]
    assert (one["z"], one["q"]) == (told, WORDS)
    assert "u" not in one


def test_a_state_has_its_sentence_and_its_evidence() -> None:
    said = sight(Availability.DELETED, 1, words="was deleted", file="r.warc.gz", record_offset=5, recheck=True)
    held = stated(holding(state=state_of([sight(), said, sight(Availability.UNKNOWN, 2)])))
    (one,) = held["entries"]
    assert one["l"] == ("gone from X: deleted, as stated on 2019-10-15; asked again on 2019-10-16, without an answer")
    assert one["g"] == "last seen live 2019-10-14; first found gone 2019-10-15"
    assert one["e"] == ["syndication", "was deleted", held["files"].index("r.warc.gz"), 5, 1]


def test_a_state_without_a_record_names_none() -> None:
    (one,) = stated(holding(state=state_of([Sight(at=NOON, availability=Availability.LIVE)])))["entries"]
    assert "e" not in one


def test_flags_and_problems_are_told() -> None:
    finding = Finding(TextOutcome.EXCERPT_UNMARKED, "A part.", flags=("negation_cut_from_sentence",))
    problems = ({"what": "link", "url": None, "why": "leads to no tweet"},)
    nameless = judged(Verdict.UNCHECKABLE, tweet=None, status_id=None)
    flagged, unresolved = stated(
        holding(judged(Verdict.MATCH_WITH_DIFFERENCES, finding)), holding(nameless, problems=problems, file="b")
    )["entries"]
    assert flagged["f"] == ["negation cut from sentence"]
    assert unresolved["b"] == ["leads to no tweet"]


def test_what_could_not_be_checked_of_a_tweet_that_nobody_has_is_one_line() -> None:
    lacking = Finding(TextOutcome.NOT_CHECKABLE, "No copy is at hand.")
    nobody = Finding(HandleOutcome.NOT_CHECKABLE, "No copy says who wrote it.")
    without = judged(Verdict.UNCHECKABLE, lacking, tweet=None, handle_finding=nobody)
    held = judged(Verdict.UNCHECKABLE, lacking, handle_finding=nobody)
    (folded,) = stated(holding(without))["entries"]
    assert folded["k"] == [["words", "No copy is at hand. (likewise: handle)"]]
    (told,) = stated(holding(held))["entries"]
    assert told["k"] == [["words", "No copy is at hand."], ["handle", "No copy says who wrote it."]]


def test_a_day_taken_from_the_number_says_so() -> None:
    by_source, by_number = stated(holding(), holding(judged(Verdict.UNCHECKABLE, tweet=None)))["entries"]
    assert "i" not in by_source
    assert (by_number["i"], by_number["t"][:10]) == (1, "2019-10-13")


def test_a_holding_without_a_day_of_capture_has_no_place_in_the_replay() -> None:
    one = HeldEmbed(article=article(captured_at=None), state=holding().state, report=holding().report)
    (held,) = stated(one)["articles"]
    assert "at" not in held
