"""The second pass: what was asked is answered again from the finished records alone, and judged."""

from __future__ import annotations

from dataclasses import replace

from tweetarchive.archive.reader import Session
from tweetarchive.collect import Collected, Settings, collect
from tweetarchive.model.capture import Purpose, Request
from tweetarchive.model.report import ArticleReport, JudgedClaim, JudgedEmbed
from tweetarchive.model.verdict import Verdict
from tweetarchive.verify import article_verdict, judge, judge_claim, verdict


def replay(session: Session) -> ArticleReport:
    """The second pass: the same questions, answered from the records alone."""
    settings = Settings.from_json(session.settings["settings"])
    url = session.settings["url"] or None
    given = session.input
    collected = collect(given or Request(url or "", Purpose.SOURCE), session.fetch, settings)
    if given is None and collected.page is not None and collected.page.memento is None:
        url = collected.page.request.url
    collected = replace(collected, problems=(*collected.problems, *session.problems))
    return report_of(session.source or "", url, collected)


def report_of(source: str, url: str | None, collected: Collected) -> ArticleReport:
    """Judge what was collected."""
    page, article = collected.page, collected.article
    held = (*collected.tweets, *(tweet for one in collected.evidences for tweet in one.statements))
    embeds: list[JudgedEmbed] = []
    claims: list[JudgedClaim] = []
    if article is not None:
        for embed, evidence, media in zip(article.embeds, collected.evidences, collected.media, strict=True):
            seen = judge(embed, evidence)
            embeds.append(
                JudgedEmbed(embed=embed, evidence=evidence, media=media, findings=seen, verdict=verdict(seen))
            )
        claims += (judge_claim(claim, article.embeds, collected.evidences, held) for claim in article.claims)
    return ArticleReport(
        source=source,
        url=url,
        title=article.title if article else None,
        language=article.language if article else None,
        captured_at=page.at if page else None,
        record=page.record if page else None,
        embeds=tuple(embeds),
        claims=tuple(claims),
        verdict=article_verdict([one.verdict for one in embeds]) if article else Verdict.UNCHECKABLE,
        problems=collected.problems,
        context=collected.context,
        screenshot=collected.screenshot,
    )
