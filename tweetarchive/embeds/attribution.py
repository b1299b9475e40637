"""`— Name (@handle) October 13, 2019`: where a tweet's words end and who is named below them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tweetarchive.embeds.dates import leading_date
from tweetarchive.embeds.marks import address_in
from tweetarchive.embeds.words import Words
from tweetarchive.model.article import Span
from tweetarchive.model.permalink import is_of_x, is_status_address

LONGEST_NAME = 50
"""Characters; X's limit for display names."""
_MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # of direction: pages set them round names and handles
_LONGEST_HANDLE = 50  # characters; X's limit is 15, but what cannot exist is read as shown too, to be found false
_SIGN = r"\w\u200b-\u200d\u2060\ufeff\u0300-\u036f"
_HANDLE = rf"(?P<handle>[{_SIGN}]{{1,{_LONGEST_HANDLE}}})"
_ODD_HANDLE = rf"(?P<handle>[{_SIGN}\xad\u2010\u2011-]{{1,{_LONGEST_HANDLE}}})"
HANDLE = re.compile(rf"[(（][{_MARKS}\s]*[@＠][{_MARKS}]*{_HANDLE}[{_MARKS}\s]*[)）]")
_LINKED_HANDLE = re.compile(HANDLE.pattern.replace(_HANDLE, _ODD_HANDLE))
"""Before a link to a tweet also hyphens, of which no handle has one; elsewhere such names are other networks'."""
_BAREHANDLE = re.compile(rf"(?:^|(?<=[\s—–―-]))[@＠]{_HANDLE}(?=[\s,|·•:]*$)")
_DASH = re.compile(r"(?:—|―|–|&mdash;|--?)(?=\s|[^\W\d_]|[^\w\s-]|$)")
_DASH_AT_START = re.compile(rf"[{_MARKS}\s]*(?:—|―|–|--?|&mdash;)[{_MARKS}\s]*")
_AFTER_LINK = re.compile(r"(?:pic\.(?:twitter|x)\.com/|https?://t\.co/)\w+\s*$", re.A)
_UNDATED = re.compile(rf"pic\.(?:twitter|x)\.com/\w+\s+(?P<dash>[—―–])\s*(?=[^—―–]{{1,{LONGEST_NAME}}}\Z)", re.A)
"""Between a pic link and a handle at the end: what no prose looks like, also without a date."""
_OTHER_NETWORK = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook|instagram|threads|bsky|tiktok|youtube|linkedin|reddit|vk|truthsocial|gab|weibo|t)"
    r"\.(?:com|net|app|me)/|/@\w|/post/\w",
    re.I,
)
_BLANKS = f" \t\n\r\xa0{chr(0x200E)}{chr(0x200F)}\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_NEAR_LINK = _LONGEST_HANDLE + 20  # characters before the link in which the handle stands
_SOURCE_DASH = re.compile(r"—|–|―|-|&(?:mdash|ndash|#821[123]|#x201[345]);|\\u201[345]")
_SOURCE_DIGIT = re.compile(r"\d")
_NEAR = 200  # characters of source round a handle: name before it, link mark-up and date behind it


@dataclass(frozen=True, slots=True)
class Attribution:
    start: int
    """Where the words end and the attribution begins: code points of the text it was found in."""
    end: int
    handle: str | None
    name: str | None
    date_text: str | None
    permalink: str | None


def find_attribution(words: Words, *, marked: bool = False) -> Attribution | None:
    """The first attribution in the words of a blockquote: a link to a tweet behind a handle, else handle and date.

    Where the mark-up says that it is a tweet (`marked`), one at the end needs no date.

    Not the last: where the blockquote was never closed, the article and its next tweet follow (reference/embeds.md,
    trap 13). A link to a tweet with no handle before it counts only where none has one.
    """
    links = [link for link in words.links if link.target and is_status_address(link.target)]
    for link in links:
        if found := _before_link(words.text, link):
            return found
    if found := find_flat_attribution(words, marked=marked):
        return found
    for link in reversed(links):
        if found := _loose(words.text, link):
            return found
    return _at_end(words) if marked else None


def leads_elsewhere(words: Words, *, opaque: bool = False) -> bool:
    """Whether the date of these words is a link to another network or site: then they are no tweet.

    Args:
        opaque: whether all else says tweet: then only an address made as other networks' are leads elsewhere; any other
            is a newsletter's that counts clicks.
    """
    return any(
        link.target.strip("#")
        and (not opaque or not link.target.startswith("http") or _OTHER_NETWORK.search(link.target))
        and not is_of_x(link.target)
        and address_in(link.target) is None
        and leading_date(words.text[link.start : link.end]) == link.end - link.start
        for link in words.links
        if link.target
    )


def _before_link(text: str, link: Span) -> Attribution | None:
    before = text[: link.start].rstrip(_BLANKS + ",|·•:-–—")
    line = before.rfind("\n") + 1
    match = None
    for match in _LINKED_HANDLE.finditer(before, max(line, len(before) - _NEAR_LINK)):  # noqa: B007  the last one
        pass
    if match is None or match.end() < len(before):
        match = _BAREHANDLE.search(before, max(line, len(before) - _NEAR_LINK))
    if match is None:
        return None
    start, name = _name(text, line, match.start())
    if start is None:
        return None
    date_text = " ".join(text[link.start : link.end].split())
    handle = match["handle"].replace("\xad", "")  # where a line may break: never to be seen inside a line
    return Attribution(start, link.end, handle, name, date_text or None, link.target)


