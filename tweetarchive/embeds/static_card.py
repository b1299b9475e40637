"""Cards that show a tweet's words in the newsroom's own mark-up."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from tweetarchive.embeds.attribution import Attribution
from tweetarchive.embeds.dates import read_date
from tweetarchive.embeds.found import Element, make_embed
from tweetarchive.embeds.marks import ancestors, is_aside, tweet_number
from tweetarchive.embeds.words import Words, read_words
from tweetarchive.model.article import Embed, Form
from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import StatusId

_TEXT = re.compile(
    r"(?:^|\s)(?:[\w-]*(?:tweet|twitter)[\w-]*?[_-]{1,2}(?:text|body|content|message|copy|quote)|tweet_?text|content-quote)(?:\s|$)",
    re.I,
)
_NOT_TEXT = re.compile(r"quoted|quote-tweet|placeholder|fake", re.I)
_HANDLE_ROLE = re.compile(
    r"(?:^|[\s_-])(?:handle|user-?name|screen-?name|attribution-link|nick(?:name)?)(?:$|[\s_-])", re.I
)
_NAME_ROLE = re.compile(
    r"(?:author|full|display|user|real)-?_?name|tweet[\w-]*[_-]name|[_-]{1,2}author(?:$|\s)|font-(?:semi)?bold", re.I
)
_DATE_ROLE = re.compile(r"(?:^|[\s_-])(?:date|time|timestamp|created(?:-at)?|posted)(?:$|[\s_-])", re.I)
_QUOTED = re.compile(r"(?:^|\s)(?:[\w-]*quoted-?_?tweet|quote-tweet)(?:[\s_-]|$)", re.I)
_CARD = re.compile(r"tweet|twitter|card|quote|embed", re.I)
_FRAME = re.compile(r"(?:tweet|twitter)-?_?(?:status|card|embed)(?!s)", re.I)
_PLAIN_TWEET = re.compile(r"(?:^|\s)tweet(?:\s|$)", re.I)
_AT_HANDLE = re.compile(r"[@＠](?P<handle>\w{1,20})", re.A)
_ENGAGEMENT_HREF = re.compile(r"/status/(?P<id>\d{2,19})/(?:likes|retweets|quotes)")
_LEVELS_TO_CARD = 6  # from the words to the element that holds author and date too; 5 in the deepest card seen


class StaticCard:
    """Found by the element that holds the words: a class such as `tweet-text`, `subbuzz-tweet__text`, `content-quote`.

    The card is the nearest element round it that also holds a tweet's address or its author's handle. Cards of a live
    feed ("2 hours ago", sidebars, author boxes) are no embeds of the article.
    """

    weak = True

    def read(self, element: Element) -> Embed | None:
        named = element.get("class")
        if not _TEXT.search(named) or _NOT_TEXT.search(named) or is_aside(element.node):
            return None
        if is_card(element.node):
            return None  # the words are further in
        if any(_QUOTED.search(ancestor.attributes.get("class") or "") for ancestor in ancestors(element.node)):
            return None
        card = self._card(element.node)
        words = read_words(element.node)
        if card is None or not words.text:
            return None
        shown, status_id = _below(card, element.node)
        if shown.date_text and not read_date(shown.date_text).readings:
            return None  # "about 2 mins ago": a feed
        return make_embed(Form.STATIC_CARD, words, shown, status_id=status_id, card=card)

    def _card(self, node: LexborNode) -> LexborNode | None:
        """The nearest element with an author or address, and what wraps it under a name of the same kind."""
        card: LexborNode | None = None
        for level, ancestor in enumerate(ancestors(node)):
            if level == _LEVELS_TO_CARD or ancestor.tag in ("body", "html", "main", "article"):
                break
            if len([None for other in ancestor.css("[class]")[:400] if _is_text(other)]) > 1:
                break
            if card is not None and not _CARD.search(ancestor.attributes.get("class") or ""):
                break
            if card is not None or _permalinks(ancestor) or _roles(ancestor, _HANDLE_ROLE):
                card = ancestor
        return card


class FramedCard:
    """An element that names the tweet and holds its words, as a forum's onebox does:
    `<aside class="twitterstatus" data-onebox-src=URL>…<div class="tweet">WORDS</div>`.
    """

    weak = True

    def read(self, element: Element) -> Embed | None:
        number = tweet_number(element.attributes)
        if number is None and not _FRAME.search(element.get("class")):
            return None
        inner = element.node.css("[class]")[:400]
        texts = [node for node in inner if _is_text(node)] or [node for node in inner if _is_plain_tweet(node)]
        if len(texts) != 1 or is_aside(element.node):
            return None
        words = read_words(texts[0])
        shown, status_id = _below(element.node, texts[0])
        named = parse_permalink(shown.permalink) if shown.permalink else None
        if not words.text or (number is None and named is None):
            return None
        if number is not None and (named is None or named.status_id != number[1]):
            shown, status_id = replace(shown, permalink=number[0]), number[1]
        if shown.date_text and not read_date(shown.date_text).readings:
            return None
        if shown.name is None:
            heading = element.node.css_first("h1, h2, h3, h4, h5, h6")
            shown = replace(shown, name=(" ".join(heading.text().split()) or None) if heading else None)
        return make_embed(Form.STATIC_CARD, words, shown, status_id=status_id, card=element.node)


class StatedCard:
    """A data attribute that holds the tweet as JSON: Substack's `data-attrs`, `data-tweet` with an answer of X's API.

    Words that the element shows go before those of the JSON, which adds address, name and date.
    """

    weak = True

    def read(self, element: Element) -> Embed | None:
        stated = next((tweet for name in element.attributes if (tweet := _stated(name, element.get(name)))), None)
        if stated is None:
            return None
        text_element = next((inner for inner in element.node.css("[class]") if _is_text(inner)), None)
        words = read_words(text_element) if text_element else Words(html.unescape(stated["text"] or "").strip())
        shown, _ = _below(element.node, text_element)
        address = next((one for one in (stated["url"], element.get("data-url")) if one and parse_permalink(one)), None)
        return make_embed(
            Form.STATIC_CARD,
            words,
            replace(
                shown,
                handle=shown.handle or stated["handle"],
                name=shown.name or stated["name"],
                date_text=shown.date_text or stated["date"],
                permalink=address or shown.permalink,
            ),
            status_id=_number(stated["id"]),
            card=element.node,
        )


def _stated(name: str, value: str) -> dict[str, str | None] | None:
    """The fields of a tweet in the JSON of a data attribute; None where it states none with words and an identity."""
    if not name.startswith("data-") or not value.startswith("{") or "text" not in value:
        return None
    try:
        whole = json.loads(value)
    except (ValueError, RecursionError):
        return None
    tweet = whole.get("data", whole) if isinstance(whole, dict) else None
    if not isinstance(tweet, dict) or not (text := _text_or_none(tweet.get("full_text") or tweet.get("text"))):
        return None
    author: object = tweet.get("user")
    if isinstance(included := whole.get("includes"), dict) and isinstance(users := included.get("users"), list):
        author = next(
            (one for one in users if isinstance(one, dict) and one.get("id") == tweet.get("author_id")), author
        )
    said = author if isinstance(author, dict) else tweet
    address = _text_or_none(tweet.get("url"))
    number = _text_or_none(tweet.get("id_str") or tweet.get("id"))
    if "full_text" not in tweet and _number(number) is None:
        return None  # some other thing with a text
    return {
        "text": text,
        "url": address,
        "id": number,
        "handle": _text_or_none(said.get("username") or said.get("screen_name")),
        "name": _text_or_none(said.get("name")),
        "date": _text_or_none(tweet.get("date") or tweet.get("created_at")),
    }


def _number(value: str | None) -> StatusId | None:
    return StatusId.read(value) if value else None


def is_card(node: LexborNode) -> bool:
    """Whether an element holds another one with a tweet's words under a class of the newsroom's own."""
    return any(_is_text(inner) and inner.mem_id != node.mem_id for inner in node.css("[class]")[:100])


def _is_text(node: LexborNode) -> bool:
    named = node.attributes.get("class") or ""
    return bool(_TEXT.search(named)) and not _NOT_TEXT.search(named)


def _is_plain_tweet(node: LexborNode) -> bool:
    return _PLAIN_TWEET.search(node.attributes.get("class") or "") is not None


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _below(card: LexborNode, text: LexborNode | None) -> tuple[Attribution, StatusId | None]:
    """Author, date and address as the card shows them outside its words."""
    inside = {node.mem_id for node in text.css("*")} if text else set()
    inside |= {
        inner.mem_id
        for quoted in card.css("[class]")
        if _QUOTED.search(quoted.attributes.get("class") or "")
        for inner in quoted.css("*")
    }
    permalinks = [link for link in _permalinks(card) if link.mem_id not in inside]
    handles = [
        match
        for node in _roles(card, _HANDLE_ROLE)
        if node.mem_id not in inside and (match := _AT_HANDLE.search(node.text()))
    ]
    if not handles:
        handles = [match for link in permalinks if (match := _AT_HANDLE.fullmatch(link.text().strip(" —–-\n\t")))]
    names = [node.text() for node in _roles(card, _NAME_ROLE) if node.mem_id not in inside]
    roles = [node for node in _roles(card, _DATE_ROLE) if node.mem_id not in inside]
    dates = [link.text() for node in roles for link in _permalinks(node)] + [node.text() for node in roles]
    dates += [node.text() for node in card.css("time")] + [link.text() for link in permalinks]
    date_text = next(
        (
            shown
            for date in dates
            if len(shown := " ".join(date.split())) <= 80 and any(map(str.isdigit, shown)) and read_date(shown).readings
        ),
        None,
    )
    if date_text is None:
        date_text = next(
            (
                shown
                for date in dates
                if (shown := " ".join(date.split())) and re.search(r"\bago\b|^\d+\s?[hmd]\b", shown)
            ),
            None,
        )
    name = next((shown for name in names if (shown := " ".join(name.split())) and not shown.startswith("@")), None)
    engaged = _ENGAGEMENT_HREF.search(card.html or "")
    return Attribution(
        0,
        0,
        handles[0]["handle"] if handles else None,
        name,
        date_text,
        next((link.attributes["href"] for link in permalinks), None),
    ), (StatusId.read(engaged["id"]) if engaged else None)


def _permalinks(card: LexborNode) -> list[LexborNode]:
    return [link for link in card.css('[href*="status"]')[:50] if parse_permalink(link.attributes.get("href") or "")]


def _roles(card: LexborNode, role: re.Pattern[str]) -> list[LexborNode]:
    return [node for node in card.css("[class]")[:400] if role.search(node.attributes.get("class") or "")]
