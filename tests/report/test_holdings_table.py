from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.holdings import DAY, NOON, bare, holding, quotation, sight
from tests.report.reports import STATUS, WORDS, altered, matching, photo
from tweetarchive.model.tweet import Availability
from tweetarchive.report.held import Holding
from tweetarchive.report.holdings_table import COLUMNS, rows, spreadsheet_safe
from tweetarchive.report.states import state_of


def row(one: Holding) -> dict[str, str | int | None]:
    (values,) = rows([one])
    return dict(zip(COLUMNS, values, strict=True))


def test_the_first_column_tells_what_a_row_is() -> None:
    assert COLUMNS[0] == "kind"
    assert [row(one)["kind"] for one in (holding(), quotation(), bare())] == ["embed", "claim", "article"]


def test_an_embed_is_told_whole() -> None:
    told = row(holding(altered(), problems=({"what": "page", "url": None, "why": "cut short"},)))
    assert (told["verdict"], told["text_outcome"], told["embed"]) == ("mismatch", "altered_meaning", 1)
    assert (told["quoted"], told["archived"]) == ("The bridge closes on March at noon.", WORDS)
    assert json.loads(str(told["changes"]))[0]["quoted"] == "March"
    assert told["tweet_url"] == f"https://x.com/harbour/status/{STATUS}"
    assert (told["resolved_by"], told["tweet_offset"], told["article_offset"]) == ("permalink", 512, 700)
    assert str(told["tweet_record_id"]).startswith("urn:uuid:")
    assert (told["problems"], told["article_problems"]) == (None, "cut short")


def test_the_media_are_told_with_address_description_and_digest() -> None:
    (media,) = json.loads(str(row(holding(matching(media=(photo(),))))["media"]))
    assert (media["url"], media["alt"], media["sha256"]) == (photo().url, None, photo().sha256)


def test_the_state_is_dated_by_its_statement_and_not_by_the_last_question() -> None:
    said = sight(Availability.DELETED, 1, words="was deleted", record_offset=5)
    told = row(holding(state=state_of([sight(), said, sight(Availability.UNKNOWN, 9)])))
    assert (told["availability"], told["stated_at"]) == ("deleted", "2019-10-15T12:00:00Z")
    assert (told["asked_at"], told["last_live"]) == (f"{NOON + 9 * DAY:%Y-%m-%dT%H:%M:%SZ}", "2019-10-14T12:00:00Z")
    assert (told["state_source"], told["state_words"], told["state_offset"]) == ("syndication", "was deleted", 5)


def test_a_quotation_is_told_with_its_sentence_and_the_embed_it_is_tied_to() -> None:
    told = row(quotation(tied=holding()))
    assert (told["quoted"], told["archived"], told["embed"]) == ("closes on Monday", WORDS, 1)
    assert (told["sentence"], told["handle_outcome"]) == ("It tweeted: “…”.", None)
    assert told["availability"] == "live"


def test_an_article_without_either_is_told_with_its_problems() -> None:
    told = row(bare(problems=({"what": "article", "url": None, "why": "answers 404"},)))
    assert (told["verdict"], told["problems"], told["availability"]) == ("no_embeds", "answers 404", None)
    assert told["article_problems"] is None


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_foreign_words_are_no_formula(sign: str) -> None:
    told = row(holding(title=f"{sign}HYPERLINK(1)"))
    assert told["article_title"] == f"'{sign}HYPERLINK(1)"


@given(st.text())
def test_the_text_is_found_again_behind_the_apostrophe(text: str) -> None:
    safe = spreadsheet_safe(text)
    assert isinstance(safe, str)
    assert safe.removeprefix("'") == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
