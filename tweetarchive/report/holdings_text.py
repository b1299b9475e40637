"""What an archive holds, in short, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import CONTRADICTIONS, Verdict
from tweetarchive.report.foreign import foreign
from tweetarchive.report.held import Holding, Kind
from tweetarchive.report.holdings import embeds_of, scope
from tweetarchive.report.judged import STATES
from tweetarchive.report.layout import joined, verdict_sign
from tweetarchive.report.states import NO_LONGER_PUBLIC, in_a_sentence
from tweetarchive.report.tally import WORST_FIRST

_LISTED = 20  # of each kind: a screenful; the page and the table have all


def render_holdings(holdings: Sequence[Holding]) -> RenderableType:
    """Counts, then what wants looking at: mismatches, and tweets no longer public."""
    embeds = embeds_of(holdings)
    claims = [one for one in holdings if one.kind is Kind.CLAIM]
    parts: list[RenderableType] = [Text(scope(holdings), style="bold"), *_verdicts(embeds)]
    states = Counter(one.state.now if one.state else Availability.UNKNOWN for one in embeds)
    parts += [Text(f"{states[one]:>7,}  {STATES[one]}") for one in Availability if states[one]]
    if claims:
        parts += ["", Text("Quoted in the running text", style="bold"), *_verdicts(claims)]
    mismatches = [one for one in holdings if one.verdict is Verdict.MISMATCH]
    gone = [one for one in embeds if one.state and one.state.now in NO_LONGER_PUBLIC]
    for heading, listed in (("Mismatches", mismatches), ("No longer public", gone)):
        if listed:
            parts += ["", Text(heading, style="bold"), *_list(listed, why=heading == "Mismatches")]
    return Group(*parts)


def _verdicts(holdings: Sequence[Holding]) -> Iterator[Text]:
    counts = Counter(one.verdict for one in holdings)
    return (Text.assemble(f"{counts[one]:>7,}  ", verdict_sign(one)) for one in WORST_FIRST if counts[one])


def _list(holdings: Sequence[Holding], *, why: bool) -> Iterator[Text]:
    for one in holdings[:_LISTED]:
        who = f"@{one.handle}" if one.handle else one.name
        line = [foreign(who) if who else Text("by nobody named"), Text(one.number or "no number")]
        line += [foreign(one.article.url or one.article.source)]
        yield joined([*line, *([Text("quoted in the running text")] if one.kind is Kind.CLAIM else [])])
        told = contradictions(one) if why else [in_a_sentence(one.state)] if one.state else []
        for each in told:
            yield Text("    ").append(foreign(each))
    if len(holdings) > _LISTED:
        yield Text(f"… and {len(holdings) - _LISTED:,} more; --html and --csv have them all")


def contradictions(one: Holding) -> list[str]:
    """The notes of the checks that make a mismatch of it."""
    deciding = (check for name, check in one.checks.items() if name != "author_name")
    return [check["note"] for check in deciding if check["outcome"] in CONTRADICTIONS]
