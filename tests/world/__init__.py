"""A loopback internet: X, news sites and a web archive behind one proxy with an authority of its own.

The tool is pointed at it by the standard variables and asks its own URLs over its own TLS:

    with World() as world:
        tweet = world.tweet("1183347177645227129", handle="mira_quays", text="The ferry is back.", photos=1)
        world.article("https://news.example/ferry", f"<p>Good news.</p>{tweet.blockquote()}")
        subprocess.run([…, "archive", "https://news.example/ferry"], env=os.environ | world.environment)

Hosts nobody spoke of do not exist. `python -m tests.world --help` runs one as a process of its own.
"""

from tests.world.faults import (
    BadCertificate,
    BadGzip,
    Cut,
    Delay,
    Drip,
    EarlyHints,
    Fault,
    NotHttp,
    RateLimited,
    RedirectLoop,
    Refuse,
    Reset,
    ServerError,
    Stall,
    WrongType,
)
from tests.world.gone import Gone
from tests.world.tweet import Photo, Tweet, Video, snowflake
from tests.world.wire import Answer, Asked
from tests.world.world import World

__all__ = [
    "Answer",
    "Asked",
    "BadCertificate",
    "BadGzip",
    "Cut",
    "Delay",
    "Drip",
    "EarlyHints",
    "Fault",
    "Gone",
    "NotHttp",
    "Photo",
    "RateLimited",
    "RedirectLoop",
    "Refuse",
    "Reset",
    "ServerError",
    "Stall",
    "Tweet",
    "Video",
    "World",
    "WrongType",
    "snowflake",
]
