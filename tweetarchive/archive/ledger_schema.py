"""The tables of the ledger, version by version, and the views in which a person reads them.

Every time is RFC 3339 UTC text that sorts as it reads; every nested value is JSON text; every list has its view: the
file can be opened with Datasette as it stands. A change is one more entry of MIGRATIONS, never an edited one.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tweetarchive.model.errors import ArchiveError

_BUSY_TIMEOUT = 30.0  # seconds; a batch takes milliseconds, a disk that sleeps takes seconds

_COMMANDS_AND_MEDIA = """
CREATE TABLE finished (
    command TEXT NOT NULL,      -- sha256 of what was to be done: settings and every SOURCE, in order
    source TEXT NOT NULL,       -- as typed
    place INTEGER NOT NULL,     -- its place in the list: a SOURCE named twice is done twice
    file TEXT NOT NULL,         -- base name of the WARC
    PRIMARY KEY (command, source, place)
) WITHOUT ROWID;
CREATE TABLE media (
    payload_digest TEXT NOT NULL,   -- sha1:BASE32 over the body
    size INTEGER NOT NULL,          -- bytes of the body
    file TEXT NOT NULL,
    record_offset INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    uri TEXT NOT NULL,
    date TEXT NOT NULL,             -- WARC-Date, microseconds
    PRIMARY KEY (payload_digest, size)
) WITHOUT ROWID;
"""

_ARTICLES_AND_TWEETS = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,   -- what makes two addresses one article (docs/nightly.md)
    url TEXT NOT NULL,          -- by which it is visited
    title TEXT,
    first_seen TEXT NOT NULL,
    published TEXT,             -- as its site states it (news sitemap, feed)
    last_visit TEXT,            -- the last one that got an answer
    lastmod TEXT,               -- as the site's list stated it at that visit
    etag TEXT,
    last_modified TEXT,         -- of that visit, as the server wrote it
    content_digest TEXT,        -- sha256 over what was read of the page at that visit
    embeds INTEGER,             -- how many it had at that visit
    status TEXT,                -- outcome of the last attempt (visits.outcome)
    why TEXT,
    failures INTEGER NOT NULL DEFAULT 0,    -- attempts that failed since the last visit
    file TEXT REFERENCES captures (file) ON DELETE SET NULL   -- its latest capture
);
CREATE TABLE article_addresses (
    key TEXT PRIMARY KEY,       -- of an address that a list, a redirect or a canonical link gave
    url TEXT NOT NULL,          -- that address
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX addresses_of_article ON article_addresses (article);
CREATE TABLE warcs (
    file TEXT PRIMARY KEY,      -- base name
    sha256 TEXT NOT NULL,       -- as in the manifest
    records INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE captures (
    file TEXT PRIMARY KEY REFERENCES warcs (file) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles (id),
    source TEXT NOT NULL,       -- as typed
    url TEXT,
    title TEXT,
    language TEXT,
    captured_at TEXT,
    record_offset INTEGER,      -- of the article's page
    record_id TEXT,
    verdict TEXT NOT NULL,
    rules TEXT,                 -- version of the rules it was judged by
    claims TEXT NOT NULL,       -- JSON, as in the report
    problems TEXT NOT NULL      -- JSON, as in the report
) WITHOUT ROWID;
CREATE INDEX captures_of_article ON captures (article, captured_at);
CREATE INDEX captures_by_time ON captures (captured_at);
CREATE TABLE embeds (
    file TEXT NOT NULL REFERENCES captures (file) ON DELETE CASCADE,
    place INTEGER NOT NULL,     -- in reading order, from 0
    status_id TEXT,             -- the one it is about, named or resolved
    form TEXT NOT NULL,
    handle TEXT,
    text TEXT,                  -- the quote, as the article shows it
    date TEXT,
    availability TEXT NOT NULL, -- at the time of the capture
    text_outcome TEXT,
    verdict TEXT NOT NULL,
    report TEXT NOT NULL,       -- JSON: `embeds[]` of the report, whole
    PRIMARY KEY (file, place)
) WITHOUT ROWID;
CREATE INDEX embeds_by_status ON embeds (status_id);
CREATE INDEX embeds_by_verdict ON embeds (verdict);
CREATE TABLE tweets (
    status_id TEXT PRIMARY KEY,
    handle TEXT,
    author_name TEXT,
    created_at TEXT,
    text TEXT,                  -- as last shown by a source; null where none ever showed it
    edit_ids TEXT NOT NULL DEFAULT '[]',    -- JSON: every version known
    first_seen TEXT NOT NULL,   -- first asked for by us
    last_asked TEXT NOT NULL,
    last_live TEXT,             -- last time X itself showed it
    availability TEXT NOT NULL, -- the last one that is not `unknown`
    next_due TEXT               -- when it is to be asked for again; null: at the next recheck
) WITHOUT ROWID;
CREATE INDEX tweets_by_due ON tweets (next_due);
CREATE INDEX tweets_by_availability ON tweets (availability);
CREATE TABLE observations (
    status_id TEXT NOT NULL REFERENCES tweets (status_id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    file TEXT NOT NULL,         -- the WARC that shows it
    availability TEXT NOT NULL,
    source TEXT,                -- who said so; null where nobody said anything
    words TEXT,                 -- the source's own, where it does not show the tweet
    handle TEXT,                -- these four as shown at that time
    author_name TEXT,
    created_at TEXT,
    text TEXT,
    edit_ids TEXT NOT NULL DEFAULT '[]',
    record_offset INTEGER,
    record_id TEXT,
    PRIMARY KEY (status_id, at, file)
) WITHOUT ROWID;
CREATE INDEX observations_by_time ON observations (at);
CREATE INDEX observations_by_file ON observations (file);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,         -- nightly, recheck, archive …
    command TEXT NOT NULL,      -- what was asked for, for people
    started TEXT NOT NULL,
    ended TEXT,                 -- null: still under way, or killed
    interrupted INTEGER NOT NULL DEFAULT 0,
    exit INTEGER,
    counts TEXT NOT NULL DEFAULT '{}'   -- JSON: how many of what
);
CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,      -- archived, no_embeds, unchanged, failed, refused …
    reason TEXT,                -- why it was visited
    why TEXT,                   -- what went wrong
    http_status INTEGER,
    file TEXT                   -- of the capture that came of it
);
CREATE INDEX visits_of_run ON visits (run, outcome);
CREATE INDEX visits_of_article ON visits (article, at);

CREATE VIEW latest_captures AS
    SELECT articles.id AS article, articles.key, articles.first_seen, captures.* FROM articles
    JOIN captures ON captures.file = articles.file;
CREATE VIEW latest_embeds AS
    SELECT embeds.*, latest_captures.url AS article_url, latest_captures.title AS article_title,
        latest_captures.captured_at, tweets.availability AS availability_now, tweets.last_live
    FROM latest_captures JOIN embeds ON embeds.file = latest_captures.file
    LEFT JOIN tweets ON tweets.status_id = embeds.status_id;
CREATE VIEW mismatches AS
    SELECT article_url, article_title, captured_at, place, status_id, handle, text AS quoted,
        json_extract(report, '$.tweet.text') AS archived, text_outcome,
        json_extract(report, '$.checks.text.note') AS note, availability_now, file
    FROM latest_embeds WHERE verdict = 'mismatch' ORDER BY captured_at DESC;
CREATE VIEW gone_tweets AS
    SELECT tweets.status_id, tweets.handle, tweets.text, tweets.availability, tweets.last_live, tweets.last_asked,
        (SELECT count(DISTINCT article_url) FROM latest_embeds WHERE latest_embeds.status_id = tweets.status_id)
        AS articles
    FROM tweets WHERE availability NOT IN ('live', 'unknown') ORDER BY last_asked DESC;
CREATE VIEW availability_changes AS
    SELECT status_id, at, before, availability AS after, source, words, file FROM (
        SELECT *, lag(availability) OVER (PARTITION BY status_id ORDER BY at, file) AS before
        FROM observations WHERE availability <> 'unknown'
    ) WHERE before <> availability ORDER BY at DESC;
CREATE VIEW failed_visits AS
    SELECT articles.url, visits.at, visits.outcome, visits.why, visits.http_status, visits.run, articles.failures
    FROM visits JOIN articles ON articles.id = visits.article
    WHERE visits.outcome IN ('failed', 'refused') ORDER BY visits.at DESC;
"""

