"""Text that is not ours, made safe to stand in a message: nobody is called, nothing is set in bold, no link is made.

Apprise escapes for the services whose mark-up it knows, and not for all; Discord, Mattermost and Google Chat get a text
as it is. What is done here holds for every service alike, and what is read stays what was written:

- behind `@`, `<` and the `]` of a link stands a zero-width space, as Discord's own libraries put it there (`@everyone`
  calls everybody, `<!channel>` and `<users/all>` likewise, `<b>` is HTML, `[words](address)` a link under other words);
- the signs of emphasis are letters of the same look: a backslash before them would be seen wherever it is not obeyed.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from tweetarchive.report.foreign import is_right_to_left, one_line

_CALLS = re.compile(r"@|<(?=\S)|\](?=[(\[:])")
_EMPHASIS = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_UNDERSCORES = re.compile(r"(?<!\w)_+|_+(?!\w)")  # within a word, as in a handle, it is none
_IN_ADDRESS = re.compile(r"[@*~`|<>()\[\]\\\"'\s]")
_BREAK = "\u200b"  # a place where a line may break, without width and glyph in any font
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def unmarked(text: str, longest: int) -> str:
    """On one line, cut to a length; words that read from right to left move nothing around them."""
    line = one_line(text)
    if len(line) > longest:
        line = f"{line[: longest - 1].rstrip()}…"
    safe = _CALLS.sub(lambda sign: sign[0] + _BREAK, line).translate(_EMPHASIS)
    safe = _UNDERSCORES.sub(lambda signs: "ˍ" * len(signs[0]), safe)
    return safe if is_right_to_left(line) is None else f"{_ISOLATE}{safe}{_POP_ISOLATE}"


def clickable(address: str) -> str:
    """An http(s) address, to be clicked: what a chat would obey stands in it as `%40`, which leads there, too."""
    line = one_line(address)
    if not re.match(r"https?://", line, re.I):
        return unmarked(line, len(line))
    return _IN_ADDRESS.sub(lambda sign: quote(sign[0], safe=""), line)
