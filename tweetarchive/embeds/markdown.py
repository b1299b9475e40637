"""Markdown with HTML between its lines, as HTML: paragraphs, links and what a reader is shown of code: nothing.

No whole renderer: what changes neither where a tweet stands nor what it says stays as it is written.
"""

from __future__ import annotations

import html
import re

_FENCE = re.compile(r"^ {0,3}(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^ {0,3}(?P=fence)[^\n]*$|\Z)", re.M | re.S)
_CODE = re.compile(r"(?<!`)(?P<ticks>`{1,2})(?!`)[^`\n]{1,500}(?P=ticks)(?!`)")
_KEPT = re.compile(
    r"(<(script|style|textarea|template|pre|noscript)\b.*?(?:</\2\s*>|\Z)|<!--.*?(?:-->|\Z))", re.S | re.I
)
_TAGS = re.compile(r"(<[a-zA-Z/!][^<>]*>)")
_BLANK_LINES = re.compile(r"\n[ \t>]*\n[ \t>\n]*")
_LEAD = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+|^[ \t]{0,3}#{1,6}[ \t]+", re.M)
_LINK = re.compile(r"(?<!@)!?\[(?P<text>[^\[\]\n]{0,1000})\]\((?P<target>[^()\s]{1,1000})[^()\n]{0,200}\)")
_AUTOLINK = re.compile(r"<(?P<target>https?://[^<>\s]{1,1000})>")
_COMPONENT = re.compile(r"<(?P<name>[A-Z]\w{0,40})\b(?P<attributes>[^<>]{0,1000}?)/>")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!@~>|-])")


def as_html(text: str) -> str:
    text = _CODE.sub("", _FENCE.sub("\n", text))
    text = _AUTOLINK.sub(r'<a href="\g<target>">\g<target></a>', text)
    text = _COMPONENT.sub(r"<\g<name>\g<attributes>></\g<name>>", text)  # HTML knows no `/>`
    parts = _KEPT.split(text)
    return "".join(part if at % 3 else _paragraphs(part) for at, part in enumerate(parts) if at % 3 != 2)


def _paragraphs(text: str) -> str:
    text = _BLANK_LINES.sub("\n\n<p>", _LEAD.sub("", text))
    return "".join(part if at % 2 else _words(part) for at, part in enumerate(_TAGS.split(text)))


def _words(text: str) -> str:
    return _ESCAPED.sub(r"\1", _LINK.sub(_link, text))


def _link(link: re.Match[str]) -> str:
    shown = link["text"] if not link[0].startswith("!") else link["target"] if not link["text"] else ""
    return f'<a href="{html.escape(link["target"])}">{shown}</a>' if shown else ""