_REMOVED = """
CREATE TABLE removed (
    status_id TEXT PRIMARY KEY, -- of a tweet that was removed at a request; no source is asked for it again
    at TEXT NOT NULL,
    reason TEXT NOT NULL        -- as it was given
) WITHOUT ROWID;
"""

_LISTS = """
CREATE TABLE lists (
    url TEXT PRIMARY KEY,       -- of a sitemap, a feed, a robots.txt
    etag TEXT,                  -- these two as the server wrote them
    last_modified TEXT,
    at TEXT NOT NULL,           -- when it was got
    body BLOB NOT NULL          -- zlib: what it said, for a night in which it has not changed
);
"""

_TOLD = """
ALTER TABLE observations ADD COLUMN why TEXT;   -- where nobody said anything: what each source answered instead
CREATE TABLE entered (
    number INTEGER PRIMARY KEY AUTOINCREMENT,   -- in which order WARCs came in; a rebuild leaves it as it is
    file TEXT NOT NULL UNIQUE
);
CREATE TABLE told (
    whom TEXT PRIMARY KEY,      -- '' for who looks at the report; else a salted hash of the address it was sent to
    until TEXT,                 -- null: never yet
    warcs INTEGER NOT NULL,     -- what was entered up to this number was told
    visits INTEGER NOT NULL     -- and the visits up to this one
) WITHOUT ROWID;
CREATE TABLE salt (value TEXT NOT NULL);        -- of the hashes in `told`
INSERT INTO salt VALUES (lower(hex(randomblob(16))));
INSERT INTO entered (file) SELECT file FROM warcs LEFT JOIN captures USING (file)
    ORDER BY coalesce(captured_at, (SELECT min(at) FROM observations WHERE observations.file = warcs.file)), file;
INSERT INTO told SELECT '', started,
    (SELECT coalesce(max(number), 0) FROM entered LEFT JOIN captures USING (file) WHERE
        coalesce(captured_at, (SELECT min(at) FROM observations WHERE observations.file = entered.file)) < started),
    (SELECT coalesce(max(id), 0) FROM visits WHERE at < started)
    FROM runs WHERE kind = 'morning' AND ended IS NOT NULL ORDER BY id DESC LIMIT 1;
"""

