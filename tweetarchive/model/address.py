"""What makes two addresses one article (docs/nightly.md, "One article is one article").

Told apart by what decides which article a server gives; merged over what only says how, or from where, one came.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_AMP_CACHE = re.compile(r"/[cv]/(s/)?([^/]+\.[^/]+(?:/.*)?)")  # AMP Cache URL format, amp.dev: /c/s/example.com/path
_FRONT = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|at_(?:medium|campaign\w*|custom\d|link\w*|ptr\w*|bbc_team|format)|wt_mc|wt\.\w+"
    r"|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ysclid|ttclid|twclid|igshid|igsh|li_fat_id|mc_cid|mc_eid"
    r"|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|s_cid|s_kwcid|icid|ncid|cmpid|cmp|ocid|xtor"
    r"|smid|smtyp|sr_share|__twitter_impression|ref_src|ref_url|srsltid|mibextid|__tn__|ns_mchannel|ns_source|ns_campaign|spm|amp|amp_js_v|amp_gsa|usqp|wpisrc|guccounter"
    r"|guce_referrer|guce_referrer_sig",
    re.I | re.A,
)
"""Names of parameters that tell where a reader came from, never which article is meant: those that the programs
themselves document (Google, Meta, Microsoft, Yandex, TikTok, X, LinkedIn, Matomo, Mailchimp, HubSpot, AT Internet …).
`ref`, `source`, `id`, `p` and the like are kept: for many sites they name the article."""
_HOW = {("outputtype", "amp"), ("output", "amp"), ("view", "amp")}
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")  # RFC 3986 §2.3
_KEPT = "%!$&'()*+,;=:@/-._~?[]"


def article_key(url: str) -> str:
    """The same for all addresses of one article: `example.org/2024/a?id=1`, without scheme.

    Merged: http and https, `www.`, default ports, case of the host, dot segments, slashes at the end, spelling of
    percent escapes, order of parameters, tracking parameters, fragments (but `#!…`), AMP caches. What has no host is
    its own key.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return url
    cached = _AMP_CACHE.fullmatch(parts.path) if host.endswith(".cdn.ampproject.org") else None
    if cached:
        query = f"?{parts.query}" if parts.query else ""
        return article_key(f"https://{cached[2]}{query}")
    shown_port = f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme.lower()] else ""
    path = _spelled(parts.path)
    if "/." in path:
        path = urlsplit(urljoin("http://host/", path)).path
    path = path.rstrip("/")
    query = "&".join(sorted(_telling(parts.query), key=lambda one: one.partition("=")[0]))
    fragment = f"#{_spelled(parts.fragment)}" if parts.fragment.startswith("!") else ""
    return f"{host.removeprefix('www.')}{shown_port}{path}{'?' if query else ''}{query}{fragment}"


def site_of(url: str) -> str:
    """The host without what many sites put before it (`www.`, `m.`, `amp.`); empty where there is none."""
    try:
        return _FRONT.sub("", _host(urlsplit(url).hostname or ""), count=1)
    except ValueError:
        return ""


def _host(name: str) -> str:
    name = name.rstrip(".").lower()
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _telling(query: str) -> list[str]:
    kept = []
    for one in query.split("&"):
        name, _, value = one.partition("=")
        if one and not _TRACKING.fullmatch(name) and (name.lower(), value.lower()) not in _HOW:
            kept.append(_spelled(one))
    return kept


def _spelled(text: str) -> str:
    """Percent escapes in one spelling (RFC 3986 §6.2.2): none for unreserved letters, capitals else."""

    def one(escape: re.Match[str]) -> str:
        byte = unquote_to_bytes(escape[0])
        return byte.decode() if _UNRESERVED.fullmatch(byte) else escape[0].upper()

    return re.sub(r"%[0-9A-Fa-f]{2}", one, quote(text, safe=_KEPT, errors="surrogatepass"))
