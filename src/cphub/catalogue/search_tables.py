"""The tables of the search: a step of `migrations`. Never edited.

`search` keeps no text of its own: `search_texts` has the folded text that a page was indexed
with, which is what takes it out again. Triggers put a page into `search_queue` when its title
or what was read of it changes, whoever changes it, so that the index cannot fall behind in
silence; indexing works the queue off.
"""

_QUEUE = """INSERT INTO search_queue (wiki, page_id)
        SELECT wiki, page_id FROM {table} WHERE wiki = {row}.wiki AND {key} = {row}.{key}
        AND NOT EXISTS (SELECT 1 FROM search_queue AS queued
            WHERE queued.wiki = {table}.wiki AND queued.page_id = {table}.page_id);"""
_PAGE = _QUEUE.format(table="pages", row="new", key="page_id")
_READ = _QUEUE.format(table="texts", row="new", key="revision")
_UNREAD = _QUEUE.format(table="texts", row="old", key="revision")

TABLES = (
    """
    CREATE TABLE search_pages (
        id INTEGER PRIMARY KEY,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        folding INTEGER NOT NULL,
        unread INTEGER NOT NULL,
        UNIQUE (wiki, page_id),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    "CREATE INDEX search_pages_by_folding ON search_pages(folding)",
    "CREATE INDEX search_pages_unread ON search_pages(id) WHERE unread",
    """
    CREATE TABLE search_texts (
        id INTEGER PRIMARY KEY REFERENCES search_pages(id),
        folded BLOB NOT NULL
    )""",
    """
    CREATE TABLE search_queue (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        PRIMARY KEY (wiki, page_id),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    # Words are told apart before they come here: what is no ASCII is left alone.
    """
    CREATE VIRTUAL TABLE search USING fts5(
        title, headings, lead, text, content='', tokenize='ascii')""",
    "CREATE VIRTUAL TABLE search_words USING fts5vocab('search', 'row')",
    f"CREATE TRIGGER search_page_new AFTER INSERT ON pages BEGIN {_PAGE} END",
    f"""
    CREATE TRIGGER search_page_changed AFTER UPDATE OF title, revision ON pages
    WHEN old.title IS NOT new.title OR old.revision IS NOT new.revision BEGIN {_PAGE} END""",
    f"CREATE TRIGGER search_text_read AFTER INSERT ON facts BEGIN {_READ} END",
    f"""
    CREATE TRIGGER search_text_read_again AFTER UPDATE OF facts, error ON facts
    WHEN old.facts IS NOT new.facts OR old.error IS NOT new.error BEGIN {_READ} END""",
    f"CREATE TRIGGER search_text_unread AFTER DELETE ON facts BEGIN {_UNREAD} END",
    "INSERT INTO search_queue (wiki, page_id) SELECT wiki, page_id FROM pages",
)
