from __future__ import annotations

from dataclasses import replace
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
from tweetarchive.model.context import Related, Relation
from tweetarchive.model.evidence import Evidence, Problem, ResolvedBy
from tweetarchive.model.report import ArticleReport, KeptBeside
from tweetarchive.model.tweet import Availability, MediaKind, SourceName, StatusId
from tweetarchive.model.verdict import DateOutcome, Finding, HandleOutcome, TextOutcome, Verdict
from tweetarchive.report.tally import Tally
from tweetarchive.report.terminal import render, render_find, render_line, render_summary


def shown(rendered: RenderableType, width: int = 100, *, colour: bool = False) -> str:
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    console.print(rendered, crop=False)
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
    text = shown(render(report(matching(problems=(problem,)), problems=(problem,))))
    assert "oembed: 503 (https://a.example/); made up for by another answer" in text


def test_what_befell_many_questions_alike_is_told_once_and_counted() -> None:
    told = tuple(Problem("source", f"https://a.example/{place}", "web_archive: rate limited") for place in range(20))
    text = shown(render(report(problems=(*told, Problem("media", "https://b.example/", "answered HTTP 404")))))
    assert text.count("rate limited") == 1
    assert "source: web_archive: rate limited (https://a.example/0); 19 more of the same" in text
    assert "answered HTTP 404 (https://b.example/)\n" in text
    assert "21 problems" in text


@pytest.mark.parametrize("what", ["page", "media", "source"])
def test_a_problem_that_nothing_made_up_for_says_nothing_of_it(what: str) -> None:
    told = Problem(what, "https://a.example/", "oembed: 503", partial=True)
    gone = judged(Verdict.UNCHECKABLE, tweet=None, problems=(told,), absences=(absence("Gone."),))
    disagreeing = Problem("source", tweet().url, "oembed and syndication state different words", partial=True)
    for one in (
        report(problems=(told,)),
        report(gone, problems=(told,)),
        report(matching(problems=(disagreeing,), statements=(tweet(),)), problems=(disagreeing,)),
    ):
        assert "made up for" not in shown(render(one))


def test_an_absent_tweet_is_named_by_its_clean_address_and_one_line_says_what_could_not_be_checked() -> None:
    note, other = "No copy of the tweet is at hand.", "No copy of the tweet shows a handle."
    one = judged(
        Verdict.UNCHECKABLE,
        Finding(TextOutcome.NOT_CHECKABLE, note),
        handle_finding=Finding(HandleOutcome.NOT_CHECKABLE, other),
        date_finding=Finding(DateOutcome.NOT_CHECKABLE, other),
        tweet=None,
        absences=(absence("Nothing to see here."), absence("HTTP 404")),
    )
    one = replace(one, embed=replace(one.embed, permalink=f"{one.embed.permalink}?ref_src=twsrc%5Etfw"))
    text = shown(render(report(one)))
    assert "   at       https://x.com/harbour/status/1183347177645227129\n" in text
    assert "   words    No copy of the tweet is at hand. (likewise: handle, date)\n" in text
    assert text.count("No copy") == 1
    assert "“Nothing to see here.”" in text
    assert "X's syndication answers HTTP 404\n" in text
    assert "“HTTP" not in text


def test_no_embeds_is_said_once() -> None:
    assert shown(render_line(report())).split("  ", 1)[1] == "https://news.example/storm"
    assert shown(render(report(problems=(Problem("page", None, "odd"),)))).endswith("\n– no embeds  1 problem")


def test_quiet_says_of_a_failed_article_why_on_the_same_line() -> None:
    assert shown(render_line(failed()), width=200) == (
        "? uncheckable  https://news.example/storm  the name is not found; check the address"
    )


def test_words_that_were_only_handed_in_are_not_called_kept() -> None:
    handed = tweet(source=SourceName.RECORDED, record=None)
    text = shown(render(report(matching(tweet=handed, media=(photo(kept=False),)))))
    assert "   source   words from what was handed in\n" in text
    assert " kept " not in text.split("1  ")[1]


