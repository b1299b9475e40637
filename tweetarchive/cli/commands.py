"""The commands by name, and the first page of help. Imports next to nothing: `tweetarchive --help` is shown by it."""

from __future__ import annotations

COMMANDS = {
    "archive": "Keep articles, their tweets and media; check every quote; report.",
    "find": "Show the embeds of articles, and nothing else. No tweet is fetched.",
    "verify": "Judge again from archives alone, offline.",
    "audit": "Check every byte, digest, index line, stored verdict and signature.",
    "compare": "Judge an article's quotes against tweet payload files, offline.",
    "recheck": "Visit archived tweets again: still there, gone, back, edited.",
    "report": "Show what the archive knows: as a page for people, a table, JSON.",
    "nightly": "Archive what a site has that is new or changed, night after night.",
    "morning": "Tell what is new since the last report, also by mail or message.",
    "status": "Tell what is known of the archive and its last runs.",
    "ledger": "Check the ledger, or make it anew from the archive.",
    "pack": "Write one WACZ to hand over: signed, timestamped, opened by ReplayWeb.page.",
    "forget": "Remove tweets from the archive for good, and leave a trace of it.",
    "keys": "Make the key that signs packed archives, and tell its fingerprint.",
    "replay": "Browse the archive in pywb, from a page of its articles and tweets.",
    "card": "Print a card of an archived tweet, to put where a dead embed was.",
    "demo": "See the main job done on a bundled article, without any network.",
}
"""Each stands in a module of its own name in this folder, as a function of that name."""

TAGLINE = "Keep the tweets that news articles embed, and check that the article quotes what the tweet says."


def front_page() -> str:
    """What `tweetarchive --help` says."""
    width = max(map(len, COMMANDS)) + 2
    commands = "\n".join(f"  {name:<{width}}{summary}" for name, summary in COMMANDS.items())
    return f"""\
Usage: tweetarchive COMMAND [OPTIONS] [ARGUMENTS]

{TAGLINE}

Commands:
{commands}

Options:
  --version             Show the version and exit.
  --install-completion  Let your shell complete commands and options.
  --show-completion     Show that completion, to install it yourself.
  -h, --help            Show this page and exit.

tweetarchive COMMAND --help tells the options of a command. To begin with:

  tweetarchive demo
  tweetarchive archive https://news.example/an-article
"""
