"""The article's own page: as its site serves it, or, where it is gone, as a web archive kept it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tweetarchive.model.capture import Exchange, Fetch, Request, follow
from tweetarchive.model.errors import FetchError, NotRecorded, SourceFormatError
from tweetarchive.model.evidence import Problem
from tweetarchive.sources.memento import fetch_memento
from tweetarchive.sources.web_archive import find_mementos

GONE = frozenset({404, 410})
WALLED = {401: "asks for a login", 402: "asks for payment", 403: "refuses us", 451: "is withheld for legal reasons"}
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|sso|oauth2?|authorize|register|anmelden|login\.\w+|connexion|subscribe|paywall)(?:[/.?]|$)",
    re.I,
)
_PASSWORD_FIELD = re.compile(rb"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.I)
_TITLE = re.compile(r"<title\b[^>]{0,300}>\s*([^<]{1,300})", re.I)
_LOGIN_TITLE = re.compile(
    r"log ?in\b|sign ?in\b|anmelde|einloggen|login\b|connexion|se connecter|identifi|iniciar sesi|acced|entrar\b"
    r"|inloggen|logga in|zaloguj|logowanie|přihláš|giriş|вход|войти|увійти|вхід|تسجيل الدخول|ورود|התחבר|כניסה"
    r"|ログイン|로그인|登录|登入",
    re.I,
)
_HEAD = 1 << 18  # bytes in which a title stands


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """What came of asking for the article."""

    page: Exchange | None
    """The last answer, whatever it was; None where none came."""
    readable: bool
    """Whether it is the article."""
    problems: tuple[Problem, ...] = ()


def open_article(request: Request, fetch: Fetch, *, from_web_archive: bool) -> OpenedPage:
    """Ask for the article. Where it is gone or does not answer, look for a copy in the web archive.

    The copy is only named in the problems, unless `from_web_archive` says to use it: then the page is the raw memento
    under its own `Exchange.memento`, and the problems say so.
    """
    page: Exchange | None = None
    try:
        page = follow(request, fetch)[-1]
    except FetchError as error:
        why = str(error)
    else:
        wall = _wall(request, page)
        if page.status == 200 and wall is None:
            return OpenedPage(page, True)
        why = wall or f"the article's address answers {page.status}" + (" (gone)" if page.status in GONE else "")
    problem = Problem("article", request.url, why)
    if page is not None and page.status not in GONE and page.status < 500:
        return OpenedPage(page, False, (problem,))
    return _from_web_archive(request, fetch, page, problem, use=from_web_archive)


def _wall(asked: Request, page: Exchange) -> str | None:
    if page.status in WALLED:
        return (
            f"the site {WALLED[page.status]} (status {page.status}); save the page from a browser and hand in the file"
        )
    asked_path, got_path = urlsplit(asked.url).path, urlsplit(page.request.url).path
    if _LOGIN_PATH.search(got_path) and not _LOGIN_PATH.search(asked_path):
        return (
            f"the site sends us to a login page ({page.request.url}); save the page from a browser and hand in the file"
        )
    if _is_login_form(page):
        return "the site shows a login form instead of the article; save the page from a browser and hand in the file"
    return None


def _is_login_form(page: Exchange) -> bool:
    """A page that is called a login and asks for a password. Either alone proves nothing: many articles have a field
    for it in their header, and some are about logging in."""
    if page.status != 200 or page.content_type not in (None, "text/html", "application/xhtml+xml"):
        return False
    body = page.body.read()
    title = _TITLE.search(body[:_HEAD].decode("utf-8", "replace"))
    return title is not None and _LOGIN_TITLE.match(title[1]) is not None and _PASSWORD_FIELD.search(body) is not None


def _from_web_archive(request: Request, fetch: Fetch, page: Exchange | None, gone: Problem, *, use: bool) -> OpenedPage:
    try:
        copies = [one for one in find_mementos(request.url, fetch) if one.status == 200]
    except (FetchError, NotRecorded, SourceFormatError) as error:
        missing = Problem(
            "article", request.url, f"the web archive could not be asked for a copy: {error}", partial=True
        )
        return OpenedPage(page, False, (gone, missing))
    if not copies:
        return OpenedPage(page, False, (gone,))
    latest = copies[-1]
    if not use:
        offer = f"the web archive has a copy of {latest.at:%Y-%m-%d}: {latest.url} (use it with --from-web-archive)"
        return OpenedPage(page, False, (Problem("article", request.url, f"{gone.why}; {offer}"),))
    try:
        copy = fetch_memento(latest, fetch)
    except (FetchError, NotRecorded) as error:
        return OpenedPage(page, False, (gone, Problem("article", latest.url, str(error))))
    if copy.status != 200:
        failed = Problem("article", latest.url, f"the web archive's copy answers {copy.status}")
        return OpenedPage(page, False, (gone, failed))
    used = f"{gone.why}; read from the web archive's copy of {latest.at:%Y-%m-%d}: {latest.url}"
    return OpenedPage(copy, True, (Problem("article", request.url, used, partial=True),))
