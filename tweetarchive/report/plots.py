"""Plots for a page that loads nothing: tables whose rows are drawn as bars, and curves; no style but the page's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tweetarchive.report.html_page import text

WIDTH, HEIGHT = 520, 220  # of the curve's drawing, before it is scaled to the page
_LEFT, _BOTTOM, _TOP, _RIGHT = 38, 24, 8, 8  # room for the axes' figures
_BAR = 100  # units a bar is wide: percent


def stacked(
    title: str, note: str, rows_are: str, table: Mapping[str, Mapping[str, int]], columns: Sequence[str]
) -> str:
    """A bar for each row, its parts as long as their share of the longest; the figures stand beside it.

    Args: rows_are: the heading of the first column; columns: in their order, those without any count left out.
    """
    used = [(place, one) for place, one in enumerate(columns) if any(row.get(one) for row in table.values())]
    longest = max((sum(row.values()) for row in table.values()), default=0)
    heads = "".join(f'<th scope="col"><span class="key b{place}"></span>{text(one)}</th>' for place, one in used)
    lines = []
    for name, row in table.items():
        at, parts = 0.0, []
        for place, one in used:
            wide = row.get(one, 0) / longest * _BAR
            if wide:
                parts.append(f'<rect class="b{place}" x="{at:.2f}" y="0" width="{wide:.2f}" height="10"/>')
            at += wide
        bar = f'<svg viewBox="0 0 {_BAR} 10" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
        figures = "".join(f"<td>{row.get(one, 0) or ''}</td>" for _, one in used)
        lines.append(f'<tr><th scope="row"><bdi>{text(name)}</bdi></th><td class="bar">{bar}</td>{figures}</tr>')
    head = f'<thead><tr><th scope="col">{rows_are}</th><td></td>{heads}</tr></thead>'
    drawn = f"<table>{head}<tbody>{''.join(lines)}</tbody></table>" if lines else "<p>Nothing to show yet.</p>"
    scrolled = f'<div class="scrolled" tabindex="0" role="group" aria-label="{text(title)}">{drawn}</div>'
    return _figure(title, note, scrolled)


def falling(title: str, note: str, shares: Sequence[float]) -> str:
    """A share that falls from 100 % on, month by month; the axis counts years."""
    if len(shares) < 2:
        return _figure(title, note, "<p>Nothing to show yet.</p>")
    end = len(shares) / 12

    def place(age: float, share: float) -> tuple[float, float]:
        return _LEFT + age / end * (WIDTH - _LEFT - _RIGHT), _TOP + (1 - share) * (HEIGHT - _TOP - _BOTTOM)

    marks = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = place(0, share)
        marks.append(f'<line class="axis" x1="{x}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
        marks.append(f'<text x="{x - 4}" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    for age in _round_ages(end):
        x, y = place(age, 0)
        marks.append(f'<text x="{x:.1f}" y="{y + 16}" text-anchor="middle">{age:g}</text>')
    line = [place(0, 1.0), *(place(month / 12, share) for month, share in enumerate(shares, 1))]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
    label = text(f"{title}: {shares[-1]:.0%} after {end:.1f} years, the last age that was seen")
    svg = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(marks)}'
        f'<polyline class="line" points="{points}"/></svg>'
    )
    return _figure(title, note, svg)


def _figure(title: str, note: str, drawn: str) -> str:
    return f"<figure><figcaption>{text(title)}<small>{text(note)}</small></figcaption>{drawn}</figure>"


def _round_ages(end: float) -> Iterable[float]:
    """Some six figures for the axis, at a round distance."""
    step = next(one for one in (1 / 12, 0.25, 0.5, 1, 2, 5, 10, 100) if end / one <= 7)
    return (round(step * place, 2) for place in range(int(end / step) + 1))
