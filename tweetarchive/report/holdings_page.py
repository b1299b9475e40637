"""What an archive holds, as one page for a standards editor: plots above, then the list to filter and search.

The only page of ours with a script: tens of thousands of embeds stay fluid because a screenful at a time is in the
document. The policy allows that very script and style, by their digests, and nothing from any network.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from tweetarchive.model.tweet import Availability
from tweetarchive.report.difference_page import difference_style
from tweetarchive.report.held import KINDS, Holding, Kind
from tweetarchive.report.holdings import as_of, embeds_of, scope
from tweetarchive.report.holdings_entries import LISTED, held
from tweetarchive.report.holdings_plots import NOWHERE, overview
from tweetarchive.report.html_page import page, text
from tweetarchive.report.layout import instant
from tweetarchive.report.lifetimes import Lifetime
from tweetarchive.report.states import GROUPS, Group, day
from tweetarchive.report.tally import WORST_FIRST, in_words

REPLAY = "http://127.0.0.1:8080/tweets/"
"""Where `tweetarchive replay` shows the archive: evidence links lead there."""
_STYLES = ("difference_page.css", "holdings_page.css", "holdings_plots.css")
_SCRIPTS = ("holdings_search.js", "holdings_entry.js", "holdings_page.js")


def holdings_page(
    holdings: Sequence[Holding], lifetimes: Sequence[Lifetime], *, name: str = "", replay: str = REPLAY
) -> str:
    """The whole page.

    Args:
        holdings: article by article, in reading order; lifetimes: of the tweets among them.
        name: of the archive, for the title.
    """
    asof = as_of(holdings)
    title = f"What {f'“{name}”' if name else 'this archive'} holds{f', {day(asof)}' if asof else ''}"
    head = f"<h1>{text(title)}</h1>{_head(holdings)}"
    body = (
        f'<a class="skip" href="#list-of-all">Skip to the list</a>\n<main>\n<header>{head}</header>\n'
        f"{overview(holdings, lifetimes)}\n{_list(holdings, replay)}\n{_FOOT}\n</main>\n"
    )
    # `<` would end the element, U+2028 is a line end to some; JSON may write any character by its number
    stated = json.dumps(held(holdings, replay), ensure_ascii=False, separators=(",", ":"))
    body += f'<script type="application/json" id="held">{stated.replace("<", chr(92) + "u003c")}</script>\n'
    return page(title, body, _ours(_STYLES) + difference_style(), script=_ours(_SCRIPTS))


def _ours(names: Iterable[str]) -> str:
    return "".join(files("tweetarchive.report").joinpath(name).read_text(encoding="utf-8") for name in names)


def _head(holdings: Sequence[Holding]) -> str:
    counts = Counter(one.verdict for one in embeds_of(holdings))
    verdicts = ", ".join(f"{counts[each]:,} {in_words(each)}" for each in WORST_FIRST if counts[each])
    told = f"{scope(holdings)}." + (f" The embeds: {verdicts}." if verdicts else "")
    asof = as_of(holdings)
    return f"<p>{told}{f' As of {instant(asof)}, when it was last written to.' if asof else ''}</p>"


def _list(holdings: Sequence[Holding], replay: str) -> str:
    kinds = {one.kind for one in holdings}
    verdicts = {one.verdict for one in holdings}
    years = {one.year for one in holdings if one.kind is not Kind.ARTICLE}
    choices = (
        _choice("kind", "Kind", {one.value: words for one, words in KINDS.items() if one in kinds})
        + _choice("verdict", "Verdict", {one.value: in_words(one) for one in LISTED if one in verdicts})
        + _choice("state", "State of the tweet", _states({one.state.now for one in holdings if one.state}))
        + _choice("section", "Section", _seen({one.article.section for one in holdings}, nowhere="no address"))
        + _choice("year", "Year of the tweet", _seen(years, newest_first=True))
        + _choice("month", "Month of the article", _seen({one.article.month for one in holdings}, newest_first=True))
        + '<label>Order<select name="sort"><option value="worst">worst first</option><option value="newest">newest '
        'tweet</option><option value="oldest">oldest tweet</option><option value="article">by article</option></select>'
        "</label>"
    )
    strip = (
        '<label class="wide">Search words, names, titles, numbers<input type="search" name="q" autocomplete="off" '
        'placeholder="harbour  &quot;on Monday&quot;  @handle"></label><p id="count" role="status"></p>'
        '<button type="reset">Clear</button>'
    )
    return (
        '<section id="all" aria-labelledby="list-of-all"><h2 id="list-of-all" tabindex="-1">Every quote of a tweet</h2>'
        f"{_explained(replay)}"
        '<form id="filters" role="search" hidden>'
        f'<div class="choices">{choices}</div><div class="strip">{strip}</div></form>'
        '<p id="told" class="problem" role="status" hidden></p>'
        '<noscript><p class="problem">The list needs the script of this page. <code>tweetarchive report --csv '
        'OUT</code> gives the same as a table.</p></noscript><p id="printed"></p>'
        '<div id="none" hidden></div><ol id="list"></ol><button id="more" type="button" hidden>Show more</button>'
        "</section>"
    )


def _explained(replay: str) -> str:
    return (
        '<div class="explained"><p><del>Struck</del> words stand only in the article, <ins>underlined</ins> ones only '
        "in the tweet; bold changes alter the meaning. Links into the archive work while <code>tweetarchive "
        "replay</code> runs on this machine.</p>"
        f'<p class="settings"><label>It answers at <input type="url" id="replay" value="{text(replay)}"></label> '
        '<label><input type="checkbox" id="keys" checked> Keys: <kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> '
        "next and previous</label></p></div>"
    )


_FOOT = "<footer>Made by <code>tweetarchive report</code> from what is on disk; nothing was asked of anybody.</footer>"


def _choice(name: str, label: str, options: Mapping[str, str]) -> str:
    listed = "".join(f'<option value="{text(value)}">{text(shown)}</option>' for value, shown in options.items())
    return f'<label>{label}<select name="{name}"><option value="">all</option>{listed}</select></label>'


def _seen(values: set[str], *, newest_first: bool = False, nowhere: str = "not known") -> dict[str, str]:
    named = {one: one for one in sorted(values, reverse=newest_first) if one}
    return named | ({NOWHERE: nowhere} if "" in values else {})


def _states(seen: set[Availability]) -> dict[str, str]:
    """The columns of the plot, each followed by its members where it has several."""
    options: dict[str, str] = {}
    for group in Group:
        members = [one for one, its in GROUPS.items() if its is group]
        if seen.intersection(members):
            options[group.value] = group.value
        if len(members) > 1:
            options |= {one.value: f"– {one.value.replace('_', ' ')}" for one in members if one in seen}
    return options
