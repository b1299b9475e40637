"""Short codes and addresses bare between blocks; rows of a page that React sends in pieces."""

from __future__ import annotations

import json

import pytest

from tweetarchive.embeds.find import find_embeds

NUMBER = "1360215545987600390"
ADDRESS = f"https://twitter.com/bayharbour/status/{NUMBER}"
SEEN = "Ferries stopped in the bay today because of a storm, officials said on the radio in the morning."
MORE = "More followed in the evening as the wind grew, and the harbour stayed closed until the next day at noon."
QUOTE = (
    f'<blockquote class="twitter-tweet"><p lang="en">No ferry today — “sorry”</p>&mdash; Bay (@bayharbour) '
    f'<a href="{ADDRESS}">February 12, 2021</a></blockquote>'
)


def page(inside: str = "", scripts: str = "") -> str:
    prose = f"<p>{SEEN}</p>{inside}<p>{MORE}</p>" + f"<p>{SEEN[::-1]} {MORE[::-1]}</p>" * 4
    return f"<html><body><article><h1>Storm</h1>{prose}</article>{scripts}</body></html>"


def numbers(document: str) -> list[str | None]:
    return [found.status_id for found in find_embeds(document)]


@pytest.mark.parametrize(
    "code",
    [
        f"[tweet {ADDRESS}]",
        f"[embed]{ADDRESS}[/embed]",
        f'{{{{< tweet user="bayharbour" id="{NUMBER}" >}}}}',
        f"[[{ADDRESS}]]",
        ADDRESS,
    ],
)
def test_a_code_bare_between_blocks_is_an_embed(code: str) -> None:
    assert numbers(page(f"\n{code}\n")) == [NUMBER]
    assert numbers(page(f"<p>{code}</p>")) == [NUMBER]


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>Write <b>so</b>: [tweet {ADDRESS}] <b>there</b></p>",
        f"<pre>[tweet {ADDRESS}]</pre>",
        f"<p>See <a href='/x'>this</a> {ADDRESS} <b>tweet</b></p>",
        "[[https://news.example/other-story]]",
    ],
)
def test_a_code_in_a_line_of_prose_or_code_is_none(inside: str) -> None:
    assert numbers(page(inside)) == []


def push(*pieces: str) -> str:
    return "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)


def rows(seen: str, last: str) -> str:
    return f'3:I[1,["a.js"],"default"]\n4:["$","p",null,{{"children":{json.dumps(seen)}}}]\n{last}6:null\n'


MARKUP = f'5:["$","div",null,{{"dangerouslySetInnerHTML":{{"__html":{json.dumps(QUOTE)}}}}}]\n'
TEXT = f"5:T{len(QUOTE.encode()):x},{QUOTE}"
COMPONENT = f'5:["$","$L3",null,{{"type":"tweet","tweetId":"{NUMBER}"}}]\n'


@pytest.mark.parametrize("row", [MARKUP, TEXT, COMPONENT])
@pytest.mark.parametrize("cut", [None, 150, 200, 260])
def test_a_tweet_in_reacts_rows_is_found_wherever_they_are_cut(row: str, cut: int | None) -> None:
    whole = rows(SEEN, row)
    pieces = (whole,) if cut is None else (whole[:cut], whole[cut:])
    (found,) = find_embeds(page(scripts=push(*pieces)))
    assert found.status_id == NUMBER
    assert found.text == (None if row == COMPONENT else "No ferry today — “sorry”")


def test_rows_of_another_article_are_none_of_this_one() -> None:
    other = "An entirely different story about a museum and what it bought from a collector last year in spring."
    assert numbers(page(scripts=push(rows(other, MARKUP)))) == []


def test_broken_rows_are_passed_over() -> None:
    broken = '4:["$",\n5:Tzz,\nffffffffff\n' + rows(SEEN, MARKUP)
    assert numbers(page(scripts=push(broken) + "<script>self.__next_f.push([1,</script>")) == [NUMBER]
