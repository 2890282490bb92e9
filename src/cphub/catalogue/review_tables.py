"""The tables of reviews and dismissals: a step of `migrations`. Never edited.

`reviews` and `dismissals` are people's words: rows are added, marked as taken back, and never
changed otherwise. `silences` is worked out of them: the findings that they make quiet.
"""

_HELD = """EXISTS (SELECT 1 FROM memberships
        WHERE memberships.wiki = findings.wiki AND memberships.page_id = findings.page_id
        AND until IS NULL)"""
_SPEAKS = "NOT EXISTS (SELECT 1 FROM silences WHERE silences.finding = findings.id)"

TABLES = (
    """
    CREATE TABLE reviews (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        reviewer TEXT NOT NULL,
        verdict TEXT CHECK (verdict IN ('good', 'expired', 'irrelevant', 'incomplete', '')),
        note TEXT,
        owner TEXT,
        review_by TEXT,
        timestamp TEXT NOT NULL,
        undone TEXT,
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    "CREATE INDEX reviews_by_page ON reviews(wiki, page_id)",
    """
    CREATE TABLE dismissals (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        rule TEXT NOT NULL,
        key TEXT NOT NULL,
        prints TEXT NOT NULL,
        evidence TEXT NOT NULL,
        because TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        timestamp TEXT NOT NULL,
        ended TEXT,
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    "CREATE INDEX dismissals_by_page ON dismissals(wiki, page_id)",
    """
    CREATE TABLE silences (
        finding INTEGER PRIMARY KEY REFERENCES findings(id),
        kind TEXT NOT NULL CHECK (kind IN ('dismissed', 'overruled')),
        uuid TEXT NOT NULL
    )""",
    "CREATE INDEX silences_by_uuid ON silences(uuid)",
    "DROP VIEW open_findings",
    f"""
    CREATE VIEW open_findings AS
    SELECT severity, axis, rule, wiki, title, language, message,
        (SELECT group_concat(json_extract(value, '$.text'), ' · ') FROM json_each(evidence))
            AS evidence,
        fix, url, first_seen, page_id, revision, id
    FROM findings WHERE gone IS NULL AND {_SPEAKS} AND {_HELD}
    ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
        wiki, title, rule, key""",  # noqa: S608  # constants of this file
    "DROP VIEW findings_by_rule",
    f"""
    CREATE VIEW findings_by_rule AS
    SELECT rule, axis, count(DISTINCT wiki || ' ' || page_id) AS pages,
        sum(severity = 'error') AS errors, sum(severity = 'warning') AS warnings,
        sum(severity = 'note') AS notes
    FROM findings WHERE gone IS NULL AND {_SPEAKS} AND {_HELD}
    GROUP BY rule, axis ORDER BY rule""",  # noqa: S608  # constants of this file
    """
    CREATE VIEW resource_reviews AS
    SELECT editions.resource, pages.wiki, pages.title, reviews.verdict, reviews.review_by,
        reviews.note, reviews.owner, reviews.reviewer, reviews.timestamp, reviews.undone,
        pages.page_id, reviews.uuid
    FROM reviews JOIN pages USING (wiki, page_id) LEFT JOIN editions USING (wiki, page_id)
    ORDER BY reviews.timestamp DESC, reviews.uuid DESC""",
)
