"""Judging without asking anybody: from archives, ours or anyone's, and from payloads that were handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tweetarchive.archive.reader import Session, open_sessions
from tweetarchive.collect import Collected
from tweetarchive.embeds.find import read_article
from tweetarchive.judging import replay, report_of
from tweetarchive.model.article import Article
from tweetarchive.model.capture import Exchange, Fetch, Request
from tweetarchive.model.context import Context, Relation
from tweetarchive.model.errors import DamagedArchive, InputError, NotRecorded
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.report import ArticleReport, KeptBeside
from tweetarchive.model.tweet import Statement, StatusId, Tweet
from tweetarchive.rechecking import is_recheck
from tweetarchive.sources.handed_in import evidence_for, statements_of
from tweetarchive.sources.lookup import read_payload
from tweetarchive.sources.media import keep_media
from tweetarchive.surroundings import surroundings
from tweetarchive.verify import pair

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/json"})


def verify_archive(path: Path | str) -> Iterator[ArticleReport]:
    """Judge again from archives alone: a WARC, a WACZ, a folder of them, an archives folder; ours or anyone's.

    Yields: one report for each capture session of ours, in order of file name; then one for each page with embeds that
        other people's files hold.
    Raises: InputError: no archive; DamagedArchive, after all the others: bytes that are not what was written.
    """
    foreign: list[Session] = []
    damaged: list[DamagedArchive] = []
    sessions = open_sessions(Path(path))
    while True:
        try:
            session = next(sessions)
        except StopIteration:
            break
        except DamagedArchive as error:
            damaged.append(error)  # one bad file does not hide the others
            continue
        if session.ours and is_recheck(session):
            continue  # it holds tweets that were asked for again, and no article that could be judged
        if session.ours:
            yield replay(session)
        else:
            foreign.append(session)
    statements = [one for session in foreign for exchange in session.exchanges() for one in statements_of(exchange)]
    for session in foreign:
        for page in session.exchanges():
            article = _article_in(page)
            if article is not None and article.embeds:
                collected = _against(article, statements, page=page, fetch=session.fetch)
                yield report_of(page.request.url, page.request.url, collected)
    if damaged:
        message = "\n".join(map(str, damaged))
        raise DamagedArchive(message, file=damaged[0].file, offset=damaged[0].offset, each=tuple(damaged))


def _article_in(page: Exchange) -> Article | None:
    if page.status != 200 or page.content_type not in PAGE_TYPES or parse_permalink(page.request.url):
        return None
    if statements_of(page):
        return None  # a source's answer, not an article that embeds it
    try:
        return read_article(page.body.read(), url=page.request.url, content_type=page.header("Content-Type"))
    except InputError:
        return None


def compare(
    document: str | bytes,
    payloads: Iterable[bytes | str | Mapping[str, object]],
    *,
    url: str | None = None,
    source: str = "-",
) -> ArticleReport:
    """Judge an article's quotes against answers that were handed in, offline.

    Args: payloads: any answer of any source: versions, quoted tweets and thread parts of one another among them.
    Raises: InputError: a document or payload that cannot be read.
    """
    article = read_article(document, url=url)
    statements = [one for payload in payloads for one in read_payload(payload)]
    return report_of(source, url, _against(article, statements))


def _against(
    article: Article, statements: Sequence[Statement], *, page: Exchange | None = None, fetch: Fetch | None = None
) -> Collected:
    """An article and statements that were not asked for: paired by what they say."""
    tweets = tuple(one for one in statements if isinstance(one, Tweet))
    paired = zip(article.embeds, pair(article.embeds, tweets), strict=True)
    evidences = tuple(evidence_for(embed, tweet, statements) for embed, tweet in paired)
    kept = fetch or _nothing_recorded
    media = tuple(keep_media(one.tweet, kept)[0] if one.tweet else () for one in evidences)
    return Collected(
        page=page,
        article=article,
        evidences=evidences,
        media=media,
        tweets=tweets,
        problems=tuple(problem for one in evidences for problem in one.problems),
        context=tuple(_context_of(evidences, kept)),
    )


def _context_of(evidences: Iterable[Evidence], fetch: Fetch) -> Iterator[KeptBeside]:
    """The tweets around those of the embeds that were handed in too; what was not is no absence: nobody was asked."""
    seen: set[tuple[StatusId, Relation, StatusId | None]] = set()
    for evidence in evidences:
        for one in surroundings(evidence, Context.THREAD, lambda link: Evidence(status_id=link.status_id)):
            key = (one.of, one.relation, one.evidence.status_id)
            if one.evidence.tweet is not None and key not in seen:
                seen.add(key)
                yield KeptBeside(related=one, media=keep_media(one.evidence.tweet, fetch)[0])


def _nothing_recorded(request: Request) -> Exchange:
    """The fetch of payload files: there is nothing behind them."""
    raise NotRecorded(f"{request.url}: only what was handed in is looked at", request=request)
