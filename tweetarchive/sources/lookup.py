"""The door: ask every source for a tweet in order, and say what follows from all answers together."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tweetarchive.model.capture import Fetch
from tweetarchive.model.errors import Failure, FetchError, NotRecorded
from tweetarchive.model.evidence import Evidence, Problem, ResolvedBy
from tweetarchive.model.permalink import Permalink
from tweetarchive.model.tweet import Absence, Availability, SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.oembed import OEmbed
from tweetarchive.sources.payload import read_payload
from tweetarchive.sources.plug_in import PlugIn, find_plug_in
from tweetarchive.sources.short_link import resolve_pic
from tweetarchive.sources.source import Answer, Source, is_about, no_answer
from tweetarchive.sources.syndication import Syndication
from tweetarchive.sources.timemap import NamedArchive
from tweetarchive.sources.web_archive import WebArchive
from tweetarchive.sources.x_api import XApi, ask_many

__all__ = [
    "KEYLESS",
    "SOURCES",
    "Source",
    "ask_many",
    "choose_sources",
    "find_plug_in",
    "gather",
    "look_up",
    "read_payload",
    "resolve_pic",
]

logger = logging.getLogger(__name__)

SOURCES: Mapping[str, Source] = {
    source.name.value: source
    for source in (Syndication(), OEmbed(), XApi(), WebArchive())  # in the order they are asked
}
KEYLESS = tuple(name for name in SOURCES if name != SourceName.API_V2)
"""Who is asked where no token is at hand and the user names nobody."""

_LIVE_SOURCES = frozenset({SourceName.SYNDICATION, SourceName.OEMBED, SourceName.API_V2})
_BY_WEIGHT = (
    Availability.SUSPENDED,
    Availability.ACCOUNT_GONE,
    Availability.PROTECTED,
    Availability.RULE_VIOLATION,
    Availability.DELETED,
    Availability.WITHHELD,
    Availability.AGE_RESTRICTED,
    Availability.NOT_FOUND,
)
_LEADING_MENTIONS = re.compile(r"(?:@\w+\s+)+", re.A)
_SHORT_LINK = re.compile(r"https?://t\.co/\w+", re.A)


def source_named(name: str) -> Source:
    """The source of that name: one of ours, else a plug-in, whether it is installed or not."""
    return SOURCES.get(name) or PlugIn(name)


def choose_sources(names: Iterable[str], web_archives: Iterable[tuple[str, str]]) -> tuple[Source, ...]:
    """The sources of some names, in their order.

    Args:
        web_archives: those the user named, each with the address of its TimeMaps. One that `names` leaves out is asked
            before the Internet Archive, which has more to do.
    """
    own = {label: NamedArchive(label, address) for label, address in web_archives}
    listed = list(dict.fromkeys(names))
    if SourceName.WEB_ARCHIVE.value in listed:
        place = listed.index(SourceName.WEB_ARCHIVE.value)
        listed[place:place] = [label for label in own if label not in listed]
    return tuple(own.get(name) or source_named(name) for name in listed)


def look_up(
    permalink: Permalink,
    fetch: Fetch,
    sources: Sequence[Source],
    *,
    resolved_by: ResolvedBy | None = None,
    corroborate: bool = False,
) -> Evidence:
    """Ask every source for one tweet, and keep every answer.

    A source that was never recorded is passed over in silence; one that fails is a problem, `partial` where another
    told something. Web archives are asked only where nobody before showed the tweet whole, or to corroborate.
    """
    statements: list[Statement] = []
    problems: list[Problem] = []
    for source in sources:
        if source.name is SourceName.WEB_ARCHIVE and not corroborate and _shown_whole(statements, permalink.status_id):
            continue
        try:
            answer = source.ask(permalink, fetch)
        except NotRecorded:
            continue
        except FetchError as error:
            if error.failure is Failure.FORGOTTEN:  # and by nobody else either
                why = str(error).removeprefix(f"{error.request.url}: ")
                problems.append(Problem("tweet", f"https://x.com/i/status/{permalink.status_id}", why, partial=True))
                break
            why = f"{source.name}: {no_answer(error)}"
            problems.append(Problem("source", error.request.url, why))
            logger.info("tweet %s: %s", permalink.status_id, why)
            continue
        logger.info("tweet %s: %s: %s", permalink.status_id, getattr(source, "label", source.name), _told(answer))
        statements += answer.statements
        problems += answer.problems
    return gather(permalink.status_id, statements, resolved_by=resolved_by, problems=problems)


def gather(
    status_id: StatusId | None,
    statements: Iterable[Statement],
    *,
    resolved_by: ResolvedBy | None,
    problems: Iterable[Problem] = (),
) -> Evidence:
    """What follows from statements, however they were come by: which tweet to show, its state, who disagrees.

    Args:
        status_id: the tweet they are asked about; None where the payloads alone decide.
    """
    held = tuple(statements)
    tweets = tuple(one for one in held if isinstance(one, Tweet))
    about = [one for one in tweets if status_id in (None, one.status_id)] or [
        one for one in tweets if status_id is not None and is_about(one, status_id)
    ]
    absences = tuple(
        replace(one, status_id=one.status_id or status_id)
        for one in held
        if isinstance(one, Absence) and (status_id is None or is_about(one, status_id))
    )
    shown = next((one for one in about if one.complete), about[0] if about else None)
    told = shown is not None or any(one.words and not one.third_party for one in absences)
    failures = tuple(replace(one, partial=one.partial or (one.what == "source" and told)) for one in problems)
    return Evidence(
        status_id=status_id or (shown.status_id if shown else None),
        resolved_by=resolved_by,
        tweet=shown,
        witnesses=_witnesses(shown, about),
        statements=tweets,
        absences=absences,
        availability=_availability(about, absences),
        problems=(*failures, *_disagreements(shown, about)),
    )


def _told(answer: Answer) -> str:
    """For the log: what a source showed or said, or what was wrong with its answer."""
    seen = [
        "shown" if isinstance(one, Tweet) else one.availability.value.replace("_", " ") for one in answer.statements
    ]
    return ", ".join([*seen, *(problem.why for problem in answer.problems)]) or "nothing"


def _shown_whole(statements: Iterable[Statement], asked: StatusId) -> bool:
    tweets = (one for one in statements if isinstance(one, Tweet) and not one.third_party)
    return any(one.complete and is_about(one, asked) for one in tweets)


def _availability(tweets: Iterable[Tweet], absences: Iterable[Absence]) -> Availability:
    """LIVE if X serves it now; else the weightiest that is said in words or codes; a mute answer says nothing.

    What a web archive's copy says was said then, not now; what a plug-in says is hearsay. A payload that was handed in
    (never fetched) is a recorded copy, whoever made it.
    """
    if any(one.source in _LIVE_SOURCES and one.fetched_at and not one.memento for one in tweets):
        return Availability.LIVE
    said = {one.availability for one in absences if one.memento is None and not one.third_party}
    return next((one for one in _BY_WEIGHT if one in said), Availability.UNKNOWN)


def _witnesses(shown: Tweet | None, about: Iterable[Tweet]) -> tuple[Tweet, ...]:
    """Web archives' copies that state the very tweet that X serves."""
    if shown is None or shown.memento is not None or shown.third_party is not None:
        return ()
    copies = (one for one in about if one.memento is not None and one.status_id == shown.status_id)
    return tuple(one for one in copies if _same_words(shown, one) and _same_author(shown, one))


