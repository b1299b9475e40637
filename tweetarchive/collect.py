"""Ask everything about one article through a fetch: the first pass asks the web, the second the finished records.

Both passes run this code. That is what makes a report reproducible: what the second finds, it found on disk.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain

from tweetarchive.embeds.find import read_article
from tweetarchive.model.article import Article, Embed
from tweetarchive.model.capture import SCREENSHOT_URI, Exchange, Fetch, Purpose, RecordRef, Request
from tweetarchive.model.context import Context, Relation
from tweetarchive.model.errors import FetchError, InputError, NotRecorded, SourceFormatError
from tweetarchive.model.evidence import Evidence, Problem, ResolvedBy
from tweetarchive.model.permalink import Permalink, pic_code
from tweetarchive.model.report import HeldMedia, KeptBeside
from tweetarchive.model.tweet import SourceName, StatusId, Tweet
from tweetarchive.seek import DaySearch
from tweetarchive.sources.article_page import open_article
from tweetarchive.sources.lookup import KEYLESS, choose_sources, look_up, resolve_pic
from tweetarchive.sources.media import keep_media
from tweetarchive.sources.page_assets import keep_page_assets
from tweetarchive.surroundings import surroundings
from tweetarchive.verify import confirms

logger = logging.getLogger(__name__)

SHORT_LINK_LIMIT = 3  # t.co links of an embed that are followed; a tweet of more is a list of links

_SHORT_LINK = re.compile(r"https?://t\.co/[A-Za-z0-9]+", re.A)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides which questions are asked. Kept in every WARC, so that the second pass asks the same."""

    sources: tuple[str, ...] = KEYLESS
    """Names of sources (`source_named`), in the order they are asked."""
    media: bool = True
    """Keep photos, videos, posters and avatars."""
    page_assets: bool = True
    """Keep what the article looks like: its pictures, style sheets and fonts."""
    screenshot: bool = False
    """Keep a picture of the page as a browser shows it."""
    from_web_archive: bool = False
    """Where the article is gone, use the web archive's latest copy of it."""
    web_archives: tuple[tuple[str, str], ...] = ()
    """Others than the Internet Archive: the user's name for each, and the address of its TimeMaps."""
    corroborate: bool = False
    """Ask web archives for tweets that X serves, too."""
    context: Context = Context.PARENT
    """How far around an embed's tweet others are kept."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, stated: str) -> Settings:
        """What a WARC states."""
        held = json.loads(stated)
        named = tuple((label, address) for label, address in held.get("web_archives", ()))
        context = Context(held.get("context", Context.NONE))  # older ones kept none, nor what the page shows
        return cls(
            **{
                "page_assets": False,
                **held,
                "sources": tuple(held["sources"]),
                "web_archives": named,
                "context": context,
            }
        )


DEFAULT = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One article and all that was answered about its embeds, in their order."""

    page: Exchange | None
    article: Article | None
    evidences: tuple[Evidence, ...] = ()
    media: tuple[tuple[HeldMedia, ...], ...] = ()
    tweets: tuple[Tweet, ...] = ()
    """Others at hand, that a claim may be from."""
    problems: tuple[Problem, ...] = ()
    screenshot: RecordRef | None = None
    context: tuple[KeptBeside, ...] = ()
    """Tweets around those of the embeds."""


def collect(
    page: Exchange | Request, fetch: Fetch, settings: Settings, *, read: Callable[..., Article] = read_article
) -> Collected:
    """Ask everything about one article: the page (unless handed in), its tweets from every source, their media."""
    opening: tuple[Problem, ...] = ()
    live = isinstance(page, Request)
    if isinstance(page, Request):
        opened = open_article(page, fetch, from_web_archive=settings.from_web_archive)
        if opened.page is None or not opened.readable:
            return Collected(page=opened.page, article=None, problems=opened.problems)
        page, opening = opened.page, opened.problems
    try:
        article = read(page.body.read(), url=page.request.url, content_type=page.header("Content-Type"))
    except InputError as error:
        unread = Problem("article", page.request.url, str(error))
        return Collected(page=page, article=None, problems=(*opening, unread))
    logger.info("%s: %d embeds found", page.request.url, len(article.embeds))
    asked = _Asked(fetch, settings)
    evidences = tuple(asked.about(embed) for embed in article.embeds)
    media = tuple(asked.media_of(evidence.tweet) for evidence in evidences)
    evidences, context = asked.context_of(evidences)
    notes = [Problem("page", page.request.url, note, partial=True) for note in article.notes]
    notes += keep_page_assets(page, fetch) if settings.page_assets else ()
    screenshot = None
    if settings.screenshot and page.memento is None and live:
        try:
            screenshot = fetch(Request(f"{SCREENSHOT_URI}{page.request.url}", Purpose.SCREENSHOT)).record
        except FetchError as error:
            notes.append(Problem("page", page.request.url, str(error), partial=True))
        except NotRecorded:
            logger.info("%s: its picture was taken out of the archive", page.request.url)
    return Collected(
        page=page,
        article=article,
        evidences=evidences,
        media=media,
        problems=(*opening, *notes, *asked.problems),
        context=context,
        screenshot=screenshot,
    )


