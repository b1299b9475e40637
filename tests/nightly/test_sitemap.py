"""Lists as real ones are."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime

import pytest

from tweetarchive.nightly.listed import ChildList, Listed, Note, parse_instant
from tweetarchive.nightly.sitemap import read_list
from tweetarchive.nightly.unpack import LARGEST_UNPACKED, unpacked

AT = "https://news.example/lists/sitemap.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def read(body: bytes | str) -> list[Listed | ChildList | Note]:
    return list(read_list(body.encode() if isinstance(body, str) else body, url=AT))


def urls(body: bytes | str) -> list[str]:
    return [one.url for one in read(body) if not isinstance(one, Note)]


def notes(body: bytes | str) -> str:
    return " | ".join(one.why for one in read(body) if isinstance(one, Note))


def urlset(*locs: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', namespace: str = NAMESPACE) -> str:
    entries = "".join(f"<url><loc>{loc}</loc></url>\n" for loc in locs)
    return f'{head}\n<urlset xmlns="{namespace}">\n{entries}</urlset>'


TWO = ["https://news.example/a", "https://news.example/b"]


def test_a_sitemap_names_its_articles_with_their_times() -> None:
    body = urlset("https://news.example/a?x=1&amp;y=2").replace("</loc>", "</loc><lastmod>2026-11-01</lastmod>")
    assert read(body) == [Listed("https://news.example/a?x=1&y=2", "2026-11-01")]


def test_an_index_names_other_lists() -> None:
    body = (
        f'<sitemapindex xmlns="{NAMESPACE}"><sitemap><loc>https://news.example/1.xml.gz</loc>'
        "<lastmod>2026-11-22T06:00:00Z</lastmod></sitemap></sitemapindex>"
    )
    assert read(body) == [ChildList("https://news.example/1.xml.gz", "2026-11-22T06:00:00Z")]


def test_lists_among_articles_are_lists() -> None:
    assert read(urlset("https://news.example/more.xml.gz"))[0] == ChildList("https://news.example/more.xml.gz")


def test_a_news_sitemap_tells_publication_date_title_and_language() -> None:
    body = (
        f'<urlset xmlns="{NAMESPACE}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>https://news.example/a</loc><news:news><news:publication><news:name>News</news:name>"
        "<news:language>de</news:language></news:publication>"
        "<news:publication_date>2026-11-21T10:00:00+01:00</news:publication_date>"
        "<news:title>Fähre &amp; Kai</news:title></news:news></url></urlset>"
    )
    published = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert read(body) == [Listed("https://news.example/a", None, published, "Fähre & Kai", "de")]


def test_pictures_and_videos_of_an_article_are_passed_by() -> None:
    body = urlset("https://news.example/a").replace(
        "</loc>",
        "</loc><image:image xmlns:image='i'><image:loc>https://news.example/i.jpg</image:loc>"
        "<image:title>No</image:title></image:image><video:video xmlns:video='v'><video:title>No</video:title>"
        "<video:publication_date>2001-01-01</video:publication_date></video:video>",
    )
    assert read(body) == [Listed("https://news.example/a")]


@pytest.mark.parametrize(
    "body",
    [
        urlset(*TWO, namespace="https://www.sitemaps.org/schemas/sitemap/0.9/"),
        urlset(*TWO, namespace="").replace(' xmlns=""', ""),
        urlset(*TWO).replace("<", "<s:").replace("<s:/", "</s:").replace("<s:?", "<?").replace("xmlns=", "xmlns:s="),
        urlset(*TWO).replace("xmlns=", "xmlns:s=").replace("<url>", "<s:url>").replace("</url>", "</s:url>"),
        "\ufeff" + urlset(*TWO),
        "\n\n  " + urlset(*TWO),
        urlset(*TWO, head=""),
        urlset(*TWO).replace("loc>", "LOC>"),
        urlset(*(f"\n   {one}\n " for one in TWO)),
        urlset(*(f"<![CDATA[{one}]]>" for one in TWO)),
        urlset("/a", "../b"),
        urlset(*TWO).replace("</urlset>", "<!-- & --></urlset>"),
        gzip.compress(urlset(*TWO).encode()),
        gzip.compress(gzip.compress(urlset(*TWO).encode())),
        gzip.compress(urlset(*TWO).encode()[:90]) + gzip.compress(urlset(*TWO).encode()[90:]) + b"\0" * 99,
        urlset(*TWO).encode("utf-16"),
        urlset(*TWO, head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16-le"),
        urlset(*TWO, head="<?xml version='1.0' encoding='iso-8859-1'?>\n<!-- caf\xe9 -->").encode("latin-1"),
        urlset(*TWO, head='<?xml version="1.0" encoding="no-such-thing"?>'),
        urlset(*TWO, head='<?xml version="1.0" encoding="Shift_JIS"?>\n<!-- ニュース -->').encode("shift_jis"),
        urlset(*TWO) + "\x00\x08",
        "\r\n".join(TWO),
        "\ufeff# articles\n" + "\r".join(TWO),
    ],
)
def test_two_articles_are_found_however_they_are_listed(body: bytes | str) -> None:
    assert urls(body) == TWO


def test_bare_ampersands_and_entities_of_html_are_read_as_they_are_meant() -> None:
    body = urlset("https://news.example/a?x=1&y=2&copy=3", "https://news.example/caf&eacute;", "https://news.example/c")
    assert urls(body) == [
        "https://news.example/a?x=1&y=2&copy=3",
        "https://news.example/café",
        "https://news.example/c",
    ]
    assert notes(body) == ""


def test_ampersands_in_cdata_stay() -> None:
    assert urls(urlset("<![CDATA[https://news.example/a?x=1&amp;y=2&z]]>")) == ["https://news.example/a?x=1&amp;y=2&z"]


def test_what_is_whole_of_a_cut_list_is_taken_and_the_cut_told() -> None:
    body = urlset(*TWO).encode()
    for cut in (body[:-40], body[: body.index(b"/b")]):
        assert urls(cut) == TWO[:1]
        assert "cut; 1 entries" in notes(cut)
    packed = gzip.compress(urlset(*(f"https://news.example/{number}" for number in range(5000))).encode())
    found = read(packed[: len(packed) // 2])
    assert len(found) > 1000
    assert "gzip is cut" in notes(packed[: len(packed) // 2])


def test_what_follows_a_fault_is_left_and_told() -> None:
    body = urlset(*TWO).replace("</url>\n<url>", "</url>\n<oops><url>")
    assert urls(body) == TWO
    assert "no XML from line 5 on; 2 entries" in notes(body)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        ("  <!-- x --><html>", "web page"),
        ("<data><a/></data>", "root element is <data>"),
        ("Not found", "1 of its lines are no addresses"),
        (urlset("about:blank"), "names no address"),
        (b"\x1f\x8bnonsense", "gzip is damaged"),
        ("<urlset>" + "<a>" * 5000, "deep in each other"),
    ],
)
def test_what_is_no_list_is_said(body: bytes | str, why: str) -> None:
    assert urls(body) == []
    assert why in notes(body)


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://news.example/x.dtd"> %a;',
    ],
)
def test_entities_are_never_expanded_and_nothing_external_is_fetched(declared: str) -> None:
    body = f"<!DOCTYPE urlset [{declared}]>{urlset('https://news.example/&b;', head='')}"
    assert urls(body) == []
    assert "declares entities" in notes(body)
    assert urls(f'<!DOCTYPE urlset SYSTEM "http://news.example/x.dtd">{urlset(*TWO, head="")}') == TWO


def test_a_bomb_is_left_where_it_bursts() -> None:
    bomb = gzip.compress(gzip.compress(b" " * (LARGEST_UNPACKED + (1 << 20)), 1), 1)
    said: list[str] = []
    tracemalloc.start()
    size = sum(map(len, unpacked(bomb, said)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert LARGEST_UNPACKED - (1 << 20) < size <= LARGEST_UNPACKED
    assert peak < 10_000_000
    assert "unpacks to more than" in said[0]


def test_a_value_without_end_is_left() -> None:
    assert "a single element has more than" in notes("<urlset><url><loc>" + "x" * 5_000_000)


def test_an_rss_feed_names_its_items() -> None:
    body = """<?xml version="1.0"?><rss version="2.0" xmlns:feedburner="f" xmlns:media="m"><channel>
        <title>News</title><link>https://news.example/</link><language>pt-BR</language>
        <item><title><![CDATA[A & B]]></title><link>https://news.example/a</link>
          <pubDate>Sat, 21 Nov 2026 10:00:00 +0100</pubDate><media:content><media:title>No</media:title></media:content>
          <guid isPermaLink="false">tag:1</guid></item>
        <item><guid>https://news.example/b</guid></item>
        <item><link>https://feeds.example/x</link><feedburner:origLink>https://news.example/c</feedburner:origLink></item>
        </channel></rss>"""
    published = datetime(2026, 11, 21, 9, tzinfo=UTC)
    first, *others = read(body)
    assert first == Listed("https://news.example/a", None, published, "A & B", "pt-BR")
    assert [one.url for one in others if isinstance(one, Listed)] == [
        "https://news.example/b",
        "https://news.example/c",
    ]


def test_an_atom_feed_names_its_entries() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://news.example/feed"/>
        <entry><title>A</title><link rel="replies" href="https://news.example/r"/><link href="/a"/>
        <updated>2026-11-22T06:00:00Z</updated><published>2026-11-21T09:00:00Z</published>
        <source><title>No</title><updated>2001-01-01T00:00:00Z</updated></source></entry></feed>"""
    [found] = read(body)
    published = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert found == Listed("https://news.example/a", "2026-11-22T06:00:00Z", published, "A")