def _disagreements(shown: Tweet | None, about: Iterable[Tweet]) -> Iterable[Problem]:
    """Sources that state the same tweet otherwise: told, since one of them is wrong, and never decided here."""
    for other in about if shown is not None else ():
        if shown is None or other is shown or other.status_id != shown.status_id:
            continue
        names = f"{_called(other)} and {_called(shown)}"
        if not _same_words(shown, other):
            yield Problem("source", other.memento or other.url, f"{names} state different words", partial=True)
        if not _same_author(shown, other):
            yield Problem("source", other.memento or other.url, f"{names} name different authors", partial=True)


def _called(tweet: Tweet) -> str:
    return f"{tweet.third_party} (third party)" if tweet.third_party else tweet.source.value


def _same_author(one: Tweet, other: Tweet) -> bool:
    if one.user_id and other.user_id:
        return one.user_id == other.user_id  # handles change, numbers do not
    return not one.handle or not other.handle or one.handle.lower() == other.handle.lower()


def _same_words(one: Tweet, other: Tweet) -> bool:
    """Equal but for what sources are known to write differently: links, reply mentions, layout, where X cuts."""
    first, second = _bare(one), _bare(other)
    if one.complete and other.complete:
        return first == second
    shorter, longer = sorted((first.rstrip("…"), second.rstrip("…")), key=len)
    return longer.startswith(shorter)


def _bare(tweet: Tweet) -> str:
    words = tweet.text
    for link in reversed(tweet.links):
        words = words[: link.start] + words[link.end :]
    words = _SHORT_LINK.sub("", words).lstrip()
    if (mentions := _LEADING_MENTIONS.match(words)) is not None:
        words = words[mentions.end() :]
    return unicodedata.normalize("NFC", "".join(words.split()))
