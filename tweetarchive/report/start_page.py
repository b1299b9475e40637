"""Where browsing an archive begins: its articles, the newest first, each with its tweets and verdicts (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from tweetarchive.model.capture import SCREENSHOT_URI
from tweetarchive.model.report import StoredPage, StoredReport
from tweetarchive.model.tweet import Availability
from tweetarchive.model.verdict import Verdict
from tweetarchive.report.card import CARD_ADDRESS
from tweetarchive.report.foreign import one_line
from tweetarchive.report.html_page import page, text
from tweetarchive.report.judged import STATES
from tweetarchive.report.layout import SIGNS
from tweetarchive.report.tally import in_words, number
from tweetarchive.report.view import VIEW_ADDRESS

_LONGEST_WORDS = 280  # characters of a tweet in the list
_STYLE = """
.judged h2 { font-size: 1.15rem; margin: 0 0 .2rem; } .judged > .verdict { font-size: .9rem; }
.ways a { margin-inline-end: .9rem; white-space: nowrap; }
.tweets { list-style: none; margin: .6rem 0 0; padding: 0; }
.tweets li { border-block-start: 1px solid var(--line); padding: .45rem 0; }
.tweets .words { display: block; }
"""


def start_page(reports: Sequence[StoredReport], pages: Sequence[StoredPage], *, total: int, root: str) -> str:
    """The page.

    Args:
        reports: the newest first; pages: shown where there is no report: other people's.
        total: how many reports the archive holds.
        root: where the collection is browsed, relative to this page; ends with a slash.
    """
    entries = [entry for one in reports if (entry := _article(one, root)) is not None]
    if entries:
        told = f"{total:,} captures of articles" if total != 1 else "1 capture of an article"
        if len(entries) < total:
            told += f"; the newest {len(entries):,} are listed, <code>tweetarchive report</code> lists all"
        note = "Verdicts and states are those stored with each capture; <code>tweetarchive verify</code> judges again."
    elif pages:
        listed = "".join(f"<li>{_page(one, root)}</li>" for one in pages)
        entries = [f"<ul>{listed}</ul>"]
        told = f"{number(len(pages), 'page')}; no reports of tweetarchive"
        note = "<code>tweetarchive verify</code> judges what these pages quote, where the tweets are held too."
    else:
        told, note = "Nothing that can be opened yet", "Reload this page after <code>tweetarchive archive</code>."
    find = f'<a href="{text(root)}">Look up an address</a>'
    body = (
        f"<main>\n<header><h1>What can be browsed here</h1><p>{told}. {find}.</p></header>\n"
        + "\n".join(entries)
        + f"\n<footer>{note} Nothing here asks the web: what is not in the archive stays empty.</footer>\n</main>"
    )
    ours = files("tweetarchive.report").joinpath("difference_page.css").read_text(encoding="utf-8")
    return page("What can be browsed here", body, ours + _STYLE)


def _page(one: StoredPage, root: str) -> str:
    return _way(root, {one.url: one.timestamp}, one.url, f"<bdi>{text(one_line(one.url))}</bdi>") or ""


def _article(one: StoredReport, root: str) -> str | None:
    """One capture; None where the report has not the shape of ours."""
    try:
        article, verdict = one.report["article"], Verdict(one.report["verdict"])
        address = article["url"] or next((url for url in one.pages if url.startswith("urn:tweetarchive:")), None)
        name = one_line(str(article["title"] or article["url"] or article["source"]))
        listed = "".join(_tweet(embed, one.pages, root) for embed in one.report["embeds"])
        captured = str(article["captured_at"] or "")[:16].replace("T", " ")
        problems = len(one.report["problems"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    view = next((url for url in one.pages if url.startswith(VIEW_ADDRESS)), None)
    ways = [
        _way(root, one.pages, view, "with its tweets in place"),
        _way(root, one.pages, address, "as it was fetched"),
        _way(root, one.pages, f"{SCREENSHOT_URI}{address}", "as a browser showed it"),
    ]
    title = _way(root, one.pages, view or address, f'<bdi dir="auto">{text(name)}</bdi>') or f"<bdi>{text(name)}</bdi>"
    facts = [f"<bdi>{text(one_line(str(article['url'] or article['source'])))}</bdi>"]
    facts += [f"captured {text(captured)} UTC"] if captured else []
    facts += [number(problems, "problem")] if problems else []
    return (
        f'<article class="judged {verdict.value}">{_verdict(verdict)}<h2>{title}</h2>'
        f'<p class="aside">{" · ".join(facts)}</p><p class="ways">{" ".join(filter(None, ways))}</p>'
        + (f'<ol class="tweets">{listed}</ol>' if listed else "")
        + "</article>"
    )


def _tweet(embed: Mapping[str, Any], pages: Mapping[str, str], root: str) -> str:
    tweet = embed["tweet"] or {}
    shown = embed["embed"]
    words = one_line(str(tweet.get("text") or shown["text"] or embed["status_id"] or "an embed without words"))
    if len(words) > _LONGEST_WORDS:
        words = f"{words[:_LONGEST_WORDS]}…"
    by = [f"<b>{_foreign(str(name))}</b>"] if (name := tweet.get("author_name") or shown["author_name"]) else []
    by += [_foreign(f"@{handle}")] if (handle := tweet.get("handle") or shown["handle"]) else []
    status = tweet.get("status_id") or embed["status_id"]
    words = f'<bdi class="words" dir="auto">{text(words)}</bdi>'
    linked = _way(root, pages, f"{CARD_ADDRESS}{status}", words) or words
    state = STATES[Availability(embed["availability"])]
    return f'<li>{_verdict(Verdict(embed["verdict"]))} {" ".join(by)} {linked}<span class="aside">{state}</span></li>'


def _verdict(verdict: Verdict) -> str:
    return f'<span class="verdict {verdict.value}">{SIGNS[verdict][0]} {in_words(verdict)}</span>'


def _foreign(words: str) -> str:
    return f'<bdi dir="auto">{text(one_line(words))}</bdi>'


def _way(root: str, pages: Mapping[str, str], url: str | None, shown: str) -> str | None:
    """A link to a page that is held. Args: shown: HTML, trusted."""
    if url is None or url not in pages:
        return None
    return f'<a href="{text(f"{root}{pages[url]}/{url}")}">{shown}</a>'
