"""Who the article says wrote it: handle and display name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tweetarchive.model.article import Embed
from tweetarchive.model.evidence import Evidence
from tweetarchive.model.tweet import Tweet
from tweetarchive.model.verdict import UNSOUGHT, Finding, HandleOutcome, NameOutcome
from tweetarchive.verify.letters import is_homoglyph, plain

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}", re.A)  # X's own limits: nothing else can be a handle
_PASSED_ON = re.compile(r"(?<!\w)[RM]T @(\w{1,15})", re.A)
"""As everybody did before there was a button, and some still do: modified tweets too."""
_EDGES = " \n.…\"'“”‘’"  # where a quote of a part may end otherwise
_VARIANT_MARKS = "\ufe0e\ufe0f"  # of an emoji: nothing is left of it without them
_LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z"})


def check_handle(
    embed: Embed, evidence: Evidence, tweet: Tweet | None, *, mixed_with: Tweet | None
) -> Finding[HandleOutcome]:
    """Is the handle shown the author's?

    `mixed_with`: another author's tweet whose words the quote shows without naming that author.
    """
    shown = embed.handle if embed.handle_shown else None
    if shown is None and embed.author_name is None:
        return Finding(HandleOutcome.NOT_STATED, "The article names no author beside the quote.", "not_stated")
    if shown is not None and not _HANDLE.fullmatch(shown):
        note = f"@{shown} cannot be a handle on X: it has letters or a length that X does not allow."
        archived = tweet.handle if tweet else None
        return Finding(HandleOutcome.DIFFERENT, note, "impossible_handle", shown, archived, flags=("homoglyph",))
    if tweet is None or tweet.handle is None:
        return Finding(
            HandleOutcome.NOT_CHECKABLE,
            "No copy of the tweet says who wrote it.",
            "no_copy",
            shown or embed.author_name,
        )
    if mixed_with is not None:
        note = f"The quote runs on into words of @{mixed_with.handle} without naming their author."
        return Finding(HandleOutcome.MIXED, note, "mixed", shown or embed.author_name, mixed_with.handle)
    if shown is None:
        return _by_name(embed, evidence, tweet)
    passed_on = _PASSED_ON.match(tweet.text) if tweet.retweet_of is not None else None
    if passed_on is not None:
        return _by_retweet(embed, shown, tweet.handle, passed_on[1])
    if shown.lower() == tweet.handle.lower() and (source := _passed_on_by_hand(embed.text or "", tweet)):
        return _by_retweet(embed, shown, tweet.handle, source)
    if shown.lower() == tweet.handle.lower():
        return Finding(HandleOutcome.MATCH, f"The tweet is by @{tweet.handle}, as shown.", "match", shown, tweet.handle)
    if any(_same(one.handle, shown) for one in retweets_of(tweet, evidence.statements)):
        return _by_retweet(embed, shown, shown, tweet.handle)
    if _was_called(shown, tweet, evidence.statements):
        note = (
            f"The account was called @{shown} and is now @{tweet.handle}: an archived copy shows it under the old name."
        )
        return Finding(HandleOutcome.RENAMED, note, "renamed", shown, tweet.handle)
    alike = look_alike(shown, tweet.handle)
    if evidence.unsought and not alike:
        note = f"The tweet is by @{tweet.handle} now; who may know whether that was @{shown} once could not be asked."
        return Finding(HandleOutcome.NOT_CHECKABLE, note, UNSOUGHT, shown, tweet.handle)
    note = f"The article says @{shown}; the tweet is by @{tweet.handle}."
    if alike:
        note = f"The article says @{shown}, which only looks like @{tweet.handle}, the author."
    return Finding(
        HandleOutcome.DIFFERENT, note, "different", shown, tweet.handle, flags=("homoglyph",) if alike else ()
    )


def _by_retweet(embed: Embed, shown: str, retweeter: str, author: str) -> Finding[HandleOutcome]:
    """Judge the handle beside words that one account wrote and another passed on."""
    if shown.lower() == author.lower():
        return Finding(HandleOutcome.MATCH, f"The words are by @{author}, as shown.", "match", shown, author)
    if shown.lower() != retweeter.lower():
        note = f"The article says @{shown}; the words are by @{author}."
        return Finding(HandleOutcome.DIFFERENT, note, "different", shown, author)
    if re.match(rf"\s*RT @{re.escape(author)}\b", embed.text or "", re.I):
        note = f"@{shown} only passed it on, and the quote says so (RT @{author})."
        return Finding(HandleOutcome.RETWEETER_SHOWN, note, "retweeter_shown", shown, author)
    note = f"@{shown} only passed it on; the words are by @{author}."
    return Finding(HandleOutcome.RETWEETER, note, "retweeter", shown, author)


def _passed_on_by_hand(quote: str, tweet: Tweet) -> str | None:
    """The handle whose words the tweet repeats behind `RT @handle:`, where the quote is of those alone."""
    words = " ".join(quote.strip(_EDGES).split())
    for found in _PASSED_ON.finditer(tweet.text):
        repeated = " ".join(tweet.text[found.end() :].split())
        if words and f"@{found[1]}".lower() not in words.lower() and words in repeated:
            return found[1]
    return None


def _by_name(embed: Embed, evidence: Evidence, tweet: Tweet) -> Finding[HandleOutcome]:
    if _name_outcome(embed.author_name or "", names_of(tweet, evidence.statements)) is not NameOutcome.DIFFERENT:
        note = f"No handle is shown, but the author's name is: {embed.author_name}."
        return Finding(HandleOutcome.NAME_ONLY, note, "name_only", embed.author_name, tweet.author_name)
    note = f"Only the name {embed.author_name} is shown; the account is called otherwise now, and names change."
    return Finding(HandleOutcome.NOT_CHECKABLE, note, "other_name", embed.author_name, tweet.author_name)


def look_alike(one: str, other: str) -> bool:
    """Handles that a reader would take for one another."""
    a, b = one.lower(), other.lower()
    if a == b:
        return False
    fold = [name.translate(_LOOKS_LIKE).replace("_", "").replace("rn", "m").replace("vv", "w") for name in (a, b)]
    return fold[0] == fold[1] or is_homoglyph(one, other)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.lower() == other.lower()


def retweets_of(tweet: Tweet, statements: Sequence[Tweet]) -> list[Tweet]:
    return [one for one in statements if one.retweet_of == tweet.status_id]


def _was_called(shown: str, tweet: Tweet, statements: Sequence[Tweet]) -> bool:
    """Whether a copy of the same tweet, or of another by the same user id, bears the handle. Mirrors prove nothing."""
    ids = {tweet.status_id, *tweet.edit_ids}
    return any(
        _same(one.handle, shown)
        and one.third_party is None
        and one.retweet_of is None
        and (one.status_id in ids or (one.user_id is not None and one.user_id == tweet.user_id))
        and not (one.user_id and tweet.user_id and one.user_id != tweet.user_id)
        for one in statements
    )


def check_author_name(embed: Embed, evidence: Evidence, tweet: Tweet | None) -> Finding[NameOutcome]:
    """Is the display name the one an archived copy shows? For information: names change freely."""
    shown = embed.author_name
    if shown is None:
        return Finding(NameOutcome.NOT_STATED, "The article shows no display name.", "not_stated")
    names = names_of(tweet, evidence.statements) if tweet else ()
    if not names:
        return Finding(NameOutcome.NOT_CHECKABLE, "No copy of the tweet shows a display name.", "no_copy", shown)
    outcome = _name_outcome(shown, names)
    note = {
        NameOutcome.MATCH: "The display name is as archived.",
        NameOutcome.NORMALISED: "The display name is as archived but for emoji, spacing, case or accents.",
    }.get(outcome, "The display name is another than the archived one; names change freely, so this decides nothing.")
    return Finding(outcome, note, outcome.value, shown, names[0])


def names_of(tweet: Tweet, statements: Sequence[Tweet]) -> tuple[str, ...]:
    """The display names that copies of this tweet bear, the judged copy's first."""
    ids = {tweet.status_id, *tweet.edit_ids}
    names = [tweet.author_name, *(one.author_name for one in statements if one.status_id in ids)]
    return tuple(dict.fromkeys(name for name in names if name))


def _name_outcome(shown: str, names: Sequence[str]) -> NameOutcome:
    if shown in names:
        return NameOutcome.MATCH
    if any(_core(shown) and _core(shown) == _core(name) for name in names):
        return NameOutcome.NORMALISED
    return NameOutcome.DIFFERENT


def _core(name: str) -> str:
    """A name without emoji, signs, spacing, case and accents."""
    folded = plain(unicodedata.normalize("NFKC", name).replace("ي", "ی").replace("ك", "ک")).casefold()
    return "".join(
        sign
        for sign in folded
        if sign.isalnum() or (unicodedata.category(sign) in ("Mn", "Mc") and sign not in _VARIANT_MARKS)
    )
