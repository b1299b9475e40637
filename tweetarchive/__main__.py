"""`python -m tweetarchive`."""

from __future__ import annotations

from tweetarchive.cli import main

if __name__ == "__main__":
    main()
