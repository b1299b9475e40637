"""What holds for any bytes whatever: asked of the seeds by `make test`, of millions of mutants by `make fuzz`."""

from __future__ import annotations

from tweetarchive.embeds.find import find_embeds, read_article
from tweetarchive.embeds.reading import read_prose
from tweetarchive.model.errors import InputError
from tweetarchive.model.permalink import find_pic_links
from tweetarchive.model.tweet import Absence, Tweet
from tweetarchive.report.finds_page import Section, render_finds_page
from tweetarchive.sources.lookup import read_payload


def hold_for_document(document: bytes) -> None:
    """Read or refused; embeds numbered in order, spans inside their words; the quick door agrees; all is shown."""
    try:
        article = read_article(document)
    except InputError:
        return
    assert article.embeds == find_embeds(document)
    assert [embed.index for embed in article.embeds] == list(range(len(article.embeds)))
    for embed in article.embeds:
        words = embed.text
        assert words is None or words == words.strip() != ""
        assert embed.pic_links == (find_pic_links(words) if words else ())
        for span in embed.spans:  # an emoji picture may stand inside a link
            assert 0 <= span.start < span.end <= len(words or "")
    for claim in article.claims:
        assert claim.text
        assert claim.embed is None or 0 <= claim.embed < len(article.embeds)
    page = render_finds_page([Section(source="-", article=article, prose=read_prose(document))])
    assert page.count('<figure class="embed"') == len(article.embeds)
    assert page.count("<code>claims[") == len(article.claims)
    page.encode("utf-8")


def hold_for_payload(payload: bytes) -> None:
    """Refused, or at least one statement."""
    try:
        statements = read_payload(payload)
    except InputError:
        return
    assert statements
    assert all(isinstance(one, Tweet | Absence) for one in statements)
