from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from tweetarchive.cli.exits import Exit
from tweetarchive.cli.log import start_log
from tweetarchive.cli.options import Address, Common, Lists, NetworkOptions, Sources, option
from tweetarchive.cli.output import Output, failure, naming
from tweetarchive.cli.sources import all_sources, read_stdin
from tweetarchive.model.article import Article
from tweetarchive.model.errors import FetchError, InputError
from tweetarchive.model.evidence import Problem
from tweetarchive.model.report import SCHEMA, embed_to_dict, problem_to_dict


def find(
    *,
    sources: Sources = None,
    input: Lists = None,
    url: Address = None,
    html: Annotated[
        Path | None,
        option("--html", help="Also write a page: the articles' text with what was found marked in it.", metavar="OUT"),
    ] = None,
    options: NetworkOptions,
    common: Common,
) -> Exit:
    """Show the embeds of articles, and nothing else: no tweet is fetched, nothing is kept, nothing is judged."""
    start_log(common)
    out = Output(common)
    named = all_sources(sources, input, url, out)
    from tweetarchive.pipeline import find_and_read, find_in
    from tweetarchive.report.finds_page import Section, render_finds_page
    from tweetarchive.report.terminal import render_find, render_find_line

    sections: list[Section] = []
    for source in named:
        try:
            if html is None:
                article = find_in(source, url=url, network=options.network(), stdin=read_stdin)
            else:
                article, prose = find_and_read(source, url=url, network=options.network(), stdin=read_stdin)
                sections.append(Section(source=source, article=article, prose=prose))
        except (InputError, FetchError) as error:
            failed = failure(source, error, url=url)
            nothing = Article(url=url, title=None, language=None, embeds=(), claims=())
            sections.append(Section(source=source, article=nothing, problems=failed.problems))
            if common.json:
                out.document(found(nothing, source, failed.problems))
            out.fail(naming(source, error), Exit.INCOMPLETE)
            continue
        if common.json:
            notes = tuple(Problem("page", article.url, note, partial=True) for note in article.notes)
            out.document(found(article, source, notes))
        elif common.quiet:
            out.show(render_find_line(article, source=source), one_line=True)
        else:
            out.show(render_find(article, source=source), "")
    if html is not None:
        out.page(html, render_finds_page(sections))
    return out.finish()


def found(article: Article, source: str, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The JSON of `find`: `article` and `embeds[].embed` of CONTRACT.md §2, with what was not asked left out."""
    return {
        "schema": SCHEMA,
        "article": {
            "source": source,
            "url": article.url,
            "title": article.title,
            "language": article.language,
            "captured_at": None,
            "record": None,
        },
        "embeds": [{"embed": embed_to_dict(embed)} for embed in article.embeds],
        "claims": [asdict(claim) for claim in article.claims],
        "problems": [problem_to_dict(one) for one in problems],
    }
