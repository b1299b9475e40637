"""What an archive holds, as one page for a standards editor: plots above, then every embed to filter and search.

The only page of ours with a script: tens of thousands of embeds stay fluid because a screenful at a time is in the
document. The policy allows that very script and style, by their digests, and nothing from any network.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from tweetarchive.model.report import changes_from
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import TextOutcome
from tweetarchive.report.difference_page import difference_style, texts_html
from tweetarchive.report.foreign import neutral
from tweetarchive.report.holdings import NO_LONGER_PUBLIC, Holding, Lifetime, crossed, scope, survival
from tweetarchive.report.html_page import page, text
from tweetarchive.report.judged import PLAIN, SAME_WORDS, STATES
from tweetarchive.report.layout import SIGNS, exact, instant
from tweetarchive.report.plots import falling, stacked
from tweetarchive.report.tally import WORST_FIRST, in_words, number

REPLAY = "http://127.0.0.1:8080/tweets/"
"""Where `tweetarchive replay` shows the archive: evidence links lead there."""
_LABELS = {
    "text": "words",
    "handle": "handle",
    "author_name": "name",
    "date": "date",
    "status_id": "id",
    "media": "media",
}
_STATE_GROUPS = ("live", "deleted", "protected", "gone otherwise", "unknown")
_GONE_OTHERWISE = {Availability.SUSPENDED, Availability.ACCOUNT_GONE, Availability.RULE_VIOLATION}
_PLOTTED = ("match", "mismatch", "match with differences", "uncheckable", "no quote")


def holdings_page(holdings: Sequence[Holding], lifetimes: Sequence[Lifetime], *, replay: str = REPLAY) -> str:
    """The whole page.

    Args: holdings: article by article, in reading order; lifetimes: of the tweets among them.
    """
    head, plots = _head(holdings), _plots(holdings, lifetimes)
    body = f"<main>\n<header>{head}</header>\n{plots}\n{_list(holdings)}\n{_foot()}\n</main>\n"
    # `<` would end the element, U+2028 is a line end to some; JSON may write any character by its number
    stated = json.dumps(_held(holdings, replay), ensure_ascii=False, separators=(",", ":"))
    body += f'<script type="application/json" id="held">{stated.replace("<", chr(92) + "u003c")}</script>\n'
    ours = files("tweetarchive.report")
    style = "".join(
        ours.joinpath(name).read_text(encoding="utf-8") for name in ("difference_page.css", "holdings_page.css")
    )
    script = ours.joinpath("holdings_page.js").read_text(encoding="utf-8")
    return page("What this archive holds", body, style + difference_style(), script=script)


def state_group(state: Availability) -> str:
    """The column of the plots that a state belongs to; `unknown` holds all that nobody stated."""
    if state in (Availability.LIVE, Availability.DELETED, Availability.PROTECTED):
        return state.value
    return "gone otherwise" if state in _GONE_OTHERWISE else "unknown"


def _head(holdings: Sequence[Holding]) -> str:
    counts = Counter(one.verdict for one in holdings)
    verdicts = ", ".join(f"{counts[each]:,} {in_words(each)}" for each in WORST_FIRST if counts[each])
    told = scope(holdings)
    looked = [at for one in holdings for at in (one.captured_at, one.asked_at) if at]
    asof = f" As of {instant(max(looked))}, when it was last written to." if looked else ""
    return f"<h1>What this archive holds</h1><p>{told}{': ' if verdicts else ''}{verdicts}.{asof}</p>"


def _plots(holdings: Sequence[Holding], lifetimes: Sequence[Lifetime]) -> str:
    def verdict(one: Holding) -> str:
        return in_words(one.verdict)

    figures = [
        stacked(
            "Embeds by the year of their tweet, and what has become of it",
            "Gone only where a source says so; what nobody stated is unknown.",
            "year",
            crossed(holdings, lambda one: one.year or "not known", lambda one: state_group(one.now)),
            _STATE_GROUPS,
        ),
        stacked(
            "Verdicts by month of the article",
            "Of publication where the site states it, else of the first copy.",
            "month",
            crossed(holdings, lambda one: one.month or "not known", verdict),
            _PLOTTED,
        ),
        stacked(
            "Verdicts by section",
            "The site, and the first part of the address that is a name.",
            "section",
            crossed(holdings, lambda one: one.section or "no address", verdict),
            _PLOTTED,
        ),
    ]
    lives = survival(lifetimes)
    gone = ", ".join(in_words_of(state) for state in NO_LONGER_PUBLIC)
    note = (
        f"{number(lives.tweets, 'tweet')}, {lives.gone} of them no longer public ({gone}). Nobody watches all the "
        "time: the share is the likeliest one, given the last look that saw each and the first that did not."
    )
    figures.append(falling("How long tweets stay public, by their age in years", note, lives.shares))
    return f'<section class="figures" aria-label="Overview">{"".join(figures)}</section>'


def in_words_of(state: Availability) -> str:
    return state.value.replace("_", " ")


def _list(holdings: Sequence[Holding]) -> str:
    def choice(name: str, label: str, options: Mapping[str, str]) -> str:
        listed = "".join(f'<option value="{text(value)}">{text(shown)}</option>' for value, shown in options.items())
        return f'<label>{label}<select name="{name}"><option value="">all</option>{listed}</select></label>'

    def seen(values: set[str]) -> dict[str, str]:
        return {one: one for one in sorted(values) if one}

    verdicts = {one.value: in_words(one) for one in WORST_FIRST}
    states = {one.value: in_words_of(one) for one in Availability if any(each.now is one for each in holdings)}
    filters = (
        '<label class="wide">Search quotes, tweets, names, titles'
        '<input type="search" name="q" autocomplete="off"></label>'
        + choice("verdict", "Verdict", verdicts)
        + choice("state", "State of the tweet", states)
        + choice("section", "Section", seen({one.section for one in holdings}))
        + choice("year", "Year of the tweet", dict(reversed(seen({one.year for one in holdings}).items())))
        + choice("month", "Month of the article", dict(reversed(seen({one.month for one in holdings}).items())))
        + '<label>Order<select name="sort"><option value="worst">worst first</option><option value="newest">newest '
        'tweet</option><option value="oldest">oldest tweet</option><option value="article">by article</option></select>'
        '</label><button type="reset">Clear</button>'
    )
    return (
        '<section aria-labelledby="embeds"><h2 id="embeds">Every embed</h2>'
        f'<form id="filters" role="search" hidden>{filters}</form><p id="count" role="status"></p>'
        '<noscript><p class="problem">The list needs the script of this page. <code>tweetarchive report --csv '
        "OUT</code> gives the same as a table.</p></noscript>"
        '<ol id="list"></ol><button id="more" type="button" hidden>Show more</button></section>'
    )


def _foot() -> str:
    return (
        "<footer>Made by <code>tweetarchive report</code> from what is on disk; nothing was asked of anybody. Keys: "
        "<kbd>/</kbd> search, <kbd>j</kbd> and <kbd>k</kbd> next and previous. Links into the archive work while "
        "<code>tweetarchive replay</code> runs. <del>Struck</del> words stand only in the article, "
        "<ins>underlined</ins> ones only in the tweet; bold changes alter the meaning.</footer>"
    )


def _held(holdings: Sequence[Holding], replay: str) -> dict[str, Any]:
    places: dict[str, int] = {}
    articles: list[dict[str, Any]] = []
    embeds = []
    for one in holdings:
        if one.file not in places:
            places[one.file] = len(articles)
            articles.append(_article(one))
        embeds.append({"a": places[one.file], **_embed(one)})
    return {
        "replay": replay,
        "verdicts": [one.value for one in WORST_FIRST],
        "signs": {one.value: SIGNS[one][0] for one in WORST_FIRST},
        "words": {one.value: in_words(one) for one in WORST_FIRST},
        "states": {one.value: words for one, words in STATES.items()},
        "articles": articles,
        "embeds": embeds,
    }


def _article(one: Holding) -> dict[str, Any]:
    address = one.url or ""
    return _stated(
        url=neutral(address) if address.startswith(("http://", "https://")) else None,
        title=neutral(one.title) if one.title else None,
        source=neutral(one.source),
        section=one.section,
        month=one.month,
        at=f"{one.captured_at:%Y%m%d%H%M%S}" if one.captured_at else None,
        record=[one.file, one.record_offset] if one.record_offset is not None else None,
    )


def _embed(one: Holding) -> dict[str, Any]:
    """Short keys: there are tens of thousands."""
    embed, tweet, checks = one.report["embed"], one.report["tweet"] or {}, one.report["checks"]
    quoted, archived = embed["text"], tweet.get("text")
    words = checks["text"]
    outcome = TextOutcome(words["outcome"]) if words else None
    if words and words["archived"] is not None:
        archived = words["archived"]
    changes = changes_from(words) if outcome is not TextOutcome.DIFFERENT else ()
    shown: dict[str, Any] = {"q": neutral(quoted) if quoted else None}
    if outcome not in SAME_WORDS or quoted is None:
        shown["o"] = neutral(archived) if archived else ""
    if changes and outcome not in SAME_WORDS:
        shown["d"] = texts_html(
            quoted, archived, outcome, changes, languages=(embed["language"], tweet.get("language"))
        )
    name, handle = tweet.get("author_name") or embed["author_name"], tweet.get("handle") or embed["handle"]
    record = tweet.get("record")
    return _stated(
        p=embed["index"] + 1,
        v=one.verdict.value,
        n=one.now.value,
        l=exact(one.asked_at),
        y=one.year,
        t=tweet.get("created_at"),
        w=neutral(name) if name else None,
        h=neutral(handle) if handle else None,
        s=one.status_id,
        **shown,
        k=[
            (_LABELS[which], neutral(check["note"]))
            for which, check in checks.items()
            if check and check["outcome"] not in PLAIN and which in _LABELS
        ]
        or None,
        m=[
            (media["kind"], neutral(media["alt"]) if media["alt"] else None, media["bytes"], media["url"])
            for media in tweet.get("media", ())
        ]
        or None,
        r=(record["file"], record["offset"]) if record else None,
    )


def _stated(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
