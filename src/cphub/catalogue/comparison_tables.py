"""The table of how sources changed after their editions: a step of `migrations`. Never edited."""

TABLES = (
    # A source page's text at an edition's last edit by a person, against a later one.
    """
    CREATE TABLE comparisons (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        old_revision INTEGER NOT NULL,
        new_revision INTEGER NOT NULL,
        version TEXT NOT NULL,
        comparison BLOB NOT NULL,
        PRIMARY KEY (wiki, page_id, old_revision),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
)
