"""The card: our own static rendering of an archived tweet, as a page and as a snippet for a CMS (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from tweetarchive import __version__
from tweetarchive.model.article import Embed
from tweetarchive.model.capture import RecordRef
from tweetarchive.model.tweet import Absence, Availability, MediaKind, SourceName, StatusId, Tweet
from tweetarchive.report.card_media import CardMedia as CardMedia  # handed in with the card
from tweetarchive.report.card_media import origins, render_media
from tweetarchive.report.card_words import on_x, outward, render_words, shown_part
from tweetarchive.report.foreign import one_line
from tweetarchive.report.html_page import language, page, text

CARD_ADDRESS = "https://tweetarchive.invalid/tweet/"
"""Begins a card's address, its number follows: in a name nobody can own (RFC 2606), and without a query, which replay
tools would ignore and show another tweet (reference/warc-and-replay.md §2)."""

_TITLE_WORDS = 80  # characters of the words in a title: what a tab or a search result shows
_SOURCES = {
    SourceName.SYNDICATION: "X’s syndication",
    SourceName.OEMBED: "X’s oEmbed",
    SourceName.API_V2: "X’s API",
    SourceName.WEB_ARCHIVE: "a web archive’s copy",
    SourceName.RECORDED: "a recorded copy",
}
_GONE = {
    Availability.SUSPENDED: "Gone: its account was suspended",
    Availability.ACCOUNT_GONE: "Gone: its account no longer exists",
    Availability.PROTECTED: "Hidden: its account is protected",
    Availability.RULE_VIOLATION: "Gone: removed by X for breaking its rules",
    Availability.DELETED: "Gone: deleted by its author",
    Availability.WITHHELD: "Withheld in some countries",
    Availability.AGE_RESTRICTED: "Shown by X only to those who log in: age-restricted",
    Availability.NOT_FOUND: "Not found on X, which does not say why",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of one tweet, ready to be shown. Without a tweet it tells that none is held, and what is known."""

    status_id: StatusId
    tweet: Tweet | None = None
    media: tuple[CardMedia, ...] = ()
    avatar: str | None = None
    """Where the author's picture is loaded from."""
    quoted: Card | None = None
    availability: Availability | None = None
    """None where it was not looked into: a tweet that another one quotes."""
    absence: Absence | None = None
    """Who said so."""
    embed: Embed | None = None
    """Of a tweet that is not held: what the article shows of it."""
    article: str | None = None
    """The address of that article."""


def render_card(card: Card) -> str:
    """A page of its own: no script, and nothing loaded but the tweet's own pictures and videos."""
    allowed = f"img-src {origins(_pictures(card))}; media-src {origins(_videos(card))}"
    body = f"<main>\n{_figure(card)}\n</main>"
    return page(title(card), body, "\nbody { margin: 0; padding: 0 .5rem; }\n" + _style(), allowed=allowed)


def render_snippet(card: Card) -> str:
    """One element for a page of somebody else's: a <figure> that brings its own style, which concerns nothing else."""
    return _figure(card, style=_style()) + "\n"


def title(card: Card) -> str:
    """`Name (@handle): first words`."""
    tweet = card.tweet
    if tweet is None:
        gone = _GONE.get(card.availability or Availability.UNKNOWN)
        return f"Tweet {card.status_id}, not held" + (f". {gone}" if gone else "")
    who = " ".join(
        part for part in (one_line(tweet.author_name or ""), f"(@{tweet.handle})" if tweet.handle else "") if part
    )
    start, end = shown_part(tweet)
    words = one_line(tweet.text[start:end])
    words = words if len(words) <= _TITLE_WORDS else words[:_TITLE_WORDS].rsplit(" ", 1)[0] + " …"
    return f"{who or 'Tweet ' + tweet.status_id}: {words or 'without words'}"


