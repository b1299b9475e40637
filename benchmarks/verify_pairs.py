"""A quote beside a tweet, µs per pair, beside difflib: `python -m benchmarks.verify_pairs`.

Aims: 280 characters in 150 µs, all classes on; a note of 25,000 characters in 10 ms. difflib gets the words ready split
and only aligns: it folds nothing, judges nothing and names no change.
"""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable

from tweetarchive.model.tweet import SourceName, StatusId, Tweet
from tweetarchive.verify.compare import Quote, compare

TWEET = (
    "Letter about the bridge at Port Merrow. We closed it on 4 April after two rounds of tests, and we put every page "
    "of them online the same day. The tale that it was done in secret is false. The tale that nobody asked for more "
    'is false as well: seven people did, and all of them got "what they asked for" in May.'
)
OTHER = (
    "He did not burn anything at supper, and the cook was not fired on Monday, whatever the papers of this town say "
    "about it in the morning; supper starts at nine, as it always has, and everyone is welcome to come and see for "
    "themselves what we eat there all summer long, rain or shine."
)
ARABIC = "لم تسقط أي أمطار على القرية الليلة، والمكتبات مفتوحة غداً الساعة 8. " * 4
CHINESE = "昨天上午9点，老城剧院发生漏水，没有观众受伤。" * 12
NOTE = 90
RUNS = 15


def _typeset(text: str) -> str:
    return text.replace('"', "“", 1).replace('"', "”")


SHORT = {
    "identical": (TWEET, TWEET),
    "typeset otherwise": (_typeset(TWEET), TWEET),
    "one word changed": (TWEET.replace("April", "March"), TWEET),
    "excerpt": (TWEET[40:113], TWEET),
    "unrelated": (OTHER, TWEET),
    "Arabic, vowels dropped": (ARABIC.replace("غداً", "غدا"), ARABIC),
    "Chinese, negation dropped": (CHINESE.replace("没有", "", 1), CHINESE),
}
LONG = {
    "note, identical": (TWEET * NOTE, TWEET * NOTE),
    "note, one word changed": (TWEET * 44 + TWEET.replace("April", "March") + TWEET * 45, TWEET * NOTE),
    "note, unrelated": (OTHER * NOTE, TWEET * NOTE),
}


def _microseconds(work: Callable[[], object], runs: int) -> float:
    """CPU time, the best of some rounds: other programs on the machine do not count."""
    rounds = []
    for _ in range(RUNS):
        start = time.process_time()
        for _ in range(runs):
            work()
        rounds.append((time.process_time() - start) / runs * 1e6)
    return min(rounds)


def _line(name: str, quoted: str, text: str, runs: int) -> str:
    tweet = Tweet(status_id=StatusId("1360212345678901248"), handle="m", text=text, source=SourceName.SYNDICATION)
    quote = Quote(quoted)
    ours = _microseconds(lambda: compare(quote, tweet), runs)
    mine, theirs = re.findall(r"\w+|\S", quoted), re.findall(r"\w+|\S", text)
    other = "–"
    if runs > 1:
        matcher = difflib.SequenceMatcher
        other = f"{_microseconds(lambda: matcher(None, mine, theirs, autojunk=False).get_opcodes(), runs):,.0f}"
    return f"{name:28}{len(quoted):7,}{ours:12,.0f}{other:>12}   {compare(quote, tweet).outcome.value}"


def main() -> None:
    lines = [f"{'pair':28}{'chars':>7}{'ours, µs':>12}{'difflib':>12}   outcome"]
    lines += [_line(name, *texts, runs=50) for name, texts in SHORT.items()]
    lines += [_line(name, *texts, runs=1) for name, texts in LONG.items()]
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
