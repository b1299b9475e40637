from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from tests.report.reports import (
    absence,
    altered,
    claim,
    embed,
    failed,
    judged,
    matching,
    photo,
    replaced,
    report,
    tweet,
)
from tweetarchive.model.article import Article
from tweetarchive.model.evidence import Problem, ResolvedBy
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.tweet import Availability, SourceName
from tweetarchive.model.verdict import DateOutcome, Finding, HandleOutcome, TextOutcome, Verdict
from tweetarchive.report.tally import Tally
from tweetarchive.report.terminal import render, render_find, render_line, render_summary


def shown(rendered: RenderableType, width: int = 100, *, colour: bool = False) -> str:
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    console.print(rendered)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_a_report_is_read_from_top_to_bottom() -> None:
    assert shown(render(report(matching(media=(photo(), photo())), altered(index=1)))) == (
        """\
Storm shuts the harbour bridge
https://news.example/storm
captured 2026-11-22 14:31 UTC
kept in 20261122143105-news.example-storm-k3v9.warc.gz

1  ✔ match
   by       Harbour Office @harbour · 2019-10-13 11:42 UTC
   at       https://x.com/harbour/status/1183347177645227129
   state    still on X
   article  The bridge closes on Monday at noon.
   kept     words from X's syndication, 2 photos (2.5 MB)

2  ✘ mismatch
   by       Harbour Office @harbour · 2019-10-13 11:42 UTC
   at       https://x.com/harbour/status/1183347177645227129
   state    still on X
   article  The bridge closes on [-March-] at noon.
   tweet    The bridge closes on {+Monday+} at noon.
   words    A day was replaced.
   kept     words from X's syndication

[-so-] only in the article, {+so+} only in the tweet
✘ mismatch  2 embeds: 1 mismatch, 1 match"""
    )


def test_what_a_source_said_of_a_missing_tweet_stands_in_its_own_words() -> None:
    gone = judged(
        Verdict.UNCHECKABLE,
        Finding(TextOutcome.NOT_CHECKABLE, "No copy is held."),
        handle_finding=Finding(HandleOutcome.NOT_CHECKABLE, "No copy is held."),
        tweet=None,
        availability=Availability.DELETED,
        absences=(absence("This Post was deleted by the Post author."),),
    )
    text = shown(render(report(gone)))
    assert "gone from X: deleted" in text
    assert "“This Post was deleted by the Post author.”" in text
    assert "words    No copy is held. (likewise: handle)" in text
    assert "no copy of the tweet" in text
    assert "Harbour Office @harbour · October 13, 2019" in text


def test_mute_sources_are_never_called_a_deletion() -> None:
    text = shown(render(report(judged(Verdict.UNCHECKABLE, tweet=None, availability=Availability.UNKNOWN))))
    assert "not known whether it is still on X" in text
    assert "deleted" not in text
    assert "gone" not in text


def test_every_availability_has_its_words() -> None:
    texts = [shown(render(report(matching(availability=one)))) for one in Availability]
    assert len(set(texts)) == len(texts)


def test_every_verdict_has_a_sign_and_a_word() -> None:
    lines = [shown(render_line(report(verdict=one))).split("  ")[0] for one in Verdict]
    assert lines == ["✘ mismatch", "? uncheckable", "≈ match with differences", "✔ match", "– no quote", "– no embeds"]


def test_a_check_that_is_no_plain_match_is_explained_and_a_plain_one_is_not() -> None:
    one = judged(
        Verdict.MATCH_WITH_DIFFERENCES,
        Finding(TextOutcome.IDENTICAL, "The words are the same."),
        date_finding=Finding(DateOutcome.TZ_COMPATIBLE, "The day fits the zone of Sydney."),
    )
    text = shown(render(report(one)))
    assert "date     The day fits the zone of Sydney." in text
    assert "The words are the same." not in text


def test_words_that_have_nothing_in_common_are_shown_above_one_another_unmarked() -> None:
    changes = (replaced("Rain", "bridge", was="Rain", became="bridge"),)
    finding = Finding(TextOutcome.DIFFERENT, "Another text.", changes=changes)
    text = shown(render(report(judged(Verdict.MISMATCH, finding, text="Rain is coming."))))
    assert "article  Rain is coming." in text
    assert "tweet    The bridge closes on Monday at noon." in text
    assert "[-" not in text