class _Asked:
    """The questions of one article, each asked once however many embeds raise it."""

    def __init__(self, fetch: Fetch, settings: Settings) -> None:
        self._fetch = fetch
        self._sources = choose_sources(settings.sources, settings.web_archives)
        self._settings = settings
        self._by_day = DaySearch(fetch, self._sources)
        self._evidence: dict[StatusId, Evidence] = {}
        self._held: dict[StatusId, tuple[HeldMedia, ...]] = {}
        self.problems: list[Problem] = []

    def about(self, embed: Embed) -> Evidence:
        """What is held about an embed's tweet, by its permalink, else by its pic links."""
        if embed.status_id is not None:
            evidence = self._look_up(Permalink(embed.status_id, embed.handle))
            return replace(self._seek_old_name(embed, evidence), resolved_by=ResolvedBy.PERMALINK)
        if embed.permalink is not None:
            self.problems.append(Problem("link", embed.permalink, "the address holds no number that a tweet can have"))
        for shown in (*embed.pic_links, *_short_links(embed)):
            own = shown in embed.pic_links  # any other short link may lead anywhere: only what it confirms is told
            try:
                found = resolve_pic(shown, self._fetch)
            except (FetchError, SourceFormatError) as error:
                self.problems.append(Problem("link", shown, str(error), partial=not own))
                continue
            except NotRecorded:
                continue
            evidence = self._look_up(found) if found else Evidence()
            if evidence.tweet and confirms(embed, evidence.tweet):
                return replace(evidence, resolved_by=ResolvedBy.PIC_LINK)
            if own:
                self.problems.append(Problem("link", shown, _unconfirmed(found, evidence)))
        return self._seek_by_day(embed)

    def _seek_by_day(self, embed: Embed) -> Evidence:
        """Where no number is shown and no pic link leads to the tweet: by author, day and words."""
        sought = self._by_day.seek(embed)
        self.problems += sought.problems
        if sought.link is None:
            return Evidence()
        return replace(self._look_up(sought.link), resolved_by=ResolvedBy.WEB_ARCHIVE)

    def _seek_old_name(self, embed: Embed, evidence: Evidence) -> Evidence:
        """Where the author shown is not the author now: ask the web archives whether the account once bore that name.

        A fault is stated only after evidence against it was sought (CONTRACT.md §2, Settled).
        """
        now = evidence.tweet.handle if evidence.tweet else None
        archives = [one for one in self._sources if one.name is SourceName.WEB_ARCHIVE]
        if now is None or not embed.handle_shown or embed.handle is None or embed.handle.lower() == now.lower():
            return evidence
        if embed.status_id is None or any(one.source is SourceName.WEB_ARCHIVE for one in evidence.statements):
            return evidence
        then = look_up(Permalink(embed.status_id, embed.handle), self._fetch, archives)
        self.problems += (replace(one, partial=True) for one in then.problems)
        failed = not then.statements and any(one.what == "source" for one in then.problems)
        return replace(evidence, statements=(*evidence.statements, *then.statements), unsought=failed)

    def _look_up(self, link: Permalink) -> Evidence:
        """Ask every source for a tweet, and for the other versions that an answer names."""
        if link.status_id not in self._evidence:
            evidence = look_up(link, self._fetch, self._sources, corroborate=self._settings.corroborate)
            named = [one.edit_ids for one in evidence.statements if link.status_id in one.edit_ids]
            for version in dict.fromkeys(chain.from_iterable(named)):
                if version != link.status_id:
                    other = look_up(Permalink(version, link.handle), self._fetch, self._sources)
                    evidence = replace(evidence, statements=(*evidence.statements, *other.statements))
            self.problems += evidence.problems
            self._evidence[link.status_id] = evidence
        return self._evidence[link.status_id]

    def context_of(self, evidences: Sequence[Evidence]) -> tuple[tuple[Evidence, ...], tuple[KeptBeside, ...]]:
        """The tweets around those of the embeds, each once; and the evidence with what they state."""
        kept: dict[tuple[StatusId, Relation, StatusId | None], KeptBeside] = {}
        widened: list[Evidence] = []
        for evidence in evidences:
            found = tuple(surroundings(evidence, self._settings.context, self._look_up))
            for one in found:
                key = (one.of, one.relation, one.evidence.status_id)
                if key not in kept:
                    kept[key] = KeptBeside(related=one, media=self.media_of(one.evidence.tweet))
            more = [tweet for one in found for tweet in one.evidence.statements if tweet not in evidence.statements]
            widened.append(replace(evidence, statements=(*evidence.statements, *dict.fromkeys(more))))
        return tuple(widened), tuple(kept.values())

    def media_of(self, tweet: Tweet | None) -> tuple[HeldMedia, ...]:
        if tweet is None or not self._settings.media:
            return ()
        if tweet.status_id not in self._held:
            archived = SourceName.WEB_ARCHIVE.value in self._settings.sources
            self._held[tweet.status_id], problems = keep_media(tweet, self._fetch, web_archive=archived)
            self.problems += problems
            for one in self._held[tweet.status_id]:
                logger.info("tweet %s: %s %s", tweet.status_id, "kept" if one.record else "did not get", one.url)
        return self._held[tweet.status_id]


def _short_links(embed: Embed) -> list[str]:
    """The t.co links in the words, the last first: a picture's stands at the end, and X shows it so where it is cut off
    from its embed (reference/sources.md §5)."""
    shown = _SHORT_LINK.findall(embed.text or "") + [link for link in embed.links if _SHORT_LINK.fullmatch(link)]
    asked = {pic_code(link) for link in embed.pic_links}
    return [link for link in dict.fromkeys(reversed(shown)) if pic_code(link) not in asked][:SHORT_LINK_LIMIT]


def _unconfirmed(found: Permalink | None, evidence: Evidence) -> str:
    if found is None:
        return "the pic link leads to no tweet; the embed stays without a status id"
    seen = "is by another author or says something else" if evidence.tweet else "no source shows"
    return f"the pic link leads to status {found.status_id}, which {seen}; not confirmed, so not taken for the embed's"
