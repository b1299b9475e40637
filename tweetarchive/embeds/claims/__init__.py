"""Claims: sentences of an article that quote a tweet in prose."""

from tweetarchive.embeds.claims.find import find_claims

__all__ = ["find_claims"]
