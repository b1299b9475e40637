"""tweetarchive: keep the tweets that news articles embed, and check what the article quotes.

    find_embeds(document, url=None)         a document → its embedded tweets, in reading order
    read_payload(payload)                   any answer of any source → Tweet | Absence
    compare(document, payloads)             judge an article's quotes against answers, offline
    archive_article(source, archives=…)     fetch and keep article, tweets and media; judge; report
    verify_archive(path)                    judge again from archives alone, offline

`ArticleReport.to_dict()` is the JSON of docs/json.md. What can go wrong stands in `tweetarchive.model.errors`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tweetarchive.embeds.find import find_embeds
    from tweetarchive.model.article import Embed
    from tweetarchive.model.report import ArticleReport
    from tweetarchive.model.tweet import Absence, Tweet
    from tweetarchive.offline import compare, verify_archive
    from tweetarchive.pipeline import archive_article
    from tweetarchive.sources.lookup import read_payload

__version__ = "0.2.0"
__all__ = [
    "Absence",
    "ArticleReport",
    "Embed",
    "Tweet",
    "archive_article",
    "compare",
    "find_embeds",
    "read_payload",
    "verify_archive",
]

_HOME = {
    "Absence": "tweetarchive.model.tweet",
    "ArticleReport": "tweetarchive.model.report",
    "Embed": "tweetarchive.model.article",
    "Tweet": "tweetarchive.model.tweet",
    "archive_article": "tweetarchive.pipeline",
    "compare": "tweetarchive.offline",
    "find_embeds": "tweetarchive.embeds.find",
    "read_payload": "tweetarchive.sources.lookup",
    "verify_archive": "tweetarchive.offline",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: `tweetarchive --help` must not wait for parsers (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
