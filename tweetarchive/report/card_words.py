"""A tweet's words as HTML: lines, directions, and links that lead where the archive says they lead."""

from __future__ import annotations

import re
from urllib.parse import quote

from tweetarchive.model.tweet import LinkKind, Tweet
from tweetarchive.report.foreign import one_line
from tweetarchive.report.html_page import language, text

_DECORATED = re.compile(
    r"(?<![\w@/])@(?P<handle>\w{1,15})(?!\w|@)|(?<![\w&/])#(?P<tag>\w*[^\W\d]\w*)|(?<![\w$])\$(?P<cash>[A-Z]{1,6})\b"
)
_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"])


def shown_part(tweet: Tweet) -> tuple[int, int]:
    """The part of the text to show: X's choice, less a last link to the tweet that is quoted: it stands below."""
    start, end = tweet.shown or (0, len(tweet.text))
    for link in tweet.links:
        if link.kind is LinkKind.QUOTE and tweet.quoted_status_id and not tweet.text[link.end : end].strip():
            end = min(end, link.start)
    return start, max(start, start + len(tweet.text[start:end].rstrip()))


def render_words(tweet: Tweet) -> str:
    """The words X shows, each line with a direction of its own; links lead where the archive says they lead."""
    start, end = shown_part(tweet)
    pieces: list[str] = []
    at = start
    for link in sorted(tweet.links, key=lambda one: one.start):
        if not (at <= link.start < link.end <= end) or "\n" in tweet.text[link.start : link.end]:
            continue  # no link of X's goes over a line
        pieces.append(_decorated(tweet.text[at : link.start]))
        shown = text(tweet.text[link.start : link.end])
        kind = "" if link.kind is LinkKind.LINK else f' data-kind="{link.kind.value}"'
        via = f' title="{text(one_line(link.url))}"' if link.url not in (link.expanded, link.display) else ""
        pieces.append(outward(link.expanded or link.url, shown, more=via + kind))
        at = link.end
    pieces.append(_decorated(tweet.text[at:end]))
    words = "".join(pieces).strip("\n")
    if not words.strip():
        return '<p class="ta-words ta-soft">The tweet has no words.</p>'
    lines = words.split("\n")  # no tag holds a line break
    direction = _direction(tweet)
    apart = ' dir="auto"' if direction == "auto" else ""
    return (
        f'<p class="ta-words"{language(tweet.language)} dir="{direction}">'
        + "".join(f"<span{apart}>{line}</span>" if len(lines) > 1 else line for line in lines)
        + "</p>"
    )


def _direction(tweet: Tweet) -> str:
    """As X does: right to left where the language says so and letters of it are there; else by the first letter."""
    declared = (tweet.language or "").lower().partition("-")[0]
    return "rtl" if declared in _RIGHT_TO_LEFT and re.search("[\u0590-\u08ff\ufb1d-\ufefc]", tweet.text) else "auto"


def _decorated(words: str) -> str:
    """Plain words with links for mentions, hashtags and cashtags, as X makes them."""
    pieces: list[str] = []
    at = 0
    for match in _DECORATED.finditer(words):
        handle, tag, cash = match["handle"], match["tag"], match["cash"]
        target = (
            f"https://x.com/{handle}"
            if handle
            else f"https://x.com/hashtag/{quote(tag, errors='replace')}"
            if tag
            else ""
        )
        target = target or f"https://x.com/search?q=%24{cash}"
        pieces += (text(words[at : match.start()]), outward(target, f"<bdi>{text(match[0])}</bdi>"))
        at = match.end()
    return "".join((*pieces, text(words[at:])))


def on_x(path: str) -> str:
    """An address at X; lone surrogates, which no address can hold, become question marks."""
    return f"https://x.com/{quote(path, safe='/?=%', errors='replace')}"


def outward(address: str | None, shown: str, *, more: str = "") -> str:
    """A link that tells nobody where it was clicked and lends no reputation; the words alone for any other scheme.

    Args: shown: HTML, trusted.
    """
    if not address or not re.fullmatch(r"https?://[^\s/]\S*", address, re.I):
        return shown
    return f'<a href="{text(address)}" rel="nofollow noopener noreferrer" target="_blank"{more}>{shown}</a>'
