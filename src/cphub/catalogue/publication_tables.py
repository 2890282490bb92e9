"""The tables of what was published on wikis: a step of `migrations`. Never edited.

A row of `publication_edits` without `after` is an edit that was about to be made: whether it
was, only the wiki knows.
"""

TABLES = (
    """
    CREATE TABLE publications (
        id INTEGER PRIMARY KEY,
        wiki TEXT NOT NULL REFERENCES wikis(name) ON UPDATE CASCADE,
        title TEXT NOT NULL,
        name TEXT NOT NULL,
        report TEXT NOT NULL,
        filters TEXT NOT NULL,
        run INTEGER REFERENCES runs(id),
        account TEXT NOT NULL,
        version TEXT NOT NULL,
        started TEXT NOT NULL,
        ended TEXT,
        undone TEXT
    )""",
    """
    CREATE TABLE publication_edits (
        id INTEGER PRIMARY KEY,
        publication INTEGER NOT NULL REFERENCES publications(id),
        title TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        before INTEGER NOT NULL,
        after INTEGER,
        sha1 TEXT NOT NULL,
        timestamp TEXT NOT NULL,
        undoes INTEGER REFERENCES publication_edits(id)
    )""",
    "CREATE INDEX publication_edits_by_publication ON publication_edits(publication)",
)
