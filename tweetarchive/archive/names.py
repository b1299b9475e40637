"""Names of WARCs: `<timestamp14>-<host>-<slug>-<rand>.warc.gz` (CONTRACT.md §4)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import UTC, datetime
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

_LONGEST = 60  # characters of host and of slug: the name stays below the 143 bytes of encrypted file systems
_NO_HOST = "input"  # stands for the host of what was handed in without its address


def warc_name(source: str, url: str | None, at: datetime) -> str:
    """A name no other WARC of the archive has: CDX and WACZ know WARCs by base name.

    Args:
        source: SOURCE as typed; names the file where there is no `url`.
        at:     aware; told in UTC.
    """
    parts = urlsplit(url) if url else None
    host = (parts.hostname or "") if parts else _NO_HOST
    told = unquote(parts.path) if parts else source
    slug = next((slug for step in reversed(told.split("/")) if (slug := _slug(PurePath(step).stem))), "index")
    stamp = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{stamp}-{_slug(host, keep='.') or _NO_HOST}-{slug}-{secrets.token_hex(4)}.warc.gz"


def _slug(text: str, keep: str = "") -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", "-", plain)[:_LONGEST].strip("-.")
