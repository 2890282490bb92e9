"""The tables of Translate's state and of old source texts: a step of `migrations`. Never edited."""

TABLES = (
    """
    CREATE TABLE translatable_pages (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        group_id TEXT NOT NULL DEFAULT '',
        source_language TEXT NOT NULL DEFAULT '',
        priority TEXT NOT NULL DEFAULT '',
        priority_languages TEXT NOT NULL DEFAULT '[]',
        priority_forced INTEGER NOT NULL DEFAULT 0,
        workflow_states TEXT NOT NULL DEFAULT '{}',
        all_languages INTEGER NOT NULL DEFAULT 0,
        complete INTEGER NOT NULL DEFAULT 0,
        newest_revision INTEGER NOT NULL DEFAULT 0,
        asked TEXT,
        PRIMARY KEY (wiki, page_id),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    """
    CREATE TABLE translation_stats (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        language TEXT NOT NULL,
        total INTEGER NOT NULL,
        translated INTEGER NOT NULL,
        fuzzy INTEGER NOT NULL,
        proofread INTEGER NOT NULL,
        workflow_state TEXT,
        complete INTEGER NOT NULL,
        asked TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id, language),
        FOREIGN KEY (wiki, page_id) REFERENCES translatable_pages(wiki, page_id)
            ON UPDATE CASCADE ON DELETE CASCADE
    ) WITHOUT ROWID""",
    # The newest text in which translation markup was looked for, by wiki.
    """
    CREATE TABLE markup_scans (
        wiki TEXT PRIMARY KEY REFERENCES wikis(name) ON UPDATE CASCADE,
        text_id INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """
    CREATE TABLE baselines (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        moment TEXT NOT NULL,
        revision INTEGER,
        timestamp TEXT,
        why TEXT NOT NULL DEFAULT '',
        asked TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id, moment),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    # Revisions of source pages that harvests met: which of them was the newest at a moment
    # is then known without asking the wiki.
    """
    CREATE TABLE met_revisions (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        parent INTEGER NOT NULL,
        timestamp TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id, revision),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
)
