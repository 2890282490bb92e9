"""The tables of what resources are about, and of page views: a step of `migrations`. Never edited.

`descriptions` are people's words: rows are added, marked as taken back, and never changed
otherwise. `proposals` are worked out of pages, by `subject_queue` only of those that changed:
triggers put a page there whenever the search takes it in anew or its categories change.
`subject_pages` tells how each was looked at. `page_views` is how often pages were read in so
many days, NULL where the wiki was asked and could not tell.
"""

from cphub.catalogue.audited_tables import counting

_PAGE = "FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE"
_QUEUE = """INSERT INTO subject_queue (wiki, page_id)
        SELECT {row}.wiki, {row}.page_id WHERE NOT EXISTS (SELECT 1 FROM subject_queue AS queued
            WHERE queued.wiki = {row}.wiki AND queued.page_id = {row}.page_id);"""
_CHANGED, _DROPPED = _QUEUE.format(row="new"), _QUEUE.format(row="old")

TABLES = (
    f"""
    CREATE TABLE descriptions (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        who TEXT NOT NULL,
        property TEXT NOT NULL
            CHECK (property IN ('level', 'topic', 'audience', 'kind', 'time_required')),
        value TEXT NOT NULL,
        holds INTEGER NOT NULL,
        timestamp TEXT NOT NULL,
        undone TEXT,
        {_PAGE}
    )""",
    "CREATE INDEX descriptions_by_page ON descriptions(wiki, page_id)",
    f"""
    CREATE TABLE proposals (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        property TEXT NOT NULL CHECK (property IN ('level', 'topic', 'audience', 'kind')),
        value TEXT NOT NULL,
        confidence REAL NOT NULL,
        evidence TEXT NOT NULL,
        timestamp TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id, property, value),
        {_PAGE}
    ) WITHOUT ROWID""",
    "CREATE INDEX proposals_by_value ON proposals(property, value)",
    # `read`: its text was; `sought`: every topic has words in its language; `met`: a word of
    # some topic stands somewhere in it, be it too weak to propose anything.
    f"""
    CREATE TABLE subject_pages (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        print TEXT NOT NULL,
        read INTEGER NOT NULL,
        sought INTEGER NOT NULL,
        met INTEGER NOT NULL,
        PRIMARY KEY (wiki, page_id),
        {_PAGE}
    ) WITHOUT ROWID""",
    "CREATE INDEX subject_pages_by_print ON subject_pages(print)",
    f"""
    CREATE TABLE subject_queue (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        PRIMARY KEY (wiki, page_id),
        {_PAGE}
    ) WITHOUT ROWID""",
    f"CREATE TRIGGER subjects_of_words AFTER INSERT ON search_queue BEGIN {_CHANGED} END",
    f"CREATE TRIGGER subjects_of_category AFTER INSERT ON categories BEGIN {_CHANGED} END",
    f"CREATE TRIGGER subjects_of_lost_category AFTER DELETE ON categories BEGIN {_DROPPED} END",
    f"""
    CREATE TRIGGER subjects_of_language AFTER UPDATE OF language ON pages
    WHEN old.language IS NOT new.language BEGIN {_CHANGED} END""",
    "INSERT INTO subject_queue (wiki, page_id) SELECT wiki, page_id FROM pages",
    """
    CREATE VIEW subjects AS
    SELECT wiki, page_id, title, property, value, origin, confidence, evidence,
        subject.timestamp, who
    FROM (SELECT wiki, page_id, property, value, 'person' AS origin, 1.0 AS confidence,
            CASE holds WHEN 1 THEN 'said so' ELSE 'said that it is not' END AS evidence,
            timestamp, who
        FROM descriptions WHERE undone IS NULL
        UNION ALL
        SELECT wiki, page_id, property, value, 'machine', confidence,
            (SELECT group_concat(value, ' · ') FROM json_each(evidence)), timestamp, ''
        FROM proposals) AS subject
    JOIN pages USING (wiki, page_id)
    ORDER BY wiki, title, property, origin DESC, confidence DESC, value""",
    f"""
    CREATE TABLE page_views (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        days INTEGER NOT NULL,
        views INTEGER,
        asked TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id),
        {_PAGE}
    ) WITHOUT ROWID""",
    *counting("descriptions"),
    *counting("proposals"),
    *counting("subject_pages"),
    *counting("page_views"),
)