MIGRATIONS = (_COMMANDS_AND_MEDIA, _ARTICLES_AND_TWEETS, _REMOVED, _LISTS, _TOLD)
"""The n-th brings a ledger to version n."""
VERSION = len(MIGRATIONS)


def open_ledger(path: Path) -> tuple[sqlite3.Connection, int]:
    """Open a ledger, made or brought to VERSION where it is not.

    Returns: the connection, and the version that was found: 0 where there was none.
    Raises: sqlite3.DatabaseError where it is damaged; ArchiveError where a later tweetarchive wrote it.
    """
    database = sqlite3.connect(path, timeout=_BUSY_TIMEOUT, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # In WAL no kill loses a commit; a power cut may lose the last ones, and then an article is only done again.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA foreign_keys = ON")
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("its own check finds it damaged")
        version = version_of(database, path)
        for number, statements in enumerate(MIGRATIONS[version:], version + 1):
            database.executescript(f"BEGIN; {statements} PRAGMA user_version = {number}; COMMIT;")
    except BaseException:
        database.close()
        raise
    return database, version


def open_to_read(path: Path, *, mode: str = "ro") -> sqlite3.Connection:
    """Open a ledger of VERSION as it is: also while another process writes.

    Args: mode: `rw` for one short transaction, for which the other is waited for.
    Raises: sqlite3.DatabaseError where there is none or it is damaged; ArchiveError where it is of another version.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(uri, uri=True, timeout=_BUSY_TIMEOUT, check_same_thread=False)
    try:
        if version_of(database, path) < VERSION:
            raise sqlite3.DatabaseError("it is of an earlier version")
    except BaseException:
        database.close()
        raise
    return database


def version_of(database: sqlite3.Connection, path: Path) -> int:
    """Raises: ArchiveError where a later tweetarchive wrote it."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise ArchiveError(f"{path.name}: was written by a later tweetarchive; use that one")
    return version