def height(card: Card) -> int:
    """About how high a card is in a column of 550 CSS pixels, rather more than less: a frame without script cannot ask.

    Measured in Chromium 156 with the card's own style; what is higher all the same can be scrolled.
    """
    tweet, quoted = card.tweet, card.quoted
    words = tweet.text if tweet else (card.embed and card.embed.text) or ""
    lines = sum(len(line) // 48 + 1 for line in words.split("\n"))
    media = {0: 0, 1: 460, 2: 290}.get(len(card.media), 570)
    edits = 60 + 24 * len(tweet.edit_ids) if tweet and len(tweet.edit_ids) > 1 else 0
    gone = 50 if card.absence else 0
    inner = height(quoted) - 170 if quoted else 0  # it has neither foot nor state
    return 310 + lines * 26 + media + edits + gone + inner


def _figure(card: Card, *, style: str = "") -> str:
    label = text(one_line(title(card)))
    inline = f"<style>{style}</style>\n" if style else ""
    return (
        f'<figure class="tweetarchive-card" role="group" aria-label="{label}">\n{inline}{_content(card)}'
        f'<figcaption class="ta-foot">{_foot(card)}</figcaption>\n</figure>'
    )


def _style() -> str:
    return files("tweetarchive.report").joinpath("card.css").read_text(encoding="utf-8")


def _content(card: Card) -> str:
    if card.tweet is None:
        return "\n".join((*_tombstone(card), ""))
    parts = [_by(card.tweet, card.avatar), *_replying(card.tweet), render_words(card.tweet)]
    if not card.tweet.complete:
        parts.append('<p class="ta-soft">The words go on: no source that was asked shows the whole of them.</p>')
    if card.media:
        parts.append(render_media(card.media))
    if card.quoted is not None:
        parts.append(f'<blockquote class="ta-quoted">\n{_content(card.quoted)}</blockquote>')
    elif card.tweet.quoted_status_id:
        target = f"https://x.com/i/status/{card.tweet.quoted_status_id}"
        parts.append(
            f'<p class="ta-soft">Quotes {outward(target, f"tweet {card.tweet.quoted_status_id}")}, not held.</p>'
        )
    parts += (_time(card.tweet), *_edits(card.tweet))
    if card.availability is not None:
        words, gone = state(card)
        parts.append(f'<p class="ta-state{" ta-gone" if gone else ""}">{text(words)}</p>')
    return "\n".join((*parts, ""))


def _tombstone(card: Card) -> Iterator[str]:
    address = f"https://x.com/{_handle(card.embed) or 'i'}/status/{card.status_id}"
    yield f"<p><strong>Tweet {card.status_id} is not held by this archive.</strong></p>"
    yield f'<p class="ta-state ta-gone">{text(state(card)[0])}</p>'
    if card.embed is not None and card.embed.text is not None:
        who = [f"<bdi>{text(one)}</bdi>" for one in (card.embed.author_name, f"@{_handle(card.embed)}") if one]
        by = f" as the words of {' '.join(who)}" if _handle(card.embed) else ""
        yield f'<p class="ta-soft ta-said">The article shows this{by}; nothing here confirms it:</p>'
        lines = text(card.embed.text).replace("\n", "<br>\n")
        yield (f'<blockquote class="ta-article" dir="auto"{language(card.embed.language)}>{lines}</blockquote>')
    made = card.status_id.created_at
    told = f" Its number was given out at {_instant(made)}." if made else ""
    yield f'<p class="ta-soft ta-said">Its address: {outward(address, text(address))}.{told}</p>'


def _handle(embed: Embed | None) -> str | None:
    return embed.handle if embed else None


def _by(tweet: Tweet, avatar: str | None) -> str:
    picture = f'<img class="ta-avatar" src="{text(avatar)}" alt="" width="48" height="48">' if avatar else ""
    name = f'<bdi class="ta-name">{text(one_line(tweet.author_name))}</bdi>' if tweet.author_name else ""
    handle = f'<bdi class="ta-handle">@{text(tweet.handle)}</bdi>' if tweet.handle else ""
    who = f"{name} {outward(on_x(tweet.handle), handle) if tweet.handle else ''}".strip() or "author not stated"
    return f'<div class="ta-by">{picture}<div>{who}</div></div>'


def _replying(tweet: Tweet) -> Iterator[str]:
    if tweet.in_reply_to_status_id:
        target = f"{on_x(tweet.in_reply_to_handle or 'i')}/status/{tweet.in_reply_to_status_id}"
        shown = f"@{tweet.in_reply_to_handle}" if tweet.in_reply_to_handle else f"tweet {tweet.in_reply_to_status_id}"
        yield f'<p class="ta-soft">Replying to {outward(target, f"<bdi>{text(shown)}</bdi>")}</p>'


def _time(tweet: Tweet) -> str:
    if tweet.created_at is None:
        when = "Time not stated"
    else:
        when = f'<time datetime="{_machine(tweet.created_at)}">{_instant(tweet.created_at, seconds=True)}</time>'
    return f'<p class="ta-time ta-soft">{outward(tweet.url, when)}</p>'


def _edits(tweet: Tweet) -> Iterator[str]:
    if len(tweet.edit_ids) < 2:
        return
    of = len(tweet.edit_ids)
    versions = []
    for place, version in enumerate(tweet.edit_ids, 1):
        made = f" ({_instant(version.created_at)})" if version.created_at else ""
        name = f"version {place}{made}"
        own = version == tweet.status_id
        versions.append(f"{name}, this one" if own else outward(f"https://x.com/i/status/{version}", name))
    yield f'<p class="ta-state">Edited: X names {of} versions: {"; ".join(versions)}.</p>'


def state(card: Card) -> tuple[str, bool]:
    """What is known of the tweet's state now, as a sentence with its witness; whether it is gone."""
    absence, tweet = card.absence, card.tweet
    if card.availability is Availability.LIVE:
        at = f" on {_instant(tweet.fetched_at)}" if tweet and tweet.fetched_at else ""
        return f"Still on X when it was archived{at}.", False
    if card.availability is None or card.availability is Availability.UNKNOWN:
        return "Whether it is still on X was not answered.", False
    said = ""
    if absence is not None:
        at = f" on {_instant(absence.fetched_at)}" if absence.fetched_at else ""
        words = f": “{one_line(absence.words)}”" if absence.words else ""
        said = f", as {_SOURCES[absence.source]} said{at}{words}"
    return f"{_GONE[card.availability]}{said}{'' if said.endswith(('”', '.”')) else '.'}", True


def _foot(card: Card) -> str:
    if card.tweet is None:
        article = (
            f" from what was answered when {outward(card.article, text(card.article))} was archived"
            if card.article
            else ""
        )
        return f"Card made by tweetarchive {__version__}{article}. It is not a page of X."
    tweet = card.tweet
    by = f"{_SOURCES[tweet.source]}" + (f" ({text(tweet.third_party)})" if tweet.third_party else "")
    copy = f" {outward(tweet.memento, text(tweet.memento))}" if tweet.memento else ""
    at = f" at {_instant(tweet.fetched_at, seconds=True)}" if tweet.fetched_at else ""
    return (
        f"Card made by tweetarchive {__version__}, not by X, from the answer of {by}{copy}, fetched{at}"
        f"{_record(tweet.record)}."
    )


def _record(record: RecordRef | None) -> str:
    return f" and kept as record <code>{text(record.id)}</code> of <code>{text(record.file)}</code>" if record else ""


def _instant(moment: datetime, *, seconds: bool = False) -> str:
    return f"{moment.astimezone(UTC):{'%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M'}} UTC"


def _machine(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _pictures(card: Card | None) -> Iterator[str | None]:
    while card is not None:
        yield card.avatar
        for one in card.media:
            yield one.shown if one.kind is MediaKind.PHOTO else one.poster
        card = card.quoted


def _videos(card: Card | None) -> Iterator[str | None]:
    while card is not None:
        yield from (one.shown for one in card.media if one.kind is not MediaKind.PHOTO)
        card = card.quoted
