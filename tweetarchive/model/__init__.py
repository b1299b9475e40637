"""The ground: what an article, an embed, a tweet, an exchange and a verdict are. Imports nothing of ours."""
