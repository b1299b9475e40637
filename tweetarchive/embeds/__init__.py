"""An article's document, read: its embeds, its claims."""
