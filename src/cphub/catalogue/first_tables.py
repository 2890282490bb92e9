"""The tables as the first release has them: a step of `migrations`. Never edited."""

TABLES = (
    """
    CREATE TABLE wikis (
        name TEXT PRIMARY KEY,
        wikiid TEXT NOT NULL,
        api TEXT NOT NULL,
        sitename TEXT NOT NULL,
        language TEXT NOT NULL,
        server TEXT NOT NULL,
        article_path TEXT NOT NULL,
        generator TEXT NOT NULL,
        rtl INTEGER NOT NULL,
        max_article_size INTEGER NOT NULL,
        namespaces TEXT NOT NULL,
        languages TEXT NOT NULL,
        interwiki TEXT NOT NULL,
        magic_words TEXT NOT NULL,
        extensions TEXT NOT NULL,
        broken_files_category TEXT NOT NULL,
        bots TEXT NOT NULL
    )""",
    """
    CREATE TABLE sources (
        name TEXT PRIMARY KEY,
        wiki TEXT NOT NULL REFERENCES wikis(name) ON UPDATE CASCADE,
        kind TEXT NOT NULL,
        settings TEXT NOT NULL
    )""",
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        started TEXT NOT NULL,
        ended TEXT,
        status TEXT NOT NULL CHECK (status IN ('running', 'done', 'partial', 'failed')),
        version TEXT NOT NULL,
        counts TEXT NOT NULL DEFAULT '{}',
        warnings INTEGER NOT NULL DEFAULT 0,
        today TEXT,
        rules TEXT NOT NULL DEFAULT '[]',
        rules_left_out TEXT NOT NULL DEFAULT '[]'
    )""",
    """
    CREATE TABLE run_sources (
        run INTEGER NOT NULL REFERENCES runs(id),
        source TEXT NOT NULL REFERENCES sources(name),
        wiki TEXT NOT NULL REFERENCES wikis(name) ON UPDATE CASCADE,
        listed INTEGER NOT NULL DEFAULT 0,
        new INTEGER NOT NULL DEFAULT 0,
        changed INTEGER NOT NULL DEFAULT 0,
        unchanged INTEGER NOT NULL DEFAULT 0,
        gone INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        requests INTEGER NOT NULL DEFAULT 0,
        error TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (run, source)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE warnings (
        run INTEGER NOT NULL REFERENCES runs(id),
        wiki TEXT NOT NULL,
        source TEXT NOT NULL,
        code TEXT NOT NULL,
        message TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (run, wiki, source, code, message)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE pages (
        wiki TEXT NOT NULL REFERENCES wikis(name) ON UPDATE CASCADE,
        page_id INTEGER NOT NULL,
        namespace INTEGER NOT NULL,
        title TEXT NOT NULL,
        language TEXT NOT NULL,
        state TEXT NOT NULL
            CHECK (state IN ('current', 'redirect', 'missing', 'hidden', 'unparsed')),
        state_since TEXT NOT NULL,
        revision INTEGER NOT NULL,
        parent INTEGER NOT NULL,
        timestamp TEXT NOT NULL,
        user TEXT NOT NULL,
        minor INTEGER NOT NULL,
        length INTEGER NOT NULL,
        content_model TEXT NOT NULL,
        edited_by_person TEXT,
        edited_in_substance TEXT,
        first_seen TEXT NOT NULL,
        history_revision INTEGER,
        PRIMARY KEY (wiki, page_id)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE texts (
        id INTEGER PRIMARY KEY,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        text BLOB NOT NULL,
        UNIQUE (wiki, revision),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    """
    CREATE TABLE categories (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        title TEXT NOT NULL,
        hidden INTEGER NOT NULL,
        PRIMARY KEY (wiki, page_id, title),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    """
    CREATE TABLE langlinks (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        language TEXT NOT NULL,
        title TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id, language, title),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    """
    CREATE TABLE page_props (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id, name),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    """
    CREATE TABLE memberships (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        source TEXT NOT NULL REFERENCES sources(name),
        via TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT,
        PRIMARY KEY (wiki, page_id, source, since),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    """
    CREATE TABLE titles (
        wiki TEXT NOT NULL REFERENCES wikis(name) ON UPDATE CASCADE,
        title TEXT NOT NULL,
        missing INTEGER NOT NULL,
        target TEXT NOT NULL,
        asked TEXT,
        PRIMARY KEY (wiki, title)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE changes (
        id INTEGER PRIMARY KEY,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        run INTEGER NOT NULL REFERENCES runs(id),
        timestamp TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'moved', 'deleted', 'restored',
            'redirected', 'hidden', 'left', 'joined')),
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    """
    CREATE TABLE cursors (
        source TEXT PRIMARY KEY REFERENCES sources(name),
        run INTEGER NOT NULL REFERENCES runs(id),
        first_run INTEGER NOT NULL REFERENCES runs(id),
        started TEXT NOT NULL,
        resume TEXT,
        done INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID""",
    """
    CREATE TABLE listings (
        source TEXT NOT NULL REFERENCES sources(name),
        wiki TEXT NOT NULL REFERENCES wikis(name) ON UPDATE CASCADE,
        page_id INTEGER NOT NULL,
        namespace INTEGER NOT NULL,
        title TEXT NOT NULL,
        language TEXT NOT NULL,
        state TEXT NOT NULL,
        revision INTEGER NOT NULL,
        via TEXT NOT NULL,
        fetched INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (wiki, page_id, source)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE facts (
        id INTEGER PRIMARY KEY,
        wiki TEXT NOT NULL,
        revision INTEGER NOT NULL,
        version TEXT NOT NULL,
        language TEXT NOT NULL,
        outline BLOB,
        facts BLOB,
        error TEXT NOT NULL DEFAULT '',
        UNIQUE (wiki, revision),
        FOREIGN KEY (wiki, revision) REFERENCES texts(wiki, revision) ON UPDATE CASCADE
    )""",
    """
    CREATE TABLE findings (
        id INTEGER PRIMARY KEY,
        rule TEXT NOT NULL,
        axis TEXT NOT NULL,
        severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'note')),
        wiki TEXT NOT NULL,
        title TEXT NOT NULL,
        language TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        message TEXT NOT NULL,
        evidence TEXT NOT NULL,
        fix TEXT NOT NULL,
        url TEXT NOT NULL,
        key TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        first_run INTEGER NOT NULL REFERENCES runs(id),
        gone TEXT,
        gone_run INTEGER REFERENCES runs(id),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
)
