"""News sites of any size: articles made when they are asked for, with sitemap and robots.txt."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape

from tests.world.tweet import Photo, snowflake
from tests.world.wire import Answer, Asked
from tests.world.world import World

_FIRST_DAY = datetime(2024, 1, 1, 8, tzinfo=UTC)
_PARAGRAPH = (
    "<p>The harbour board met for the third time this month. Members heard from two engineers, a ferry captain and "
    "the owner of the fish market, and put off the vote until the tide tables are in.</p>\n"
)


def open_newsroom(
    world: World,
    articles: int,
    *,
    hosts: int = 1,
    embeds: float = 0.12,
    paragraphs: int = 120,
    bytes_of_photo: int = 100_000,
    scheme: str = "https",
) -> tuple[str, ...]:
    """Have `hosts` sites carry so many articles, the share `embeds` of them with one tweet and its photo each.

    Returns: the articles' addresses, hosts by turns. A page is about 200 bytes per paragraph.
    """
    markup: dict[str, str] = {}
    addresses: dict[str, list[str]] = {}
    for number in range(articles):
        host, path = f"news{number % hosts}.example", f"/{2024 + number % 3}/story-{number}"
        addresses.setdefault(host, []).append(f"{scheme}://{host}{path}")
        embedded = ""
        if int((number + 1) * embeds) > int(number * embeds):
            tweet = world.tweet(
                snowflake(_FIRST_DAY + timedelta(hours=number), number % 4096),
                handle=f"harbour{number % 50}",
                name=f"Harbour & Quay {number % 50}",
                text=f"Berth {number} is open again, with {number + 3} boats waiting. #harbour",
                photos=(Photo(alt="Boats at the quay", bytes_of_orig=bytes_of_photo),),
            )
            embedded = tweet.blockquote()
        markup[host + path] = embedded

    def serve(asked: Asked) -> Answer:
        embedded = markup.get(asked.host + asked.path)
        if embedded is not None:
            return _unless_known(asked, embedded, lambda: Answer.text(_page(asked.url, embedded, paragraphs)))
        if asked.path == "/robots.txt":
            rules = f"User-agent: *\nSitemap: {scheme}://{asked.host}/sitemap.xml\n"
            return _unless_known(asked, rules, lambda: Answer.text(rules, "text/plain"))
        if asked.path == "/sitemap.xml":
            listed = _sitemap(addresses[asked.host])
            return _unless_known(asked, listed, lambda: Answer.text(listed, "application/xml"))
        return Answer.text("<html><body><h1>Page not found</h1></body></html>", status=404)

    for host in addresses:
        world.site(host, serve)
    return tuple(addresses[f"news{number % hosts}.example"][number // hosts] for number in range(articles))


def _unless_known(asked: Asked, content: str, answer: Callable[[], Answer]) -> Answer:
    """304 to who has it already (RFC 9110 §13.1.2)."""
    etag = f'"{zlib.crc32(content.encode()):08x}"'
    return Answer(304, (("ETag", etag),)) if asked.header("If-None-Match") == etag else answer().with_headers(ETag=etag)


def _page(url: str, embedded: str, paragraphs: int) -> str:
    half = _PARAGRAPH * (paragraphs // 2)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>The quay · {escape(url)}</title>'
        f'<link rel="canonical" href="{escape(url)}"></head>\n'
        f"<body><article><h1>The quay</h1>\n{half}{embedded}\n{half}"
        '</article>\n<a href="https://twitter.com/intent/tweet?text=quay">Share on Twitter</a></body></html>\n'
    )


def _sitemap(addresses: list[str]) -> str:
    entries = "".join(
        f"<url><loc>{escape(url)}</loc><lastmod>{_FIRST_DAY + timedelta(hours=number):%Y-%m-%d}</lastmod></url>\n"
        for number, url in enumerate(addresses)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>\n"
    )
