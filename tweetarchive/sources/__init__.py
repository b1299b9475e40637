"""Who can state a tweet, and what they say: asked through a fetch that is handed in. The door is `lookup`."""
