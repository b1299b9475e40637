"""Which of a picture's sizes a browser loads (HTML Living Standard §4.8.4.3): on a desktop, at one pixel per pixel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

VIEWPORT = 1280  # CSS pixels: the width of the window the choice is made for
FONT = 16  # CSS pixels of an em

_CANDIDATE = re.compile(r"[\s,]*(?P<url>\S*[^\s,])(?P<rest>\s+[^,()]*(?:\([^)]*\)[^,()]*)*)?(?:,|$)")
_CONDITION = re.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]+)(px|em|rem)\s*\)", re.I)
_LENGTH = re.compile(r"([\d.]+)(px|em|rem|vw)\s*$", re.I)
_UNKNOWN_MEDIUM = re.compile(r"\bprint\b|prefers-color-scheme\s*:\s*dark|orientation\s*:\s*portrait|resolution", re.I)
_TYPES = ("image/avif", "image/webp", "image/jpeg", "image/jpg", "image/png", "image/gif", "image/svg+xml")
_LATE = re.compile(r"data-(?:[\w-]*-)?(?P<what>srcset|src|original)(?:set)?|data-lazy|data-hi-res-src")
_PLACEHOLDER = re.compile(r"data:|about:|blob:|#", re.I)
_ADDRESS = re.compile(r"(?:https?:)?//\S+|[^\s{}<>\"';,]*[/.][^\s{}<>\"';,]+", re.I)

Attributes = Mapping[str, str]


def choose_images(image: Attributes, sources: Sequence[Attributes] = ()) -> tuple[str, ...]:
    """The addresses to keep: what the browser would choose, and the plain `src`.

    Lazy loaders keep the real ones in `data-src`, `data-srcset` and their like, behind a placeholder in `src`.

    Args: sources: of the <picture> it stands in, in order.
    """
    found: list[str] = []
    for source in sources:
        srcset = _srcset(source)
        if srcset and matches(source.get("media", "")) and source.get("type", "image/webp").lower() in _TYPES:
            found += _best(srcset, source.get("sizes") or image.get("sizes", ""))
            break
    else:
        found += _best(_srcset(image), image.get("sizes", ""))
    late = [
        value
        for name, value in image.items()
        if (match := _LATE.fullmatch(name)) and match["what"] != "srcset" and _ADDRESS.fullmatch(value.strip())
    ]
    found += late[:1]
    if not (late and found):
        found.append(image.get("src", ""))
    return tuple(dict.fromkeys(one.strip() for one in found if one.strip() and not _PLACEHOLDER.match(one.strip())))


def _srcset(attributes: Attributes) -> str:
    late = (value for name, value in attributes.items() if name.startswith("data-") and name.endswith("srcset"))
    return next(late, "") or attributes.get("srcset", "")


def _best(srcset: str, sizes: str) -> Iterator[str]:
    by_width: list[tuple[float, str]] = []
    by_density: list[tuple[float, str]] = []
    for candidate in _CANDIDATE.finditer(srcset):
        descriptor = (candidate["rest"] or "").strip().partition(" ")[0]
        number, unit = _number(descriptor[:-1]), descriptor[-1:]
        if unit == "w" and number:
            by_width.append((number, candidate["url"]))
        elif unit in ("", "x") and (number or not descriptor):
            by_density.append((number or 1.0, candidate["url"]))
    offered, wanted = (by_width, slot_width(sizes)) if by_width else (by_density, 1.0)
    enough = [one for one in offered if one[0] >= wanted]
    if offered:
        yield (min(enough) if enough else max(offered))[1]


def slot_width(sizes: str) -> float:
    """The width of the picture on the page: the first of `sizes` whose condition holds; CSS pixels."""
    for one in re.split(r",(?![^()]*\))", sizes):
        length = _LENGTH.search(one.strip())
        condition = one[: length.start()] if length and length else one
        if length and (not condition.strip() or matches(condition)):
            return _number(length[1]) * {"px": 1, "vw": VIEWPORT / 100}.get(length[2].lower(), FONT)
    return float(VIEWPORT)


def matches(media: str) -> bool:
    """Whether a media query holds on that desktop; one we do not know holds, as `(hover)` does."""
    return any(_holds(query) for query in media.split(",")) if media.strip() else True


def _holds(query: str) -> bool:
    if _UNKNOWN_MEDIUM.search(query):
        return False
    for bound, number, unit in _CONDITION.findall(query):
        width = _number(number) * (1 if unit.lower() == "px" else FONT)
        if (bound.lower() == "min" and width > VIEWPORT) or (bound.lower() == "max" and width < VIEWPORT):
            return False
    return True


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0
