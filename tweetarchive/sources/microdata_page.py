"""Pages that X rendered on the server in 2022: React's markup with schema.org microdata."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tweetarchive.model.permalink import parse_permalink
from tweetarchive.model.tweet import Media, MediaKind, SourceName, Statement, StatusId, Tweet
from tweetarchive.sources.markup import as_stated, read_element
from tweetarchive.sources.shapes import address, clock, instant, number_text, status_id, word

_POSTING = "[itemtype$='SocialMediaPosting']"


def read_microdata_page(tree: LexborHTMLParser, focal: StatusId | None) -> tuple[Statement, ...]:
    """The focal tweet and the one it answers; () where the page is of another kind.

    Chosen by number: the thread's other tweets have the same markup, and the interface may be in any language.
    """
    postings: dict[StatusId, LexborNode] = {}
    for one in tree.css(_POSTING):
        number = status_id(_stated(one, "identifier"))
        if number is not None:
            postings.setdefault(number, one)
    if focal is None and len(postings) == 1:
        focal = next(iter(postings))
    if focal is None or focal not in postings:
        return ()
    answered = parse_permalink(as_stated(_stated(postings[focal], "isPartOf")))
    tweet = _tweet(postings[focal], focal, answered.status_id if answered else None)
    if tweet is None:
        return ()
    parent = postings.get(answered.status_id) if answered else None
    above = _tweet(parent, answered.status_id, None) if parent is not None and answered is not None else None
    return (tweet, above) if above is not None else (tweet,)


def _tweet(posting: LexborNode, number: StatusId, answered: StatusId | None) -> Tweet | None:
    body = posting.css_first("[itemprop='articleBody']")
    author = posting.css_first("[itemprop='author']")
    if body is None:
        return None
    paragraph = body.css_first("[data-testid='tweetText']") or body.css_first("div[lang]")
    words = read_element(paragraph if paragraph is not None else body)
    named = parse_permalink(as_stated(_stated(posting, "url")))
    return Tweet(
        status_id=number,
        handle=word(_stated(author, "additionalName")) or (named.handle if named else None),
        author_name=word(_stated(author, "givenName")),
        user_id=number_text(_stated(author, "identifier")),
        created_at=instant(_stated(posting, "datePublished"))
        or instant(_stated(posting, "dateCreated"))
        or clock(number),
        text=words.text,
        links=words.links,
        language=word(paragraph.attributes.get("lang")) if paragraph is not None else None,
        in_reply_to_status_id=answered,
        media=_photos(posting),
        source=SourceName.RECORDED,
    )


def _stated(scope: LexborNode | None, name: str) -> str | None:
    """The content of the scope's own `meta`: nested scopes (author, statistics) have the same names."""
    for one in scope.iter() if scope is not None else ():
        if one.tag == "meta" and one.attributes.get("itemprop") == name:
            return one.attributes.get("content")
    return None


def _photos(posting: LexborNode) -> tuple[Media, ...]:
    found = []
    for image in posting.css("img[src*='pbs.twimg.com/media/']"):
        url = address(as_stated(image.attributes.get("src")))
        if url is None:
            continue
        parts = urlsplit(url)
        kind = parse_qs(parts.query).get("format", [""])[0]
        bare = f"https://{parts.netloc}{parts.path}" + (f".{kind}" if kind and "." not in parts.path else "")
        found.append(Media(kind=MediaKind.PHOTO, image_url=bare, alt=word(image.attributes.get("alt"))))
    return tuple(dict.fromkeys(found))
