"""A page for people that stands alone: no script, nothing from the network, and a policy that forbids both."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from hashlib import sha256

from tweetarchive.report.foreign import neutral

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,4}")


def page(title: str, body: str, style: str, *, script: str = "", allowed: str = "") -> str:
    """A whole document. The policy allows this very style, and script if any, by their digests and nothing else.

    Args:
        title: plain text; body, style, script: HTML, CSS and JavaScript, trusted.
        allowed: further directives: what else may be loaded, and from where.
    """
    loads = f"{allowed}; " if allowed else ""
    runs = f"script-src {_digest(script)}; " if script else ""
    ending = f"<script>{script}</script>\n" if script else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {_digest(style)}; \
{runs}{loads}base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{text(title)}</title>
<style>{style}</style>
</head>
<body>
{body}
{ending}</body>
</html>
"""


def _digest(content: str) -> str:
    """As a policy names what stands in the document itself (CSP 3 §2.3.1)."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def text(words: str) -> str:
    """Foreign text, for an element or a quoted attribute: mark-up and bidirectional overrides lose their power."""
    return html.escape(neutral(words))


def link(address: str | None, shown: str) -> str:
    """A link that tells nobody where it was clicked; the words alone where the address is no absolute http(s) one.

    Args: shown: HTML, trusted.
    """
    address = (address or "").strip()
    if not re.match(r"https?://[^\s/]", address, re.I):
        return shown
    return f'<a href="{text(address)}" rel="noreferrer nofollow">{shown}</a>'


def language(declared: str | None) -> str:
    """A `lang` attribute: as declared, where that is a language tag at all; else unknown, not ours."""
    tag = (declared or "").strip()
    return f' lang="{tag.replace("_", "-") if _LANGUAGE.fullmatch(tag) else ""}"'
