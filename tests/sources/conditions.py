"""What sources answer in each condition, and the table of docs/sources.md made of what the tool says of it.

`python -m tests.sources.conditions` writes the table anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sources.exchanges import FOG, says, web, written
from tweetarchive.model.capture import Request
from tweetarchive.model.errors import Failure, Unreachable
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import StatusId
from tweetarchive.report.judged import STATES
from tweetarchive.sources.lookup import SOURCES, look_up

PAGE = Path(__file__).parents[2] / "docs/sources.md"
BEGIN, END = "<!-- conditions -->\n", "<!-- end of conditions -->\n"
HEAD = "| condition | syndication | oEmbed | X API | web archive | `availability` | in the report | words from | told |"

_COPY_URL = f"https://twitter.com/harbour_watch/status/{FOG}"
_USER = {"id_str": "7", "name": "Harbour Watch", "screen_name": "harbour_watch"}
_WORDS = "Fog at the quay: no ferry before nine. " + "The boats wait, and so do their captains. " * 7 + "All is calm."
_CUT_AT = 270  # characters, where X cuts what it serves without a key


@dataclass(frozen=True, slots=True)
class Says:
    """An answer, and how the table names it."""

    shown: str
    answer: Any


def _json(shown: str, stated: dict[str, Any], status: int = 200) -> Says:
    return Says(shown, says(stated, status))


def _tombstone(words: str | None) -> Says:
    text = {"text": {"text": words}} if words else {}
    return _json(f"“{words}”" if words else "empty tombstone", {"__typename": "TweetTombstone", "tombstone": text})


def _dead(request: Request) -> Exception:
    return Unreachable("no", request=request, failure=Failure.TIMEOUT)


_TWEET: dict[str, Any] = {"__typename": "Tweet", "id_str": FOG, "text": _WORDS, "user": _USER}
_LIVE = _json("the tweet", _TWEET)
_CUT = _json("its beginning", {**_TWEET, "text": _WORDS[:_CUT_AT], "note_tweet": {"id": "Tm90ZQ=="}})
_NOBODY = _json("a tweet without author", {name: value for name, value in _TWEET.items() if name != "user"})
_MARKUP = (
    f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{_WORDS}</p>&mdash; Harbour Watch (@harbour_watch) '
    f'<a href="https://twitter.com/harbour_watch/status/{FOG}">May 2, 2024</a></blockquote>'
)
_EMBED = _json("the embed", {"url": _COPY_URL, "author_name": "Harbour Watch", "html": _MARKUP, "type": "rich"})
_EMBED_CUT = _json(
    "its beginning and “…”",
    {"url": _COPY_URL, "html": _MARKUP.replace(_WORDS, f"{_WORDS[:_CUT_AT].rstrip()}…"), "type": "rich"},
)
_404 = Says("404", says("<html>X / ?</html>", 404, content_type="text/html"))
_403 = _json("403 “not authorized”", {"error": "Sorry, you are not authorized to see this status."}, 403)
_429 = Says("429", says("Rate limit exceeded", 429, content_type="text/plain"))
_503 = Says("503", says("Over capacity", 503, content_type="text/html"))
_SILENT = Says("no answer", _dead)
_NO_COPY = Says("no copy", "[]")
_DELETED = _tombstone("This Post was deleted by the Post author. Learn more")
_SUSPENDED = _tombstone("This Post is from a suspended account. Learn more")


def _api(kind: str) -> Says:
    """An error about the tweet itself."""
    problem = f"https://api.twitter.com/2/problems/{kind}"
    error = {"type": problem, "title": kind, "parameter": "id", "value": FOG, "resource_id": FOG, "detail": kind}
    return _json(kind, {"errors": [error]})


_API = _json(
    "the whole tweet",
    {
        "data": {"id": FOG, "text": _WORDS, "author_id": "7", "edit_history_tweet_ids": [FOG]},
        "includes": {"users": [{"id": "7", "name": "Harbour Watch", "username": "harbour_watch"}]},
    },
)


def _copy(shown: str, body: Any, kind: str = "application/json") -> tuple[str, Any]:
    return shown, (body, kind)


_COPY = _copy("a copy in JSON", {**_TWEET, "created_at": "Thu May 02 08:15:30 +0000 2024"})
_SHELL = _copy("a shell", written("pages/shell-that-javascript-would-fill.html"), "text/html")
_LOGIN = _copy("a login wall", "<html><title>Log in to X</title></html>", "text/html")
_OLD_NOTICE = _copy("“suspended” of 2024", written("pages/legacy-account-suspended.html"), "text/html")


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    syndication: Says
    oembed: Says = _404
    archive: Says | tuple[str, Any] = _NO_COPY
    api: Says | None = None
    """None: no token is at hand, so it is not asked."""


CONDITIONS = (
    Condition("live", _LIVE, _EMBED),
    Condition("live; syndication does not find it", _404, _EMBED),
    Condition("live; syndication is mute", _tombstone(None), _EMBED),
    Condition("live; syndication is throttled", _429, _EMBED),
    Condition("a long post that nobody shows whole", _CUT, _EMBED_CUT),
    Condition("a long post, with a token", _CUT, _EMBED_CUT, api=_API),
    Condition("a long post, whole in a web archive", _CUT, _EMBED_CUT, _COPY),
    Condition("deleted by its author", _DELETED),
    Condition("deleted, with a copy", _DELETED, _404, _COPY),
    Condition("deleted, copied as a shell", _DELETED, _404, _SHELL),
    Condition("deleted, copied as a login wall", _DELETED, _404, _LOGIN),
    Condition("deleted; the web archive throttles", _DELETED, _404, _429),
    Condition("never existed, or gone without a word", _404),
    Condition("the same, with a token", _404, _404, api=_api("resource-not-found")),
    Condition(
        "protected account",
        _tombstone("You’re unable to view this Post because this account owner limits who can view their Posts."),
        _403,
    ),
    Condition("protected or suspended, said by the API alone", _404, _404, api=_api("not-authorized-for-resource")),
    Condition("suspended account", _SUSPENDED),
    Condition("suspended account, in Spanish", _tombstone("Este Post es de una cuenta suspendida. Más información")),
    Condition("suspended account, mute", _NOBODY),
    Condition("a web archive once saw it suspended", _404, _404, _OLD_NOTICE),
    Condition("account gone", _tombstone("This Post is from an account that no longer exists. Learn more")),
    Condition("rule violation", _tombstone("This Post violated the X Rules. Learn more")),
    Condition(
        "withheld in a country",
        _tombstone("This Post from @harbour_watch has been withheld in Germany in response to a legal demand."),
    ),
    Condition(
        "age-restricted",
        _tombstone(
            "Age-restricted adult content. This content might not be appropriate for people under 18 years old."
        ),
        _403,
    ),
    Condition("age-restricted, mute", _tombstone(None), _403),
    Condition("a wording that nobody knows", _tombstone("This Post is unavailable. Learn more")),
    Condition("our request was broken", _json("`{}`", {})),
    Condition("our request was refused", Says("400", says("", 400)), Says("400", says("", 400))),
    Condition("everybody throttles us", _429, _429, _429),
    Condition("X is ill", _503, _503),
    Condition("no network", _SILENT, _SILENT, _SILENT),
    Condition("a login wall", Says("a login page", says("<html><title>Log in to X</title></html>"))),
)


def look(condition: Condition) -> Evidence:
    """What the tool makes of it."""
    pages: dict[str, Any] = {
        "https://cdn.syndication.twimg.com/": condition.syndication.answer,
        "https://publish.x.com/oembed": condition.oembed.answer,
        "https://api.x.com/": condition.api.answer if condition.api else None,
    }
    if isinstance(condition.archive, Says):
        pages["https://web.archive.org/"] = condition.archive.answer
    else:
        body, kind = condition.archive[1]
        rows = [["timestamp", "original", "mimetype", "statuscode", "digest", "length"]]
        rows.append(["20240503000000", _COPY_URL, kind, "200", "D", "9000"])
        pages["https://web.archive.org/cdx/search/cdx?url=twitter.com%2Fharbour"] = json.dumps(rows)
        pages["https://web.archive.org/cdx/"] = "[]"
        pages["https://web.archive.org/web/"] = says(body, content_type=kind)
    fetch = web({beginning: page for beginning, page in pages.items() if page is not None})
    return look_up(Permalink(StatusId(FOG), "harbour_watch"), fetch, tuple(SOURCES.values()))


def rows() -> Iterator[str]:
    yield HEAD
    yield "|" + "---|" * (HEAD.count("|") - 1)
    for one in CONDITIONS:
        found = look(one)
        tweet = found.tweet
        archive = one.archive.shown if isinstance(one.archive, Says) else one.archive[0]
        told = dict.fromkeys(problem.why.replace("_", " ") for problem in found.problems)
        cells = [
            one.name,
            one.syndication.shown,
            one.oembed.shown,
            one.api.shown if one.api else "–",
            archive if _asked_archive(found) else "–",
            f"`{found.availability}`",
            STATES[found.availability],
            f"{tweet.source}{'' if tweet.complete else ', cut short'}" if tweet else "–",
            "; ".join(told) or "–",
        ]
        yield f"| {' | '.join(cells)} |"


def _asked_archive(found: Evidence) -> bool:
    """Web archives are asked only where X does not show it whole."""
    return not (found.tweet and found.tweet.complete and found.tweet.memento is None)


def page(written_now: str) -> str:
    """docs/sources.md with the table as it is today."""
    before, _, rest = written_now.partition(BEGIN)
    return before + BEGIN + "\n" + "".join(f"{row}\n" for row in rows()) + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
