"""Every night, over the whole site."""
