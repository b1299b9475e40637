"""tweetarchive: keep the tweets that news articles embed, and check what the article quotes."""

from __future__ import annotations

__version__ = "0.1.0"