def test_a_tweet_the_article_shows_no_words_of_is_shown_itself() -> None:
    text = shown(render(report(judged(Verdict.NO_QUOTE, Finding(TextOutcome.NOT_QUOTED, "No words."), text=None))))
    assert "tweet    The bridge closes on Monday at noon." in text
    assert "article  " not in text


def test_media_that_was_not_kept_is_told() -> None:
    text = shown(render(report(matching(media=(photo(), photo(kept=False))))))
    assert "1 photo (1.2 MB), 1 media file not kept" in text


def test_a_third_party_and_a_cut_tweet_are_named_as_such() -> None:
    held = tweet(third_party="mirror.example", complete=False, source=SourceName.RECORDED)
    assert "words from a third party, mirror.example, cut short" in shown(render(report(matching(tweet=held))))


def test_a_tweet_the_mark_up_does_not_name_is_told_with_how_it_was_found() -> None:
    text = shown(render(report(matching(resolved_by=ResolvedBy.PIC_LINK))))
    assert "status/1183347177645227129 (found by its pic link)" in text


def test_claims_are_told_with_the_embed_they_belong_to() -> None:
    text = shown(render(report(matching(), claims=(claim(), claim(Verdict.UNCHECKABLE, tied=False)))))
    assert "✔ match, of embed 1" in text
    assert "? uncheckable\n" in text
    assert "2 quotations: 1 uncheckable, 1 match (in the running text)" in text


def test_a_failed_article_gives_its_reason_once() -> None:
    text = shown(render(failed()))
    assert text.count("https://news.example/storm: the name is not found; check the address") == 1
    assert "? uncheckable  nothing could be read; 1 problem" in text
    assert "no embeds" not in text


def test_a_problem_that_was_made_up_for_says_so() -> None:
    problem = Problem("source", "https://a.example/", "oembed: 503", partial=True)
    assert "oembed: 503 (https://a.example/); made up for" in shown(render(report(matching(), problems=(problem,))))


def hostile() -> ArticleReport:
    evil = "\x1b]0;owned\x07\x1b[2J\u202e[bold]x[/bold] :smile:"
    changes = (replaced(evil, evil, was="owned", became="owned"),)
    return report(
        altered(evil, evil, changes),
        matching(tweet=tweet(evil, author_name=evil, handle=evil, third_party=evil), absences=(absence(evil),)),
        problems=(Problem("page", evil, evil),),
        title=evil,
        url=evil,
    )


def test_a_page_cannot_write_to_the_terminal() -> None:
    text = shown(render(hostile()))
    assert not set(text) & set("\x1b\x07\u202e")
    assert "␛]0;" in text


def test_markup_and_emoji_codes_of_a_page_are_shown_as_they_are() -> None:
    assert "[bold]x[/bold] :smile:" in shown(render(hostile()), width=200)


def test_colour_adds_and_never_replaces() -> None:
    one = report(altered())
    assert "[-March-]" in shown(render(one), colour=True)
    assert "\x1b[" in shown(render(one), colour=True)
    assert "\x1b[" not in shown(render(one))


@pytest.mark.parametrize("width", [20, 40, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = shown(render(report(matching(media=(photo(),)), altered(index=1), claims=(claim(),))), width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert "1183347177645227129" in "".join(text.split())


def test_find_shows_forms_and_words_and_no_verdict() -> None:
    article = Article(
        url=None,
        title="Storm",
        language="en",
        embeds=(embed(), embed(None, 1)),
        claims=(claim().claim,),
        notes=("The page loads embeds by JavaScript.",),
    )
    assert shown(render_find(article, source="storm.html")) == (
        """\
Storm
storm.html

1  blockquote · Harbour Office @harbour · October 13, 2019
   at       https://twitter.com/harbour/status/1183347177645227129
   article  The bridge closes on Monday at noon.

2  blockquote · Harbour Office @harbour · October 13, 2019
   at       https://twitter.com/harbour/status/1183347177645227129
   article  shows no words

Quoted in the running text
   by       Harbour Office
   article  closes on Monday

! The page loads embeds by JavaScript.
2 embeds: 2 blockquote"""
    )


def test_the_summary_of_many_counts_what_could_not_be_read() -> None:
    tally = Tally.of(report(matching(), altered(index=1))) + Tally.of(failed()) + Tally.of(report())
    assert shown(render_summary(tally)) == (
        "In all: 3 articles, 2 embeds: 1 mismatch, 1 match; 1 article not readable; 1 problem"
    )
