"""Plots for a page that loads nothing: tables whose rows are drawn as bars, and curves; no style but the page's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tweetarchive.report.html_page import text
from tweetarchive.report.lifetimes import Survival

WIDTH, HEIGHT = 520, 220  # of the curve's drawing, before it is scaled to the page
_LEFT, _BOTTOM, _TOP, _RIGHT = 38, 24, 8, 8  # room for the axes' figures
_BAR = 100  # units a bar is wide: percent
FEWEST = 5
"""Ends below which a curve would show chance, and the figures are told instead."""


def stacked(
    title: str,
    note: str,
    rows_are: str,
    table: Mapping[str, Mapping[str, int]],
    columns: Mapping[str, str],
    *,
    shown: Callable[[str], str] = text,
    others: tuple[str, Mapping[str, int]] | None = None,
) -> str:
    """A bar for each row, its parts as long as their share of the row; counts and shares stand beside it.

    Args:
        rows_are: the heading of the first column.
        columns: in their order, each with its colour in the style; those without any count are left out.
        shown: a row's name as HTML. others: one more row, of what has no row of its own.
    """
    rows = [(shown(name), row) for name, row in table.items()]
    if others:
        rows.append((text(others[0]), others[1]))
    if not rows:
        return _figure(title, note, "<p>Nothing to show yet.</p>")
    used = {one: colour for one, colour in columns.items() if any(row.get(one) for _, row in rows)}
    if len(rows) > 1:
        rows.insert(0, ("all", {one: sum(row.get(one, 0) for _, row in rows) for one in used}))
    heads = "".join(
        f'<th role="columnheader" scope="col"><span class="key {colour}"></span>{text(one)}</th>'
        for one, colour in used.items()
    )
    lines = []
    for name, row in rows:
        total, at, parts, figures = sum(row.values()), 0.0, [], []
        for one, colour in used.items():
            count = row.get(one, 0)
            wide = count / total * _BAR if total else 0
            if count:
                parts.append(f'<rect class="{colour}" x="{at:.2f}" y="0" width="{wide:.2f}" height="10"/>')
            at += wide
            label = f'<span class="label" aria-hidden="true"><span class="key {colour}"></span>{text(one)}</span>'
            zero = "" if count else ' class="zero"'
            figures.append(f'<td role="cell"{zero}>{label} {count:,} <small>{text(percent(count, total))}</small></td>')
        bar = f'<svg viewBox="0 0 {_BAR} 10" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
        lines.append(
            f'<tr role="row"><th role="rowheader" scope="row">{name}</th><td role="cell" class="total">{total:,}</td>'
            f'<td role="cell" class="bar">{bar}</td>{"".join(figures)}</tr>'
        )
    head = f'<th role="columnheader" scope="col">{text(rows_are)}</th><th role="columnheader" scope="col">in all</th>'
    drawn = (  # the roles stand there for narrow screens, where the style makes no table of it
        f'<div class="scrolled" tabindex="0" role="region" aria-label="{text(title)}"><table role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}<td role="cell"></td>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(lines)}</tbody></table></div>'
    )
    return _figure(title, note, drawn)


def falling(title: str, note: str, lives: Survival) -> str:
    """The share that is still public at each age: a curve, a band where nothing decides, and a table of both."""
    ages = list(_ages(len(lives.at_most)))
    if lives.gone < FEWEST:
        few = f"Too few to draw: {lives.gone:,} of {lives.tweets:,} were found gone. " if lives.tweets else ""
        return _figure(title, note, f"<p>{few or 'Nothing to show yet.'}</p>" + (_lives(lives, ages) if few else ""))
    return _figure(title, note, _curve(title, lives) + _lives(lives, ages))


def percent(part: int, whole: int) -> str:
    """Whole per cents; what is not nothing is not told as 0, nor what is not all as 100."""
    if not whole or part in (0, whole):
        return f"{100 if part else 0} %"
    share = round(part / whole * 100)
    return "<1 %" if share == 0 else ">99 %" if share == 100 else f"{share} %"


def _curve(title: str, lives: Survival) -> str:
    end = len(lives.at_most) / 12

    def place(age: float, share: float) -> tuple[float, float]:
        return _LEFT + age / end * (WIDTH - _LEFT - _RIGHT), _TOP + (1 - share) * (HEIGHT - _TOP - _BOTTOM)

    def steps(shares: Sequence[float]) -> list[str]:
        """Flat within a month, and down at its end."""
        line, before = [], 1.0
        for month, share in enumerate(shares, 1):
            line += [place(month / 12, before), place(month / 12, share)]
            before = share
        return [f"{x:.1f},{y:.1f}" for x, y in (place(0, 1.0), *line)]

    marks = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = place(0, share)
        marks.append(f'<line class="axis" x1="{x}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
        marks.append(f'<text x="{x - 4}" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    for age in _round_ages(end):
        x, y = place(age, 0)
        marks.append(f'<text x="{x:.1f}" y="{y + 16}" text-anchor="middle">{age:g}</text>')
    upper, lower = steps(lives.at_most), steps(lives.at_least)
    shares = _between(lives.at_least[-1], lives.at_most[-1])
    label = text(f"{title}: {shares} after {end:.1f} years, the last age that was seen")
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(marks)}'
        f'<polygon class="band" points="{" ".join((*upper, *reversed(lower)))}"/>'
        f'<polyline class="line" points="{" ".join(upper)}"/><polyline class="line" points="{" ".join(lower)}"/></svg>'
    )


def _lives(lives: Survival, ages: Sequence[int]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_age(age)}</th>'
        f"<td>{_between(lives.at_least[age - 1], lives.at_most[age - 1])}</td>"
        f"<td>{lives.watched[age] if age < len(lives.watched) else 0:,}</td></tr>"
        for age in ages
    )
    head = (
        '<th scope="col">age</th><th scope="col">still public</th><th scope="col">tweets still under observation</th>'
    )
    return f'<table class="lives"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>' if rows else ""


def _between(least: float, most: float) -> str:
    low, high = round(least * 100), round(most * 100)
    return f"{low} %" if low == high else f"{low} to {high} %"


def _age(months: int) -> str:
    count, unit = (months, "month") if months % 12 else (months // 12, "year")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _figure(title: str, note: str, drawn: str) -> str:
    return f"<figure><figcaption>{text(title)}<small>{text(note)}</small></figcaption>{drawn}</figure>"


def _ages(end: int) -> Iterable[int]:
    """Ages that a table tells, in months: more of them early, where most tweets go."""
    return (age for age in (1, 6, 12, 24, 36, 60, 84, 120, 180, 240, 360) if age <= end)


def _round_ages(end: float) -> Iterable[float]:
    """Some six figures for the axis, at a round distance."""
    step = next(one for one in (1 / 12, 0.25, 0.5, 1, 2, 5, 10, 100) if end / one <= 7)
    return (round(step * place, 2) for place in range(int(end / step) + 1))
