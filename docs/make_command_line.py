"""Write docs/command-line.md from the help of every command: `python docs/make_command_line.py`."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from tweetarchive.cli.app import app
from tweetarchive.cli.commands import COMMANDS, front_page
from tweetarchive.cli.exits import MEANINGS

PAGE = Path(__file__).with_name("command-line.md")
_HEAD = """\
# The command line

Written from `--help` by `docs/make_command_line.py`; change the help, not this page.

"""
_CONFIGURATION = """\
## Configuration

Every option may be given in four places. The first that names it counts:

1. the option itself, `--max-size 200MB`
2. a variable, `TWEETARCHIVE_MAX_SIZE=200MB`; switches take `1` or `0`, lists of files are separated by blanks
3. `tweetarchive.toml` in the current folder
4. `tweetarchive/config.toml` in `$XDG_CONFIG_HOME` (`~/.config` where that is not set)

`--config FILE` reads that file instead of the last two. A key is an option's long name, with hyphens or underscores. At
the top it holds for every command that has the option; in a table named after a command, for that command:

```toml
archives = "/srv/newsroom/archives"
contact = "standards@news.example"

[archive]
workers = 8
sources = ["syndication", "oembed"]
```

An unknown key ends the command with status 2, naming key and file: a misspelt option must not pass for one.

The bearer token of the X API comes from the variable `X_BEARER_TOKEN`, else from the key `x-bearer-token` at the top of
a file, never from an option. Where there is one, X's API is asked too, after syndication and oEmbed; X charges for
every post that is read ([new-source.md](new-source.md#what-the-x-api-costs)). It is a secret: it goes to api.x.com over
TLS and nowhere else, and no record, log or report ever holds it.

Proxies and certificates come from the variables every tool knows: `HTTPS_PROXY`, `NO_PROXY`, `REQUESTS_CA_BUNDLE`,
`SSL_CERT_FILE`.

"""


def page() -> str:
    """The whole page. Help is laid out for 80 columns, whatever the terminal."""
    sections = [_HEAD, _block(front_page())]
    for name in COMMANDS:
        shown = CliRunner().invoke(app, [name, "--help"], prog_name="tweetarchive", env={"COLUMNS": "80"})
        sections.append(f"## {name}\n\n{_block(shown.output)}")
    rows = "\n".join(f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items())
    order = "Where several hold, the first of 130, 4, 1, 3, 0 is given; 2 is given only before work starts."
    sections.append(f"## Exit status\n\n| exit | meaning |\n|---|---|\n{rows}\n\n{order}\n\n")
    return "".join(sections) + _CONFIGURATION.rstrip() + "\n"


def _block(text: str) -> str:
    return f"```\n{text.strip()}\n```\n\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