def _loose(text: str, link: Span) -> Attribution | None:
    """A line of its own that ends in the link: `— Name  DATE`, or the date alone."""
    line = text.rfind("\n", 0, link.start) + 1
    head = text[line : link.start].strip(_BLANKS)
    dash = _DASH_AT_START.match(head)
    shown = " ".join(text[link.start : link.end].split())
    if line and head and not dash and head[-1] in "·•|" and leading_date(shown):  # `Name · DATE` below the words
        return Attribution(line, link.end, None, head.rstrip("·•|" + _BLANKS) or None, shown, link.target)
    if (head and not dash) or len(head) > LONGEST_NAME + 10 or (line == 0 and not dash and not leading_date(shown)):
        return None
    name = head[dash.end() :].strip(_BLANKS) if dash else ""
    return Attribution(line, link.end, None, name or None, shown if leading_date(shown) else None, link.target)


def _at_end(words: Words) -> Attribution | None:
    """`— Name (@handle)` as the last thing there is, but for one link (a date that says no day: `Sunday`)."""
    text = words.text
    match = None
    for match in HANDLE.finditer(text, max(0, len(text) - _NEAR_LINK)):  # noqa: B007  the last one
        pass
    if match is None:
        return None
    rest = text[match.end() :].strip(_BLANKS)
    if rest and not any(link.start >= match.end() and text[link.start :] == rest for link in words.links):
        return None
    start, name = _name(text, text.rfind("\n", 0, match.start()) + 1, match.start(), needs_dash=True)
    return None if start is None else Attribution(start, len(text), match["handle"], name, rest or None, None)


def find_flat_attribution(words: Words, start: int = 0, *, marked: bool = False) -> Attribution | None:
    """The first `— Name (@handle) DATE` at or after `start`, links or not.

    A dash has to come before and a date behind: names with handles in brackets stand in prose, and below pictures of
    other services, too. A date that leads to another site than X's is none of a tweet, unless mark-up says it is one.
    """
    text = words.text
    for match in HANDLE.finditer(text, start):
        rest = text[match.end() : match.end() + 120]
        lead = len(rest) - len(rest.lstrip(_BLANKS + ",|·•:"))
        length = leading_date(rest[lead:])
        line = max(text.rfind("\n", 0, match.start()) + 1, start)
        if not length:
            if not rest.strip(_BLANKS) and (dash := _UNDATED.search(text, line, match.start())):
                author = text[dash.end() : match.start()].strip(_BLANKS)
                return Attribution(dash.start("dash"), match.end(), match["handle"], author, None, None)
            continue
        begin, name = _name(text, line, match.start(), needs_dash=True)
        if begin is None:
            continue
        date_start = match.end() + lead
        end = date_start + length
        target = next((link.target for link in words.links if link.start < end and link.end > date_start), None)
        if target and target.strip("#") and not marked and not is_of_x(target) and address_in(target) is None:
            continue
        permalink = _tweet_address(target) if target else None
        date_text = " ".join(text[date_start:end].split())
        return Attribution(begin, end, match["handle"], name, date_text, permalink)
    return None


def _tweet_address(target: str) -> str | None:
    if is_status_address(target):
        return target
    named = address_in(target)
    return named[0] if named else None


def _name(text: str, line: int, handle_at: int, *, needs_dash: bool = False) -> tuple[int | None, str | None]:
    """Where the attribution begins, and the name between its dash and the handle.

    A dash that begins the line, or follows a pic link or t.co link, begins the attribution, however many dashes the
    name holds; else the last em dash, then the last other dash (tweets quote others: `"…" – Somebody — Name (@h)`).
    """
    segment = text[line:handle_at]
    opening = _DASH_AT_START.match(segment)
    if opening and len(name := segment[opening.end() :].strip(_BLANKS)) <= LONGEST_NAME:
        return line, name or None
    dashes = [dash for dash in _DASH.finditer(segment) if len(segment) - dash.end() <= LONGEST_NAME + 4]
    dashes = [dash for dash in dashes if dash[0] in "—―" or segment[dash.start() - 1 : dash.start()].isspace()]
    for dash in dashes:
        if _AFTER_LINK.search(segment, 0, dash.start()):
            return line + dash.start(), segment[dash.end() :].strip(_BLANKS) or None
    for kind in ("—", "―", "–", "&mdash;", "--", "-"):
        for dash in reversed(dashes):
            if dash[0] == kind:
                return line + dash.start(), segment[dash.end() :].strip(_BLANKS) or None
    if (
        not needs_dash and line and len(name := segment.strip(_BLANKS)) <= LONGEST_NAME and name
    ):  # a line of its own that lost its dash
        return line, name
    return None, None


def attributions(source: str) -> int:
    """How many `— … (@handle) … 2019` a source of any kind holds: where more than the embeds show, some are flat.

    A quick look: searches for one character run at memory speed, an expression over the whole page does not.
    """
    count = 0
    for sign in "@＠":
        at = source.find(sign)
        while at >= 0:
            opening = source[max(0, at - 2) : at]
            if ("(" in opening or "（" in opening) and (
                handle := HANDLE.search(source, max(0, at - 2), at + _LONGEST_HANDLE + 5)
            ):
                before = _SOURCE_DASH.search(source, max(0, at - _NEAR), at)
                count += before is not None and (
                    _SOURCE_DIGIT.search(source, handle.end(), at + _NEAR) is not None
                    or source.find("pic.", max(0, at - _NEAR), at) >= 0
                )
            at = source.find(sign, at + 1)
    return count
