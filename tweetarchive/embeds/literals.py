"""String literals of JSON and JavaScript, in order; broken, cut and deep sources are read too.

A page's state holds tens of thousands of them and a tweet in a few: finding them is one search, what one stands for is
read when it is asked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import ClassVar

from tweetarchive.embeds.identity import Standing
from tweetarchive.model.tweet import StatusId

_STRING = re.compile(
    r"""("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+(?:'|$)|`[^`\\]*+(?:\\.[^`\\]*+)*+(?:`|\Z))
    (\s{0,20}:)?""",
    re.S | re.X | re.M,
)
_KEY = re.compile(r"([^\s\"'`{,:?]{1,60})[\"'`]?\s{0,20}:\s{0,20}\Z")
_BEFORE = 110  # characters before a literal that may hold its key
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


@dataclass(frozen=True, slots=True)
class Literal:
    source: str
    start: int
    written: str
    """With its quotation marks and escapes, as it stands in `source` from `start`."""

    standing: ClassVar[Standing] = Standing.UNKNOWN
    scope: ClassVar[int] = 0
    number: ClassVar[StatusId | None] = None

    @property
    def value(self) -> str:
        """Unescaped."""
        if self.written[0] == '"' and "\\" in self.written:
            try:
                return _whole(str(json.loads(self.written, strict=False)))  # ten times as fast as escape by escape
            except ValueError:  # \x3C and other escapes of JavaScript alone
                pass
        return unescape(self.written[1:].removesuffix(self.written[0]))

    @property
    def key(self) -> str | None:
        """`html` in `html: '…'`; None for items of lists and arguments of calls."""
        key = _KEY.search(self.source, max(0, self.start - _BEFORE), self.start)
        return key[1] if key else None

    @property
    def in_code(self) -> bool:
        """Assigned, called with or added: a string of a program rather than of its state."""
        return self.source[max(0, self.start - _BEFORE) : self.start].rstrip()[-1:] in ("=", "(", "+")


def find_literals(source: str) -> list[Literal]:
    """The string values of a JSON text or a script, in order; keys are not values."""
    return [Literal(source, string.start(), string[1]) for string in _STRING.finditer(source) if string.start(2) < 0]


def unescape(string: str) -> str:
    """`\\u003C` → `<`; halves of a surrogate pair are put together, lone ones become U+FFFD."""
    return _whole(_ESCAPE.sub(_character, string)) if "\\" in string else string


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _character(escape: re.Match[str]) -> str:
    number = escape[1] or escape[2] or escape[3]
    if number:
        return chr(code) if (code := int(number, 16)) <= 0x10FFFF else "\ufffd"
    return _NAMED.get(escape[4], escape[4])