def test_rdf_is_read_too() -> None:
    body = """<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d"><channel><title>No</title></channel>
        <item><link>https://news.example/a</link><dc:date>2026-11-21T10:00+01:00</dc:date></item></rdf:RDF>"""
    [found] = read(body)
    assert isinstance(found, Listed)
    assert found.published == datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026", (2026, 1, 1)),
        ("2026-11", (2026, 11, 1)),
        ("2026-11-22", (2026, 11, 22)),
        ("20261122", (2026, 11, 22)),
        ("2026-11-22T06:30Z", (2026, 11, 22, 6, 30)),
        ("2026-11-22T06:30:15.1234567+01:00", (2026, 11, 22, 5, 30, 15, 123456)),
        ("2026-11-22T06:30:15+0100", (2026, 11, 22, 5, 30, 15)),
        ("2026-11-22 06:30:15 +0100", (2026, 11, 22, 5, 30, 15)),
        ("2026-11-22 06:30:15", (2026, 11, 22, 6, 30, 15)),
        ("2026-11-22T06:30:15 UTC", (2026, 11, 22, 6, 30, 15)),
        (" 2026-11-22T06:30:15-08:00\n", (2026, 11, 22, 14, 30, 15)),
        ("Sun, 22 Nov 2026 06:30:15 GMT", (2026, 11, 22, 6, 30, 15)),
        ("Sun, 22 Nov 2026 06:30:15 EST", (2026, 11, 22, 11, 30, 15)),
        ("22 Nov 2026 06:30 +0200", (2026, 11, 22, 4, 30)),
    ],
)
def test_times_are_read_in_every_form(text: str, at: tuple[int, ...]) -> None:
    assert parse_instant(text) == datetime(*at, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "0000-00-00",
        "-0001-11-30T00:00:00+00:00",
        "1970-01-01",
        "2026-13-01",
        "2026-02-30",
        "99999",
        "9999-12-31T23:59:59-12:00",
        "2026-11-22T25:00:00Z",
        "x" * 500,
        "Mon, 32 Foo 2026",
        None,
    ],
)
def test_nonsense_is_no_time(text: str | None) -> None:
    assert parse_instant(text) is None


def test_atom_links_are_read_from_the_base_that_their_elements_name() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/blog/">
        <entry xml:base="2026/"><link href="post-1"/></entry>
        <entry><link rel="ALTERNATE" href="post-2"/><link rel="edit" href="no"/></entry>
        <entry><link rel="http://www.iana.org/assignments/relation/alternate" href="/post-3"/></entry>
        <entry><id>https://news.example/post-4</id></entry>
        <entry><id>tag:news.example,2026:5</id><title>Nowhere</title></entry></feed>"""
    assert urls(body) == [
        "https://news.example/blog/2026/post-1",
        "https://news.example/blog/post-2",
        "https://news.example/post-3",
        "https://news.example/post-4",
    ]
    assert notes(body) == "1 of its entries name no address"


@pytest.mark.parametrize(
    "before",
    ["Warning: Undefined variable $x in map.php on line 3\n", "<br />\n<b>Notice</b>: Undefined index<br />\n"],
)
@pytest.mark.parametrize("head", ['<?xml version="1.0"?>', ""])
def test_what_a_program_says_before_the_list_is_passed_over(before: str, head: str) -> None:
    body = before + urlset(*TWO, head=head)
    assert urls(body) == TWO
    assert notes(body).startswith("something stands before the list")
