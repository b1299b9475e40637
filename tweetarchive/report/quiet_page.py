"""A page made to be read as it is: without scripts and what they would load, its late pictures in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tweetarchive.report.html_page import text

_DEAD = (
    "script, template, base, object, embed, applet, portal, meta[charset], meta[http-equiv], style[amp-boilerplate], "
    'link[rel~="modulepreload"], link[rel~="prefetch"], link[rel~="preconnect"], link[rel~="dns-prefetch"], '
    'link[rel~="manifest"], link[rel~="serviceworker"], link[rel~="import"]'
)
_SRCSET = re.compile(r"[\s,]*(\S*[^\s,])(?:\s+([\d.]+)[wx])?[^,]*(?:,|$)")
_ADDRESS = re.compile(r"(?:https?:)?//\S+|/?[^\s{}<>\"';,]+\.(?:jpe?g|png|webp|avif|gif|svg)\S*", re.I)
_MOST_CANDIDATES = 40  # of one picture; the labelled pages have up to 24


def quieten(
    tree: LexborHTMLParser, base: str | None, holds: Callable[[str], bool], marks: re.Pattern[str]
) -> str | None:
    """Take out of a page what acts, and put in place what scripts would have; the tree is changed.

    Args:   marks: words of the text that must stay to be seen.
    Returns: the address that the page's own are relative to.
    """
    stated = tree.css_first("base[href]")
    base = next(_absolute([(stated.attributes.get("href") or "").strip()], base), base) if stated else base
    for node in reversed(tree.css(_DEAD)):  # inner ones first: with an outer one they are gone
        node.decompose()
    for link in tree.css("link[onload], link[rel~=preload]"):
        _promote(link)
    for node in reversed(tree.css("iframe, frame, amp-iframe")):
        _name_frame(node, base)
    shown: set[str] = set()
    for node in reversed(tree.css("img, amp-img")):
        if not _inside_noscript(node):
            _show_image(node, base, holds, shown)
    for node in reversed(tree.css("noscript")):
        _open_noscript(node, base, holds, shown, marks)
    for node in tree.root.traverse() if tree.root else ():
        _disarm(node)
    return base


def _promote(link: LexborNode) -> None:
    """A style sheet that waits for a script: `media="print" onload="this.media='all'"`, `rel=preload as=style`."""
    attributes = link.attributes
    if attributes.get("as") == "style":
        link.attrs["rel"] = "stylesheet"
    elif "preload" in (attributes.get("rel") or "").lower():
        link.decompose()
    elif "media" in (attributes.get("onload") or ""):
        link.attrs["media"] = "all"


def _name_frame(node: LexborNode, base: str | None) -> None:
    """Frames of others were not kept: their address, as words, stands in their place."""
    address = node.attributes.get("src") or node.attributes.get("data-src") or ""
    host = next(map(_host, _absolute([address], base)), "")
    if host:
        node.insert_before(f"[A frame of {host} was here; it is not part of this copy.]")
    node.decompose()


def _show_image(node: LexborNode, base: str | None, holds: Callable[[str], bool], shown: set[str]) -> None:
    if _is_pixel(node):
        node.decompose()
        return
    found = next(filter(holds, _absolute(_candidates(node), base)), None)
    if found is None:
        return
    shown.add(found)
    if node.tag == "amp-img":
        image = LexborHTMLParser(f'<img src="{text(found)}" style="max-width:100%">'.encode()).css_first("img")
        if image is not None:
            node.insert_child(image)
        return
    attributes = node.attributes
    if any(name.startswith("data-") and "src" in name for name in attributes):
        style = attributes.get("style") or ""
        node.attrs["style"] = f"{style};opacity:1!important;visibility:visible!important".lstrip(";")
    node.attrs["src"] = found
    for name in ("srcset", "sizes", "loading"):
        if name in attributes:
            del node.attrs[name]
    if node.parent is not None and node.parent.tag == "picture":
        for source in node.parent.css("source"):
            source.decompose()


def _candidates(node: LexborNode) -> Iterator[str]:
    """Every address that a picture's attributes name, the largest first, the plain `src` last."""
    sources = node.parent.css("source") if node.parent is not None and node.parent.tag == "picture" else []
    plain = node.attributes.get("src")
    for one in (*sources, node):
        for name, value in one.attributes.items():
            if not value or name == "src" or "src" not in name:
                continue
            if "srcset" in name:
                offered = [(_number(size), url) for url, size in _SRCSET.findall(value)]
                yield from (url for _, url in sorted(offered, key=lambda one: -one[0]))
            elif _ADDRESS.fullmatch(value.strip()):
                yield value.strip()
    if plain:
        yield plain.strip()


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 1.0


def _absolute(addresses: Iterable[str], base: str | None) -> Iterator[str]:
    for _, address in zip(range(_MOST_CANDIDATES), addresses, strict=False):
        try:
            yield urljoin(base or "", address.replace(" ", "%20")).split("#")[0]
        except ValueError:  # `http://[`
            continue


def _is_pixel(node: LexborNode) -> bool:
    """What counts readers and shows them nothing."""
    sizes = [(node.attributes.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return all(one in ("0", "1") for one in sizes)


def _open_noscript(
    node: LexborNode, base: str | None, holds: Callable[[str], bool], shown: set[str], marks: re.Pattern[str]
) -> None:
    """Keep of what is meant for readers without scripts the pictures that are shown nowhere else, and marks."""
    kept = marks.findall(node.text())
    for image in node.css("img"):
        found = next(filter(holds, _absolute(_candidates(image), base)), None)
        if found is not None and found not in shown and not _is_pixel(image):
            shown.add(found)
            image.attrs["src"] = found
            if "srcset" in image.attributes:
                del image.attrs["srcset"]
            node.insert_before(image)
    node.insert_before(" ".join(kept))
    node.decompose()


def _inside_noscript(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag == "noscript":
            return True
        parent = parent.parent
    return False


def _disarm(node: LexborNode) -> None:
    attributes = node.attributes if node.is_element_node else {}
    for name, value in attributes.items():
        if name.startswith("on") or name == "ping" or (value and _is_script(value)):
            del node.attrs[name]


def _is_script(value: str) -> bool:
    """Whether an attribute is an address that runs; blanks and controls in front are what browsers skip."""
    return re.match(r"[\x00-\x20]*j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a[\t\n\r]*s[\t\n\r]*c", value, re.I) is not None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
