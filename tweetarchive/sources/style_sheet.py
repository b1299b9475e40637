"""What a style sheet loads: other sheets, fonts, pictures (CSS Syntax 3, Cascade 4 §2, Fonts 4 §4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""/\*.*?(?:\*/|\Z)
      | @import\s+(?:url\(\s*)?(?P<import>"[^"\n]*"|'[^'\n]*'|[^\s"'()]+)
      | (?P<face>@font-face\s*\{[^{}]*\}?)
      | url\(\s*(?P<url>"[^"\n]*"|'[^'\n]*'|(?:\\[0-9a-f]{1,6}\s?|\\.|[^\s"'()\\])*+)\s*\)
      | "(?:[^"\\\n]|\\.)*+\\?(?:["\n]|\Z) | '(?:[^'\\\n]|\\.)*+\\?(?:['\n]|\Z)""",
    re.X | re.I | re.S,
)
_FACE_SOURCE = re.compile(r"\bsrc\s*:(?P<list>(?:[^;}\"'()]|\"[^\"]*\"|'[^']*'|\([^)]*\))*)", re.I)
_IN_URL = re.compile(r"url\(\s*(\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'()]*)\s*\)(?:\s*format\(\s*[\"']?([\w-]+))?", re.I)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|([^\n]))", re.I)
_FORMATS = ("woff2", "woff", "truetype", "opentype", "ttf", "otf", "collection")  # those a browser takes, best first


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """Addresses as written, in order."""

    imports: tuple[str, ...]
    fonts: tuple[str, ...]
    """One per face: the first format that a browser takes."""
    pictures: tuple[str, ...]


def parse_style_sheet(css: str) -> StyleSheet:
    """Read a style sheet, or the declarations of a `style` attribute. Whatever it is, something comes out."""
    imports: list[str] = []
    fonts: list[str] = []
    pictures: list[str] = []
    for token in _TOKEN.finditer(css):
        if token["import"]:
            imports += _loaded(token["import"])
        elif token["face"]:
            fonts += _face(token["face"])
        elif token["url"]:
            pictures += _loaded(token["url"])
    return StyleSheet(*(tuple(dict.fromkeys(found)) for found in (imports, fonts, pictures)))


def _face(rule: str) -> Iterator[str]:
    """Of several `src` the last counts, as in a browser; the ones before it are for browsers of 2010."""
    lists = [match["list"] for match in _FACE_SOURCE.finditer(rule)]
    offered = [(next(_loaded(url), None), kind.lower()) for url, kind in _IN_URL.findall(lists[-1])] if lists else []
    known = [(url, kind or _ending(url)) for url, kind in offered if url]
    for wanted in _FORMATS:
        if found := next((url for url, kind in known if kind.startswith(wanted)), None):
            yield found
            return


def _ending(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()


def _loaded(written: str) -> Iterator[str]:
    """The address in a string or url(); nothing where it names a part of the page or holds its own content."""
    bare = written.strip("\"'")
    address = _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)) if found[1] else found[2], bare).strip()
    if address and not re.match(r"#|data:|about:|blob:", address, re.I):
        yield address