def test_a_streamed_video_is_not_measured_by_its_playlist() -> None:
    video = replace(photo(), kind=MediaKind.VIDEO, content_type="application/x-mpegURL", size=900)
    text = shown(render(report(matching(media=(video, photo())))))
    assert "1 photo (1.2 MB), 1 video (streamed, in pieces)\n" in text


LONG = "https://web.archive.org/web/20250709231402/https://twitter.com/ellery_council/status/1943080560620471377"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_an_address_stays_on_one_line_and_whole(width: int) -> None:
    told = Problem("article", LONG, "the page answers 404")
    one = report(matching(tweet=tweet(memento=LONG)), url=LONG, problems=(told,))
    text = shown(render(one), width)
    assert sum(LONG in line for line in text.splitlines()) == 3
    assert any(line.endswith("https://x.com/harbour/status/1183347177645227129") for line in text.splitlines())


def test_an_address_can_be_clicked_on_a_terminal_and_nowhere_else() -> None:
    link = "https://x.com/harbour/status/1183347177645227129\x1b\\"
    assert link in shown(render(report(matching())), colour=True)
    assert "\x1b]8" not in shown(render(report(matching())))
    evil = report(matching(), url="https://a.example/\x1b]0;owned\x07")
    assert "\x07" not in shown(render(evil), colour=True)


def test_words_without_blanks_are_broken_at_the_edge() -> None:
    one = judged(Verdict.NO_QUOTE, Finding(TextOutcome.NOT_QUOTED, "No words."), text=None, tweet=tweet("橋" * 60))
    assert "   tweet    " + "橋" * 14 + "\n" in shown(render(report(one)), 40)


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
    wide = [line for line in text.splitlines() if cell_len(line) > width]
    assert [line for line in wide if "://" not in line and not line.endswith(".warc.gz")] == []
    assert "https://x.com/harbour/status/1183347177645227129" in text


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


def test_a_web_archive_that_says_the_same_is_named_as_a_witness() -> None:
    copy = "https://web.archive.org/web/20191014000000/https://twitter.com/harbour/status/1"
    text = shown(render(report(matching(witnesses=(replace(tweet(), memento=copy),)))))
    assert f"   witness  {copy}" in text


def test_tweets_kept_beside_an_embeds_own_are_told_with_their_state() -> None:
    quoted = Related(
        relation=Relation.QUOTED, of=tweet().status_id, evidence=Evidence(tweet=tweet("Boats wait at the quay."))
    )
    gone = Related(
        relation=Relation.PARENT,
        of=tweet().status_id,
        evidence=Evidence(status_id=StatusId("20"), availability=Availability.DELETED, absences=(absence("Deleted."),)),
    )
    beside = tuple(KeptBeside(related=one) for one in (quoted, gone))
    text = shown(render(replace(report(matching()), context=beside)))
    assert "Kept beside\n   quoted, embed 1 · Harbour Office @harbour · 2019-10-13" in text
    assert "   tweet    Boats wait at the quay." in text
    assert "   answered, embed 1\n   at       https://x.com/i/status/20\n   state    gone from X: deleted\n" in text
    assert "   kept     no copy of the tweet" in text


def test_without_a_copy_the_number_alone_tells_when_the_tweet_was_made() -> None:
    said = "The article shows no date; the id says 2019-10-13 11:42:07 UTC."
    finding = Finding(DateOutcome.NOT_STATED, said, "not_stated", None, "2019-10-13 11:42:07 UTC")
    gone = judged(Verdict.UNCHECKABLE, tweet=None, date_finding=finding)
    assert "the id says 2019-10-13 11:42:07 UTC" in shown(render(report(gone)))
    assert "the id says" not in shown(render(report(judged(Verdict.MATCH, date_finding=finding))))
