"""What docs/new-form.md shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from tweetarchive.embeds.found import Element
from tweetarchive.model.article import Form

DOCS = Path(__file__).parents[2] / "docs"


def test_the_example_of_a_new_form_reads_its_page() -> None:
    page = (DOCS / "new-form.md").read_text(encoding="utf-8")
    code, markup = (re.search(rf"```{kind}\n(.*?)```", page, re.S) for kind in ("python", "html"))
    assert code
    assert markup
    names: dict[str, Any] = {}
    exec(code[1], names)
    node = LexborHTMLParser(markup[1]).css_first("live-post")
    assert node is not None
    embed = names["LivePost"]().read(Element(node, "live-post", node.attributes))
    assert (embed.status_id, embed.author_name, embed.text) == ("1187000000000000070", "Bay Harbour", "No ferry today")
    assert names["LivePost"]().read(Element(node, "live-post", {})) is None


def test_every_form_stands_in_the_table() -> None:
    page = (DOCS / "find.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, re.M)) >= {form.value for form in Form}
