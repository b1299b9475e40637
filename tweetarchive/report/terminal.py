"""A report as text for a terminal: calm, complete at 40 columns, readable without colour and read aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.article import Article
from tweetarchive.model.evidence import Evidence, Problem
from tweetarchive.model.report import ArticleReport
from tweetarchive.model.verdict import (
    TextOutcome,
    Verdict,
    Weight,
)
from tweetarchive.report.difference import LEGEND, Passage, Side, marked
from tweetarchive.report.flow import INDENT, Flow, Lines, Rows, address
from tweetarchive.report.foreign import foreign
from tweetarchive.report.judged import beside_block, claim_block, embed_block, shown_by
from tweetarchive.report.layout import instant, joined, named, verdict_sign
from tweetarchive.report.tally import Tally, number


def render(report: ArticleReport) -> RenderableType:
    """One article: what it is, a block per embed, quotations in the text, problems, and one line of counts."""
    parts: list[RenderableType] = [_head(report), Text()]
    for one in report.embeds:
        parts += [embed_block(one, _file(report)), Text()]
    if report.claims:
        parts += [Text("Quoted in the running text", style="bold"), *map(claim_block, report.claims), Text()]
    if report.context:
        parts.append(Text("Kept beside", style="bold"))
        parts += [*(beside_block(one, report.embeds, _file(report)) for one in report.context), Text()]
    if report.problems:
        parts += [Text("Problems", style="bold"), *_problems(report), Text()]
    if _has_marks(report):
        parts.append(Text(LEGEND, style="dim"))
    parts.append(Text.assemble(verdict_sign(report.verdict), _counts(report)))
    return Group(*parts)


def render_line(report: ArticleReport) -> RenderableType:
    """One article in one line, for those who asked for quiet; of one that could not be read, why."""
    named_by = report.url or report.source
    line = Text.assemble(verdict_sign(report.verdict), "  ", foreign(named_by))
    if Tally.of(report).failed and report.problems:
        return line.append_text(Text.assemble("  ", foreign(report.problems[0].why.removeprefix(f"{named_by}: "))))
    return line.append(_counts(report))


def _counts(report: ArticleReport) -> str:
    """What stands behind the verdict: `no embeds` is said by the verdict itself."""
    sentence = Tally.of(report).sentence()
    if report.verdict is Verdict.NO_EMBEDS:
        sentence = sentence.removeprefix("no embeds").lstrip("; ")
    return f"  {sentence}" if sentence else ""


def render_summary(tally: Tally) -> RenderableType:
    """The closing line of a run over several articles."""
    return Text(f"In all: {tally.sentence()}", style="bold")


def render_find(article: Article, *, source: str) -> RenderableType:
    """What an article embeds, as the page shows it; nothing was asked, nothing is judged.

    Args: source: as the user typed it.
    """
    parts: list[RenderableType] = [*_title(article.title, article.url or source), Text()]
    for embed in article.embeds:
        head = Text.assemble((f"{embed.index + 1}  ", "bold"), embed.form.value, joined(("", *shown_by(embed))))
        rows: list[tuple[str, Lines]] = []
        if at := embed.permalink or embed.status_id:
            rows.append(("at", Flow(address(at))))
        rows += [("image", Flow(foreign(link))) for link in embed.pic_links]
        rows.append(("article", _words(embed.text) if embed.text is not None else Flow(Text("shows no words", "dim"))))
        parts += [head, Rows(tuple(rows)), Text()]
    if article.claims:
        parts.append(Text("Quoted in the running text", style="bold"))
        for claim in article.claims:
            by = named(claim.speaker, claim.handle)
            speaker: list[tuple[str, Lines]] = [("by", Flow(by))] if by else []
            parts.append(Rows((*speaker, ("article", _words(claim.text)))))
        parts.append(Text())
    parts += [Flow(Text.assemble("! ", foreign(note), style="yellow")) for note in article.notes]
    parts.append(Text(_forms(article)))
    return Group(*parts)


def render_find_line(article: Article, *, source: str) -> RenderableType:
    """The same in one line, for those who asked for quiet."""
    return Text.assemble(foreign(article.url or source), f"  {_forms(article)}")


def _forms(article: Article) -> str:
    forms = Counter(embed.form.value for embed in article.embeds)
    counted = ", ".join(f"{count} {form}" for form, count in forms.most_common())
    return f"{number(len(article.embeds), 'embed')}: {counted}" if counted else "no embeds"


def _head(report: ArticleReport) -> RenderableType:
    lines = _title(report.title, report.url or report.source)
    if report.captured_at:
        lines.append(Flow(Text(f"captured {instant(report.captured_at)}", style="dim")))
    if report.record:
        lines.append(Flow(Text.assemble(("kept in ", "dim"), foreign(report.record.file, "dim"))))
    return Group(*lines)


def _title(title: str | None, named_by: str) -> list[Flow]:
    lines = [Flow(foreign(title, "bold"))] if title else []
    return [*lines, Flow(address(named_by))]


def _problems(report: ArticleReport) -> Iterator[RenderableType]:
    """Each once: what befell many questions alike is shown with the first of them, and the others are counted."""
    alike: dict[tuple[str, str, bool], list[Problem]] = {}
    for problem in report.problems:
        made_up_for = any(_made_up_for(problem, one.evidence) for one in report.embeds)
        alike.setdefault((problem.what, problem.why, made_up_for), []).append(problem)
    for (what, why, made_up_for), problems in alike.items():
        line = Text.assemble(("! ", "bold yellow"), f"{what}: ", foreign(why))
        if (url := problems[0].url) and url not in why:
            line.append_text(Text.assemble(" (", foreign(url), ")"))
        if made_up_for:
            line.append("; made up for by another answer", style="dim")
        if more := len(problems) - 1:
            line.append(f"; {more} more of the same")
        yield Flow(line, INDENT)


def _made_up_for(problem: Problem, evidence: Evidence) -> bool:
    """Whether another source showed the tweet where this one failed.

    A problem with an answer that is held itself, such as two sources that disagree, is made up for by nothing.
    """
    if not problem.partial or problem.what != "source" or problem not in evidence.problems:
        return False
    answers = {one.memento or one.url for one in evidence.statements}
    return evidence.tweet is not None and problem.url not in answers


def _has_marks(report: ArticleReport) -> bool:
    findings = [one.findings.text for one in report.embeds] + [one.finding for one in report.claims]
    return any(
        change.weight is not Weight.FORM
        for finding in findings
        if finding and finding.outcome is not TextOutcome.DIFFERENT
        for change in finding.changes
    )


def _words(text: str) -> Passage:
    return Passage(marked(text, (), Side.QUOTED))


def _file(report: ArticleReport) -> str | None:
    return report.record.file if report.record else None
