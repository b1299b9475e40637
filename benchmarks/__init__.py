"""One command per figure of the README, each beside what a user would do instead."""
