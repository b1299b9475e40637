"""Does the article quote what the tweet says? Checks over an embed and its evidence, and the verdict they give.

What each outcome means and how they combine: docs/verdicts.md.
"""

from tweetarchive.verify.checks import judge
from tweetarchive.verify.claims import judge_claim
from tweetarchive.verify.pairing import choose, confirms, pair, settles
from tweetarchive.verify.verdict import article_verdict, verdict

__all__ = ["article_verdict", "choose", "confirms", "judge", "judge_claim", "pair", "settles", "verdict"]
